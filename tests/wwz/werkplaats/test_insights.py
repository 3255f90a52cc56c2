"""A lesson is written, shared, shown on another thread, handed to the Rijk, and received."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, TODAY, logged_in
from tests.partnership import actor
from wwz.audit.states import WrongStateError
from wwz.comments.models import Comment, CommentState
from wwz.errors import NotAllowedError
from wwz.notifications.models import Notice
from wwz.partners.public_forms import stamp
from wwz.uitvoering.models import Knelpunt, ThreadEntry
from wwz.werkplaats import services
from wwz.werkplaats.services import AnswerMissingError, NewInsight, NotAnotherThreadError

LESSON = NewInsight("Begin met een vaste gastvrouw", "Mensen komen voor haar.", "11 werd 34.")


@pytest.fixture
def insight(zwolle, sanne):
    return services.write_insight(actor(sanne), zwolle, LESSON, now=NOW)


@pytest.fixture
def shared(insight, sanne):
    return services.share(actor(sanne), insight, now=NOW, today=TODAY)


@pytest.fixture
def knelpunt(zwolle, zone):
    return Knelpunt.objects.create(
        partnership=zwolle, zone=zone, title="Geen plek om te eten", raised_on=TODAY
    )


def test_draft_is_for_partners_and_a_shared_lesson_for_everybody(insight, sanne, bas):
    page = f"/inzicht/{insight.pk}/"
    assert Client().get(page).status_code == 404
    assert logged_in(bas).get(page).status_code == 200

    services.share(actor(sanne), insight, now=NOW, today=TODAY)
    assert "Begin met een vaste gastvrouw" in Client().get(page).content.decode()


def test_lesson_of_another_organisation_cannot_be_shared(insight, bas):
    with pytest.raises(NotAllowedError):
        services.share(actor(bas), insight, now=NOW, today=TODAY)


def test_link_puts_a_step_on_the_thread_and_changes_no_state(shared, knelpunt, fatima):
    services.link_to_thread(actor(fatima), shared, knelpunt, now=NOW, today=TODAY)

    entry = ThreadEntry.objects.get(knelpunt=knelpunt)
    assert (entry.step, entry.title) == ("inzicht", LESSON.title)
    knelpunt.refresh_from_db()
    shared.refresh_from_db()
    assert (knelpunt.state, shared.state) == ("gesignaleerd", "gedeeld")


def test_lesson_stands_on_a_thread_once(shared, knelpunt, fatima):
    services.link_to_thread(actor(fatima), shared, knelpunt, now=NOW, today=TODAY)
    with pytest.raises(NotAnotherThreadError):
        services.link_to_thread(actor(fatima), shared, knelpunt, now=NOW, today=TODAY)


def test_who_reads_along_gets_it_only_when_it_is_handed_over(insight, sanne, ruben):
    page = f"/inzicht/{insight.pk}/"
    assert logged_in(ruben).get(page).status_code == 404

    services.share(actor(sanne), insight, now=NOW, today=TODAY)
    services.hand_over(actor(sanne), insight, now=NOW, today=TODAY)
    assert Notice.objects.get().person.name == "Ruben"
    assert "Bevestig de ontvangst" in logged_in(ruben).get(page).content.decode()


def test_receipt_says_what_is_done_with_it_and_tells_the_sender(shared, sanne, ruben):
    services.hand_over(actor(sanne), shared, now=NOW, today=TODAY)
    with pytest.raises(AnswerMissingError):
        services.receive(actor(ruben), shared, " ", now=NOW, today=TODAY)

    services.receive(actor(ruben), shared, "In de handreiking.", now=NOW, today=TODAY)
    assert "In de handreiking." in Client().get(f"/inzicht/{shared.pk}/").content.decode()
    assert Notice.objects.filter(person__name="Sanne").count() == 1


def test_nobody_else_can_confirm_the_receipt(shared, sanne, bas):
    services.hand_over(actor(sanne), shared, now=NOW, today=TODAY)
    with pytest.raises(NotAllowedError):
        services.receive(actor(bas), shared, "Dank.", now=NOW, today=TODAY)


def test_lesson_is_not_handed_over_before_it_is_shared(insight, sanne):
    with pytest.raises(WrongStateError, match="concept"):
        services.hand_over(actor(sanne), insight, now=NOW, today=TODAY)


def test_whole_way_works_with_forms_alone(insight, sanne, ruben):
    pm, reader = logged_in(sanne), logged_in(ruben)
    page = f"/inzicht/{insight.pk}/"
    assert pm.post(f"{page}delen/").status_code == 302
    assert pm.post(f"{page}overdragen/").status_code == 302
    assert reader.post(f"{page}ontvangen/", {"receipt": ""}).status_code == 422
    assert reader.post(f"{page}ontvangen/", {"receipt": "Gelezen."}).status_code == 302
    insight.refresh_from_db()
    assert insight.state == "ontvangen"


# --- the talk under a lesson ---


def typed():
    return {
        "text": "Bij ons werkt dat ook.", "name": "Jan", "website": "",
        "begonnen": stamp(timezone.now() - timedelta(minutes=1)),
    }  # fmt: skip


def test_resident_talks_about_a_shared_lesson_and_waits_for_a_moderator(shared, nora):
    page = f"/inzicht/{shared.pk}/"
    assert Client().post(f"{page}reactie/", typed()).status_code == 302
    assert Comment.objects.get().state == CommentState.WACHT_OP_CONTROLE
    assert "Bij ons werkt dat ook." not in Client().get(page).content.decode()

    said = Comment.objects.get()
    Comment.objects.update(state=CommentState.ZICHTBAAR)
    shown = Client().get(page).content.decode()
    assert "Bij ons werkt dat ook." in shown
    assert f"/reactie/{said.pk}/melden/" in shown


def test_comment_without_a_name_comes_back_with_what_was_typed(shared):
    answer = Client().post(f"/inzicht/{shared.pk}/reactie/", typed() | {"name": ""})
    assert answer.status_code == 422
    assert "Bij ons werkt dat ook." in answer.content.decode()


def test_concept_is_not_talked_about(insight, sanne):
    """What was said among partners would become public when the lesson is shared."""
    client, page = logged_in(sanne), f"/inzicht/{insight.pk}/"
    assert client.post(f"{page}reactie/", {"text": "Onder ons."}).status_code == 404
    assert 'id="gesprek"' not in client.get(page).content.decode()


def test_only_partners_read_who_did_what_with_a_lesson(shared, sanne):
    page = f"/inzicht/{shared.pk}/"
    assert "Wie deed wat" in logged_in(sanne).get(page).content.decode()
    assert "Wie deed wat" not in Client().get(page).content.decode()
