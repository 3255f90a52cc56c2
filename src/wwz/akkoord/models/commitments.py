"""One commitment: how much, by when, who does what, paid by whom, and how it is measured."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.akkoord.models.agreements import Akkoord
from wwz.areas.models import Area
from wwz.opgave.models import Fact, Indicator
from wwz.partners.models import Organisation, Shared, SharedQuerySet
from wwz.visie.models import Theme


class AfspraakState(models.TextChoices):
    CONCEPT = "concept", "concept"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    IN_UITVOERING = "in_uitvoering", "in uitvoering"
    GEREALISEERD = "gerealiseerd", "gerealiseerd"
    DEELS_GEREALISEERD = "deels_gerealiseerd", "deels gerealiseerd"
    NIET_GEREALISEERD = "niet_gerealiseerd", "niet gerealiseerd"
    VERVALLEN = "vervallen", "vervallen"


class Afspraak(Shared):
    """What the parties promise together; the ledger counts these."""

    organisation_paths = ("pledges__organisation", "drafted_by")
    scope_paths = ("akkoord", "zone_id")

    akkoord = models.ForeignKey(
        Akkoord, verbose_name="akkoord", on_delete=models.PROTECT, related_name="afspraken"
    )
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst", max_length=4000)
    theme = models.ForeignKey(
        Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT
    )
    areas = models.ManyToManyField(Area, verbose_name="gebieden", blank=True)
    zone_id = models.UUIDField("zone", null=True, blank=True)
    # For whom and which kind of home, in the words of the indicators; empty when it is neither.
    group = models.CharField("aandachtsgroep", max_length=120, blank=True)
    woonvorm = models.CharField("woonvorm", max_length=60, blank=True)
    quantity = models.DecimalField(
        "hoeveel", max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField("eenheid", max_length=40, blank=True)
    due_on = models.DateField("klaar op")
    drafted_by = models.ForeignKey(
        Organisation, verbose_name="opgesteld door", null=True, on_delete=models.PROTECT
    )
    state = models.CharField(
        "stand", max_length=20, choices=AfspraakState, default=AfspraakState.CONCEPT
    )
    # --- how it is measured ---
    measure = models.CharField("wat wordt gemeten", max_length=200, blank=True)
    measure_unit = models.CharField("in welke eenheid", max_length=40, blank=True)
    indicator = models.ForeignKey(
        Indicator, verbose_name="indicator", null=True, blank=True, on_delete=models.PROTECT
    )
    # Where it began: a published fact, or when no open source has it the first measurement.
    baseline_fact = models.ForeignKey(
        Fact, verbose_name="nulmeting", null=True, blank=True, on_delete=models.PROTECT
    )
    target = models.DecimalField("doel", max_digits=12, decimal_places=2, null=True, blank=True)
    # How far behind the path the figure may be before it counts as a deviation.
    tolerance = models.DecimalField("marge", max_digits=12, decimal_places=2, default=0)
    evidence = models.CharField("bewijs", max_length=300, blank=True)
    # What proved it when it ended; no part of what was signed.
    ended_with = models.CharField("waaruit dit blijkt", max_length=300, blank=True)

    objects = SharedQuerySet["Afspraak"].as_manager()

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["akkoord", "number"]
        constraints = [
            models.UniqueConstraint(fields=["akkoord", "number"], name="one_afspraak_per_number"),
        ]
        indexes = [
            models.Index(fields=["partnership", "due_on"], name="afspraken_by_day"),
            models.Index(fields=["partnership", "title"], name="afspraken_by_title"),
            models.Index(fields=["partnership", "visibility"], name="afspraken_to_count"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class InterimTarget(models.Model):
    """The promised path: how much there is at the end of a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.CASCADE, related_name="path"
    )
    year = models.PositiveSmallIntegerField("eind van het jaar")
    value = models.DecimalField("hoeveel", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "tussendoel"
        verbose_name_plural = "tussendoelen"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["afspraak", "year"], name="one_target_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class Measurement(models.Model):
    """What was measured, when and by whom; a fact of the opgave when there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.CASCADE, related_name="measurements"
    )
    measured_on = models.DateField("gemeten op")
    value = models.DecimalField("waarde", max_digits=12, decimal_places=2)
    fact = models.ForeignKey(
        Fact, verbose_name="feit", null=True, blank=True, on_delete=models.PROTECT
    )
    source = models.CharField("bron", max_length=200)
    # Where the promise began, when no open source has it: part of what is signed.
    baseline = models.BooleanField("nulmeting", default=False)
    demo = models.BooleanField("verzonnen voor de demo", default=False)

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["measured_on"]

    def __str__(self) -> str:
        return f"{self.value} op {self.measured_on}"


class PledgeRole(models.TextChoices):
    TREKKER = "trekker", "trekker"
    UITVOERDER = "uitvoerder", "uitvoerder"
    FINANCIER = "financier", "betaalt mee"
    MEEWERKEND = "meewerkend", "werkt mee"


class Pledge(models.Model):
    """The part of one party in a commitment; only that party can give it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.CASCADE, related_name="pledges"
    )
    organisation = models.ForeignKey(Organisation, verbose_name="partij", on_delete=models.PROTECT)
    role = models.CharField("rol", max_length=12, choices=PledgeRole)
    text = models.CharField("wat zij doet", max_length=300)
    quantity = models.DecimalField(
        "hoeveel", max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField("eenheid", max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    condition = models.CharField("onder voorwaarde dat", max_length=300, blank=True)
    # Empty until the party itself has confirmed it.
    pledged_at = models.DateTimeField("toegezegd op", null=True, blank=True)

    class Meta:
        verbose_name = "inzet van een partij"
        verbose_name_plural = "inzet van partijen"
        constraints = [
            models.UniqueConstraint(
                fields=["afspraak", "organisation", "role"], name="one_pledge_per_party_and_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.text}"


class Regime(models.TextChoices):
    WMO = "wmo", "Wmo"
    WLZ = "wlz", "Wlz"
    ZVW = "zvw", "Zvw"
    CORPORATIE = "corporatie", "investering van de corporatie"
    GEMEENTE = "gemeente", "gemeentebegroting"
    RIJK = "rijk", "subsidie van het Rijk"


class FundingLine(models.Model):
    """Whose money, from when, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.CASCADE, related_name="funding"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="wie betaalt", on_delete=models.PROTECT
    )
    regime = models.CharField("waaruit", max_length=12, choices=Regime)
    text = models.CharField("waarvoor", max_length=200)
    amount = models.DecimalField(
        "euro per jaar", max_digits=14, decimal_places=2, null=True, blank=True
    )
    starts_on = models.DateField("van")
    ends_on = models.DateField("tot en met")

    class Meta:
        verbose_name = "dekking"
        verbose_name_plural = "dekkingen"
        ordering = ["ends_on"]

    def __str__(self) -> str:
        return self.text
