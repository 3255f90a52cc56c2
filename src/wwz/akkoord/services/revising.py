"""Changing a promise in force: proposed, read with its effect, and adopted by every bound party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from wwz.akkoord.models import (
    Afspraak,
    AkkoordState,
    Consent,
    ConsentState,
    Revision,
    RevisionState,
)
from wwz.akkoord.queries.parties import bound_organisations
from wwz.akkoord.services.content import amount, content_of_afspraak, path_of
from wwz.akkoord.services.drafting import locked
from wwz.akkoord.services.mandates import euros_of, mandate_for
from wwz.akkoord.services.promising import replace_path
from wwz.akkoord.services.refusals import (
    FrozenError,
    IncompleteError,
    NotAPartyError,
    OpenRevisionError,
)
from wwz.audit.log import record
from wwz.audit.snapshots import freeze
from wwz.audit.states import move
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import MandateCover

UNDECIDED = (RevisionState.VOORGESTELD, RevisionState.INSTEMMING_GEVRAAGD)
DROP = "drop"
"""Among the changes: the whole promise lapses."""


@dataclass(frozen=True)
class Change:
    """What would be different; what is empty stays as it is."""

    words: str
    reason: str
    text: str = ""
    quantity: Decimal | None = None
    due_on: date | None = None
    path: Mapping[int, Decimal] | None = None
    drop: bool = False


def plain(change: Change) -> dict[str, Any]:
    """The changes under the names of the fields, as they are kept and frozen."""
    found: dict[str, Any] = {}
    if change.text:
        found["text"] = change.text
    if change.quantity is not None:
        found["quantity"] = amount(change.quantity)
    if change.due_on is not None:
        found["due_on"] = change.due_on.isoformat()
    if change.path is not None:
        found["path"] = [
            {"jaar": year, "hoeveel": amount(value)} for year, value in sorted(change.path.items())
        ]
    if change.drop:
        found[DROP] = True
    return found


def present(afspraak: Afspraak, names: Mapping[str, Any]) -> dict[str, Any]:
    """What stands there now, of the same fields."""
    now: dict[str, Any] = {
        "text": afspraak.text,
        "quantity": amount(afspraak.quantity),
        "due_on": afspraak.due_on.isoformat(),
        "path": path_of(afspraak),
        DROP: False,
    }
    return {name: now[name] for name in names}


@transaction.atomic
def propose(actor: Actor, afspraak: Afspraak, change: Change, *, now: datetime) -> Revision:
    """Write a change down and ask every bound party for its consent.

    Raises
    ------
    FrozenError, IncompleteError, OpenRevisionError
    """
    require(actor, Action.DRAFT_COMMITMENT, afspraak)
    akkoord = locked(afspraak.akkoord)
    if akkoord.state != AkkoordState.VAN_KRACHT:
        raise FrozenError(akkoord)
    if afspraak.revisions.filter(state__in=UNDECIDED).exists():
        raise OpenRevisionError(afspraak)
    afspraak.refresh_from_db()
    after = plain(change)
    before = present(afspraak, after)
    after = {name: value for name, value in after.items() if value != before[name]}
    if not after:
        raise IncompleteError("Dit voorstel verandert niets. Vul in wat er anders wordt.")
    revision = Revision.objects.create(
        partnership_id=afspraak.partnership_id,
        visibility=afspraak.visibility,
        afspraak=afspraak,
        reason=change.reason,
        words=change.words,
        before={name: before[name] for name in after},
        after=after,
        proposed_at=now,
    )
    record(revision, "propose", by=actor.by(), now=now, after={"fields": ", ".join(after)})
    ask(actor, revision, now=now)
    return revision


def ask(actor: Actor, revision: Revision, *, now: datetime) -> None:
    """One line per bound party; from here the proposal no longer changes."""
    Consent.objects.bulk_create(
        Consent(revision=revision, organisation=party)
        for party in bound_organisations(revision.afspraak)
    )
    move(revision, "ask", by=actor.by(), now=now)


def asked_of(actor: Actor, revision: Revision) -> Consent:
    require(actor, Action.SIGN, revision.afspraak.akkoord)
    locked(revision.afspraak.akkoord)
    revision.refresh_from_db()
    consent = revision.consents.filter(organisation=actor.organisation_id).first()
    if consent is None:
        raise NotAPartyError(
            "Uw organisatie is niet gebonden aan deze afspraak en hoeft niet in te stemmen."
        )
    return consent


def mandated(actor: Actor, revision: Revision, now: datetime) -> dict[str, object]:
    """Who gives the consent, when, and with which mandate."""
    afspraak = revision.afspraak
    euros = euros_of(afspraak.akkoord, actor.organisation_id, afspraak)
    today = timezone.localtime(now).date()
    mandate = mandate_for(actor, MandateCover.BIJSTELLING, euros, today=today)
    return {"given_at": now, "given_by_id": actor.person_id, "mandate": mandate}


@transaction.atomic
def consent(actor: Actor, revision: Revision, *, now: datetime) -> Revision:
    """Say yes for the actor's organisation; the last yes adopts and applies the change.

    Raises
    ------
    NotAPartyError, NoMandateError, WrongStateError
    """
    given = asked_of(actor, revision)
    move(given, "consent", by=actor.by(), now=now, changes=mandated(actor, revision, now))
    waiting = revision.consents.exclude(state=ConsentState.INGESTEMD)
    if revision.state == RevisionState.INSTEMMING_GEVRAAGD and not waiting.exists():
        adopt(actor, revision, now=now)
    return revision


@transaction.atomic
def object_to(actor: Actor, revision: Revision, reason: str, *, now: datetime) -> Revision:
    """Say no: one bound party is enough for the promise to stay as it was signed."""
    given = asked_of(actor, revision)
    if not reason.strip():
        raise IncompleteError("Vul in waarom u niet instemt: de anderen lezen dat.")
    changes = {**mandated(actor, revision, now), "reason": reason}
    move(given, "refuse", by=actor.by(), now=now, changes=changes)
    move(revision, "reject", by=actor.by(), now=now)
    return revision


def adopt(actor: Actor, revision: Revision, *, now: datetime) -> None:
    """Apply what all consented to.

    The database lets the change pass only while the revision is adopted and has no snapshot of
    its own yet: within this function. See docs/decisions/0011-signed-is-final.md.
    """
    move(revision, "pass_by_consent", by=actor.by(), now=now)
    afspraak = revision.afspraak
    apply(afspraak, revision.after)
    if revision.after.get(DROP):
        move(afspraak, "drop", by=actor.by(), now=now)
    afspraak = Afspraak.objects.get(pk=afspraak.pk)
    revision.snapshot = freeze(revision, content_of_revision(revision, afspraak), now=now)
    revision.save(update_fields=["snapshot"])
    revision.afspraak = afspraak


def apply(afspraak: Afspraak, changes: Mapping[str, Any]) -> None:
    """Write the adopted values into the promise."""
    found: dict[str, object] = {}
    if "text" in changes:
        found["text"] = changes["text"]
    if "quantity" in changes:
        found["quantity"] = Decimal(changes["quantity"])
    if "due_on" in changes:
        found["due_on"] = date.fromisoformat(changes["due_on"])
    for name, value in found.items():
        setattr(afspraak, name, value)
    if found:
        afspraak.save(update_fields=list(found))
    if "path" in changes:
        replace_path(afspraak, {row["jaar"]: Decimal(row["hoeveel"]) for row in changes["path"]})


def content_of_revision(revision: Revision, afspraak: Afspraak) -> dict[str, Any]:
    signed = afspraak.akkoord.snapshot
    given = revision.consents.select_related("organisation").order_by("organisation__name")
    return {
        "akkoord": str(afspraak.akkoord_id),
        "getekende_tekst_sha256": signed.sha256 if signed else None,
        "bijstelling": revision.words,
        "reden": revision.reason,
        "was": revision.before,
        "wordt": revision.after,
        "instemming": [
            {"partij": str(one.organisation_id), "naam": one.organisation.name,
             "op": one.given_at, "mandaat": one.mandate_id}
            for one in given
        ],
        "afspraak": content_of_afspraak(afspraak),
    }  # fmt: skip
