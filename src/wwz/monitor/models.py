"""The half-yearly board: the frozen pack, the decisions asked, and what was answered."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q

from wwz.akkoord.models import Afspraak
from wwz.audit.models import Snapshot
from wwz.meetings.models import Meeting, Outcome
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet
from wwz.uitvoering.models import Knelpunt, ReportingPeriod

if TYPE_CHECKING:
    from wwz.partners.actor import Actor

EVERY_PARTY = "partnership__participation__organisation"


class PackState(models.TextChoices):
    CONCEPT = "concept", "concept"
    BEVROREN = "bevroren", "bevroren"
    VRIJGEGEVEN = "vrijgegeven", "vrijgegeven"
    BESPROKEN = "besproken", "besproken"
    OPENBAAR = "openbaar", "openbaar"


class PackQuerySet(SharedQuerySet["BoardPack"]):
    """Until it is released a pack is the programme manager's own work."""

    def within(self, actor: Actor, partnership_id: UUID) -> Q:
        seen = super().within(actor, partnership_id)
        if actor.reach(Action.FREEZE_PACK, partnership_id) is Reach.ALL:
            return seen
        return seen & ~Q(state__in=(PackState.CONCEPT, PackState.BEVROREN))


class BoardPack(Shared):
    """What the board gets: frozen as JSON and as HTML; a fault is told in an erratum under it."""

    organisation_paths = (EVERY_PARTY,)

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="periode", on_delete=models.PROTECT, related_name="packs"
    )
    meeting = models.ForeignKey(
        Meeting, verbose_name="voor", on_delete=models.PROTECT, related_name="packs"
    )
    state = models.CharField("stand", max_length=12, choices=PackState, default=PackState.CONCEPT)
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )
    # The page as it was frozen; its SHA-256 stands in the snapshot.
    html = models.TextField("pagina", blank=True)
    frozen_at = models.DateTimeField("bevroren op", null=True, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = "bestuursrapportage"
        verbose_name_plural = "bestuursrapportages"
        ordering = ["-period__year", "-period__half"]

    def __str__(self) -> str:
        return f"stukken {self.period}"


class Erratum(models.Model):
    """What turned out wrong in a frozen pack: added under it, never in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(
        BoardPack, verbose_name="stukken", on_delete=models.CASCADE, related_name="errata"
    )
    text = models.TextField("tekst", max_length=1000)
    made_at = models.DateTimeField("toegevoegd op")

    class Meta:
        verbose_name = "erratum"
        verbose_name_plural = "errata"
        ordering = ["made_at"]

    def __str__(self) -> str:
        return self.text[:60]


class DecisionState(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    BESLOTEN = "besloten", "besloten"
    NIET_BESLOTEN = "niet_besloten", "niet besloten"


class DecisionRequest(Shared):
    """A decision asked of the board, with the promise that it is about."""

    organisation_paths = (EVERY_PARTY,)

    meeting = models.ForeignKey(
        Meeting, verbose_name="in", on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField("nummer")
    question = models.CharField("vraag", max_length=200)
    text = models.TextField("toelichting", max_length=1000)
    # The words of the first button when "Akkoord" does not say it: "Ik bel zelf".
    yes_words = models.CharField("woorden van de eerste knop", max_length=40, blank=True)
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="over afspraak", null=True, blank=True, on_delete=models.PROTECT
    )
    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="draad", null=True, blank=True, on_delete=models.PROTECT
    )
    state = models.CharField(
        "stand", max_length=16, choices=DecisionState, default=DecisionState.GEVRAAGD
    )
    outcome = models.ForeignKey(
        Outcome, verbose_name="besluit", null=True, blank=True, on_delete=models.PROTECT
    )
    decided_on = models.DateField("besloten op", null=True, blank=True)
    decision = models.TextField("wat is besloten", max_length=1000, blank=True)

    objects = SharedQuerySet["DecisionRequest"].as_manager()

    class Meta:
        verbose_name = "gevraagd besluit"
        verbose_name_plural = "gevraagde besluiten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_decision_per_number"),
        ]

    def __str__(self) -> str:
        return self.question


class Answer(models.TextChoices):
    AKKOORD = "akkoord", "akkoord"
    NIET_AKKOORD = "niet_akkoord", "niet akkoord"
    BESPREKEN = "bespreken", "bespreken"


class DecisionAnswer(models.Model):
    """What one bestuurder answers beforehand; the meeting decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        DecisionRequest, verbose_name="besluit", on_delete=models.CASCADE, related_name="answers"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        Person, verbose_name="wie", null=True, blank=True, on_delete=models.SET_NULL
    )
    answer = models.CharField("antwoord", max_length=12, choices=Answer)
    given_at = models.DateTimeField("gegeven op")

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"], name="one_answer_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"
