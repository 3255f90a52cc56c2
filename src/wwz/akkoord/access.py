"""Fetching with the right: what is foreign looks like what is not there."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from wwz.akkoord.models import Afspraak, Akkoord, FundingLine, Pledge, Revision, Signature
from wwz.akkoord.queries.ledger import PAID, PLACES, PROMISED
from wwz.partners.access import actor_of, allows, get_visible, refusal
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Shared

M = TypeVar("M", bound=Model)


def akkoord_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Akkoord]:
    actor = actor_of(request)
    found = get_visible(
        Akkoord.objects.select_related("partnership", "visie", "snapshot"), actor, pk
    )
    of_page(request, found.partnership)
    return actor, found


def afspraak_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Afspraak]:
    actor = actor_of(request)
    rows = Afspraak.objects.select_related(
        "akkoord", "partnership", "theme", "indicator"
    ).prefetch_related(PAID, PROMISED, PLACES)
    found = get_visible(rows, actor, pk)
    of_page(request, found.partnership)
    return actor, found


def revision_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Revision]:
    actor = actor_of(request)
    rows = Revision.objects.select_related("partnership", "afspraak", "afspraak__akkoord")
    found = get_visible(rows, actor, pk)
    of_page(request, found.partnership)
    return actor, found


def signature_in(akkoord: Akkoord, pk: str) -> Signature:
    """A party of an agreement that the actor may read."""
    return found_in(akkoord.signatures.all(), pk)


def pledge_in(afspraak: Afspraak, pk: str) -> Pledge:
    return found_in(afspraak.pledges.select_related("organisation"), pk)


def funding_in(afspraak: Afspraak, pk: str) -> FundingLine:
    return found_in(afspraak.funding.all(), pk)


def found_in(rows: QuerySet[M], pk: str) -> M:
    """The row with this id; what is no id is not there either."""
    try:
        found = rows.filter(pk=UUID(pk)).first()
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def permit(actor: Actor, action: Action, thing: Shared) -> None:
    """Refuse the page of a form to who may not send it."""
    if not allows(actor, action, thing):
        raise PermissionDenied(refusal(actor, action))
