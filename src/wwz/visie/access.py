"""Fetching what a page or verb is about, with the right to see it; else it is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from wwz.documents.models import DocumentVersion, Passage
from wwz.documents.queries import newest_version
from wwz.partners.access import allows, get_visible
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.visie.models import Amendment, Citation, Phase, Traject, Visie

TOGETHER = ("document", "traject", "partnership", "follows")


def get_visie(actor: Actor, pk: UUID) -> Visie:
    return get_visible(Visie.objects.select_related(*TOGETHER), actor, pk)


def get_version(visie: Visie) -> DocumentVersion:
    """The newest version of its text."""
    found = newest_version(visie.document_id)
    if found is None:
        raise Http404
    return found


def get_passage(actor: Actor, pk: UUID) -> tuple[Visie, Passage]:
    passage = Passage.objects.select_related("version__document").filter(pk=pk).first()
    if passage is None:
        raise Http404
    return visie_of(actor, passage), passage


def visie_of(actor: Actor, passage: Passage) -> Visie:
    seen = Visie.objects.visible_to(actor).select_related(*TOGETHER)
    visie = seen.filter(document=passage.version.document_id).first()
    if visie is None:
        raise Http404
    return visie


def get_citation(actor: Actor, pk: UUID) -> tuple[Visie, Citation]:
    citation = (
        Citation.objects.select_related(
            "fact__indicator", "fact__area", "fact__study", "passage__version__document"
        )
        .filter(pk=pk)
        .first()
    )
    if citation is None:
        raise Http404
    return visie_of(actor, citation.passage), citation


def get_amendment(actor: Actor, pk: UUID) -> tuple[Visie, Amendment]:
    """Seen by whoever may see both the amendment and the visie it is about."""
    together = ("passage__version__document", "organisation", "author")
    amendment = get_visible(Amendment.objects.select_related(*together), actor, pk)
    return visie_of(actor, amendment.passage), amendment


def get_traject(actor: Actor, pk: UUID) -> Traject:
    return get_visible(Traject.objects.select_related("partnership"), actor, pk)


def get_phase(actor: Actor, pk: UUID) -> Phase:
    phase = Phase.objects.select_related("traject__partnership").filter(pk=pk).first()
    if phase is None:
        raise Http404
    get_visible(Traject.objects.all(), actor, phase.traject_id)
    return phase


def may_write(actor: Actor, visie: Visie) -> bool:
    return visie.adopted_on is None and allows(actor, Action.EDIT_TEXT, visie)
