"""The lines of a version, one of them, and each press on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave.models import Fact
from wwz.partners.access import actor_of, allows, needs, refusal
from wwz.partners.matrix import Action
from wwz.uitvoering.housing import lines as services
from wwz.uitvoering.housing import queries
from wwz.uitvoering.housing.content import contents_of
from wwz.uitvoering.housing.forms import (
    CiteForm,
    DropLineForm,
    KeepFigureForm,
    LineForm,
    ProgressForm,
    RowsFilter,
    initial_of,
)
from wwz.uitvoering.housing.lines import LineChangedError, may_keep
from wwz.uitvoering.housing.models import HousingLine
from wwz.uitvoering.housing.needs import renewed_needs
from wwz.uitvoering.housing.progress import newest_progress
from wwz.uitvoering.housing.sheets import status_words
from wwz.uitvoering.housing.shown import shown_rows
from wwz.uitvoering.housing.totals import counted_twice, rooms_of, summed
from wwz.uitvoering.views.answers import press, show, unbroken
from wwz.uitvoering.views.housing import programme_with, trail, version_step, works_inside
from wwz.visie.forms import FactSearch
from wwz.visie.presentation.citing import chosen_area, fact_choices
from wwz.visie.queries.visies import (
    areas_to_cite,
    fact_to_cite,
    facts_to_cite,
    indicators_to_cite,
)

PER_PAGE = 50
SAME = (
    "Dit stond er al, als {}. Is het iets anders? Voeg dan een regel toe en schrijf in de "
    "toelichting wat er anders is."
)
COLUMNS: list[Any] = ["Regel", "Groep en woonvorm", ("Klaar in", "num"),
                      ("Woningen of plekken", "num"), "Partij", "Antwoord op",
                      "Hoe ver"]  # fmt: skip


@needs(Action.READ_PUBLIC)
@require_safe
@unbroken
def rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every line, narrowed by group, woonvorm, year, area and party."""
    actor, today = actor_of(request), timezone.localdate()
    one = queries.programme_for(actor, pk)
    contents = contents_of(one, today=today)
    form = RowsFilter(request.GET, contents)
    chosen = form.chosen(contents.rows)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("bladzijde", "1"))
    inside = works_inside(actor, one.partnership)
    context = {
        "programme": one,
        "status": status_words(contents, one.state),
        "filter": form,
        "page": page,
        "lines": shown_rows(
            contents, list(page), newest_progress(one.partnership), inside=inside, today=today
        ),
        "columns": COLUMNS,
        "total": summed(row for row in chosen if not row.dropped),
        "renewed": {number for number, found in renewed_needs(one).items() if not found.answered},
        "twice": counted_twice(contents, rooms_of(one)) if inside else [],
        "may_write": one.is_concept and allows(actor, Action.KEEP_HOUSING, one),
        "fictional": any(row.demo for row in chosen),
        "query": request.GET.urlencode(),
        "crumbs": trail(one.partnership, version_step(one), ("Regels", "")),
    }
    return show(request, "housing/rows.html", one.partnership, context)


@needs(Action.KEEP_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, actor = programme_with(request, pk, Action.KEEP_HOUSING), actor_of(request)
    choices = queries.choices_for(actor, one, today=timezone.localdate())
    fields = choices.fields(years=one.years)
    fields.pop("because")
    form = LineForm(request.POST or None, fields, choices=choices,
                    initial={"year": one.first_year})  # fmt: skip
    problem = "fout" if form.errors else ""
    if request.method == "POST" and form.is_valid():
        try:
            made, new = services.add_line_once(actor, one, form.line(), now=timezone.now())
            if not new:
                messages.info(request, SAME.format(made))
            return redirect("housing:line", one.pk, made.number)
        except RuleBrokenError as error:
            problem = str(error)
    context = {
        "programme": one,
        "form": form,
        "title": "Nieuwe regel",
        "button": "Zet in het programma",
        "back": reverse("housing:rows", args=[one.pk]),
        "crumbs": trail(one.partnership, version_step(one), ("Nieuwe regel", "")),
    }
    return show(request, "housing/line_form.html", one.partnership, context, problem=problem)


def line_with(request: HttpRequest, pk: UUID, number: int) -> HousingLine:
    """A line that the actor may write."""
    actor = actor_of(request)
    found = queries.line_for(actor, pk, number)
    whole = allows(actor, Action.KEEP_HOUSING, found.programme)
    if not whole or not may_keep(actor, found.programme, found.organisation_id):
        raise PermissionDenied(refusal(actor, Action.KEEP_HOUSING))
    return found


@needs(Action.READ_PUBLIC)
@require_safe
def line(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return line_page(request, queries.line_for(actor_of(request), pk, number))


@unbroken
def line_page(
    request: HttpRequest, found: HousingLine, /, *, problem: str = "", **forms: Any
) -> HttpResponse:
    """One line with its figure, its project and what was told of it."""
    actor, today = actor_of(request), timezone.localdate()
    one = found.programme
    contents = contents_of(one, today=today)
    row = next((row for row in contents.rows if row.number == found.number), None)
    if row is None:
        raise Http404
    inside = works_inside(actor, one.partnership)
    progress = newest_progress(one.partnership)
    (shown,) = shown_rows(contents, [row], progress, inside=inside, today=today)
    keeps = allows(actor, Action.KEEP_HOUSING, one) and may_keep(actor, one, found.organisation_id)
    context = {
        "programme": one,
        "line": found,
        "shown": shown,
        "row": row,
        "renewed": renewed_needs(one).get(found.number),
        "may_write": one.is_concept and keeps,
        "may_tell": one.state == "vastgesteld" and keeps and not row.dropped,
        "drop_form": DropLineForm(),
        "keep_form": KeepFigureForm(),
        "tell_form": ProgressForm(initial={"told_on": today}),
        "crumbs": trail(one.partnership, version_step(one), (f"Regel {found.number}", "")),
        **forms,
    }
    return show(request, "housing/line.html", one.partnership, context, problem=problem)


def pressed(
    request: HttpRequest, found: HousingLine, act: Callable[[], object], done: str
) -> HttpResponse:
    pk, number = found.programme_id, found.number
    return press(
        request,
        act,
        done=done,
        to=reverse("housing:line", args=[pk, number]),
        again=lambda problem: line_page(
            request, queries.line_for(actor_of(request), pk, number), problem=problem
        ),
    )


@needs(Action.KEEP_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    one = found.programme
    choices = queries.choices_for(actor, one, today=timezone.localdate())
    fields = choices.fields(years=one.years)
    form = LineForm(request.POST or None, fields, choices=choices, initial=initial_of(found))
    problem = "fout" if form.errors else ""
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            services.change_line(actor, found, form.line(), revision=revision, now=timezone.now())
            return redirect("housing:line", pk, number)
        except LineChangedError as error:
            fresh = queries.line_for(actor, pk, number)
            form = LineForm(None, fields, choices=choices, initial=initial_of(fresh))
            problem = str(error)
        except RuleBrokenError as error:
            problem = str(error)
    context = {
        "programme": one,
        "form": form,
        "title": f"Regel {number} wijzigen",
        "button": "Bewaar",
        "back": reverse("housing:line", args=[pk, number]),
        "crumbs": trail(one.partnership, version_step(one), (f"Regel {number}", "")),
    }
    return show(request, "housing/line_form.html", one.partnership, context, problem=problem)


@needs(Action.KEEP_HOUSING)
@require_POST
def drop(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    form = DropLineForm(request.POST)
    if not form.is_valid():
        return line_page(request, found, problem="fout", drop_form=form)
    because = form.cleaned_data["because"]
    return pressed(
        request, found, lambda: services.drop_line(actor, found, because, now=timezone.now()),
        "De regel vervalt in deze versie. De reden staat erbij.",
    )  # fmt: skip


@needs(Action.KEEP_HOUSING)
@require_POST
def take_up(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    return pressed(
        request, found, lambda: services.take_up_line(actor, found, now=timezone.now()),
        "De regel telt weer mee.",
    )  # fmt: skip


# --- the figure that it answers ---


@needs(Action.KEEP_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Choose an area, a figure and a year; or that there is none."""
    found = line_with(request, pk, number)
    one, words = found.programme, request.GET.get("zoek", "")
    areas = areas_to_cite(one.partnership, words)
    area = chosen_area(areas, request.GET.get("gebied", ""))
    figures = indicators_to_cite(area) if area is not None else []
    wanted = request.GET.get("cijfer", "")
    facts: list[Fact] = []
    if area is not None and wanted in {str(one.pk) for one in figures}:
        facts = facts_to_cite(one.partnership, area.pk, int(wanted))
    form = CiteForm(request.POST or None, facts=fact_choices(facts))
    if request.method == "POST" and form.is_valid():
        return cited(request, found, fact_to_cite(form.cleaned_data["fact"]))
    context = {
        "programme": one,
        "line": found,
        "search": FactSearch(
            {**request.GET.dict(), "gebied": str(area.pk) if area else ""},
            areas=areas, figures=figures,
        ),
        "areas": areas,
        "area": area,
        "wanted": wanted,
        "choices": facts,
        "form": form,
        "back": reverse("housing:line", args=[pk, number]),
        "crumbs": trail(one.partnership, version_step(one), (f"Regel {number}", "")),
    }  # fmt: skip
    problem = "fout" if form.errors else ""
    return show(request, "housing/cite.html", one.partnership, context, problem=problem)


def cited(request: HttpRequest, found: HousingLine, fact: Fact | None) -> HttpResponse:
    if fact is None:
        raise Http404
    actor = actor_of(request)
    return pressed(
        request, found, lambda: services.cite(actor, found, fact, now=timezone.now()),
        "Het cijfer staat bij de regel.",
    )  # fmt: skip


@needs(Action.KEEP_HOUSING)
@require_POST
def renew(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    return pressed(
        request, found, lambda: services.renew(actor, found, now=timezone.now()),
        "Het nieuwe cijfer staat bij de regel.",
    )  # fmt: skip


@needs(Action.KEEP_HOUSING)
@require_POST
def keep(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    form = KeepFigureForm(request.POST)
    if not form.is_valid():
        return line_page(request, found, problem="fout", keep_form=form)
    because = form.cleaned_data["because"]
    return pressed(
        request, found, lambda: services.keep(actor, found, because, now=timezone.now()),
        "Het oude cijfer blijft staan, met uw reden.",
    )  # fmt: skip


# --- what became of it ---


@needs(Action.KEEP_HOUSING)
@require_POST
def tell(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found, actor = line_with(request, pk, number), actor_of(request)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return line_page(request, found, problem="fout", tell_form=form)
    typed = form.cleaned_data
    return pressed(
        request, found,
        lambda: services.tell(
            actor, found, typed["delivered"], text=typed["text"], told_on=typed["told_on"],
            now=timezone.now(),
        ),
        "De stand is gemeld.",
    )  # fmt: skip
