"""What there is to come to, to ask and to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q

from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership, SharedQuerySet
from wwz.uitvoering.models import Initiative, Knelpunt, Woonservicezone
from wwz.werkplaats.models import Insight, InsightState, Question, QuestionState

PER_PAGE = 25
MOST_SHOWN = 5
# A werksessie or a board meeting is work; to these anybody may want to come.
OPEN_KINDS = (
    MeetingKind.LEZING,
    MeetingKind.WERKBEZOEK,
    MeetingKind.WERKPLAATS,
    MeetingKind.WIJKPLATFORM,
)


@dataclass(frozen=True)
class Overview:
    """The first page of the werkplaats."""

    coming: list[Meeting]
    questions: list[Question]
    unanswered: int
    insights: list[Insight]


def overview(actor: Actor, partnership: Partnership, *, now: datetime) -> Overview:
    """Five of each, newest or soonest first."""
    coming = (
        Meeting.objects.visible_to(actor)
        .filter(
            partnership=partnership,
            kind__in=OPEN_KINDS,
            state__in=(MeetingState.UITGENODIGD, MeetingState.BEZIG),
            ends_at__gte=now,
        )
        .order_by("starts_at")[:MOST_SHOWN]
    )
    questions = readable_questions(actor, partnership)
    answered = questions.filter(state=QuestionState.BEANTWOORD).order_by("-answered_at")
    return Overview(
        coming=list(coming),
        questions=list(answered[:MOST_SHOWN]),
        unanswered=questions.filter(state=QuestionState.GESTELD).count(),
        insights=list(readable_insights(actor, partnership)[:MOST_SHOWN]),
    )


def readable_questions(actor: Actor, partnership: Partnership) -> SharedQuerySet[Question]:
    return Question.objects.visible_to(actor).filter(partnership=partnership)


def readable_insights(actor: Actor, partnership: Partnership) -> SharedQuerySet[Insight]:
    return (
        Insight.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("organisation")
        .order_by("-shared_on", "title")
    )


def question_page(
    actor: Actor, partnership: Partnership, *, searched: str, state: str, number: str
) -> Page[Question]:
    """One page of questions, newest first, with words and stand as filters."""
    found = readable_questions(actor, partnership).select_related("zone", "answered_by")
    if searched:
        found = found.filter(Q(text__icontains=searched) | Q(answer__icontains=searched))
    if state in QuestionState.values:
        found = found.filter(state=state)
    return Paginator(found.order_by("-asked_at"), PER_PAGE).get_page(number)


def insight_page(
    actor: Actor, partnership: Partnership, *, searched: str, state: str, number: str
) -> Page[Insight]:
    """One page of lessons, newest first, with words and stand as filters."""
    found = readable_insights(actor, partnership)
    if searched:
        found = found.filter(Q(title__icontains=searched) | Q(lesson__icontains=searched))
    if state in InsightState.values:
        found = found.filter(state=state)
    return Paginator(found, PER_PAGE).get_page(number)


def threads_to_link(actor: Actor, insight: Insight) -> list[Knelpunt]:
    """Threads of this actor's partnerships on which the lesson does not stand yet."""
    found = Knelpunt.objects.visible_to(actor).filter(partnership__in=actor.partnership_ids)
    return list(found.exclude(pk__in=insight.knelpunten.values("pk")).order_by("title")[:100])


def zones_to_choose(actor: Actor, partnership: Partnership) -> SharedQuerySet[Woonservicezone]:
    return Woonservicezone.objects.visible_to(actor).filter(partnership=partnership)


def initiatives_to_choose(actor: Actor, partnership: Partnership) -> SharedQuerySet[Initiative]:
    return Initiative.objects.visible_to(actor).filter(partnership=partnership)
