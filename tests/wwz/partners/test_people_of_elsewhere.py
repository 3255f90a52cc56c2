"""A programme manager manages people here, never what they do in another partnership."""

from __future__ import annotations

import pytest

from tests.cast import logged_in
from tests.partnership import join
from wwz.partners.models import (
    Account,
    Mandate,
    Membership,
    Organisation,
    Participation,
    ParticipationRole,
    Partnership,
)


@pytest.fixture
def shared_party(nieuwegein: Partnership, zwolle: Partnership, sanne: Account) -> Organisation:
    """Sanne lets a party of Nieuwegein take part in Zwolle as well; nobody there was asked."""
    party = Membership.objects.get(person__account__email="dirk@demo.example").organisation
    join(zwolle, party)
    return party


def test_membership_that_counts_in_another_partnership_too_is_not_ended_from_here(
    shared_party: Organisation, outsider: Account, sanne: Account
) -> None:
    held = Membership.objects.get(person__account=outsider)

    address = f"/lidmaatschap/{held.pk}/einde/"
    assert logged_in(sanne).post(address).status_code == 404
    held.refresh_from_db()
    assert held.ends_on is None


def test_mandate_that_counts_in_another_partnership_is_not_given_or_ended_from_here(
    shared_party: Organisation, hugo: Account, nieuwegein: Partnership, sanne: Account
) -> None:
    mandate = Mandate.objects.get(membership__person__account=hugo)
    join(nieuwegein, mandate.membership.organisation)
    for where in (None, nieuwegein):
        Membership.objects.filter(pk=mandate.membership_id).update(partnership=where)
        client = logged_in(sanne)
        assert client.post(f"/mandaat/{mandate.pk}/einde/").status_code == 404
        given = {"covers": "alles", "starts_on": "2026-01-01"}
        address = f"/lidmaatschap/{mandate.membership_id}/mandaat/"
        assert client.post(address, given).status_code == 404


def test_who_works_for_the_party_itself_still_manages_its_people_everywhere(
    shared_party: Organisation, outsider: Account, nieuwegein: Partnership
) -> None:
    held = Membership.objects.get(person__account=outsider)

    assert logged_in(outsider).get(f"/lidmaatschap/{held.pk}/einde/").status_code == 200


def test_party_is_not_merged_where_the_manager_only_reads_along(
    nieuwegein: Partnership,
    zwolle: Partnership,
    sanne: Account,
    corporation: Organisation,
    municipality: Organisation,
) -> None:
    successor = Organisation.objects.create(name="Wonen Samen", kind="corporatie")
    join(zwolle, successor)
    for party in (corporation, successor):
        join(nieuwegein, party)
    join(nieuwegein, municipality, ParticipationRole.MEELEZER)

    address = f"/organisatie/{corporation.pk}/samengaan/"
    answer = logged_in(sanne).post(address, {"successor": successor.pk})

    assert answer.status_code == 422
    assert (
        Participation.objects.get(partnership=nieuwegein, organisation=corporation).ends_on is None
    )
