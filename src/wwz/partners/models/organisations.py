"""Who is here: organisations act, and a person acts for one through a membership."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from wwz.partners.models.accounts import Account
from wwz.partners.models.partnerships import Partnership
from wwz.partners.roles import Role


class OrganisationKind(models.TextChoices):
    GEMEENTE = "gemeente", "gemeente"
    CORPORATIE = "corporatie", "woningcorporatie"
    ZORGAANBIEDER = "zorgaanbieder", "zorgaanbieder"
    WELZIJN = "welzijn", "welzijnsorganisatie"
    ZORGKANTOOR = "zorgkantoor", "zorgkantoor"
    HUURDERSORGANISATIE = "huurdersorganisatie", "huurdersorganisatie"
    BEWONERSORGANISATIE = "bewonersorganisatie", "bewonersorganisatie"
    ZORGVERZEKERAAR = "zorgverzekeraar", "zorgverzekeraar"
    OPVANG = "opvang", "opvang en nazorg"
    BELEGGER = "belegger", "belegger"
    ADVIESRAAD = "adviesraad", "adviesraad"
    VRIJWILLIGERS = "vrijwilligers", "vrijwilligersorganisatie"
    BIBLIOTHEEK = "bibliotheek", "bibliotheek"
    RIJK = "rijk", "Rijk"
    OVERIG = "overig", "overig"


class Organisation(models.Model):
    """An actor: promises, signs and reports."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("naam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=20, choices=OrganisationKind)
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True)
    # After a merger the new organisation keeps the promises of the old one.
    successor = models.ForeignKey(
        "self", verbose_name="opvolger", null=True, blank=True, on_delete=models.PROTECT
    )
    # Set on everything that a demo invented, so that it can never pass for real.
    demo = models.BooleanField("verzonnen voor de demo", default=False)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (demo)" if self.demo else self.name


class Person(models.Model):
    """Somebody; not everybody has an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("naam", max_length=120)
    account = models.OneToOneField(
        Account, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL
    )
    organisations = models.ManyToManyField(
        Organisation,
        through="Membership",
        through_fields=("person", "organisation"),
        related_name="people",
    )

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, *, on: date) -> MembershipQuerySet:
        """Memberships that have begun and not ended."""
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)


class ParticipationRole(models.TextChoices):
    TREKKER = "trekker", "trekker"
    PARTNER = "partner", "partner"
    MEELEZER = "meelezer", "leest mee"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def valid(self, *, on: date) -> ParticipationQuerySet:
        """Participations that have begun and not ended."""
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)


class MandateCover(models.TextChoices):
    ALLES = "alles", "alle stukken"
    AKKOORD = "akkoord", "akkoorden"
    BIJSTELLING = "bijstelling", "bijstellingen"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def valid(self, *, on: date) -> MandateQuerySet:
        """Mandates that have begun and not ended."""
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)


class Membership(models.Model):
    """A person acting for an organisation, in a role, for a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, verbose_name="persoon", on_delete=models.CASCADE)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    role = models.CharField("rol", max_length=24, choices=Role)
    # Empty: in every partnership that the organisation takes part in.
    partnership = models.ForeignKey(
        Partnership,
        verbose_name="samenwerkingsverband",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    # The one document, traject or zone that the role is for (redacteur, procesbegeleider,
    # wijkmanager, professional).
    scope_id = models.UUIDField("waarvoor", null=True, blank=True)
    deputy = models.ForeignKey(
        Person,
        verbose_name="plaatsvervanger",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stands_in_for",
    )
    starts_on = models.DateField("vanaf")
    # Empty while nobody knows when it ends.
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "starts_on"],
                name="one_membership_per_role_and_start",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} bij {self.organisation}"


class Participation(models.Model):
    """The part of an organisation in a partnership, for a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", on_delete=models.CASCADE
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    role = models.CharField("rol", max_length=12, choices=ParticipationRole)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnamen"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation", "starts_on"],
                name="one_participation_per_start",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=ParticipationRole.values),
                name="participation_role_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "organisation", "starts_on", "ends_on"],
                name="parties_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.partnership}"


class Mandate(models.Model):
    """What somebody may sign for an organisation, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(
        Membership, verbose_name="lidmaatschap", on_delete=models.PROTECT, related_name="mandates"
    )
    covers = models.CharField("waarvoor", max_length=12, choices=MandateCover)
    # Empty: no limit.
    limit = models.DecimalField(
        "tot welk bedrag (euro)", max_digits=14, decimal_places=2, null=True, blank=True
    )
    # Whose decision must follow, for example the raad van commissarissen; empty when none.
    subject_to = models.CharField("onder voorbehoud van", max_length=120, blank=True)
    starts_on = models.DateField("vanaf")
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandaat"
        verbose_name_plural = "mandaten"

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_covers_display()}"


class Invitation(models.Model):
    """A link by mail with which somebody gets an account and a membership; works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mailadres")
    name = models.CharField("naam", max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.CASCADE
    )
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", on_delete=models.CASCADE
    )
    role = models.CharField("rol", max_length=24, choices=Role)
    scope_id = models.UUIDField("waarvoor", null=True, blank=True)
    invited_by = models.ForeignKey(
        Person, verbose_name="uitgenodigd door", null=True, on_delete=models.SET_NULL
    )
    # Only the hash is kept: who reads the database cannot accept an invitation.
    token_sha256 = models.CharField("controlegetal", max_length=64, unique=True)
    expires_at = models.DateTimeField("geldig tot")
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"

    def __str__(self) -> str:
        return f"uitnodiging voor {self.organisation}"
