"""Questions of residents: ask, read, answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, allows, allows_in, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.partners.public_forms import NO_ROOM, has_room
from wwz.spreadsheets import Column, Sheet, download
from wwz.werkplaats import queries, services
from wwz.werkplaats.access import question_for
from wwz.werkplaats.forms import QUESTION_STATES, AnswerForm, FilterForm, QuestionForm
from wwz.werkplaats.models import Question
from wwz.werkplaats.presentation import trail

COLUMNS: tuple[Column[Question], ...] = (
    Column("Vraag", lambda question: question.text, 60),
    Column("Gesteld op", lambda question: question.asked_at),
    Column("Stand", lambda question: question.get_state_display()),
    Column("Antwoord", lambda question: question.answer, 60),
    Column("Antwoord van", lambda question: str(question.answered_by or "")),
    Column("Beantwoord op", lambda question: question.answered_at),
)


@needs(Action.READ_PUBLIC)
@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions that this reader may see."""
    partnership = of_page(request, get_partnership(slug))
    form = FilterForm(request.GET, states=QUESTION_STATES)
    actor = actor_of(request)
    context = {
        "partnership": partnership,
        "crumbs": trail(partnership, "Vragen"),
        "filter": form,
        "page": page_of(request, partnership, form),
        "may_ask": allows_in(actor, Action.COMMENT, partnership),
    }
    return render(request, "werkplaats/questions.html", context)


def page_of(request: HttpRequest, partnership: Partnership, form: FilterForm) -> object:
    form.is_valid()
    return queries.question_page(
        actor_of(request),
        partnership,
        searched=form.cleaned_data.get("zoek", ""),
        state=form.cleaned_data.get("stand", ""),
        number=request.GET.get("bladzijde", "1"),
    )


@needs(Action.READ_PUBLIC)
@require_safe
def question_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The questions as a file."""
    partnership = get_partnership(slug)
    found = queries.readable_questions(actor_of(request), partnership)
    rows = found.select_related("answered_by").order_by("-asked_at").iterator(chunk_size=500)
    about = (("Vragen van bewoners", str(partnership)),)
    return download(request, kind, Sheet(f"vragen-{slug}", COLUMNS, rows, about))


@needs(Action.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask a question; nobody needs an account for it."""
    partnership = of_page(request, get_partnership(slug))
    actor, now = actor_of(request), timezone.now()
    zones = queries.zones_to_choose(actor, partnership)
    form = QuestionForm(request.POST or None, now=now, zones=zones)
    if request.method == "POST" and form.is_valid():
        if has_room(request, "vraag"):
            new = services.NewQuestion(
                text=form.cleaned_data["text"],
                email=form.cleaned_data["email"],
                zone=form.cleaned_data["zone"],
            )
            services.ask(actor, partnership, new, now=now)
            messages.success(
                request,
                "Uw vraag is gesteld. Wij lezen hem en antwoorden; vraag en antwoord komen "
                "daarna op deze bladzijde.",
            )
            return redirect("werkplaats:questions", slug)
        form.add_error(None, NO_ROOM)
    status = 422 if request.method == "POST" else 200
    crumbs = trail(partnership, "Stel een vraag")
    context = {"partnership": partnership, "crumbs": crumbs, "form": form}
    return render(request, "werkplaats/ask.html", context, status=status)


@needs(Action.READ_PUBLIC)
@require_safe
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One question, with its answer or the form to give it."""
    return show(request, question_for(actor_of(request), pk), AnswerForm())


@needs(Action.MODERATE)
@require_http_methods(["POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Answer a question."""
    actor = actor_of(request)
    found = question_for(actor, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    try:
        services.answer(
            actor,
            found,
            form.cleaned_data["text"],
            public=form.cleaned_data["public"],
            now=timezone.now(),
        )
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show(request, found, form, status=422)
    return redirect("werkplaats:question", pk)


def show(
    request: HttpRequest, found: Question, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "partnership": of_page(request, found.partnership),
        "crumbs": trail(found.partnership, "Vraag"),
        "question": found,
        "form": form,
        "may_answer": allows(actor_of(request), Action.MODERATE, found),
    }
    return render(request, "werkplaats/question.html", context, status=status)
