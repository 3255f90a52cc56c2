"""The pages to ask for a study and to see how it goes, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import (
    NOW,
    counted_queries,
    logged_in,
    publish_result,
    request_and_publish,
    small_result,
)
from tests.partnership import actor
from wwz.areas.models import Area, Level
from wwz.opgave import running, services
from wwz.opgave.models import State, Study
from wwz.opgave.services import Wanted
from wwz.partners.models import Account

FORM = {"gemeente": "Zwolle", "to_year": "2040", "draws": "1000", "seed": "1"}
PART = {"headers": {"HX-Request": "true"}}


def test_visitor_is_asked_to_log_in_and_comes_back(client: Client, requested: Study) -> None:
    for address in ("/analyse/", f"/analyse/{requested.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == f"/inloggen/?next={address}"


def test_analyst_asks_for_a_study_and_sees_it_wait(wei: Account, gemeente: Area) -> None:
    answer = logged_in(wei).post("/analyse/aanvragen/", FORM, follow=True)

    study = Study.objects.get()
    assert answer.redirect_chain == [(f"/analyse/{study.pk}/", 302)]
    assert study.requested_by == wei
    page = answer.content.decode()
    assert "De analyse wacht" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Stop de analyse" in page


def test_name_is_found_whatever_its_capitals(wei: Account, gemeente: Area) -> None:
    logged_in(wei).post("/analyse/aanvragen/", FORM | {"gemeente": " zwolle "})
    assert Study.objects.get().gemeente == gemeente


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"gemeente": "Zwole"}, "Bedoelt u Zwolle?"),
        ({"gemeente": "Atlantis"}, "kennen we niet"),
        ({"gemeente": ""}, "Vul de naam van een gemeente in."),
        ({"to_year": "straks"}, "Vul een jaar in met vier cijfers"),
        ({"to_year": "2100"}, "tot en met 2050"),
        ({"draws": "5"}, "kies een aantal van 100"),
        ({"seed": "-1"}, "Vul een getal in van 0 of hoger."),
    ],
)
def test_wrong_request_says_what_to_do_and_keeps_what_was_typed(
    given: dict[str, str], sentence: str, wei: Account, gemeente: Area
) -> None:
    answer = logged_in(wei).post("/analyse/aanvragen/", FORM | given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'role="alert"' in page
    assert not Study.objects.exists()
    kept = (FORM | given)["gemeente"]
    assert f'value="{kept}"' in page or not kept


def test_second_request_says_that_one_is_running(wei: Account, requested: Study) -> None:
    answer = logged_in(wei).post("/analyse/aanvragen/", FORM)
    assert answer.status_code == 422
    assert "Er loopt al een analyse van Zwolle" in answer.content.decode()


def test_reader_sees_no_form_and_cannot_send_one(bas: Account, gemeente: Area) -> None:
    page = logged_in(bas).get("/analyse/")
    assert "Start de analyse" not in page.content.decode()
    answer = logged_in(bas).post("/analyse/aanvragen/", FORM)
    assert answer.status_code == 403
    assert "Start de analyse" not in answer.content.decode()
    assert not Study.objects.exists()


def test_outsider_sees_published_studies_only(
    study: Study, outsider: Account, gemeente: Area
) -> None:
    waiting = services.enqueue_study(study.gemeente, Wanted(), requested_by=None, now=NOW)
    client = logged_in(outsider)
    assert client.get(f"/analyse/{study.pk}/").status_code == 200
    assert client.get(f"/analyse/{waiting.pk}/").status_code == 404
    # A role that runs no studies hears the same, whether the study is there or not.
    for pk in (waiting.pk, uuid4()):
        for verb in ("stop", "opnieuw"):
            assert client.post(f"/analyse/{pk}/{verb}/").status_code == 403
    assert str(waiting.pk) not in client.get("/analyse/").content.decode()


def test_reader_cannot_stop_or_retry_what_is_published(study: Study, bas: Account) -> None:
    for verb in ("stop", "opnieuw"):
        assert logged_in(bas).post(f"/analyse/{study.pk}/{verb}/").status_code == 403


def test_unknown_study_is_not_found(sanne: Account) -> None:
    assert logged_in(sanne).get(f"/analyse/{uuid4()}/").status_code == 404


def test_htmx_gets_only_the_part(requested: Study, sanne: Account) -> None:
    page = logged_in(sanne).get(f"/analyse/{requested.pk}/", **PART).content.decode()
    assert "<html" not in page
    assert 'id="analyse"' in page


def test_progress_shows_share_and_sentence(requested: Study, sanne: Account) -> None:
    running.start(requested.pk, 1, now=NOW)
    running.reporter(requested.pk, 1)(0.42, "Bevolking ramen")
    page = logged_in(sanne).get(f"/analyse/{requested.pk}/").content.decode()
    assert 'value="42"' in page
    assert "Bevolking ramen" in page


def test_finished_study_stops_asking_and_leads_to_the_opgave(
    requested: Study, sanne: Account
) -> None:
    publish_result(requested, small_result())
    page = logged_in(sanne).get(f"/analyse/{requested.pk}/", **PART).content.decode()
    assert "hx-trigger" not in page
    assert "/opgave/GM0193/" in page
    assert "50090NED" in page
    assert "voorraad nultredenwoningen" in page


@pytest.mark.parametrize("part", [{}, PART])
def test_study_is_stopped_and_tried_again_with_and_without_script(
    part: dict[str, object], requested: Study, sanne: Account
) -> None:
    client = logged_in(sanne)
    answer = client.post(f"/analyse/{requested.pk}/stop/", follow=True, **part)
    assert "Deze analyse is gestopt" in answer.content.decode()
    answer = client.post(f"/analyse/{requested.pk}/opnieuw/", follow=True, **part)
    assert "De analyse wacht" in answer.content.decode()
    requested.refresh_from_db()
    assert requested.state == State.REQUESTED


def test_stopping_too_late_says_so(requested: Study, sanne: Account) -> None:
    publish_result(requested, small_result())
    answer = logged_in(sanne).post(f"/analyse/{requested.pk}/stop/")
    assert answer.status_code == 422
    assert "is al klaar" in answer.content.decode()


def test_states_change_by_post_only(requested: Study, sanne: Account) -> None:
    for verb in ("stop", "opnieuw"):
        assert logged_in(sanne).get(f"/analyse/{requested.pk}/{verb}/").status_code == 405


def test_list_is_cut_into_pages_without_more_queries(
    study: Study, sanne: Account, wei: Account
) -> None:
    client = logged_in(sanne)
    client.get("/analyse/")
    with counted_queries() as few:
        client.get("/analyse/")
    for number in range(30):
        area = Area.objects.create(
            code=f"GM9{number:03}", year=2024, level=Level.GEMEENTE, name=f"Dam {number}"
        )
        asked = NOW + timedelta(minutes=number)
        services.request_study(actor(wei), area, Wanted(), now=asked)
    with counted_queries() as many:
        page = client.get("/analyse/").content.decode()
    assert len(many) == len(few) <= 8
    assert "Bladzijde 1 van 2" in page
    second = client.get("/analyse/?bladzijde=2").content.decode()
    assert "Zwolle" in second


def test_study_page_needs_few_queries(study: Study, sanne: Account) -> None:
    client = logged_in(sanne)
    client.get(f"/analyse/{study.pk}/")
    with counted_queries() as captured:
        client.get(f"/analyse/{study.pk}/")
    assert len(captured) <= 5


def test_invented_input_is_named_in_the_list(gemeente: Area, bas: Account) -> None:
    request_and_publish(gemeente, small_result(fictional=True))
    assert "bevat verzonnen invoer" in logged_in(bas).get("/analyse/").content.decode()


def test_without_known_gemeenten_the_page_says_what_to_do(sanne: Account) -> None:
    page = logged_in(sanne).get("/analyse/").content.decode()
    assert "Er zijn nog geen gemeenten bekend" in page


def test_gemeente_without_study_says_who_can_ask_for_one(
    gemeente: Area, client: Client, wei: Account
) -> None:
    answer = client.get("/opgave/GM0193/")
    assert answer.status_code == 404
    assert "Van Zwolle is nog geen opgave gepubliceerd" in answer.content.decode()
    asked = logged_in(wei).get("/opgave/GM0193/").content.decode()
    assert "/analyse/?gemeente=Zwolle" in asked
    assert 'value="Zwolle"' in logged_in(wei).get("/analyse/?gemeente=Zwolle").content.decode()
    assert client.get("/opgave/GM0000/").status_code == 404
