"""The zones of a partnership, one of them, and the programme at a glance."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.partners.access import actor_of, allows_in, needs, partnership_and_actor
from wwz.partners.matrix import Action
from wwz.uitvoering.access import zone_for
from wwz.uitvoering.presentation.zones import kicker, zone_figures
from wwz.uitvoering.queries.initiatives import overview
from wwz.uitvoering.queries.zones import zone_page, zones_with_numbers
from wwz.uitvoering.views.answers import crumbs, show

PLACES = ("Ontmoetingsplek", "Supermarkt", "Huisarts", "Apotheek", "Bushalte")
"""What somebody needs every day; how far it is, no open source in the opgave says yet."""


@needs(Action.READ_PUBLIC)
@require_safe
def zones(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    context = {"zones": zones_with_numbers(actor, partnership),
               "crumbs": crumbs(partnership, ("Zones", ""))}  # fmt: skip
    return show(request, "uitvoering/zones.html", partnership, context)


@needs(Action.READ_PUBLIC)
@require_safe
def zone(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    one = zone_for(actor, pk)
    figures = zone_figures(one)
    context = {
        "page": zone_page(actor, one, now=timezone.now()),
        "zone": one,
        "figures": figures,
        "kicker": kicker(one, figures, one.areas.count()),
        "places": PLACES,
        "crumbs": crumbs(one.partnership, ("Zones", "uitvoering:zones"), (one.name, "")),
        "full": one.partnership_id in actor.participations,
    }
    return show(request, "uitvoering/zone.html", one.partnership, context)


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme: what runs, what is late, what is tried, and where."""
    partnership, actor = partnership_and_actor(request, slug)
    context = {
        "overview": overview(actor, partnership, today=timezone.localdate()),
        "zones": zones_with_numbers(actor, partnership),
        "may_triage": allows_in(actor, Action.TRIAGE, partnership),
        "may_manage": partnership.pk in actor.participations
        and allows_in(actor, Action.MANAGE_PROGRAMME, partnership),
        "crumbs": crumbs(partnership, ("Uitvoering", "")),
    }
    return show(request, "uitvoering/index.html", partnership, context)
