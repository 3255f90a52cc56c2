"""A programme of homes for groups with a need of their own, version by version, line by line.

What the board adopted is never changed: the next version says what became other, and why.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from wwz.akkoord.models import Afspraak, Regime
from wwz.areas.models import Area
from wwz.audit.models import Snapshot
from wwz.errors import RuleBrokenError
from wwz.meetings.models import Outcome
from wwz.opgave.models import Fact
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet
from wwz.uitvoering.models.initiatives import Initiative

EVERY_PARTY = "partnership__participation__organisation"


class HousingState(models.TextChoices):
    CONCEPT = "concept", "concept"
    VOORGELEGD = "voorgelegd", "voorgelegd aan het bestuur"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    VERVANGEN = "vervangen", "vervangen"


OPEN = (HousingState.CONCEPT, HousingState.VOORGELEGD)
FINAL = (HousingState.VASTGESTELD, HousingState.VERVANGEN)
# What may still change of a version once it is adopted.
STILL_FREE = frozenset({"state", "visibility", "adopted_by"})


class HousingKind(models.TextChoices):
    """Woonvormen of the opgave, and those that other groups ask for."""

    NULTREDEN = "nultreden", "nultredenwoning"
    GECLUSTERD = "geclusterd", "geclusterde woning"
    ZORGGESCHIKT = "zorggeschikt", "zorggeschikte woning"
    GEWOON = "gewoon", "gewone zelfstandige woning"
    KAMER = "kamer", "kamer of onzelfstandige woning"
    BEGELEID = "begeleid", "woning met begeleiding"
    BESCHUT = "beschut", "plek om beschermd of beschut te wonen"
    STANDPLAATS = "standplaats", "standplaats voor een woonwagen"


class AdoptedIsFinalError(RuleBrokenError):
    """Somebody tries to change or remove what the board adopted."""

    def __init__(self) -> None:
        super().__init__(
            "Deze versie van het huisvestingsprogramma is vastgesteld en verandert niet meer. "
            "Begin een nieuwe versie: die laat zien wat er anders wordt."
        )


class HousingProgramme(Shared):
    """One version of the programme of a partnership."""

    organisation_paths = (EVERY_PARTY,)

    number = models.PositiveSmallIntegerField("versie")
    title = models.CharField("titel", max_length=200)
    text = models.TextField("inleiding", max_length=4000, blank=True)
    first_year = models.PositiveSmallIntegerField("eerste jaar")
    last_year = models.PositiveSmallIntegerField("laatste jaar")
    follows = models.ForeignKey(
        "self", verbose_name="herziening van", null=True, blank=True, on_delete=models.PROTECT,
        related_name="followed_by",
    )  # fmt: skip
    state = models.CharField(
        "stand", max_length=12, choices=HousingState, default=HousingState.CONCEPT
    )
    # Why the board gave it back; empty again once it is put before them anew.
    returned_because = models.CharField("teruggegeven omdat", max_length=300, blank=True)
    submitted_on = models.DateField("voorgelegd op", null=True, blank=True)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    adopted_by = models.ForeignKey(
        Person, verbose_name="vastgesteld door", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    adopted_for = models.ForeignKey(
        Organisation, verbose_name="namens", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    outcome = models.ForeignKey(
        Outcome, verbose_name="besluit van", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    # All that was adopted: pages and files of an adopted version are made of this alone.
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip

    objects = SharedQuerySet["HousingProgramme"].as_manager()

    class Meta:
        verbose_name = "huisvestingsprogramma"
        verbose_name_plural = "huisvestingsprogramma's"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "number"], name="one_housing_programme_per_number"
            ),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state__in=OPEN),
                name="one_open_housing_programme",
            ),
            models.CheckConstraint(
                condition=Q(first_year__lte=models.F("last_year")), name="housing_years_in_order"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, versie {self.number}"

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def is_concept(self) -> bool:
        return self.state == HousingState.CONCEPT

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        changed = set(update_fields or ()) - STILL_FREE
        if not self._state.adding and (changed or update_fields is None) and self.stored_final():
            raise AdoptedIsFinalError
        super().save(*args, update_fields=update_fields, **more)

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        if self.stored_final():
            raise AdoptedIsFinalError
        return super().delete(*args, **more)

    def stored_final(self) -> bool:
        return HousingProgramme.objects.filter(pk=self.pk, state__in=FINAL).exists()


class HousingLineQuerySet(models.QuerySet["HousingLine"]):
    """Lines of what was adopted are written once; the database has triggers that say the same."""

    def update(self, **changes: Any) -> int:
        self.refuse_final()
        return super().update(**changes)

    def delete(self) -> tuple[int, dict[str, int]]:
        self.refuse_final()
        return super().delete()

    def refuse_final(self) -> None:
        if self.filter(programme__state__in=FINAL).exists():
            raise AdoptedIsFinalError

    def counting(self) -> Self:
        """Those that are not dropped."""
        return self.filter(dropped=False)


class HousingLine(models.Model):
    """Homes of one kind for one group, in one year and area, by one party.

    A line keeps its number from version to version, and no other line ever gets it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        HousingProgramme, verbose_name="programma", on_delete=models.CASCADE, related_name="lines"
    )
    number = models.PositiveSmallIntegerField("nummer")
    # Key of the classification of aandachtsgroepen: a home counts with the one it is meant for.
    group = models.CharField("aandachtsgroep", max_length=60)
    woonvorm = models.CharField("woonvorm", max_length=16, choices=HousingKind)
    year = models.PositiveSmallIntegerField("klaar in")
    area = models.ForeignKey(
        Area, verbose_name="gebied", on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="partij", on_delete=models.PROTECT, related_name="+"
    )
    # Empty while nobody knows: that is not nil.
    homes = models.PositiveIntegerField("woningen", null=True, blank=True)
    support_places = models.PositiveIntegerField("plekken met begeleiding", null=True, blank=True)
    support_hours = models.DecimalField(
        "uren begeleiding per week", max_digits=8, decimal_places=1, null=True, blank=True
    )
    supported_by = models.ForeignKey(
        Organisation, verbose_name="begeleiding door", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    amount = models.DecimalField(
        "bedrag in euro", max_digits=14, decimal_places=2, null=True, blank=True
    )
    regime = models.CharField("geld uit", max_length=12, choices=Regime, blank=True)
    fact = models.ForeignKey(
        Fact, verbose_name="antwoord op", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    # Why an older figure stays, and against which newer one that was decided.
    kept_because = models.CharField("waarom het blijft staan", max_length=300, blank=True)
    kept_against = models.ForeignKey(
        Fact, verbose_name="ondanks het nieuwere feit", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    initiative = models.ForeignKey(
        Initiative, verbose_name="project", null=True, blank=True, on_delete=models.PROTECT,
        related_name="housing_lines",
    )  # fmt: skip
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    text = models.CharField("toelichting", max_length=500, blank=True)
    # Dropped in this version: it stays to be read, with its reason, and counts no longer.
    dropped = models.BooleanField("vervallen", default=False)
    because = models.CharField("waarom anders of vervallen", max_length=300, blank=True)
    demo = models.BooleanField("verzonnen voor de demo", default=False)
    revision = models.PositiveIntegerField("bewerking", default=1)

    objects = HousingLineQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van het huisvestingsprogramma"
        verbose_name_plural = "regels van het huisvestingsprogramma"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="one_housing_line_per_number"
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | ~Q(because=""), name="dropped_line_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"regel {self.number}"

    @property
    def partnership_id(self) -> uuid.UUID:
        return self.programme.partnership_id

    def save(self, *args: Any, **more: Any) -> None:
        if self.programme.stored_final():
            raise AdoptedIsFinalError
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        if self.programme.stored_final():
            raise AdoptedIsFinalError
        return super().delete(*args, **more)


class HousingProgress(models.Model):
    """How many homes of a line are there, as its party told on a day; the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(
        HousingLine, verbose_name="regel", on_delete=models.PROTECT, related_name="progress"
    )
    delivered = models.PositiveIntegerField("opgeleverd")
    text = models.CharField("toelichting", max_length=300, blank=True)
    told_on = models.DateField("gemeld op")
    told_at = models.DateTimeField("opgeschreven op")
    organisation = models.ForeignKey(
        Organisation, verbose_name="gemeld door", on_delete=models.PROTECT, related_name="+"
    )
    demo = models.BooleanField("verzonnen voor de demo", default=False)

    class Meta:
        verbose_name = "voortgang van een regel"
        verbose_name_plural = "voortgang van regels"
        ordering = ["-told_on", "-told_at"]

    def __str__(self) -> str:
        return f"{self.delivered} opgeleverd op {self.told_on}"
