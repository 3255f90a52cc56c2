"""One discussion under one object, with its comments and the reports about them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from wwz.partners.matrix import Reach
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet, Visibility
from wwz.partners.models.shared import READERS

if TYPE_CHECKING:
    from wwz.partners.actor import Actor


class Discussion(Shared):
    """The talk under one object; made when the first comment comes."""

    scope_paths = ("scope_id",)

    kind = models.CharField("soort", max_length=60)
    object_id = models.UUIDField("waaronder", unique=True)
    title = models.CharField("waarover", max_length=200)
    address = models.CharField("adres", max_length=300)
    # The zone, document or traject of the object, for whoever has a role there.
    scope_id = models.UUIDField("waarbinnen", null=True, blank=True)
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)

    objects = SharedQuerySet["Discussion"].as_manager()

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"

    def __str__(self) -> str:
        return self.title


class CommentState(models.TextChoices):
    WACHT_OP_CONTROLE = "wacht_op_controle", "wacht op controle"
    ZICHTBAAR = "zichtbaar", "zichtbaar"
    GEMELD = "gemeld", "gemeld"
    VERBORGEN = "verborgen", "verborgen"
    VERWIJDERD_DOOR_AUTEUR = "verwijderd_door_auteur", "verwijderd door de schrijver"


class CommentQuerySet(models.QuerySet["Comment"]):
    def seen_by(self, actor: Actor) -> Self:
        """What was said where this actor may read; opening an object up later shows no more."""
        seen = Q(visibility=Visibility.OPENBAAR)
        if actor.person_id is not None:
            seen |= Q(author=actor.person_id)
        for partnership_id in actor.partnership_ids:
            there = Q(discussion__partnership=partnership_id)
            for visibility, action in READERS:
                reach = actor.reach(action, partnership_id)
                if reach is Reach.ALL:
                    seen |= there & Q(visibility=visibility)
                elif reach is Reach.OWN and actor.scope_id is not None:
                    own = Q(discussion__scope_id=actor.scope_id)
                    seen |= there & own & Q(visibility=visibility)
        return self.filter(seen)


class Comment(models.Model):
    """What somebody says, for an organisation or for themselves. Plain text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discussion = models.ForeignKey(Discussion, verbose_name="gesprek", on_delete=models.CASCADE)
    answers = models.ForeignKey(
        "self",
        verbose_name="antwoord op",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
    )
    author = models.ForeignKey(
        Person, verbose_name="schrijver", null=True, blank=True, on_delete=models.SET_NULL
    )
    # How the writer is shown; for a visitor the first name that was filled in.
    author_name = models.CharField("naam", max_length=120)
    organisation = models.ForeignKey(
        Organisation, verbose_name="namens", null=True, blank=True, on_delete=models.PROTECT
    )
    text = models.TextField("tekst", max_length=4000)
    state = models.CharField(
        "stand", max_length=24, choices=CommentState, default=CommentState.ZICHTBAAR
    )
    made_at = models.DateTimeField("geschreven op")
    # Who could read along when it was written: nobody else does later, when more is opened up.
    visibility = models.CharField(
        "zichtbaar", max_length=10, choices=Visibility, default=Visibility.PARTNER
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"reactie van {self.author_name}"


class ReportDecision(models.TextChoices):
    OPEN = "open", "nog niet beoordeeld"
    BLIJFT_STAAN = "blijft_staan", "blijft staan"
    VERBORGEN = "verborgen", "verborgen"


class AbuseReport(models.Model):
    """Somebody says that a comment should not stand there; people decide, with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(
        Comment, verbose_name="reactie", on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.TextField("reden", max_length=1000)
    reporter = models.ForeignKey(
        Person, verbose_name="melder", null=True, blank=True, on_delete=models.SET_NULL
    )
    made_at = models.DateTimeField("gemeld op")
    decision = models.CharField(
        "besluit", max_length=12, choices=ReportDecision, default=ReportDecision.OPEN
    )
    decided_by = models.ForeignKey(
        Person,
        verbose_name="beoordeeld door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decision_reason = models.TextField("reden van het besluit", max_length=1000, blank=True)
    decided_at = models.DateTimeField("beoordeeld op", null=True, blank=True)

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"melding over {self.comment}"
