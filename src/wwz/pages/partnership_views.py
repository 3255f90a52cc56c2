"""The home of a partnership: who takes part, and what happens in each step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.partners.access import get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action


@require_safe
@needs(Action.READ_PUBLIC)
def home(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = of_page(request, get_partnership(slug))
    return render(request, "partners/home.html", {"partnership": partnership})
