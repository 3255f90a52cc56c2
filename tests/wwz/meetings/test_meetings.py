"""From concept to adopted minutes: who plans, who comes, what came out, and what stays open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from icalendar import Calendar

from tests.cast import NOW, TODAY
from tests.partnership import MakeParty, actor, scoped
from wwz.audit import snapshots
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.meetings import queries, services
from wwz.meetings.daily import daily
from wwz.meetings.models import Attendance, Meeting, Minutes, Outcome, StandingBody
from wwz.meetings.services import Counts, MeetingRefusedError, NewBody, NewMeeting, NewOutcome
from wwz.notifications.models import Notice, OutgoingMail
from wwz.partners.models import Account, Organisation, Partnership, Person, Visibility
from wwz.uitvoering.models import Woonservicezone

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
AFTER = STARTS + timedelta(hours=3)


def wanted(**more: object) -> NewMeeting:
    plain = {
        "kind": "wijkplatform",
        "title": "Wijkplatform Aa-landen",
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=2),
        "place": "De Aa-hof",
    }
    return NewMeeting(**(plain | more))  # type: ignore[arg-type]  # a few of its fields


@pytest.fixture
def planned(zwolle: Partnership, sanne: Account) -> Meeting:
    return services.plan(actor(sanne), zwolle, wanted(), now=NOW)


@pytest.fixture
def held(planned: Meeting, sanne: Account, bas: Account) -> Meeting:
    services.invite(actor(sanne), planned, now=NOW)
    services.close(actor(sanne), planned, counts=Counts(14, 3), now=AFTER)
    return planned


# --- planning ---


def test_who_plans_where(
    zwolle: Partnership, zone: Woonservicezone, fatima: Account, ilse: Account, bas: Account,
    corporation: Organisation, municipality: Organisation, meryem: Account,
) -> None:  # fmt: skip
    services.plan(actor(fatima), zwolle, wanted(zone_id=zone.pk), now=NOW)
    services.plan(actor(ilse), zwolle, wanted(organiser=corporation), now=NOW)
    for account, more in (
        (bas, {}),
        (meryem, {}),
        (ilse, {"organiser": municipality}),
    ):
        with pytest.raises(NotAllowedError):
            services.plan(actor(account), zwolle, wanted(**more), now=NOW)


def test_procesbegeleider_plans_for_the_own_traject(
    zwolle: Partnership, nora: Account, corporation: Organisation, zone: Woonservicezone
) -> None:
    scoped(nora, zone.pk)
    more = {"organiser": corporation, "traject_id": zone.pk}
    made = services.plan(actor(nora), zwolle, wanted(**more), now=NOW)
    assert made.traject_id == zone.pk


def test_meeting_that_ends_before_it_begins_is_refused(zwolle: Partnership, sanne: Account) -> None:
    with pytest.raises(MeetingRefusedError, match="eindigt voordat zij begint"):
        services.plan(actor(sanne), zwolle, wanted(ends_at=STARTS), now=NOW)


def test_agenda_is_put_in_order_by_buttons(planned: Meeting, sanne: Account) -> None:
    who = actor(sanne)
    one, _, three = (services.add_item(who, planned, title) for title in ("een", "twee", "drie"))
    services.move_item(who, three, up=True)
    services.move_item(who, one, up=True)  # stays first
    assert [item.title for item in planned.items.all()] == ["een", "drie", "twee"]
    services.remove_item(who, one)
    assert [(i.number, i.title) for i in planned.items.all()] == [(1, "drie"), (2, "twee")]


# --- inviting and coming ---


def test_invitation_goes_to_the_members_with_a_date_for_their_calendar(
    zwolle: Partnership, sanne: Account, bas: Account, ilse: Account, corporation: Organisation,
    make_party: MakeParty,
) -> None:  # fmt: skip
    body = services.make_body(actor(sanne), zwolle, NewBody("Kerngroep", (corporation,)), now=NOW)
    meeting = services.plan(actor(sanne), zwolle, wanted(body=body), now=NOW)
    services.invite(actor(sanne), meeting, now=NOW)

    invited = Attendance.objects.values_list("person__name", flat=True)
    assert sorted(invited) == ["Bas", "Ilse"]
    mail = OutgoingMail.objects.get(to=bas.email)
    (event,) = Calendar.from_ical(mail.calendar).events
    assert event["summary"] == "Wijkplatform Aa-landen"
    assert event.decoded("dtstart") == STARTS
    assert f"/bijeenkomst/{meeting.pk}/" in event["description"]


def test_board_meeting_invites_bestuurders(
    planned: Meeting, sanne: Account, meryem: Account, hugo: Account, bas: Account
) -> None:
    Meeting.objects.update(kind="bestuurlijk_overleg")
    planned.refresh_from_db()
    services.invite(actor(sanne), planned, now=NOW)
    invited = Attendance.objects.values_list("person__name", flat=True)
    assert sorted(invited) == ["Hugo", "Meryem", "Sanne"]


def test_invited_once_only(planned: Meeting, sanne: Account) -> None:
    services.invite(actor(sanne), planned, now=NOW)
    with pytest.raises(WrongStateError):
        services.invite(actor(sanne), planned, now=NOW)


def test_somebody_comes_or_not_and_changes_their_mind(
    planned: Meeting, sanne: Account, youssef: Account
) -> None:
    with pytest.raises(MeetingRefusedError):
        services.reply(actor(youssef), planned, comes=True, now=NOW)
    services.invite(actor(sanne), planned, now=NOW)
    services.reply(actor(youssef), planned, comes=True, now=NOW)
    assert queries.turnout(planned).coming == 1
    services.reply(actor(youssef), planned, comes=False, now=NOW)
    assert queries.turnout(planned).not_coming == 1
    assert Attendance.objects.filter(person__account=youssef).count() == 1


def test_last_seat_is_taken_once(planned: Meeting, sanne: Account, bas: Account) -> None:
    Meeting.objects.update(seats=1)
    services.invite(actor(sanne), planned, now=NOW)
    services.reply(actor(bas), planned, comes=True, now=NOW)
    services.reply(actor(bas), planned, comes=True, now=NOW)
    with pytest.raises(MeetingRefusedError, match="bezet"):
        services.reply(actor(sanne), planned, comes=True, now=NOW)


def test_another_time_and_calling_off_are_told(
    planned: Meeting, sanne: Account, bas: Account
) -> None:
    services.invite(actor(sanne), planned, now=NOW)
    later = STARTS + timedelta(days=1)
    services.change(
        actor(sanne), planned, now=NOW, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    planned.refresh_from_db()
    services.cancel(actor(sanne), planned, "De zaal is dubbel geboekt.", now=NOW)
    told = Notice.objects.filter(person__account=bas).values_list("text", flat=True)
    assert [text.split(":")[0] for text in told[::-1]] != []
    assert any("is verzet" in text for text in told)
    assert any(text.startswith("Gaat niet door") for text in told)


# --- holding and reporting ---


def test_paper_counts_like_the_room(held: Meeting) -> None:
    turnout = queries.turnout(held)
    assert (turnout.in_room, turnout.on_paper, turnout.took_part) == (14, 3, 17)
    assert held.state == "gehouden"
    assert Minutes.objects.get().state == "concept"


def test_meeting_that_must_still_begin_cannot_be_closed(planned: Meeting, sanne: Account) -> None:
    services.invite(actor(sanne), planned, now=NOW)
    with pytest.raises(MeetingRefusedError, match="moet nog beginnen"):
        services.close(actor(sanne), planned, counts=Counts(), now=NOW)


def adopt(held: Meeting, who: Account) -> Minutes:
    minutes = Minutes.objects.get(meeting=held)
    services.write_minutes(actor(who), minutes, "De buurt koos voor de huiskamer.", now=AFTER)
    minutes.refresh_from_db()
    services.submit_minutes(actor(who), minutes, now=AFTER)
    services.adopt_minutes(actor(who), minutes, now=AFTER)
    return Minutes.objects.get(meeting=held)


def test_adopted_minutes_are_frozen_with_people_and_outcomes(held: Meeting, sanne: Account) -> None:
    services.add_outcome(
        actor(sanne), held, NewOutcome("besluit", "De huiskamer komt er."), now=AFTER
    )
    minutes = adopt(held, sanne)
    assert minutes.snapshot is not None
    content = snapshots.content_of(minutes.snapshot)
    assert content["text"] == "De buurt koos voor de huiskamer."
    assert content["people"] == {"aanwezig": 14, "op_papier": 3, "uitgenodigd": 2}
    assert content["outcomes"] == [
        {"kind": "besluit", "text": "De huiskamer komt er.", "owner": "", "due": None}
    ]
    with pytest.raises(MeetingRefusedError, match="vastgesteld"):
        services.write_minutes(actor(sanne), minutes, "Toch niet.", now=AFTER)
    with pytest.raises(MeetingRefusedError, match="vastgesteld"):
        services.add_outcome(actor(sanne), held, NewOutcome("vraag", "En nu?"), now=AFTER)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_minutes SET text = 'anders'",
        "UPDATE meetings_minutes SET state = 'concept'",
        "UPDATE meetings_minutes SET snapshot_id = NULL",
        "DELETE FROM meetings_minutes",
    ],
)
def test_database_refuses_to_change_adopted_minutes(
    held: Meeting, sanne: Account, statement: str
) -> None:
    adopt(held, sanne)
    with (
        pytest.raises(DatabaseError, match="adopted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_minutes_that_are_not_adopted_may_change(held: Meeting, sanne: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_minutes SET text = 'anders'")
    assert Minutes.objects.get().text == "anders"


def test_who_was_there_adds_while_it_is_checked_and_others_do_not(
    planned: Meeting, sanne: Account, bas: Account, ilse: Account
) -> None:
    services.invite(actor(sanne), planned, now=NOW)
    row = Attendance.objects.get(person__account=bas)
    services.close(actor(sanne), planned, counts=Counts(present=frozenset({row.pk})), now=AFTER)
    minutes = Minutes.objects.get()
    services.write_minutes(actor(sanne), minutes, "Wat is besproken.", now=AFTER)
    with pytest.raises(NotAllowedError):
        services.write_minutes(actor(bas), minutes, "Te vroeg.", now=AFTER)
    minutes.refresh_from_db()
    services.submit_minutes(actor(sanne), minutes, now=AFTER)
    assert minutes.check_until == date(2026, 12, 1)
    services.write_minutes(actor(bas), minutes, "Wat is besproken, en de drempel.", now=AFTER)
    with pytest.raises(NotAllowedError):
        services.write_minutes(actor(meddler(ilse)), minutes, "Van buiten.", now=AFTER)


def meddler(account: Account) -> Account:
    Attendance.objects.filter(person__account=account).delete()
    return account


def test_chair_adopts(
    zwolle: Partnership, sanne: Account, meryem: Account, corporation: Organisation
) -> None:
    chair = Person.objects.get(account=meryem)
    body = services.make_body(
        actor(sanne), zwolle, NewBody("Bestuur", (corporation,), chair), now=NOW
    )
    meeting = services.plan(actor(sanne), zwolle, wanted(body=body), now=NOW)
    services.invite(actor(sanne), meeting, now=NOW)
    minutes = services.close(actor(sanne), meeting, counts=Counts(), now=AFTER)
    services.write_minutes(actor(sanne), minutes, "Besproken.", now=AFTER)
    minutes.refresh_from_db()
    services.submit_minutes(actor(sanne), minutes, now=AFTER)
    services.adopt_minutes(actor(meryem), minutes, now=AFTER)
    assert Minutes.objects.get().state == "vastgesteld"


# --- what came out ---


def promise(held: Meeting, sanne: Account, owner: Organisation, **more: object) -> Outcome:
    new = NewOutcome("toezegging", "De drempel gaat weg.", owner, **more)  # type: ignore[arg-type]  # dates only
    return services.add_outcome(actor(sanne), held, new, now=AFTER)


def test_owner_hears_of_it_and_says_it_is_done(
    held: Meeting, sanne: Account, bas: Account, corporation: Organisation
) -> None:
    outcome = promise(held, sanne, corporation, due_on=date(2026, 12, 20))
    assert Notice.objects.filter(person__account=bas, text__contains="De drempel").exists()
    assert list(queries.open_points(held.partnership, actor(bas))) == [outcome]
    services.finish(actor(bas), outcome, now=AFTER)
    assert not queries.open_points(held.partnership, actor(bas)).exists()
    assert AuditEvent.objects.filter(verb="outcome.finish").count() == 1


def test_other_organisations_do_not_finish_it(
    held: Meeting, sanne: Account, bas: Account, municipality: Organisation
) -> None:
    outcome = promise(held, sanne, municipality)
    with pytest.raises(NotAllowedError):
        services.finish(actor(bas), outcome, now=AFTER)


def test_promise_without_owner_and_empty_text_are_refused(held: Meeting, sanne: Account) -> None:
    for new in (NewOutcome("actie", "Iemand doet iets."), NewOutcome("besluit", " ")):
        with pytest.raises(MeetingRefusedError):
            services.add_outcome(actor(sanne), held, new, now=AFTER)


def test_dropped_point_keeps_its_reason(
    held: Meeting, sanne: Account, corporation: Organisation
) -> None:
    outcome = promise(held, sanne, corporation)
    with pytest.raises(MeetingRefusedError):
        services.drop(actor(sanne), outcome, " ", now=AFTER)
    services.drop(actor(sanne), outcome, "De gemeente deed het al.", now=AFTER)
    assert Outcome.objects.get().dropped_because == "De gemeente deed het al."


def test_point_comes_back_on_its_day(
    held: Meeting, sanne: Account, corporation: Organisation
) -> None:
    outcome = promise(held, sanne, corporation, review_on=date(2027, 1, 15))
    daily(now=datetime(2027, 1, 14, 12, tzinfo=UTC))
    outcome.refresh_from_db()
    assert outcome.state == "open"
    daily(now=datetime(2027, 1, 15, 12, tzinfo=UTC))
    outcome.refresh_from_db()
    assert outcome.state == "te_herzien"
    assert AuditEvent.objects.get(verb="outcome.review").role == "systeem"


def test_open_points_come_along_to_the_next_meeting_of_the_body(
    zwolle: Partnership, held: Meeting, sanne: Account, corporation: Organisation
) -> None:
    body = StandingBody.objects.create(partnership=zwolle, name="Kerngroep")
    Meeting.objects.update(body=body)
    outcome = promise(held, sanne, corporation)
    later = wanted(
        body=body, starts_at=STARTS + timedelta(days=60), ends_at=STARTS + timedelta(days=61)
    )
    following = services.plan(actor(sanne), zwolle, later, now=AFTER)
    page = queries.meeting_page(following, actor(sanne), now=AFTER)
    assert list(page.carried) == [outcome]
    services.finish(actor(sanne), outcome, now=AFTER)
    assert not queries.meeting_page(following, actor(sanne), now=AFTER).carried


# --- standing bodies ---


def test_next_date_follows_the_rhythm_and_is_a_working_day(
    zwolle: Partnership, sanne: Account, corporation: Organisation
) -> None:
    body = StandingBody.objects.create(partnership=zwolle, name="Kerngroep", every_months=6)
    assert queries.proposed_date(body, today=TODAY) == date(2027, 5, 7)  # 6 May 2027: Hemelvaart
    begins = datetime(2026, 8, 31, 12, tzinfo=UTC)
    ends = begins + timedelta(hours=1)
    services.plan(actor(sanne), zwolle, wanted(body=body, starts_at=begins, ends_at=ends), now=NOW)
    assert queries.proposed_date(body, today=TODAY) == date(2027, 3, 1)  # the 28th is a Sunday


def test_wijkmanager_makes_a_body_for_the_own_zone_only(
    zwolle: Partnership, zone: Woonservicezone, fatima: Account
) -> None:
    services.make_body(actor(fatima), zwolle, NewBody("Platform", zone_id=zone.pk), now=NOW)
    with pytest.raises(NotAllowedError):
        services.make_body(actor(fatima), zwolle, NewBody("Bestuur"), now=NOW)


def test_visibility_of_what_came_out_is_that_of_the_meeting(
    held: Meeting, sanne: Account, corporation: Organisation
) -> None:
    assert promise(held, sanne, corporation).visibility == Visibility.PARTNER
    assert Minutes.objects.get().visibility == Visibility.PARTNER
