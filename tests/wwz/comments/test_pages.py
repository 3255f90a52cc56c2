"""The pages of a discussion, without JavaScript: plain forms that come back with what was typed."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.cast import NOW, counted_queries, logged_in
from tests.partnership import actor
from wwz.comments import queries, services
from wwz.comments.forms import say_form
from wwz.comments.models import AbuseReport, Comment
from wwz.comments.services import About
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership
from wwz.partners.public_forms import SALT

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(1)>"


@pytest.fixture
def visie(zwolle: Partnership) -> About:
    return About(zwolle, "openbaar", "visie.Visie", uuid4(), "De visie", "/over/")


@pytest.fixture
def comment(visie: About, bas: Account) -> Comment:
    return services.say(actor(bas), visie, HOSTILE, now=NOW)


def took_a_while() -> dict[str, str]:
    began = timezone.now() - timedelta(minutes=1)
    return {"begonnen": signing.dumps(began.isoformat(), salt=SALT), "website": ""}


def drawn(visie: About, who: Actor) -> str:
    request: HttpRequest = RequestFactory().get("/over/")
    context = {"talk": queries.talk(visie, who), "say_address": "/zeg/", "request": request,
               "say_form": say_form(who, now=NOW)}  # fmt: skip
    return render_to_string("comments/_talk.html", context, request=request)


def test_text_is_shown_as_it_was_typed_and_never_as_markup(visie: About, comment: Comment) -> None:
    page = drawn(visie, Actor())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert f'id="reactie-{comment.pk}"' in page


def test_discussion_costs_as_many_queries_with_two_as_with_forty(
    visie: About, bas: Account, comment: Comment
) -> None:
    who = actor(bas)
    counts = []
    for more in (1, 40):
        for number in range(more):
            services.say(who, visie, f"Reactie {number}", now=NOW, answers=comment)
        with counted_queries() as captured:
            queries.talk(visie, who)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 3


def test_answer_by_plain_form(comment: Comment, ilse: Account) -> None:
    client = logged_in(ilse)
    address = f"/reactie/{comment.pk}/antwoord/"
    assert "Antwoord op Bas" in client.get(address).content.decode()
    refused = client.post(address, {"text": " "})
    assert refused.status_code == 422
    assert "Schrijf eerst wat u wilt zeggen." in refused.content.decode()
    answer = client.post(address, {"text": "Dank u wel."})
    assert answer.status_code == 302
    assert Comment.objects.filter(text="Dank u wel.").exists()


def test_visitor_answers_slowly_and_waits(client: Client, comment: Comment) -> None:
    address = f"/reactie/{comment.pk}/antwoord/"
    typed = {"text": "Ik woon hier.", "name": "Wim"}
    fast = client.post(address, typed)
    assert fast.status_code == 422
    assert "Ik woon hier." in fast.content.decode()
    trapped = client.post(address, typed | took_a_while() | {"website": "http://koop.example"})
    assert trapped.status_code == 422
    assert client.post(address, typed | took_a_while()).status_code == 302
    assert Comment.objects.get(text="Ik woon hier.").state == "wacht_op_controle"


def test_visitor_who_keeps_sending_is_asked_to_wait(client: Client, comment: Comment) -> None:
    address = f"/reactie/{comment.pk}/antwoord/"
    answers = [
        client.post(address, {"text": f"Nummer {n}", "name": "Wim"} | took_a_while()).status_code
        for n in range(6)
    ]
    assert answers == [302] * 5 + [422]


def test_visitor_reports_by_plain_form(client: Client, comment: Comment) -> None:
    address = f"/reactie/{comment.pk}/melden/"
    assert client.post(address, {"reason": ""} | took_a_while()).status_code == 422
    assert client.post(address, {"reason": "Scheldwoord"} | took_a_while()).status_code == 302
    assert AbuseReport.objects.get().reason == "Scheldwoord"


def test_moderator_reads_the_queue_and_decides(
    client: Client, comment: Comment, kees: Account, bas: Account
) -> None:
    client.post(f"/reactie/{comment.pk}/melden/", {"reason": "Scheldwoord"} | took_a_while())
    moderator = logged_in(kees)
    page = moderator.get("/samen/zwolle/reacties/").content.decode()
    assert "1 reactie wacht op uw oordeel" in page
    assert "Scheldwoord" in page

    hide = f"/reactie/{comment.pk}/verbergen/"
    assert moderator.post(hide, {"reason": ""}).status_code == 422
    assert moderator.post(hide, {"reason": "Een scheldwoord."})["Location"] == (
        "/samen/zwolle/reacties/"
    )
    after = moderator.get("/samen/zwolle/reacties/").content.decode()
    assert "Geen reactie wacht op uw oordeel" in after
    assert "Een scheldwoord." in after
    assert "reacties" not in logged_in(bas).get("/mijn-werk/").content.decode()


def test_queue_is_for_moderators(comment: Comment, bas: Account, client: Client) -> None:
    assert logged_in(bas).get("/samen/zwolle/reacties/").status_code == 403
    assert "/inloggen/" in client.get("/samen/zwolle/reacties/")["Location"]
    assert logged_in(bas).post(f"/reactie/{comment.pk}/verbergen/").status_code == 403


def test_own_page_of_a_moderator_says_what_waits(
    client: Client, comment: Comment, kees: Account
) -> None:
    client.post(f"/reactie/{comment.pk}/melden/", {"reason": "Scheldwoord"} | took_a_while())
    assert "1 reactie wacht op uw oordeel" in logged_in(kees).get("/mijn-werk/").content.decode()


def test_writer_takes_back_by_button(comment: Comment, bas: Account) -> None:
    logged_in(bas).post(f"/reactie/{comment.pk}/verwijderen/")
    comment.refresh_from_db()
    assert comment.state == "verwijderd_door_auteur"


def test_hidden_comment_is_not_there_for_others(
    comment: Comment, kees: Account, ilse: Account
) -> None:
    services.hide(actor(kees), comment, "Weg.", now=NOW)
    assert logged_in(ilse).get(f"/reactie/{comment.pk}/antwoord/").status_code == 404
