"""The home of a partnership: who takes part, and what happens in each step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.pages.partnership import partnership_home
from wwz.partners.access import actor_of, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action


@require_safe
@needs(Action.READ_PUBLIC)
def home(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = of_page(request, get_partnership(slug))
    now = timezone.now()
    today = timezone.localdate(now)
    page = partnership_home(actor_of(request), partnership, today=today, now=now)
    return render(request, "partners/home.html", {"page": page, "partnership": partnership})
