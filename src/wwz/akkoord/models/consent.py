"""Signing, and changing only by consent of every bound party."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.akkoord.models.agreements import Akkoord
from wwz.akkoord.models.commitments import Afspraak
from wwz.audit.models import Snapshot
from wwz.partners.models import Mandate, Organisation, Person, Shared, SharedQuerySet


class SignatureState(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    GETEKEND = "getekend", "getekend"
    GETEKEND_ONDER_VOORBEHOUD = "getekend_onder_voorbehoud", "getekend onder voorbehoud"
    GEWEIGERD = "geweigerd", "geweigerd"
    UITGETREDEN = "uitgetreden", "uitgetreden"


class Signature(models.Model):
    """A party of an akkoord: asked to sign, and what it did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    akkoord = models.ForeignKey(
        Akkoord, verbose_name="akkoord", on_delete=models.PROTECT, related_name="signatures"
    )
    organisation = models.ForeignKey(Organisation, verbose_name="partij", on_delete=models.PROTECT)
    # Without a required party the akkoord does not come into force.
    required = models.BooleanField("nodig om van kracht te worden", default=True)
    state = models.CharField(
        "stand", max_length=28, choices=SignatureState, default=SignatureState.GEVRAAGD
    )
    signed_at = models.DateTimeField("getekend op", null=True, blank=True)
    signed_by = models.ForeignKey(
        Person, verbose_name="getekend door", null=True, blank=True, on_delete=models.PROTECT
    )
    mandate = models.ForeignKey(
        Mandate, verbose_name="mandaat", null=True, blank=True, on_delete=models.PROTECT
    )
    # What was signed: a signature under another number is worth nothing.
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )
    reservation = models.CharField("voorbehoud", max_length=300, blank=True)
    reservation_until = models.DateField("voorbehoud tot en met", null=True, blank=True)
    reason = models.CharField("reden van weigeren", max_length=300, blank=True)
    # Asked after the akkoord came into force: signs the same text, and no text names it.
    joined_later = models.BooleanField("later toegetreden", default=False)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        constraints = [
            models.UniqueConstraint(
                fields=["akkoord", "organisation"], name="one_signature_per_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"


class RevisionState(models.TextChoices):
    VOORGESTELD = "voorgesteld", "voorgesteld"
    INSTEMMING_GEVRAAGD = "instemming_gevraagd", "instemming gevraagd"
    AANGENOMEN = "aangenomen", "aangenomen"
    AFGEWEZEN = "afgewezen", "afgewezen"


class Revision(Shared):
    """A change of a commitment in force; passes when each bound party has consented."""

    organisation_paths = ("afspraak__pledges__organisation",)

    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", on_delete=models.PROTECT, related_name="revisions"
    )
    reason = models.TextField("waarom", max_length=1000)
    # Field names with their old and new values; applied when it is adopted.
    before = models.JSONField("was")
    after = models.JSONField("wordt")
    words = models.CharField("in één zin", max_length=300)
    state = models.CharField(
        "stand", max_length=20, choices=RevisionState, default=RevisionState.VOORGESTELD
    )
    proposed_at = models.DateTimeField("voorgesteld op")
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = SharedQuerySet["Revision"].as_manager()

    class Meta:
        verbose_name = "bijstelling"
        verbose_name_plural = "bijstellingen"
        ordering = ["-proposed_at"]

    def __str__(self) -> str:
        return f"bijstelling van afspraak {self.afspraak}"


class ConsentState(models.TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    INGESTEMD = "ingestemd", "stemt in"
    GEWEIGERD = "geweigerd", "stemt niet in"


class Consent(models.Model):
    """What one bound party says to a revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(
        Revision, verbose_name="bijstelling", on_delete=models.CASCADE, related_name="consents"
    )
    organisation = models.ForeignKey(Organisation, verbose_name="partij", on_delete=models.PROTECT)
    state = models.CharField(
        "stand", max_length=12, choices=ConsentState, default=ConsentState.GEVRAAGD
    )
    given_by = models.ForeignKey(
        Person, verbose_name="door", null=True, blank=True, on_delete=models.PROTECT
    )
    given_at = models.DateTimeField("gegeven op", null=True, blank=True)
    mandate = models.ForeignKey(
        Mandate, verbose_name="mandaat", null=True, blank=True, on_delete=models.PROTECT
    )
    reason = models.CharField("reden", max_length=300, blank=True)

    class Meta:
        verbose_name = "instemming"
        verbose_name_plural = "instemmingen"
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organisation"], name="one_consent_per_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"
