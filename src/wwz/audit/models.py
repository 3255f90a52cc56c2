"""What happened, and what was adopted, signed or frozen: written once, never changed."""

from __future__ import annotations

import uuid

from django.db import models


class AuditEvent(models.Model):
    """Who did what, for which organisation, on whose behalf.

    People and organisations are plain ids: a pseudonym, so that the log outlives an erased person.
    """

    # Order is the order of this number; a clock can be set back.
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("wanneer")
    verb = models.CharField("handeling", max_length=60)
    kind = models.CharField("soort", max_length=60)
    object_id = models.UUIDField("waarop")
    actor_id = models.UUIDField("wie", null=True)
    organisation_id = models.UUIDField("voor welke organisatie", null=True)
    role = models.CharField("in welke rol", max_length=24)
    on_behalf_of_id = models.UUIDField("namens", null=True)
    partnership_id = models.UUIDField("samenwerkingsverband", null=True)
    before = models.JSONField("voor", default=dict)
    after = models.JSONField("na", default=dict)

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_id", "id"], name="event_by_object"),
            models.Index(fields=["partnership_id", "id"], name="event_by_partnership"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} op {self.at:%Y-%m-%d %H:%M}"


class Snapshot(models.Model):
    """The whole content of something at the moment it was adopted, signed or frozen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("soort", max_length=60)
    object_id = models.UUIDField("waarvan")
    # Canonical JSON as text: a database that stores JSON may reorder or rewrite it.
    content = models.TextField("inhoud")
    sha256 = models.CharField("controlegetal", max_length=64)
    made_at = models.DateTimeField("gemaakt op")

    class Meta:
        verbose_name = "momentopname"
        verbose_name_plural = "momentopnamen"
        indexes = [models.Index(fields=["object_id", "made_at"], name="snapshot_by_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"
