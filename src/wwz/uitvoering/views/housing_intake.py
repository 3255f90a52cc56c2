"""A file of lines: look at what it changes, and take it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wwz.errors import RuleBrokenError
from wwz.opgave.own.forms import FileForm
from wwz.opgave.own.models import Difference
from wwz.opgave.own.reading import read_content
from wwz.opgave.rival_files import FileRefusedError
from wwz.opgave.wording import how_many, upper_first
from wwz.partners.access import actor_of, needs
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.uitvoering.housing import intake, queries
from wwz.uitvoering.housing.forms import LineChoices
from wwz.uitvoering.housing.models import HousingProgramme
from wwz.uitvoering.views.answers import show
from wwz.uitvoering.views.housing import programme_with, trail, version_step

GOOD = (Difference.NEW, Difference.CHANGED)


@needs(Action.KEEP_HOUSING)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form; with a file, what it would change."""
    one, actor = programme_with(request, pk, Action.KEEP_HOUSING), actor_of(request)
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if sent and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            lines = intake.lines_of(read_content(given.name, given.read()))
            return preview(request, actor, one, lines)
        except FileRefusedError as error:
            form.add_error("file", str(error))
    return ask(request, one, form, problem="fout" if form.errors else "")


def ask(
    request: HttpRequest, one: HousingProgramme, form: FileForm, *, problem: str = ""
) -> HttpResponse:
    steps = trail(one.partnership, version_step(one), ("Inlezen", ""))
    context = {"programme": one, "form": form, "crumbs": steps}
    return show(request, "housing/bring.html", one.partnership, context, problem=problem)


def planned_of(
    actor: Actor, one: HousingProgramme, lines: list[intake.Line]
) -> list[intake.Planned]:
    return intake.Planner(actor, one, choices_of(actor, one), now=timezone.now()).plan(lines)


def choices_of(actor: Actor, one: HousingProgramme) -> LineChoices:
    return queries.choices_for(actor, one, today=timezone.localdate())


def preview(
    request: HttpRequest, actor: Actor, one: HousingProgramme, lines: list[intake.Line], *,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    planned = planned_of(actor, one, lines)
    good = [found for found in planned if found.difference in GOOD]
    faults = [fault for found in planned for fault in found.faults]
    context: dict[str, Any] = {
        "programme": one,
        "good": good,
        "faults": faults,
        "same": sum(found.difference == Difference.SAME for found in planned),
        "wrong": sum(found.difference == Difference.WRONG for found in planned),
        "packed": intake.packed(one, lines),
        "good_heads": ["Regel", "Wat", "Wat er anders wordt"],
        "fault_heads": ["Regel van het bestand", "Kolom", "Wat er staat", "Wat u kunt doen"],
        "crumbs": trail(one.partnership, version_step(one), ("Inlezen", "")),
    }
    return show(request, "housing/preview.html", one.partnership, context, problem=problem)


@needs(Action.KEEP_HOUSING)
@require_POST
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The good lines of the file that was looked at, all or none."""
    one, actor = programme_with(request, pk, Action.KEEP_HOUSING), actor_of(request)
    try:
        lines, seen = intake.unpacked(one, request.POST.get("bestand", ""))
    except RuleBrokenError as error:
        return ask(request, one, FileForm(), problem=str(error))
    try:
        choices = choices_of(actor, one)
        many = intake.take_in(actor, one, lines, choices, seen=seen, now=timezone.now())
    except RuleBrokenError as error:
        return preview(request, actor, one, lines, problem=str(error))
    words = upper_first(how_many(many, "regel staat", "regels staan"))
    messages.success(
        request,
        f"{words} nu in het programma."
        if many else "Alles uit dit bestand stond al in het programma.",
    )  # fmt: skip
    return redirect("housing:rows", one.pk)
