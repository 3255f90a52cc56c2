"""Figures on groups with a need and on the homes they ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.demand import calibrated_shares, homes_needed
from wwz_engine.facts import ESTIMATED, PROJECTED, UNKNOWN, AreaRef
from wwz_engine.figures import Figures, summarise
from wwz_engine.groups.prevalence_use import Estimates
from wwz_engine.home_indicators import DEMAND
from wwz_engine.indicators import AGES, Trait, definitions
from wwz_engine.levers import AT_REST, Levers
from wwz_engine.population.figures import People
from wwz_engine.population.younger import still_above
from wwz_engine.sources.tidy import Source
from wwz_engine.unknowns import register

MILESTONES = (2025, 2030, 2035, 2040, 2045, 2050)
"""Years for which groups and homes are given; figures in between would only fill tables."""


@dataclass(frozen=True)
class Shares:
    """Shares of one trait and age in one year, as a source gives them.

    value : (area,), percent; NaN where the source has none
    missing : per area, why not; empty where there is a value
    by_model : places of areas whose value is not the source's but that of a model
    model : what those rest on besides the source
    """

    year: int
    value: Floats
    missing: tuple[str, ...]
    source: Source
    by_model: frozenset[int] = frozenset()
    model: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source, *self.model)


def with_model(
    found: list[Shares], key: str, areas: tuple[AreaRef, ...], estimated: Estimates | None
) -> list[Shares]:
    """The same shares, with those of a model for areas that have none in the newest year.

    Parameters
    ----------
    key : of the trait at its age
    estimated : what the model says; None, or of another year: nothing is filled
    """
    if not found or estimated is None or found[-1].year != estimated.year:
        return found
    newest = found[-1]
    shares = estimated.shares.get(key, {})
    filled = [
        row for row, area in enumerate(areas) if np.isnan(newest.value[row]) and area.code in shares
    ]
    if not filled:
        return found
    value = newest.value.copy()
    # To tenths of a percent, as the source publishes its own.
    value[filled] = [round(100 * shares[areas[row].code], 1) for row in filled]
    missing = tuple("" if row in filled else why for row, why in enumerate(newest.missing))
    by_model = frozenset(filled)
    last = replace(newest, value=value, missing=missing, by_model=by_model, model=estimated.sources)
    return [*found[:-1], last]


def share_figures(key: str, areas: tuple[AreaRef, ...], found: list[Shares]) -> list[Figures]:
    """Shares as published or modelled, one set of figures per year, reason for a gap and origin."""
    figures = []
    for shares in found:
        kinds = [(why, row in shares.by_model) for row, why in enumerate(shares.missing)]
        for reason, modelled in sorted(set(kinds)):
            rows = [row for row, kind in enumerate(kinds) if kind == (reason, modelled)]
            figures.append(
                Figures(
                    key,
                    tuple(areas[row] for row in rows),
                    (shares.year,),
                    shares.value[rows, None],
                    (ESTIMATED,),
                    shares.sources if modelled else (shares.source,),
                    missing=reason or UNKNOWN,
                )
            )
    return figures


def years_of(people: People) -> tuple[int, ...]:
    """The start of the forecast and the milestones within it."""
    return tuple(y for y in people.years if y == people.base_year or y in MILESTONES)


def _chosen(people: People, key: str) -> Floats:
    chosen: Floats = people.of(key)[:, people.at(years_of(people))]
    return chosen


def as_old_as_now(people: People, older: Floats, age: int, levers: Levers) -> Floats:
    """Draws of people above an age who are as healthy as those above it are now.

    Parameters
    ----------
    older : (unit, year, draw), persons above the age in the years of ``years_of``
    """
    if not levers.younger:
        return older
    years = years_of(people)
    return older * still_above(people.expected_in(years), age, levers.shift(years))[..., None]


def group_draws(people: People, age: str, unit_shares: Floats, total_share: float) -> Floats:
    """Draws of people with a trait per unit area.

    Parameters
    ----------
    people : draws per unit area
    age : key of ``AGES``
    unit_shares : (unit,), share 0..1 or NaN
    total_share : share 0..1 of the gemeente as a whole, to which units add up

    Returns
    -------
    (unit, year, draw), persons
    """
    drawn = _chosen(people, f"inwoners_{age}")
    start = drawn[:, 0].mean(axis=-1)
    rates = calibrated_shares(unit_shares, start, total_share * float(start.sum()))
    return drawn * rates[:, None, None]


def number_figures(
    people: People,
    key: str,
    units: Floats,
    known: NDArray[np.bool_],
    low_share: float,
    sources: tuple[Source, ...],
) -> Figures:
    """People with a trait per area; an area without a share of its own is not shown.

    Parameters
    ----------
    units : (unit, year, draw), persons
    known : (area,), whether the source gives this area a share
    """
    figures = drawn_figures(people, key, units, low_share, sources)
    for part in (figures.value, figures.low, figures.high):
        if part is not None:
            part[~known] = np.nan
    return figures


def drawn_figures(
    people: People, key: str, units: Floats, low_share: float, sources: tuple[Source, ...]
) -> Figures:
    """Mean and band per area of draws (unit, year, draw); the start is an estimate, without one."""
    drawn = summarise(people.add_up(units), low_share)
    years = years_of(people)
    kinds = tuple(ESTIMATED if year == people.base_year else PROJECTED for year in years)
    drawn.low[:, 0], drawn.high[:, 0] = np.nan, np.nan
    return Figures(
        key, people.areas, years, drawn.value, kinds, sources, low=drawn.low, high=drawn.high
    )


def home_draws(
    people: People,
    limited: Floats | None,
    household_size: float | None,
    day: date,
    levers: Levers = AT_REST,
) -> dict[str, Floats | None]:
    """Draws of homes asked for, (unit, year, draw) by key of ``DEMAND``; None when unknown.

    Parameters
    ----------
    people : draws per unit area
    limited : (unit, year, draw), people of 65+ with a limitation in moving; None: unknown
    household_size : people of 65+ per home; None when unknown
    day : date of the demand keys
    levers : what a scenario changes
    """
    older = as_old_as_now(people, _chosen(people, "inwoners_75plus"), 75, levers)
    draws: dict[str, Floats | None] = {
        "vraag_nultreden": None,
        "vraag_geclusterd": _per_1000(older, "clustered_homes_per_1000_75plus", day),
        "vraag_zorggeschikt": _per_1000(older, "care_suited_homes_per_1000_75plus", day),
    }
    if limited is not None and household_size is not None:
        # The limitation is already in the people: the share of them that asks is all.
        draws["vraag_nultreden"] = _homes(limited, np.ones(1), household_size)
    return draws


def home_figures(
    people: People,
    draws: dict[str, Floats | None],
    low_share: float,
    sources: dict[str, tuple[Source, ...]],
) -> list[Figures]:
    """Homes asked for per woonvorm.

    Parameters
    ----------
    draws : see ``home_draws``
    sources : per woonvorm, what the figure rests on
    """
    figures = []
    for key, _, _ in DEMAND:
        units = draws[key]
        if units is None:
            figures.append(unknown(key, people.areas, people.base_year))
        else:
            figures.append(drawn_figures(people, key, units, low_share, sources[key]))
    return figures


def _homes(people: Floats, share: Floats, size: float) -> Floats:
    """(unit, year, draw) people to homes, by way of the axes of ``homes_needed``."""
    by_draw = np.moveaxis(people, -1, 0)[..., None]
    return np.moveaxis(homes_needed(by_draw, share, size), 0, -1)


def _per_1000(people: Floats, name: str, day: date) -> Floats:
    share = np.array([parameters.load(name).number(day) / 1000])
    return _homes(people, share, 1.0)


def unknown_figures(
    gemeente: AreaRef, year: int, own: Iterable[str] = (), ended: Collection[str] = ()
) -> list[Figures]:
    """Groups of which no open source tells how many there are: unknown, never zero.

    Parameters
    ----------
    own : keys of groups that a partnership has beside the known ones
    ended : keys of groups that are none any more
    """
    keys = [item.key for item in register().groups if item.key not in ended]
    return [unknown(key, (gemeente,), year) for key in (*keys, *own)]


def unknown(key: str, areas: tuple[AreaRef, ...], year: int) -> Figures:
    """A figure that nobody knows, with where was looked as its source."""
    nothing = np.full((len(areas), 1), np.nan)
    source = register().source
    return Figures(key, areas, (year,), nothing, (ESTIMATED,), (source,), missing=UNKNOWN)


def traits() -> list[tuple[Trait, str, str]]:
    """Every trait with every age: the trait, the key of the age and the source's label."""
    known = definitions().traits
    return [(trait, age, label) for age, (label, _) in AGES.items() for trait in known]
