"""A signaal comes in, is looked at, goes to the right place, and may be opened again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wwz.audit.log import By, record
from wwz.audit.states import move
from wwz.errors import RuleBrokenError
from wwz.meetings.workdays import add_workdays
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.mail import hashed
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Partnership, Person
from wwz.partners.roles import VISITOR, Role
from wwz.uitvoering import guard
from wwz.uitvoering.access import require_zone
from wwz.uitvoering.models import Channel, ContactDetail, Signaal, SignaalState, Woonservicezone
from wwz.uitvoering.sealing import Contact, seal, unseal

ANSWER_WITHIN = 15
"""Working days; whoever gave the signaal hears before the last of them."""
REOPEN_WITHIN = timedelta(days=30)
TEXT_KEPT = timedelta(days=365)
"""How long after closing the reporter's words stay: then only what it was about, where and how."""
OPEN_CONTACT_KEPT = timedelta(days=365)
"""How long contact details stay when nobody closes the signaal, from when it came in or again."""
ON_BEHALF = (Channel.PAPIER, Channel.TELEFOON, Channel.BALIE, Channel.BIJEENKOMST)
CLOSED = (SignaalState.BEANTWOORD, SignaalState.OPGELOST, SignaalState.OVERGEDRAGEN)
NOBODY = By(person=None, organisation=None, role=VISITOR)


class PointsToSomebodyError(RuleBrokenError):
    """The text holds what points to one person."""


class TooLateToReopenError(RuleBrokenError):
    """The signaal was closed longer ago than the reporter may open it again."""


@dataclass(frozen=True)
class NewSignaal:
    """What somebody tells. ``contact`` is sealed apart; ``reporter`` has no account on paper."""

    partnership: Partnership
    subject: str
    text: str
    channel: str = Channel.WEB
    zone: Woonservicezone | None = None
    quote: str = ""
    may_quote: bool = False
    contact: Contact = field(default_factory=Contact)
    reporter: Person | None = None
    # Through whom it came, when that was an organisation.
    via: Organisation | None = None
    received_on: date | None = None


@dataclass(frozen=True)
class Received:
    """The signaal with the secret of its link: known to the reporter, not to the database."""

    signaal: Signaal
    token: str


@transaction.atomic
def receive(actor: Actor, new: NewSignaal, *, now: datetime) -> Received:
    """Take in a signaal; at the desk on behalf of somebody who has no account.

    Raises
    ------
    NotAllowedError, PointsToSomebodyError
    """
    on_behalf = new.channel in ON_BEHALF
    action = Action.SUBMIT_ON_BEHALF if on_behalf else Action.SUBMIT_SIGNAL
    require_zone(actor, action, new.partnership, new.zone)
    about_groups = new.channel == Channel.PROFESSIONAL
    refuse_pointers(f"{new.subject}\n{new.text}\n{new.quote}", about_groups=about_groups)
    token = secrets.token_urlsafe(24)
    signaal = store(actor, new, token, timezone.localtime(now).date())
    if new.contact:
        keep_contact(signaal, new.contact)
    reporter = signaal.reporter_id if on_behalf else None
    after = {"state": signaal.state, "channel": signaal.channel, "zone": signaal.zone_id}
    record(signaal, "receive", by=actor.by(on_behalf_of=reporter), now=now, after=after)
    return Received(signaal, token)


def store(actor: Actor, new: NewSignaal, token: str, today: date) -> Signaal:
    received_on = new.received_on or today
    return Signaal.objects.create(
        partnership=new.partnership,
        zone=new.zone,
        channel=new.channel,
        subject=new.subject,
        text=new.text,
        quote=new.quote if new.may_quote else "",
        may_quote=new.may_quote,
        received_on=received_on,
        answer_by=add_workdays(received_on, ANSWER_WITHIN),
        reporter=reporter_of(actor, new),
        entered_by_id=actor.person_id,
        organisation_id=via_of(actor, new),
        token_sha256=hashed(token),
    )


def via_of(actor: Actor, new: NewSignaal) -> UUID | None:
    if new.channel == Channel.PROFESSIONAL:
        return actor.organisation_id
    return new.via.pk if new.via else None


def reporter_of(actor: Actor, new: NewSignaal) -> Person | None:
    """At the desk a person without an account, whose name stands in the sealed details only."""
    if new.channel in ON_BEHALF:
        return new.reporter or Person.objects.create(name="Melder zonder account")
    if new.channel == Channel.WEB and actor.role == Role.BEWONER and actor.person_id:
        return Person.objects.get(pk=actor.person_id)
    return new.reporter


def refuse_pointers(text: str, *, about_groups: bool = False) -> None:
    found = guard.find(text, about_groups=about_groups)
    if found:
        raise PointsToSomebodyError(
            f"In de tekst staat {guard.named(found)}. Haal dat weg: in een signaal staat niets "
            "waaraan één mens te herkennen is."
        )


# --- who told it ---


def keep_contact(signaal: Signaal, contact: Contact) -> ContactDetail:
    sealed = seal(contact, signaal.pk)
    kept, _ = ContactDetail.objects.update_or_create(signaal=signaal, defaults={"sealed": sealed})
    return kept


@transaction.atomic
def see_contact(actor: Actor, signaal: Signaal, *, now: datetime) -> Contact | None:
    """Open the details for the wijkmanager of the zone; every look stands in the log.

    Raises
    ------
    NotAllowedError, SealBrokenError
    """
    require(actor, Action.SEE_CONTACT, signaal)
    kept = ContactDetail.objects.filter(signaal=signaal).first()
    record(signaal, "see_contact", by=actor.by(), now=now, after={"found": kept is not None})
    return unseal(bytes(kept.sealed), signaal.pk) if kept else None


def contact_of(signaal: Signaal) -> Contact:
    """The details for sending an answer; not for showing: that is `see_contact`."""
    kept = ContactDetail.objects.filter(signaal=signaal).first()
    return unseal(bytes(kept.sealed), signaal.pk) if kept else Contact()


def forget_contacts(*, today: date) -> int:
    """Throw away the details whose time has passed, closed or not; how many."""
    long_ago = today - OPEN_CONTACT_KEPT
    never_closed = Q(keep_until=None, signaal__received_on__lt=long_ago) & (
        Q(signaal__reopened_on=None) | Q(signaal__reopened_on__lt=long_ago)
    )
    gone, _ = ContactDetail.objects.filter(Q(keep_until__lt=today) | never_closed).delete()
    return gone


def forget_texts(*, today: date) -> int:
    """Wipe what was told, and who told it, a year after closing; how many signalen."""
    over = Signaal.objects.filter(closed_on__lt=today - TEXT_KEPT)
    told = over.exclude(text="", quote="", reporter=None)
    return told.update(text="", quote="", reporter=None)


# --- triage ---


def look(actor: Actor, signaal: Signaal, *, now: datetime) -> None:
    require(actor, Action.TRIAGE, signaal)
    move(signaal, "look", by=actor.by(), now=now)


def take_up(actor: Actor, signaal: Signaal, *, now: datetime) -> None:
    require(actor, Action.TRIAGE, signaal)
    move(signaal, "take_up", by=actor.by(), now=now)


def ask_partner(
    actor: Actor, signaal: Signaal, organisation: Organisation, *, now: datetime
) -> None:
    """Ask another organisation to look at it; the team of the zone keeps answering for it."""
    require(actor, Action.TRIAGE, signaal)
    move(signaal, "ask_partner", by=actor.by(), now=now, changes={"asked": organisation})


@transaction.atomic
def place_in_zone(actor: Actor, signaal: Signaal, zone: Woonservicezone, *, now: datetime) -> None:
    """Give a signaal to the team of a zone: for who did not know where it belongs."""
    require(actor, Action.TRIAGE, signaal)
    if zone.partnership_id != signaal.partnership_id:
        raise RuleBrokenError("Deze zone hoort bij een ander samenwerkingsverband. Kies een zone "
                              "uit de lijst.")  # fmt: skip
    before = signaal.zone_id
    signaal.zone = zone
    signaal.save(update_fields=["zone"])
    record(signaal, "place_in_zone", by=actor.by(), now=now, before={"zone": before},
           after={"zone": zone.pk})  # fmt: skip


# --- open again ---


def may_reopen(signaal: Signaal, *, today: date) -> bool:
    closed = signaal.closed_on
    return signaal.state in CLOSED and closed is not None and today <= closed + REOPEN_WITHIN


def reopen_by_link(signaal: Signaal, *, now: datetime) -> None:
    """The reporter opens it again through the secret link, without an account."""
    by = NOBODY if signaal.reporter_id is None else By(signaal.reporter_id, None, VISITOR)
    reopen(signaal, by=by, now=now)


def reopen_at_desk(actor: Actor, signaal: Signaal, *, now: datetime) -> None:
    """Somebody calls or comes by: written down on their behalf."""
    require(actor, Action.SUBMIT_ON_BEHALF, signaal)
    reopen(signaal, by=actor.by(on_behalf_of=signaal.reporter_id), now=now)


@transaction.atomic
def reopen(signaal: Signaal, *, by: By, now: datetime) -> None:
    today = timezone.localtime(now).date()
    if signaal.state in CLOSED and not may_reopen(signaal, today=today):
        raise TooLateToReopenError(
            "Dit signaal is langer dan 30 dagen geleden afgerond. Geef een nieuw signaal: dan "
            "kijken wij er opnieuw naar."
        )
    changes = {
        "reopened_on": today,
        "closed_on": None,
        "answer_by": add_workdays(today, ANSWER_WITHIN),
    }
    move(signaal, "reopen", by=by, now=now, changes=changes)
    ContactDetail.objects.filter(signaal=signaal).update(keep_until=None)
