"""From offering to in force: what is signed is a frozen text, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wwz.akkoord.models import (
    Akkoord,
    AkkoordKind,
    AkkoordState,
    Consent,
    ConsentState,
    Pledge,
    PledgeRole,
    Revision,
    RevisionState,
    Signature,
    SignatureState,
)
from wwz.akkoord.queries.parties import SIGNED
from wwz.akkoord.services.content import content_of_akkoord, is_as_agreed
from wwz.akkoord.services.drafting import locked, locked_draft
from wwz.akkoord.services.mandates import euros_of, mandate_for
from wwz.akkoord.services.refusals import (
    FrozenError,
    IncompleteError,
    NotAPartyError,
    NotAsAgreedError,
    WrongDateError,
)
from wwz.audit.log import By, record
from wwz.audit.snapshots import freeze
from wwz.audit.states import move
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Mandate, MandateCover, Visibility


@dataclass(frozen=True)
class Reservation:
    """Whose decision must still follow, and until when the others wait for it."""

    text: str
    until: date


# --- offering and taking back ---


@transaction.atomic
def offer(actor: Actor, akkoord: Akkoord, *, now: datetime) -> Akkoord:
    """Freeze the whole content and ask every party to sign it.

    Raises
    ------
    FrozenError, IncompleteError
    """
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    require_complete(locked_draft(akkoord))
    snapshot = freeze(akkoord, content_of_akkoord(akkoord), now=now)
    move(akkoord, "offer", by=actor.by(), now=now, changes={"snapshot": snapshot})
    return akkoord


def require_complete(akkoord: Akkoord) -> None:
    """Refuse to offer what binds nobody, says nothing, or speaks for a party without its yes."""
    asked = akkoord.signatures.filter(required=True)
    if asked.count() < 1 or akkoord.signatures.count() < 2:
        raise IncompleteError(
            "Een akkoord heeft minstens twee partijen, en minstens één die moet tekenen. Voeg "
            "eerst partijen toe."
        )
    promises = list(akkoord.afspraken.prefetch_related("pledges__organisation"))
    if not promises and akkoord.kind != AkkoordKind.INTENTIEOVEREENKOMST:
        raise IncompleteError("Er staat nog geen afspraak in. Schrijf er minstens één.")
    for afspraak in promises:
        pledges = list(afspraak.pledges.all())
        if not any(pledge.role == PledgeRole.TREKKER for pledge in pledges):
            raise IncompleteError(
                f"Afspraak {afspraak.number} heeft geen trekker. Leg vast wie haar trekt."
            )
        require_confirmed(afspraak.number, pledges)


def require_confirmed(number: int, pledges: Iterable[Pledge]) -> None:
    for pledge in pledges:
        if pledge.pledged_at is None:
            raise IncompleteError(
                f"Bij afspraak {number} heeft {pledge.organisation} haar inzet nog niet zelf "
                "toegezegd. Vraag haar om dat te doen, of haal het voorstel weg."
            )


@transaction.atomic
def take_back(actor: Actor, akkoord: Akkoord, *, now: datetime) -> Akkoord:
    """Make it a draft again; every signature lapses, for nobody signed the next text."""
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    locked(akkoord)
    move(akkoord, "take_back", by=actor.by(), now=now, changes={"snapshot": None})
    for signature in akkoord.signatures.exclude(state=SignatureState.GEVRAAGD):
        move(signature, "void", by=actor.by(), now=now, changes=EMPTY)
    return akkoord


EMPTY: dict[str, object] = {
    "signed_at": None, "signed_by": None, "mandate": None, "snapshot": None,
    "reservation": "", "reservation_until": None, "reason": "",
}  # fmt: skip


@transaction.atomic
def show_to(actor: Actor, akkoord: Akkoord, visibility: Visibility, *, now: datetime) -> None:
    """Who may read it; no part of what is signed."""
    require(actor, Action.OFFER_FOR_SIGNING, akkoord)
    before = akkoord.visibility
    akkoord.visibility = visibility
    akkoord.save(update_fields=["visibility"])
    akkoord.afspraken.update(visibility=visibility)
    Revision.objects.filter(afspraak__akkoord=akkoord).update(visibility=visibility)
    record(
        akkoord, "show_to", by=actor.by(), now=now,
        before={"visibility": before}, after={"visibility": visibility},
    )  # fmt: skip


# --- signing ---


@transaction.atomic
def sign(
    actor: Actor, akkoord: Akkoord, *, reservation: Reservation | None = None, now: datetime
) -> Signature:
    """Sign for the actor's organisation; the last signature that is needed puts it in force.

    Raises
    ------
    NotAPartyError, NoMandateError, NotAsAgreedError, IncompleteError, WrongDateError
    """
    stored, signature = asked_of(actor, akkoord)
    today = timezone.localtime(now).date()
    euros = euros_of(stored, actor.organisation_id)
    mandate = mandate_for(actor, MandateCover.AKKOORD, euros, today=today)
    require_reservation(mandate, reservation, stored, today)
    if not is_as_agreed(stored):
        raise NotAsAgreedError(stored)
    changes: dict[str, object] = {
        "signed_at": now, "signed_by_id": actor.person_id, "mandate": mandate,
        "snapshot": stored.snapshot,
    }  # fmt: skip
    verb = "sign"
    if reservation is not None:
        verb = "sign_with_reservation"
        changes |= {"reservation": reservation.text, "reservation_until": reservation.until}
    move(signature, verb, by=actor.by(), now=now, changes=changes)
    enter_into_force(stored, by=actor.by(), now=now)
    akkoord.refresh_from_db()
    return signature


def asked_of(actor: Actor, akkoord: Akkoord) -> tuple[Akkoord, Signature]:
    """The agreement under a lock, and the line of the actor's organisation in it."""
    require(actor, Action.SIGN, akkoord)
    # Locked, so that two last parties cannot sign past each other.
    stored = locked(akkoord)
    if stored.state not in (AkkoordState.TER_ONDERTEKENING, AkkoordState.VAN_KRACHT):
        raise IncompleteError(
            f"‘{stored}’ is {stored.get_state_display()}: er valt nu niets te tekenen. Wacht tot "
            "de programmamanager het ter ondertekening geeft."
        )
    signature = stored.signatures.filter(organisation=actor.organisation_id).first()
    if signature is None:
        raise NotAPartyError(
            "Uw organisatie is geen partij bij dit akkoord en kan niet tekenen. Vraag de "
            "programmamanager om haar als partij toe te voegen."
        )
    return stored, signature


def require_reservation(
    mandate: Mandate, reservation: Reservation | None, akkoord: Akkoord, today: date
) -> None:
    """A mandate that waits for somebody else's decision signs with a reservation, with an end."""
    if reservation is None:
        if mandate.subject_to:
            raise IncompleteError(
                f"U tekent onder voorbehoud van {mandate.subject_to}. Vul in tot wanneer het "
                "voorbehoud geldt."
            )
        return
    if not reservation.text.strip():
        raise IncompleteError("Vul in waarvan uw handtekening nog afhangt.")
    if not today < reservation.until <= akkoord.ends_on:
        raise WrongDateError(
            "Kies voor het einde van het voorbehoud een dag na vandaag en voor het einde van het "
            "akkoord."
        )


def enter_into_force(akkoord: Akkoord, *, by: By, now: datetime) -> bool:
    """Put it in force when every required party has signed; whether that happened."""
    waiting = akkoord.signatures.filter(required=True).exclude(
        state__in=SIGNED, snapshot=akkoord.snapshot
    )
    if akkoord.state != AkkoordState.TER_ONDERTEKENING or waiting.exists():
        return False
    today = timezone.localtime(now).date()
    move(akkoord, "enter_into_force", by=by, now=now, changes={"starts_on": today})
    for afspraak in akkoord.afspraken.all():
        move(afspraak, "settle", by=by, now=now)
    partnership = akkoord.partnership
    if akkoord.kind == AkkoordKind.INTENTIEOVEREENKOMST and not partnership.in_force_since:
        partnership.in_force_since = today
        partnership.save(update_fields=["in_force_since"])
        record(partnership, "found", by=by, now=now, after={"in_force_since": today})
    return True


@transaction.atomic
def refuse(actor: Actor, akkoord: Akkoord, reason: str, *, now: datetime) -> Signature:
    """Say no for the actor's organisation, with a reason that the others read."""
    stored, signature = asked_of(actor, akkoord)
    today = timezone.localtime(now).date()
    euros = euros_of(stored, actor.organisation_id)
    mandate = mandate_for(actor, MandateCover.AKKOORD, euros, today=today)
    if not reason.strip():
        raise IncompleteError("Vul in waarom uw organisatie niet tekent: de anderen lezen dat.")
    changes = {"reason": reason, "signed_by_id": actor.person_id, "mandate": mandate}
    move(signature, "refuse", by=actor.by(), now=now, changes=changes)
    return signature


@transaction.atomic
def lift_reservation(actor: Actor, akkoord: Akkoord, *, now: datetime) -> Signature:
    """The decision that the signature waited for has come: it now holds without reservation."""
    _, signature = asked_of(actor, akkoord)
    mandate_to_change(actor, akkoord, now)
    move(signature, "lift_reservation", by=actor.by(), now=now)
    return signature


@transaction.atomic
def withdraw(actor: Actor, akkoord: Akkoord, reason: str, *, now: datetime) -> Signature:
    """Leave an agreement in force; what the others promised each other stays.

    Raises
    ------
    FrozenError, IncompleteError, NoMandateError
    """
    stored, signature = asked_of(actor, akkoord)
    if stored.state != AkkoordState.VAN_KRACHT:
        raise FrozenError(stored)
    mandate_to_change(actor, akkoord, now)
    asked = Consent.objects.filter(
        revision__afspraak__akkoord=stored,
        revision__state=RevisionState.INSTEMMING_GEVRAAGD,
        organisation=actor.organisation_id,
        state=ConsentState.GEVRAAGD,
    )
    if asked.exists():
        raise IncompleteError(
            "Uw organisatie moet eerst beslissen over een bijstelling die voorligt. Stem in of "
            "stem niet in, en treed daarna uit."
        )
    if not reason.strip():
        raise IncompleteError("Vul in waarom uw organisatie uittreedt: de anderen lezen dat.")
    move(signature, "withdraw", by=actor.by(), now=now, changes={"reason": reason})
    return signature


def mandate_to_change(actor: Actor, akkoord: Akkoord, now: datetime) -> Mandate:
    today = timezone.localtime(now).date()
    euros = euros_of(akkoord, actor.organisation_id)
    return mandate_for(actor, MandateCover.AKKOORD, euros, today=today)
