"""Saying that a figure is not right: sent by anybody, answered by an analist, kept beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import (
    GEMEENTE,
    NOW,
    TODAY,
    counted_queries,
    logged_in,
    make_account,
    request_and_publish,
    small_result,
)
from tests.partnership import actor, join
from wwz.areas.models import Area, Level
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications.models import Notice, OutgoingMail
from wwz.opgave import objections
from wwz.opgave.models import Fact, FactObjection, ObjectionContact
from wwz.opgave.objections import AnswerMissingError, NewObjection, NoNewerFigureError
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership, Role
from wwz.partners.public_forms import stamp

pytestmark = pytest.mark.django_db
WORDS = "In onze flat wonen er alleen al veertig"
NAME = "Bewonersgroep De Ring"


def fact_of(study):
    return Fact.objects.get(
        study=study, indicator__key="inwoners_75plus", area__code=GEMEENTE.code, year=2040
    )


@pytest.fixture
def fact(study):
    return fact_of(study)


@pytest.fixture
def partnership(gemeente, municipality):
    made = Partnership.objects.create(slug="zwolle", name="Zwolle")
    made.areas.add(gemeente)
    join(made, municipality)
    return made


@pytest.fixture
def objection(fact):
    given = NewObjection(WORDS, NAME, "anna@post.example")
    return objections.send(Actor(), fact, given, now=NOW)


def form(**more):
    from django.utils import timezone

    begun = stamp(timezone.now() - timedelta(seconds=20))
    return {"text": WORDS, "name": NAME, "email": "", "begonnen": begun, "website": ""} | more


def page_of(fact, client=None):
    return (client or Client()).get(f"/feit/{fact.pk}/").content.decode()


# --- sending ---


def test_anybody_says_that_a_figure_is_not_right_without_script_or_account(client, fact):
    assert f'href="/feit/{fact.pk}/klopt-niet/"' in page_of(fact)
    address = f"/feit/{fact.pk}/klopt-niet/"
    assert 'method="post"' in client.get(address).content.decode()
    answer = client.post(address, form(email="anna@post.example"))
    assert (answer.status_code, answer.url) == (302, f"/feit/{fact.pk}/#klopt-niet")

    made = FactObjection.objects.get()
    assert (made.text, made.name, made.state) == (WORDS, NAME, "ontvangen")
    assert made.contact.email == "anna@post.example"
    event = AuditEvent.objects.get(object_id=made.pk)
    assert event.verb == "factobjection.send"
    assert WORDS not in str(event.after)


@pytest.mark.parametrize(
    "given",
    [{"text": ""}, {"email": "geen adres"}, {"website": "http://spam"}, {"begonnen": ""},
     {"begonnen": stamp(NOW)}, {"text": "x" * 2001}],
)  # fmt: skip
def test_refused_form_comes_back_with_what_was_typed(client, fact, given):
    answer = client.post(f"/feit/{fact.pk}/klopt-niet/", form(**given))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert NAME in answer.content.decode()
    assert not FactObjection.objects.exists()


def test_one_address_sends_no_more_than_ten_in_an_hour(client, fact):
    address = f"/feit/{fact.pk}/klopt-niet/"
    answers = [client.post(address, form()).status_code for _ in range(12)]
    assert answers == [302] * 10 + [422] * 2
    assert FactObjection.objects.count() == 10


def test_administrator_of_the_platform_contests_no_figure(fact, municipality):
    account = make_account("beheerder", Role.PLATFORMBEHEERDER, municipality)
    assert logged_in(account).get(f"/feit/{fact.pk}/klopt-niet/").status_code == 403
    with pytest.raises(NotAllowedError):
        objections.send(actor(account), fact, NewObjection(WORDS), now=NOW)


def test_analist_of_the_partnership_hears_of_it(partnership, wei, objection):
    (notice,) = Notice.objects.filter(person__account=wei)
    assert notice.address == f"/bezwaar/{objection.pk}/"
    assert WORDS not in notice.text


# --- what is shown ---


def test_nothing_of_the_sender_is_shown_before_an_analist_lets_it_through(
    fact, objection, wei, partnership
):
    page = page_of(fact)
    assert "Er wacht nog één bezwaar op een antwoord." in page
    assert WORDS not in page
    assert NAME not in page

    objections.answer(actor(wei), objection, "Wij tellen ze mee.", release=False, now=NOW)
    page = page_of(fact)
    assert "Wij tellen ze mee." in page
    assert "De tekst staat niet op de site." in page
    assert WORDS not in page
    assert NAME not in page


def test_answer_and_released_words_stay_beside_the_figure_and_its_newer_one(
    fact, objection, wei, partnership, gemeente
):
    objections.answer(actor(wei), objection, "Dat klopt, dank u.", release=True, now=NOW)
    later = request_and_publish(gemeente, small_result(factor=1.1), now=NOW + timedelta(days=1))
    for shown in (fact, fact_of(later)):
        page = page_of(shown)
        assert WORDS in page
        assert NAME in page
        assert "Dat klopt, dank u." in page
    other = Fact.objects.get(
        study=later, indicator__key="inwoners_75plus", area__code=GEMEENTE.code, year=2030
    )
    assert WORDS not in page_of(other)


def test_what_the_public_writes_is_text_and_never_markup(fact, wei, partnership):
    bad = "<script>alert(1)</script> <b>vet</b>"
    made = objections.send(Actor(), fact, NewObjection(bad, bad[:100]), now=NOW)
    objections.answer(actor(wei), made, bad, release=True, now=NOW)
    for page in (page_of(fact), logged_in(wei).get(f"/bezwaar/{made.pk}/").content.decode()):
        assert "<script>alert" not in page
        assert "<b>vet" not in page
        assert "&lt;script&gt;" in page


# --- answering ---


def test_analist_answers_and_the_sender_gets_a_mail(fact, objection, wei, partnership):
    client = logged_in(wei)
    assert WORDS in client.get(f"/bezwaar/{objection.pk}/").content.decode()
    address = f"/bezwaar/{objection.pk}/antwoord/"
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Het klopt.", "release": "on"}).status_code == 302

    objection.refresh_from_db()
    assert (objection.state, objection.released) == ("beantwoord", True)
    assert objection.answered_by.name == "Gemeente Zwolle"
    mail = OutgoingMail.objects.get(key=f"bezwaar:{objection.pk}")
    assert mail.to == "anna@post.example"
    assert "Het klopt." in mail.text
    assert WORDS not in mail.text
    # Twice gives a sentence, not a second answer.
    assert client.post(address, {"text": "Nog eens."}).status_code == 422


def test_objection_closes_only_with_an_answer_and_only_once(objection, wei, partnership):
    with pytest.raises(AnswerMissingError):
        objections.answer(actor(wei), objection, "  ", release=False, now=NOW)
    objections.answer(actor(wei), objection, "Het klopt.", release=False, now=NOW)
    with pytest.raises(WrongStateError):
        objections.answer(actor(wei), objection, "Toch niet.", release=False, now=NOW)


def test_figure_is_called_revised_only_when_there_is_a_newer_one(
    fact, objection, wei, partnership, gemeente
):
    objections.answer(actor(wei), objection, "Wij rekenen opnieuw.", release=False, now=NOW)
    with pytest.raises(NoNewerFigureError):
        objections.revise(actor(wei), objection, now=NOW)
    assert logged_in(wei).post(f"/bezwaar/{objection.pk}/herzien/").status_code == 422

    request_and_publish(gemeente, small_result(factor=1.1), now=NOW + timedelta(days=1))
    assert logged_in(wei).post(f"/bezwaar/{objection.pk}/herzien/").status_code == 302
    assert "Het cijfer is daarna opnieuw berekend." in page_of(fact)


def test_only_who_runs_studies_of_the_gemeente_reads_and_answers(
    objection, wei, bas, partnership, municipality, corporation
):
    other = Partnership.objects.create(slug="nieuwegein", name="Nieuwegein")
    other.areas.add(
        Area.objects.create(code="GM0356", year=2022, level=Level.GEMEENTE, name="Nieuwegein")
    )
    join(other, corporation)
    stranger = make_account("vreemd", Role.ANALIST, corporation)
    address = f"/bezwaar/{objection.pk}/"
    assert logged_in(wei).get(address).status_code == 200
    assert logged_in(bas).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    client = logged_in(stranger)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}antwoord/", {"text": "Nee."}).status_code == 404
    for path in ("/opgave/bezwaren/", "/opgave/bezwaren.csv"):
        assert WORDS not in client.get(path).getvalue().decode()
    with pytest.raises(NotAllowedError):
        objections.answer(actor(stranger), objection, "Nee.", release=False, now=NOW)
    assert not FactObjection.objects.visible_to(actor(stranger)).exists()
    assert not FactObjection.objects.visible_to(Actor()).exists()


def test_list_has_filter_pages_and_files_with_as_many_queries(fact, wei, partnership):
    client = logged_in(wei)

    def asked():
        with counted_queries() as captured:
            page = client.get("/opgave/bezwaren/").content.decode()
        return len(captured), page

    objections.send(Actor(), fact, NewObjection(WORDS), now=NOW)
    asked()
    few, page = asked()
    assert "Inwoners van 75 jaar en ouder, Zwolle, 2040" in page
    for number in range(30):
        objections.send(Actor(), fact, NewObjection(f"{WORDS} {number}"), now=NOW)
    many, page = asked()
    assert many == few <= 12
    assert page.count("/bezwaar/") == 25
    assert "?bladzijde=2" in page
    assert (
        "Er zijn geen bezwaren" in client.get("/opgave/bezwaren/?stand=beantwoord").content.decode()
    )
    rows = client.get("/opgave/bezwaren.csv").getvalue().decode()
    assert rows.count(WORDS) == 31
    assert client.get("/opgave/bezwaren.xlsx").getvalue()[:2] == b"PK"


# --- what is kept ---


def test_address_is_wiped_90_days_after_the_answer_and_not_before(objection, wei, partnership):
    later = TODAY + timedelta(days=400)
    assert objections.forget_contacts(today=later) == 0
    objections.answer(actor(wei), objection, "Het klopt.", release=False, now=NOW)
    assert objections.forget_contacts(today=TODAY + timedelta(days=89)) == 0
    assert objections.forget_contacts(today=TODAY + timedelta(days=90)) == 1
    assert not ObjectionContact.objects.exists()
    objection.refresh_from_db()
    assert objection.text == WORDS
