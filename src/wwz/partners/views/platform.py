"""For the administrator of the platform: partnerships as such, nothing of their content."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action
from wwz.partners.party_forms import PartnershipForm
from wwz.partners.queries.partnerships import every_partnership, gemeenten
from wwz.partners.services import partnerships as services


@require_safe
@needs(Action.MANAGE_PLATFORM)
def overview(request: HttpRequest) -> HttpResponse:
    lines = every_partnership(today=timezone.localdate(), now=timezone.now())
    crumbs = [("Voorpagina", "/"), ("Beheer van het platform", "")]
    return render(request, "partners/platform.html", {"lines": lines, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_PLATFORM)
def new(request: HttpRequest) -> HttpResponse:
    places = gemeenten()
    options = {"areas": [(code, area.name) for code, area in places.items()]}
    form = PartnershipForm(request.POST or None, options=options)
    if request.method == "POST" and form.is_valid():
        chosen = [places[code] for code in form.cleaned_data["areas"]]
        wanted = services.NewPartnership(**form.cleaned_data | {"areas": chosen})
        actor, today = actor_of(request), timezone.localdate()
        try:
            made = services.make_partnership(actor, wanted, today=today, now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is er. {wanted.manager} krijgt een uitnodiging.")
            return redirect("partners:platform")
    crumbs = [("Voorpagina", "/"), ("Beheer van het platform", "/beheer/"), ("Nieuw", "")]
    context = {"form": form, "crumbs": crumbs, "places": places}
    template = "partners/platform_new.html"
    return render(request, template, context, status=422 if form.errors else 200)
