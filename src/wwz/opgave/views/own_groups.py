"""The classification of groups of a partnership on screen: what holds, of what, and since when."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.areas.models import Area
from wwz.opgave.access import may_run_for
from wwz.opgave.own.checking import areas_of
from wwz.opgave.own.counting import newest_areas, waiting_of
from wwz.opgave.own.group_pages import (
    OWN_GROUP,
    classification_sheet,
    documents_of,
    groups_table,
    is_own_group,
    rows_shown,
    values_table,
)
from wwz.opgave.own.groups import GroupOnDay, Standing, standing_of
from wwz.opgave.own.models import OwnKind
from wwz.partners.access import allows, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

KIND = OwnKind.AANDACHTSGROEPEN
TITLE = "Aandachtsgroepen"


@needs(Action.READ_PARTNER)
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """All groups as they stand today, those that begin or ended too."""
    partnership, actor = partnership_and_actor(request, slug)
    gemeenten = newest_areas(partnership)
    gemeente = chosen(request, gemeenten)
    waiting = waiting_of(partnership)
    context: dict[str, Any] = {
        "partnership": of_page(request, partnership),
        "crumbs": [(str(partnership), f"/samen/{slug}/"), (TITLE, "")],
        "kind": KIND,
        "gemeenten": [one for one in gemeenten if one != gemeente],
        "areas_known": bool(areas_of(partnership, KIND)),
        "may_keep": allows_in(actor, Action.KEEP_OWN_ROWS, partnership),
        "waiting": waiting,
        "may_run": bool(waiting) and any(may_run_for(actor, one.gemeente.code) for one in waiting),
    }
    today = timezone.localdate()
    standing = standing_of(actor, partnership, gemeente, today)
    context |= {
        "standing": standing,
        "table": groups_table(partnership, standing),
        "ended": [one for one in standing.groups if one.ended is not None],
        "later": rows_shown(standing.later(today), None, today),
    }
    return render(request, "own/groups.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The classification as it stands today, as a file to read."""
    partnership, actor = partnership_and_actor(request, slug)
    standing = standing_today(request, partnership, actor)
    return download(request, kind, classification_sheet(partnership, standing))


@needs(Action.READ_PARTNER)
@require_safe
def group(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One kind of group: what is asked of it, where that comes from, and what was changed."""
    partnership, actor = partnership_and_actor(request, slug)
    standing = standing_today(request, partnership, actor)
    found = next((one for one in standing.groups if one.group.key == kind), None)
    if found is None:
        raise Http404("Deze groep staat niet in de indeling.")
    of_page(request, partnership)
    return render(request, "own/group.html", group_context(partnership, actor, standing, found))


def group_context(
    partnership: Partnership, actor: Actor, standing: Standing, found: GroupOnDay
) -> dict[str, Any]:
    today = timezone.localdate()
    holding = standing.row_of(found)
    back = reverse("own:groups", args=[partnership.slug])
    keeps = allows_in(actor, Action.KEEP_OWN_ROWS, partnership)
    known = bool(areas_of(partnership, KIND))
    return {
        "partnership": partnership,
        "crumbs": [
            (str(partnership), f"/samen/{partnership.slug}/"),
            (TITLE, back),
            (found.group.label, ""),
        ],
        "group": found.group,
        "ended": found.ended,
        "place": standing.place,
        "table": values_table(found),
        "documents": documents_of(found),
        "own_group": is_own_group(found),
        "holding": holding,
        "rows": rows_shown(standing.rows_of(found), holding, today),
        "may_add": keeps and known,
        "may_change": holding is not None and allows(actor, Action.KEEP_OWN_ROWS, holding),
        "add": add_address(partnership, standing, found),
        "end": add_address(partnership, standing, found, ends=True),
        "page": page_address(standing, found),
    }


def add_address(
    partnership: Partnership, standing: Standing, found: GroupOnDay, *, ends: bool = False
) -> str:
    """The form of a new row, with what is known of it filled in."""
    form = reverse("own:add", args=[partnership.slug, KIND])
    end = "&eindigt=ja" if ends else ""
    name = f"&naam={quote(found.group.label)}" if is_own_group(found) else ""
    key = OWN_GROUP if is_own_group(found) else found.group.key
    return f"{form}{standing.query}&groep={key}{name}{end}"


def page_address(standing: Standing, found: GroupOnDay) -> str:
    """The group in the opgave of the gemeente."""
    if standing.gemeente is None:
        return ""
    return reverse("opgave:group", args=[standing.gemeente.code, found.stock_key])


def chosen(request: HttpRequest, gemeenten: list[Area]) -> Area | None:
    """The gemeente that the address names, else the first of the partnership."""
    code = request.GET.get("gemeente", "")
    return next((one for one in gemeenten if one.code == code), next(iter(gemeenten), None))


def standing_today(request: HttpRequest, partnership: Partnership, actor: Actor) -> Standing:
    gemeente = chosen(request, newest_areas(partnership))
    return standing_of(actor, partnership, gemeente, timezone.localdate())
