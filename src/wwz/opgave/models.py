"""A study of a gemeente and the facts it publishes. What is published is never changed."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from wwz.areas.models import Area
from wwz.opgave.access import in_reach
from wwz.opgave.final import Final, FinalQuerySet
from wwz.opgave.live import models as live_models  # noqa: F401 - Django looks for models here
from wwz.opgave.own import models as own_models  # noqa: F401 - Django looks for models here
from wwz.opgave.scenarios import models as scenario_models
from wwz.opgave.scenarios.kinds import BASE
from wwz.opgave.weighing import models as weighing_models  # noqa: F401 - and here
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class State(models.TextChoices):
    REQUESTED = "aangevraagd", "aangevraagd"
    RUNNING = "bezig", "bezig"
    PUBLISHED = "gepubliceerd", "gepubliceerd"
    FAILED = "mislukt", "mislukt"


UNFINISHED = (State.REQUESTED, State.RUNNING)


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, actor: Actor) -> StudyQuerySet:
        """Published studies are for everybody, the others for those who may run them."""
        return self.filter(Q(state=State.PUBLISHED) | in_reach(actor, "gemeente__code"))

    def published(self) -> StudyQuerySet:
        return self.filter(state=State.PUBLISHED)

    def without_scenario(self) -> StudyQuerySet:
        """Published studies of the base: what the pages of the opgave show."""
        return self.published().filter(scenario="basis")

    def unfinished(self) -> StudyQuerySet:
        return self.filter(state__in=UNFINISHED)

    def of_gemeente(self, code: str) -> StudyQuerySet:
        return self.filter(gemeente__code=code)


class Study(models.Model):
    """One requested run of the engine for one gemeente."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gemeente = models.ForeignKey(
        Area, verbose_name="gemeente", on_delete=models.PROTECT, related_name="studies"
    )
    to_year = models.PositiveSmallIntegerField("tot en met jaar", default=2040)
    draws = models.PositiveIntegerField("aantal trekkingen", default=1000)
    seed = models.PositiveIntegerField("startgetal", default=1)
    scenario = models.CharField("scenario", max_length=40, default="basis")
    state = models.CharField("stand", max_length=12, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="aangevraagd door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    requested_at = models.DateTimeField("aangevraagd op")

    # How the run goes. A worker shows every few seconds that it lives; a killed one does not.
    progress = models.PositiveSmallIntegerField("voortgang in procenten", default=0)
    message = models.TextField("bericht", blank=True, default="")
    # Rises with every start and every stop: a worker with an older number may no longer write.
    attempt = models.PositiveIntegerField("poging", default=1)
    heartbeat_at = models.DateTimeField("laatste levensteken", null=True, blank=True)
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)

    # What came out of it.
    gaps = models.JSONField("wat de bronnen niet geven", default=list, blank=True)
    engine_version = models.CharField("rekenversie", max_length=40, blank=True, default="")
    data_hash = models.CharField("kenmerk van de invoer", max_length=64, blank=True, default="")
    fictional = models.BooleanField("bevat verzonnen invoer", default=False)
    sources: models.ManyToManyField[SourceRecord, models.Model] = models.ManyToManyField(
        "SourceRecord", verbose_name="bronnen", related_name="studies", blank=True
    )

    objects = StudyQuerySet.as_manager()

    class Meta:
        verbose_name = "analyse"
        verbose_name_plural = "analyses"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente"],
                condition=Q(state__in=UNFINISHED),
                name="one_unfinished_study_per_gemeente",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="study_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="study_progress_in_percent"
            ),
        ]
        indexes = [
            models.Index(fields=["gemeente", "state", "-finished_at"], name="study_latest"),
            models.Index(fields=["state", "heartbeat_at"], name="study_unfinished"),
        ]

    def __str__(self) -> str:
        return f"analyse van {self.gemeente.name} tot {self.to_year}"

    def of_a_scenario(self) -> bool:
        return self.scenario != BASE

    @cached_property
    def scenario_name(self) -> str:
        """By which readers know the scenario of its figures."""
        if not self.of_a_scenario():
            return self.scenario
        named = scenario_models.named(self.scenario)
        return f"‘{named}’" if named else self.scenario

    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    def has_failed(self) -> bool:
        return self.state == State.FAILED


class Theme(models.TextChoices):
    BEVOLKING = "bevolking", "bevolking"
    AANDACHTSGROEP = "aandachtsgroep", "aandachtsgroepen"
    WOONVORM = "woonvorm", "woonvormen"
    ZORG = "zorg", "zorg en welzijn"
    BEREIK = "bereik", "voorzieningen op loopafstand"


class Indicator(Final):
    """What a figure means. A changed definition is a new version: older facts keep theirs."""

    key = models.CharField("sleutel", max_length=80)
    version = models.PositiveSmallIntegerField("versie", default=1)
    label = models.CharField("naam", max_length=200)
    unit = models.CharField("eenheid", max_length=20)
    definition = models.TextField("omschrijving")
    theme = models.CharField("onderwerp", max_length=20, choices=Theme)
    method = models.CharField("bladzijde over de werkwijze", max_length=80, blank=True)
    people = models.BooleanField("telt mensen", default=False)
    care = models.BooleanField("telt mensen met een zorgvraag", default=False)
    age_specific = models.BooleanField("gaat over een leeftijdsgroep", default=False)
    # Of a percentage: key of the indicator with the number of people behind it.
    counted_by = models.CharField("aantal achter het percentage", max_length=80, blank=True)

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_indicator_per_version"),
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values), name="indicator_theme_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label


# As the engine marks what a partnership brought.
OWN_LICENCE = "eigen opgave van het samenwerkingsverband"


class SourceRecord(Final):
    """One table of one publisher, as its bytes were when they were read."""

    key = models.CharField("sleutel", max_length=80)
    publisher = models.CharField("uitgever", max_length=120)
    table = models.CharField("tabel", max_length=120)
    title = models.CharField("titel", max_length=300)
    as_of = models.DateField("peildatum")
    licence = models.CharField("licentie", max_length=120)
    sha256 = models.CharField("sha256", max_length=64)
    url = models.URLField("adres", max_length=500, blank=True)
    fictional = models.BooleanField("verzonnen", default=False)
    modelled = models.BooleanField("geschat met een model", default=False)

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "table", "sha256", "as_of"], name="one_source_per_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}"

    def is_own(self) -> bool:
        """Whether a partnership brought it, and no publisher."""
        return self.licence == OWN_LICENCE

    def table_words(self) -> str:
        """The table as people read it: the key of an assumption of our own says nothing."""
        return "eigen aanname" if self.table.startswith("parameter ") else self.table


class Kind(models.TextChoices):
    COUNTED = "geteld", "geteld"
    ESTIMATED = "geschat", "geschat"
    PROJECTED = "geraamd", "geraamd"


class Missing(models.TextChoices):
    SECRET = "geheim", "geheim"
    NOT_ASKED = "niet gevraagd", "niet gevraagd"
    NOT_THERE = "bestaat niet", "bestaat niet"
    UNKNOWN = "onbekend", "onbekend"


class Hidden(models.TextChoices):
    """What disclosure control did; empty when the figure is shown whole."""

    WHOLLY = "verborgen", "verborgen"
    BAND_ONLY = "band", "alleen de marge"


class FactQuerySet(FinalQuerySet):
    def visible_to(self, actor: Actor) -> FactQuerySet:
        """Facts of the studies that this actor may see."""
        return self.filter(study__in=Study.objects.visible_to(actor))


class Fact(Final):
    """One figure with its source, date, unit and definition. Written once.

    ``value``, ``low`` and ``high`` never leave the server: what may be shown was worked out
    when the study was published. See `wwz.opgave.disclosure.disclose`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Hash of what the figure rests on: equal input gives an equal engine id.
    engine_id = models.CharField("kenmerk", max_length=40)
    study = models.ForeignKey(
        Study, verbose_name="analyse", on_delete=models.PROTECT, related_name="facts"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name="indicator", on_delete=models.PROTECT, related_name="facts"
    )
    area = models.ForeignKey(
        Area, verbose_name="gebied", on_delete=models.PROTECT, related_name="facts"
    )
    year = models.PositiveSmallIntegerField("jaar")
    scenario = models.CharField("scenario", max_length=40, default="basis")
    kind = models.CharField("soort", max_length=8, choices=Kind)
    value = models.FloatField("waarde", null=True, blank=True)
    low = models.FloatField("laag", null=True, blank=True)
    high = models.FloatField("hoog", null=True, blank=True)
    missing = models.CharField("ontbreekt", max_length=13, choices=Missing, blank=True, default="")
    shown_value = models.FloatField("getoonde waarde", null=True, blank=True)
    shown_low = models.FloatField("getoonde ondergrens", null=True, blank=True)
    shown_high = models.FloatField("getoonde bovengrens", null=True, blank=True)
    hidden = models.CharField("verborgen", max_length=9, choices=Hidden, blank=True, default="")
    # Numbers of source records: a link table would have three rows for every fact.
    source_ids = models.JSONField("bronnen", default=list)
    fictional = models.BooleanField("bevat verzonnen invoer", default=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "feit"
        verbose_name_plural = "feiten"
        constraints = [
            models.UniqueConstraint(
                fields=["study", "indicator", "area", "year", "scenario"],
                name="one_fact_per_study_indicator_area_year",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="")
                | (Q(value__isnull=True) & ~Q(missing="")),
                name="fact_has_value_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(low__lte=F("high")), name="fact_band_in_order"
            ),
            models.CheckConstraint(
                condition=Q(hidden="") | Q(shown_value__isnull=True),
                name="fact_hidden_shows_no_value",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="fact_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["study", "area", "indicator", "year"], name="fact_by_area"),
            models.Index(fields=["area", "indicator", "year"], name="fact_history"),
            models.Index(fields=["engine_id"], name="fact_by_engine_id"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.label}, {self.area.name}, {self.year}"


class StudyRecipe(Final):
    """What a study rests on, so that it can be run again; its tables lie under their hash."""

    study = models.OneToOneField(
        Study, verbose_name="analyse", on_delete=models.PROTECT, related_name="recipe"
    )
    content = models.JSONField("recept")

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = "recept van een analyse"
        verbose_name_plural = "recepten van analyses"

    def __str__(self) -> str:
        return f"recept van {self.study}"


class FactChange(Final):
    """Why a figure is another than in the study before: parts that add up as they are shown.

    Only what may be shown is stored: rounded parts of rounded figures.
    """

    fact = models.OneToOneField(
        Fact, verbose_name="feit", on_delete=models.PROTECT, related_name="change"
    )
    earlier = models.ForeignKey(
        Fact, verbose_name="eerder feit", on_delete=models.PROTECT, related_name="+"
    )
    # Each part: its key, its words, and its size in the unit of the figure.
    parts = models.JSONField("delen")
    notes = models.JSONField("opmerkingen", default=list)

    objects = FinalQuerySet.as_manager()

    class Meta:
        verbose_name = "verschil met een eerder feit"
        verbose_name_plural = "verschillen met eerdere feiten"

    def __str__(self) -> str:
        return f"verschil van {self.fact}"


class ObjectionState(models.TextChoices):
    RECEIVED = "ontvangen", "ontvangen"
    ANSWERED = "beantwoord", "beantwoord"
    REVISED = "herzien", "cijfer herzien"


ANSWERED_STATES = (ObjectionState.ANSWERED, ObjectionState.REVISED)


class FactObjectionQuerySet(models.QuerySet["FactObjection"]):
    def visible_to(self, actor: Actor) -> FactObjectionQuerySet:
        """What is answered is for everybody; what waits, for who answers it."""
        answers = in_reach(actor, "fact__study__gemeente__code")
        return self.filter(Q(state__in=ANSWERED_STATES) | answers)

    def to_answer_by(self, actor: Actor) -> FactObjectionQuerySet:
        """All of the gemeenten that this actor runs studies of."""
        return self.filter(in_reach(actor, "fact__study__gemeente__code"))


class FactObjection(models.Model):
    """Somebody says that a figure is not right. The answer stays beside the figure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fact = models.ForeignKey(
        Fact, verbose_name="feit", on_delete=models.PROTECT, related_name="objections"
    )
    text = models.TextField("wat klopt er niet", max_length=2000)
    name = models.CharField("naam of organisatie", max_length=120, blank=True)
    sent_at = models.DateTimeField("ontvangen op")
    state = models.CharField(
        "stand", max_length=10, choices=ObjectionState, default=ObjectionState.RECEIVED
    )
    answer = models.TextField("antwoord", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        Organisation, verbose_name="antwoord van", null=True, blank=True, on_delete=models.PROTECT
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    # What somebody wrote is shown only once an analist has read it and let it through.
    released = models.BooleanField("tekst staat op de site", default=False)

    objects = FactObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "bezwaar tegen een cijfer"
        verbose_name_plural = "bezwaren tegen cijfers"
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values), name="objection_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="objection_closes_with_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["state", "-sent_at"], name="objection_by_state")]

    def __str__(self) -> str:
        return f"bezwaar tegen {self.fact}"

    def is_open(self) -> bool:
        return self.state == ObjectionState.RECEIVED


class ObjectionContact(models.Model):
    """Where the answer is sent. Kept apart, and wiped 90 days after the answer."""

    objection = models.OneToOneField(
        FactObjection, verbose_name="bezwaar", on_delete=models.CASCADE, related_name="contact"
    )
    email = models.EmailField("e-mailadres")

    class Meta:
        verbose_name = "contact bij een bezwaar"
        verbose_name_plural = "contact bij bezwaren"

    def __str__(self) -> str:
        return "contact bij een bezwaar"


class RivalForecastQuerySet(SharedQuerySet["RivalForecast"]):
    def visible_to(self, actor: Actor) -> Self:
        """For the partners once it is kept; before that for who brought it."""
        return super().visible_to(actor).filter(Q(kept_at__isnull=False) | self.own(actor))


class RivalForecast(Shared):
    """A forecast by somebody else, to lay beside ours; of the partnership that brought it."""

    organisation_paths = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, verbose_name="gebracht door", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_by = models.ForeignKey(
        Person, verbose_name="geladen door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    name = models.CharField("naam van de raming", max_length=80)
    series = models.CharField("reeks", max_length=60)
    launch = models.PositiveSmallIntegerField("gemaakt in")
    file_name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("sha256", max_length=64)
    # Each row: code of the area, group of age, year, people.
    rows = models.JSONField("regels")
    uploaded_at = models.DateTimeField("geladen op")
    # Empty while only who brought it looks at the preview.
    kept_at = models.DateTimeField("bewaard op", null=True, blank=True)

    objects = RivalForecastQuerySet.as_manager()

    class Meta:
        verbose_name = "raming van een ander"
        verbose_name_plural = "ramingen van anderen"
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["partnership", "-uploaded_at"], name="rival_newest")]

    def __str__(self) -> str:
        return self.name

    def is_draft(self) -> bool:
        return self.kept_at is None
