"""From what a resident tells to what is done, and the answer without which nothing closes."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Meeting
from wwz.opgave.models import Fact
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet
from wwz.uitvoering.models.initiatives import Initiative
from wwz.uitvoering.models.zones import Woonservicezone


class KnelpuntState(models.TextChoices):
    GESIGNALEERD = "gesignaleerd", "gesignaleerd"
    IN_ANALYSE = "in_analyse", "in analyse"
    BESPROKEN = "besproken", "besproken"
    OPLOSSING_GEKOZEN = "oplossing_gekozen", "oplossing gekozen"
    IN_UITVOERING = "in_uitvoering", "in uitvoering"
    VERHOLPEN = "verholpen", "verholpen"
    AANVAARD = "aanvaard", "wij doen hier niets aan"


class Knelpunt(Shared):
    """A problem that several signalen tell of, with the figures beside it."""

    scope_paths = ("zone",)

    zone = models.ForeignKey(
        Woonservicezone, verbose_name="zone", null=True, blank=True, on_delete=models.PROTECT
    )
    title = models.CharField("titel", max_length=200)
    # How the thread page calls it: what residents get, not what is wrong.
    thread_title = models.CharField("titel van de draad", max_length=200, blank=True)
    analysis = models.TextField("wat er aan de hand is", max_length=4000, blank=True)
    facts = models.ManyToManyField(Fact, verbose_name="cijfers ernaast", blank=True)
    state = models.CharField(
        "stand", max_length=20, choices=KnelpuntState, default=KnelpuntState.GESIGNALEERD
    )
    raised_on = models.DateField("gebundeld op")
    # The wijkplatform where it was discussed: without it there is no choice.
    meeting = models.ForeignKey(
        Meeting, verbose_name="besproken op", null=True, blank=True, on_delete=models.PROTECT
    )
    chosen = models.ForeignKey(
        "Oplossing",
        verbose_name="gekozen oplossing",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    chosen_because = models.TextField("waarom deze", max_length=1000, blank=True)
    chosen_on = models.DateField("gekozen op", null=True, blank=True)
    afspraak = models.ForeignKey(
        Afspraak,
        verbose_name="afspraak",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="knelpunten",
    )
    initiative = models.ForeignKey(
        Initiative,
        verbose_name="initiatief",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="knelpunten",
    )
    accepted_because = models.TextField("waarom wij niets doen", max_length=1000, blank=True)

    objects = SharedQuerySet["Knelpunt"].as_manager()

    class Meta:
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"
        ordering = ["-raised_on"]

    def __str__(self) -> str:
        return self.title


class Channel(models.TextChoices):
    WEB = "web", "formulier"
    TELEFOON = "telefoon", "telefoon"
    BALIE = "balie", "balie"
    PAPIER = "papier", "brief"
    PROFESSIONAL = "professional", "professional"
    BIJEENKOMST = "bijeenkomst", "bijeenkomst"


class SignaalState(models.TextChoices):
    ONTVANGEN = "ontvangen", "ontvangen"
    BEKEKEN = "bekeken", "bekeken"
    IN_BEHANDELING = "in_behandeling", "in behandeling"
    VRAAG_UITGEZET = "vraag_uitgezet", "vraag uitgezet"
    GEBUNDELD = "gebundeld", "gebundeld"
    BEANTWOORD = "beantwoord", "beantwoord"
    OPGELOST = "opgelost", "opgelost"
    OVERGEDRAGEN = "overgedragen", "overgedragen"


class Signaal(Shared):
    """What somebody tells about a neighbourhood. Its text is personal data until it is released."""

    scope_paths = ("zone",)
    author_paths = ("reporter", "entered_by")

    zone = models.ForeignKey(
        Woonservicezone, verbose_name="zone", null=True, blank=True, on_delete=models.PROTECT
    )
    channel = models.CharField("hoe", max_length=12, choices=Channel)
    subject = models.CharField("waarover", max_length=120)
    text = models.TextField("tekst", max_length=4000)
    # What may stand on the thread page, in the reporter's words; only with consent.
    quote = models.CharField("citaat", max_length=300, blank=True)
    may_quote = models.BooleanField("mag worden geplaatst", default=False)
    received_on = models.DateField("ontvangen op")
    # Answer before this day, in working days.
    answer_by = models.DateField("antwoord voor")
    state = models.CharField(
        "stand", max_length=16, choices=SignaalState, default=SignaalState.ONTVANGEN
    )
    reporter = models.ForeignKey(
        Person,
        verbose_name="melder",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="signalen",
    )
    entered_by = models.ForeignKey(
        Person,
        verbose_name="opgeschreven door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="via", null=True, blank=True, on_delete=models.PROTECT
    )
    # Who was asked to look at it; the signaal stays with the team of the zone.
    asked = models.ForeignKey(
        Organisation,
        verbose_name="uitgezet bij",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    knelpunt = models.ForeignKey(
        Knelpunt,
        verbose_name="knelpunt",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signalen",
    )
    # The reporter's own link to the thread: only its hash is kept.
    token_sha256 = models.CharField("controlegetal", max_length=64, unique=True)
    reopened_on = models.DateField("heropend op", null=True, blank=True)
    closed_on = models.DateField("afgerond op", null=True, blank=True)

    objects = SharedQuerySet["Signaal"].as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-received_on"]
        indexes = [
            models.Index(fields=["partnership", "-received_on"], name="signalen_of_partnership"),
            models.Index(
                fields=["partnership", "answer_by", "received_on", "id"], name="signalen_to_answer"
            ),
            # All that rights and the filter on open ones look at: counted without the texts.
            models.Index(
                fields=["partnership", "state", "visibility", "reporter", "entered_by"],
                name="signalen_to_count",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class ContactDetail(models.Model):
    """How to reach the reporter: kept apart, sealed, and only for a while."""

    signaal = models.OneToOneField(
        Signaal,
        verbose_name="signaal",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="contact",
    )
    # Encrypted with a key that is not in the database.
    sealed = models.BinaryField("versleuteld")
    keep_until = models.DateField("bewaren tot en met", null=True, blank=True)

    class Meta:
        verbose_name = "contactgegeven"
        verbose_name_plural = "contactgegevens"

    def __str__(self) -> str:
        return f"contact bij {self.signaal_id}"


class Oplossing(models.Model):
    """One option for a knelpunt, with what speaks for and against it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="knelpunt", on_delete=models.CASCADE, related_name="options"
    )
    letter = models.CharField("letter", max_length=1)
    title = models.CharField("titel", max_length=200)
    pros = models.TextField("voor", max_length=1000, blank=True)
    cons = models.TextField("tegen", max_length=1000, blank=True)
    cost = models.CharField("kosten", max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name="wie", null=True, blank=True, on_delete=models.PROTECT
    )
    votes_in_room = models.PositiveSmallIntegerField("voorkeur in de zaal", default=0)
    votes_online = models.PositiveSmallIntegerField("voorkeur online", default=0)
    votes_on_paper = models.PositiveSmallIntegerField("voorkeur op papier", default=0)
    # An objection of residents that became part of the choice.
    condition = models.CharField("onder voorwaarde dat", max_length=300, blank=True)

    class Meta:
        verbose_name = "oplossing"
        verbose_name_plural = "oplossingen"
        ordering = ["letter"]
        constraints = [
            models.UniqueConstraint(fields=["knelpunt", "letter"], name="one_option_per_letter"),
        ]

    def __str__(self) -> str:
        return f"({self.letter}) {self.title}"


class TerugkoppelingWay(models.TextChoices):
    BRIEF = "brief", "brief"
    TELEFOON = "telefoon", "telefoon"
    MAIL = "mail", "mail"
    GESPREK = "gesprek", "gesprek"
    GEEN_CONTACT_MOGELIJK = "geen_contact_mogelijk", "geen contact mogelijk"


class Terugkoppeling(models.Model):
    """What we told the reporter. Without one a signaal does not close."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signaal = models.ForeignKey(
        Signaal, verbose_name="signaal", on_delete=models.CASCADE, related_name="feedback"
    )
    way = models.CharField("hoe", max_length=24, choices=TerugkoppelingWay)
    text = models.TextField("tekst", max_length=4000)
    sent_on = models.DateField("verstuurd op")
    sent_by = models.ForeignKey(
        Person, verbose_name="door", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "terugkoppeling"
        verbose_name_plural = "terugkoppelingen"
        ordering = ["sent_on"]

    def __str__(self) -> str:
        return f"{self.get_way_display()} op {self.sent_on}"


class ThreadStep(models.TextChoices):
    BESLUIT = "besluit", "Besluit"
    INZICHT = "inzicht", "Inzicht"
    BERICHT = "bericht", "Bericht"


class ThreadEntry(models.Model):
    """A step that a later link of the chain adds to a thread: a decision, a lesson, news."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="knelpunt", on_delete=models.CASCADE, related_name="entries"
    )
    step = models.CharField("stap", max_length=12, choices=ThreadStep)
    happened_on = models.DateField("wanneer")
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst", max_length=1000, blank=True)
    # Only partners follow this link; residents read the title and the text.
    address = models.CharField("adres", max_length=300, blank=True)

    class Meta:
        verbose_name = "stap in de draad"
        verbose_name_plural = "stappen in de draad"
        ordering = ["happened_on"]

    def __str__(self) -> str:
        return self.title
