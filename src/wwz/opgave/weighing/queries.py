"""What the pages of weighing read; what is foreign looks like what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

from wwz.areas.models import Area, Level
from wwz.opgave.models import Study
from wwz.opgave.own.counting import newest_areas
from wwz.opgave.queries.published import areas_of
from wwz.opgave.weighing.asking import sites_in
from wwz.opgave.weighing.models import AnswerKind, Proposal, Weighing, WeighingAnswer
from wwz.partners.access import actor_of, get_visible
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.models import Partnership, SharedQuerySet

PER_PAGE = 50
MOST_COMPARED = 4
NEWEST = 8


def weighing_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Weighing]:
    actor = actor_of(request)
    rows = Weighing.objects.select_related("partnership", "organisation", "study__gemeente")
    found = get_visible(
        rows.defer("study__gemeente__geometry").prefetch_related("answers"), actor, pk
    )
    of_page(request, found.partnership)
    return actor, found


def proposal_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Proposal]:
    actor = actor_of(request)
    found = get_visible(proposals_whole(), actor, pk)
    of_page(request, found.partnership)
    return actor, found


def proposals_whole() -> SharedQuerySet[Proposal]:
    return Proposal.objects.select_related(
        "partnership", "organisation", "decided_for", "parent", "answer",
        "weighing__study__gemeente", "weighing__organisation",
    ).defer("weighing__study__gemeente__geometry")  # fmt: skip


def answers_of(weighing: Weighing) -> tuple[WeighingAnswer | None, WeighingAnswer | None]:
    """The first answer, and the one that counts now."""
    found = {one.kind: one for one in weighing.answers.all()}
    first = found.get(AnswerKind.FIRST)
    return first, found.get(AnswerKind.EXACT) or first


def newest_weighings(actor: Actor, partnership: Partnership) -> list[Weighing]:
    rows = Weighing.objects.visible_to(actor).filter(partnership=partnership)
    return list(rows.select_related("organisation").defer("sites", "question")[:NEWEST])


def proposals_in(
    actor: Actor, partnership: Partnership, wanted: Mapping[str, str]
) -> SharedQuerySet[Proposal]:
    found = Proposal.objects.visible_to(actor).filter(partnership=partnership)
    if wanted.get("stand"):
        found = found.filter(state=wanted["stand"])
    if wanted.get("zoek"):
        found = found.filter(title__icontains=wanted["zoek"])
    return found.select_related("organisation")


def page_of(rows: SharedQuerySet[Proposal], number: str) -> Page[Proposal]:
    return Paginator(rows, PER_PAGE).get_page(number)


def compared(actor: Actor, partnership: Partnership, chosen: Sequence[str]) -> list[Proposal]:
    """The proposals that an address names, in its order; others than can be are left out."""
    keys = [one for one in (as_uuid(text) for text in chosen[:MOST_COMPARED]) if one]
    rows = proposals_in(actor, partnership, {}).filter(pk__in=keys)
    whole = rows.select_related("weighing__study__gemeente").defer(
        "weighing__sites", "weighing__study__gemeente__geometry"
    )
    found = {one.pk: one for one in whole}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def names_of(study: Study) -> dict[str, str]:
    """Names of the wijken, buurten and the gemeente of a study, by code."""
    found = {area.code: area.name for area in areas_of(study)}
    return found | {study.gemeente.code: study.gemeente.name}


def gemeenten_with_sites(partnership: Partnership) -> list[Area]:
    """The gemeenten of a partnership in which projects can be weighed."""
    return [
        one
        for one in newest_areas(partnership)
        if one.level == Level.GEMEENTE and sites_in(partnership, one.code).exists()
    ]


def plans_outside(proposal: Proposal) -> list[dict[str, Any]]:
    """The projects that were weighed and are not in the programme, by name."""
    inside = {one["id"] for one in proposal.chosen}
    sites = [one for one in proposal.weighing.sites if one["id"] not in inside]
    return sorted(sites, key=lambda one: (one["name"], one.get("variant", "")))


def variants_of(actor: Actor, proposal: Proposal) -> list[Proposal]:
    """What was made of it by swapping, and of the same outcome; newest first."""
    rows = Proposal.objects.visible_to(actor).filter(weighing=proposal.weighing_id)
    return list(rows.exclude(pk=proposal.pk).select_related("organisation")[:NEWEST])


def answer_or_404(weighing: Weighing) -> WeighingAnswer:
    _, found = answers_of(weighing)
    if found is None:
        raise Http404
    return found


def earlier_question(
    request: HttpRequest, actor: Actor, partnership: Partnership
) -> dict[str, Any] | None:
    """The question of the weighing that the address names, to begin from."""
    key = as_uuid(request.GET.get("vanaf", ""))
    if key is None:
        return None
    found = Weighing.objects.visible_to(actor).filter(partnership=partnership, pk=key).first()
    return found.question if found is not None else None
