"""Rows of a partnership on screen, of each kind: a list, a file of it, and one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave import services
from wwz.opgave.access import may_run_for
from wwz.opgave.jobs import own_columns
from wwz.opgave.own import queries as reads
from wwz.opgave.own import rows
from wwz.opgave.own.checking import areas_of
from wwz.opgave.own.counting import waiting_of
from wwz.opgave.own.forms import RowForm, RowsFilterForm
from wwz.opgave.own.group_pages import OWN_GROUP
from wwz.opgave.own.models import OwnKind, OwnRow
from wwz.opgave.own.presentation import change_of, name_of, rows_table, spoken, words_of
from wwz.opgave.own.sheets import list_sheet
from wwz.opgave.wording import lower_first
from wwz.partners.access import actor_of, allows, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.history import history
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

# Of the number of a row, as the engine checks it.
LONGEST_ID = 40
REVISION = re.compile(r"[0-9]{1,9}")


def kind_of(kind: str) -> OwnKind:
    if kind not in OwnKind.values:
        raise Http404
    return OwnKind(kind)


def list_address(slug: str, kind: str) -> str:
    """Where the rows of a kind are read: of groups the classification that they change."""
    if kind == OwnKind.AANDACHTSGROEPEN:
        return reverse("own:groups", args=[slug])
    return reverse("own:rows", args=[slug, kind])


def trail(partnership: Partnership, kind: str, *last: str) -> list[tuple[str, str]]:
    title = words_of(kind).title
    above = [(str(partnership), f"/samen/{partnership.slug}/")]
    if not last:
        return [*above, (title, "")]
    return [*above, (title, list_address(partnership.slug, kind)), *((one, "") for one in last)]


@needs(Action.READ_PARTNER)
@require_safe
def listed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The rows of one kind, with what waits to be counted."""
    kind = kind_of(kind)
    partnership, actor = partnership_and_actor(request, slug)
    areas, columns = areas_of(partnership, kind), own_columns(kind)
    every = reads.readable(actor, partnership, kind)
    form = RowsFilterForm(request.GET, kind, columns, areas, reads.organisations_in(every))
    page = reads.page_of(reads.chosen(every, form.wanted()), request.GET.get("bladzijde", "1"))
    waiting = waiting_of(partnership)
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership, kind),
        "kind": kind,
        "others": [one for one in OwnKind if one != kind],
        "words": words_of(kind),
        "filter": form,
        "page": page,
        "table": rows_table(kind, page.object_list, columns),
        "areas_known": bool(areas),
        "may_keep": allows_in(actor, Action.KEEP_OWN_ROWS, partnership),
        "intakes": reads.newest_intakes(actor, partnership, kind),
        "waiting": waiting,
        "may_run": bool(waiting) and any(may_run_for(actor, one.gemeente.code) for one in waiting),
        "query": request.GET.urlencode(),
    }
    return render(request, "own/rows.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def export(request: HttpRequest, slug: str, kind: str, form: str) -> HttpResponseBase:
    """The list as it is filtered, to edit and bring in again; empty it is a file to fill in."""
    kind = kind_of(kind)
    partnership, actor = partnership_and_actor(request, slug)
    areas = areas_of(partnership, kind)
    every = reads.readable(actor, partnership, kind)
    asked = RowsFilterForm(
        request.GET, kind, own_columns(kind), areas, reads.organisations_in(every)
    )
    chosen = reads.chosen(every, asked.wanted())
    if "leeg" in request.GET:
        chosen = chosen.none()
    return download(request, form, list_sheet(partnership, kind, chosen, areas))


@needs(Action.RUN_ANALYSIS)
@require_POST
def recalculate(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Ask for a new study of each gemeente of which rows changed."""
    partnership, actor = partnership_and_actor(request, slug)
    asked = []
    for one in waiting_of(partnership):
        try:
            services.request_study(actor, one.gemeente, services.Wanted(), now=timezone.now())
        except RuleBrokenError as error:
            messages.warning(request, str(error))
        else:
            asked.append(one.gemeente.name)
    if asked:
        messages.success(request, f"De analyse van {' en '.join(asked)} is aangevraagd.")
    return redirect(list_address(slug, kind_of(kind)))


# --- one row ---


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A new row of the own organisation."""
    kind = kind_of(kind)
    partnership, actor = partnership_and_actor(request, slug)
    areas = areas_of(partnership, kind)
    usual = {"area_year": str(max((one.year for one in areas.values()), default=""))}
    usual |= asked_for(request, kind)
    sent = request.POST if request.method == "POST" else None
    columns = [one for one in own_columns(kind) if one.key not in needless(usual)]
    form = RowForm(sent, columns, areas, usual)
    of_page(request, partnership)
    context = {
        "crumbs": trail(partnership, kind, "Nieuwe regel"),
        "title": title_of(kind, usual),
        "button": "Zet in de lijst",
        "action": request.get_full_path(),
        "back": list_address(slug, kind),
    }

    def act(cells: Mapping[str, str]) -> None:
        rows.add(actor, partnership, kind, cells, now=timezone.now())

    return answer(request, form, act, context, "De regel staat in de lijst.")


def asked_for(request: HttpRequest, kind: str) -> dict[str, str]:
    """What a link to the form fills in: of a group its gemeente and today; of a facility where."""
    if kind == OwnKind.VOORZIENINGEN:
        return placed(request)
    group = request.GET.get("groep", "")
    if kind != OwnKind.AANDACHTSGROEPEN or not group:
        return {}
    today = timezone.localdate().isoformat()
    found = {"group": group, "since": today, "id": f"{group}-{today}"[:LONGEST_ID]}
    found |= {"area": request.GET.get("gemeente", ""), "name": request.GET.get("naam", "")}
    return found | ({"until": today} if "eindigt" in request.GET else {})


TRIED = {"soort": "kind", "x": "x", "y": "y", "gebied": "area", "sluit": "closed_from"}


def placed(request: HttpRequest) -> dict[str, str]:
    """The kind of a facility, its place and the year it closes, as they were tried out."""
    given = {key: request.GET[name] for name, key in TRIED.items() if request.GET.get(name)}
    return {key: value.replace(".", ",") if key in "xy" else value for key, value in given.items()}


def needless(usual: Mapping[str, str]) -> tuple[str, ...]:
    """Columns that are not asked for when the group is one of the classification."""
    return ("name", "meaning") if usual.get("group", "") not in ("", OWN_GROUP) else ()


def title_of(kind: str, usual: Mapping[str, str]) -> str:
    """The group that the form is about, when a link said which."""
    column = next((one for one in own_columns(kind) if one.key == "group"), None)
    known = column.values if column is not None else {}
    if needless(usual) and usual["group"] in known:
        return f"Eigen cijfers: {lower_first(known[usual['group']])}"
    return words_of(kind).new


@needs(Action.READ_PARTNER)
@require_safe
def row(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that is told of one row, and what happened to it."""
    actor = actor_of(request)
    found = reads.row_for(actor, pk)
    of_page(request, found.partnership)
    may_keep = allows(actor, Action.KEEP_OWN_ROWS, found)
    return render(request, "own/row.html", row_context(found, actor) | {"may_keep": may_keep})


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form of one row; who saw an older version writes nothing over a newer one."""
    actor = actor_of(request)
    found = own_row(request, pk)
    areas = areas_of(found.partnership, found.kind)
    sent = request.POST if request.method == "POST" else None
    cells = found.cells | asked_for(request, found.kind)
    form = RowForm(sent, own_columns(found.kind), areas, cells,
                   revision=found.revision, keep_number=True)  # fmt: skip

    def act(cells: Mapping[str, str]) -> None:
        revision = form.cleaned_data["revision"] or 0
        rows.change(actor, found, cells, revision=revision, now=timezone.now())

    return answer(request, form, act, row_context(found, actor), "Uw wijziging is bewaard.")


def own_row(request: HttpRequest, pk: UUID) -> OwnRow:
    """A row that the actor keeps, and that is still in the list."""
    actor = actor_of(request)
    found = reads.row_for(actor, pk)
    if not allows(actor, Action.KEEP_OWN_ROWS, found):
        raise PermissionDenied(NOT_YOURS)
    if found.taken_out_at is not None:
        raise Http404
    of_page(request, found.partnership)
    return found


NOT_YOURS = (
    "Deze regel is van een andere organisatie. Vraag haar of de programmamanager om hem te "
    "wijzigen."
)


def row_context(found: OwnRow, actor: Actor) -> dict[str, Any]:
    slug, kind = found.partnership.slug, found.kind
    columns = own_columns(kind)
    told = [one for one in columns if found.cells.get(one.key)]
    title = name_of(found, {one.key: one for one in columns})
    return {
        "row": found,
        "happened": history(found, actor, change_of=change_of(kind)),
        "crumbs": trail(found.partnership, kind, title),
        "title": title,
        "facts": [(one.label, spoken(one, found)) for one in told],
        "button": "Bewaar",
        "action": reverse("own:change", args=[found.pk]),
        "back": list_address(slug, kind),
    }


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then it no longer counts."""
    actor = actor_of(request)
    found = own_row(request, pk)
    context = row_context(found, actor) | {"asked": True, "problem": ""}
    if request.method != "POST":
        return render(request, "own/row.html", context)
    revision = request.POST.get("versie", "")
    try:
        # Of other digits, or of thousands of them, Python makes no number.
        seen = int(revision) if REVISION.fullmatch(revision) else 0
        rows.take_out(actor_of(request), found, revision=seen, now=timezone.now())
    except RuleBrokenError as error:
        return render(request, "own/row.html", context | {"problem": str(error)}, status=422)
    messages.success(request, f"‘{found}’ is uit de lijst gehaald.")
    return redirect(list_address(found.partnership.slug, found.kind))


def answer(
    request: HttpRequest,
    form: RowForm,
    act: Callable[[Mapping[str, str]], None],
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """The form; when it was sent, do what it asks and go on, or say beside each field why not."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cells())
            except rows.RowRefusedError as error:
                form.refuse(error.problems)
            except RuleBrokenError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, done)
                return redirect(context["back"])
    return render(request, "own/row.html", context | {"form": form}, status=status)
