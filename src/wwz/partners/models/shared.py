"""What everything of a partnership has: whose it is and who may see it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from wwz.partners.matrix import Action, Reach
from wwz.partners.models.partnerships import Partnership

if TYPE_CHECKING:
    from wwz.partners.actor import Actor


class Visibility(models.TextChoices):
    OPENBAAR = "openbaar", "openbaar"
    PARTNER = "partner", "voor partners"
    BESTUUR = "bestuur", "voor bestuurders"


READERS = ((Visibility.PARTNER, Action.READ_PARTNER), (Visibility.BESTUUR, Action.READ_BOARD))
NOTHING = Q(pk__in=[])
M = TypeVar("M", bound="Shared")


class SharedQuerySet(models.QuerySet[M]):
    def visible_to(self, actor: Actor) -> Self:
        """What this actor may read: the one door for pages, exports, mails and feeds."""
        seen = Q(visibility=Visibility.OPENBAAR)
        if actor.person_id is not None:
            for path in self.model.author_paths:
                seen |= Q(**{path: actor.person_id})
        for partnership_id in actor.partnership_ids:
            seen |= Q(partnership=partnership_id) & self.within(actor, partnership_id)
        return self.filter(seen)

    def within(self, actor: Actor, partnership_id: UUID) -> Q:
        """What is visible inside one partnership, besides what is public."""
        reaches = {seen: actor.reach(action, partnership_id) for seen, action in READERS}
        whole = [visibility for visibility, reach in reaches.items() if reach is Reach.ALL]
        part = [visibility for visibility, reach in reaches.items() if reach is Reach.OWN]
        seen = Q(visibility__in=whole) if whole else NOTHING
        return seen | (Q(visibility__in=part) & self.own(actor)) if part else seen

    def own(self, actor: Actor) -> Q:
        """What belongs to the actor's organisation, or to its zone, document or traject."""
        belongs = NOTHING
        for path in self.model.organisation_paths:
            if actor.organisation_id is not None:
                belongs |= self.reached(path, actor.organisation_id)
        for path in self.model.scope_paths:
            if actor.scope_id is not None:
                belongs |= self.reached(path, actor.scope_id)
        return belongs

    def reached(self, path: str, wanted: UUID) -> Q:
        """Rows that a path leads from; over another table as a subquery, so that none doubles."""
        if "__" not in path:
            return Q(**{path: wanted})
        return Q(pk__in=self.model._base_manager.filter(**{path: wanted}).values("pk"))


class Shared(models.Model):
    """Base of every object that a partnership owns.

    The paths say how an object hangs together with an organisation, with a scope (zone, document,
    traject) and with the person who made it; `visible_to` and `allows` read them.
    """

    organisation_paths: ClassVar[tuple[str, ...]] = ()
    scope_paths: ClassVar[tuple[str, ...]] = ()
    author_paths: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(
        Partnership,
        verbose_name="samenwerkingsverband",
        on_delete=models.CASCADE,
        related_name="+",
    )
    visibility = models.CharField(
        "zichtbaar", max_length=10, choices=Visibility, default=Visibility.PARTNER
    )

    class Meta:
        abstract = True
