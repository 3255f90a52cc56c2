"""An initiative is talked about and followed, and partners read who did what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, counted_queries, logged_in
from tests.partnership import actor
from wwz.comments.models import Comment, CommentState, Discussion
from wwz.notifications.models import Subscription
from wwz.partners.models import Account, Organisation, Partnership, Visibility
from wwz.partners.public_forms import stamp
from wwz.uitvoering.models import Initiative, Knelpunt, Woonservicezone
from wwz.uitvoering.services import initiatives
from wwz.uitvoering.services.initiatives import NewInitiative

VISITOR = {"text": "Mag mijn hond mee?", "name": "Jan", "website": ""}


@pytest.fixture
def room(
    bas: Account, zwolle: Partnership, corporation: Organisation, zone: Woonservicezone
) -> Initiative:
    new = NewInitiative(
        zwolle, "project", "Huiskamer", corporation, zone=zone, visibility=Visibility.OPENBAAR
    )
    return initiatives.propose(actor(bas), new, now=NOW)


def typed() -> dict[str, str]:
    return VISITOR | {"begonnen": stamp(timezone.now() - timedelta(minutes=1))}


def test_partner_says_something_under_an_initiative(room: Initiative, ilse: Account) -> None:
    page = f"/initiatief/{room.pk}/"
    answer = logged_in(ilse).post(f"{page}reactie/", {"text": "Wij helpen mee."})
    assert answer["Location"] == f"{page}#gesprek"
    assert "Wij helpen mee." in Client().get(page).content.decode()
    assert Discussion.objects.get().scope_id == room.zone_id


def test_what_a_visitor_says_waits_for_a_moderator(room: Initiative) -> None:
    page = f"/initiatief/{room.pk}/"
    assert Client().post(f"{page}reactie/", typed()).status_code == 302
    assert Comment.objects.get().state == CommentState.WACHT_OP_CONTROLE
    assert "Mag mijn hond mee?" not in Client().get(page).content.decode()


def test_empty_comment_comes_back_with_what_was_typed(room: Initiative) -> None:
    answer = Client().post(f"/initiatief/{room.pk}/reactie/", typed() | {"name": ""})
    assert answer.status_code == 422
    assert "Vul uw voornaam in" in answer.content.decode()
    assert "Mag mijn hond mee?" in answer.content.decode()


def test_nobody_speaks_under_what_they_may_not_see(room: Initiative, outsider: Account) -> None:
    Initiative.objects.update(visibility=Visibility.PARTNER)
    for client in (Client(), logged_in(outsider)):
        answer = client.post(f"/initiatief/{room.pk}/reactie/", typed())
        assert answer.status_code == 404
    assert not Comment.objects.exists()


def test_only_partners_read_who_did_what(room: Initiative, bas: Account) -> None:
    initiatives.add_milestone(actor(bas), room, "Open", NOW.date(), now=NOW)
    page = f"/initiatief/{room.pk}/"
    told = logged_in(bas).get(page).content.decode()
    assert "Wie deed wat" in told
    assert "Mijlpaal: " in told
    assert "Wie deed wat" not in Client().get(page).content.decode()


@pytest.mark.parametrize("kind", ["initiatief", "knelpunt", "zone"])
def test_everything_that_goes_on_can_be_followed(
    kind: str, room: Initiative, zone: Woonservicezone, zwolle: Partnership, bas: Account
) -> None:
    knelpunt = Knelpunt.objects.create(
        partnership=zwolle, zone=zone, title="Geen plek", raised_on=NOW.date()
    )
    pk = {"initiatief": room.pk, "knelpunt": knelpunt.pk, "zone": zone.pk}[kind]
    page, client = f"/{kind}/{pk}/", logged_in(bas)
    assert "Volg dit" in client.get(page).content.decode()
    label = {"initiatief": "Initiative", "knelpunt": "Knelpunt", "zone": "Woonservicezone"}[kind]
    sent = {"kind": f"uitvoering.{label}", "object_id": pk, "address": page, "verb": "follow"}
    assert client.post("/volgen/", sent)["Location"] == page
    assert Subscription.objects.get().object_id == pk
    assert "Volg niet meer" in client.get(page).content.decode()


def test_talk_and_log_cost_the_same_however_long_they_are(room: Initiative, bas: Account) -> None:
    client, counts = logged_in(bas), []
    for more in (1, 15):
        for number in range(more):
            client.post(f"/initiatief/{room.pk}/reactie/", {"text": f"Reactie {number}"})
            initiatives.add_milestone(actor(bas), room, f"Stap {number}", NOW.date(), now=NOW)
        with counted_queries() as captured:
            assert client.get(f"/initiatief/{room.pk}/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 24
