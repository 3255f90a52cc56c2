"""Who loses the role of this moment works for nobody until a hat is chosen again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import logged_in
from wwz.partners.access import HAT, actor_for
from wwz.partners.models import Membership, Organisation, OrganisationKind, Role


@pytest.fixture
def two_hats(bas):
    """Bas also works for a welfare organisation."""
    other = Organisation.objects.create(name="Wel en Wee", kind=OrganisationKind.WELZIJN, demo=True)
    person = Membership.objects.get(person__account=bas).person
    Membership.objects.create(
        person=person,
        organisation=other,
        role=Role.ORGANISATIEMEDEWERKER,
        starts_on=timezone.localdate() - timedelta(days=9),
    )
    return list(Membership.objects.filter(person=person).order_by("organisation__name"))


def end(membership):
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=membership.pk).update(ends_on=yesterday)


def test_ended_hat_is_not_changed_for_another(bas, two_hats):
    first, second = two_hats
    end(first)
    ended = actor_for(bas, today=timezone.localdate(), hat=str(first.pk))
    assert ended.hat is None
    assert ended.partnership_ids == ()
    assert [one.pk for one in ended.hats] == [second.pk]
    assert actor_for(bas, today=timezone.localdate()).hat == second


def test_head_of_the_page_offers_the_hat_that_is_left(bas, two_hats):
    first, second = two_hats
    client = logged_in(bas)
    client.post("/pet/", {"membership": str(first.pk)})
    assert client.session[HAT] == str(first.pk)
    end(first)

    page = client.get("/over/").content.decode()
    assert f'value="{second.pk}"' in page
    assert "dit bent u nu" not in page
