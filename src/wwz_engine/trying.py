"""Trying a scenario out: the key figures of one gemeente again, with what it does not touch kept.

The figures are those of a whole study of that scenario, to the last digit: the same steps on the
same draws, begun at the first step that the scenario touches. docs/methods/scenarios.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from wwz_engine.care.figures import CareFigures
from wwz_engine.care_indicators import only_when_brought
from wwz_engine.facts import AreaRef, Fact, IndicatorDef, stamp_of
from wwz_engine.figures import Figures, Run
from wwz_engine.indicators import all_indicators
from wwz_engine.population.chance import Chance
from wwz_engine.population.figures import population_figures
from wwz_engine.population.inputs import Inputs, gather
from wwz_engine.population.places import Places, places_of
from wwz_engine.scenarios.applied import REALISED, rates_of
from wwz_engine.scenarios.scenario import BASE, Scenario
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table
from wwz_engine.study import (
    Begun,
    Forecast,
    StudyRequest,
    begin,
    care_of,
    groups_of,
    homes_of,
    low_share_of,
    people_of,
)
from wwz_engine.trait_figures import Groups
from wwz_engine.wanted import ALL_OF_IT, Wanted

POPULATION, GROUPS, HOMES, CARE = "bevolking", "groepen", "woningen", "zorg"
KEPT_CHANCE = 256 * 2**20
"""Bytes: of a gemeente that asks for more, every forecast draws its chance anew."""
OVER_YEARS = ("kruisjaar_", "kruiskans_")
RATES_OF_PEOPLE = (REALISED, "people_per_new_home")
"""Own rates that people are worked out with."""


@dataclass(frozen=True)
class Remembered:
    """Tables of which each is loaded once."""

    tables: Tables
    loaded: dict[tuple[str, str | None, int | None], Table] = field(default_factory=dict)
    there: dict[tuple[str, str | None, int | None], bool] = field(default_factory=dict)

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        asked = (key, gemeente, period)
        if asked not in self.there:
            self.there[asked] = self.tables.has(*asked)
        return self.there[asked]

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        asked = (key, gemeente, period)
        if asked not in self.loaded:
            self.loaded[asked] = self.tables.load(*asked)
        return self.loaded[asked]


@dataclass(frozen=True)
class Steps:
    """What the steps of a study gave."""

    people: Forecast
    counted: tuple[Figures, ...]
    groups: Groups
    homes: tuple[Figures, ...]
    care: CareFigures

    @property
    def figures(self) -> tuple[Figures, ...]:
        return self.care.beside((*self.counted, *self.groups.figures, *self.homes))


@dataclass(frozen=True)
class Loaded:
    """A gemeente with all that its scenarios share: loaded once, tried many times.

    tables : remembered
    base : the steps of the study without a scenario
    chance : what every forecast is drawn with
    """

    request: StudyRequest
    tables: Tables
    places: Places
    inputs: Inputs
    base: Steps
    chance: Chance

    @property
    def areas(self) -> tuple[AreaRef, ...]:
        return self.places.areas

    def steps(self, scenario: Scenario, wanted: Wanted = ALL_OF_IT) -> Steps:
        """Everything from the first step on that the scenario touches.

        Parameters
        ----------
        wanted : figures that a step may not leave out when it is done anew

        Raises
        ------
        ScenarioError
        """
        if not scenario.working:
            return self.base
        begun = begin(scenario, self.tables, self.places, self.inputs, wanted)
        request = replace(self.request, scenario=scenario)
        with rates_of(scenario):
            return _worked(request, begun, self.base, self.chance)

    def facts(
        self, scenario: Scenario, keys: Iterable[str], years: Sequence[int]
    ) -> tuple[Fact, ...]:
        """Facts of some indicators in some years, of all areas: as a study gives them.

        Raises
        ------
        ScenarioError
        """
        wanted, when = set(keys), set(years)
        known = _indicators()
        request = replace(self.request, scenario=scenario)
        run = run_of(request, known)
        return tuple(
            fact
            for figures in self.steps(scenario, _asked(wanted, when)).figures
            if figures.indicator in wanted
            for fact in run.facts(_in_years(figures, when))
        )


def load(request: StudyRequest, tables: Tables) -> Loaded:
    """Load a gemeente and work out its base; takes and raises what ``run_study`` does."""
    remembered = Remembered(tables)
    places = places_of(remembered, request.gemeente, request.composed)
    inputs = gather(remembered, places)
    plain = replace(request, scenario=BASE)
    begun = begin(BASE, remembered, places, inputs)
    chance = Chance(request.seed, most=KEPT_CHANCE)
    base = _worked(plain, begun, None, chance)
    return Loaded(plain, remembered, places, inputs, base, chance)


def with_all_behind(keys: Iterable[str]) -> set[str]:
    """Indicators with all that decides what may be shown of them."""
    known = _indicators()
    found: set[str] = set()
    waiting = set(keys)
    while waiting:
        key = waiting.pop()
        found.add(key)
        waiting |= {one for one in _behind(known[key]) if one in known} - found
    return found


def run_of(request: StudyRequest, known: dict[str, IndicatorDef]) -> Run:
    """What the facts of a study of this request share."""
    from importlib.metadata import version

    stamp = stamp_of({"seed": request.seed, "draws": request.draws, "to": request.to})
    return Run(known, request.scenario.key, version("wwz-platform"), stamp)


def _indicators() -> dict[str, IndicatorDef]:
    return all_indicators() | {item.key: item for item in only_when_brought()}


def _behind(indicator: IndicatorDef) -> Iterator[str]:
    yield from (indicator.counted_by, indicator.gives_back)
    yield from (*indicator.grows_with, *indicator.hidden_with)
    if indicator.relations is not None:
        yield from (indicator.relations.within, indicator.relations.share)
        yield indicator.relations.share_of
        for parts in indicator.relations.parts:
            yield from parts


def _asked(keys: set[str], years: set[int]) -> Wanted:
    """What steps may not leave out; the year in which demand passes supply asks for every year."""
    every = any(key.startswith(OVER_YEARS) for key in keys)
    return Wanted(frozenset(keys), None if every else frozenset(years))


def _in_years(figures: Figures, wanted: set[int]) -> Figures:
    """The same figures of fewer years."""
    at = [number for number, year in enumerate(figures.years) if year in wanted]
    return replace(
        figures,
        years=tuple(figures.years[number] for number in at),
        kinds=tuple(figures.kinds[number] for number in at),
        value=figures.value[:, at],
        low=None if figures.low is None else figures.low[:, at],
        high=None if figures.high is None else figures.high[:, at],
    )


def _worked(request: StudyRequest, begun: Begun, base: Steps | None, chance: Chance) -> Steps:
    """Steps that the scenario touches anew, the others as they were."""
    if base is None:
        people = people_of(request, begun, chance)
        groups = groups_of(begun, people)
        return Steps(
            people, _counted(begun, people), groups,
            tuple(homes_of(begun, people, groups)[0]), care_of(begun, people),
        )  # fmt: skip
    scenario, found = request.scenario, base
    moved = _moves_people(scenario, base)
    if moved:
        people = people_of(request, begun, chance)
        found = replace(found, people=people, counted=_counted(begun, people))
    with ThreadPoolExecutor(1) as beside:
        # Care asks nothing of groups and homes. Own rates hold in a thread only by its context.
        cared = moved or scenario.touches(CARE)
        care = beside.submit(copy_context().run, care_of, begun, found.people) if cared else None
        grouped = moved or scenario.touches(GROUPS)
        if grouped:
            found = replace(found, groups=groups_of(begun, found.people))
        if grouped or scenario.touches(HOMES):
            homes = homes_of(begun, found.people, found.groups)[0]
            found = replace(found, homes=tuple(homes))
        return found if care is None else replace(found, care=care.result())


def _counted(begun: Begun, people: Forecast) -> tuple[Figures, ...]:
    counts, low_share = begun.inputs.counts, low_share_of(begun)
    return tuple(population_figures(people.people, counts, low_share, people.sources, begun.wanted))


def _moves_people(scenario: Scenario, base: Steps) -> bool:
    """Whether other people are forecast: plans count in it only where they were brought."""
    if scenario.of("migratie"):
        return True
    planned = bool(base.people.built.plans)
    rates = {str(one.values["kengetal"]) for one in scenario.of("eigen_kengetal")}
    return planned and bool(scenario.of("plannen_later") or rates & set(RATES_OF_PEOPLE))
