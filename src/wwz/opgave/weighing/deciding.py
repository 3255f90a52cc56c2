"""What people do with a proposal: keep it, put it before the board, decide, refuse, postpone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications.services import notify_organisation
from wwz.opgave.weighing.models import (
    AnswerKind,
    Proposal,
    ProposalState,
    Weighing,
    WeighingAnswer,
)
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Participation, Partnership, Role

DECISIONS = ("decide", "reject", "postpone")
SENTENCES = {
    "decide": "Er is besloten over een voorstel",
    "reject": "Een voorstel is afgewezen",
    "postpone": "Een voorstel is uitgesteld",
}


class NothingToProposeError(RuleBrokenError):
    """Of a question without an outcome, or with clashing limits, no proposal is made."""


class DecisionMissesError(RuleBrokenError):
    """A decision without a meeting, a day or a reason."""


@dataclass(frozen=True)
class Words:
    """What somebody calls a proposal, and why it is made."""

    title: str
    reason: str


@dataclass(frozen=True)
class Decision:
    """In which meeting, on which day and why."""

    decided_in: str
    decided_on: date
    because: str


def newest_answer(weighing: Weighing) -> WeighingAnswer | None:
    """The one that was worked out best: the exact one as soon as it is there."""
    found = {one.kind: one for one in weighing.answers.all()}
    return found.get(AnswerKind.EXACT) or found.get(AnswerKind.FIRST)


@transaction.atomic
def keep(actor: Actor, weighing: Weighing, words: Words, *, now: datetime) -> Proposal:
    """A proposal of the outcome as it stands now.

    Raises
    ------
    NotAllowedError, NothingToProposeError
    """
    require(actor, Action.WEIGH, weighing)
    answer = newest_answer(weighing)
    if answer is None or not answer.content["chosen"]:
        raise NothingToProposeError(
            "Deze afweging heeft geen programma. Maak de grenzen ruimer en reken opnieuw."
        )
    new = Proposal(weighing=weighing, answer=answer, content=answer.content)
    return save(actor, new, words, now=now)


@transaction.atomic
def keep_variant(
    actor: Actor, parent: Proposal, swap: Mapping[str, Any], words: Words, *, now: datetime
) -> Proposal:
    """A proposal with two projects swapped, as the engine worked the swap out.

    ``swap`` is what the live worker answered: what changes, and the whole programme after it.

    Raises
    ------
    NotAllowedError
    """
    require(actor, Action.WEIGH, parent)
    new = Proposal(
        weighing=parent.weighing,
        answer=parent.answer,
        parent=parent,
        content=swap["answer"],
        swap={key: value for key, value in swap.items() if key != "answer"},
    )
    return save(actor, new, words, now=now)


def save(actor: Actor, new: Proposal, words: Words, *, now: datetime) -> Proposal:
    organisation = actor.organisation_id
    if organisation is None:
        raise NotAllowedError(refusal(actor, Action.WEIGH))
    new.partnership_id = new.weighing.partnership_id
    new.visibility = new.weighing.visibility
    new.title, new.reason = words.title.strip(), words.reason.strip()
    new.organisation_id, new.made_by_id, new.made_at = organisation, actor.person_id, now
    # One at a time: a second click finds what the first kept.
    Partnership.objects.select_for_update().get(pk=new.partnership_id)
    same = Proposal.objects.filter(
        weighing=new.weighing, answer=new.answer, parent=new.parent, organisation=organisation,
        title=new.title, reason=new.reason, state=ProposalState.CONCEPT,
    )  # fmt: skip
    kept = next((one for one in same if one.content == new.content), None)
    if kept is not None:
        return kept
    new.save()
    record(new, "add", by=actor.by(), now=now, after={"state": new.state})
    return new


@transaction.atomic
def submit(actor: Actor, proposal: Proposal, *, now: datetime) -> None:
    """Put it before the board; every party with a bestuurder hears of it.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    require(actor, Action.SUBMIT_PROPOSAL, proposal)
    move(proposal, "submit", by=actor.by(), now=now, changes={"submitted_at": now})
    tell(proposal, "Er ligt een voorstel voor u klaar", (Role.BESTUURDER,), now=now)


@transaction.atomic
def settle(
    actor: Actor, proposal: Proposal, verb: str, decision: Decision, *, now: datetime
) -> None:
    """Decide, reject or postpone; never without a meeting, a day and a reason.

    Raises
    ------
    NotAllowedError, DecisionMissesError, WrongStateError
    """
    require(actor, Action.DECIDE_PROPOSAL, proposal)
    if verb not in DECISIONS:
        raise DecisionMissesError("Kies besluiten, afwijzen of uitstellen.")
    today = timezone.localtime(now).date()
    if not decision.because.strip() or not decision.decided_in.strip():
        raise DecisionMissesError(
            "Schrijf in welk overleg dit is besloten, en waarom. Partners lezen dat terug."
        )
    if decision.decided_on > today:
        raise DecisionMissesError(
            "Deze dag ligt in de toekomst. Leg het besluit vast als het is genomen."
        )
    changes = {
        "decided_in": decision.decided_in.strip(),
        "decided_on": decision.decided_on,
        "because": decision.because.strip(),
        "decided_for_id": actor.organisation_id,
        "decided_by_id": actor.person_id,
    }
    move(proposal, verb, by=actor.by(), now=now, changes=changes)
    tell(proposal, SENTENCES[verb], (Role.PROGRAMMAMANAGER, Role.ANALIST), now=now)


def tell(proposal: Proposal, words: str, to: tuple[str, ...], *, now: datetime) -> None:
    """A line for the people of these roles at every party."""
    today = timezone.localtime(now).date()
    parties = Participation.objects.valid(on=today).filter(partnership=proposal.partnership_id)
    for organisation in Organisation.objects.filter(pk__in=parties.values("organisation")):
        notify_organisation(
            organisation,
            to,
            f"{words}: {proposal}",
            reverse("weighing:proposal", args=[proposal.pk]),
            partnership=proposal.partnership,
            today=today,
            now=now,
        )
