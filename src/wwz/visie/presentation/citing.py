"""Facts to choose from, each as it would stand in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wwz.areas.models import Area
from wwz.opgave.models import Fact
from wwz.visie.citations import said


@dataclass(frozen=True)
class FactChoice:
    pk: UUID
    words: str


def fact_choices(facts: Sequence[Fact]) -> list[FactChoice]:
    """By year, the newest last."""
    return [FactChoice(one.pk, f"{one.year}: {said(one)} ({one.kind})") for one in facts]


def chosen_area(areas: Sequence[Area], wanted: str) -> Area | None:
    """The area that was picked, or the only one that was found."""
    picked = next((area for area in areas if str(area.pk) == wanted), None)
    return areas[0] if picked is None and len(areas) == 1 else picked
