"""A lesson reaches a thread, which everybody may read, only after it was shared with everybody."""

from __future__ import annotations

import pytest

from tests.cast import NOW, TODAY, logged_in
from tests.partnership import actor
from wwz.uitvoering.models import Knelpunt, ThreadEntry
from wwz.werkplaats import services
from wwz.werkplaats.services import NewInsight

pytestmark = pytest.mark.django_db


def test_draft_of_a_lesson_is_not_shown_on_a_public_thread(zwolle, zone, sanne, fatima):
    lesson = NewInsight("Nog niet delen", "Alleen voor partners.", "Geteld.")
    draft = services.write_insight(actor(sanne), zwolle, lesson, now=NOW)
    thread = Knelpunt.objects.create(
        partnership=zwolle, zone=zone, title="Geen bankje", raised_on=TODAY, visibility="openbaar"
    )

    answer = logged_in(fatima).post(f"/inzicht/{draft.pk}/draad/", {"knelpunt": thread.pk})

    assert answer.status_code == 422
    assert "Deel het eerst met iedereen" in answer.content.decode()
    assert not ThreadEntry.objects.exists()
