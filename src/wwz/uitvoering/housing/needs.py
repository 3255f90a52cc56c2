"""Figures that were renewed after a line cited them, and what then must be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wwz.opgave.models import Fact, State
from wwz.opgave.presentation.figure import figure_of
from wwz.opgave.wording import lower_first
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.visie.presentation.renewed import amount, because
from wwz.visie.queries.renewals import is_other


@dataclass(frozen=True)
class RenewedNeed:
    """A line, the figure that it cites, and the one that was published after it."""

    line: HousingLine
    cited: Fact
    newer: Fact

    @property
    def answered(self) -> bool:
        """Somebody saw this newer figure and chose, with a reason, to keep the cited one."""
        return self.line.kept_against_id == self.newer.pk

    def sentence(self) -> str:
        """'Cijfer vernieuwd: verschil −40, omdat er opnieuw is gerekend.'"""
        moved = amount(figure_of(self.cited), figure_of(self.newer))
        lead = "" if moved.startswith(("Geen", "Het")) else "verschil "
        return f"Cijfer vernieuwd: {lead}{lower_first(moved)}, {because(self.cited, self.newer)}."


def renewed_needs(programme: HousingProgramme) -> dict[int, RenewedNeed]:
    """By number of the line; nothing once a version is adopted. Two queries for all lines."""
    if programme.is_final:
        return {}
    citing = programme.lines.counting().exclude(fact=None)
    lines = list(
        citing.select_related("fact__indicator", "fact__area", "fact__study").defer(
            "fact__area__geometry", "fact__value", "fact__low", "fact__high"
        )
    )
    newer = newest_of([line.fact for line in lines if line.fact is not None])
    return {
        line.number: RenewedNeed(line, line.fact, newer[line.fact.pk])
        for line in lines
        if line.fact is not None and line.fact.pk in newer
    }


def newest_of(facts: Iterable[Fact]) -> dict[UUID, Fact]:
    """Of each fact the newest other one that was published later on the same figure."""
    cited = {fact.pk: fact for fact in facts}
    if not cited:
        return {}
    known = list(cited.values())
    published = (
        Fact.objects.filter(
            study__state=State.PUBLISHED,
            year__in={fact.year for fact in known},
            area__code__in={fact.area.code for fact in known},
            indicator__key__in={fact.indicator.key for fact in known},
            scenario__in={fact.scenario for fact in known},
        )
        .select_related("indicator", "area", "study")
        .defer("value", "low", "high", "area__geometry")
        .order_by("study__finished_at")
    )
    newest = {told(fact): fact for fact in published}
    found = {pk: newest.get(told(fact)) for pk, fact in cited.items()}
    return {
        pk: newer
        for pk, newer in found.items()
        if newer is not None and newer.pk != pk and later(cited[pk], newer)
        and is_other(cited[pk], newer)
    }  # fmt: skip


def told(fact: Fact) -> tuple[object, ...]:
    return fact.area.code, fact.indicator.key, fact.year, fact.scenario


def later(cited: Fact, other: Fact) -> bool:
    began, ended = cited.study.finished_at, other.study.finished_at
    return began is not None and ended is not None and ended > began
