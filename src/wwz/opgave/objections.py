"""What people do with objections to a figure: send one, answer it, say that the figure is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications.services import (
    NOBODY_ANSWERS,
    notify_organisation,
    queue_mail,
)
from wwz.opgave.access import require_runner
from wwz.opgave.models import ANSWERED_STATES, Fact, FactObjection, ObjectionContact
from wwz.opgave.queries.published import newer_fact
from wwz.partners.access import refusal
from wwz.partners.actor import Actor
from wwz.partners.mail import full_address
from wwz.partners.matrix import Action
from wwz.partners.models import Membership, Organisation, Participation, Partnership, Role

CONTACT_KEPT = timedelta(days=90)
ANSWERERS = (Role.ANALIST, Role.PROGRAMMAMANAGER)


class AnswerMissingError(RuleBrokenError):
    """An objection closes only with an answer."""


class NoNewerFigureError(RuleBrokenError):
    """A figure is revised only by a newer one."""


@dataclass(frozen=True)
class NewObjection:
    text: str
    name: str = ""
    email: str = ""


@transaction.atomic
def send(actor: Actor, fact: Fact, given: NewObjection, *, now: datetime) -> FactObjection:
    """Say that a figure is not right. It is read by the analisten of the gemeente.

    Raises
    ------
    NotAllowedError
    """
    if not actor.may(Action.CONTEST_FIGURE):
        raise NotAllowedError(refusal(actor, Action.CONTEST_FIGURE))
    made = FactObjection.objects.create(fact=fact, text=given.text, name=given.name, sent_at=now)
    if given.email:
        ObjectionContact.objects.create(objection=made, email=given.email)
    record(made, "send", by=actor.by(), now=now, after={"state": made.state})
    tell_analysts(made, now=now)
    return made


def tell_analysts(objection: FactObjection, *, now: datetime) -> None:
    """A line for who answers in the partnerships of this gemeente; no words of the sender."""
    today, code = timezone.localdate(now), objection.fact.study.gemeente.code
    for partnership in Partnership.objects.filter(areas__code=code).distinct():
        parties = Participation.objects.valid(on=today).filter(partnership=partnership)
        held = Membership.objects.valid(on=today).filter(
            role__in=ANSWERERS, organisation__in=parties.values("organisation")
        )
        for organisation in Organisation.objects.filter(pk__in=held.values("organisation")):
            notify_organisation(
                organisation,
                ANSWERERS,
                f"Iemand zegt dat een cijfer niet klopt: {objection.fact}",
                reverse("opgave:objection", args=[objection.pk]),
                partnership=partnership,
                today=today,
                now=now,
            )


@transaction.atomic
def answer(
    actor: Actor, objection: FactObjection, text: str, *, release: bool, now: datetime
) -> FactObjection:
    """Answer for one's organisation; with ``release`` the words of the sender are shown as well.

    Raises
    ------
    NotAllowedError, AnswerMissingError, WrongStateError
    """
    require_runner(actor, objection.fact.study.gemeente)
    if not text.strip():
        raise AnswerMissingError("Schrijf eerst het antwoord.")
    move(
        objection,
        "answer",
        by=actor.by(),
        now=now,
        changes={
            "answer": text.strip(),
            "answered_by_id": actor.organisation_id,
            "answered_at": now,
            "released": release,
        },
    )
    mail_answer(objection, now=now)
    return objection


def mail_answer(objection: FactObjection, *, now: datetime) -> None:
    """Send the answer to who left an address."""
    contact = ObjectionContact.objects.filter(objection=objection).first()
    if contact is None:
        return
    address = full_address(reverse("opgave:fact", args=[objection.fact_id]))
    queue_mail(
        f"bezwaar:{objection.pk}",
        contact.email,
        "Antwoord op uw bezwaar tegen een cijfer",
        f"U schreef ons dat dit cijfer niet klopt: {objection.fact}.\n\n"
        f"Ons antwoord:\n{objection.answer}\n\n"
        f"Het staat ook bij het cijfer: {address}\n\n"
        f"Uw e-mailadres wissen wij over 90 dagen.\n\n{NOBODY_ANSWERS}",
        now=now,
    )


@transaction.atomic
def revise(actor: Actor, objection: FactObjection, *, now: datetime) -> FactObjection:
    """Say that the figure was worked out again because of this.

    Raises
    ------
    NotAllowedError, NoNewerFigureError, WrongStateError
    """
    require_runner(actor, objection.fact.study.gemeente)
    if newer_fact(objection.fact) is None:
        raise NoNewerFigureError(
            "Er is nog geen nieuwer cijfer. Vraag eerst een nieuwe analyse aan en kom dan terug."
        )
    move(objection, "revise", by=actor.by(), now=now)
    return objection


def forget_contacts(*, today: date) -> int:
    """Wipe the addresses of who was answered 90 days ago; how many."""
    old = ObjectionContact.objects.filter(
        objection__state__in=ANSWERED_STATES,
        objection__answered_at__date__lte=today - CONTACT_KEPT,
    )
    return old.delete()[0]
