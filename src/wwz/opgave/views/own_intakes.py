"""A file of homes, plans or figures: bring it, name its columns, look, mend, take in, go back."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.opgave.jobs import own_columns
from wwz.opgave.own import intakes
from wwz.opgave.own import queries as reads
from wwz.opgave.own.checking import areas_of
from wwz.opgave.own.forms import ColumnsForm, FileForm, RowForm
from wwz.opgave.own.models import Difference, Intake, IntakeLine
from wwz.opgave.own.presentation import HEADS, lines_shown, words_of
from wwz.opgave.own.reading import cells_of, read_content
from wwz.opgave.own.sheets import fault_sheet, faults_of
from wwz.opgave.rival_files import FileRefusedError
from wwz.opgave.views.own_rows import kind_of, list_address, trail
from wwz.opgave.wording import how_many, upper_first
from wwz.partners.access import actor_of, allows, needs, partnership_and_actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.spreadsheets import download

TAKEN = "overgenomen"


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The form; with a file, on to its columns or to its preview."""
    kind = kind_of(kind)
    partnership, actor = partnership_and_actor(request, slug)
    sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent else FileForm()
    if sent and form.is_valid():
        given = form.cleaned_data["file"]
        content: bytes = given.read()
        try:
            new = intakes.NewFile(
                kind, given.name, hashlib.sha256(content).hexdigest(),
                read_content(given.name, content),
            )  # fmt: skip
            made = intakes.bring(actor, partnership, new, now=timezone.now())
        except RuleBrokenError as error:
            form.add_error("file" if isinstance(error, FileRefusedError) else None, str(error))
        else:
            return redirect("own:columns" if intakes.missing(made) else "own:intake", made.pk)
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership, kind, "Inlezen"),
        "kind": kind,
        "words": words_of(kind),
        "form": form,
        "columns": own_columns(kind),
    }
    return render(request, "own/bring.html", context, status=422 if sent else 200)


def own_intake(request: HttpRequest, pk: UUID) -> Intake:
    """A file that the actor may work on."""
    actor = actor_of(request)
    found = reads.intake_for(actor, pk)
    if not allows(actor, Action.KEEP_OWN_ROWS, found):
        raise PermissionDenied(
            "Dit bestand is van een andere organisatie. Vraag haar om het af te maken."
        )
    of_page(request, found.partnership)
    return found


def base_context(found: Intake, *last: str) -> dict[str, Any]:
    return {
        "intake": found,
        "partnership": found.partnership,
        "crumbs": trail(found.partnership, found.kind, *(last or (found.file_name,))),
        "words": words_of(found.kind),
        "back": list_address(found.partnership.slug, found.kind),
    }


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column of the file is which of ours; asked once."""
    found = own_intake(request, pk)
    sent = request.method == "POST"
    form = ColumnsForm(
        request.POST if sent else None, own_columns(found.kind), found.headings, found.mapping
    )
    if sent and form.is_valid():
        try:
            intakes.name_columns(actor_of(request), found, form.mapping(), now=timezone.now())
        except RuleBrokenError as error:
            form.add_error(None, str(error))
        else:
            return redirect("own:intake", found.pk)
    context = base_context(found, "Kolommen") | {"form": form}
    return render(request, "own/columns.html", context, status=422 if sent else 200)


@needs(Action.KEEP_OWN_ROWS)
@require_safe
def intake(request: HttpRequest, pk: UUID) -> HttpResponse:
    return preview(request, own_intake(request, pk))


def preview(
    request: HttpRequest, found: Intake, *, asked: str = "", problem: str = ""
) -> HttpResponse:
    """What a file would change; ``asked`` puts a question above it."""
    if intakes.missing(found):
        return redirect("own:columns", found.pk)
    tally = reads.tally(found)
    shown = request.GET.get("toon", "")
    if shown not in tally and shown != reads.MISSING:
        shown = next((key for key in (*HEADS, TAKEN) if tally[str(key)]), str(Difference.SAME))
    number = request.GET.get("bladzijde", "1")
    absent = intakes.not_in_file(found)
    page: Any = reads.page_of(absent, number)
    tabs = [(str(key), words, tally[str(key)]) for key, words in HEADS.items()]
    tabs += [(TAKEN, "Overgenomen", tally[TAKEN])]
    tabs += [(reads.MISSING, "Niet in dit bestand", page.paginator.count)]
    if shown != reads.MISSING:
        page = reads.lines_page(found, shown, number)
    wrong = shown == Difference.WRONG
    context = base_context(found) | {
        "tabs": [(key, words, many) for key, words, many in tabs if many],
        "shown": shown,
        "page": page,
        "lines": lines_shown(
            page, own_columns(found.kind), areas_of(found.partnership, found.kind)
        )
        if shown not in (reads.MISSING, Difference.WRONG) else [],
        "faults": faults_of(found, page) if wrong else [],
        "columns": ["Regel", "Kolom", "Wat er staat", "Wat u kunt doen"],
        "line_columns": ["Regel", "Wat", "Wat er komt te staan", "Overnemen"],
        "good": tally[Difference.NEW] + tally[Difference.CHANGED],
        "wrong": tally[Difference.WRONG],
        "taken": tally[TAKEN],
        "title": title_of(tally),
        "asked": asked,
        "problem": problem,
    }  # fmt: skip
    return render(request, "own/intake.html", context, status=422 if problem else 200)


def title_of(tally: dict[str, int]) -> str:
    """'980 regels zijn klaar om over te nemen, 20 nog niet goed'."""
    good, wrong = tally[Difference.NEW] + tally[Difference.CHANGED], tally[Difference.WRONG]
    if good:
        words = f"{how_many(good, 'regel is', 'regels zijn')} klaar om over te nemen"
        return upper_first(f"{words}, {wrong} nog niet goed" if wrong else words)
    if wrong:
        return upper_first(f"{how_many(wrong, 'regel is', 'regels zijn')} nog niet goed")
    if tally[TAKEN]:
        return upper_first(f"{how_many(tally[TAKEN], 'regel is', 'regels zijn')} overgenomen")
    return "Dit bestand verandert niets"


@needs(Action.KEEP_OWN_ROWS)
@require_safe
def faults(request: HttpRequest, pk: UUID, form: str) -> HttpResponseBase:
    """Every wrong cell, as a file to work through."""
    found = own_intake(request, pk)
    return download(request, form, fault_sheet(found, reads.wrong_lines(found)))


@needs(Action.KEEP_OWN_ROWS)
@require_POST
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All good lines, or the one that was pressed."""
    found = own_intake(request, pk)
    only = request.POST.get("regel", "")
    if only and not is_uuid(only):
        raise Http404
    line = reads.line_for(found, UUID(only)) if only else None
    try:
        done = intakes.take_in(
            actor_of(request),
            found,
            only=line.pk if line else None,
            seen_at=request.GET.get("gezien", ""),
            now=timezone.now(),
        )
    except RuleBrokenError as error:
        return preview(request, found, problem=str(error))
    if done.rows:
        words = how_many(done.rows, "regel staat", "regels staan")
        messages.success(request, f"{upper_first(words)} nu in de lijst.")
    if done.passed:
        words = how_many(done.passed, "regel is", "regels zijn")
        messages.warning(
            request, f"{upper_first(words)} intussen gewijzigd. Kijk die hieronder eerst na."
        )
    return redirect("own:intake", found.pk)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """One line of a file, to make it right here; nothing else of the file is lost."""
    found = own_intake(request, pk)
    one = reads.line_for(found, line)
    known = own_columns(found.kind)
    cells = cells_of(known, found.mapping, one.given, one.mended)
    areas = areas_of(found.partnership, found.kind)
    form = RowForm(request.POST if request.method == "POST" else None, known, areas, cells)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            one = mended(request, found, one, form)
            if not form.errors and one.difference != Difference.WRONG:
                messages.success(request, f"Regel {one.line} is nu goed.")
                return redirect("own:intake", found.pk)
            form.refuse(one.problems)
    context = base_context(found, f"Regel {one.line}") | {
        "title": f"Regel {one.line} verbeteren",
        "form": form,
        "problems": [words for _, words in one.problems] if status == 200 else [],
        "button": "Bewaar",
        "action": request.path,
        "back": f"/inlezing/{found.pk}/",
    }
    return render(request, "own/row.html", context, status=status)


def mended(request: HttpRequest, found: Intake, one: IntakeLine, form: RowForm) -> IntakeLine:
    """The line with what was typed; why not stands on the form."""
    try:
        return intakes.mend(actor_of(request), found, one, form.cells(), now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return one


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then the list is as it was before this file."""
    found = own_intake(request, pk)
    if request.method != "POST":
        return preview(request, found, asked="undo")
    try:
        many = intakes.undo(actor_of(request), found, now=timezone.now())
    except RuleBrokenError as error:
        return preview(request, found, problem=str(error))
    words = how_many(many, "regel staat", "regels staan")
    messages.success(request, f"{upper_first(words)} weer zoals voor dit bestand.")
    return redirect("own:intake", found.pk)


@needs(Action.KEEP_OWN_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first; then the file is gone, and what was taken in stays."""
    found = own_intake(request, pk)
    if request.method != "POST":
        return preview(request, found, asked="discard")
    slug, kind = found.partnership.slug, found.kind
    intakes.discard(actor_of(request), found, now=timezone.now())
    messages.success(request, "Het bestand is weggegooid.")
    return redirect(list_address(slug, kind))
