"""A needs analysis (opgave) of one gemeente: the one place where the modules meet in order.

sources -> places -> start -> forecast -> draws -> groups -> homes -> facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np

from wwz_engine import parameters
from wwz_engine.care.figures import CareFigures, care_figures
from wwz_engine.care.own import brought
from wwz_engine.care_indicators import only_when_brought
from wwz_engine.errors import EngineError
from wwz_engine.facts import AreaRef, Fact, IndicatorDef, parameter_source, stamp_of
from wwz_engine.figures import Figures, Run
from wwz_engine.groups.kept import Kept, kept_groups
from wwz_engine.groups.prevalence_use import model_note
from wwz_engine.indicators import all_indicators
from wwz_engine.levers import Levers
from wwz_engine.population.chance import Chance
from wwz_engine.population.checks import Checked, check_older, refuse
from wwz_engine.population.coming import with_coming
from wwz_engine.population.country import country
from wwz_engine.population.draws import draw
from wwz_engine.population.figures import People, parts_of_sums, population_figures
from wwz_engine.population.forecast import in_groups, project
from wwz_engine.population.inputs import Inputs, gather
from wwz_engine.population.methods.local import Local
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.places import ComposedArea, Places, places_of
from wwz_engine.population.planned import Planned, planned
from wwz_engine.population.ratios import STEP
from wwz_engine.population.setting import setting_of, weights_of
from wwz_engine.population.spread import Spread
from wwz_engine.proposals.shortages import Shortages, shortages_of
from wwz_engine.reach.asking import reach_of
from wwz_engine.reach.indicators import reach_indicators
from wwz_engine.scenarios.applied import levers_of, rates_of, tables_of
from wwz_engine.scenarios.scenario import BASE, Scenario
from wwz_engine.shortage.homes import NO_SUPPLY, Asking, cascade_of, home_study
from wwz_engine.sources.boundaries import shapes
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source
from wwz_engine.trait_figures import GroupData, Groups, trait_figures
from wwz_engine.wanted import ALL_OF_IT, Wanted

Progress = Callable[[float, str], None]
FORECAST_PARAMETERS = (
    "age_shock_sd", "area_drift_sd", "area_error", "band_factor", "band_low_share",
    "border_change_tolerance", "built_from_share", "chance_error", "chance_fading",
    "childbearing_ages", "cohort_shape_sd", "cohort_shape_span", "country_error",
    "death_decline_kept", "error_age_span", "error_per_person", "error_per_year", "error_shared",
    "error_tails", "excess_deaths_80plus", "gemeente_drift_sd", "gemeente_error",
    "gemeente_shock_part", "lasting_error", "local_ratio_cap", "local_ratio_halving",
    "migration_cap_70plus", "moving_noise", "own_ages_prior_size", "own_ages_share",
    "own_ages_start", "people_per_new_home", "plan_realisation", "survival_anchor_age",
    "unsure_areas", "yearly_moving_cap",
)  # fmt: skip
FURTHEST = 2050
MOST_DRAWS = 5_000


class StudyRequestError(EngineError):
    """A study was asked for that cannot be done: a year, number of draws or scenario."""


class NoSupplyError(EngineError):
    """A programme was asked for where no shortage is known."""


@dataclass(frozen=True)
class StudyRequest:
    """What is asked for; equal requests on equal data give equal facts.

    A scenario changes nothing of the draws: the difference with the base is not chance.
    """

    gemeente: str
    to: int = 2040
    draws: int = 1000
    seed: int = 1
    scenario: Scenario = BASE
    composed: tuple[ComposedArea, ...] = ()


@dataclass(frozen=True)
class StudyResult:
    """Everything a needs analysis gives: facts, what they are about, and what is missing.

    day : the day on which its parameters were read
    """

    gemeente: AreaRef
    areas: tuple[AreaRef, ...]
    indicators: tuple[IndicatorDef, ...]
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]
    sources: tuple[Source, ...]
    shapes: dict[str, dict[str, Any]]
    engine_version: str
    seed: int
    draws: int
    day: date

    @property
    def fictional(self) -> bool:
        return any(source.fictional for source in self.sources)


def run_study(
    request: StudyRequest, tables: Tables, progress: Progress = lambda share, text: None
) -> StudyResult:
    """Work out what people in a gemeente need, now and to a later year.

    Parameters
    ----------
    request : gemeente, last year, number of draws, seed
    tables : the data, usually ``sources.registry.default_catalogue()``
    progress : called with a share 0..1 and a Dutch sentence

    Returns
    -------
    StudyResult

    Raises
    ------
    StudyRequestError, GemeenteUnknownError, NoPopulationError, and the errors of
    damaged sources; CheckFailedError when a rate cannot be right
    """
    worked = work_out(request, tables, progress)
    refuse(worked.problems)
    progress(0.8, "Feiten vastleggen")
    return _result(request, tables, worked)


@dataclass(frozen=True)
class Worked:
    """All figures of a study before they are facts.

    day : the day of its parameters
    problems : what a check found wrong with it, one sentence each
    """

    places: Places
    figures: tuple[Figures, ...]
    gaps: tuple[str, ...]
    day: date
    problems: tuple[str, ...]


def work_out(
    request: StudyRequest, tables: Tables, progress: Progress = lambda share, text: None
) -> Worked:
    """The figures of a study; takes and raises what ``run_study`` does."""
    progress(0.02, "Gegevens zoeken")
    places = places_of(tables, request.gemeente, request.composed)
    inputs = gather(tables, places)
    _check(request, inputs.base_year)
    begun = begin(request.scenario, tables, places, inputs)
    with rates_of(request.scenario):
        progress(0.2, "Bevolking ramen")
        forecast = people_of(request, begun)
        found = population_figures(
            forecast.people, inputs.counts, low_share_of(begun), forecast.sources
        )
        progress(0.5, "Aandachtsgroepen schatten")
        groups = groups_of(begun, forecast)
        progress(0.7, "Woningen berekenen")
        homes, gaps = homes_of(begun, forecast, groups)
        progress(0.75, "Zorg en welzijn schatten")
        care = care_of(begun, forecast)
    reach = reach_of(begun.tables, places, inputs)
    notes = (
        *inputs.gaps, *forecast.checked.notes, *model_note(groups.figures), *begun.kept.notes(),
        *groups.notes,
    )  # fmt: skip
    return Worked(
        places,
        (*care.beside((*found, *groups.figures, *homes)), *reach.figures),
        (*notes, *gaps, *care.gaps, *reach.notes, *_gaps(places), forecast.built.note),
        _day(inputs),
        forecast.checked.problems,
    )


# --- the steps, each by itself: a scenario is tried out from the first one that it touches ---


@dataclass(frozen=True)
class Begun:
    """What every step starts from: tables and levers as the scenario has them, groups as kept.

    wanted : figures that a step may not leave out
    """

    tables: Tables
    places: Places
    inputs: Inputs
    levers: Levers
    kept: Kept
    wanted: Wanted = ALL_OF_IT


@dataclass(frozen=True)
class Forecast:
    """People, what they rest on, and what a check found."""

    people: People
    sources: tuple[Source, ...]
    checked: Checked
    built: Planned


def begin(
    scenario: Scenario,
    tables: Tables,
    places: Places,
    inputs: Inputs,
    wanted: Wanted = ALL_OF_IT,
) -> Begun:
    """The start of a study under a scenario.

    Raises
    ------
    ScenarioError
    """
    changed = tables_of(scenario, tables, places.areas)
    kept = kept_groups(changed, places.gemeente.code)
    levers = levers_of(scenario, inputs.base_year)
    return Begun(changed, places, inputs, levers, kept, wanted)


def people_of(request: StudyRequest, begun: Begun, chance: Chance | None = None) -> Forecast:
    """Draws of people; equal levers, plans and rates give equal draws.

    Parameters
    ----------
    chance : of the seed of the request, where more than one study draws with it
    """
    built = planned(begun.tables, begun.places.gemeente.code)
    people, sources, checked = _people(request, begun, built, chance or Chance(request.seed))
    return Forecast(people, sources, checked, built)


def groups_of(begun: Begun, forecast: Forecast) -> Groups:
    low_share = low_share_of(begun)
    data = GroupData(begun.tables, begun.places, begun.levers, begun.kept, begun.wanted)
    return trait_figures(data, forecast.people, low_share, forecast.sources)


def homes_of(
    begun: Begun, forecast: Forecast, groups: Groups
) -> tuple[list[Figures], tuple[str, ...]]:
    return home_study(begun.tables, forecast.people, asking_of(begun, forecast, groups))


def asking_of(begun: Begun, forecast: Forecast, groups: Groups) -> Asking:
    return Asking(
        groups.limited, groups.health, forecast.sources, low_share_of(begun), _day(begun.inputs),
        begun.levers, begun.wanted,
    )  # fmt: skip


def care_of(begun: Begun, forecast: Forecast) -> CareFigures:
    return care_figures(
        begun.tables, forecast.people, low_share_of(begun), forecast.sources, _day(begun.inputs),
        begun.kept, begun.levers,
    )  # fmt: skip


def low_share_of(begun: Begun) -> float:
    return parameters.load("band_low_share").number(_day(begun.inputs))


def needs_of(request: StudyRequest, tables: Tables, draws: int) -> Shortages:
    """What is short in a gemeente, in a few draws that stand for all: what a programme answers.

    Takes and raises what ``run_study`` does.

    Raises
    ------
    NoSupplyError
        when nobody told of any homes, so that no shortage is known
    """
    places = places_of(tables, request.gemeente, request.composed)
    inputs = gather(tables, places)
    _check(request, inputs.base_year)
    begun = begin(request.scenario, tables, places, inputs)
    with rates_of(request.scenario):
        forecast = people_of(request, begun)
        refuse(forecast.checked.problems)
        asking = asking_of(begun, forecast, groups_of(begun, forecast))
        cascade = cascade_of(begun.tables, forecast.people, asking)
    if cascade is None:
        raise NoSupplyError(NO_SUPPLY)
    return shortages_of(cascade, draws)


def _check(request: StudyRequest, base_year: int) -> None:
    if not base_year < request.to <= FURTHEST:
        raise StudyRequestError(
            f"Het eindjaar {request.to} kan niet: kies een jaar van {base_year + 1} tot en met "
            f"{FURTHEST}."
        )
    if not 10 <= request.draws <= MOST_DRAWS:
        raise StudyRequestError(
            f"{request.draws} trekkingen kan niet: kies een aantal van 10 tot en met {MOST_DRAWS}."
        )


def _day(inputs: Inputs) -> date:
    return date(inputs.base_year, 1, 1)


def _people(
    request: StudyRequest, begun: Begun, built: Planned, chance: Chance
) -> tuple[People, tuple[Source, ...], Checked]:
    tables, places, inputs = begun.tables, begun.places, begun.inputs
    years = request.to - inputs.base_year
    periods = -(-years // STEP)
    rates, national = country(tables, inputs.base_year, periods)
    settings = CohortSettings.at(inputs.base_year)
    path = project(inputs.base, rates.survival, settings, local=Local(plans=built.plans))
    parts, sums = parts_of_sums()
    known = inputs.base.known
    central = with_coming(path.central, inputs.base, begun.levers.coming)
    expected = central[: years + 1].sum(axis=2)
    at = _asked(begun, years)
    drawn = draw(
        expected @ parts.T,
        np.arange(years + 1.0),
        weights_of(parts, in_groups(known.country.at_launch.sum(axis=0))),
        setting_of(known),
        Spread.on(_day(inputs)),
        draws=request.draws,
        chance=chance,
        sums=sums,
        at=at,
    )
    people = People(
        places.areas, places.members, inputs.base_year, drawn, inputs.unknown,
        np.moveaxis(expected[at], 0, 1), tuple(inputs.base_year + year for year in at),
    )  # fmt: skip
    sources = (
        *inputs.sources, *built.sources, national, parameter_source(*FORECAST_PARAMETERS),
    )  # fmt: skip
    return people, sources, check_older(places, inputs, path.people[1], rates, _day(inputs))


def _asked(begun: Begun, years: int) -> list[int]:
    """Places of the years that are asked for, with the first, the last and those of own figures."""
    wanted, first = begun.wanted.years, begun.inputs.base_year
    if wanted is None:
        return list(range(years + 1))
    counted = brought(begun.tables, begun.places.areas).years()
    asked = {min(max(year - first, 0), years) for year in (*wanted, *counted)}
    return sorted({0, *asked, years})


def _gaps(places: Places) -> tuple[str, ...]:
    if len(places.others) <= 1:
        return ()
    return (
        f"Van {len(places.others) - 1} buurten is alleen de gezondheid bekend, niet het aantal "
        "inwoners naar leeftijd.",
    )


def _result(request: StudyRequest, tables: Tables, worked: Worked) -> StudyResult:
    places = worked.places
    own_groups = kept_groups(tables, places.gemeente.code).indicators()
    brought = (*only_when_brought(), *reach_indicators(), *own_groups)
    indicators = all_indicators() | {item.key: item for item in brought}
    engine_version = version("wwz-platform")
    stamp = stamp_of({"seed": request.seed, "draws": request.draws, "to": request.to})
    run = Run(indicators, request.scenario.key, engine_version, stamp)
    facts = tuple(fact for figures in worked.figures for fact in run.facts(figures))
    sources = {source.sha256: source for fact in facts for source in fact.sources}
    geometries: dict[str, dict[str, Any]] = {}
    for level in ("gemeente", "wijk", "buurt"):
        drawn = shapes(tables, places.gemeente.code, level)
        if drawn is not None:
            geometries |= drawn.geometries
            sources[drawn.source.sha256] = drawn.source
    used = {fact.indicator.key for fact in facts}
    return StudyResult(
        gemeente=places.gemeente,
        areas=(*places.areas, *places.others),
        indicators=tuple(item for key, item in indicators.items() if key in used),
        facts=facts,
        gaps=worked.gaps,
        sources=tuple(sources.values()),
        shapes=geometries,
        engine_version=engine_version,
        seed=request.seed,
        draws=request.draws,
        day=worked.day,
    )
