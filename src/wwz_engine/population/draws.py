"""Random paths around the central forecast: how sure a figure is.

Three layers of shocks, so that sums of buurten are not falsely certain: deaths and
births in the Netherlands, moving in the gemeente, moving between its buurten; and
chance, because people are few: docs/methods/bands.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from wwz_engine import parameters
from wwz_engine.axes import Floats, check_shape
from wwz_engine.backends import kernels
from wwz_engine.population.forecast import Path
from wwz_engine.population.ratios import GROUPS, STEP, by_age


@dataclass(frozen=True)
class Spread:
    """Sizes of the shocks, as numbers on one day."""

    mortality: float
    fertility: float
    gemeente: float  # per period, for the number of people of this gemeente
    oldest: float  # share of it from the anchor age on
    moving: tuple[float, float]  # below and above the anchor age
    persistence: float
    chance: float  # variance per person of who happens to move
    anchor: int

    @classmethod
    def on(cls, day: date, people: float, anchor: int) -> Spread:
        """Read the parameters in force on this day, for a gemeente of so many people."""
        scale = parameters.load("gemeente_total_sd").number(day)
        power = parameters.load("gemeente_total_sd_power").number(day)
        moving = by_age("area_moving_sd", day)
        return cls(
            mortality=parameters.load("mortality_shock_sd").number(day),
            fertility=parameters.load("fertility_shock_sd").number(day),
            gemeente=scale * np.sqrt(STEP) * (25_000 / max(people, 1.0)) ** power,
            oldest=parameters.load("gemeente_shock_share_oldest").number(day),
            moving=(float(moving[0]), float(moving[-1])),
            persistence=parameters.load("area_shock_persistence").number(day),
            chance=parameters.load("moving_chance").number(day),
            anchor=anchor,
        )


def draw(
    path: Path, survival: Floats, spread: Spread, groups: Floats, *, draws: int, seed: int
) -> Floats:
    """Simulate the forecast many times.

    Parameters
    ----------
    path : the central forecast
    survival : (period, sex, age_group), share alive after five years
    spread : sizes of the shocks
    groups : (group, age_group), which share of an age group counts in which sum
    draws : number of paths
    seed : equal seed, equal paths

    Returns
    -------
    (draw, node, area, group), persons; node 0 is the start, each next five years on

    Raises
    ------
    AxisMismatchError
    """
    periods, areas = path.ratios.shape[:2]
    check_shape("survival", survival, period=periods, sex=2, age_group=GROUPS)
    check_shape("groups", groups, group=groups.shape[0], age_group=GROUPS)
    random = np.random.Generator(np.random.SFC64(seed))
    shared = _shared(random, survival, spread, draws)
    births = _with_mean_one(_walk(random, draws, periods) * spread.fertility, spread.fertility)
    local = _local(random, spread, draws, periods, areas)
    chance = random.standard_normal((draws, periods, areas, 2, GROUPS + 1), dtype=np.float32)
    people: Floats = kernels.draw_paths(
        path.people[0],
        path.ratios,
        path.children,
        path.girls,
        1.0 - survival + spread.chance,
        shared,
        births,
        local,
        chance,
        groups,
        spread.anchor,
    )
    return people


def _walk(random: np.random.Generator, draws: int, periods: int) -> Floats:
    """A random walk: the shock of a period stays and the next comes on top of it."""
    return np.cumsum(random.standard_normal((draws, periods)), axis=1)


def _with_mean_one(shock: Floats, size: float) -> Floats:
    variance = size**2 * np.arange(1, shock.shape[1] + 1)
    factor: Floats = np.exp(shock - variance / 2)
    return factor


def _shared(random: np.random.Generator, survival: Floats, spread: Spread, draws: int) -> Floats:
    """Factors that all buurten share: (draw, period, sex, age_group), with mean 1."""
    periods = survival.shape[0]
    hazard = -np.log(survival)
    deaths = _walk(random, draws, periods) * spread.mortality
    moving = random.standard_normal((draws, periods)) * spread.gemeente
    share = np.where(np.arange(GROUPS) >= spread.anchor, spread.oldest, 1.0)
    log = -hazard[None] * deaths[:, :, None, None] + moving[:, :, None, None] * share
    factor: Floats = np.exp(log)
    centred: Floats = factor / factor.mean(axis=0)
    return centred


def _local(
    random: np.random.Generator, spread: Spread, draws: int, periods: int, areas: int
) -> Floats:
    """Factors per buurt: (draw, period, area, 2), below and above the anchor age."""
    lasting = random.standard_normal((draws, 1, areas))
    passing = random.standard_normal((draws, periods, areas))
    shock = np.sqrt(spread.persistence) * lasting + np.sqrt(1 - spread.persistence) * passing
    size = np.array(spread.moving)
    factor: Floats = np.exp(shock[..., None] * size - size**2 / 2)
    return factor


def yearly(nodes: Floats, years: int) -> Floats:
    """Years between the five-year nodes, on a straight line.

    Parameters
    ----------
    nodes : (..., node, area, part), persons
    years : how many years after the start are asked for

    Returns
    -------
    (..., year, area, part), persons; year 0 is the start
    """
    low, share = _between_nodes(nodes.shape[-3], years)
    part = share[:, None, None]
    between: Floats = nodes[..., low, :, :] * (1 - part) + nodes[..., low + 1, :, :] * part
    return between


def around(central: Floats, nodes: Floats, years: int) -> Floats:
    """Draws of every year, around the central forecast of that year.

    Between the nodes a draw is as far from the centre as the line between its nodes is
    from the line between those of the centre. Parts that exclude each other keep adding up.

    Parameters
    ----------
    central : (year, area, part), persons, from the start on
    nodes : (draw, node, area, part), persons

    Returns
    -------
    (draw, year, area, part), persons

    Raises
    ------
    AxisMismatchError
    """
    factor = _from_line(central, nodes, years)
    found: Floats = yearly(nodes, years) * factor
    return found


def sums_around(central: Floats, nodes: Floats, sums: Floats, years: int) -> Floats:
    """Sums of parts in the draws of every year, as ``around(central, nodes, years) @ sums.T``.

    Compiled, and without the parts of every year in memory: they are larger than all else.

    Parameters
    ----------
    central, nodes, years : as for ``around``
    sums : (sum, part), weights

    Returns
    -------
    (area, sum, year, draw), persons; sums over draws read in one stride

    Raises
    ------
    AxisMismatchError
    """
    check_shape("sums", sums, sum=len(sums), part=nodes.shape[-1])
    factor = _from_line(central, nodes, years)
    low, share = _between_nodes(nodes.shape[1], years)
    found: Floats = kernels.sums_by_year(nodes, factor, low, share, sums)
    return found


def _from_line(central: Floats, nodes: Floats, years: int) -> Floats:
    """The centre of each year against the line between its nodes: (year, area, part)."""
    _, count, areas, parts = nodes.shape
    check_shape("central", central, year=central.shape[0], area=areas, part=parts)
    line = yearly(central[::STEP][:count], years)
    wanted = central[: years + 1]
    factor: Floats = np.divide(wanted, line, out=np.ones_like(line), where=line > 1e-9)
    return factor


def _between_nodes(nodes: int, years: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """Per year the node before it, and the part of the way to the next."""
    at = np.arange(years + 1)
    low = np.minimum(at // STEP, nodes - 2)
    return low, (at - low * STEP) / STEP
