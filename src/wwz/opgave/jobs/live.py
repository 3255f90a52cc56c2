"""The live worker: answers what pages ask within a second, with kernels and inputs warm."""

from __future__ import annotations

import gc
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.utils import timezone

from wwz.errors import RuleBrokenError
from wwz.opgave.live.models import PATIENCE, LiveQuestion, LiveState
from wwz.partners.matrix import Action

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class LiveKind:
    """A kind of question: who may ask it, and how it is answered.

    ``answer`` gets the question with its partnership and gives what can be written as JSON; it
    refuses with a `RuleBrokenError` or an error of the engine, whose sentence who asked reads.
    """

    action: Action
    answer: Callable[[LiveQuestion], dict[str, Any]]


class Kept:
    """What a worker keeps loaded between questions: the few that were used last.

    large : things of many small parts, that are left out when memory is looked through for garbage:
        looking through them takes a tenth of a second, in the middle of an answer
    """

    def __init__(self, most: int, *, large: bool = False) -> None:
        self.most, self.large = most, large
        self.things: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing under this key, made when it is not there; the oldest makes room."""
        if key not in self.things:
            self.things[key] = make()
            while len(self.things) > self.most:
                self.things.popitem(last=False)
            if self.large:
                # What made room is let go first.
                gc.unfreeze()
                gc.collect()
                gc.freeze()
        self.things.move_to_end(key)
        return cast("T", self.things[key])


LIVE: dict[str, LiveKind] = {}


def answer_next(*, now: datetime) -> bool:
    """Answer the question that waits longest, if any; say whether there was one."""
    waiting = LiveQuestion.objects.filter(state=LiveState.WAITING)
    for question in waiting.order_by("asked_at", "pk").select_related("partnership")[:1]:
        late = now - question.asked_at > PATIENCE
        state = LiveState.DROPPED if late else LiveState.BUSY
        # Only who still finds it waiting may take it: there may be two workers.
        if waiting.filter(pk=question.pk).update(state=state) and not late:
            answer(question)
        return True
    return False


def answer(question: LiveQuestion) -> None:
    """Answer one question, or say in it why there is no answer."""
    from wwz_engine.errors import EngineError

    found: dict[str, Any] | None = None
    message = ""
    try:
        found = LIVE[question.kind].answer(question)
    except (RuleBrokenError, EngineError) as error:
        message = str(error)
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("Live question %s failed, reference %s", question.pk, reference)
        message = (
            "De berekening is mislukt door een fout in het systeem. Lukt het weer niet, geef de "
            f"beheerder dan kenmerk {reference}."
        )
    LiveQuestion.objects.filter(pk=question.pk, state=LiveState.BUSY).update(
        state=LiveState.REFUSED if found is None else LiveState.ANSWERED,
        answer=found,
        message=message,
        answered_at=timezone.now(),
    )
