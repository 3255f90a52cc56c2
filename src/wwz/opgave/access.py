"""Who may run studies and answer objections, and of which gemeenten: asked before every change."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from wwz.areas.models import Area
from wwz.errors import NotAllowedError
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership


def may_run_studies(actor: Actor) -> bool:
    """Whether this role requests, stops and retries studies at all; of which, `in_reach` says."""
    return actor.may(Action.RUN_ANALYSIS)


def may_run_for(actor: Actor, gemeente: str) -> bool:
    """Whether the actor may run studies of the gemeente with this code.

    Of a gemeente in a partnership only who does this work there; of a gemeente that nobody works
    for yet, everybody who does this work anywhere.
    """
    if not may_run_studies(actor):
        return False
    partnerships = list(
        Partnership.objects.filter(areas__code=gemeente).values_list("pk", flat=True).distinct()
    )
    return not partnerships or any(
        actor.reach(Action.RUN_ANALYSIS, pk) is Reach.ALL for pk in partnerships
    )


def require_runner(actor: Actor, gemeente: Area) -> None:
    """Refuse with a sentence what `may_run_for` does not allow.

    Raises
    ------
    NotAllowedError
    """
    if not may_run_studies(actor):
        raise NotAllowedError(
            "Alleen een analist of programmamanager kan een analyse aanvragen of stoppen. Vraag "
            "uw organisatiebeheerder om deze rol als u hem nodig hebt."
        )
    if not may_run_for(actor, gemeente.code):
        raise NotAllowedError(
            f"{gemeente.name} hoort bij een ander samenwerkingsverband. Vraag de analist daar om "
            "een analyse, of kies een andere pet."
        )


def in_reach(actor: Actor, gemeente: str) -> Q:
    """Rows whose gemeente the actor runs studies of; ``gemeente`` is the path to its code."""
    if not may_run_studies(actor):
        return Q(pk=None)
    reached = [
        pk for pk in actor.partnership_ids if actor.reach(Action.RUN_ANALYSIS, pk) is Reach.ALL
    ]
    taken = codes_in(Partnership.objects.all())
    own = codes_in(Partnership.objects.filter(pk__in=reached))
    return Q(**{f"{gemeente}__in": own}) | ~Q(**{f"{gemeente}__in": taken})


def codes_in(partnerships: QuerySet[Partnership]) -> QuerySet[Area, str]:
    return Area.objects.filter(partnerships__in=partnerships).values_list("code", flat=True)
