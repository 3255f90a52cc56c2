"""The visies of a partnership, and one visie as a whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.partners.access import actor_of, allows, allows_in, get_partnership, needs
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Visibility
from wwz.visie import forms
from wwz.visie.access import get_version, get_visie
from wwz.visie.models import Visie
from wwz.visie.presentation.frame import crumbs, visie_crumb
from wwz.visie.presentation.overview import index_page, overview_page
from wwz.visie.queries.reading import Reading
from wwz.visie.queries.visies import loose_trajects, visies_of
from wwz.visie.services import adoption, texts, voices
from wwz.visie.views.shown import REFUSED, accepted, attempt, framed, reading_of


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every visie of a partnership that this reader may see, and the way to the next."""
    actor = actor_of(request)
    partnership = of_page(request, get_partnership(slug))
    page = index_page(visies_of(actor, partnership), loose_trajects(actor, partnership))
    context = {
        "partnership": partnership,
        "crumbs": [*crumbs(partnership)[:1], ("Visie", "")],
        "page": page,
        "may_start": allows_in(actor, Action.EDIT_TEXT, partnership),
    }
    return render(request, "visie/index.html", context)


@needs(Action.EDIT_TEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a visie, or the revision of the one that holds now."""
    actor = actor_of(request)
    partnership = of_page(request, get_partnership(slug))
    form = forms.NewVisieForm(request.POST or None)
    current = index_page(visies_of(actor, partnership), []).current
    made: list[Any] = []

    def begin(given: dict[str, Any]) -> None:
        follows = current.visie if current is not None and given["revision"] else None
        wanted = texts.NewVisie(given["title"], given["adoption_on"], follows)
        made.append(texts.start_visie(actor, partnership, wanted, now=timezone.now()))

    if request.method == "POST" and accepted(form, begin):
        messages.success(request, "De visie is begonnen. De planning is een voorstel.")
        return redirect("visie:visie", made[0].pk)
    context = {
        "partnership": partnership,
        "form": form,
        "crumbs": [*crumbs(partnership), ("Nieuwe visie", "")],
    }
    return render(request, "visie/new.html", context, status=REFUSED if form.errors else 200)


@needs(Action.READ_PUBLIC)
@require_safe
def visie(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_visie(actor_of(request), pk)
    return overview(request, reading_of(request, found), forms.PositionForm())


def overview(
    request: HttpRequest, reading: Reading, form: forms.PositionForm, status: int = 200
) -> HttpResponse:
    actor, found = actor_of(request), reading.visie
    context = framed(request, reading) | {
        "crumbs": [*crumbs(found.partnership), (found.title, "")],
        "page": overview_page(reading, today=timezone.localdate()),
        "position_form": form,
        "may_adopt": not reading.is_final and allows(actor, Action.ADOPT, found),
        "may_see_traject": may_see_traject(actor, found),
        "may_see_positions": bool(reading.positions) or context_of_party(request, found.pk),
        "open_form": forms.OpenForm(),
        "theme_form": forms.ThemeForm(),
    }
    return render(request, "visie/visie.html", context, status=status)


def may_see_traject(actor: Actor, visie: Visie) -> bool:
    """A visie can be open to all while its planning is not."""
    traject = visie.traject
    if traject is None:
        return False
    public = traject.visibility == Visibility.OPENBAAR
    return public or allows(actor, Action.READ_PARTNER, traject)


def context_of_party(request: HttpRequest, pk: UUID) -> bool:
    """Whether the reader belongs to a party: visitors are not told who is silent."""
    return bool(actor_of(request).participations)


@needs(Action.PROPOSE_AMENDMENT)
@require_POST
def position(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The position of the own organisation on the newest version."""
    actor = actor_of(request)
    found = get_visie(actor, pk)
    form = forms.PositionForm(request.POST)

    def give(given: dict[str, Any]) -> None:
        opinion = voices.Opinion(given["stance"], given["reason"])
        voices.give_position(actor, found, get_version(found), opinion, now=timezone.now())

    if accepted(form, give):
        messages.success(request, "Het standpunt van uw organisatie is bewaard.")
        return redirect("visie:visie", pk)
    return overview(request, reading_of(request, found), form, REFUSED)


VERBS = {
    "open_for_reactions": "De tekst ligt ter inzage.",
    "ask_assent": "De tekst is ter instemming voorgelegd.",
    "reopen": "De tekst is weer een concept.",
}


@needs(Action.EDIT_TEXT)
@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lay the text open, ask for assent, or make it a concept again."""
    actor = actor_of(request)
    found = get_visie(actor, pk)
    verb = request.POST.get("verb", "")
    form = forms.OpenForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    until = given.get("open_until")
    if verb not in VERBS or (verb == "open_for_reactions" and until is None):
        messages.error(request, "Kies tot en met wanneer mensen kunnen reageren.")
        return redirect("visie:visie", pk)
    attempt(
        request,
        lambda: texts.move_text(
            actor,
            found,
            get_version(found),
            verb,
            now=timezone.now(),
            open_until=until,
            for_everybody=given.get("for_everybody", False),
        ),
        VERBS[verb],
    )
    return redirect("visie:visie", pk)


@needs(Action.EDIT_TEXT)
@require_POST
def new_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_visie(actor, pk)
    attempt(
        request,
        lambda: texts.start_version(actor, found, now=timezone.now()),
        "Het volgende concept is begonnen. Elke passage houdt haar nummer.",
    )
    return redirect("visie:visie", pk)


@needs(Action.EDIT_TEXT)
@require_POST
def add_theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_visie(actor, pk)
    form = forms.ThemeForm(request.POST)

    def add(given: dict[str, Any]) -> None:
        texts.add_theme(actor, found, given["name"], given["ambitions"].splitlines())

    if accepted(form, add):
        messages.success(request, "Het thema staat erbij.")
        return redirect("visie:visie", pk)
    reading = reading_of(request, found)
    context = framed(request, reading) | {
        "form": form,
        "crumbs": [*crumbs(found.partnership), visie_crumb(found), ("Thema", "")],
    }
    return render(request, "visie/theme.html", context, status=REFUSED)


@needs(Action.ADOPT)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask first, and say what still stands in the way; then freeze."""
    actor = actor_of(request)
    found = get_visie(actor, pk)
    if request.method == "POST" and request.POST.get("bevestigd"):
        attempt(
            request,
            lambda: adoption.adopt(actor, found, today=timezone.localdate(), now=timezone.now()),
            "De visie is vastgesteld. De tekst, de cijfers en de standpunten liggen nu vast.",
        )
        return redirect("visie:visie", pk)
    reading = reading_of(request, found)
    context = framed(request, reading) | {
        "crumbs": [*crumbs(found.partnership), visie_crumb(found), ("Vaststellen", "")],
        "obstacles": adoption.obstacles(reading.version),
    }
    return render(request, "visie/adopt.html", context)
