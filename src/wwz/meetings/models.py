"""Meetings, the bodies that hold them, and what came out."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.audit.models import Snapshot
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class StandingBody(Shared):
    """A group that meets in a rhythm: bestuurlijk overleg, wijkplatform, kerngroep."""

    scope_paths = ("zone_id",)

    name = models.CharField("naam", max_length=120)
    chair = models.ForeignKey(
        Person, verbose_name="voorzitter", null=True, blank=True, on_delete=models.SET_NULL
    )
    members = models.ManyToManyField(Organisation, verbose_name="leden", blank=True)
    every_months = models.PositiveSmallIntegerField("elke hoeveel maanden", default=6)
    # The woonservicezone whose platform this is; zones stand higher in the house.
    zone_id = models.UUIDField("zone", null=True, blank=True)

    objects = SharedQuerySet["StandingBody"].as_manager()

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"

    def __str__(self) -> str:
        return self.name


class MeetingKind(models.TextChoices):
    WERKSESSIE_UITVOEREND = "werksessie_uitvoerend", "werksessie"
    WERKSESSIE_BESTUURLIJK = "werksessie_bestuurlijk", "bestuurlijke werksessie"
    BESTUURLIJK_OVERLEG = "bestuurlijk_overleg", "bestuurlijk overleg"
    WIJKPLATFORM = "wijkplatform", "wijkplatform"
    LEZING = "lezing", "lezing"
    WERKBEZOEK = "werkbezoek", "werkbezoek"
    WERKPLAATS = "werkplaats", "werkplaats"


class MeetingState(models.TextChoices):
    CONCEPT = "concept", "concept"
    UITGENODIGD = "uitgenodigd", "gepland"
    BEZIG = "bezig", "bezig"
    GEHOUDEN = "gehouden", "gehouden"
    AFGELAST = "afgelast", "afgelast"


class Meeting(Shared):
    """One time and place where people decide, work or learn."""

    scope_paths = ("zone_id", "traject_id")
    organisation_paths = ("organiser",)

    body = models.ForeignKey(
        StandingBody, verbose_name="overleg", null=True, blank=True, on_delete=models.PROTECT
    )
    kind = models.CharField("soort", max_length=24, choices=MeetingKind)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("waarover", max_length=4000, blank=True)
    organiser = models.ForeignKey(
        Organisation, verbose_name="organisator", null=True, blank=True, on_delete=models.PROTECT
    )
    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")
    place = models.CharField("waar", max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField("plaatsen", null=True, blank=True)
    zone_id = models.UUIDField("zone", null=True, blank=True)
    traject_id = models.UUIDField("traject", null=True, blank=True)
    state = models.CharField(
        "stand", max_length=12, choices=MeetingState, default=MeetingState.CONCEPT
    )
    cancelled_because = models.CharField("waarom afgelast", max_length=300, blank=True)

    objects = SharedQuerySet["Meeting"].as_manager()

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return self.title


class Purpose(models.TextChoices):
    TER_INFO = "ter_info", "ter informatie"
    BESPREKING = "bespreking", "bespreken"
    BESLUIT = "besluit", "besluiten"


class AgendaItem(models.Model):
    """One point, in order, about one object when there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="items"
    )
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=200)
    purpose = models.CharField("doel", max_length=12, choices=Purpose, default=Purpose.BESPREKING)
    minutes = models.PositiveSmallIntegerField("minuten", default=10)
    about_kind = models.CharField("soort", max_length=60, blank=True)
    about_id = models.UUIDField("waarover", null=True, blank=True)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class AttendanceState(models.TextChoices):
    UITGENODIGD = "uitgenodigd", "uitgenodigd"
    KOMT = "komt", "komt"
    VERHINDERD = "verhinderd", "verhinderd"
    AANWEZIG = "aanwezig", "was er"
    OP_PAPIER = "op_papier", "deed mee op papier"


class Attendance(models.Model):
    """Somebody at a meeting; on paper counts like in the room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(
        Person, verbose_name="wie", null=True, blank=True, on_delete=models.SET_NULL
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", null=True, blank=True, on_delete=models.SET_NULL
    )
    # Residents are counted, not named: one row may stand for several.
    people = models.PositiveSmallIntegerField("aantal mensen", default=1)
    state = models.CharField(
        "stand", max_length=12, choices=AttendanceState, default=AttendanceState.UITGENODIGD
    )

    class Meta:
        verbose_name = "aanwezigheid"
        verbose_name_plural = "aanwezigheid"

    def __str__(self) -> str:
        return f"{self.people} bij {self.meeting}"


class MinutesState(models.TextChoices):
    CONCEPT = "concept", "concept"
    TER_CONTROLE = "ter_controle", "ter controle"
    VASTGESTELD = "vastgesteld", "vastgesteld"


class Minutes(Shared):
    """The report of a meeting; adopted by the chair and then frozen."""

    scope_paths = ("meeting__zone_id", "meeting__traject_id")
    organisation_paths = ("meeting__organiser",)

    meeting = models.OneToOneField(
        Meeting, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="minutes"
    )
    text = models.TextField("verslag", max_length=20000, blank=True)
    state = models.CharField(
        "stand", max_length=12, choices=MinutesState, default=MinutesState.CONCEPT
    )
    check_until = models.DateField("aanvullen tot en met", null=True, blank=True)
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = SharedQuerySet["Minutes"].as_manager()

    class Meta:
        verbose_name = "verslag"
        verbose_name_plural = "verslagen"

    def __str__(self) -> str:
        return f"verslag van {self.meeting}"


class OutcomeKind(models.TextChoices):
    INFORMATIE = "informatie", "informatie"
    BESLUIT = "besluit", "besluit"
    ACTIE = "actie", "actie"
    TOEZEGGING = "toezegging", "toezegging"
    VRAAG = "vraag", "vraag"


class OutcomeState(models.TextChoices):
    OPEN = "open", "open"
    GEDAAN = "gedaan", "gedaan"
    VERVALLEN = "vervallen", "vervallen"
    TE_HERZIEN = "te_herzien", "opnieuw bekijken"


class Outcome(Shared):
    """What a meeting decided, promised or asked; it stays open until it is done."""

    scope_paths = ("meeting__zone_id", "meeting__traject_id")
    organisation_paths = ("owner",)

    meeting = models.ForeignKey(
        Meeting, verbose_name="bijeenkomst", on_delete=models.CASCADE, related_name="outcomes"
    )
    item = models.ForeignKey(
        AgendaItem, verbose_name="agendapunt", null=True, blank=True, on_delete=models.SET_NULL
    )
    kind = models.CharField("soort", max_length=12, choices=OutcomeKind)
    text = models.TextField("tekst", max_length=2000)
    owner = models.ForeignKey(
        Organisation, verbose_name="wie", null=True, blank=True, on_delete=models.PROTECT
    )
    due_on = models.DateField("voor", null=True, blank=True)
    review_on = models.DateField("opnieuw bekijken op", null=True, blank=True)
    state = models.CharField(
        "stand", max_length=12, choices=OutcomeState, default=OutcomeState.OPEN
    )
    dropped_because = models.CharField("waarom vervallen", max_length=300, blank=True)

    objects = SharedQuerySet["Outcome"].as_manager()

    class Meta:
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"

    def __str__(self) -> str:
        return self.text[:60]
