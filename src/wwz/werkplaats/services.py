"""Asking, answering, and handing on what was learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import RuleBrokenError
from wwz.notifications.services import notify_organisation, queue_mail
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership, Role, Visibility
from wwz.uitvoering.models import Initiative, Knelpunt, ThreadStep, Woonservicezone
from wwz.uitvoering.services.threads import add_entry
from wwz.werkplaats.models import Insight, Question, QuestionState

EMAIL_KEPT = timedelta(days=90)


class AnswerMissingError(RuleBrokenError):
    """Nothing closes without an answer."""


class NotAnotherThreadError(RuleBrokenError):
    """A lesson is for another thread than the one it came from."""


class NotSharedError(RuleBrokenError):
    """A thread may be read by more people than a lesson that is not shared yet."""


@dataclass(frozen=True)
class NewQuestion:
    text: str
    email: str = ""
    zone: Woonservicezone | None = None


@transaction.atomic
def ask(
    actor: Actor, partnership: Partnership, question: NewQuestion, *, now: datetime
) -> Question:
    """Ask something. It is read by the partners until a moderator puts it on the site."""
    require_in(actor, Action.COMMENT, partnership)
    made = Question.objects.create(
        partnership=partnership,
        zone=question.zone,
        text=question.text,
        asker_id=actor.person_id,
        email=question.email,
        asked_at=now,
    )
    record(made, "ask", by=actor.by(), now=now, after={"state": made.state})
    return made


@transaction.atomic
def answer(actor: Actor, question: Question, text: str, *, public: bool, now: datetime) -> Question:
    """Answer for one's organisation; with ``public`` question and answer go on the site.

    Raises
    ------
    AnswerMissingError, WrongStateError, NotAllowedError
    """
    require(actor, Action.MODERATE, question)
    if not text.strip():
        raise AnswerMissingError(
            "Schrijf eerst het antwoord. Zonder antwoord blijft de vraag open."
        )
    changes = {
        "answer": text,
        "answered_by_id": actor.organisation_id,
        "answered_at": now,
        "visibility": Visibility.OPENBAAR if public else Visibility.PARTNER,
    }
    move(question, "answer", by=actor.by(), now=now, changes=changes)
    if question.email:
        queue_mail(
            f"vraag-{question.pk}",
            question.email,
            "Antwoord op uw vraag",
            f"U vroeg:\n{question.text}\n\nOns antwoord:\n{text}",
            now=now,
            partnership=question.partnership,
        )
    return question


def forget_addresses(*, today: date) -> int:
    """Wipe the address of who asked, 90 days after the answer; how many were wiped."""
    return (
        Question.objects.filter(
            state=QuestionState.BEANTWOORD, answered_at__date__lte=today - EMAIL_KEPT
        )
        .exclude(email="")
        .update(email="")
    )


@dataclass(frozen=True)
class NewInsight:
    title: str
    lesson: str
    evidence: str
    initiative: Initiative | None = None


@transaction.atomic
def write_insight(
    actor: Actor, partnership: Partnership, insight: NewInsight, *, now: datetime
) -> Insight:
    """Write a lesson down for one's own organisation."""
    require_in(actor, Action.MANAGE_PROGRAMME, partnership)
    made = Insight.objects.create(
        partnership=partnership,
        title=insight.title,
        lesson=insight.lesson,
        evidence=insight.evidence,
        initiative=insight.initiative,
        organisation_id=actor.organisation_id,
    )
    record(made, "write", by=actor.by(), now=now, after={"state": made.state})
    return made


@transaction.atomic
def share(actor: Actor, insight: Insight, *, now: datetime, today: date) -> Insight:
    """Put the lesson on the site, for everybody."""
    require(actor, Action.MANAGE_PROGRAMME, insight)
    changes = {"shared_on": today, "visibility": Visibility.OPENBAAR}
    move(insight, "share", by=actor.by(), now=now, changes=changes)
    return insight


@transaction.atomic
def link_to_thread(
    actor: Actor, insight: Insight, knelpunt: Knelpunt, *, now: datetime, today: date
) -> None:
    """Show the lesson on a thread elsewhere. A link changes no state there.

    Raises
    ------
    NotSharedError, NotAnotherThreadError, NotAllowedError
    """
    require(actor, Action.TRIAGE, knelpunt)
    if insight.visibility != Visibility.OPENBAAR:
        raise NotSharedError(f"‘{insight}’ is nog niet gedeeld. Deel het eerst met iedereen.")
    own = insight.initiative_id is not None and insight.initiative_id == knelpunt.initiative_id
    if own or insight.knelpunten.filter(pk=knelpunt.pk).exists():
        raise NotAnotherThreadError(
            f"‘{insight}’ staat al bij ‘{knelpunt}’. Kies een andere draad."
        )
    insight.knelpunten.add(knelpunt)
    add_entry(
        knelpunt,
        ThreadStep.INZICHT,
        happened_on=today,
        title=insight.title,
        text=insight.lesson,
        now=now,
        address=f"/inzicht/{insight.pk}/",
    )
    record(insight, "link", by=actor.by(), now=now, after={"knelpunt": str(knelpunt.pk)})


@transaction.atomic
def hand_over(actor: Actor, insight: Insight, *, now: datetime, today: date) -> Insight:
    """Send a shared lesson to who reads along for the Rijk; they answer with a receipt."""
    require(actor, Action.ASK_REPORT, insight)
    move(insight, "hand_over", by=actor.by(), now=now)
    for part in insight.partnership.participation_set.valid(on=today).filter(role="meelezer"):
        notify_organisation(
            part.organisation,
            (Role.MEELEZER,),
            f"Een inzicht voor u: {insight.title}",
            f"/inzicht/{insight.pk}/",
            partnership=insight.partnership,
            today=today,
            now=now,
        )
    return insight


@transaction.atomic
def receive(actor: Actor, insight: Insight, receipt: str, *, now: datetime, today: date) -> Insight:
    """Confirm the receipt, and say what will be done with it.

    Raises
    ------
    AnswerMissingError, WrongStateError, NotAllowedError
    """
    require(actor, Action.RECEIVE_INSIGHTS, insight)
    if not receipt.strip():
        raise AnswerMissingError(
            "Schrijf op wat u met het inzicht doet. De partners die het deelden, lezen dat hier."
        )
    changes = {"receipt": receipt, "received_by_id": actor.organisation_id, "received_on": today}
    move(insight, "receive", by=actor.by(), now=now, changes=changes)
    if insight.organisation is not None:
        notify_organisation(
            insight.organisation,
            (Role.PROGRAMMAMANAGER, Role.ORGANISATIEBEHEERDER, Role.ORGANISATIEMEDEWERKER),
            f"Ontvangen door het Rijk: {insight.title}",
            f"/inzicht/{insight.pk}/",
            partnership=insight.partnership,
            today=today,
            now=now,
        )
    return insight
