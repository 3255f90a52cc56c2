"""A question with limits, the answers to it, and proposals: what was worked out never changes."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from wwz.opgave.final import Final, FinalQuerySet
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class WeighingState(models.TextChoices):
    REQUESTED = "aangevraagd", "aangevraagd"
    RUNNING = "bezig", "bezig"
    REFINING = "verfijnen", "eerste uitkomst"
    DONE = "klaar", "klaar"
    FAILED = "mislukt", "mislukt"


UNFINISHED = (WeighingState.REQUESTED, WeighingState.RUNNING, WeighingState.REFINING)


class Weighing(Shared):
    """One question: which projects, within which limits. Question and rows never change."""

    organisation_paths = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, verbose_name="gevraagd door", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        Person, verbose_name="gevraagd door persoon", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    asked_at = models.DateTimeField("gevraagd op")
    study = models.ForeignKey(
        "opgave.Study", verbose_name="analyse", on_delete=models.PROTECT, related_name="weighings"
    )
    # The limits, as the engine reads them.
    question = models.JSONField("vraag")
    # The locaties as they stood when it was asked, and a hash of them and of the study.
    sites = models.JSONField("locaties")
    data_hash = models.CharField("kenmerk van de invoer", max_length=64)
    fictional = models.BooleanField("bevat verzonnen invoer", default=False)

    state = models.CharField(
        "stand", max_length=12, choices=WeighingState, default=WeighingState.REQUESTED
    )
    progress = models.PositiveSmallIntegerField("voortgang in procenten", default=0)
    message = models.TextField("bericht", blank=True, default="")
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    heartbeat_at = models.DateTimeField("laatste levensteken", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    objects = SharedQuerySet["Weighing"].as_manager()

    class Meta:
        verbose_name = "afweging"
        verbose_name_plural = "afwegingen"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WeighingState.values), name="weighing_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="weighing_progress_in_percent"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-asked_at"], name="weighing_newest")]

    def __str__(self) -> str:
        return f"afweging van {format_date(localtime(self.asked_at), 'j F Y, H.i')} uur"

    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    def has_failed(self) -> bool:
        return self.state == WeighingState.FAILED


class AnswerKind(models.TextChoices):
    FIRST = "eerste", "eerste uitkomst"
    EXACT = "nagerekend", "beste uitkomst die wij vonden"


class WeighingAnswer(Final):
    """What came out: at once, and better worked out later. Both are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    weighing = models.ForeignKey(
        Weighing, verbose_name="afweging", on_delete=models.PROTECT, related_name="answers"
    )
    kind = models.CharField("soort", max_length=10, choices=AnswerKind)
    content = models.JSONField("uitkomst")
    engine_version = models.CharField("rekenversie", max_length=40)
    answered_at = models.DateTimeField("uitgerekend op")
    seconds = models.FloatField("rekentijd in seconden")

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = "uitkomst van een afweging"
        verbose_name_plural = "uitkomsten van afwegingen"
        ordering = ["answered_at"]
        constraints = [
            models.UniqueConstraint(fields=["weighing", "kind"], name="one_answer_per_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=AnswerKind.values), name="answer_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.weighing}"


class ProposalState(models.TextChoices):
    CONCEPT = "concept", "concept"
    VOORGELEGD = "voorgelegd", "voorgelegd"
    BESLOTEN = "besloten", "besloten"
    AFGEWEZEN = "afgewezen", "afgewezen"
    UITGESTELD = "uitgesteld", "uitgesteld"


ENDED = (ProposalState.BESLOTEN, ProposalState.AFGEWEZEN)


class Proposal(Shared):
    """A programme that is put before the board. Another choice is another proposal."""

    organisation_paths = ("organisation",)

    weighing = models.ForeignKey(
        Weighing, verbose_name="afweging", on_delete=models.PROTECT, related_name="proposals"
    )
    answer = models.ForeignKey(
        WeighingAnswer, verbose_name="uitkomst", on_delete=models.PROTECT, related_name="proposals"
    )
    # What it was made from by swapping; empty when it is the outcome itself.
    parent = models.ForeignKey(
        "self", verbose_name="gemaakt van", null=True, blank=True, on_delete=models.PROTECT,
        related_name="variants",
    )  # fmt: skip
    title = models.CharField("naam", max_length=120)
    reason = models.TextField("waarom dit voorstel", max_length=2000)
    # The programme and its figures, as the engine worked them out.
    content = models.JSONField("programma")
    # Of a variant: which projects went out and came in, and what that changed.
    swap = models.JSONField("ruil", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="gemaakt door", on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        Person, verbose_name="gemaakt door persoon", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    made_at = models.DateTimeField("gemaakt op")

    state = models.CharField(
        "stand", max_length=10, choices=ProposalState, default=ProposalState.CONCEPT
    )
    submitted_at = models.DateTimeField("voorgelegd op", null=True, blank=True)
    # Of the last decision: who, in which meeting, when and why.
    decided_for = models.ForeignKey(
        Organisation, verbose_name="besloten namens", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    decided_by = models.ForeignKey(
        Person, verbose_name="besloten door persoon", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    decided_in = models.CharField("in welk overleg", max_length=200, blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    because = models.TextField("waarom zo besloten", max_length=2000, blank=True)

    objects = SharedQuerySet["Proposal"].as_manager()

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("concept", "voorgelegd"))
                | (~Q(because="") & Q(decided_on__isnull=False)),
                name="proposal_is_decided_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-made_at"], name="proposal_newest")]

    def __str__(self) -> str:
        return self.title

    def is_decided(self) -> bool:
        return self.state == ProposalState.BESLOTEN

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """The projects of the programme, in the order of the engine."""
        found: list[dict[str, Any]] = self.content["chosen"]
        return found
