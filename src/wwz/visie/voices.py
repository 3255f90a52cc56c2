"""For whom somebody speaks about a visie: an organisation that is a party, or oneself."""

from __future__ import annotations

from uuid import UUID

from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.roles import Role
from wwz.visie.models import Visie


def organisation_voice(actor: Actor, visie: Visie) -> UUID | None:
    """The organisation whose position the actor may give, or nothing.

    A redacteur writes the text for everybody, so has no position to give.
    """
    if actor.role == Role.REDACTEUR:
        return None
    reach = actor.reach(Action.PROPOSE_AMENDMENT, visie.partnership_id)
    return actor.organisation_id if reach in (Reach.OWN, Reach.ALL) else None


def may_propose(actor: Actor, visie: Visie) -> bool:
    """Parties for themselves, residents as a person, the redacteur in the own text."""
    if organisation_voice(actor, visie) is not None:
        return True
    if actor.role == Role.REDACTEUR:
        return allows(actor, Action.PROPOSE_AMENDMENT, visie)
    reach = actor.reach(Action.PROPOSE_AMENDMENT, visie.partnership_id)
    return reach is Reach.ITEMS and actor.person_id is not None
