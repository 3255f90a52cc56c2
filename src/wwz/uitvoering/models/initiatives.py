"""Programme, initiatives and their milestones; a milestone keeps the date that was said first."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.akkoord.models import Afspraak
from wwz.partners.models import Organisation, Shared, SharedQuerySet
from wwz.uitvoering.models.zones import Woonservicezone
from wwz.visie.models import Theme


class Programme(Shared):
    """What carries out a visie: all initiatives together."""

    name = models.CharField("naam", max_length=120)

    objects = SharedQuerySet["Programme"].as_manager()

    class Meta:
        verbose_name = "programma"
        verbose_name_plural = "programma's"

    def __str__(self) -> str:
        return self.name


class InitiativeKind(models.TextChoices):
    PROJECT = "project", "project"
    PROEFTUIN = "proeftuin", "proeftuin"
    DIENST = "dienst", "dienst"
    HUISVESTINGSPROJECT = "huisvestingsproject", "huisvestingsproject"


class InitiativeState(models.TextChoices):
    IDEE = "idee", "idee"
    VERKENNING = "verkenning", "verkenning"
    BESLOTEN = "besloten", "besloten"
    UITVOERING = "uitvoering", "in uitvoering"
    AFGEROND = "afgerond", "afgerond"
    GESTOPT = "gestopt", "gestopt"
    AANGEPAST = "aangepast", "aangepast"
    OPGESCHAALD = "opgeschaald", "opgeschaald"


class Initiative(Shared):
    """Something that is being done, by whom, where, and for which commitment."""

    organisation_paths = ("organisation", "afspraak__pledges__organisation")
    scope_paths = ("zone",)

    programme = models.ForeignKey(
        Programme, verbose_name="programma", null=True, blank=True, on_delete=models.PROTECT
    )
    theme = models.ForeignKey(
        Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT
    )
    kind = models.CharField("soort", max_length=20, choices=InitiativeKind)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("wat gebeurt er", max_length=4000, blank=True)
    organisation = models.ForeignKey(Organisation, verbose_name="trekker", on_delete=models.PROTECT)
    zone = models.ForeignKey(
        Woonservicezone, verbose_name="zone", null=True, blank=True, on_delete=models.PROTECT
    )
    afspraak = models.ForeignKey(
        Afspraak,
        verbose_name="voor afspraak",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
    )
    state = models.CharField(
        "stand", max_length=12, choices=InitiativeState, default=InitiativeState.IDEE
    )
    starts_on = models.DateField("begint op", null=True, blank=True)
    ends_on = models.DateField("loopt tot en met", null=True, blank=True)
    ended_because = models.TextField("waarom geëindigd", max_length=1000, blank=True)
    # Of a housing project: what plans and programmes may count of it together.
    homes = models.PositiveIntegerField("woningen in dit project", null=True, blank=True)

    objects = SharedQuerySet["Initiative"].as_manager()

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ["title"]
        indexes = [
            models.Index(fields=["partnership", "title"], name="initiatives_of_partnership"),
            models.Index(fields=["partnership", "visibility"], name="initiatives_to_count"),
            models.Index(fields=["partnership", "organisation"], name="initiatives_by_lead"),
        ]

    def __str__(self) -> str:
        return self.title


class Proeftuin(models.Model):
    """The card of an experiment: what we expect, when we stop, who pays next."""

    initiative = models.OneToOneField(
        Initiative,
        verbose_name="initiatief",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="proeftuin",
    )
    hypothesis = models.TextField("wat wij verwachten", max_length=1000)
    measure = models.CharField("waaraan wij het zien", max_length=300)
    stop_rule = models.CharField("wanneer wij stoppen", max_length=300)
    learned = models.TextField("wat wij hebben geleerd", max_length=2000, blank=True)
    decide_on = models.DateField("besluit over stoppen of groter maken")
    pays_next = models.ForeignKey(
        Organisation, verbose_name="wie daarna betaalt", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip

    class Meta:
        verbose_name = "proeftuin"
        verbose_name_plural = "proeftuinen"

    def __str__(self) -> str:
        return f"proeftuin {self.initiative}"


class MilestoneState(models.TextChoices):
    GEPLAND = "gepland", "gepland"
    GEHAALD = "gehaald", "gehaald"
    VERSCHOVEN = "verschoven", "verschoven"
    VERVALLEN = "vervallen", "vervallen"


class Milestone(models.Model):
    """Something that is done on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative, verbose_name="initiatief", on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField("titel", max_length=200)
    # Never changed: what was said first stays readable when the date moves.
    first_on = models.DateField("eerst gezegd", editable=False)
    due_on = models.DateField("nu gepland")
    shifts = models.PositiveSmallIntegerField("keer verschoven", default=0)
    shifted_because = models.CharField("waarom verschoven", max_length=300, blank=True)
    done_on = models.DateField("gehaald op", null=True, blank=True)
    state = models.CharField(
        "stand", max_length=12, choices=MilestoneState, default=MilestoneState.GEPLAND
    )

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["due_on"]

    def __str__(self) -> str:
        return self.title

    @property
    def partnership_id(self) -> uuid.UUID:
        return self.initiative.partnership_id
