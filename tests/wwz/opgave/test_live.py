"""Questions that a page asks and a live worker answers: who may, how many, and what comes back."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from tests.cast import NOW
from tests.partnership import actor
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.live import asking
from wwz.opgave.live.asking import TooBusyError, ask, asked, pause
from wwz.opgave.live.models import LiveQuestion, LiveState
from wwz.partners.matrix import Action

SECOND = timedelta(seconds=1)


def doubled(question: LiveQuestion) -> dict[str, Any]:
    number = question.question["number"]
    if number > 100:
        raise RuleBrokenError("Dat getal is te groot. Kies een kleiner getal.")
    return {"twice": 200 / number}


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of question that needs no study."""
    monkeypatch.setitem(jobs.LIVE, "dubbel", jobs.LiveKind(Action.RUN_ANALYSIS, doubled))


@pytest.fixture
def partnership(zwolle):
    return zwolle


def put(person: object, partnership: object, number: int, **more: Any) -> LiveQuestion:
    now = more.pop("now", NOW)
    return ask(actor(person), "dubbel", {"number": number}, partnership=partnership, now=now,
               **more)  # fmt: skip


def test_answer_comes_back_to_who_asked_and_to_nobody_else(sanne, wei, partnership):
    question = put(sanne, partnership, 50)
    assert asked(actor(sanne), "dubbel", question.pk).is_unanswered()
    assert jobs.answer_next(now=NOW)
    assert not jobs.answer_next(now=NOW)

    found = asked(actor(sanne), "dubbel", question.pk)
    assert found.is_answered()
    assert found.answer == {"twice": 4}
    with pytest.raises(Http404):
        asked(actor(wei), "dubbel", question.pk)


def test_only_who_may_do_such_work_asks(bas, partnership):
    with pytest.raises(NotAllowedError):
        put(bas, partnership, 1)
    assert not LiveQuestion.objects.exists()


def test_refusal_and_fault_are_told_in_a_sentence(sanne, partnership, caplog):
    refused, broken = put(sanne, partnership, 101), put(sanne, partnership, 0, now=NOW + SECOND)
    while jobs.answer_next(now=NOW + SECOND):
        pass
    refused.refresh_from_db()
    broken.refresh_from_db()
    assert refused.state == broken.state == LiveState.REFUSED
    assert refused.message == "Dat getal is te groot. Kies een kleiner getal."
    reference = broken.message.split("kenmerk ")[1].rstrip(".")
    assert reference in caplog.text


def test_later_question_of_the_same_page_takes_the_place_of_an_earlier_one(sanne, partnership):
    first = put(sanne, partnership, 10)
    second = put(sanne, partnership, 20, now=NOW + SECOND, instead_of=first.pk)
    assert jobs.answer_next(now=NOW + SECOND)
    assert not jobs.answer_next(now=NOW + SECOND)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (LiveState.DROPPED, LiveState.ANSWERED)


def test_question_of_another_is_not_dropped(sanne, partnership, wei):
    first = put(sanne, partnership, 10)
    asking.LiveQuestion.objects.filter(pk=first.pk).update(asked_by=wei.person)
    put(sanne, partnership, 20, instead_of=first.pk)
    first.refresh_from_db()
    assert first.state == LiveState.WAITING


def test_one_person_cannot_keep_the_worker_to_himself(sanne, partnership, monkeypatch):
    monkeypatch.setattr(asking, "MOST_OF_ONE_PERSON", 3)
    for number in (1, 2, 3):
        put(sanne, partnership, number)
    with pytest.raises(TooBusyError, match="Wacht een minuut"):
        put(sanne, partnership, 4)
    put(sanne, partnership, 4, now=NOW + asking.WINDOW + SECOND)


def test_one_person_does_not_fill_the_queue_of_all(sanne, wei, partnership):
    for number in range(asking.MOST_WAITING_OF_ONE):
        last = put(sanne, partnership, number + 1)
    with pytest.raises(TooBusyError, match="wachten nog vragen van u"):
        put(sanne, partnership, 50)
    put(sanne, partnership, 50, instead_of=last.pk)
    put(wei, partnership, 1)


def test_no_more_wait_than_can_be_answered_in_time(sanne, partnership, monkeypatch):
    monkeypatch.setattr(asking, "MOST_WAITING", 1)
    put(sanne, partnership, 1)
    with pytest.raises(TooBusyError, match="druk"):
        put(sanne, partnership, 2)


def test_large_question_is_refused(sanne, partnership):
    with pytest.raises(TooBusyError, match="te veel"):
        ask(actor(sanne), "dubbel", {"number": 1, "more": "x" * asking.LARGEST},
            partnership=partnership, now=NOW)  # fmt: skip


def test_question_that_nobody_waits_for_any_more_is_left(sanne, partnership):
    question = put(sanne, partnership, 10)
    late = NOW + asking.PATIENCE + SECOND
    assert jobs.answer_next(now=late)
    question.refresh_from_db()
    assert question.state == LiveState.DROPPED


def test_page_looks_often_at_first_then_less_and_then_no_more(sanne, partnership):
    question = put(sanne, partnership, 10)
    looks = [pause(question, now=NOW + seconds * SECOND) for seconds in (0, 1, 5, 30, 61)]
    assert looks == ["75ms", "200ms", "500ms", "2s", ""]
    jobs.answer_next(now=NOW)
    question.refresh_from_db()
    assert pause(question, now=NOW) == ""


def test_questions_are_forgotten_after_a_day(sanne, partnership):
    put(sanne, partnership, 10)
    assert asking.forget(now=NOW + asking.KEPT - SECOND) == 0
    assert asking.forget(now=NOW + asking.KEPT) == 1


def test_worker_keeps_the_last_few_things_it_loaded():
    kept, made = jobs.Kept(most=2), []

    def make(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name)

    assert [make(name) for name in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]


def test_question_of_a_partnership_that_one_left_is_not_there(sanne, partnership):
    question = put(sanne, partnership, 10)
    left = replace(actor(sanne), participations={})
    with pytest.raises(Http404):
        asked(left, "dubbel", question.pk)
    assert timezone.is_aware(question.asked_at)


class Knot:
    """What only the garbage collector can let go."""

    def __init__(self) -> None:
        self.me = self


def test_large_thing_is_not_looked_through_for_garbage_and_is_let_go_when_it_makes_room():
    before = gc.get_freeze_count()
    kept = jobs.Kept(most=1, large=True)
    first = weakref.ref(kept.get("first", Knot))
    try:
        assert gc.get_freeze_count() > before
        assert first() is not None
        kept.get("second", Knot)
        assert first() is None
    finally:
        gc.unfreeze()
