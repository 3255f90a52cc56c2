"""The tenant: a few organisations that work on wonen, welzijn en zorg in one area together."""

from __future__ import annotations

import uuid

from django.db import models

from wwz.areas.models import Area


class Partnership(models.Model):
    """One gemeente or several, with their partners. Nothing of one is seen by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField("naam in het adres", unique=True)
    name = models.CharField("naam", max_length=120)
    # The gemeenten it is about, in any year of layout.
    areas = models.ManyToManyField(Area, verbose_name="gemeenten", related_name="partnerships")
    # Empty while it is in oprichting: until its intentieovereenkomst is in force.
    in_force_since = models.DateField("van kracht sinds", null=True, blank=True)
    demo = models.BooleanField("verzonnen voor de demo", default=False)

    class Meta:
        verbose_name = "samenwerkingsverband"
        verbose_name_plural = "samenwerkingsverbanden"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
