"""Planning a meeting: when and where, its agenda, and who is invited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import dateformat, timezone

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.meetings.calendars import invitation
from wwz.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingKind,
    MeetingState,
    Purpose,
    StandingBody,
)
from wwz.notifications import services as notifications
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Partnership, Person, Role, Visibility


class MeetingRefusedError(RuleBrokenError):
    """The meeting cannot be planned or changed like this."""


@dataclass(frozen=True)
class NewMeeting:
    """What a meeting is planned with. Without an organiser it is the planner's organisation."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    text: str = ""
    body: StandingBody | None = None
    organiser: Organisation | None = None
    zone_id: UUID | None = None
    traject_id: UUID | None = None
    visibility: str = Visibility.PARTNER
    seats: int | None = None


BOARD = (MeetingKind.BESTUURLIJK_OVERLEG, MeetingKind.WERKSESSIE_BESTUURLIJK)
ROLES_OF_BOARD = (Role.BESTUURDER, Role.PROGRAMMAMANAGER)
ROLES_INVITED = (
    Role.PROGRAMMAMANAGER,
    Role.ORGANISATIEBEHEERDER,
    Role.ORGANISATIEMEDEWERKER,
    Role.WIJKMANAGER,
    Role.PROFESSIONAL,
    Role.PROCESBEGELEIDER,
)


# --- planning ---


@transaction.atomic
def plan(actor: Actor, partnership: Partnership, wanted: NewMeeting, *, now: datetime) -> Meeting:
    """Plan a meeting as a concept: nobody is invited yet.

    Raises
    ------
    NotAllowedError, MeetingRefusedError
    """
    require_planning(actor, partnership, wanted)
    check_times(wanted.starts_at, wanted.ends_at)
    organiser = wanted.organiser.pk if wanted.organiser is not None else actor.organisation_id
    meeting = Meeting.objects.create(
        partnership=partnership,
        visibility=wanted.visibility,
        body=wanted.body,
        kind=wanted.kind,
        title=wanted.title,
        text=wanted.text,
        organiser_id=organiser,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        place=wanted.place,
        seats=wanted.seats,
        zone_id=wanted.zone_id or (wanted.body.zone_id if wanted.body is not None else None),
        traject_id=wanted.traject_id,
    )
    record(
        meeting, "plan", by=actor.by(), now=now,
        after={"state": meeting.state, "starts_at": meeting.starts_at.isoformat()},
    )  # fmt: skip
    return meeting


def require_planning(actor: Actor, partnership: Partnership, wanted: NewMeeting) -> None:
    """Everywhere, or only for the own organisation, zone or traject."""
    reach = actor.reach(Action.PLAN_MEETING, partnership.pk)
    if reach is Reach.ALL:
        return
    scopes = {wanted.zone_id, wanted.traject_id}
    if wanted.body is not None:
        scopes.add(wanted.body.zone_id)
    own_organiser = wanted.organiser is None or wanted.organiser.pk == actor.organisation_id
    own_scope = actor.scope_id is not None and actor.scope_id in scopes
    if reach is not Reach.OWN or not (own_organiser or own_scope):
        raise NotAllowedError(refusal(actor, Action.PLAN_MEETING))


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise MeetingRefusedError("De bijeenkomst eindigt voordat zij begint. Kijk de tijden na.")


OPEN_STATES = (MeetingState.CONCEPT, MeetingState.UITGENODIGD)


@transaction.atomic
def change(actor: Actor, meeting: Meeting, *, now: datetime, **changes: object) -> Meeting:
    """Change when, where or what; whoever was invited hears of another time or place.

    Raises
    ------
    NotAllowedError, MeetingRefusedError
    """
    require(actor, Action.PLAN_MEETING, meeting)
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state not in OPEN_STATES:
        raise MeetingRefusedError(f"‘{meeting}’ is al {meeting.get_state_display()}.")
    before = moment_and_place(meeting)
    for name, value in changes.items():
        setattr(meeting, name, value)
    check_times(meeting.starts_at, meeting.ends_at)
    meeting.save()
    meeting.outcomes.update(visibility=meeting.visibility)
    after = moment_and_place(meeting)
    if before != after:
        record(meeting, "change", by=actor.by(), now=now, before=before, after=after)
        if meeting.state == MeetingState.UITGENODIGD:
            for one in meeting.attendances.select_related("person__account"):
                tell_invited(one, meeting, "is verzet", now=now)
    return meeting


def moment_and_place(meeting: Meeting) -> dict[str, object]:
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
    }


# --- agenda ---


@transaction.atomic
def add_item(
    actor: Actor,
    meeting: Meeting,
    title: str,
    *,
    purpose: str = Purpose.BESPREKING,
    minutes: int = 10,
    about_kind: str = "",
    about_id: UUID | None = None,
) -> AgendaItem:
    """Put a point at the end of the agenda.

    Raises
    ------
    NotAllowedError, MeetingRefusedError
    """
    check_agenda_is_open(actor, meeting)
    last = meeting.items.order_by("-number").first()
    return AgendaItem.objects.create(
        meeting=meeting,
        number=last.number + 1 if last is not None else 1,
        title=title,
        purpose=purpose,
        minutes=minutes,
        about_kind=about_kind,
        about_id=about_id,
    )


@transaction.atomic
def move_item(actor: Actor, item: AgendaItem, *, up: bool) -> None:
    """Let a point change places with the one before or after it."""
    check_agenda_is_open(actor, item.meeting)
    items = list(item.meeting.items.select_for_update())
    place = [one.pk for one in items].index(item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    number_again(items)


@transaction.atomic
def remove_item(actor: Actor, item: AgendaItem) -> None:
    check_agenda_is_open(actor, item.meeting)
    meeting = item.meeting
    item.delete()
    number_again(list(meeting.items.select_for_update()))


def number_again(items: Iterable[AgendaItem]) -> None:
    for number, item in enumerate(items, start=1):
        if item.number != number:
            item.number = number
            item.save(update_fields=["number"])


def check_agenda_is_open(actor: Actor, meeting: Meeting) -> None:
    require(actor, Action.PLAN_MEETING, meeting)
    if meeting.state in (MeetingState.GEHOUDEN, MeetingState.AFGELAST):
        raise MeetingRefusedError(
            f"‘{meeting}’ is {meeting.get_state_display()}: de agenda verandert niet meer."
        )


# --- inviting and answering ---


@transaction.atomic
def invite(
    actor: Actor,
    meeting: Meeting,
    *,
    now: datetime,
    organisations: Iterable[Organisation] | None = None,
) -> int:
    """Invite who belongs there, on the site and by mail with a date for the calendar; how many.

    Without a list these are the members of the body, or else all parties.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    require(actor, Action.PLAN_MEETING, meeting)
    move(meeting, "invite", by=actor.by(), now=now)
    today = timezone.localtime(now).date()
    invited = invited_people(meeting, organisations, today=today)
    rows = [
        Attendance(meeting=meeting, person=person, organisation=organisation)
        for person, organisation in invited
    ]
    Attendance.objects.bulk_create(rows)
    for row in rows:
        tell_invited(row, meeting, "Uitnodiging", now=now)
    return len(rows)


def invited_people(
    meeting: Meeting, organisations: Iterable[Organisation] | None, *, today: date
) -> list[tuple[Person, Organisation]]:
    """Each person once, with the organisation they come for."""
    parties = list(organisations) if organisations is not None else parties_of(meeting, today)
    roles = ROLES_OF_BOARD if meeting.kind in BOARD else ROLES_INVITED
    scopes = [scope for scope in (meeting.zone_id, meeting.traject_id) if scope is not None]
    found: dict[UUID, tuple[Person, Organisation]] = {}
    for party in parties:
        people = notifications.people_of(
            party, roles, partnership=meeting.partnership, today=today, scopes=scopes
        )
        for person in people:
            found.setdefault(person.pk, (person, party))
    return list(found.values())


def parties_of(meeting: Meeting, today: date) -> list[Organisation]:
    members = list(meeting.body.members.all()) if meeting.body is not None else []
    takes_part = Organisation.objects.filter(
        participation__in=meeting.partnership.participation_set.valid(on=today)
    )
    return members or list(takes_part)


def tell_invited(row: Attendance, meeting: Meeting, what: str, *, now: datetime) -> None:
    if row.person is None:
        return
    when = timezone.localtime(meeting.starts_at)
    text = f"{what}: ‘{meeting}’ op {dateformat.format(when, 'j F Y')} om {when:%H.%M} uur"
    notifications.notify(
        row.person,
        f"{text}, {meeting.place}" if meeting.place else text,
        address_of(meeting),
        partnership=meeting.partnership,
        now=now,
        calendar=invitation(meeting, now=now),
    )


def address_of(meeting: Meeting) -> str:
    return f"/bijeenkomst/{meeting.pk}/"
