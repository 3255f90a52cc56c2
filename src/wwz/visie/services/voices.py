"""What organisations say: amendments with a decision, and positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.documents import services as documents
from wwz.documents.models import DocumentVersion, Passage
from wwz.errors import NotAllowedError
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.visie.errors import NotReadyError, NoVoiceError, ReasonMissingError
from wwz.visie.models import Amendment, AmendmentState, Position, Stance, Visie
from wwz.visie.services import texts
from wwz.visie.voices import may_propose, organisation_voice

TAKES_TEXT = ("accept", "accept_partly")


@dataclass(frozen=True)
class Decision:
    """What is decided about an amendment. With a text, that text comes in the passage."""

    verb: str
    reason: str
    text: str = ""
    edit: int = 0


@transaction.atomic
def propose(
    actor: Actor, visie: Visie, passage: Passage, *, text: str, reason: str, now: datetime
) -> Amendment:
    """Propose another text for a passage, for one's organisation or as a resident.

    Raises
    ------
    NotAllowedError, ReasonMissingError, NotReadyError, TextClosedError
    """
    if not may_propose(actor, visie):
        raise NotAllowedError(refusal(actor, Action.PROPOSE_AMENDMENT))
    version = documents.lock_writable(passage.version)
    require_open(version, now=now)
    if not reason.strip():
        raise ReasonMissingError("Schrijf waarom u een andere tekst wilt.")
    new_text = documents.written(text)
    if new_text == passage.text:
        raise NotReadyError("Uw tekst is gelijk aan de tekst die er staat. Wijzig iets.")
    amendment = Amendment.objects.create(
        partnership=visie.partnership,
        visibility=visie.visibility,
        passage=passage,
        organisation_id=organisation_voice(actor, visie),
        author_id=actor.person_id,
        old_text=passage.text,
        new_text=new_text,
        reason=reason.strip(),
        made_at=now,
    )
    record(amendment, "propose", by=actor.by(), now=now)
    return amendment


def require_open(version: DocumentVersion, *, now: datetime) -> None:
    until = version.open_until
    if until is not None and timezone.localdate(now) > until:
        raise NotReadyError(f"Reageren kon tot en met {until:%d-%m-%Y}.")


@transaction.atomic
def decide(
    actor: Actor, visie: Visie, amendment: Amendment, decision: Decision, *, now: datetime
) -> None:
    """Take it over, partly or not, with a reason; what is taken over comes in the text at once.

    Raises
    ------
    ReasonMissingError, EditConflictError, WrongStateError
    """
    require(actor, Action.EDIT_TEXT, visie)
    if not decision.reason.strip():
        raise ReasonMissingError("Schrijf de reden van het besluit. De indiener leest die.")
    takes_text = decision.verb in TAKES_TEXT
    if takes_text and not decision.text and amendment.passage.text != amendment.old_text:
        raise NotReadyError(
            "De passage is veranderd sinds dit voorstel. Schrijf de tekst zoals die moet worden."
        )
    changes = {"decision": decision.reason.strip(), "decided_at": now}
    move(amendment, decision.verb, by=actor.by(), now=now, changes=changes)
    if takes_text:
        texts.save_text(
            actor,
            amendment.passage,
            text=decision.text or amendment.new_text,
            edit=decision.edit or amendment.passage.edit,
            now=now,
        )


@transaction.atomic
def withdraw(actor: Actor, amendment: Amendment, *, now: datetime) -> None:
    """Take back an amendment of one's own organisation, or of oneself."""
    if not is_mine(actor, amendment):
        raise NotAllowedError("Alleen de indiener kan een wijzigingsvoorstel intrekken.")
    documents.lock_writable(amendment.passage.version)
    move(amendment, "withdraw", by=actor.by(), now=now, changes={"decided_at": now})


def is_mine(actor: Actor, amendment: Amendment) -> bool:
    """Whether the actor's organisation, or the actor as a person, proposed it."""
    if not actor.may(Action.PROPOSE_AMENDMENT):
        return False
    if amendment.organisation_id is not None:
        return amendment.organisation_id == actor.organisation_id
    return amendment.author_id is not None and amendment.author_id == actor.person_id


# --- positions ---


@dataclass(frozen=True)
class Opinion:
    """What an organisation thinks, and why."""

    stance: str
    reason: str = ""


@transaction.atomic
def give_position(
    actor: Actor,
    visie: Visie,
    version: DocumentVersion,
    opinion: Opinion,
    *,
    amendment: Amendment | None = None,
    now: datetime,
) -> Position:
    """Say for the own organisation what it thinks of a version or an amendment.

    Raises
    ------
    NoVoiceError, NotReadyError, ReasonMissingError
    """
    organisation = organisation_voice(actor, visie)
    if organisation is None:
        raise NoVoiceError(
            "U geeft hier geen standpunt, omdat u niet namens een partij werkt. Kies een andere "
            "pet."
        )
    stored = documents.lock_open(version)
    require_undecided(amendment)
    if opinion.stance != Stance.INSTEMMING and not opinion.reason.strip():
        raise ReasonMissingError("Schrijf waarom: zonder reden kan niemand er iets mee doen.")
    position = Position.objects.create(
        partnership=visie.partnership,
        visibility=visie.visibility,
        version=stored,
        amendment=amendment,
        organisation_id=organisation,
        stance=Stance(opinion.stance),
        reason=opinion.reason.strip(),
        given_at=now,
    )
    record(position, "give", by=actor.by(), now=now, after={"stance": position.stance})
    return position


def require_undecided(amendment: Amendment | None) -> None:
    if amendment is not None and amendment.state != AmendmentState.INGEDIEND:
        raise NotReadyError("Over dit wijzigingsvoorstel is al besloten.")
