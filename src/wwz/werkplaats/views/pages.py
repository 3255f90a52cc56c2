"""The first page of the werkplaats."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.partners.access import actor_of, allows_in, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.werkplaats import queries


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to come to, to ask and to learn from."""
    partnership = of_page(request, get_partnership(slug))
    actor = actor_of(request)
    context = {
        "partnership": partnership,
        "overview": queries.overview(actor, partnership, now=timezone.now()),
        "may_ask": allows_in(actor, Action.COMMENT, partnership),
        "may_answer": allows_in(actor, Action.MODERATE, partnership),
        "may_write": allows_in(actor, Action.MANAGE_PROGRAMME, partnership),
    }
    return render(request, "werkplaats/index.html", context)
