"""What must reach people: an outbox for mail, notices on the site, and who follows what."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.partners.models import Partnership, Person


class MailState(models.TextChoices):
    WACHT = "wacht", "wacht"
    # Handed to the mail server; nobody knows yet whether it was taken.
    ONDERWEG = "onderweg", "onderweg"
    VERSTUURD = "verstuurd", "verstuurd"
    MISLUKT = "mislukt", "mislukt"


class OutgoingMail(models.Model):
    """One mail. Written in the same transaction as what it tells of, sent after it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Sent once: a second attempt to write the same mail finds this key taken.
    key = models.CharField("sleutel", max_length=120, unique=True)
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", null=True, on_delete=models.CASCADE
    )
    to = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst")
    # An invitation for a calendar (iCalendar) that goes along; empty when there is none.
    calendar = models.TextField("agenda", blank=True)
    state = models.CharField("stand", max_length=10, choices=MailState, default=MailState.WACHT)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    written_at = models.DateTimeField("geschreven op")
    next_at = models.DateTimeField("volgende poging")
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    problem = models.CharField("wat er misging", max_length=300, blank=True)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        indexes = [models.Index(fields=["state", "next_at"], name="mail_to_send")]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """A line for one person on the page 'Mijn werk'."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, verbose_name="voor", on_delete=models.CASCADE)
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", on_delete=models.CASCADE
    )
    text = models.CharField("tekst", max_length=300)
    address = models.CharField("adres", max_length=300)
    made_at = models.DateTimeField("gemaakt op")
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.text


class Subscription(models.Model):
    """Somebody follows something; without an account by mail, once that address is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership, verbose_name="samenwerkingsverband", on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        Person, verbose_name="wie", null=True, blank=True, on_delete=models.CASCADE
    )
    email = models.EmailField("e-mailadres", blank=True)
    kind = models.CharField("soort", max_length=60)
    object_id = models.UUIDField("wat")
    # Where it was read when the button was pressed.
    address = models.CharField("adres", max_length=300, blank=True)
    token_sha256 = models.CharField("controlegetal", max_length=64, blank=True)
    started_at = models.DateTimeField("sinds")
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)

    class Meta:
        verbose_name = "volgen"
        verbose_name_plural = "volgers"
        indexes = [models.Index(fields=["object_id"], name="followers_of_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "object_id"],
                condition=models.Q(person__isnull=False),
                name="one_subscription_per_person",
            ),
            models.UniqueConstraint(
                fields=["email", "object_id"],
                condition=models.Q(person__isnull=True),
                name="one_subscription_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"volgt {self.kind}"
