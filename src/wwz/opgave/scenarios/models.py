"""A scenario that somebody kept. Its changes never change: another choice is a next version."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from wwz.areas.models import Area
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet

FORMAT = 1


class ScenarioState(models.TextChoices):
    CONCEPT = "concept", "concept"
    GEDEELD = "gedeeld", "gedeeld"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class ScenarioQuerySet(SharedQuerySet["Scenario"]):
    def visible_to(self, actor: Actor) -> Self:
        """For the partners once it is shared; before that for the organisation that made it."""
        return super().visible_to(actor).filter(~Q(state=ScenarioState.CONCEPT) | self.own(actor))


class Scenario(Shared):
    """Changes beside the base of one gemeente, with who made them and why."""

    organisation_paths = ("organisation",)
    author_paths = ("made_by",)

    gemeente = models.ForeignKey(
        Area, verbose_name="gemeente", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField("naam", max_length=80)
    reason = models.TextField("waarom dit scenario", max_length=1000)
    # As the engine reads them, in this version of the format.
    changes = models.JSONField("veranderingen")
    layout = models.PositiveSmallIntegerField("vorm van de veranderingen", default=FORMAT)
    version = models.PositiveSmallIntegerField("versie", default=1)
    follows = models.ForeignKey(
        "self", verbose_name="volgt op", null=True, blank=True, on_delete=models.PROTECT,
        related_name="later",
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, verbose_name="gemaakt door", on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        Person, verbose_name="gemaakt door persoon", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    made_at = models.DateTimeField("gemaakt op")
    state = models.CharField(
        "stand", max_length=12, choices=ScenarioState, default=ScenarioState.CONCEPT
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenario’s"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ScenarioState.values), name="scenario_state_is_known"
            ),
            models.UniqueConstraint(fields=["follows"], name="one_next_version_per_scenario"),
        ]
        indexes = [models.Index(fields=["partnership", "-made_at"], name="scenario_newest")]

    def __str__(self) -> str:
        return self.name if self.version == 1 else f"{self.name} (versie {self.version})"

    @property
    def key(self) -> str:
        """Stands in every fact of a study of this scenario."""
        return str(self.pk)

    def is_concept(self) -> bool:
        return self.state == ScenarioState.CONCEPT

    def is_withdrawn(self) -> bool:
        return self.state == ScenarioState.INGETROKKEN

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [change for change in self.changes if change["soort"] == kind]


def named(key: str) -> str:
    """Name of the scenario with this key; nothing when it is none of this site."""
    try:
        found = Scenario.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return ""
    return str(found or "")
