"""Reading a chapter, and writing in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.documents.diff import difference, readable
from wwz.documents.errors import EditConflictError
from wwz.documents.models import Passage
from wwz.documents.queries import history_of
from wwz.documents.services import NewPassage, add_passage
from wwz.partners.access import actor_of, allows, needs
from wwz.partners.matrix import Action
from wwz.visie import forms
from wwz.visie.access import get_citation, get_passage, get_version, get_visie, may_write
from wwz.visie.models import Visie
from wwz.visie.presentation.chapter import chapter_page
from wwz.visie.presentation.frame import crumbs, visie_crumb
from wwz.visie.queries.reading import Reading, comments_under
from wwz.visie.services import texts
from wwz.visie.views.shown import (
    CONFLICT,
    REFUSED,
    accepted,
    attempt,
    framed,
    reader,
    reading_of,
)


@needs(Action.READ_PUBLIC)
@require_safe
def chapter(request: HttpRequest, pk: UUID, chapter: int) -> HttpResponse:
    """One chapter; ``?toon=open`` gives only passages of which something is asked."""
    visie = get_visie(actor_of(request), pk)
    reading = reading_of(request, visie)
    if chapter not in reading.chapters():
        raise Http404
    return show_chapter(request, reading, chapter)


def show_chapter(
    request: HttpRequest,
    reading: Reading,
    number: int,
    *,
    writing: Passage | None = None,
    form: forms.TextForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, visie = actor_of(request), reading.visie
    page = chapter_page(
        reading,
        number,
        comments_under(actor, reading, number),
        reader=reader(request),
        only_open=writing is None and request.GET.get("toon") == "open",
    )
    context = framed(request, reading, here=number) | {
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), (f"Hoofdstuk {number}", "")],
        "page": page,
        "writing": writing.pk if writing is not None else None,
        "form": form,
    }
    return render(request, "visie/chapter.html", context, status=status)


def place_of(visie: Visie, passage: Passage) -> str:
    """The address of a passage in its chapter."""
    address = reverse("visie:chapter", args=[visie.pk, passage.chapter])
    return f"{address}#p{passage.chapter}-{passage.number}"


@needs(Action.EDIT_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write in a passage, in its place in the chapter."""
    actor = actor_of(request)
    visie, passage = get_passage(actor, pk)
    if not may_write(actor, visie):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = text_form(passage, given, text=passage.text, edit=passage.edit)

    def save(typed: dict[str, Any]) -> None:
        texts.save_text(actor, passage, text=typed["text"], edit=typed["edit"], now=timezone.now())

    try:
        if given is not None and accepted_text(form, save):
            messages.success(request, f"Passage {passage.chapter}.{passage.number} is bewaard.")
            return HttpResponseRedirect(place_of(visie, passage))
    except EditConflictError as conflict:
        return show_conflict(request, visie, passage, conflict)
    return show_chapter(
        request,
        reading_of(request, visie),
        passage.chapter,
        writing=passage,
        form=form,
        status=REFUSED if form.errors else 200,
    )


def text_form(passage: Passage, given: Any, *, text: str, edit: int) -> forms.TextForm:
    """The form of one passage; without what was sent it starts with this text."""
    form = forms.TextForm(given, initial={"text": text, "edit": edit})
    form.fields["text"].label = f"Tekst van passage {passage.chapter}.{passage.number}"
    return form


def accepted_text(form: Form, verb: Any) -> bool:
    """As `accepted`, but a conflict is not a refusal: it has a page of its own."""
    found: list[EditConflictError] = []

    def guarded(given: dict[str, Any]) -> None:
        try:
            verb(given)
        except EditConflictError as conflict:
            found.append(conflict)

    done = accepted(form, guarded)
    if found:
        raise found[0]
    return done


def show_conflict(
    request: HttpRequest, visie: Visie, passage: Passage, conflict: EditConflictError
) -> HttpResponse:
    """The three texts side by side; the own text stays in the form, on top of the newest edit."""
    number = f"{passage.chapter}.{passage.number}"
    context = framed(request, reading_of(request, visie), here=passage.chapter) | {
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), (f"Passage {number}", "")],
        "passage": passage,
        "number": number,
        "conflict": conflict,
        "theirs": readable(difference(conflict.base, conflict.theirs)),
        "mine": readable(difference(conflict.base, conflict.mine)),
        "form": text_form(passage, None, text=conflict.mine, edit=conflict.edit),
        "back": place_of(visie, passage),
    }
    return render(request, "visie/conflict.html", context, status=CONFLICT)


@needs(Action.EDIT_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new passage, at the end of a chapter or as the first of a new one."""
    actor = actor_of(request)
    visie = get_visie(actor, pk)
    if not may_write(actor, visie):
        raise Http404
    reading = reading_of(request, visie)
    chapters = reading.chapters()
    start = {"chapter": request.GET.get("hoofdstuk") or max(chapters, default=0) + 1}
    form = forms.NewPassageForm(request.POST or None, initial=start)
    made: list[Passage] = []

    def put(given: dict[str, Any]) -> None:
        title = chapters.get(given["chapter"]) or given["chapter_title"] or "Zonder titel"
        wanted = NewPassage(given["chapter"], title, given["text"])
        made.append(add_passage(actor, get_version(visie), wanted, now=timezone.now()))

    if request.method == "POST" and accepted(form, put):
        return HttpResponseRedirect(place_of(visie, made[0]))
    context = framed(request, reading) | {
        "form": form,
        "crumbs": [*crumbs(visie.partnership), visie_crumb(visie), ("Nieuwe passage", "")],
    }
    return render(request, "visie/add.html", context, status=REFUSED if form.errors else 200)


@needs(Action.READ_PARTNER)
@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every text that a passage ever had."""
    actor = actor_of(request)
    visie, passage = get_passage(actor, pk)
    if not allows(actor, Action.READ_PARTNER, visie):
        # A public text does not tell everybody who wrote which word.
        raise Http404
    number = f"{passage.chapter}.{passage.number}"
    context = framed(request, reading_of(request, visie), here=passage.chapter) | {
        "crumbs": [
            *crumbs(visie.partnership),
            visie_crumb(visie),
            (f"Passage {number}", reverse("visie:passage", args=[passage.pk])),
            ("Geschiedenis", ""),
        ],
        "passage": passage,
        "number": number,
        "edits": history_of(passage),
    }
    return render(request, "visie/history.html", context)


@needs(Action.EDIT_TEXT)
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring an earlier text back as a new edit."""
    actor = actor_of(request)
    _, passage = get_passage(actor, pk)
    to_edit = request.POST.get("to_edit", "")
    attempt(
        request,
        lambda: texts.restore_text(
            actor,
            passage,
            to_edit=int(to_edit) if to_edit.isdecimal() and len(to_edit) < 9 else 0,
            edit=passage.edit,
            now=timezone.now(),
        ),
        f"Tekst {to_edit} staat weer in de passage.",
    )
    return redirect("visie:history", pk)


@needs(Action.EDIT_TEXT)
@require_POST
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take over the newest figure."""
    actor = actor_of(request)
    visie, citation = get_citation(actor, pk)
    attempt(
        request,
        lambda: texts.renew(actor, citation, now=timezone.now()),
        "Het nieuwe cijfer staat in de tekst.",
    )
    return HttpResponseRedirect(place_of(visie, citation.passage))


@needs(Action.EDIT_TEXT)
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the cited figure stand, with a reason."""
    actor = actor_of(request)
    visie, citation = get_citation(actor, pk)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: texts.keep(actor, citation, reason, now=timezone.now()),
        "Het cijfer blijft staan. De reden staat erbij.",
    )
    return HttpResponseRedirect(place_of(visie, citation.passage))
