"""Made-up worlds of which the truth is known, to size what a method can win.

Both start from the real ages per postcode of 2021 and go on in steps of five years with
binomial survival and Poisson moving; what is seen of them is rounded to five, as CBS does.
They are no back-test: docs/methods/worlds.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from wwz_engine.axes import AGE_GROUPS, SEXES, AgeBand, Floats
from wwz_engine.backtest.postcodes import LAST as START
from wwz_engine.backtest.series import Loaded, Series, SeriesNotHereError, cube
from wwz_engine.population.country import people_in
from wwz_engine.population.methods.national import PERIOD, national
from wwz_engine.population.methods.panel import Panel
from wwz_engine.population.ratios import FERTILE, moved_on
from wwz_engine.population.survival import five_year_survival
from wwz_engine.sources.dataset import Tables

STEPS = 3
EVERY = 4
"""One postcode in so many takes part: enough to size errors, and a quarter of the work."""
ROUNDING = 5
SEED = 2021
OPEN = 17
"""The last group of five years that is shown by itself is the one before this: 85+ is open."""
BANDS = (*AGE_GROUPS[:OPEN], AgeBand(85))


@dataclass(frozen=True)
class World:
    """How much areas differ; standard deviations of the logarithm, per five years.

    lasting : of an area, in every period
    passing : of an area and age group, in one period
    region : of a postcode region (two digits), in one period
    """

    name: str
    lasting: float
    passing: float
    region: float


A = World("wereld-a", lasting=0.05, passing=0.05, region=0.02)
B = World("wereld-b", lasting=0.12, passing=0.10, region=0.03)


@dataclass(frozen=True)
class Rates:
    """National rates of each step.

    survival : (step, sex, age_group), share alive after five years
    ratio : (sex, age_group), people of the next group per person, moving included
    children : children of 0-4 per woman of 15-49
    """

    survival: Floats
    ratio: Floats
    children: float


def simulate(
    start: Floats, regions: tuple[str, ...], rates: Rates, world: World, seed: int = SEED
) -> Floats:
    """People of every step, the start first.

    Parameters
    ----------
    start : (area, sex, age_group), persons
    regions : per area

    Returns
    -------
    (step + 1, area, sex, age_group), whole persons
    """
    random = np.random.Generator(np.random.SFC64(seed))
    _, region = np.unique(np.array(regions), return_inverse=True)
    areas, groups = start.shape[0], start.shape[2]
    lasting = random.normal(0.0, world.lasting, (areas, 1))
    people = [np.round(start)]
    for survival in rates.survival:
        passing = random.normal(0.0, world.passing, (areas, groups))
        shared = random.normal(0.0, world.region, (int(region.max()) + 1, 1))[region]
        effect = np.exp(lasting + passing + shared)[:, None]
        alive = random.binomial(people[-1].astype(np.int64), survival).astype(np.float64)
        wanted = alive * np.maximum(rates.ratio / survival, 0.0) * effect
        came = random.poisson(np.maximum(wanted - alive, 0.0))
        stay = np.divide(wanted, alive, out=np.ones_like(alive), where=alive > 0)
        stayed = random.binomial(alive.astype(np.int64), np.minimum(stay, 1.0))
        people.append(_older(stayed + came.astype(np.float64), rates.children, random))
    return np.array(people)


def _older(moved: Floats, children: float, random: np.random.Generator) -> Floats:
    later = np.zeros_like(moved)
    later[:, :, 1:] = moved[:, :, :-1]
    later[:, :, -1] += moved[:, :, -1]
    born = random.poisson(children * later[:, 1, FERTILE].sum(axis=1) / len(SEXES))
    later[:, :, 0] = born[:, None]
    return later


def rates_of(tables: Tables, steps: int = STEPS) -> Rates:
    """National rates from the last two counts, and deaths as projected."""
    country = national(tables)
    before, after = people_in(tables, 2015)[0], people_in(tables, 2020)[0]
    then = five_year_survival(country.rates[2015])
    ratio = moved_on(after) / before
    ratio[:, -2:] = then[:, -2:]
    starts = [START - START % PERIOD + PERIOD * step for step in range(steps)]
    survival = np.array([five_year_survival(country.rates[first]) for first in starts])
    return Rates(survival, ratio, float(after[:, 0].sum() / after[1, FERTILE].sum()))


def read(world: World, tables: Tables) -> Loaded:
    """A world as a series: rounded counts to learn from, the truth to score against.

    Raises
    ------
    SeriesNotHereError
    """
    if not tables.has("pc4_population", None, START):
        raise SeriesNotHereError(
            "De leeftijden per postcode van 2021 zijn hier niet. Zet "
            "inwoners_2021_pc4_leeftijd_geslacht.csv.gz in de map van WWZ_DATA."
        )
    table = tables.load("pc4_population", None, START)
    codes = tuple(sorted(table.rows["area"].unique().to_list()))[::EVERY]
    start = np.stack(
        [
            cube(table.rows.filter(pl.col("sex") == sex), codes, (START,), AGE_GROUPS)[0]
            for sex in SEXES
        ],
        axis=1,
    )
    kept = ~np.isnan(start).any(axis=(1, 2))
    codes = tuple(code for code, keep in zip(codes, kept, strict=True) if keep)
    regions = tuple(code[:2] for code in codes)
    people = simulate(start[kept], regions, rates_of(tables), world).sum(axis=2)
    truth = np.concatenate(
        [people[..., :OPEN], people[..., OPEN:].sum(axis=-1, keepdims=True)], axis=-1
    )
    seen = ROUNDING * np.round(truth / ROUNDING)
    years = tuple(START + PERIOD * step for step in range(STEPS + 1))
    panel = Panel(
        world.name, codes, codes, years, BANDS, seen, truth.sum(axis=1), ROUNDING, (table.source,)
    )
    return Loaded(
        panel,
        regions,
        truth=truth,
        left_out=("Een verzonnen wereld: dit zegt hoe methoden zich verhouden, geen echte fout.",),
    )


# From the second year on: one period is seen, two are forecast.
_SECOND = START + PERIOD
SERIES = (
    Series(
        A.name, "Verzonnen wereld A (gebieden verschillen weinig)", "pc4", partial(read, A), _SECOND
    ),
    Series(
        B.name, "Verzonnen wereld B (gebieden verschillen veel)", "pc4", partial(read, B), _SECOND
    ),
)
