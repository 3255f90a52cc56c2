"""What parties said about their promises: the statement that counts today, and lists to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from wwz.addresses import address_of
from wwz.akkoord.later_steps import Said
from wwz.akkoord.measured import Measured, measured
from wwz.akkoord.models import Afspraak
from wwz.partners.access import get_visible
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState

OLDEST = timedelta(days=200)
"""A statement that is older says nothing about today."""
SILENT = "niets_gehoord"
WORST_FIRST = ("loopt_achter", "aandacht", "op_koers", "gerealiseerd")
OPEN = (ReportState.GEVRAAGD, ReportState.CONCEPT, ReportState.TER_ACCORDERING)


# What of a report tells nothing about what its party says now.
UNSAID = ("partnership", "visibility", "drafted_by", "drafted_at", "returned_because",
          "deputy_asked_at", "approved_by", "corrects")  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """``light`` is what the party says, or niets_gehoord; then the rest may be empty.

    ``asked`` counts how often the party was asked since it last answered.
    """

    light: str = SILENT
    text: str = ""
    organisation: Organisation | None = None
    period: ReportingPeriod | None = None
    approved_at: datetime | None = None
    report_id: UUID | None = None
    asked: int = 0
    reminded_at: datetime | None = None


def stated(
    afspraak: Afspraak, period: ReportingPeriod | None = None, *, today: date | None = None
) -> Stated:
    """What the party says about one promise: now, or in one period."""
    return stated_of([afspraak], period, today=today)[afspraak.pk]


def stated_of(
    afspraken: Sequence[Afspraak],
    period: ReportingPeriod | None = None,
    *,
    today: date | None = None,
) -> dict[UUID, Stated]:
    """The same for many promises, in one query."""
    on = today or timezone.localdate()
    asked = ProgressReport.objects.filter(afspraak__in=[one.pk for one in afspraken])
    if period is not None:
        asked = asked.filter(period=period)
    by_promise: dict[UUID, list[ProgressReport]] = defaultdict(list)
    for report in (
        asked.select_related("organisation", "period").defer(*UNSAID).order_by("-asked_at")
    ):
        by_promise[report.afspraak_id].append(report)
    return {one.pk: statement(by_promise[one.pk], on) for one in afspraken}


def statement(reports: Iterable[ProgressReport], today: date) -> Stated:
    """Out of everything asked about one promise: the worst of what its parties say now."""
    parties: dict[UUID, list[ProgressReport]] = defaultdict(list)
    for report in reports:
        parties[report.organisation_id].append(report)
    said = [statement_of_party(asked, today) for asked in parties.values()]
    heard = [one for one in said if one.light != SILENT]
    if heard:
        return min(heard, key=lambda one: WORST_FIRST.index(one.light))
    return said[0] if said else Stated()


def statement_of_party(reports: Sequence[ProgressReport], today: date) -> Stated:
    """What one party says now. Newest first; what is not approved does not count.

    Silence is never consent: an answer lapses once a later question was missed, or was asked
    twice and is still open, or when the answer is older than 200 days.
    """
    approved = [one for one in reports if one.state == ReportState.GEACCORDEERD]
    last = max(approved, key=lambda one: one.approved_at or one.asked_at, default=None)
    since = [one for one in reports if last is None or later(one, last)]
    asked = sum(1 + (one.reminded_at is not None) for one in since)
    newest = since[0] if since else last
    lapsed = any(one.state == ReportState.UITGEBLEVEN or one.reminded_at for one in since)
    if last is None or lapsed or too_old(last, today):
        return Stated(
            organisation=newest.organisation if newest else None,
            period=newest.period if newest else None,
            report_id=newest.pk if newest else None,
            asked=asked,
            reminded_at=newest.reminded_at if newest else None,
        )
    return Stated(
        light=last.light,
        text=last.text,
        organisation=last.organisation,
        period=last.period,
        approved_at=last.approved_at,
        report_id=last.pk,
        asked=asked,
    )


def later(one: ProgressReport, other: ProgressReport) -> bool:
    """About a later period; a correction of the same period takes nothing away meanwhile."""
    return (one.period.year, one.period.half) > (other.period.year, other.period.half)


def too_old(report: ProgressReport, today: date) -> bool:
    at = report.approved_at
    return at is None or today - timezone.localtime(at).date() > OLDEST


def said_of(afspraken: Sequence[Afspraak], actor: Actor) -> Mapping[UUID, Said]:
    """For the pages of akkoord, which stand lower in the house."""
    return {key: as_said(one) for key, one in stated_of(afspraken).items()}


def as_said(one: Stated) -> Said:
    if one.light == SILENT:
        note = f"{one.organisation}: {times(one.asked)} gevraagd" if one.asked else ""
        return Said(note=note)
    day = timezone.localtime(one.approved_at).date() if one.approved_at else None
    note = f"{one.organisation}, {day:%d-%m-%Y}" if day else str(one.organisation)
    address = address_of("uitvoering:report", one.report_id) if one.report_id else ""
    return Said(light=one.light, note=note, text=one.text, address=address)


def times(number: int) -> str:
    return {1: "één keer", 2: "twee keer", 3: "drie keer"}.get(number, f"{number} keer")


# --- one report, with what its writer needs ---


def get_report(actor: Actor, pk: UUID) -> ProgressReport:
    related = ("partnership", "organisation", "period", "afspraak__akkoord", "drafted_by",
               "approved_by", "corrects")  # fmt: skip
    return get_visible(ProgressReport.objects.select_related(*related), actor, pk)


@dataclass(frozen=True)
class ReportPage:
    """A report with the figure and the sentence of last time."""

    report: ProgressReport
    measured: Measured
    previous: ProgressReport | None
    corrected_by: ProgressReport | None
    shows_text: bool
    is_own: bool


def report_page(report: ProgressReport, actor: Actor, *, today: date) -> ReportPage:
    earlier = (
        ProgressReport.objects.visible_to(actor)
        .filter(
            afspraak=report.afspraak_id,
            organisation=report.organisation_id,
            state=ReportState.GEACCORDEERD,
            asked_at__lt=report.asked_at,
        )
        .select_related("period")
    )
    later_ones = ProgressReport.objects.visible_to(actor).filter(corrects=report)
    is_own = report.organisation_id == actor.organisation_id
    return ReportPage(
        report=report,
        measured=measured(report.afspraak, today),
        previous=earlier.order_by("-approved_at").first(),
        corrected_by=later_ones.order_by("-asked_at").first(),
        shows_text=is_own or report.state == ReportState.GEACCORDEERD,
        is_own=is_own,
    )


# --- the list of a partnership ---


@dataclass(frozen=True)
class Wanted:
    """What a reader narrows the list to; empty is everything."""

    period: UUID | None = None
    state: str = ""
    organisation: UUID | None = None


def reports_in(partnership: Partnership, actor: Actor, wanted: Wanted) -> QuerySet[ProgressReport]:
    """Reports of the own organisation; for the programme manager those of all."""
    found = ProgressReport.objects.visible_to(actor).filter(partnership=partnership)
    if actor.reach(Action.ASK_REPORT, partnership.pk) is not Reach.ALL:
        found = found.filter(Q(organisation=actor.organisation_id))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.period:
        found = found.filter(period=wanted.period)
    if wanted.organisation:
        found = found.filter(organisation=wanted.organisation)
    return found.select_related("afspraak", "organisation", "period").order_by(
        "-period__year", "-period__half", "afspraak__number", "asked_at"
    )


def periods_of(partnership: Partnership, actor: Actor) -> list[ReportingPeriod]:
    """The half years that the actor may read reports of."""
    seen = ProgressReport.objects.visible_to(actor).filter(partnership=partnership)
    return list(ReportingPeriod.objects.filter(pk__in=seen.values("period")))


def current_period(partnership: Partnership) -> ReportingPeriod | None:
    """The half year that was asked about last."""
    return ReportingPeriod.objects.filter(partnership=partnership).first()


def parties_asked(partnership: Partnership, actor: Actor) -> list[Organisation]:
    asked = ProgressReport.objects.visible_to(actor).filter(partnership=partnership)
    return list(Organisation.objects.filter(pk__in=asked.values("organisation")).order_by("name"))


def waiting_for(actor: Actor) -> list[ProgressReport]:
    """What somebody can do now for the own organisation: write, or approve what others wrote."""
    states: list[str] = []
    if actor.may(Action.DRAFT_REPORT):
        states += [ReportState.GEVRAAGD, ReportState.CONCEPT]
    approves = actor.may(Action.APPROVE_REPORT)
    if approves:
        states.append(ReportState.TER_ACCORDERING)
    found = ProgressReport.objects.visible_to(actor).filter(
        organisation=actor.organisation_id, state__in=states
    )
    found = found.exclude(state=ReportState.TER_ACCORDERING, drafted_by=actor.person_id)
    return list(found.select_related("afspraak", "period").order_by("period__due_on"))
