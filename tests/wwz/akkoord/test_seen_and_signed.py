"""What somebody signs is what they read; what is shown to fewer people is shown to fewer."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from tests.cast import NOW, logged_in
from tests.partnership import actor
from tests.wwz.akkoord.test_pages import just_here
from tests.wwz.akkoord.test_revising import MOVED
from wwz.akkoord.forms import read_path
from wwz.akkoord.models import Akkoord
from wwz.akkoord.services import drafting, revising, signing
from wwz.partners.models import Visibility

pytestmark = pytest.mark.django_db


def test_text_that_was_changed_since_it_was_read_is_not_signed(offered, cast):
    client, address = just_here(cast.meryem), reverse("akkoord:sign", args=[offered.pk])
    read = client.get(address).context["form"]
    sent = {name: read[name].value() or "" for name in read.fields}

    manager = actor(cast.sanne)
    signing.take_back(manager, offered, now=timezone.now())
    other = drafting.AkkoordText(
        kind=offered.kind, title=offered.title, text="Heel iets anders.", ends_on=offered.ends_on
    )
    drafting.edit_akkoord(manager, Akkoord.objects.get(), other, now=timezone.now())
    signing.offer(manager, Akkoord.objects.get(), now=timezone.now())

    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "veranderd sinds u" in answer.content.decode()
    assert not offered.signatures.exclude(state="gevraagd").exists()

    read = answer.context["form"]
    again = {name: read[name].value() or "" for name in read.fields}
    assert client.post(address, again).status_code == 302


def test_change_of_an_akkoord_is_shown_to_no_more_people_than_the_akkoord(in_force, cast, bas):
    manager = actor(cast.sanne)
    signing.show_to(manager, in_force, Visibility.OPENBAAR, now=NOW)
    promise = in_force.afspraken.get()
    revision = revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    address = reverse("akkoord:revision", args=[revision.pk])
    assert logged_in(bas).get(address).status_code == 200

    signing.show_to(manager, in_force, Visibility.BESTUUR, now=NOW)
    assert logged_in(bas).get(address).status_code == 404


@pytest.mark.parametrize("typed", ["²²²²: 1", "2027: ²", "2027: 1,²"])
def test_path_with_odd_digits_is_refused_with_a_sentence(typed):
    with pytest.raises(ValidationError, match="begrijpen we niet"):
        read_path(typed)
