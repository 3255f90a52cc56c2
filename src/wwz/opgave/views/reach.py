"""Trying out a facility on the map, with figures at once; and where one helps most."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.live import asking as live
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Study
from wwz.opgave.presentation import reach_files as files
from wwz.opgave.presentation import reach_try as words
from wwz.opgave.presentation.areamap import outlines_of
from wwz.opgave.queries.published import areas_of, latest_study
from wwz.opgave.reaching import (
    MOST_AT_ONCE,
    ReachForm,
    choice_of,
    facilities_of,
    question_of,
)
from wwz.opgave.scenarios.queries import as_uuid, gemeente_in
from wwz.partners.access import actor_of, allows_in, needs, partnership_and_actor
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.spreadsheets import download

TITLE = "Een voorziening proberen"


class NoStudyError(RuleBrokenError):
    """There are no figures to begin from."""


def study_in(partnership: Partnership, given: Mapping[str, Any]) -> Study | None:
    gemeente = gemeente_in(partnership, str(given.get("gemeente", "")))
    return latest_study(gemeente.code) if gemeente is not None else None


def needed_study(partnership: Partnership, given: Mapping[str, Any]) -> Study:
    """The newest study of a gemeente of the partnership.

    Raises
    ------
    NoStudyError
    """
    study = study_in(partnership, given)
    if study is None:
        raise NoStudyError("Er is nog geen analyse van deze gemeente. Laat er eerst een maken.")
    return study


@needs(Action.TRY_SCENARIO)
@require_safe
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, filled in from the address."""
    partnership, actor = partnership_and_actor(request, slug)
    return page(request, actor, partnership, request.GET.dict(), {})


def page(
    request: HttpRequest,
    actor: Actor,
    partnership: Partnership,
    given: Mapping[str, Any],
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    of_page(request, partnership)
    study = study_in(partnership, given)
    choice = choice_of(given)
    context = {
        "partnership": partnership,
        "crumbs": [(str(partnership), f"/samen/{partnership.slug}/"), (TITLE, "")],
        "study": study,
        "choice": choice,
        "choices": choice.pickers(),
        "carried": [("gemeente", choice.gemeente)] if choice.gemeente else [],
        "many": range(1, MOST_AT_ONCE + 1),
        "goals": words.GOALS,
        "question": None,
        "search": None,
        **more,
    }
    if study is not None:
        form = ReachForm(given, choice, study)
        context |= {"form": form, "any_told": bool(form.told)}
    return render(request, "reach/build.html", context, status=status)


# --- a change ---


@needs(Action.TRY_SCENARIO)
@require_POST
def compute(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask the live worker what the facility does."""
    partnership, actor = partnership_and_actor(request, slug)
    given = request.POST.dict()
    part = "HX-Request" in request.headers
    try:
        study = needed_study(partnership, given)
        form = ReachForm(given, choice_of(given), study)
        question = live.ask(
            actor, jobs.REACH_CHANGE,
            question_of(form, partial(outlines_of, study.pk)),
            partnership=partnership, now=timezone.now(),
            instead_of=as_uuid(given.get("eerder", "")),
        )  # fmt: skip
    except RuleBrokenError as error:
        more = {"problem": str(error), "partnership": partnership}
        if part:
            return render(request, "reach/_outcome.html", more, status=422)
        return page(request, actor, partnership, given, more, status=422)
    if not part:
        return redirect("reach:outcome", question.pk)
    shown = render(request, "reach/_outcome.html", outcome_of(actor, partnership, question))
    return in_place(shown, "#stand") if question.is_unanswered() else shown


def in_place(answer: HttpResponse, target: str) -> HttpResponse:
    """The figures of before stay in sight until there are others."""
    answer["HX-Retarget"], answer["HX-Reselect"] = target, target
    answer["HX-Reswap"] = "outerHTML"
    return answer


@needs(Action.TRY_SCENARIO)
@require_safe
@vary_on_headers("HX-Request")
def outcome(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What came out: a part for htmx, the whole page for who comes without it."""
    actor = actor_of(request)
    question = live.asked(actor, jobs.REACH_CHANGE, pk)
    partnership = question.partnership
    more = outcome_of(actor, partnership, question)
    if "HX-Request" in request.headers:
        answer = render(request, "reach/_outcome.html", more)
        return in_place(answer, "#stand") if question.is_unanswered() else answer
    return page(request, actor, partnership, given_of(question.question), more)


@needs(Action.TRY_SCENARIO)
@require_safe
def table(request: HttpRequest, pk: UUID, name: str, form: str) -> HttpResponseBase:
    """A table of an outcome as CSV or Excel, for who asked."""
    question = live.asked(actor_of(request), jobs.REACH_CHANGE, pk)
    if name not in files.CHANGE_TABLES:
        raise Http404
    if not question.is_answered() or question.answer is None:
        # The page says how far it is.
        return redirect("reach:outcome", pk)
    answered = question.answered_at or question.asked_at
    sheet = files.change_sheet(question.answer, question.question, name, answered)
    return download(request, form, sheet)


def given_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A question as the form would have sent it."""
    what = asked["action"]
    return {
        "gemeente": asked["gemeente"], "profiel": asked["profile"], "soort": asked["kind"],
        "wat": f"{what}:{asked['id']}" if asked["id"] else what,
        "gebied": asked.get("area") or "",
        "x": "" if asked.get("x") is None else f"{asked['x']:g}",
        "y": "" if asked.get("y") is None else f"{asked['y']:g}",
    }  # fmt: skip


def outcome_of(actor: Actor, partnership: Partnership, question: LiveQuestion) -> dict[str, Any]:
    asked = question.question
    answer = question.answer if question.is_answered() else None
    found = {
        "partnership": partnership,
        "question": question,
        "pause": live.pause(question, now=timezone.now()),
        "answer": answer,
        "asked": asked,
    }
    study = latest_study(asked["gemeente"])
    if answer is None or study is None:
        return found
    spot = answer["spot"] or {}
    given = given_of(asked)
    if spot:
        given |= {"gebied": "", "x": f"{spot['x']:g}", "y": f"{spot['y']:g}"}
    gemeente = given.pop("gemeente")
    return found | {
        "sentences": words.headline(answer, asked),
        "changed": words.before_after(answer, only_changed=True) if asked["action"] else None,
        "whole": words.before_after(answer, only_changed=False),
        "map": words.try_map(study, answer, asked),
        "address": words.try_address(partnership.slug, gemeente, **given),
        "changed_files": files.downloads("reach:table", question.pk, files.CHANGED),
        "whole_files": files.downloads("reach:table", question.pk, files.AREAS),
        "keep": keep_address(actor, partnership, asked, spot),
        "study": study,
    }


def keep_address(
    actor: Actor, partnership: Partnership, asked: Mapping[str, Any], spot: Mapping[str, Any]
) -> str:
    """Where the change is made a row of the partnership: the form, filled in."""
    if not asked["action"] or not allows_in(actor, Action.KEEP_OWN_ROWS, partnership):
        return ""
    if asked["action"] == words.OPEN:
        where = reverse("own:add", args=[partnership.slug, "voorzieningen"])
        area = spot.get("area", "")
        return f"{where}?soort={asked['kind']}&x={spot['x']:g}&y={spot['y']:g}&gebied={area}"
    row = next(
        (one for one in facilities_of(asked["gemeente"], asked["kind"]) if one.key == asked["id"]),
        None,
    )
    if row is None or row.pk is None:
        return ""
    if asked["action"] == words.CLOSE:
        filled = f"?sluit={timezone.localdate().year}"
    else:
        filled = f"?x={spot['x']:g}&y={spot['y']:g}" if spot else ""
    return reverse("own:change", args=[row.pk]) + filled


# --- best places ---


@needs(Action.TRY_SCENARIO)
@require_POST
def search(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask where one new facility helps most, and several."""
    partnership, actor = partnership_and_actor(request, slug)
    given = request.POST.dict()
    choice = choice_of(given)
    many = given.get("aantal", "")
    count = int(many) if many in {str(one) for one in range(1, MOST_AT_ONCE + 1)} else 1
    goal = given.get("doel", "")
    part = "HX-Request" in request.headers
    try:
        code = needed_study(partnership, given).gemeente.code
        asked = {
            "gemeente": code, "profile": choice.profile, "kind": choice.kind, "count": count,
            "goal": goal if goal in words.GOALS else jobs.MOST_REACH,
        }  # fmt: skip
        question = live.ask(
            actor, jobs.BEST_PLACES, asked, partnership=partnership, now=timezone.now()
        )
    except RuleBrokenError as error:
        more = {"search_problem": str(error), "partnership": partnership}
        if part:
            return render(request, "reach/_places.html", more, status=422)
        return page(request, actor, partnership, given, more, status=422)
    if not part:
        return redirect("reach:places", question.pk)
    return render(request, "reach/_places.html", places_of(partnership, question))


@needs(Action.TRY_SCENARIO)
@require_safe
@vary_on_headers("HX-Request")
def places(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The best places: a part for htmx, the whole page for who comes without it."""
    actor = actor_of(request)
    question = live.asked(actor, jobs.BEST_PLACES, pk)
    partnership = question.partnership
    more = places_of(partnership, question)
    if "HX-Request" in request.headers:
        return render(request, "reach/_places.html", more)
    asked = question.question
    given = {"gemeente": asked["gemeente"], "profiel": asked["profile"], "soort": asked["kind"]}
    return page(request, actor, partnership, given, more)


@needs(Action.TRY_SCENARIO)
@require_safe
def places_table(request: HttpRequest, pk: UUID, name: str, form: str) -> HttpResponseBase:
    """The best places as CSV or Excel, for who asked."""
    question = live.asked(actor_of(request), jobs.BEST_PLACES, pk)
    if name not in files.PLACE_TABLES:
        raise Http404
    study = latest_study(question.question["gemeente"])
    if not question.is_answered() or question.answer is None or study is None:
        return redirect("reach:places", pk)
    names = {area.code: area.name for area in areas_of(study)}
    answered = question.answered_at or question.asked_at
    sheet = files.places_sheet(question.answer, question.question, name, names, answered)
    return download(request, form, sheet)


def places_of(partnership: Partnership, question: LiveQuestion) -> dict[str, Any]:
    asked = question.question
    answer = question.answer if question.is_answered() else None
    found: dict[str, Any] = {
        "partnership": partnership,
        "search": question,
        "search_pause": live.pause(question, now=timezone.now()),
        "found": answer,
    }
    study = latest_study(asked["gemeente"])
    if answer is None or study is None:
        return found
    names = {area.code: area.name for area in areas_of(study)}
    kind, several = words.kind_label(asked["kind"]), answer["several"]
    address = partial(words.try_address, partnership.slug, asked["gemeente"],
                      profiel=asked["profile"])  # fmt: skip
    made = {
        f"{name}_files": files.downloads("reach:places-table", question.pk, name)
        for name in files.PLACE_TABLES
    }
    together = several["places"] if several else []
    return found | made | {
        "any": words.best_table(
            answer["any"], names, address, "Welke ene nieuwe de meeste mensen helpt"
        ),
        "of_kind": words.best_table(
            answer["of_kind"], names, address, f"Beste plekken voor één nieuwe: {kind}"
        ),
        "several": words.several_words(several, asked["kind"]) if several else "",
        "tries": [
            (spot, address(soort=asked["kind"], wat=words.OPEN, x=one["x"], y=one["y"]))
            for one, spot in zip(together, words.spots(together, names), strict=True)
        ],
    }  # fmt: skip
