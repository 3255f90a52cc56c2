"""The answer to who gave a signaal: without one nothing closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wwz.audit.log import record
from wwz.audit.states import WrongStateError, may_move, move
from wwz.errors import RuleBrokenError
from wwz.notifications.services import queue_mail
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.uitvoering.models import ContactDetail, Knelpunt, Signaal, Terugkoppeling
from wwz.uitvoering.models import TerugkoppelingWay as Way
from wwz.uitvoering.services.signals import contact_of

KEEP_CONTACT = timedelta(days=90)
"""How long contact details stay after closing, so that the reporter can still be reached."""
CLOSING = ("answer", "solve", "hand_over")


class NoFeedbackError(RuleBrokenError):
    """Closing was asked without an answer to the reporter."""


@dataclass(frozen=True)
class Letter:
    """What is told and how. Of ``geen_contact_mogelijk`` the text says what was tried."""

    way: str
    text: str


@transaction.atomic
def tell(actor: Actor, signaal: Signaal, letter: Letter, *, now: datetime) -> Terugkoppeling:
    """Give the reporter news; the signaal stays open.

    Raises
    ------
    NoFeedbackError, NotAllowedError
    """
    require(actor, Action.GIVE_FEEDBACK, signaal)
    if not letter.text.strip():
        raise NoFeedbackError(
            f"‘{signaal}’ heeft nog geen terugkoppeling. Schrijf wat u de melder vertelt, of wat u "
            "hebt geprobeerd als er geen contact mogelijk was."
        )
    today = timezone.localtime(now).date()
    sent = Terugkoppeling.objects.create(
        signaal=signaal, way=letter.way, text=letter.text, sent_on=today, sent_by_id=actor.person_id
    )
    if letter.way == Way.MAIL:
        send_mail(sent, now=now)
    record(signaal, "tell", by=actor.by(), now=now, after={"way": sent.way, "letter": sent.pk})
    return sent


def send_mail(sent: Terugkoppeling, *, now: datetime) -> None:
    address = contact_of(sent.signaal).email
    if not address:
        raise NoFeedbackError(
            "Van deze melder is geen e-mailadres bekend. Kies brief, telefoon of gesprek."
        )
    queue_mail(
        f"terugkoppeling-{sent.pk}",
        address,
        "Antwoord op uw signaal",
        sent.text,
        now=now,
        partnership=sent.signaal.partnership,
    )


@transaction.atomic
def close(
    actor: Actor, signaal: Signaal, verb: str, letter: Letter, *, now: datetime
) -> Terugkoppeling:
    """Answer, solve or hand over: each with the letter that makes it so.

    Raises
    ------
    NoFeedbackError, NotAllowedError, WrongStateError
    """
    if verb not in CLOSING:
        raise WrongStateError(
            "Afronden kan alleen als antwoord, als oplossing of door het over te dragen."
        )
    sent = tell(actor, signaal, letter, now=now)
    move(signaal, verb, by=actor.by(), now=now, changes={"closed_on": sent.sent_on})
    ContactDetail.objects.filter(signaal=signaal).update(keep_until=sent.sent_on + KEEP_CONTACT)
    return sent


@transaction.atomic
def answer_everyone(
    actor: Actor,
    knelpunt: Knelpunt,
    letters: Sequence[tuple[Signaal, Letter]],
    *,
    now: datetime,
    verb: str = "answer",
) -> list[Terugkoppeling]:
    """One press: everybody who gave a signaal about this hears; open signalen close with it."""
    require(actor, Action.GIVE_FEEDBACK, knelpunt)
    sent = []
    for signaal, letter in letters:
        if signaal.knelpunt_id != knelpunt.pk:
            raise RuleBrokenError(f"‘{signaal}’ hoort niet bij dit knelpunt.")
        if may_move(signaal, verb):
            sent.append(close(actor, signaal, verb, letter, now=now))
        else:
            sent.append(tell(actor, signaal, letter, now=now))
    return sent
