"""The joint vision: the way to it, its themes, its text, and what organisations say about it."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.documents.models import Document, DocumentVersion, Passage
from wwz.opgave.models import Fact
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class TrajectState(models.TextChoices):
    VOORBEREIDING = "voorbereiding", "in voorbereiding"
    LOPEND = "lopend", "loopt"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    GESTOPT = "gestopt", "gestopt"


class Traject(Shared):
    """The way to an adopted text, planned back from the day of adoption."""

    scope_paths = ("id", "visie__document")

    title = models.CharField("titel", max_length=200)
    state = models.CharField(
        "stand", max_length=16, choices=TrajectState, default=TrajectState.VOORBEREIDING
    )
    adoption_on = models.DateField("vaststellen op")
    stopped_because = models.TextField("waarom gestopt", max_length=1000, blank=True)

    objects = SharedQuerySet["Traject"].as_manager()

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"

    def __str__(self) -> str:
        return self.title


class PhaseState(models.TextChoices):
    GEPLAND = "gepland", "gepland"
    OPEN = "open", "open"
    GESLOTEN = "gesloten", "gesloten"
    TERUGGEKOPPELD = "teruggekoppeld", "teruggekoppeld"


class Phase(models.Model):
    """A step of the way, with a first and a last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    traject = models.ForeignKey(
        Traject, verbose_name="traject", on_delete=models.CASCADE, related_name="phases"
    )
    name = models.CharField("naam", max_length=120)
    text = models.CharField("wat er gebeurt", max_length=300, blank=True)
    starts_on = models.DateField("van")
    ends_on = models.DateField("tot en met")
    state = models.CharField("stand", max_length=16, choices=PhaseState, default=PhaseState.GEPLAND)
    # What was done with what people said: without it a closed phase is not finished.
    feedback = models.TextField("terugkoppeling", max_length=2000, blank=True)

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasen"
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return self.name


class Visie(Shared):
    """A woonzorgvisie. Its text is a document; its stand is that of its newest version."""

    scope_paths = ("id", "document", "traject")

    title = models.CharField("titel", max_length=200)
    document = models.OneToOneField(
        Document, verbose_name="document", on_delete=models.PROTECT, related_name="visie"
    )
    traject = models.ForeignKey(
        Traject, verbose_name="traject", null=True, blank=True, on_delete=models.PROTECT
    )
    # The visie that this one is the revision of.
    follows = models.ForeignKey(
        "self", verbose_name="herziening van", null=True, blank=True, on_delete=models.PROTECT
    )
    # Filled by adopting; after that neither text, themes nor citations change.
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)

    objects = SharedQuerySet["Visie"].as_manager()

    class Meta:
        verbose_name = "visie"
        verbose_name_plural = "visies"
        ordering = ["-adopted_on", "title"]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A subject of a visie; agreements and initiatives stand under it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visie = models.ForeignKey(
        Visie, verbose_name="visie", on_delete=models.CASCADE, related_name="themes"
    )
    number = models.PositiveSmallIntegerField("nummer")
    name = models.CharField("naam", max_length=120)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Ambition(models.Model):
    """What a theme aims at, in one sentence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(
        Theme, verbose_name="thema", on_delete=models.CASCADE, related_name="ambitions"
    )
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("tekst", max_length=300)

    class Meta:
        verbose_name = "ambitie"
        verbose_name_plural = "ambities"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """A fact cited in a passage: `[feit 1]` in the text stands for number 1."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage = models.ForeignKey(
        Passage, verbose_name="passage", on_delete=models.CASCADE, related_name="citations"
    )
    number = models.PositiveSmallIntegerField("nummer")
    fact = models.ForeignKey(Fact, verbose_name="feit", on_delete=models.PROTECT)
    # The sentence is about now: a newer count renews it. Otherwise the year was meant.
    follows_newest = models.BooleanField("gaat over nu", default=False)
    # Why an older figure stays, when a newer one is known; then the passage warns no longer.
    kept_because = models.CharField("waarom het blijft staan", max_length=300, blank=True)
    # The newest fact that was known when it was decided to keep the cited one.
    kept_against = models.ForeignKey(
        Fact,
        verbose_name="ondanks het nieuwere feit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "citaat"
        verbose_name_plural = "citaten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "number"], name="one_citation_per_number"),
        ]

    def __str__(self) -> str:
        return f"citaat {self.number} in {self.passage}"


class AmendmentState(models.TextChoices):
    INGEDIEND = "ingediend", "ingediend"
    OVERGENOMEN = "overgenomen", "overgenomen"
    DEELS_OVERGENOMEN = "deels_overgenomen", "deels overgenomen"
    NIET_OVERGENOMEN = "niet_overgenomen", "niet overgenomen"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Amendment(Shared):
    """Another text for a passage, proposed by an organisation; decided with a reason."""

    organisation_paths = ("organisation",)
    scope_paths = (
        "passage__version__document",
        "passage__version__document__visie__traject",
    )
    author_paths = ("author",)

    passage = models.ForeignKey(
        Passage, verbose_name="passage", on_delete=models.CASCADE, related_name="amendments"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="van", null=True, blank=True, on_delete=models.PROTECT
    )
    author = models.ForeignKey(
        Person, verbose_name="schrijver", null=True, blank=True, on_delete=models.SET_NULL
    )
    # The text it was written against: the difference is shown with this, not with what came later.
    old_text = models.TextField("oude tekst", max_length=8000)
    new_text = models.TextField("nieuwe tekst", max_length=8000)
    reason = models.TextField("waarom", max_length=1000)
    state = models.CharField(
        "stand", max_length=20, choices=AmendmentState, default=AmendmentState.INGEDIEND
    )
    decision = models.TextField("reden van het besluit", max_length=1000, blank=True)
    made_at = models.DateTimeField("ingediend op")
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)

    objects = SharedQuerySet["Amendment"].as_manager()

    class Meta:
        verbose_name = "wijzigingsvoorstel"
        verbose_name_plural = "wijzigingsvoorstellen"
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"wijzigingsvoorstel bij {self.passage}"


class Stance(models.TextChoices):
    INSTEMMING = "instemming", "instemming"
    VOORBEHOUD = "voorbehoud", "voorbehoud"
    BEZWAAR = "bezwaar", "bezwaar"


class Position(Shared):
    """What an organisation says about a version, or about one amendment; the newest counts."""

    organisation_paths = ("organisation",)
    scope_paths = ("version__document", "version__document__visie__traject")

    version = models.ForeignKey(
        DocumentVersion, verbose_name="versie", on_delete=models.CASCADE, related_name="positions"
    )
    amendment = models.ForeignKey(
        Amendment,
        verbose_name="wijzigingsvoorstel",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="positions",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    stance = models.CharField("standpunt", max_length=12, choices=Stance)
    reason = models.TextField("waarom", max_length=1000, blank=True)
    given_at = models.DateTimeField("gegeven op")

    objects = SharedQuerySet["Position"].as_manager()

    class Meta:
        verbose_name = "standpunt"
        verbose_name_plural = "standpunten"
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_stance_display()}"
