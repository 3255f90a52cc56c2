"""Who is here: organisations act, and a person acts for one through a membership."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None) -> Account:
        """An account that can log in; without a password only once one is set."""
        account = self.model(email=self.normalize_email(email).lower())
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """What somebody logs in with. Rights come from memberships, never from the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mailadres", unique=True)
    is_active = models.BooleanField("kan inloggen", default=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
        ]

    def __str__(self) -> str:
        return self.email


class OrganisationKind(models.TextChoices):
    GEMEENTE = "gemeente", "gemeente"
    CORPORATIE = "corporatie", "woningcorporatie"
    ZORGAANBIEDER = "zorgaanbieder", "zorgaanbieder"
    WELZIJN = "welzijn", "welzijnsorganisatie"
    ZORGKANTOOR = "zorgkantoor", "zorgkantoor"
    HUURDERSORGANISATIE = "huurdersorganisatie", "huurdersorganisatie"
    BEWONERSORGANISATIE = "bewonersorganisatie", "bewonersorganisatie"
    OVERIG = "overig", "overig"


class Organisation(models.Model):
    """An actor: promises, signs and reports."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("naam", max_length=120, unique=True)
    kind = models.CharField("soort", max_length=20, choices=OrganisationKind)
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
        Organisation, through="Membership", related_name="people"
    )

    class Meta:
        verbose_name = "persoon"
        verbose_name_plural = "personen"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    PROGRAMMAMANAGER = "programmamanager", "programmamanager"
    BESTUURDER = "bestuurder", "bestuurder"
    ORGANISATIEMEDEWERKER = "organisatiemedewerker", "medewerker"
    ORGANISATIEBEHEERDER = "organisatiebeheerder", "beheerder van de organisatie"
    WIJKMANAGER = "wijkmanager", "wijkmanager"
    PROFESSIONAL = "professional", "professional"
    PROCESBEGELEIDER = "procesbegeleider", "procesbegeleider"
    REDACTEUR = "redacteur", "redacteur"
    ANALIST = "analist", "analist"
    MODERATOR = "moderator", "moderator"
    MEELEZER = "meelezer", "meelezer"
    BEWONER = "bewoner", "bewoner"
    PLATFORMBEHEERDER = "platformbeheerder", "platformbeheerder"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, *, on: date) -> MembershipQuerySet:
        """Memberships that have begun and not ended."""
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)


class Membership(models.Model):
    """A person acting for an organisation, in a role, for a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, verbose_name="persoon", on_delete=models.CASCADE)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    role = models.CharField("rol", max_length=24, choices=Role)
    starts_on = models.DateField("vanaf")
    # Empty while nobody knows when it ends.
    ends_on = models.DateField("tot en met", null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]  # as_manager() is typed as a plain Manager

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
