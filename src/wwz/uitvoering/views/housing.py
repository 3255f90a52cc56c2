"""The huisvestingsprogramma: its versions, one of them, what is other, and the way to the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.audit.snapshots import SnapshotBrokenError
from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, allows, allows_in, needs, partnership_and_actor, refusal
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership
from wwz.uitvoering.housing import queries, versions
from wwz.uitvoering.housing.comparison import compare
from wwz.uitvoering.housing.content import Contents, contents_of
from wwz.uitvoering.housing.forms import AdoptForm, SendBackForm, VersionForm
from wwz.uitvoering.housing.models import OPEN, HousingProgramme
from wwz.uitvoering.housing.needs import renewed_needs
from wwz.uitvoering.housing.paper import (
    CHANGE_HEADS,
    DROP_HEADS,
    change_cells,
    comparison_words,
    drop_cells,
    short_of,
)
from wwz.uitvoering.housing.sheets import status_words
from wwz.uitvoering.housing.totals import (
    OVERLAP,
    counted_twice,
    group_parts,
    per_year,
    rooms_of,
    summed,
)
from wwz.uitvoering.views.answers import crumbs, press, show, unbroken

NAME = "Huisvestingsprogramma"
YEARS_AHEAD = 4


def trail(partnership: Partnership, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs(partnership, ("Uitvoering", "uitvoering:index"), (NAME, "housing:index"), *steps)


def version_step(one: HousingProgramme) -> tuple[str, str]:
    return f"Versie {one.number}", reverse("housing:programme", args=[one.pk])


def works_inside(actor: Actor, partnership: Partnership) -> bool:
    """Whether somebody may read what the partners keep among themselves."""
    return actor.reach(Action.READ_PARTNER, partnership.pk) is Reach.ALL


def programme_with(request: HttpRequest, pk: UUID, action: Action) -> HousingProgramme:
    """A version that the actor may do this with."""
    actor = actor_of(request)
    found = queries.programme_for(actor, pk)
    if not allows(actor, action, found):
        raise PermissionDenied(refusal(actor, action))
    return found


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, the newest first; what the one in force comes to."""
    partnership, actor = partnership_and_actor(request, slug)
    found = queries.versions_of(actor, partnership)
    shown = next((one for one in found if one.is_final), found[0] if found else None)
    contents, broken = None, ""
    if shown is not None:
        try:
            contents = contents_of(shown, today=timezone.localdate())
        except SnapshotBrokenError as error:
            broken = f"Versie {shown.number} is beschadigd. {error}"
    context = {
        "problem": broken,
        "broken": bool(broken),
        "versions": found,
        "shown": shown,
        "status": status_words(contents, shown.state) if contents and shown else "",
        "total": summed(contents.counting) if contents else None,
        "parts": group_parts(contents) if contents else [],
        "columns": ["Versie", "Jaren", "Stand", "Vastgesteld op"],
        "may_begin": allows_in(actor, Action.SUBMIT_HOUSING, partnership)
        and not any(one.state in OPEN for one in found),
        "crumbs": crumbs(partnership, ("Uitvoering", "uitvoering:index"), (NAME, "")),
    }
    answer = show(request, "housing/index.html", partnership, context)
    answer.status_code = 409 if broken else 200
    return answer


@needs(Action.SUBMIT_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    last = queries.in_force(actor, partnership)
    year = timezone.localdate().year + 1
    initial = {"title": versions.TITLE, "first_year": year, "last_year": year + YEARS_AHEAD - 1}
    if last is not None:
        initial |= {"title": last.title, "last_year": max(last.last_year + 1, year),
                    "text": last.text}  # fmt: skip
    form = VersionForm(request.POST or None, initial=initial)
    problem = "fout" if form.errors else ""
    if request.method == "POST" and form.is_valid():
        try:
            made = versions.begin(actor, partnership, form.wanted(), now=timezone.now())
            return redirect("housing:programme", made.pk)
        except RuleBrokenError as error:
            problem = str(error)
    context = {"form": form, "last": last, "crumbs": trail(partnership, ("Nieuwe versie", ""))}
    return show(request, "housing/begin.html", partnership, context, problem=problem)


@needs(Action.READ_PUBLIC)
@require_safe
def programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    return version_page(request, queries.programme_for(actor_of(request), pk))


@unbroken
def version_page(
    request: HttpRequest, one: HousingProgramme, /, *, problem: str = "", **forms: Any
) -> HttpResponse:
    """What a version comes to, per group beside the need; and the verbs that fit."""
    actor, today = actor_of(request), timezone.localdate()
    contents = contents_of(one, today=today)
    older, parts = one.follows, group_parts(contents)
    may_submit = allows(actor, Action.SUBMIT_HOUSING, one)
    may_adopt = allows(actor, Action.ADOPT_HOUSING, one) and one.state == "voorgelegd"
    open_ones = [found for found in renewed_needs(one).values() if not found.answered]
    writes = one.is_concept and allows(actor, Action.KEEP_HOUSING, one)
    context = {
        "programme": one,
        "contents": contents,
        "status": status_words(contents, one.state),
        "parts": parts,
        "unmeasured": [part for part in parts if not part.needs],
        "total": summed(contents.counting),
        "yearly": per_year(contents.counting, contents.years),
        "columns": group_columns(contents),
        "overlap": OVERLAP,
        "renewed": open_ones,
        "twice": counted_twice(contents, rooms_of(one)) if works_inside(actor, one.partnership)
        else [],
        "changes": changes_since(older, contents) if older else "",
        "obstacles": versions.obstacles(one) if one.is_concept and may_submit else [],
        "may_submit": may_submit,
        "may_write": writes,
        "may_adopt": may_adopt,
        "adopt_form": AdoptForm(outcomes=queries.decisions_of(actor, one.partnership))
        if may_adopt else None,
        "back_form": SendBackForm(),
        "fictional": any(row.demo for row in contents.rows),
        "crumbs": trail(one.partnership, (f"Versie {one.number}", "")),
        **forms,
    }  # fmt: skip
    return show(request, "housing/programme.html", one.partnership, context, problem=problem)


def changes_since(older: HousingProgramme, contents: Contents) -> str:
    try:
        before = contents_of(older, today=timezone.localdate())
    except SnapshotBrokenError as error:
        return f"Versie {older.number} kunnen wij er niet naast leggen. {error}"
    return comparison_words(compare(before, contents))


def group_columns(contents: Contents) -> list[Any]:
    return ["Groep", *((str(year), "num") for year in contents.years), ("Samen", "num")]


@needs(Action.READ_PUBLIC)
@require_safe
@unbroken
def difference(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Line by line beside the version that it revises."""
    one = queries.programme_for(actor_of(request), pk)
    context: dict[str, Any] = {
        "programme": one,
        "crumbs": trail(one.partnership, version_step(one), ("Wat is anders", "")),
    }
    if one.follows is not None:
        today = timezone.localdate()
        found = compare(contents_of(one.follows, today=today), contents_of(one, today=today))
        context |= {
            "found": found,
            "words": comparison_words(found),
            "new": [(row, short_of(row)) for row in found.new],
            "changed": change_cells(found),
            "dropped": drop_cells(found),
            "change_heads": list(CHANGE_HEADS),
            "drop_heads": list(DROP_HEADS),
        }
    return show(request, "housing/difference.html", one.partnership, context)


@needs(Action.SUBMIT_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = programme_with(request, pk, Action.SUBMIT_HOUSING)
    initial = {name: getattr(one, name) for name in ("title", "first_year", "last_year", "text")}
    form = VersionForm(request.POST or None, initial=initial)
    problem = "fout" if form.errors else ""
    if request.method == "POST" and form.is_valid():
        try:
            versions.describe(actor_of(request), one, form.wanted(), now=timezone.now())
            messages.success(request, "De titel, de jaren en de inleiding zijn bewaard.")
            return redirect("housing:programme", one.pk)
        except RuleBrokenError as error:
            problem = str(error)
    context = {
        "programme": one,
        "form": form,
        "crumbs": trail(one.partnership, version_step(one), ("Wijzig", "")),
    }
    return show(request, "housing/edit.html", one.partnership, context, problem=problem)


@needs(Action.SUBMIT_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then the concept is gone, with its lines."""
    one = programme_with(request, pk, Action.SUBMIT_HOUSING)
    if request.method != "POST":
        return version_page(request, one, asked=one.is_concept)
    return press(
        request,
        lambda: versions.discard(actor_of(request), one, now=timezone.now()),
        done=f"Versie {one.number} is weggegooid.",
        to=reverse("housing:index", args=[one.partnership.slug]),
        again=lambda problem: version_page(request, one, problem=problem),
    )


# --- the way to the board ---


def pressed(
    request: HttpRequest, one: HousingProgramme, act: Callable[[], object], done: str
) -> HttpResponse:
    return press(
        request,
        act,
        done=done,
        to=reverse("housing:programme", args=[one.pk]),
        again=lambda problem: version_page(
            request, queries.programme_for(actor_of(request), one.pk), problem=problem
        ),
    )


@needs(Action.SUBMIT_HOUSING)
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, actor = programme_with(request, pk, Action.SUBMIT_HOUSING), actor_of(request)
    today = timezone.localdate()
    return pressed(
        request, one,
        lambda: versions.submit(actor, one, now=timezone.now(), today=today),
        "Het programma ligt nu bij het bestuur.",
    )  # fmt: skip


@needs(Action.SUBMIT_HOUSING)
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, actor = programme_with(request, pk, Action.SUBMIT_HOUSING), actor_of(request)
    return pressed(
        request, one, lambda: versions.take_back(actor, one, now=timezone.now()),
        "U kunt weer verder schrijven.",
    )  # fmt: skip


@needs(Action.ADOPT_HOUSING)
@require_POST
def send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, actor = programme_with(request, pk, Action.ADOPT_HOUSING), actor_of(request)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return version_page(request, one, problem="fout", back_form=form)
    because = form.cleaned_data["because"]
    return pressed(
        request, one, lambda: versions.send_back(actor, one, because, now=timezone.now()),
        "Het programma is terug bij de schrijvers, met uw reden.",
    )  # fmt: skip


@needs(Action.ADOPT_HOUSING)
@require_POST
def adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, actor = programme_with(request, pk, Action.ADOPT_HOUSING), actor_of(request)
    form = AdoptForm(request.POST, outcomes=queries.decisions_of(actor, one.partnership))
    if not form.is_valid():
        return version_page(request, one, problem="fout", adopt_form=form)
    return pressed(
        request, one,
        lambda: versions.adopt(
            actor, one, outcome=form.chosen(), today=timezone.localdate(), now=timezone.now()
        ),
        "Het programma is vastgesteld. Iedereen kan het nu lezen.",
    )  # fmt: skip
