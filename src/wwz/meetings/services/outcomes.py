"""What a meeting decided, promised or asked: it stays open until somebody closes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import dateformat, timezone

from wwz.audit.log import SYSTEM, record
from wwz.audit.states import move
from wwz.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Outcome,
    OutcomeKind,
    OutcomeState,
)
from wwz.meetings.services.planning import MeetingRefusedError, address_of
from wwz.notifications import services as notifications
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Role

WHO_HEARS = (Role.ORGANISATIEBEHEERDER, Role.ORGANISATIEMEDEWERKER)
CLOSED_AT_ONCE = (OutcomeKind.INFORMATIE, OutcomeKind.BESLUIT)
"""A decision stands and information is told: neither waits for anybody."""


@dataclass(frozen=True)
class NewOutcome:
    kind: str
    text: str
    owner: Organisation | None = None
    due_on: date | None = None
    review_on: date | None = None
    item: AgendaItem | None = None
    # Seen by fewer than the meeting, when what it is about is.
    visibility: str = ""


@transaction.atomic
def add_outcome(actor: Actor, meeting: Meeting, new: NewOutcome, *, now: datetime) -> Outcome:
    """Write down an outcome; the organisation that has to act hears of it.

    A decision or information is done at once, unless it has a date to look at it again.

    Raises
    ------
    NotAllowedError, MeetingRefusedError
    """
    require(actor, Action.PLAN_MEETING, meeting)
    check_outcome(meeting, new)
    at_once = new.kind in CLOSED_AT_ONCE and new.review_on is None
    made = Outcome.objects.create(
        partnership=meeting.partnership,
        visibility=new.visibility or meeting.visibility,
        meeting=meeting,
        item=new.item,
        kind=new.kind,
        text=new.text.strip(),
        owner=new.owner,
        due_on=new.due_on,
        review_on=new.review_on,
        state=OutcomeState.GEDAAN if at_once else OutcomeState.OPEN,
    )
    record(made, "add", by=actor.by(), now=now, after={"state": made.state, "kind": made.kind})
    if new.owner is not None and not at_once:
        tell_owner(made, new.owner, now=now)
    return made


def check_outcome(meeting: Meeting, new: NewOutcome) -> None:
    if meeting.state in (MeetingState.CONCEPT, MeetingState.AFGELAST):
        raise MeetingRefusedError(
            f"‘{meeting}’ is {meeting.get_state_display()}: er is nog niets uitgekomen."
        )
    if Minutes.objects.filter(meeting=meeting, state=MinutesState.VASTGESTELD).exists():
        raise MeetingRefusedError("Het verslag is vastgesteld: er komt geen uitkomst meer bij.")
    if not new.text.strip():
        raise MeetingRefusedError("Schrijf op wat er is besloten, beloofd of gevraagd.")
    if new.kind in (OutcomeKind.ACTIE, OutcomeKind.TOEZEGGING) and new.owner is None:
        raise MeetingRefusedError("Kies welke organisatie dit doet. Anders doet niemand het.")


def tell_owner(outcome: Outcome, owner: Organisation, *, now: datetime) -> None:
    due = (
        f" voor {dateformat.format(outcome.due_on, 'j F Y')}" if outcome.due_on is not None else ""
    )
    notifications.notify_organisation(
        owner,
        WHO_HEARS,
        f"{outcome.get_kind_display().capitalize()} voor {owner}{due}: {outcome.text}",
        address_of(outcome.meeting),
        partnership=outcome.partnership,
        today=timezone.localtime(now).date(),
        now=now,
    )


def finish(actor: Actor, outcome: Outcome, *, now: datetime) -> None:
    """The owner, or who plans the meetings, says that it is done."""
    require(actor, Action.FINISH_OUTCOME, outcome)
    move(outcome, "finish", by=actor.by(), now=now)


def drop(actor: Actor, outcome: Outcome, reason: str, *, now: datetime) -> None:
    """It is not needed any more, for a reason."""
    require(actor, Action.PLAN_MEETING, outcome)
    reason = reason.strip()
    if not reason:
        raise MeetingRefusedError("Schrijf waarom dit punt vervalt.")
    move(outcome, "drop", by=actor.by(), now=now, changes={"dropped_because": reason[:300]})


def review_due(*, today: date, now: datetime) -> int:
    """Bring back what had to be looked at again by now; how many."""
    due = Outcome.objects.filter(state=OutcomeState.OPEN, review_on__lte=today)
    outcomes = list(due.select_related("partnership", "owner", "meeting"))
    for outcome in outcomes:
        with transaction.atomic():
            move(outcome, "review", by=SYSTEM, now=now)
            if outcome.owner is not None:
                tell_owner(outcome, outcome.owner, now=now)
    return len(outcomes)
