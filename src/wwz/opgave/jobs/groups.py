"""The classification of aandachtsgroepen, for pages that let somebody choose a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def group_labels(day: date) -> Mapping[str, str]:
    """The groups in force on a day: their key and their name, in the order of the list."""
    from wwz_engine.aandachtsgroepen import classification

    return {one.key: one.label for one in classification().on(day)}
