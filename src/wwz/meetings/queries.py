"""Reading meetings, standing bodies and what is still open, for one actor."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from wwz.meetings.models import (
    AgendaItem,
    Attendance,
    AttendanceState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Outcome,
    OutcomeState,
    StandingBody,
)
from wwz.meetings.services.holding import is_chair, may_amend
from wwz.meetings.workdays import next_workday
from wwz.partners.access import allows, allows_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Membership, Organisation, Participation, Partnership, Person

BACK = timedelta(days=92)
AHEAD = timedelta(days=366)
SHORTEST_NOTICE = timedelta(days=14)
STILL_OPEN = (OutcomeState.OPEN, OutcomeState.TE_HERZIEN)


@dataclass(frozen=True)
class Wanted:
    """What a list of meetings is narrowed to; empty means all."""

    kind: str = ""
    body: UUID | None = None
    words: str = ""


def meetings(partnership: Partnership, actor: Actor, wanted: Wanted) -> QuerySet[Meeting]:
    """What this actor may read of a partnership; concepts only for who plans."""
    found = (
        Meeting.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("body", "organiser")
    )
    if not allows_in(actor, Action.PLAN_MEETING, partnership):
        found = found.exclude(state=MeetingState.CONCEPT)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.body is not None:
        found = found.filter(body=wanted.body)
    return found.filter(title__icontains=wanted.words) if wanted.words else found


def coming(found: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    return found.filter(ends_at__gte=now).order_by("starts_at", "pk")


def past(found: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    return found.filter(ends_at__lt=now).order_by("-starts_at", "pk")


def in_window(found: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    """For a feed: three months back, a year ahead, without what nobody was told of."""
    near = found.filter(starts_at__gte=now - BACK, starts_at__lte=now + AHEAD)
    return near.exclude(state=MeetingState.CONCEPT).order_by("starts_at", "pk")


# --- one meeting ---


@dataclass(frozen=True)
class Turnout:
    """How many people, by how they took part."""

    invited: int = 0
    coming: int = 0
    not_coming: int = 0
    in_room: int = 0
    on_paper: int = 0

    @property
    def took_part(self) -> int:
        return self.in_room + self.on_paper


@dataclass(frozen=True)
class MeetingPage:
    """All of one meeting that this actor may read and do."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    turnout: Turnout
    rows: Sequence[Attendance]
    own: Attendance | None
    minutes: Minutes | None
    outcomes: Sequence[Outcome]
    carried: Sequence[Outcome]
    finishable: frozenset[object]
    may_plan: bool
    may_reply: bool
    may_write: bool
    may_adopt: bool
    has_begun: bool

    @property
    def is_open(self) -> bool:
        return self.meeting.state in ("concept", "uitgenodigd", "bezig")

    @property
    def is_final(self) -> bool:
        return self.minutes is not None and self.minutes.state == MinutesState.VASTGESTELD


def meeting_page(meeting: Meeting, actor: Actor, *, now: datetime) -> MeetingPage:
    """The page of a meeting that was fetched with `visible_to`."""
    may_plan = allows(actor, Action.PLAN_MEETING, meeting)
    own = own_attendance(meeting, actor)
    minutes = minutes_for(meeting, actor, may_plan)
    outcomes = list(
        Outcome.objects.visible_to(actor)
        .filter(meeting=meeting)
        .select_related("owner", "item")
        .order_by("item__number", "pk")
    )
    carried = list(carried_over(meeting, actor))
    return MeetingPage(
        meeting=meeting,
        items=list(meeting.items.all()),
        turnout=turnout(meeting),
        rows=invited_rows(meeting) if may_plan else [],
        own=own,
        minutes=minutes,
        outcomes=outcomes,
        carried=carried,
        finishable=finishable([*outcomes, *carried], actor, may_plan),
        may_plan=may_plan,
        may_reply=may_reply(meeting, actor),
        may_write=may_write(minutes, actor, may_plan),
        may_adopt=minutes is not None
        and minutes.state == MinutesState.TER_CONTROLE
        and (may_plan or is_chair(actor, meeting)),
        has_begun=meeting.starts_at <= now,
    )


def own_attendance(meeting: Meeting, actor: Actor) -> Attendance | None:
    if actor.person_id is None:
        return None
    return meeting.attendances.filter(person=actor.person_id).first()


def minutes_for(meeting: Meeting, actor: Actor, may_plan: bool) -> Minutes | None:
    """Adopted minutes for every reader; before that for who was there or writes them."""
    found = Minutes.objects.visible_to(actor).filter(meeting=meeting).first()
    if found is None or may_plan or found.state == MinutesState.VASTGESTELD:
        return found
    return found if may_amend(actor, found) or is_chair(actor, meeting) else None


def may_write(minutes: Minutes | None, actor: Actor, may_plan: bool) -> bool:
    if minutes is None or minutes.state == MinutesState.VASTGESTELD:
        return False
    return may_plan or may_amend(actor, minutes)


def may_reply(meeting: Meeting, actor: Actor) -> bool:
    reach = actor.reach(Action.ATTEND, meeting.partnership_id)
    known = actor.person_id is not None and reach is not Reach.NONE
    return known and meeting.state == MeetingState.UITGENODIGD


def turnout(meeting: Meeting) -> Turnout:
    counted = dict(
        meeting.attendances.order_by().values_list("state").annotate(people=Sum("people"))
    )
    return Turnout(
        invited=counted.get(AttendanceState.UITGENODIGD, 0),
        coming=counted.get(AttendanceState.KOMT, 0),
        not_coming=counted.get(AttendanceState.VERHINDERD, 0),
        in_room=counted.get(AttendanceState.AANWEZIG, 0),
        on_paper=counted.get(AttendanceState.OP_PAPIER, 0),
    )


def invited_rows(meeting: Meeting) -> list[Attendance]:
    known = meeting.attendances.filter(person__isnull=False)
    return list(known.select_related("person", "organisation").order_by("person__name"))


def carried_over(meeting: Meeting, actor: Actor) -> QuerySet[Outcome]:
    """What earlier meetings of the same body left open: it comes along to this one."""
    if meeting.body_id is None or meeting.state in (MeetingState.AFGELAST,):
        return Outcome.objects.none()
    earlier = Outcome.objects.visible_to(actor).filter(
        meeting__body=meeting.body_id, meeting__starts_at__lt=meeting.starts_at
    )
    return open_ones(earlier)


def finishable(outcomes: Sequence[Outcome], actor: Actor, may_plan: bool) -> frozenset[object]:
    """Which of these this actor may say are done."""
    return frozenset(
        one.pk
        for one in outcomes
        if one.state in STILL_OPEN
        and (may_plan or (one.owner_id is not None and is_owner(one, actor)))
    )


def is_owner(outcome: Outcome, actor: Actor) -> bool:
    """Whether the organisation of this hat has to do it, and the role may say it is done."""
    reach = actor.reach(Action.FINISH_OUTCOME, outcome.partnership_id)
    return reach is Reach.ALL or (reach is Reach.OWN and outcome.owner_id == actor.organisation_id)


# --- what is open, over all meetings ---


def open_ones(found: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Oldest date first; without a date last."""
    return (
        found.filter(state__in=STILL_OPEN)
        .select_related("owner", "meeting__body")
        .order_by(F("due_on").asc(nulls_last=True), "meeting__starts_at", "pk")
    )


def open_points(
    partnership: Partnership, actor: Actor, *, owner: UUID | None = None, kind: str = ""
) -> QuerySet[Outcome]:
    """Everything promised or asked in meetings that is not done yet."""
    found = Outcome.objects.visible_to(actor).filter(partnership=partnership)
    if owner is not None:
        found = found.filter(owner=owner)
    if kind:
        found = found.filter(kind=kind)
    return open_ones(found)


# --- who there is to choose from ---


def parties(partnership: Partnership) -> QuerySet[Organisation]:
    """The organisations that take part today."""
    here = Participation.objects.valid(on=timezone.localdate()).filter(partnership=partnership)
    return Organisation.objects.filter(pk__in=here.values("organisation")).order_by("name")


def people(partnership: Partnership) -> QuerySet[Person]:
    """Everybody who acts for one of the parties here today."""
    held = (
        Membership.objects.valid(on=timezone.localdate())
        .filter(organisation__in=parties(partnership))
        .filter(Q(partnership=None) | Q(partnership=partnership))
    )
    return Person.objects.filter(pk__in=held.values("person")).order_by("name")


# --- standing bodies ---


@dataclass(frozen=True)
class BodyPage:
    """A standing body with its members, meetings and open points."""

    body: StandingBody
    members: Sequence[object]
    coming: Sequence[Meeting]
    past: Sequence[Meeting]
    points: Sequence[Outcome]
    proposed: date
    may_plan: bool


def bodies(partnership: Partnership, actor: Actor) -> QuerySet[StandingBody]:
    found = StandingBody.objects.visible_to(actor).filter(partnership=partnership)
    return found.select_related("chair").prefetch_related("members").order_by("name")


def body_page(body: StandingBody, actor: Actor, *, now: datetime) -> BodyPage:
    held = meetings(body.partnership, actor, Wanted(body=body.pk))
    points = open_ones(Outcome.objects.visible_to(actor).filter(meeting__body=body))
    return BodyPage(
        body=body,
        members=list(body.members.all()),
        coming=list(coming(held, now)[:10]),
        past=list(past(held, now)[:10]),
        points=list(points),
        proposed=proposed_date(body, today=timezone.localtime(now).date()),
        may_plan=allows(actor, Action.PLAN_MEETING, body),
    )


def proposed_date(body: StandingBody, *, today: date) -> date:
    """A working day, one rhythm after the last meeting and at least two weeks from now."""
    planned = body.meeting_set.exclude(state=MeetingState.AFGELAST)
    last = planned.order_by("-starts_at").values_list("starts_at", flat=True).first()
    proposed = timezone.localtime(last).date() if last is not None else today
    while proposed < today + SHORTEST_NOTICE:
        proposed = months_later(proposed, body.every_months or 1)
    return next_workday(proposed)


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month.

    Examples
    --------
    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


# --- for one's own page ---


def own_open_points(actor: Actor) -> list[Outcome]:
    """What the organisation of this hat promised in meetings, for who may say it is done."""
    if actor.organisation_id is None or not actor.may(Action.FINISH_OUTCOME):
        return []
    found = Outcome.objects.visible_to(actor).filter(owner=actor.organisation_id)
    return list(open_ones(found)[:50])


def own_meetings(actor: Actor, today: date) -> list[Meeting]:
    """Meetings of the coming weeks that somebody is invited to and did not decline."""
    if actor.person_id is None:
        return []
    from_now = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    asked = Attendance.objects.filter(person=actor.person_id).exclude(
        state=AttendanceState.VERHINDERD
    )
    return list(
        Meeting.objects.visible_to(actor)
        .filter(pk__in=asked.values("meeting"), state=MeetingState.UITGENODIGD)
        .filter(starts_at__gte=from_now, starts_at__lt=from_now + SHORTEST_NOTICE)
        .order_by("starts_at", "pk")
    )
