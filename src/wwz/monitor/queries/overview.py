"""The monitor of one partnership on one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from wwz.meetings.models import Meeting
from wwz.monitor.lights import GOOD, SILENT, STATED
from wwz.monitor.models import BoardPack, PackState
from wwz.monitor.queries.changes import Change, changes_since
from wwz.monitor.queries.meetings import next_meeting
from wwz.monitor.queries.packs import earlier_pack, frozen_content, frozen_lights, pack_for
from wwz.monitor.queries.promises import Promise, counts, promises
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState
from wwz.uitvoering.queries.progress import current_period

FREEZE_DAYS_BEFORE = 14
BETTER = ("gerealiseerd", "op_koers", "aandacht", "loopt_achter")


@dataclass(frozen=True)
class ThemeRow:
    """One theme: its marks, how many go well, and what is different since the last pack."""

    theme: str
    counts: Mapping[str, int]
    good: int
    total: int
    since: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SilentParty:
    organisation: Organisation
    asked_at: datetime
    reminded_at: datetime | None


@dataclass(frozen=True)
class Way:
    """How far the half year has come on its way to the meeting."""

    period: ReportingPeriod | None
    asked: int
    ready: int
    freeze_on: date | None
    pack: BoardPack | None

    @property
    def frozen(self) -> bool:
        return self.pack is not None and self.pack.state != PackState.CONCEPT


@dataclass(frozen=True)
class Overview:
    partnership: Partnership
    today: date
    promises: Sequence[Promise]
    counts: Mapping[str, int]
    themes: Sequence[ThemeRow]
    changes: Sequence[Change]
    silent: Sequence[SilentParty]
    way: Way
    meeting: Meeting | None

    @property
    def contradicted(self) -> int:
        return sum(one.light.differs for one in self.promises)

    @property
    def attention(self) -> list[Promise]:
        return sorted(
            (one for one in self.promises if one.asks_attention), key=lambda one: one.rank
        )


def overview(partnership: Partnership, actor: Actor, *, today: date) -> Overview:
    meeting = next_meeting(partnership, actor)
    made = promises(partnership, actor, today=today, meeting=meeting)
    period = current_period(partnership)
    earlier = frozen_lights(frozen_content(earlier_pack(partnership)))
    parties, silent = asked_parties(period)
    since = period.asked_on if period else today - timedelta(days=30)
    return Overview(
        partnership=partnership,
        today=today,
        promises=made,
        counts=counts(made),
        themes=themes(made, earlier),
        changes=changes_since(partnership, actor, since=since, today=today),
        silent=silent,
        meeting=meeting,
        way=Way(
            period=period,
            asked=parties,
            ready=parties - len(silent),
            freeze_on=freeze_day(meeting),
            pack=pack_for(partnership, actor, meeting.pk) if meeting else None,
        ),
    )


def freeze_day(meeting: Meeting | None) -> date | None:
    if meeting is None:
        return None
    return timezone.localtime(meeting.starts_at).date() - timedelta(days=FREEZE_DAYS_BEFORE)


def asked_parties(period: ReportingPeriod | None) -> tuple[int, list[SilentParty]]:
    """How many parties were asked, and those of which something is still missing.

    That a party was asked, and when, is known to all partners; what it writes is not read here.
    """
    if period is None:
        return 0, []
    asked = ProgressReport.objects.filter(period=period, corrects=None)
    waiting: dict[object, SilentParty] = {}
    parties = set()
    corrected = set(
        ProgressReport.objects.filter(
            period=period, corrects__isnull=False, state=ReportState.GEACCORDEERD
        ).values_list("corrects_id", flat=True)
    )
    for report in asked.select_related("organisation").order_by("asked_at", "organisation__name"):
        parties.add(report.organisation_id)
        answered = report.state == ReportState.GEACCORDEERD or report.pk in corrected
        if not answered and report.organisation_id not in waiting:
            waiting[report.organisation_id] = SilentParty(
                report.organisation, report.asked_at, report.reminded_at
            )
    return len(parties), list(waiting.values())


def themes(all_of_them: Sequence[Promise], earlier: Mapping[str, str]) -> list[ThemeRow]:
    """A row per theme, in the order in which the akkoord names them."""
    named: dict[str, list[Promise]] = {}
    for one in all_of_them:
        named.setdefault(one.theme, []).append(one)
    return [
        ThemeRow(
            theme=name,
            counts={state: number for state, number in counts(inside).items() if number},
            good=sum(one.light.stated in GOOD for one in inside),
            total=len(inside),
            since=since(inside, earlier),
        )
        for name, inside in named.items()
    ]


def since(inside: Sequence[Promise], earlier: Mapping[str, str]) -> list[tuple[str, int]]:
    """What is different from the last pack: words and how often; nothing without a pack."""
    if not earlier:
        return []
    kinds: dict[str, int] = {}
    for one in inside:
        kind = kind_of_change(earlier.get(str(one.afspraak.pk)), one.light.stated)
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
    order = ("gerealiseerd", "slechter", "beter", "niets gehoord", "weer gehoord", "nieuw")
    return [(kind, kinds[kind]) for kind in order if kind in kinds]


def kind_of_change(was: str | None, now: str) -> str:
    if was == now or now not in STATED:
        return ""
    if was is None:
        return "nieuw"
    if now == SILENT:
        return "niets gehoord"
    if now == "gerealiseerd":
        return "gerealiseerd"
    if was == SILENT:
        return "weer gehoord"
    return "slechter" if BETTER.index(now) > BETTER.index(was) else "beter"
