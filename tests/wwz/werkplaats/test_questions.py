"""Anybody may ask; nobody but a moderator puts it on the site; nothing closes without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, TODAY, logged_in
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications.models import OutgoingMail
from wwz.partners.actor import Actor
from wwz.partners.public_forms import stamp
from wwz.werkplaats import services
from wwz.werkplaats.models import Question
from wwz.werkplaats.services import AnswerMissingError, NewQuestion

SECONDS = timedelta(seconds=10)


@pytest.fixture
def question(zwolle):
    new = NewQuestion(text="Waar kan ik kleiner wonen?", email="vraag@example.org")
    return services.ask(Actor(), zwolle, new, now=NOW)


def test_question_of_a_visitor_is_not_on_the_site(question, zwolle, sanne):
    page = "/samen/zwolle/vragen/"
    assert "kleiner wonen" not in Client().get(page).content.decode()
    assert "kleiner wonen" in logged_in(sanne).get(page).content.decode()
    assert Client().get(f"/vraag/{question.pk}/").status_code == 404


def test_answer_goes_on_the_site_and_to_the_asker(question, kees):
    services.answer(actor(kees), question, "Bel de woonconsulent.", public=True, now=NOW)

    page = Client().get(f"/vraag/{question.pk}/").content.decode()
    assert "Bel de woonconsulent." in page
    assert "Gemeente Zwolle (demo)" in page
    assert OutgoingMail.objects.get().to == "vraag@example.org"
    assert "Bel de woonconsulent." in OutgoingMail.objects.get().text


def test_answer_can_stay_between_partners(question, kees):
    services.answer(actor(kees), question, "Wij bellen u.", public=False, now=NOW)
    assert Client().get(f"/vraag/{question.pk}/").status_code == 404


def test_question_does_not_close_without_an_answer(question, kees):
    with pytest.raises(AnswerMissingError):
        services.answer(actor(kees), question, "  ", public=True, now=NOW)
    question.refresh_from_db()
    assert question.state == "gesteld"


def test_question_is_answered_once(question, kees):
    services.answer(actor(kees), question, "Bel ons.", public=True, now=NOW)
    with pytest.raises(WrongStateError):
        services.answer(actor(kees), question, "Schrijf ons.", public=True, now=NOW)


def test_party_that_does_not_moderate_may_not_answer(question, bas):
    with pytest.raises(NotAllowedError):
        services.answer(actor(bas), question, "Ja hoor.", public=True, now=NOW)


def test_both_steps_stand_in_the_log(question, kees):
    services.answer(actor(kees), question, "Bel ons.", public=True, now=NOW)
    events = list(AuditEvent.objects.filter(object_id=question.pk).order_by("id"))
    assert [event.verb for event in events] == ["question.ask", "question.answer"]
    assert events[1].before == {"state": "gesteld"}
    assert events[1].after == {"state": "beantwoord"}
    # The log holds pseudonyms and states, never what people wrote.
    assert "kleiner" not in str([event.after for event in events])


def test_address_is_forgotten_90_days_after_the_answer(question, kees):
    services.answer(actor(kees), question, "Bel ons.", public=True, now=NOW)
    assert services.forget_addresses(today=TODAY + timedelta(days=89)) == 0
    assert services.forget_addresses(today=TODAY + timedelta(days=90)) == 1
    question.refresh_from_db()
    assert question.email == ""


# --- the form ---


def send(text: str, *, took: timedelta = SECONDS, **more: str):
    data = {"text": text, "begonnen": stamp(timezone.now() - took), **more}
    return Client().post("/samen/zwolle/vraag/", data)


def test_visitor_asks_without_account_or_script(zwolle):
    answer = send("Komt er een bankje?")
    assert answer.status_code == 302
    assert Question.objects.get().text == "Komt er een bankje?"


def test_form_that_was_filled_in_too_fast_comes_back_with_what_was_typed(zwolle):
    answer = send("Komt er een bankje?", took=timedelta(seconds=1))
    assert answer.status_code == 422
    assert "Komt er een bankje?" in answer.content.decode()
    assert not Question.objects.exists()


def test_form_with_the_trap_filled_in_comes_back(zwolle):
    assert send("Koop nu", website="https://example.org").status_code == 422
    assert not Question.objects.exists()


def test_empty_question_is_told_what_is_missing(zwolle):
    answer = send("")
    assert answer.status_code == 422
    assert "Schrijf uw vraag op." in answer.content.decode()


def test_eleventh_question_of_an_hour_waits(zwolle):
    for number in range(10):
        assert send(f"Vraag {number}").status_code == 302
    refused = send("Nog een")
    assert refused.status_code == 422
    assert "Wacht een uur" in refused.content.decode()
    assert "Nog een" in refused.content.decode()
    assert Question.objects.count() == 10


def test_moderator_answers_on_the_page(question, kees):
    client = logged_in(kees)
    answer = client.post(f"/vraag/{question.pk}/antwoord/", {"text": "Bel ons.", "public": "on"})
    assert answer.status_code == 302
    assert "Bel ons." in Client().get("/samen/zwolle/vragen/lijst.csv").getvalue().decode()
