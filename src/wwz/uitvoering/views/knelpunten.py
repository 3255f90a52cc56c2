"""The page of a knelpunt and each press on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, needs, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.uitvoering import knelpunt_forms as kinds
from wwz.uitvoering.access import knelpunt_for
from wwz.uitvoering.forms import pk_of
from wwz.uitvoering.models import Knelpunt
from wwz.uitvoering.queries import knelpunten as queries
from wwz.uitvoering.queries.signals import partners_of
from wwz.uitvoering.services import feedback
from wwz.uitvoering.services import knelpunten as services
from wwz.uitvoering.views.answers import crumbs, press, show

Forms = dict[str, forms.Form]


@needs(Action.READ_PUBLIC)
@require_safe
def knelpunt(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    return page(request, actor, knelpunt_for(actor, pk))


def page(
    request: HttpRequest, actor: Actor, one: Knelpunt, *, problem: str = "",
    bound: Forms | None = None,
) -> HttpResponse:  # fmt: skip
    one.refresh_from_db()
    read = queries.knelpunt_page(actor, one)
    context: dict[str, Any] = {"page": read, "knelpunt": one, "crumbs": trail(one)}
    if read.may_triage:
        context |= forms_of_team(request, actor, one, read) | (bound or {})
    invalid = any(form.errors for form in (bound or {}).values())
    return show(
        request, "uitvoering/knelpunt.html", one.partnership, context,
        problem=problem or ("fout" if invalid else ""),
    )  # fmt: skip


def trail(one: Knelpunt) -> list[tuple[str, str]]:
    zone = [(one.zone.name, reverse("uitvoering:zone", args=[one.zone.pk]))] if one.zone else []
    return crumbs(one.partnership, ("Uitvoering", "uitvoering:index"), *zone, (one.title, ""))


def forms_of_team(
    request: HttpRequest, actor: Actor, one: Knelpunt, read: queries.KnelpuntPage
) -> dict[str, Any]:
    figures = queries.facts_to_pick(one)
    asked = {name: request.GET.get(name, "") for name in ("cijfer", "gebied", "jaar")}
    search = kinds.FactSearchForm(
        request.GET or None,
        indicators=list({figure.indicator: figure.label for figure in figures}.items()),
        areas=[(place.code, place.name) for place in queries.places_of(one)],
        years=sorted({figure.year for figure in figures}),
    )
    found = queries.found_facts(figures, asked["cijfer"], asked["gebied"], asked["jaar"])
    options = read.options
    return {
        "search": search,
        "found": found,
        "searched": bool(asked["cijfer"]),
        "describe": kinds.DescribeForm(
            initial={"analysis": one.analysis, "thread_title": one.thread_title}
        ),
        "option": kinds.OptionForm(organisations=partners_of(one.partnership)),
        "discuss": kinds.DiscussForm(meetings=queries.held_platforms(actor, one), options=options),
        "choose": kinds.ChooseForm(options=options),
        "link": link_form(actor, one, None),
        "reason": kinds.ReasonForm(),
    }


def link_form(actor: Actor, one: Knelpunt, data: Any) -> kinds.LinkForm:
    return kinds.LinkForm(
        data,
        afspraken=queries.afspraken_of(actor, one.partnership),
        initiatives=queries.initiatives_to_link(actor, one),
        initial={
            "afspraak": str(one.afspraak_id or ""),
            "initiative": str(one.initiative_id or ""),
        },
    )


def do(
    request: HttpRequest, pk: UUID, act: Callable[[Actor, Knelpunt], object], done: str
) -> HttpResponse:
    actor = actor_of(request)
    one = knelpunt_for(actor, pk)
    return press(
        request,
        lambda: act(actor, one),
        done=done,
        to=reverse("uitvoering:knelpunt", args=[pk]),
        again=lambda problem: page(request, actor, one, problem=problem),
    )


def do_form(
    request: HttpRequest, pk: UUID, name: str, make: Callable[[Actor, Knelpunt], forms.Form],
    act: Callable[[Actor, Knelpunt, Any], object], done: str,
) -> HttpResponse:  # fmt: skip
    """The same with a form: what was typed comes back when it is refused."""
    actor = actor_of(request)
    one = knelpunt_for(actor, pk)
    form = make(actor, one)
    if not form.is_valid():
        return page(request, actor, one, bound={name: form})
    return press(
        request,
        lambda: act(actor, one, form),
        done=done,
        to=reverse("uitvoering:knelpunt", args=[pk]),
        again=lambda problem: page(request, actor, one, problem=problem, bound={name: form}),
    )


@needs(Action.TRIAGE)
@require_POST
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(actor: Actor, one: Knelpunt, form: kinds.DescribeForm) -> None:
        services.describe(actor, one, now=timezone.now(), **form.cleaned_data)

    def make(_actor: Actor, _one: Knelpunt) -> forms.Form:
        return kinds.DescribeForm(request.POST)

    return do_form(request, pk, "describe", make, act, "De tekst is bewaard.")


@needs(Action.TRIAGE)
@require_POST
def analyse(request: HttpRequest, pk: UUID) -> HttpResponse:
    return do(request, pk, lambda actor, one: services.analyse(actor, one, now=timezone.now()),
              "Het knelpunt is in analyse.")  # fmt: skip


@needs(Action.TRIAGE)
@require_POST
def fact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lay a figure beside it, or take it away: the button says which."""
    found = queries.fact_to_put(pk_of(request.POST.get("feit", "")))
    away = request.POST.get("weg") == "ja"

    def act(actor: Actor, one: Knelpunt) -> None:
        if found is None:
            raise RuleBrokenError("Dit cijfer bestaat niet meer. Zoek het opnieuw.")
        verb = services.take_fact_away if away else services.put_fact_beside
        verb(actor, one, found, now=timezone.now())

    return do(request, pk, act, "Het cijfer is weg." if away else "Het cijfer staat ernaast.")


@needs(Action.TRIAGE)
@require_POST
def option(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(actor: Actor, one: Knelpunt, form: kinds.OptionForm) -> None:
        services.add_option(actor, one, form.new(), now=timezone.now())

    def make(_actor: Actor, one: Knelpunt) -> forms.Form:
        return kinds.OptionForm(request.POST, organisations=partners_of(one.partnership))

    return do_form(request, pk, "option", make, act, "De oplossing staat erbij.")


@needs(Action.TRIAGE)
@require_POST
def discuss(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(actor: Actor, one: Knelpunt, form: kinds.DiscussForm) -> None:
        meeting = form.meetings[form.cleaned_data["meeting"]]
        services.discuss(actor, one, meeting, form.said(), now=timezone.now())

    def make(actor: Actor, one: Knelpunt) -> forms.Form:
        return kinds.DiscussForm(
            request.POST,
            meetings=queries.held_platforms(actor, one),
            options=list(one.options.all()),
        )

    done = "Wat bewoners zeiden staat erbij."
    return do_form(request, pk, "discuss", make, act, done)


@needs(Action.CHOOSE_SOLUTION)
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(actor: Actor, one: Knelpunt, form: kinds.ChooseForm) -> None:
        chosen = form.options[form.cleaned_data["option"]]
        because = form.cleaned_data["because"]
        services.choose(actor, one, chosen, because=because, now=timezone.now())

    def make(_actor: Actor, one: Knelpunt) -> forms.Form:
        return kinds.ChooseForm(request.POST, options=one.options.all())

    return do_form(request, pk, "choose", make, act, "De keuze is vastgelegd.")


@needs(Action.CHOOSE_SOLUTION)
@require_POST
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tie to an afspraak or initiative; that changes no state."""

    def act(actor: Actor, one: Knelpunt, form: kinds.LinkForm) -> None:
        typed = form.cleaned_data
        services.link(
            actor, one, now=timezone.now(),
            afspraak=form.afspraken.get(typed["afspraak"]),
            initiative=form.initiatives.get(typed["initiative"]),
        )  # fmt: skip

    def make(actor: Actor, one: Knelpunt) -> forms.Form:
        return link_form(actor, one, request.POST)

    return do_form(request, pk, "link", make, act, "De koppeling is gelegd.")


@needs(Action.MANAGE_PROGRAMME)
@require_POST
def carry_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    return do(request, pk, lambda actor, one: services.carry_out(actor, one, now=timezone.now()),
              "Het knelpunt is in uitvoering.")  # fmt: skip


@needs(Action.CHOOSE_SOLUTION)
@require_POST
def solve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return do(request, pk, lambda actor, one: services.solve(actor, one, now=timezone.now()),
              "Het knelpunt is verholpen.")  # fmt: skip


@needs(Action.CHOOSE_SOLUTION)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    def act(actor: Actor, one: Knelpunt, form: kinds.ReasonForm) -> None:
        because = form.cleaned_data["because"]
        services.accept(actor, one, because=because, now=timezone.now())

    def make(_actor: Actor, _one: Knelpunt) -> forms.Form:
        return kinds.ReasonForm(request.POST)

    return do_form(request, pk, "reason", make, act, "De reden is openbaar.")


@needs(Action.CHOOSE_SOLUTION)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return do(request, pk, lambda actor, one: services.publish(actor, one, now=timezone.now()),
              "Iedereen kan de draad nu lezen.")  # fmt: skip


@needs(Action.GIVE_FEEDBACK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One letter for everybody who gave a signaal about this, each adjustable."""
    actor = actor_of(request)
    one = knelpunt_for(actor, pk)
    refused = ""
    try:
        require(actor, Action.GIVE_FEEDBACK, one)
    except RuleBrokenError as error:
        return page(request, actor, one, problem=str(error))
    form = kinds.FeedbackForm(
        request.POST or None,
        signalen=list(one.signalen.order_by("received_on")),
        initial={"text": queries.proposed_letter(one)},
    )
    if request.method == "POST" and form.is_valid():
        return press(
            request,
            lambda: feedback.answer_everyone(
                actor, one, form.letters(), now=timezone.now(), verb=form.cleaned_data["verb"]
            ),
            done="Iedereen krijgt antwoord. Druk de brieven af voor wie geen mail heeft.",
            to=reverse("uitvoering:knelpunt_letters", args=[pk]),
            again=lambda problem: answer_page(request, one, form, problem),
        )
    return answer_page(request, one, form, "fout" if form.errors else refused)


def answer_page(
    request: HttpRequest, one: Knelpunt, form: forms.Form, problem: str
) -> HttpResponse:
    context = {"knelpunt": one, "form": form}
    return show(request, "uitvoering/answer_all.html", one.partnership, context, problem=problem)


@needs(Action.GIVE_FEEDBACK)
@require_safe
def letters(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every letter of the last day on which letters were sent, one per sheet."""
    actor = actor_of(request)
    one = knelpunt_for(actor, pk)
    sent = queries.last_letters(actor, one)
    context = {"knelpunt": one, "letters": sent}
    return show(request, "uitvoering/letters.html", one.partnership, context)
