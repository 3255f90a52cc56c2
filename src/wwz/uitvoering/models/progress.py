"""What a party says about its promise, half year by half year."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from wwz.akkoord.models import Afspraak
from wwz.audit.snapshots import sha256
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Partnership, Person, Shared, SharedQuerySet
from wwz.partners.models.shared import NOTHING

if TYPE_CHECKING:
    from wwz.partners.actor import Actor


class ReportingPeriod(models.Model):
    """Half a year over which the parties report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", on_delete=models.CASCADE
    )
    year = models.PositiveSmallIntegerField("jaar")
    half = models.PositiveSmallIntegerField("helft")
    asked_on = models.DateField("gevraagd op")
    due_on = models.DateField("uiterlijk")

    class Meta:
        verbose_name = "rapportageperiode"
        verbose_name_plural = "rapportageperioden"
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "year", "half"], name="one_period_per_half_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{('eerste', 'tweede')[self.half - 1]} half jaar {self.year}"


class StatedLight(models.TextChoices):
    GEREALISEERD = "gerealiseerd", "gerealiseerd"
    OP_KOERS = "op_koers", "op koers"
    AANDACHT = "aandacht", "aandacht"
    LOOPT_ACHTER = "loopt_achter", "loopt achter"


class ReportState(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    CONCEPT = "concept", "concept"
    TER_ACCORDERING = "ter_accordering", "ter accordering"
    GEACCORDEERD = "geaccordeerd", "geaccordeerd"
    UITGEBLEVEN = "uitgebleven", "uitgebleven"


ANSWERED = (ReportState.GEACCORDEERD, ReportState.UITGEBLEVEN)


class ReportQuerySet(SharedQuerySet["ProgressReport"]):
    """What a party is still writing is its own; others see that it was asked, once it is over."""

    def visible_to(self, actor: Actor) -> Self:
        """Also of a public promise; and never more than who may read the promise now."""
        over = Q(state__in=ANSWERED)
        promises = Afspraak.objects.visible_to(actor).values("pk")
        seen = super().visible_to(actor).filter(afspraak__in=promises)
        return seen.filter(over | self.unfinished(actor))

    def unfinished(self, actor: Actor) -> Q:
        """Of the own organisation, or for who asked."""
        found = NOTHING
        for partnership_id in actor.partnership_ids:
            asks = actor.reach(Action.ASK_REPORT, partnership_id) is Reach.ALL
            here = Q(partnership=partnership_id)
            found |= here if asks else here & self.own(actor)
        return found


class ProgressReport(Shared):
    """Asked of one party about one commitment; counts once the organisation has approved it."""

    organisation_paths = ("organisation",)

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="periode", on_delete=models.PROTECT, related_name="reports"
    )
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.PROTECT, related_name="reports"
    )
    organisation = models.ForeignKey(Organisation, verbose_name="partij", on_delete=models.PROTECT)
    light = models.CharField("licht", max_length=12, choices=StatedLight, blank=True)
    text = models.TextField("in één of twee zinnen", max_length=1000, blank=True)
    state = models.CharField(
        "stand", max_length=16, choices=ReportState, default=ReportState.GEVRAAGD
    )
    asked_at = models.DateTimeField("gevraagd op")
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    drafted_by = models.ForeignKey(
        Person, verbose_name="geschreven door", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    drafted_at = models.DateTimeField("geschreven op", null=True, blank=True)
    # Why it came back; empty again when it is sent on.
    returned_because = models.CharField("teruggegeven omdat", max_length=300, blank=True)
    deputy_asked_at = models.DateTimeField("plaatsvervanger gevraagd op", null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, verbose_name="geaccordeerd door", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    approved_at = models.DateTimeField("geaccordeerd op", null=True, blank=True)
    # A correction is a new report; the old one stays readable.
    corrects = models.ForeignKey(
        "self", verbose_name="verbetert", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "voortgangsmelding"
        verbose_name_plural = "voortgangsmeldingen"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.organisation} over {self.afspraak}"

    @property
    def wording(self) -> str:
        """The number of what it says now: who approves says with it what was read."""
        return sha256(f"{self.light}\n{self.text}")
