"""What the pages of forecasts by others read."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404

from wwz.opgave.models import RivalForecast, RivalForecastQuerySet
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership

PER_PAGE = 25


def readable(actor: Actor, partnership: Partnership) -> RivalForecastQuerySet:
    """The forecasts of a partnership that this actor may see, without their numbers."""
    found = RivalForecast.objects.visible_to(actor).filter(partnership=partnership)
    return found.select_related("organisation").defer("rows").order_by("-uploaded_at", "pk")


def forecast_page(actor: Actor, partnership: Partnership, number: str) -> Page[RivalForecast]:
    return Paginator(readable(actor, partnership), PER_PAGE).get_page(number)


def forecast_for(actor: Actor, pk: UUID) -> RivalForecast:
    """One forecast with its numbers; what is foreign looks like what is not there."""
    found = RivalForecast.objects.visible_to(actor).select_related("organisation", "partnership")
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one
