"""Areas: a code means something only together with the year of its layout."""

import uuid
from typing import Any

from django.db import models

from wwz.areas.names import folded

COUNTRY = "NL00"
"""Code of the Netherlands, in every year."""


class Level(models.TextChoices):
    LAND = "land", "land"
    PROVINCIE = "provincie", "provincie"
    REGIO = "regio", "regio"
    GEMEENTE = "gemeente", "gemeente"
    WIJK = "wijk", "wijk"
    BUURT = "buurt", "buurt"
    PC4 = "pc4", "postcodegebied"


class Area(models.Model):
    """A gebied in the layout of one year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("code", max_length=20)
    year = models.PositiveSmallIntegerField("jaar van de indeling")
    level = models.CharField("soort gebied", max_length=10, choices=Level)
    name = models.CharField("naam", max_length=120)
    # How people type it: without accents, signs or capitals.
    search_name = models.CharField("zoeknaam", max_length=120, editable=False)
    parent = models.ForeignKey(
        "self",
        verbose_name="ligt in",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    gemeente = models.ForeignKey(
        "self",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="areas_within",
    )
    # GeoJSON in WGS84. A drawing for map and page; the database never computes with it.
    geometry = models.JSONField("grens", null=True, blank=True)

    class Meta:
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="one_area_per_code_and_year"),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="area_level_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["search_name"], name="area_by_search_name"),
            models.Index(fields=["level", "name"], name="area_by_level"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        self.search_name = folded(self.name)
        super().save(**kwargs)


class PostcodeOverlap(models.Model):
    """Which part of a postcode area lies in a wijk or buurt, measured on the map."""

    postcode = models.ForeignKey(
        Area, verbose_name="postcode", on_delete=models.CASCADE, related_name="overlaps"
    )
    area = models.ForeignKey(
        Area, verbose_name="gebied", on_delete=models.CASCADE, related_name="overlapping"
    )
    # Of the surface, not of the people: nobody knows in which part of a postcode they live.
    share = models.FloatField("deel van de oppervlakte")

    class Meta:
        verbose_name = "ligging van een postcode"
        verbose_name_plural = "ligging van postcodes"
        constraints = [
            models.UniqueConstraint(
                fields=["postcode", "area"], name="one_overlap_per_postcode_and_area"
            ),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=1), name="overlap_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.postcode.code} in {self.area.name}"
