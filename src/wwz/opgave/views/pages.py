"""The pages of the opgave: a gemeente, its wijken and buurten, and their pictures."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.areas.models import Area
from wwz.opgave.models import Study, Theme
from wwz.opgave.presentation.area import area_page
from wwz.opgave.presentation.choices import choices_from
from wwz.opgave.presentation.downloads import map_features
from wwz.opgave.presentation.gemeente import gemeente_page
from wwz.opgave.presentation.topic import groups_page, topic_page
from wwz.opgave.queries import published
from wwz.opgave.views.studies import not_studied_yet
from wwz.partners.access import open_to_all


@open_to_all
@require_safe
def gemeente(request: HttpRequest, code: str) -> HttpResponse:
    """The newest published study of a gemeente; without one, a page that says what to do."""
    study = published.latest_study(code)
    if study is None:
        return not_studied_yet(request, code)
    context = gemeente_page(study, choices_from(request.GET.dict()))
    return render(request, "opgave/gemeente.html", context)


@open_to_all
@require_safe
def area(request: HttpRequest, code: str, area_code: str) -> HttpResponse:
    """One wijk or buurt in the newest published study of its gemeente."""
    study = study_or_404(code)
    found = area_or_404(study, area_code)
    context = area_page(study, found, choices_from(request.GET.dict()))
    return render(request, "opgave/area.html", context)


@open_to_all
@require_safe
def group(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One aandachtsgroep over the whole gemeente."""
    return topic(request, code, key, Theme.AANDACHTSGROEP)


@open_to_all
@require_safe
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """Every aandachtsgroep of a gemeente."""
    return render(request, "opgave/groups.html", groups_page(study_or_404(code)))


@open_to_all
@require_safe
def homes(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One woonvorm over the whole gemeente."""
    return topic(request, code, key, Theme.WOONVORM)


def topic(request: HttpRequest, code: str, key: str, theme: Theme) -> HttpResponse:
    study = study_or_404(code)
    found = next((one for one in published.topics(study, theme) if one.key == key), None)
    if found is None:
        raise Http404("Van deze groep of woonvorm zijn hier geen cijfers.")
    context = topic_page(study, found, choices_from(request.GET.dict()))
    return render(request, "opgave/topic.html", context)


@open_to_all
@require_safe
def map_data(request: HttpRequest, code: str) -> HttpResponse:
    """The map for the script that lets it move and zoom: borders, words and classes."""
    features = map_features(study_or_404(code), choices_from(request.GET.dict()))
    if features is None:
        raise Http404("Van deze gemeente zijn geen grenzen bekend.")
    return JsonResponse(features)


def study_or_404(code: str) -> Study:
    study = published.latest_study(code)
    if study is None:
        raise Http404("Van deze gemeente is nog geen opgave gepubliceerd.")
    return study


def area_or_404(study: Study, code: str) -> Area:
    found = next((area for area in published.areas_of(study) if area.code == code), None)
    if found is None:
        raise Http404("Dit gebied hoort niet bij deze gemeente, of er zijn geen cijfers van.")
    return found
