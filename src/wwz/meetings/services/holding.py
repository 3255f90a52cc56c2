"""Holding a meeting: who comes, who was there, and the minutes up to their adoption."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import dateformat, timezone

from wwz.audit import snapshots
from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError
from wwz.meetings.models import (
    Attendance,
    AttendanceState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
)
from wwz.meetings.services.planning import MeetingRefusedError, address_of, tell_invited
from wwz.meetings.workdays import add_workdays
from wwz.notifications import services as notifications
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach

WORKDAYS_TO_CHECK = 5


@dataclass(frozen=True)
class Counts:
    """Who took part: people in the room and people on paper count alike."""

    in_room: int = 0
    on_paper: int = 0
    # The invited who were there, by the number of their row.
    present: frozenset[UUID] = field(default_factory=frozenset)


# --- before ---


@transaction.atomic
def reply(actor: Actor, meeting: Meeting, *, comes: bool, now: datetime) -> Attendance:
    """Say whether one comes. The caller fetched the meeting with `visible_to`.

    Raises
    ------
    NotAllowedError, MeetingRefusedError
    """
    if actor.person_id is None or actor.reach(Action.ATTEND, meeting.partnership_id) is Reach.NONE:
        raise NotAllowedError(refusal(actor, Action.ATTEND))
    # Locked, so that two people cannot take the last seat.
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state != MeetingState.UITGENODIGD:
        raise MeetingRefusedError(
            f"‘{meeting}’ is {meeting.get_state_display()}: aanmelden kan niet meer of nog niet."
        )
    own = meeting.attendances.filter(person=actor.person_id).first()
    if comes and not (own and own.state == AttendanceState.KOMT):
        check_seats(meeting)
    state = AttendanceState.KOMT if comes else AttendanceState.VERHINDERD
    if own is None:
        return Attendance.objects.create(
            meeting=meeting,
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            state=state,
        )
    own.state = state
    own.save(update_fields=["state"])
    return own


def check_seats(meeting: Meeting) -> None:
    taken = meeting.attendances.filter(state=AttendanceState.KOMT).count()
    if meeting.seats is not None and taken >= meeting.seats:
        raise MeetingRefusedError(
            f"Alle {meeting.seats} plaatsen zijn bezet. Vraag de organisator of er nog plek komt."
        )


@transaction.atomic
def cancel(actor: Actor, meeting: Meeting, reason: str, *, now: datetime) -> None:
    """Call a meeting off, with a reason that the invited are told."""
    require(actor, Action.PLAN_MEETING, meeting)
    reason = reason.strip()
    if not reason:
        raise MeetingRefusedError("Schrijf waarom de bijeenkomst niet doorgaat.")
    invited = meeting.state == MeetingState.UITGENODIGD
    changes = {"cancelled_because": reason[:300]}
    move(meeting, "cancel", by=actor.by(), now=now, changes=changes)
    if invited:
        for row in meeting.attendances.select_related("person__account"):
            tell_invited(row, meeting, "Gaat niet door", now=now)


def begin(actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    require(actor, Action.PLAN_MEETING, meeting)
    move(meeting, "begin", by=actor.by(), now=now)


# --- afterwards ---


@transaction.atomic
def close(actor: Actor, meeting: Meeting, *, counts: Counts, now: datetime) -> Minutes:
    """The meeting was held: count who took part, and open the minutes.

    Raises
    ------
    NotAllowedError, WrongStateError, MeetingRefusedError
    """
    require(actor, Action.PLAN_MEETING, meeting)
    if meeting.starts_at > now:
        raise MeetingRefusedError(
            f"‘{meeting}’ moet nog beginnen. Sluit haar af als zij is geweest, of gelast haar af."
        )
    move(meeting, "close", by=actor.by(), now=now)
    count_people(meeting, counts)
    # The attendances of people we know are theirs; the rest are numbers only.
    minutes, _ = Minutes.objects.get_or_create(
        meeting=meeting,
        defaults={"partnership": meeting.partnership, "visibility": meeting.visibility},
    )
    return minutes


def count_people(meeting: Meeting, counts: Counts) -> None:
    meeting.attendances.filter(pk__in=counts.present).update(state=AttendanceState.AANWEZIG)
    meeting.attendances.filter(person=None).delete()
    for state, people in (
        (AttendanceState.AANWEZIG, counts.in_room),
        (AttendanceState.OP_PAPIER, counts.on_paper),
    ):
        if people:
            Attendance.objects.create(meeting=meeting, people=people, state=state)


@transaction.atomic
def write_minutes(actor: Actor, minutes: Minutes, text: str, *, now: datetime) -> None:
    """Write what was said, as long as the minutes are not adopted.

    While they are checked, who was invited may add as well as who plans the meeting.
    """
    minutes = (
        Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)
    )
    if minutes.state == MinutesState.VASTGESTELD:
        raise MeetingRefusedError("Dit verslag is vastgesteld en verandert niet meer.")
    if not may_amend(actor, minutes):
        require(actor, Action.PLAN_MEETING, minutes)
    if not text.strip():
        raise MeetingRefusedError("Schrijf eerst wat er is besproken.")
    minutes.text = text.strip()
    minutes.save(update_fields=["text"])
    record(minutes, "write", by=actor.by(), now=now, after={"length": len(minutes.text)})


def may_amend(actor: Actor, minutes: Minutes) -> bool:
    """Whether somebody was there and the minutes are being checked."""
    if actor.person_id is None or minutes.state != MinutesState.TER_CONTROLE:
        return False
    there = minutes.meeting.attendances.filter(person=actor.person_id)
    # Who came for an organisation speaks for it no more once they left it.
    still = Q(organisation=None) | Q(organisation=actor.organisation_id)
    return there.filter(still, state=AttendanceState.AANWEZIG).exists()


@transaction.atomic
def submit_minutes(actor: Actor, minutes: Minutes, *, now: datetime) -> None:
    """Ask those who were there to check: five working days."""
    require(actor, Action.PLAN_MEETING, minutes)
    if not minutes.text.strip():
        raise MeetingRefusedError("Het verslag is nog leeg. Schrijf eerst wat er is besproken.")
    until = add_workdays(timezone.localtime(now).date(), WORKDAYS_TO_CHECK)
    move(minutes, "submit", by=actor.by(), now=now, changes={"check_until": until})
    meeting = minutes.meeting
    there = meeting.attendances.filter(state=AttendanceState.AANWEZIG, person__isnull=False)
    for row in there.select_related("person__account"):
        if row.person is not None:
            notifications.notify(
                row.person,
                f"Het verslag van ‘{meeting}’ staat klaar. Aanvullen kan tot en met "
                f"{dateformat.format(until, 'j F Y')}.",
                address_of(meeting),
                partnership=meeting.partnership,
                now=now,
            )


@transaction.atomic
def adopt_minutes(actor: Actor, minutes: Minutes, *, now: datetime) -> None:
    """Adopt the minutes: frozen with agenda, people and outcomes; by the chair or the planner."""
    minutes = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__body")
        .get(pk=minutes.pk)
    )
    if not is_chair(actor, minutes.meeting):
        require(actor, Action.PLAN_MEETING, minutes)
    snapshot = snapshots.freeze(minutes, frozen(minutes), now=now)
    move(minutes, "adopt", by=actor.by(), now=now, changes={"snapshot": snapshot})


def is_chair(actor: Actor, meeting: Meeting) -> bool:
    """Whether this is the chair, who still takes part here today."""
    body, here = meeting.body, meeting.partnership_id in actor.participations
    return (
        here
        and body is not None
        and actor.person_id is not None
        and body.chair_id == actor.person_id
    )


def frozen(minutes: Minutes) -> dict[str, object]:
    """All of a meeting that its minutes hold for good."""
    meeting = minutes.meeting
    return {
        "meeting": meeting.title,
        "kind": meeting.kind,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "text": minutes.text,
        "items": [
            {"number": one.number, "title": one.title, "purpose": one.purpose}
            for one in meeting.items.all()
        ],
        "people": people_by_state(meeting),
        "outcomes": [
            {"kind": one.kind, "text": one.text, "owner": str(one.owner or ""), "due": one.due_on}
            for one in meeting.outcomes.order_by("pk")
        ],
    }


def people_by_state(meeting: Meeting) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in meeting.attendances.all():
        counted[row.state] = counted.get(row.state, 0) + row.people
    return counted
