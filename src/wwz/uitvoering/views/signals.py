"""The signalen of a team: the list, one of them, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.spreadsheets import download
from wwz.uitvoering.access import letter_of_team, signaal_of_team
from wwz.uitvoering.forms import FilterForm, LetterForm, TriageForm, pk_of
from wwz.uitvoering.models import Knelpunt, Signaal, SignaalState
from wwz.uitvoering.queries import signals as queries
from wwz.uitvoering.queries.pages import page_of
from wwz.uitvoering.sealing import Contact
from wwz.uitvoering.services import feedback, knelpunten
from wwz.uitvoering.services import signals as services
from wwz.uitvoering.sheets import signalen_sheet
from wwz.uitvoering.views.answers import crumbs, press, show

COLUMNS = ["Kies", "Waarover", "Zone", "Hoe", "Stand", "Antwoord vóór"]


@needs(Action.TRIAGE)
@require_safe
def signals(request: HttpRequest, slug: str, problem: str = "") -> HttpResponse:
    """What the team still has to answer, the most urgent on top."""
    partnership, actor = partnership_and_actor(request, slug)
    if not allows_in(actor, Action.TRIAGE, partnership):
        raise Http404
    today = timezone.localdate()
    zones = queries.zones_to_filter(actor, partnership)
    form = FilterForm(request.GET, zones=zones, states=SignaalState.choices)
    found = queries.listed(actor, partnership, form.wanted(), today=today)
    context = {
        "filter": form,
        "page": page_of(found.only(*queries.SHOWN), request.GET.get("bladzijde", "1")),
        "today": today,
        "knelpunten": queries.knelpunten_to_join(actor, partnership),
        "columns": COLUMNS,
        "crumbs": crumbs(partnership, ("Uitvoering", "uitvoering:index"), ("Signalen", "")),
    }
    return show(request, "uitvoering/signals.html", partnership, context, problem=problem)


@needs(Action.TRIAGE)
@require_safe
def signals_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The list as a file: never with how to reach anybody, nor the text itself."""
    partnership, actor = partnership_and_actor(request, slug)
    if not allows_in(actor, Action.TRIAGE, partnership):
        raise Http404
    today = timezone.localdate()
    zones = queries.zones_to_filter(actor, partnership)
    form = FilterForm(request.GET, zones=zones, states=SignaalState.choices)
    found = queries.listed(actor, partnership, form.wanted(), today=today)
    return download(request, kind, signalen_sheet(partnership, found, today=today))


@needs(Action.TRIAGE)
@require_POST
def bundle_signals(request: HttpRequest, slug: str) -> HttpResponse:
    """Several signalen from the list into one knelpunt."""
    partnership, actor = partnership_and_actor(request, slug)
    ticked = [pk for typed in request.POST.getlist("signaal") if (pk := pk_of(typed))]
    chosen = queries.ticked(actor, partnership, ticked)
    joined = request.POST.get("knelpunt", "")
    known = {str(one.pk): one for one in queries.knelpunten_to_join(actor, partnership)}
    try:
        made = knelpunten.bundle(
            actor, chosen, request.POST.get("title", "").strip(), now=timezone.now(),
            into=known.get(joined),
        )  # fmt: skip
    except RuleBrokenError as error:
        return list_again(request, slug, str(error))
    return press(
        request, lambda: None, to=reverse("uitvoering:knelpunt", args=[made.pk]),
        done=f"{len(chosen)} signalen gebundeld. Zet er nu cijfers naast.",
        again=lambda problem: list_again(request, slug, problem),
    )  # fmt: skip


def list_again(request: HttpRequest, slug: str, problem: str) -> HttpResponse:
    partnership, actor = partnership_and_actor(request, slug)
    today = timezone.localdate()
    form = FilterForm(
        {}, zones=queries.zones_to_filter(actor, partnership), states=SignaalState.choices
    )
    found = queries.listed(actor, partnership, form.wanted(), today=today)
    context = {
        "filter": form,
        "page": page_of(found.only(*queries.SHOWN), "1"),
        "today": today,
        "knelpunten": queries.knelpunten_to_join(actor, partnership),
        "columns": COLUMNS,
        "crumbs": crumbs(partnership, ("Uitvoering", "uitvoering:index"), ("Signalen", "")),
        "ticked": request.POST.getlist("signaal"),
        "typed_title": request.POST.get("title", ""),
    }
    return show(request, "uitvoering/signals.html", partnership, context, problem=problem)


@needs(Action.TRIAGE)
@require_safe
def signal(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    return signal_page(request, actor, signaal_of_team(actor, pk))


def signal_page(
    request: HttpRequest, actor: Actor, signaal: Signaal, *, problem: str = "",
    contact: Contact | None = None, looked: bool = False, letter: LetterForm | None = None,
) -> HttpResponse:  # fmt: skip
    signaal.refresh_from_db()
    page = queries.signaal_page(actor, signaal, today=timezone.localdate())
    context = {
        "page": page,
        "signaal": signaal,
        "triage": triage_form(actor, signaal, None),
        "letter": letter or LetterForm(may_close=page.open),
        "contact": contact,
        "looked": looked,
        "crumbs": crumbs(
            signaal.partnership, ("Signalen", "uitvoering:signals"), (signaal.subject, "")
        ),
    }
    return show(
        request, "uitvoering/signal.html", signaal.partnership, context,
        problem=problem or ("fout" if letter is not None and letter.errors else ""),
    )  # fmt: skip


def triage_form(actor: Actor, signaal: Signaal, data: object) -> TriageForm:
    partnership = signaal.partnership
    return TriageForm(
        data,
        organisations=queries.partners_of(partnership),
        zones=queries.zones_to_filter(actor, partnership),
        knelpunten=queries.knelpunten_to_join(actor, partnership),
    )


DONE = {
    "look": "U hebt dit signaal bekeken.",
    "take_up": "Het signaal is in behandeling.",
    "ask_partner": "De vraag is uitgezet.",
    "place_in_zone": "Het signaal ligt nu bij het team van de zone.",
    "bundle": "Het signaal is gebundeld.",
}


@needs(Action.TRIAGE)
@require_POST
def triage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look, take up, ask a partner, give to a zone, or bundle: the button says which."""
    actor = actor_of(request)
    signaal = signaal_of_team(actor, pk)
    form = triage_form(actor, signaal, request.POST)
    verb = request.POST.get("verb", "")
    form.is_valid()
    return press(
        request,
        triage_act(actor, signaal, verb, form),
        done=DONE.get(verb, "Gedaan."),
        to=reverse("uitvoering:signal", args=[pk]),
        again=lambda problem: signal_page(request, actor, signaal, problem=problem),
    )


def triage_act(actor: Actor, signaal: Signaal, verb: str, form: TriageForm) -> Callable[[], object]:
    now = timezone.now()

    def act() -> None:
        if verb == "look":
            services.look(actor, signaal, now=now)
        elif verb == "take_up":
            services.take_up(actor, signaal, now=now)
        elif verb == "ask_partner":
            asked = chosen(form, "organisation", "Kies bij wie u het signaal uitzet.")
            services.ask_partner(actor, signaal, asked, now=now)
        elif verb == "place_in_zone":
            zone = chosen(form, "zone", "Kies bij welke zone dit signaal hoort.")
            services.place_in_zone(actor, signaal, zone, now=now)
        elif verb == "bundle":
            into: Knelpunt | None = form.chosen("knelpunt")
            title = form.cleaned_data.get("title", "")
            knelpunten.bundle(actor, [signaal], title, now=now, into=into)
        else:
            raise RuleBrokenError("Deze knop kennen wij niet. Laad de pagina opnieuw.")

    return act


def chosen(form: TriageForm, name: str, missing: str) -> Any:
    thing = form.chosen(name)
    if thing is None:
        raise RuleBrokenError(missing)
    return thing


@needs(Action.SEE_CONTACT)
@require_POST
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how to reach the reporter, once; the log keeps who looked."""
    actor = actor_of(request)
    signaal = signaal_of_team(actor, pk)
    try:
        found = services.see_contact(actor, signaal, now=timezone.now())
    except RuleBrokenError as error:
        return signal_page(request, actor, signaal, problem=str(error))
    response = signal_page(request, actor, signaal, contact=found, looked=True)
    response["Cache-Control"] = "no-store, private"
    return response


@needs(Action.GIVE_FEEDBACK)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell the reporter, and close with it when that was chosen."""
    actor = actor_of(request)
    signaal = signaal_of_team(actor, pk)
    page = queries.signaal_page(actor, signaal, today=timezone.localdate())
    form = LetterForm(request.POST, may_close=page.open)
    if not form.is_valid():
        return signal_page(request, actor, signaal, letter=form)
    verb = form.cleaned_data["verb"]

    def act() -> object:
        if verb == "tell":
            return feedback.tell(actor, signaal, form.letter(), now=timezone.now())
        return feedback.close(actor, signaal, verb, form.letter(), now=timezone.now())

    return press(
        request,
        act,
        done="De melder krijgt antwoord. Druk de brief hieronder af als u een brief koos.",
        to=reverse("uitvoering:signal", args=[pk]),
        again=lambda problem: signal_page(request, actor, signaal, problem=problem, letter=form),
    )


@needs(Action.SUBMIT_ON_BEHALF)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody calls or comes by: it opens again on their behalf."""
    actor = actor_of(request)
    signaal = signaal_of_team(actor, pk)
    return press(
        request,
        lambda: services.reopen_at_desk(actor, signaal, now=timezone.now()),
        done="Het signaal is heropend namens de melder.",
        to=reverse("uitvoering:signal", args=[pk]),
        again=lambda problem: signal_page(request, actor, signaal, problem=problem),
    )


@needs(Action.TRIAGE)
@require_safe
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A letter to print for who has no mail."""
    sent = letter_of_team(actor_of(request), pk)
    context = {"letter": sent, "signaal": sent.signaal}
    return show(request, "uitvoering/letter.html", sent.signaal.partnership, context)
