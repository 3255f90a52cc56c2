"""What the pages of scenarios read; what is foreign looks like what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest

from wwz.areas.models import Area
from wwz.opgave.models import Fact, Study
from wwz.opgave.own.counting import newest_areas
from wwz.opgave.queries.published import areas_of, facts_of_places, latest_study
from wwz.opgave.scenarios.kinds import AT_HOME, FIGURES
from wwz.opgave.scenarios.models import Scenario, ScenarioQuerySet, ScenarioState
from wwz.partners.access import actor_of, get_visible
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.models import Partnership

PER_PAGE = 25
MOST_COMPARED = 5


def scenario_for(request: HttpRequest, pk: UUID) -> tuple[Actor, Scenario]:
    actor = actor_of(request)
    found = get_visible(_whole(), actor, pk)
    of_page(request, found.partnership)
    return actor, found


def scenario_page(actor: Actor, partnership: Partnership, number: str) -> Page[Scenario]:
    """Scenarios that are in use, newest first."""
    found = readable(actor, partnership).exclude(state=ScenarioState.INGETROKKEN)
    return Paginator(found, PER_PAGE).get_page(number)


def readable(actor: Actor, partnership: Partnership) -> ScenarioQuerySet:
    return _whole().visible_to(actor).filter(partnership=partnership).order_by("-made_at", "pk")


def _whole() -> ScenarioQuerySet:
    return Scenario.objects.select_related(
        "partnership", "organisation", "made_by", "gemeente", "follows"
    ).defer("gemeente__geometry")


def chosen(actor: Actor, partnership: Partnership, keys: Iterable[str]) -> list[Scenario]:
    """The scenarios in the address, in that order; what is not there is left out."""
    wanted = [key for key in map(as_uuid, keys) if key is not None][:MOST_COMPARED]
    found = {one.pk: one for one in readable(actor, partnership).filter(pk__in=wanted)}
    return [found[key] for key in dict.fromkeys(wanted) if key in found]


def earlier_version(actor: Actor, partnership: Partnership, key: str) -> Scenario | None:
    """The scenario that a new one is made from, when the actor may see it."""
    wanted = as_uuid(key)
    return readable(actor, partnership).filter(pk=wanted).first() if wanted is not None else None


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def gemeente_in(partnership: Partnership, code: str) -> Area | None:
    """A gemeente of the partnership by its code; the first one when the code is none of them."""
    areas = newest_areas(partnership)
    return next((one for one in areas if one.code == code), areas[0] if areas else None)


def places_in(gemeente: Area) -> list[tuple[str, str]]:
    """Code and name of the wijken of the newest study, to look at besides the gemeente."""
    study = latest_study(gemeente.code)
    areas = areas_of(study) if study is not None else []
    return [(area.code, area.name) for area in areas if area.level == "wijk"]


def study_of(scenario: Scenario) -> Study | None:
    """The newest study of a scenario: published, or else the one on its way."""
    studies = Study.objects.filter(scenario=scenario.key, gemeente__code=scenario.gemeente.code)
    return (
        studies.published().order_by("-finished_at").first()
        or studies.order_by("-requested_at").first()
    )


def studies_of(scenarios: Sequence[Scenario]) -> dict[str, Study]:
    """The newest published study per scenario, by its key."""
    found = Study.objects.published().filter(scenario__in=[one.key for one in scenarios])
    return {study.scenario: study for study in found.order_by("finished_at")}


def figures_of(study: Study, code: str, keys: Iterable[str]) -> dict[tuple[str, int], Fact]:
    """Facts of one area, by indicator and year."""
    facts = facts_of_places(study, [code], keys)
    return {(fact.indicator.key, fact.year): fact for fact in facts}


def rests_on_invented(studies: Iterable[Study], code: str) -> bool:
    """Whether a figure that scenarios are judged by rests on invented input in this area."""
    judged = Q(indicator__key__in=FIGURES) | Q(indicator__key__startswith=AT_HOME)
    facts = Fact.objects.filter(judged, study__in=list(studies), area__code=code)
    return facts.filter(fictional=True).exists()
