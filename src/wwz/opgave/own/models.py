"""What a partnership brings of its own: homes, sites, facilities, figures, and their files."""

from __future__ import annotations

import uuid
from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.dateformat import format as format_date

from wwz.areas.models import Area
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class OwnKind(models.TextChoices):
    WONINGEN = "woningen", "woningen en plannen"
    CIJFERS = "cijfers", "eigen cijfers"
    AANDACHTSGROEPEN = "groepen", "eigen indeling van groepen"
    LOCATIES = "locaties", "locaties en projecten"
    VOORZIENINGEN = "voorzieningen", "voorzieningen"


# What a study counts with; locaties are weighed afterwards.
COUNTED = (
    OwnKind.WONINGEN, OwnKind.CIJFERS, OwnKind.AANDACHTSGROEPEN, OwnKind.VOORZIENINGEN,
)  # fmt: skip


class OwnRowQuerySet(SharedQuerySet["OwnRow"]):
    def standing(self) -> Self:
        """What counts: not taken out."""
        return self.filter(taken_out_at=None)


class OwnRow(Shared):
    """One row of homes, figure, project or facility. Taken out it stays, to come back."""

    organisation_paths = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, verbose_name="gebracht door", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("soort", max_length=20, choices=OwnKind)
    # Of who brought it, the same in every later list.
    number = models.CharField("kenmerk", max_length=200)
    area = models.ForeignKey(
        Area, verbose_name="gebied", on_delete=models.PROTECT, related_name="+"
    )
    # Text per column of the kind, as the engine reads it.
    cells = models.JSONField("inhoud")
    # How people search it: without accents, signs or capitals.
    search_text = models.TextField("zoektekst", editable=False)
    # Rises with every change: who saw an older one does not write over a newer one.
    revision = models.PositiveIntegerField("versie", default=1)
    changed_at = models.DateTimeField("gewijzigd op")
    changed_by = models.ForeignKey(
        Person, verbose_name="gewijzigd door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    taken_out_at = models.DateTimeField("uit de lijst sinds", null=True, blank=True)

    objects = OwnRowQuerySet.as_manager()

    class Meta:
        verbose_name = "eigen regel"
        verbose_name_plural = "eigen regels"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "number"], name="one_own_row_per_number"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OwnKind.values), name="own_row_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "kind", "taken_out_at"], name="own_rows_standing"),
            models.Index(fields=["area", "changed_at"], name="own_rows_by_area"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.cells.get("complex") or self.cells.get("name") or self.number)


class IntakeQuerySet(SharedQuerySet["Intake"]):
    def visible_to(self, actor: Actor) -> Self:
        """For who brought it, and for who keeps the lists of the whole partnership."""
        whole = [
            pk for pk in actor.partnership_ids if actor.reach(Action.KEEP_OWN_ROWS, pk) is Reach.ALL
        ]
        mine = self.own(actor) | Q(partnership__in=whole)
        return super().visible_to(actor).filter(mine)


class Intake(Shared):
    """A file that was brought: what stands in it, and what of it was taken in."""

    organisation_paths = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, verbose_name="gebracht door", on_delete=models.PROTECT, related_name="+"
    )
    brought_by = models.ForeignKey(
        Person, verbose_name="geladen door", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    kind = models.CharField("soort", max_length=20, choices=OwnKind)
    file_name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("sha256", max_length=64)
    brought_at = models.DateTimeField("geladen op")
    headings = models.JSONField("koppen")
    # Place in the file per column of the kind; empty until somebody has said so.
    mapping = models.JSONField("kolommen", default=dict)
    checked_at = models.DateTimeField("bekeken op", null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "inlezing"
        verbose_name_plural = "inlezingen"
        ordering = ["-brought_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OwnKind.values), name="intake_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "kind", "-brought_at"], name="intake_newest")
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {format_date(self.brought_at, 'j F Y')}"

    @property
    def looked(self) -> str:
        """The moment of the last look at its lines, as a page sends it back; else empty."""
        return f"{self.checked_at.astimezone(UTC):%Y%m%d%H%M%S%f}" if self.checked_at else ""


class Difference(models.TextChoices):
    """What a line would change; empty until it was checked."""

    WRONG = "fout", "nog te verbeteren"
    NEW = "nieuw", "nieuw"
    CHANGED = "gewijzigd", "gewijzigd"
    SAME = "gelijk", "ongewijzigd"


class IntakeLine(models.Model):
    """One line of a file: as it was given, as it was understood, and whether it was taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intake = models.ForeignKey(
        Intake, verbose_name="inlezing", on_delete=models.CASCADE, related_name="lines"
    )
    line = models.PositiveIntegerField("regel")
    # All cells in the order of the file, and what somebody mended, per column.
    given = models.JSONField("zoals het er stond")
    mended = models.JSONField("verbeterd", default=dict)
    cells = models.JSONField("zoals gelezen", default=dict)
    # Each: column and words.
    problems = models.JSONField("wat er niet klopt", default=list)
    difference = models.CharField(
        "verschil", max_length=10, choices=Difference, blank=True, default=""
    )
    row = models.ForeignKey(
        OwnRow, verbose_name="regel in de lijst", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    # The revision that the difference was worked out with; of a new row nothing.
    seen_revision = models.PositiveIntegerField("gezien bij versie", null=True, blank=True)
    taken_at = models.DateTimeField("overgenomen op", null=True, blank=True)
    # What stood there, to go back to; nothing when the line was new.
    before = models.JSONField("stond er eerst", null=True, blank=True)
    revision_after = models.PositiveIntegerField("versie daarna", null=True, blank=True)

    class Meta:
        verbose_name = "regel van een inlezing"
        verbose_name_plural = "regels van inlezingen"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "line"], name="one_intake_line_per_line"),
            models.CheckConstraint(
                condition=Q(difference="") | Q(difference__in=Difference.values),
                name="intake_line_difference_is_known",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(revision_after__isnull=False),
                name="intake_line_taken_has_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "difference", "line"], name="intake_line_by_difference")
        ]

    def __str__(self) -> str:
        return f"regel {self.line}"


class KnownHeadings(models.Model):
    """Which columns an organisation calls how, said once per kind."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField("soort", max_length=20, choices=OwnKind)
    # Key of a column per heading, without accents or capitals.
    columns = models.JSONField("kolommen", default=dict)

    class Meta:
        verbose_name = "bekende koppen"
        verbose_name_plural = "bekende koppen"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], name="known_headings_once_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"koppen van {self.organisation}"
