"""How a promise goes on and ends: with evidence, or with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wwz.akkoord.models import Afspraak
from wwz.akkoord.services.refusals import IncompleteError
from wwz.audit.states import move
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action

ENDINGS = ("realise", "realise_partly", "fail")


@transaction.atomic
def begin(actor: Actor, afspraak: Afspraak, *, now: datetime) -> Afspraak:
    """The first work on it has started."""
    require(actor, Action.MANAGE_PROGRAMME, afspraak)
    move(afspraak, "begin", by=actor.by(), now=now)
    return afspraak


@transaction.atomic
def end(actor: Actor, afspraak: Afspraak, verb: str, evidence: str, *, now: datetime) -> Afspraak:
    """Realised, partly or not: the party says so with what proves it.

    Raises
    ------
    IncompleteError, WrongStateError
    """
    require(actor, Action.APPROVE_REPORT, afspraak)
    if verb not in ENDINGS or not evidence.strip():
        raise IncompleteError(
            "Vul in waaruit dit blijkt: een telling, een document of een link. Zonder bewijs "
            "blijft de afspraak open."
        )
    move(afspraak, verb, by=actor.by(), now=now, changes={"ended_with": evidence})
    return afspraak
