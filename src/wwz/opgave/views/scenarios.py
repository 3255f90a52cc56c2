"""Scenarios: try one out, keep it, share it, and lay some side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.areas.models import Area
from wwz.errors import RuleBrokenError
from wwz.opgave.access import may_run_for
from wwz.opgave.live import asking as live
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.queries.published import latest_study
from wwz.opgave.scenarios import making
from wwz.opgave.scenarios import queries as reads
from wwz.opgave.scenarios.forms import NameForm, ScenarioForm
from wwz.opgave.scenarios.models import Scenario
from wwz.opgave.scenarios.presentation import (
    build_address,
    change_words,
    compared_table,
    live_tables,
)
from wwz.opgave.scenarios.unlike import unlike
from wwz.opgave.weighing.tables import as_sheet
from wwz.partners.access import actor_of, allows, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.partners.pressing import done
from wwz.spreadsheets import download

KIND = "scenario"
TITLE = "Scenario’s"
YEAR = 2040
Crumbs = list[tuple[str, str]]


class NoGemeenteError(RuleBrokenError):
    """Nothing to change anything about."""


def trail(partnership: Partnership, *last: str) -> Crumbs:
    above = [(str(partnership), f"/samen/{partnership.slug}/")]
    if not last:
        return [*above, (TITLE, "")]
    return [*above, (TITLE, f"/samen/{partnership.slug}/scenarios/"), *((one, "") for one in last)]


@needs(Action.READ_PARTNER)
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The scenarios of a partnership, with a tick to lay them side by side."""
    partnership, actor = partnership_and_actor(request, slug)
    context = {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership),
        "page": reads.scenario_page(actor, partnership, request.GET.get("bladzijde", "1")),
        "may_try": allows_in(actor, Action.TRY_SCENARIO, partnership),
    }
    return render(request, "scenarios/index.html", context)


# --- trying one out ---


@needs(Action.TRY_SCENARIO)
@require_safe
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, filled in from the address."""
    partnership, actor = partnership_and_actor(request, slug)
    return form_page(request, actor, partnership, request.GET.dict(), {})


def form_page(
    request: HttpRequest,
    actor: Actor,
    partnership: Partnership,
    given: dict[str, Any],
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    of_page(request, partnership)
    gemeente = reads.gemeente_in(partnership, given.get("gemeente", ""))
    places = reads.places_in(gemeente) if gemeente is not None else []
    area = given.get("gebied", "")
    context = {
        "partnership": partnership,
        "crumbs": trail(partnership, "Probeer een scenario"),
        "gemeente": gemeente,
        "places": places,
        "area": area if area in dict(places) else "",
        "form": ScenarioForm(with_usual(given, places), places),
        "names": NameForm(),
        "follows": given.get("volgt", ""),
        "may_keep": allows_in(actor, Action.KEEP_SCENARIO, partnership),
        "has_study": gemeente is not None and latest_study(gemeente.code) is not None,
        "question": None,
        **more,
    }
    return render(request, "scenarios/build.html", context, status=status)


def with_usual(given: dict[str, Any], places: list[tuple[str, str]]) -> dict[str, Any]:
    """What was given, and elsewhere what is usual: an empty field would look unset."""
    form = ScenarioForm(None, places)
    usual = {name: field.initial for name, field in form.fields.items() if field.initial}
    zero = {name: 0 for name, field in form.fields.items() if field.initial == 0}
    return zero | usual | given


@needs(Action.TRY_SCENARIO)
@require_POST
def compute(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask the live worker what the changes do; the address gets them, so that it can be shared."""
    partnership, actor = partnership_and_actor(request, slug)
    given = request.POST.dict()
    part = "HX-Request" in request.headers
    try:
        gemeente, area = place_of(partnership, given)
        changes = ScenarioForm(given, reads.places_in(gemeente)).changes()
        asked = live.ask(
            actor, KIND, {"gemeente": gemeente.code, "area": area, "changes": changes},
            partnership=partnership, now=timezone.now(),
            instead_of=reads.as_uuid(given.get("eerder", "")),
        )  # fmt: skip
    except RuleBrokenError as error:
        more = {"problem": str(error), "partnership": partnership}
        if part:
            return render(request, "scenarios/_outcome.html", more, status=422)
        return form_page(request, actor, partnership, given, more, status=422)
    more_in_address = {"volgt": given["volgt"]} if given.get("volgt") else {}
    address = build_address(slug, gemeente.code, area, changes, **more_in_address)
    if not part:
        return redirect("scenarios:outcome", asked.pk)
    answer = render(request, "scenarios/_outcome.html", outcome_context(partnership, asked))
    answer["HX-Replace-Url"] = address
    return waiting_in_place(answer)


def waiting_in_place(answer: HttpResponse) -> HttpResponse:
    """The figures of before stay in sight until there are others."""
    answer["HX-Retarget"], answer["HX-Reselect"] = "#stand", "#stand"
    answer["HX-Reswap"] = "outerHTML"
    return answer


def place_of(partnership: Partnership, given: dict[str, Any]) -> tuple[Area, str]:
    gemeente = reads.gemeente_in(partnership, str(given.get("gemeente", "")))
    if gemeente is None:
        raise NoGemeenteError(
            "Dit samenwerkingsverband heeft nog geen gemeente. Vraag de beheerder om er een toe "
            "te voegen."
        )
    area = str(given.get("gebied", ""))
    return gemeente, area if area in dict(reads.places_in(gemeente)) else ""


@needs(Action.TRY_SCENARIO)
@require_safe
@vary_on_headers("HX-Request")
def outcome(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What came out: a part for htmx, the whole page for who comes without it."""
    actor = actor_of(request)
    asked = live.asked(actor, KIND, pk)
    partnership = asked.partnership
    more = outcome_context(partnership, asked)
    if "HX-Request" in request.headers:
        answer = render(request, "scenarios/_outcome.html", more)
        return waiting_in_place(answer) if asked.is_unanswered() else answer
    given = dict_of_address(partnership.slug, asked.question)
    return form_page(request, actor, partnership, given, more)


def dict_of_address(slug: str, question: dict[str, Any]) -> dict[str, Any]:
    address = build_address(slug, question["gemeente"], question["area"], question["changes"])
    return dict(parse_qsl(address.partition("?")[2]))


def outcome_context(partnership: Partnership, asked: LiveQuestion) -> dict[str, Any]:
    answer = asked.answer if asked.is_answered() else None
    question = asked.question
    return {
        "partnership": partnership,
        "question": asked,
        "pause": live.pause(asked, now=timezone.now()),
        "tables": live_tables(answer) if answer else [],
        "answer": answer,
        "told": change_words(question["changes"]),
        "address": build_address(
            partnership.slug, question["gemeente"], question["area"], question["changes"]
        ),
    }


@needs(Action.KEEP_SCENARIO)
@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Keep what stands in the form under a name."""
    partnership, actor = partnership_and_actor(request, slug)
    given = request.POST.dict()
    names = NameForm(given)
    if names.is_valid():
        try:
            gemeente, _ = place_of(partnership, given)
            new = making.NewScenario(
                gemeente, names.cleaned_data["name"], names.cleaned_data["reason"],
                ScenarioForm(given, reads.places_in(gemeente)).changes(),
                reads.earlier_version(actor, partnership, given.get("volgt", "")),
            )  # fmt: skip
            made = making.keep(actor, partnership, new, now=timezone.now())
        except RuleBrokenError as error:
            names.add_error(None, str(error))
        else:
            messages.success(request, "Het scenario is bewaard.")
            return redirect("scenarios:scenario", made.pk)
    return form_page(request, actor, partnership, given, {"names": names}, status=422)


# --- one scenario ---


@needs(Action.READ_PARTNER)
@require_safe
def scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = reads.scenario_for(request, pk)
    base, study = latest_study(found.gemeente.code), reads.study_of(found)
    whole = base is not None and study is not None and study.is_published()
    place = (found.gemeente.code, found.gemeente.name)
    context = {
        "scenario": found,
        "crumbs": trail(found.partnership, str(found)),
        "told": change_words(found.changes),
        "study": study,
        "base": base,
        "table": compared_table(base, [(found, study)], place, YEAR)
        if whole and base is not None and study is not None
        else None,
        "unlike": unlike(base, [(found, study)]) if whole and base and study else [],
        "fictional": whole
        and reads.rests_on_invented([one for one in (base, study) if one], place[0]),
        "may_keep": allows(actor, Action.KEEP_SCENARIO, found),
        "may_try": allows_in(actor, Action.TRY_SCENARIO, found.partnership),
        "may_run": may_run_for(actor, found.gemeente.code),
        "try_address": build_address(
            found.partnership.slug, found.gemeente.code, "", found.changes, volgt=str(found.pk)
        ),
    }
    return render(request, "scenarios/scenario.html", context)


@needs(Action.KEEP_SCENARIO)
@require_POST
def share(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show it to all partners."""
    actor, found = reads.scenario_for(request, pk)
    return done(
        request, lambda: making.share(actor, found, now=timezone.now()),
        "Alle partners zien dit scenario nu.", address_of(found),
    )  # fmt: skip


@needs(Action.KEEP_SCENARIO)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = reads.scenario_for(request, pk)
    return done(
        request, lambda: making.withdraw(actor, found, now=timezone.now()),
        "Het scenario is ingetrokken. Het blijft te vinden.", address_of(found),
    )  # fmt: skip


@needs(Action.RUN_ANALYSIS)
@require_POST
def work_out(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Have a whole study made of it."""
    actor, found = reads.scenario_for(request, pk)
    return done(
        request, lambda: making.work_out(actor, found, now=timezone.now()),
        "De analyse van dit scenario is aangevraagd.", address_of(found),
    )  # fmt: skip


def address_of(found: Scenario) -> str:
    return f"/scenario/{found.pk}/"


# --- side by side ---


@needs(Action.READ_PARTNER)
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Scenarios beside the base, from their published figures; the choice is the address."""
    partnership, actor = partnership_and_actor(request, slug)
    context = compared(request, actor, partnership) | {
        "partnership": of_page(request, partnership),
        "crumbs": trail(partnership, "Naast elkaar"),
    }
    return render(request, "scenarios/compare.html", context)


@needs(Action.READ_PARTNER)
@require_safe
def compare_file(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The same as CSV or Excel."""
    partnership, actor = partnership_and_actor(request, slug)
    found = compared(request, actor, partnership)
    if found["table"] is None:
        # The page says what to choose.
        return redirect("scenarios:compare", slug)
    about = [("Samenwerkingsverband", str(partnership)), *found["about"]]
    return download(request, kind, as_sheet(found["table"], partnership.slug, about))


def compared(request: HttpRequest, actor: Actor, partnership: Partnership) -> dict[str, Any]:
    """What is chosen, what of that can be compared, and the table."""
    scenarios = reads.chosen(actor, partnership, request.GET.getlist("s"))
    gemeente = scenarios[0].gemeente if scenarios else reads.gemeente_in(partnership, "")
    alike = [one for one in scenarios if gemeente and one.gemeente.code == gemeente.code]
    studies = reads.studies_of(alike)
    ready = [(one, studies[one.key]) for one in alike if one.key in studies]
    base = latest_study(gemeente.code) if gemeente is not None else None
    places = reads.places_in(gemeente) if gemeente is not None else []
    area = request.GET.get("gebied", "")
    place = (area, dict(places)[area]) if area in dict(places) else None
    if place is None and gemeente is not None:
        place = (gemeente.code, gemeente.name)
    table = compared_table(base, ready, place, YEAR) if base and ready and place else None
    query = request.GET.urlencode()
    others = unlike(base, ready) if base is not None and table is not None else []
    return {
        "scenarios": scenarios,
        "left_out": [one for one in scenarios if one.key not in studies],
        "gemeente": gemeente,
        "places": places,
        "area": area,
        "table": table,
        "base": base,
        "query": query,
        "ready": [one for one, _ in ready],
        "fictional": table is not None
        and base is not None
        and place is not None
        and reads.rests_on_invented([base, *(study for _, study in ready)], place[0]),
        "unlike": others,
        "about": [
            *((str(one), one.reason) for one, _ in ready),
            *((f"Let op bij {name}", words) for name, words in others),
        ],
        "page": reads.scenario_page(actor, partnership, "1"),
    }
