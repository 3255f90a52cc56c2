"""The worker does each app's daily work, and a fault in one keeps no other from its own."""

from __future__ import annotations

from tests.cast import NOW
from wwz.commands import daily
from wwz.partners.actor import Actor
from wwz.werkplaats import services
from wwz.werkplaats.models import Question
from wwz.werkplaats.services import NewQuestion


def test_work_of_every_app_is_found(db):
    assert "werkplaats" in [label for label, _ in daily.works()]
    assert daily.run_all(now=NOW) == []


def test_address_of_an_asker_is_wiped_by_the_clock(zwolle, kees):
    question = services.ask(
        Actor(), zwolle, NewQuestion(text="Waar?", email="vraag@example.org"), now=NOW
    )
    Question.objects.filter(pk=question.pk).update(
        state="beantwoord", answered_at=NOW.replace(year=2025)
    )
    daily.run_all(now=NOW)
    question.refresh_from_db()
    assert question.email == ""


def test_fault_in_one_app_is_told_and_the_next_still_works(db, monkeypatch, caplog):
    done = []

    def fall(*, now):
        raise ZeroDivisionError

    both = [("first", fall), ("second", lambda *, now: done.append(now))]
    monkeypatch.setattr(daily, "works", lambda: both)
    assert daily.run_all(now=NOW) == ["first"]
    assert done == [NOW]
    assert "first" in caplog.text
