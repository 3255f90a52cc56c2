"""Texts have no address of their own: `tests/walk/visie.py` leads to them."""

from __future__ import annotations

from collections.abc import Callable

from wwz.partners.models import Organisation, Partnership


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    return {}
