"""How a promise goes: asked of a party, written there, and approved there by somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wwz.akkoord.models import Afspraak, AfspraakState, AkkoordKind, Pledge, PledgeRole
from wwz.audit.log import SYSTEM, record
from wwz.audit.states import move
from wwz.errors import RuleBrokenError
from wwz.meetings.workdays import add_workdays
from wwz.notifications.services import notify, notify_organisation, tell_followers
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Membership, Organisation, Partnership, Role
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState, StatedLight

WRITERS = (Role.ORGANISATIEMEDEWERKER, Role.WIJKMANAGER)
APPROVERS = (Role.ORGANISATIEBEHEERDER, Role.BESTUURDER)
OPEN = (ReportState.GEVRAAGD, ReportState.CONCEPT, ReportState.TER_ACCORDERING)
RUNNING = (AfspraakState.VASTGESTELD, AfspraakState.IN_UITVOERING, AfspraakState.GEREALISEERD)
# Prestatieafspraken follow a calendar of their own.
REPORTED = (AkkoordKind.WOONZORGAKKOORD, AkkoordKind.CONVENANT)
DEPUTY_AFTER_WORKDAYS = 5
DAYS_TO_ANSWER = 50


class FourEyesError(RuleBrokenError):
    """The writer of a report wants to approve it as well."""


class NothingStatedError(RuleBrokenError):
    """A report without a light or without a sentence."""


class ReadOtherwiseError(RuleBrokenError):
    """The text was changed between reading and approving."""


class PeriodError(RuleBrokenError):
    """A period that cannot be opened like this."""


def address_of(report: ProgressReport) -> str:
    return reverse("uitvoering:report", args=[report.pk])


# --- the programme manager asks ---


@dataclass(frozen=True)
class HalfYear:
    """Which half year, and until when parties may answer."""

    year: int
    half: int
    due_on: date


@transaction.atomic
def open_period(
    actor: Actor, partnership: Partnership, wanted: HalfYear, *, now: datetime
) -> ReportingPeriod:
    """Begin a half year of reporting; asking is a verb of its own."""
    require_in(actor, Action.ASK_REPORT, partnership)
    today = timezone.localtime(now).date()
    if wanted.due_on <= today:
        raise PeriodError(
            f"De uiterste dag ({wanted.due_on:%d-%m-%Y}) is al voorbij. Kies een dag na vandaag."
        )
    known = ReportingPeriod.objects.filter(
        partnership=partnership, year=wanted.year, half=wanted.half
    )
    if known.exists():
        raise PeriodError(f"Over het {known[0]} is al gevraagd. Kies een ander half jaar.")
    period = ReportingPeriod.objects.create(
        partnership=partnership,
        year=wanted.year,
        half=wanted.half,
        asked_on=today,
        due_on=wanted.due_on,
    )
    record(period, "open", by=actor.by(), now=now, after={"due_on": wanted.due_on})
    return period


@transaction.atomic
def ask(
    actor: Actor,
    period: ReportingPeriod,
    afspraak: Afspraak,
    organisation: Organisation,
    *,
    now: datetime,
) -> ProgressReport:
    """Ask one party about one commitment; who was asked already is not asked again."""
    require_in(actor, Action.ASK_REPORT, period.partnership)
    report, made = ProgressReport.objects.get_or_create(
        period=period,
        afspraak=afspraak,
        organisation=organisation,
        corrects=None,
        defaults={
            "partnership": period.partnership,
            "visibility": afspraak.visibility,
            "asked_at": now,
        },
    )
    if made:
        record(report, "ask", by=actor.by(), now=now, after={"state": report.state})
        tell(
            report,
            WRITERS,
            f"Hoe gaat het met afspraak {afspraak}? Antwoord vóór {period.due_on:%d-%m-%Y}; "
            "het kost een minuut.",
            now=now,
        )
    return report


@transaction.atomic
def ask_all(actor: Actor, period: ReportingPeriod, *, now: datetime) -> list[ProgressReport]:
    """Ask the lead of every commitment that binds."""
    leads = (
        Pledge.objects.filter(
            role=PledgeRole.TREKKER,
            afspraak__akkoord__kind__in=REPORTED,
            afspraak__partnership=period.partnership,
            afspraak__state__in=RUNNING,
        )
        .select_related("afspraak", "organisation")
        .order_by("afspraak__akkoord", "afspraak__number")
    )
    return [ask(actor, period, lead.afspraak, lead.organisation, now=now) for lead in leads]


@transaction.atomic
def begin(
    actor: Actor, partnership: Partnership, wanted: HalfYear, *, now: datetime
) -> list[ProgressReport]:
    """Open a half year and ask everybody at once."""
    reports = ask_all(actor, open_period(actor, partnership, wanted, now=now), now=now)
    if not reports:
        raise PeriodError(
            "Er is nog geen afspraak die bindt, dus er is niets te vragen. Breng eerst een "
            "akkoord in werking."
        )
    return reports


@transaction.atomic
def remind_current(actor: Actor, partnership: Partnership, *, now: datetime) -> int:
    """Remind in the half year that was asked about last.

    Raises
    ------
    PeriodError
    """
    require_in(actor, Action.ASK_REPORT, partnership)
    period = ReportingPeriod.objects.filter(partnership=partnership).first()
    if period is None:
        raise PeriodError("Er is nog niets gevraagd. Vraag eerst om voortgang.")
    return remind(actor, period, now=now)


@transaction.atomic
def remind(actor: Actor, period: ReportingPeriod, *, now: datetime) -> int:
    """Ask once more whoever has not answered; how many parties that are."""
    require_in(actor, Action.ASK_REPORT, period.partnership)
    waiting = ProgressReport.objects.select_for_update().filter(period=period, state__in=OPEN)
    reports = list(waiting.select_related("afspraak", "organisation", "partnership"))
    for report in reports:
        report.reminded_at = now
        report.save(update_fields=["reminded_at"])
        record(report, "remind", by=actor.by(), now=now)
        waits_for = APPROVERS if report.state == ReportState.TER_ACCORDERING else WRITERS
        words = f"Wij hoorden nog niets over afspraak {report.afspraak}. Hoe gaat het daarmee?"
        tell(report, waits_for, words, now=now)
    return len({report.organisation_id for report in reports})


# --- the party answers ---


@transaction.atomic
def draft(
    actor: Actor, report: ProgressReport, *, light: str, text: str, now: datetime
) -> ProgressReport:
    """Write what the party says; the writer cannot be the one who approves."""
    require(actor, Action.DRAFT_REPORT, report)
    if light not in StatedLight.values or not text.strip():
        raise NothingStatedError(
            "Kies hoe het gaat en schrijf er één zin bij: wat is er gebeurd of wat houdt u tegen?"
        )
    changes = {
        "light": light,
        "text": text.strip(),
        "drafted_by_id": actor.person_id,
        "drafted_at": now,
    }
    move(report, "draft", by=actor.by(), now=now, changes=changes)
    return report


@transaction.atomic
def submit(actor: Actor, report: ProgressReport, *, now: datetime) -> ProgressReport:
    """Hand the text to those who may approve it for the organisation."""
    require(actor, Action.DRAFT_REPORT, report)
    move(report, "submit", by=actor.by(), now=now, changes={"returned_because": ""})
    words = f"Wilt u accorderen wat wij zeggen over afspraak {report.afspraak}?"
    tell(report, APPROVERS, words, now=now)
    return report


@transaction.atomic
def answer(
    actor: Actor, report: ProgressReport, *, light: str, text: str, now: datetime
) -> ProgressReport:
    """The minute's work: write and hand over in one."""
    draft(actor, report, light=light, text=text, now=now)
    return submit(actor, report, now=now)


@transaction.atomic
def approve(actor: Actor, report: ProgressReport, *, read: str, now: datetime) -> ProgressReport:
    """From now on the organisation says this; ``read`` is the wording that was read.

    Raises
    ------
    FourEyesError, NotAllowedError, ReadOtherwiseError, WrongStateError
    """
    require(actor, Action.APPROVE_REPORT, report)
    # Locked, so that the text cannot change between this comparison and the approval.
    stored = ProgressReport.objects.select_for_update().get(pk=report.pk)
    require_other_eyes(actor, stored)
    if stored.state == ReportState.TER_ACCORDERING and read != stored.wording:
        raise ReadOtherwiseError(
            "De melding is veranderd sinds u deze bladzijde opende. Lees hieronder wat er nu staat "
            "en accordeer daarna."
        )
    changes = {"approved_by_id": actor.person_id, "approved_at": now}
    move(report, "approve", by=actor.by(), now=now, changes=changes)
    news = f"{report.organisation} zegt hoe het gaat met ‘{report.afspraak}’."
    address = reverse("akkoord:afspraak", args=[report.afspraak_id])
    tell_followers(report.afspraak, news, address, now=now)
    return report


@transaction.atomic
def send_back(
    actor: Actor, report: ProgressReport, *, reason: str, now: datetime
) -> ProgressReport:
    """Give the text back to its writer, with what should change."""
    require(actor, Action.APPROVE_REPORT, report)
    if not reason.strip():
        raise NothingStatedError("Schrijf op wat er anders moet, dan kan uw collega verder.")
    writer = report.drafted_by
    changes = {"returned_because": reason.strip()[:300]}
    move(report, "send_back", by=actor.by(), now=now, changes=changes)
    if writer is not None:
        words = f"Uw melding over afspraak {report.afspraak} kwam terug met een vraag."
        notify(writer, words, address_of(report), partnership=report.partnership, now=now)
    return report


@transaction.atomic
def correct(actor: Actor, report: ProgressReport, *, now: datetime) -> ProgressReport:
    """Begin a new report in place of one that is over; the old one stays to be read."""
    require(actor, Action.DRAFT_REPORT, report)
    if report.state in OPEN:
        raise RuleBrokenError("Deze melding is nog open. Verander haar zelf, dat is genoeg.")
    open_one = ProgressReport.objects.filter(corrects=report, state__in=OPEN).first()
    if open_one is not None:
        return open_one
    made = ProgressReport.objects.create(
        partnership=report.partnership,
        visibility=report.visibility,
        period=report.period,
        afspraak=report.afspraak,
        organisation=report.organisation,
        corrects=report,
        asked_at=now,
    )
    record(made, "correct", by=actor.by(), now=now, after={"corrects": report.pk})
    return made


def require_other_eyes(actor: Actor, report: ProgressReport) -> None:
    if report.drafted_by_id is not None and report.drafted_by_id == actor.person_id:
        raise FourEyesError(
            "U schreef deze melding zelf. Laat een collega accorderen: de organisatiebeheerder of "
            "een bestuurder van uw organisatie."
        )


def tell(report: ProgressReport, roles: Iterable[str], words: str, *, now: datetime) -> None:
    """A notice and a mail to those of the party with such a role; its link changes nothing."""
    notify_organisation(
        report.organisation,
        tuple(roles),
        words,
        address_of(report),
        partnership=report.partnership,
        today=timezone.localtime(now).date(),
        now=now,
    )


# --- the clock ---


@transaction.atomic
def ask_deputies(*, now: datetime) -> int:
    """After five working days without approval the deputies of the approvers are asked."""
    today = timezone.localtime(now).date()
    waiting = ProgressReport.objects.select_for_update().filter(
        state=ReportState.TER_ACCORDERING, deputy_asked_at=None, drafted_at__lt=now - timedelta(5)
    )
    asked = 0
    for report in waiting:
        written = timezone.localtime(report.drafted_at or report.asked_at).date()
        if add_workdays(written, DEPUTY_AFTER_WORKDAYS) > today:
            continue
        report.deputy_asked_at = now
        report.save(update_fields=["deputy_asked_at"])
        record(report, "ask_deputy", by=SYSTEM, now=now)
        asked += tell_deputies(report, today=today, now=now)
    return asked


def tell_deputies(report: ProgressReport, *, today: date, now: datetime) -> int:
    approvers = (
        Membership.objects.valid(on=today)
        .filter(organisation=report.organisation_id, role__in=APPROVERS, deputy__isnull=False)
        .exclude(deputy=report.drafted_by_id)
        .select_related("deputy")
    )
    deputies = {one.deputy for one in approvers if one.deputy is not None}
    words = f"Uw collega accordeerde nog niet. Wilt u kijken naar afspraak {report.afspraak}?"
    for person in deputies:
        notify(person, words, address_of(report), partnership=report.partnership, now=now)
    return len(deputies)


@transaction.atomic
def close_overdue(*, now: datetime) -> int:
    """After the last day silence is written down as silence; it is never consent."""
    today = timezone.localtime(now).date()
    late = ProgressReport.objects.filter(state__in=OPEN, period__due_on__lt=today, corrects=None)
    reports = list(late)
    for report in reports:
        move(report, "miss", by=SYSTEM, now=now)
    return len(reports)
