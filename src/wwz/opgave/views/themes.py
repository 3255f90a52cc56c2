"""Pages about one place: the opgave in ten sentences, its homes, its care, what lies near."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.opgave.presentation.housing import housing_page
from wwz.opgave.presentation.reach import reach_page
from wwz.opgave.presentation.similar import similar_page
from wwz.opgave.presentation.support import support_page
from wwz.opgave.presentation.ten_sentences import ten_sentences_page
from wwz.opgave.views.pages import area_or_404, study_or_404
from wwz.partners.access import open_to_all


@open_to_all
@require_safe
def in_sentences(request: HttpRequest, code: str, area_code: str = "") -> HttpResponse:
    """The opgave in ten sentences, each number a link to its fact."""
    context = ten_sentences_page(*study_and_place(code, area_code))
    return render(request, "opgave/ten_sentences.html", context)


@open_to_all
@require_safe
def housing(request: HttpRequest, code: str, area_code: str = "") -> HttpResponse:
    """Homes per woonvorm; ``?definitie=`` counts the same stock another way."""
    study, place = study_and_place(code, area_code)
    context = housing_page(study, place, request.GET.get("definitie", ""))
    return render(request, "opgave/housing.html", context)


@open_to_all
@require_safe
def support(request: HttpRequest, code: str, area_code: str = "") -> HttpResponse:
    """Care and support; ``?beleid=`` names the policy on where people with nursing live."""
    study, place = study_and_place(code, area_code)
    context = support_page(study, place, request.GET.get("beleid", ""))
    return render(request, "opgave/support.html", context)


@open_to_all
@require_safe
def reach(request: HttpRequest, code: str, area_code: str = "") -> HttpResponse:
    """What people of 75 and older can walk to; ``?profiel=`` names who walks."""
    study, place = study_and_place(code, area_code)
    context = reach_page(study, place, request.GET.get("profiel", ""))
    return render(request, "opgave/reach.html", context)


@open_to_all
@require_safe
def similar(request: HttpRequest, code: str) -> HttpResponse:
    """The gemeente beside those most like it; ``?cijfer=`` names the figure that is drawn."""
    study, place = study_and_place(code, "")
    context = similar_page(study, place, request.GET.get("cijfer", ""))
    return render(request, "opgave/similar.html", context)


def study_and_place(code: str, area_code: str) -> tuple[Study, Area]:
    study = study_or_404(code)
    return study, area_or_404(study, area_code) if area_code else study.gemeente
