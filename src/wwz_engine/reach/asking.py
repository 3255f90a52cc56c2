"""Reach of one gemeente by itself: what ``wwz reach`` and the live answers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from wwz_engine.facts import AreaRef, Fact, IndicatorDef, stamp_of
from wwz_engine.figures import Figures, Run
from wwz_engine.population.inputs import Inputs, gather
from wwz_engine.population.places import ComposedArea, Places, places_of
from wwz_engine.reach.doors import NoDoorsError
from wwz_engine.reach.figures import Over, reach_figures
from wwz_engine.reach.indicators import reach_indicators
from wwz_engine.reach.measuring import Ground, Measured, ground_of, measured
from wwz_engine.reach.network import NetworkError
from wwz_engine.reach.open_map import map_of
from wwz_engine.reach.rows import KEY
from wwz_engine.reach.table import loaded
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source

OLD = 75


@dataclass(frozen=True)
class ReachRequest:
    """What is asked for; equal requests on equal data give equal facts."""

    gemeente: str
    profiles: tuple[str, ...] = ()
    composed: tuple[ComposedArea, ...] = ()


@dataclass(frozen=True)
class ReachResult:
    """Facts on reach, what they are about, and what is not known."""

    gemeente: AreaRef
    areas: tuple[AreaRef, ...]
    indicators: tuple[IndicatorDef, ...]
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]
    sources: tuple[Source, ...]
    measured: Measured
    places: Places

    @property
    def fictional(self) -> bool:
        return any(source.fictional for source in self.sources)


@dataclass(frozen=True)
class Reached:
    """What a study tells of reach: nothing where nobody brought facilities or an open map."""

    figures: tuple[Figures, ...] = ()
    notes: tuple[str, ...] = ()


def reach_of(tables: Tables, places: Places, inputs: Inputs) -> Reached:
    """Figures on reach as a part of a study, on the day of its start.

    Raises
    ------
    the errors of damaged sources
    """
    gemeente = places.gemeente.code
    if loaded(tables, KEY, gemeente) is None and map_of(tables, gemeente) is None:
        return Reached()
    try:
        ground = _ground(tables, places, inputs)
        found = measured(tables, gemeente, ground)
    except (NoDoorsError, NetworkError) as error:
        return Reached(notes=(f"Hoe ver mensen lopen is niet bekend. {error}",))
    return Reached(tuple(_figures(found, places, inputs)), found.notes)


def reach_study(request: ReachRequest, tables: Tables) -> ReachResult:
    """How far people of 75 and older walk to what they need.

    Parameters
    ----------
    tables : open data, and beside it the tables ``facilities`` and, if there is one, ``streets``

    Raises
    ------
    GemeenteUnknownError, NoPopulationError, NoDoorsError, NetworkError, ProfileUnknownError,
    and the errors of damaged sources
    """
    places = places_of(tables, request.gemeente, request.composed)
    inputs = gather(tables, places)
    ground = _ground(tables, places, inputs)
    found = measured(tables, places.gemeente.code, ground, request.profiles)
    figures = _figures(found, places, inputs)
    indicators = {item.key: item for item in reach_indicators()}
    run = Run(indicators, "basis", version("wwz-platform"), stamp_of({"reach": 1}))
    facts = tuple(fact for one in figures for fact in run.facts(one))
    used = {fact.indicator.key for fact in facts}
    told = {source.sha256: source for fact in facts for source in fact.sources}
    return ReachResult(
        places.gemeente,
        places.areas,
        tuple(item for key, item in indicators.items() if key in used),
        facts,
        found.notes,
        tuple(told.values()),
        found,
        places,
    )


def ground_for(tables: Tables, places: Places) -> Ground:
    """Doors and streets of a gemeente, with its people of 75 and older on the last counted day.

    Raises
    ------
    NoPopulationError, NoDoorsError, and the errors of damaged sources
    """
    return _ground(tables, places, gather(tables, places))


def _ground(tables: Tables, places: Places, inputs: Inputs) -> Ground:
    older: list[float] = inputs.base.people[:, :, OLD:].sum(axis=(1, 2)).tolist()
    day = date(inputs.base_year, 1, 1)
    return ground_of(tables, places.gemeente.code, places.units, older, day)


def _figures(found: Measured, places: Places, inputs: Inputs) -> list[Figures]:
    over = Over(places.areas, places.members, inputs.base_year, inputs.sources)
    return reach_figures(found, over)
