"""A question that somebody asked on a page, and its answer. Forgotten after a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from wwz.partners.actor import Actor
from wwz.partners.models import Person, Shared, SharedQuerySet

# Who asked has gone on by then.
PATIENCE = timedelta(seconds=60)


class LiveState(models.TextChoices):
    WAITING = "wacht", "wacht"
    BUSY = "bezig", "bezig"
    ANSWERED = "beantwoord", "beantwoord"
    REFUSED = "geweigerd", "geweigerd"
    DROPPED = "vervallen", "vervallen"


UNANSWERED = (LiveState.WAITING, LiveState.BUSY)


class LiveQuestionQuerySet(SharedQuerySet["LiveQuestion"]):
    def visible_to(self, actor: Actor) -> Self:
        """A question and its answer are of who asked it, whatever hat others wear."""
        if actor.person_id is None:
            return self.none()
        return self.filter(asked_by=actor.person_id, partnership__in=actor.partnership_ids)


class LiveQuestion(Shared):
    """One question to the engine. What kinds there are, `wwz.opgave.jobs.live` says."""

    author_paths = ("asked_by",)

    kind = models.CharField("soort", max_length=20)
    question = models.JSONField("vraag")
    asked_by = models.ForeignKey(
        Person, verbose_name="gevraagd door", on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField("gevraagd op")
    state = models.CharField("stand", max_length=10, choices=LiveState, default=LiveState.WAITING)
    answer = models.JSONField("antwoord", null=True, blank=True)
    # Why there is no answer, for who asked.
    message = models.TextField("bericht", blank=True, default="")
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    objects = LiveQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag aan de rekendienst"
        verbose_name_plural = "vragen aan de rekendienst"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LiveState.values), name="live_question_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "asked_at"], name="live_question_next"),
            models.Index(fields=["asked_by", "-asked_at"], name="live_question_of_person"),
            models.Index(fields=["asked_at"], name="live_question_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.asked_at:%Y-%m-%d %H:%M:%S}"

    def is_unanswered(self) -> bool:
        return self.state in UNANSWERED

    def is_answered(self) -> bool:
        return self.state == LiveState.ANSWERED
