"""Texts in versions; a version is a row of passages that keep their number."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from simple_history.models import HistoricalRecords

from wwz.audit.models import Snapshot
from wwz.partners.models import Person, Shared, SharedQuerySet


class Document(Shared):
    """A text that organisations write together."""

    scope_paths = ("id",)

    title = models.CharField("titel", max_length=200)

    objects = SharedQuerySet["Document"].as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"

    def __str__(self) -> str:
        return self.title


class VersionState(models.TextChoices):
    CONCEPT = "concept", "concept"
    TER_INZAGE = "ter_inzage", "ter inzage"
    TER_INSTEMMING = "ter_instemming", "ter instemming"
    VASTGESTELD = "vastgesteld", "vastgesteld"
    VERVANGEN = "vervangen", "vervangen"


class DocumentVersion(models.Model):
    """Concept 1, 2, 3 ... until one is adopted; an adopted one never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        Document, verbose_name="document", on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("nummer")
    state = models.CharField(
        "stand", max_length=16, choices=VersionState, default=VersionState.CONCEPT
    )
    # Until when organisations may react.
    open_until = models.DateField("reageren tot en met", null=True, blank=True)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )
    made_at = models.DateTimeField("gemaakt op")

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document}, versie {self.number}"


class Passage(models.Model):
    """A few sentences with a number of their own: what people amend, cite and talk about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        DocumentVersion, verbose_name="versie", on_delete=models.CASCADE, related_name="passages"
    )
    chapter = models.PositiveSmallIntegerField("hoofdstuk")
    chapter_title = models.CharField("titel van het hoofdstuk", max_length=200)
    # Kept from version to version, so that 2.3 stays 2.3.
    number = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("tekst", max_length=8000)
    # Counts the edits: who saves must have read the newest (no lost update).
    edit = models.PositiveIntegerField("bewerking", default=1)
    edited_by = models.ForeignKey(
        Person, verbose_name="bewerkt door", null=True, blank=True, on_delete=models.SET_NULL
    )
    edited_at = models.DateTimeField("bewerkt op")

    # Set before saving: the moment that the history keeps.
    _history_date: datetime
    history = HistoricalRecords()

    class Meta:
        verbose_name = "passage"
        verbose_name_plural = "passages"
        ordering = ["chapter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "chapter", "number"], name="one_passage_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"passage {self.chapter}.{self.number}"
