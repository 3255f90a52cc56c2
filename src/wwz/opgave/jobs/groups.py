"""The classification of aandachtsgroepen, for pages that let somebody choose a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from wwz.opgave.own.groups import GroupOnDay


def group_labels(day: date) -> Mapping[str, str]:
    """The groups in force on a day: their key and their name, in the order of the list."""
    from wwz_engine.aandachtsgroepen import classification

    return {one.key: one.label for one in classification().on(day)}


def groups_on(day: date, rows: Iterable[Mapping[str, str]] = ()) -> Sequence[GroupOnDay]:
    """The classification of groups on a day; of own rows what was changed last comes last."""
    from wwz_engine.aandachtsgroepen import classification
    from wwz_engine.groups.in_force import in_force
    from wwz_engine.groups.own import of_text

    return in_force(classification(), map(of_text, rows), day)
