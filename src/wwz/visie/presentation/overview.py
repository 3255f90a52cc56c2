"""The list of visies, and one visie as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wwz.documents.models import VersionState
from wwz.visie.models import Position, Theme, Traject
from wwz.visie.planning import days_short, plan_back
from wwz.visie.presentation.amendments import chips
from wwz.visie.presentation.frame import Planned, planned
from wwz.visie.queries.reading import Reading
from wwz.visie.queries.visies import VisieLine
from wwz.visie.services.adoption import is_intact, themes_of

SHORT_HASH = 12


@dataclass(frozen=True)
class IndexPage:
    """The visie that holds now, those in the making, and those of before."""

    current: VisieLine | None
    making: Sequence[VisieLine]
    older: Sequence[VisieLine]
    trajects: Sequence[Traject]


def index_page(lines: Sequence[VisieLine], trajects: Sequence[Traject]) -> IndexPage:
    adopted = [line for line in lines if line.version.state == VersionState.VASTGESTELD]
    older = [line for line in lines if line.version.state == VersionState.VERVANGEN]
    making = [line for line in lines if line not in adopted and line not in older]
    current = max(adopted, key=lambda line: line.visie.adopted_on or date.min, default=None)
    return IndexPage(
        current=current,
        making=making,
        older=[*[line for line in adopted if line is not current], *older],
        trajects=trajects,
    )


@dataclass(frozen=True)
class OverviewPage:
    """What templates/visie/visie.html shows besides the frame."""

    themes: Sequence[Theme]
    chips: Sequence[tuple[str, str]]
    reasons: Sequence[Position]
    silent: Sequence[str]
    plan: Sequence[Planned]
    late: str
    open_points: int
    adopted_on: date | None
    hash: str
    whole_hash: str
    intact: bool
    proposals: str


def overview_page(reading: Reading, *, today: date) -> OverviewPage:
    version = reading.version
    said = {position.organisation_id for position in reading.positions}
    snapshot = version.snapshot
    themes = themes_of(reading.visie)
    number = sum(len(listed) for listed in reading.amendments.values())
    return OverviewPage(
        themes=themes,
        chips=chips(reading.positions, () if reading.is_final else reading.parties),
        reasons=[one for one in reading.positions if one.reason],
        silent=[str(one) for one in reading.parties if one.pk not in said],
        plan=planned(reading.phases, today),
        late=late_words(reading, today),
        open_points=reading.open_points(reading.passages),
        adopted_on=version.adopted_on,
        hash=snapshot.sha256[:SHORT_HASH] if snapshot is not None else "",
        whole_hash=snapshot.sha256 if snapshot is not None else "",
        intact=snapshot is not None and is_intact(reading.visie, version, themes),
        proposals=proposals_words(number),
    )


def proposals_words(number: int) -> str:
    if not number:
        return "nog geen voorstellen"
    return "1 voorstel" if number == 1 else f"{number} voorstellen"


def late_words(reading: Reading, today: date) -> str:
    """That the plan no longer fits, in working days."""
    traject = reading.visie.traject
    if traject is None or traject.state != "voorbereiding":
        return ""
    short = days_short(plan_back(traject.adoption_on), today)
    if not short:
        return ""
    return f"Deze planning begint {short} werkdagen te laat. Kies een latere dag van vaststellen."
