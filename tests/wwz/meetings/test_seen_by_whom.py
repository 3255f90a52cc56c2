"""Who is offered, and what is seen, when a meeting or a party belongs to two partnerships."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import NOW, TODAY, make_account
from tests.partnership import actor, join
from tests.wwz.meetings.test_meetings import AFTER, wanted
from wwz.errors import NotAllowedError
from wwz.meetings import queries, services
from wwz.meetings.models import Outcome
from wwz.meetings.services import NewOutcome, holding
from wwz.partners.models import Account, Membership, Organisation, Partnership, Person, Role

pytestmark = pytest.mark.django_db


def test_who_works_for_a_party_in_another_partnership_only_is_not_offered_as_chair(
    zwolle: Partnership, nieuwegein: Partnership, corporation: Organisation
) -> None:
    join(nieuwegein, corporation)
    elsewhere = make_account("femke", Role.BESTUURDER, corporation)
    Membership.objects.filter(person__account=elsewhere).update(partnership=nieuwegein)

    assert "Femke" not in {person.name for person in queries.people(zwolle)}
    assert "Femke" in {person.name for person in queries.people(nieuwegein)}


def test_outcome_is_shown_to_no_more_people_than_its_meeting(
    zwolle: Partnership, sanne: Account
) -> None:
    who = actor(sanne)
    meeting = services.plan(who, zwolle, wanted(visibility="openbaar"), now=NOW)
    services.invite(who, meeting, now=NOW)
    meeting.refresh_from_db()
    services.add_outcome(who, meeting, NewOutcome("vraag", "Wie betaalt de huur?"), now=NOW)

    services.change(who, meeting, now=NOW, visibility="bestuur")

    assert Outcome.objects.get().visibility == "bestuur"


def test_who_left_neither_rewrites_nor_adopts_the_minutes(
    zwolle: Partnership, sanne: Account, ilse: Account
) -> None:
    who, chair = actor(sanne), Person.objects.get(account=ilse)
    body = services.make_body(who, zwolle, services.NewBody("Kernteam", chair=chair), now=NOW)
    planned = wanted(visibility="openbaar", body=body)
    meeting = services.plan(who, zwolle, planned, now=NOW)
    services.invite(who, meeting, now=NOW)
    row = meeting.attendances.get(person=chair)
    counts = services.Counts(present=frozenset({row.pk}))
    minutes = services.close(who, meeting, counts=counts, now=AFTER)
    services.write_minutes(who, minutes, "Zoals het was.", now=AFTER)
    minutes.refresh_from_db()
    services.submit_minutes(who, minutes, now=AFTER)

    minutes.refresh_from_db()
    assert holding.may_amend(actor(ilse), minutes)
    Membership.objects.filter(person=chair).update(ends_on=TODAY - timedelta(days=30))
    gone = actor(Account.objects.get(pk=ilse.pk))
    with pytest.raises(NotAllowedError):
        services.write_minutes(gone, minutes, "Zoals ik het wil.", now=AFTER)
    with pytest.raises(NotAllowedError):
        services.adopt_minutes(gone, minutes, now=AFTER)
