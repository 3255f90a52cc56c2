"""Meeting, asking and learning together."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Person, Shared, SharedQuerySet, Visibility
from wwz.uitvoering.models import Initiative, Knelpunt, Woonservicezone


class QuestionState(models.TextChoices):
    GESTELD = "gesteld", "gesteld"
    BEANTWOORD = "beantwoord", "beantwoord"


class QuestionQuerySet(SharedQuerySet["Question"]):
    def within(self, actor: Actor, partnership_id: UUID) -> Q:
        """Also for who moderates: somebody must read a question before it is on the site."""
        seen = super().within(actor, partnership_id)
        reach = actor.reach(Action.MODERATE, partnership_id)
        if reach is Reach.ALL:
            return seen | Q(visibility=Visibility.PARTNER)
        return seen | self.own(actor) if reach is Reach.OWN else seen


class Question(Shared):
    """A resident's question. Only a moderator makes it public, with its answer."""

    author_paths = ("asker",)
    scope_paths = ("zone",)
    organisation_paths = ("answered_by",)

    zone = models.ForeignKey(
        Woonservicezone, verbose_name="zone", null=True, blank=True, on_delete=models.PROTECT
    )
    text = models.TextField("vraag", max_length=2000)
    asker = models.ForeignKey(
        Person, verbose_name="wie vraagt", null=True, blank=True, on_delete=models.SET_NULL
    )
    # For an answer by mail to somebody without an account; wiped 90 days after the answer.
    email = models.EmailField("e-mailadres", blank=True)
    asked_at = models.DateTimeField("gesteld op")
    state = models.CharField(
        "stand", max_length=12, choices=QuestionState, default=QuestionState.GESTELD
    )
    answer = models.TextField("antwoord", max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        Organisation, verbose_name="antwoord van", null=True, blank=True, on_delete=models.PROTECT
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.text[:60]


class InsightState(models.TextChoices):
    CONCEPT = "concept", "concept"
    GEDEELD = "gedeeld", "gedeeld"
    OVERGEDRAGEN = "overgedragen", "overgedragen aan het Rijk"
    ONTVANGEN = "ontvangen", "ontvangen door het Rijk"


class InsightQuerySet(SharedQuerySet["Insight"]):
    def within(self, actor: Actor, partnership_id: UUID) -> Q:
        """Also what was handed over to the Rijk, for who receives it there."""
        seen = super().within(actor, partnership_id)
        if actor.reach(Action.RECEIVE_INSIGHTS, partnership_id) is Reach.ALL:
            seen |= Q(state__in=(InsightState.OVERGEDRAGEN, InsightState.ONTVANGEN))
        return seen


class Insight(Shared):
    """A lesson with its evidence, shared in the partnership and handed on with a receipt."""

    organisation_paths = ("organisation",)

    title = models.CharField("titel", max_length=200)
    lesson = models.TextField("wat wij leerden", max_length=2000)
    evidence = models.TextField("waaruit dat blijkt", max_length=2000)
    organisation = models.ForeignKey(
        Organisation, verbose_name="van", null=True, blank=True, on_delete=models.PROTECT
    )
    initiative = models.ForeignKey(
        Initiative, verbose_name="initiatief", null=True, blank=True, on_delete=models.PROTECT
    )
    # Threads elsewhere that this lesson is for; a link changes nothing there.
    knelpunten = models.ManyToManyField(Knelpunt, verbose_name="ook voor", blank=True)
    state = models.CharField(
        "stand", max_length=12, choices=InsightState, default=InsightState.CONCEPT
    )
    shared_on = models.DateField("gedeeld op", null=True, blank=True)
    received_by = models.ForeignKey(
        Organisation,
        verbose_name="ontvangen door",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    received_on = models.DateField("ontvangen op", null=True, blank=True)
    receipt = models.TextField("wat ermee gebeurt", max_length=1000, blank=True)

    objects = InsightQuerySet.as_manager()

    class Meta:
        verbose_name = "leerinzicht"
        verbose_name_plural = "leerinzichten"
        ordering = ["-shared_on"]

    def __str__(self) -> str:
        return self.title
