"""Sending what waits in the outbox. A mail is sent at most once, and none is lost silently.

Before it is handed to the mail server a mail is put on `onderweg` and that is committed; so a
worker that dies in between never sends it again. Only when the server clearly said no does it
wait for another attempt. What nobody can know is parked as `mislukt`, with a sentence.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from wwz.notifications.models import MailState, OutgoingMail

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 240))
"""After each attempt that the server refused; after the last one the mail is parked."""
LOST_AFTER = timedelta(minutes=15)
AT_ONCE = 50
SECONDS_TO_ANSWER = 20
UNSURE = (
    "Het versturen brak af: niet bekend is of deze mail is aangekomen. Daarom wordt zij niet "
    "vanzelf nog eens verstuurd."
)
NOT_SET = (
    "Mail wordt niet verstuurd: EMAIL_URL is niet ingesteld. Berichten blijven in de uitgaande "
    "post staan. Stel EMAIL_URL in (zie docs/howto/settings.md) en start de worker opnieuw."
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round did. ``reached`` is false when the mail server did not answer."""

    sent: int = 0
    refused: int = 0
    reached: bool = True


def can_send() -> bool:
    """Whether mail leaves this site at all: a demo keeps it in the outbox."""
    return bool(settings.WWZ_SENDS_MAIL)


def send_due(*, now: datetime) -> Round:
    """Send what waits. When the server cannot be reached everything stays as it is."""
    park_lost(now=now)
    waiting = due(now)
    if not waiting or not can_send():
        return Round()
    connection = get_connection(timeout=SECONDS_TO_ANSWER)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("The mail server cannot be reached: %s", error)
        return Round(reached=False)
    sent = refused = 0
    try:
        for pk in waiting:
            mail = claim(pk, now=now)
            if mail is not None:
                went = hand_over(mail, connection, now=now)
                sent, refused = sent + went, refused + (not went)
    finally:
        connection.close()
    return Round(sent, refused)


def due(now: datetime) -> list[UUID]:
    waiting = OutgoingMail.objects.filter(state=MailState.WACHT, next_at__lte=now)
    return list(waiting.order_by("next_at").values_list("pk", flat=True)[:AT_ONCE])


def claim(pk: UUID, *, now: datetime) -> OutgoingMail | None:
    """Take a mail in hand; nothing when another worker was first."""
    taken = OutgoingMail.objects.filter(pk=pk, state=MailState.WACHT, next_at__lte=now).update(
        state=MailState.ONDERWEG, next_at=now + LOST_AFTER
    )
    return OutgoingMail.objects.get(pk=pk) if taken else None


def hand_over(mail: OutgoingMail, connection: BaseEmailBackend, *, now: datetime) -> bool:
    """Give it to the server and write down what became of it; whether it was sent."""
    try:
        connection.send_messages([message(mail)])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError) as error:
        wait_or_park(mail, str(error), now=now)
        return False
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("A mail broke off half way: %s", error)
        finish(mail, MailState.MISLUKT, problem=UNSURE)
        return False
    finish(mail, MailState.VERSTUURD, sent_at=now)
    return True


def message(mail: OutgoingMail) -> EmailMessage:
    """The mail as it goes out; the same number each time, so that a server can see a double."""
    made = EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={"Message-ID": f"<{mail.pk}@{settings.WWZ_MAIL_DOMAIN}>"},
    )
    if mail.calendar:
        made.attach("uitnodiging.ics", mail.calendar, "text/calendar; method=REQUEST")
    return made


def wait_or_park(mail: OutgoingMail, problem: str, *, now: datetime) -> None:
    """The server said no: try again later, with a growing pause, or give up."""
    attempts = mail.attempts + 1
    if attempts > len(PAUSES):
        logger.error("A mail was refused %s times and is parked: %s", attempts, mail.key)
        finish(mail, MailState.MISLUKT, attempts=attempts, problem=f"Geweigerd: {problem}"[:300])
        return
    finish(
        mail,
        MailState.WACHT,
        attempts=attempts,
        problem=f"Geweigerd: {problem}"[:300],
        next_at=now + PAUSES[attempts - 1],
    )


def finish(mail: OutgoingMail, state: MailState, **changes: object) -> None:
    """Write down what became of a mail that is in our hands, and of no other."""
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.ONDERWEG).update(
        **{"state": state, "problem": "", **changes}
    )


def park_lost(*, now: datetime) -> int:
    """Park what a worker had in hand when it died; how many."""
    lost = OutgoingMail.objects.filter(state=MailState.ONDERWEG, next_at__lte=now)
    return lost.update(state=MailState.MISLUKT, problem=UNSURE)
