"""How many days we keep what, for the page that promises it."""

from __future__ import annotations

from wwz.notifications import services as notifications
from wwz.opgave import objections
from wwz.partners.services import invitations
from wwz.uitvoering.services import feedback, signals
from wwz.werkplaats import services as werkplaats

PERIODS = {
    "contact": feedback.KEEP_CONTACT,
    "open_contact": signals.OPEN_CONTACT_KEPT,
    "text": signals.TEXT_KEPT,
    "question": werkplaats.EMAIL_KEPT,
    "objection": objections.CONTACT_KEPT,
    "invitation": invitations.KEPT,
    "read_notice": notifications.READ_NOTICE_KEPT,
    "unread_notice": notifications.UNREAD_NOTICE_KEPT,
    "mail": notifications.MAIL_KEPT,
    "unconfirmed": notifications.CONFIRM_WITHIN,
}


def days_kept() -> dict[str, int]:
    return {name: period.days for name, period in PERIODS.items()}
