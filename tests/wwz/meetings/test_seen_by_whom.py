"""Who is offered, and what is seen, when a meeting or a party belongs to two partnerships."""

from __future__ import annotations

import pytest

from tests.cast import NOW, make_account
from tests.partnership import actor, join
from tests.wwz.meetings.test_meetings import wanted
from wwz.meetings import queries, services
from wwz.meetings.models import Outcome
from wwz.meetings.services import NewOutcome
from wwz.partners.models import Account, Membership, Organisation, Partnership, Role

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
