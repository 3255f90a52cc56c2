"""A few buurten with a team of their own."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.areas.models import Area
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet


class Woonservicezone(Shared):
    """Composed area with a wijkmanager, a team, a platform and a norm for reach on foot."""

    scope_paths = ("id",)

    name = models.CharField("naam", max_length=120)
    areas = models.ManyToManyField(Area, verbose_name="buurten")
    manager = models.ForeignKey(
        Person, verbose_name="wijkmanager", null=True, blank=True, on_delete=models.SET_NULL
    )
    # How far the basics may be, on foot.
    norm_metres = models.PositiveSmallIntegerField("norm in meters", default=500)

    objects = SharedQuerySet["Woonservicezone"].as_manager()

    class Meta:
        verbose_name = "woonservicezone"
        verbose_name_plural = "woonservicezones"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ZoneMember(models.Model):
    """An organisation in the team of a zone, with the person who does it when that is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.ForeignKey(
        Woonservicezone, verbose_name="zone", on_delete=models.CASCADE, related_name="team"
    )
    work = models.CharField("werk", max_length=60)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        Person, verbose_name="wie", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = "teamlid"
        verbose_name_plural = "teamleden"

    def __str__(self) -> str:
        return f"{self.work}: {self.organisation}"
