"""Simple methods, the baselines that every other method must beat: docs/methods/totals.md.

Each takes an age band, and the total, for a population by itself. All arrays here are
(area, band) or (year ahead, area, band), in persons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.national import PERIOD
from wwz_engine.population.methods.panel import Known, banded

LONGEST_BASE = 10
"""Years back at most: a longer base period brings nothing (methods B3)."""
HALVING_YEARS = 10
"""The growth of an area comes half as near to its parent's in this many years."""


@dataclass(frozen=True)
class Past:
    """An area or a parent at launch and at the start of its base period.

    launch, base : persons
    years : length of the base period
    """

    launch: Floats
    base: Floats
    years: Floats

    @property
    def change(self) -> Floats:
        """Persons a year."""
        change: Floats = (self.launch - self.base) / self.years
        return change


@dataclass(frozen=True)
class Ground:
    """What the formulas start from; ``beside`` is the parent over the base of each area."""

    areas: Past
    parent: Past
    beside: Floats


Formula = Callable[[Ground, Floats], Floats]


@dataclass(frozen=True)
class Simple:
    """A method that is one formula of the years ahead."""

    name: str
    label: str
    formula: Formula
    ages: bool = False

    def forecast(self, known: Known, horizon: int) -> Floats:
        """The formula for every area and band, never below nil."""
        ahead = np.arange(horizon + 1, dtype=np.float64)[:, None, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            people = self.formula(ground_of(known), ahead)
        people = np.maximum(people, 0.0)
        people[0] = known.panel.at(known.launch)
        return people


def ground_of(known: Known) -> Ground:
    """The base period of areas and parent; where nothing earlier is known, that of the country."""
    panel = known.panel
    years = np.array(panel.years)
    inside = years >= known.launch - LONGEST_BASE
    then = banded(known.country.five_years_before.sum(axis=0), panel.bands)
    growth = banded(known.country.at_launch.sum(axis=0), panel.bands) / then
    areas, at = _past(panel.counts[inside], years[inside], growth)
    parent, _ = _past(panel.parent[inside], years[inside], growth)
    beside = np.take_along_axis(panel.parent[inside], at, axis=0)
    whole = parent.launch / growth
    beside = np.where(areas.years == known.launch - years[inside][at], beside, whole)
    return Ground(areas, parent, np.where(np.isnan(beside), whole, beside))


def _past(
    counts: Floats, years: np.typing.NDArray[np.int_], growth: Floats
) -> tuple[Past, np.typing.NDArray[np.intp]]:
    """Per cell the first known year of the base, and its place on the axis of years."""
    known = ~np.isnan(counts)
    first = known.argmax(axis=0)
    launch = counts[-1]
    base = np.take_along_axis(counts, first[None], axis=0)[0]
    length = (years[-1] - years[first]).astype(np.float64)
    nothing = length == 0
    base = np.where(nothing, launch / growth, base)
    return Past(launch, base, np.where(nothing, float(PERIOD), length)), first


def constant(ground: Ground, ahead: Floats) -> Floats:
    """``P0``."""
    return ground.areas.launch + 0 * ahead


def lin(ground: Ground, ahead: Floats) -> Floats:
    """``P0 + h (P0 - Pb) / b``."""
    return _line(ground.areas, ahead)


def exp(ground: Ground, ahead: Floats) -> Floats:
    """``P0 (P0 / Pb)^(h/b)``; an area that began empty keeps step with its parent."""
    path = _curve(ground.areas, ahead)
    return np.where(ground.areas.base > 0, path, csp(ground, ahead))


def lin_exp(ground: Ground, ahead: Floats) -> Floats:
    """``lin`` where it grew, ``exp`` where it shrank."""
    return _line_or_curve(ground.areas, ahead)


def csp(ground: Ground, ahead: Floats) -> Floats:
    """``P0 / G0 G(h)``: a constant share of the parent."""
    return ground.areas.launch * _parent_growth(ground, ahead)


def vsg(ground: Ground, ahead: Floats) -> Floats:
    """A share of the parent's growth, as past growth was divided (plus-minus)."""
    areas, years = ground.areas, np.maximum(ahead, 1.0)
    sums = np.nansum(areas.launch, axis=0)
    wanted = sums * (_parent_growth(ground, years) - 1) / years
    up = np.where(areas.change > 0, areas.change, 0.0)
    down = np.where(areas.change < 0, -areas.change, 0.0)
    gain, loss = up.sum(axis=0), down.sum(axis=0)
    root = np.sqrt(wanted**2 + 4 * gain * loss)
    both = up * (root + wanted) / (2 * gain) - down * (root - wanted) / (2 * loss)
    # Growers only, or shrinkers only: one factor, when it points the same way.
    one = (up - down) * np.where(gain > 0, wanted / gain, -wanted / loss)
    same = (gain > 0) & (wanted >= 0) | (loss > 0) & (wanted <= 0)
    even = areas.launch * wanted / sums
    change = np.where((gain > 0) & (loss > 0), both, np.where(same, one, even))
    return areas.launch + ahead * np.where(sums > 0, change, 0.0)


def csp_vsg(ground: Ground, ahead: Floats) -> Floats:
    """Mean of ``csp`` and ``vsg``."""
    return (csp(ground, ahead) + np.maximum(vsg(ground, ahead), 0.0)) / 2


def cgd(ground: Ground, ahead: Floats) -> Floats:
    """The difference in growth from the parent goes on, and halves every ten years."""
    areas = ground.areas
    gap = np.log(areas.launch / areas.base * ground.beside / ground.parent.launch) / areas.years
    left = 2 ** (-1 / HALVING_YEARS)
    felt = (1 - left**ahead) / (1 - left)
    path = csp(ground, ahead) * np.exp(np.where(np.isfinite(gap), gap, 0.0) * felt)
    return np.where(areas.launch > 0, path, areas.launch)


def ave(ground: Ground, ahead: Floats) -> Floats:
    """Mean of ``lin-exp``, ``csp-vsg`` and ``cgd``."""
    return (lin_exp(ground, ahead) + csp_vsg(ground, ahead) + cgd(ground, ahead)) / 3


def _line(past: Past, ahead: Floats) -> Floats:
    path: Floats = past.launch + ahead * past.change
    return path


def _curve(past: Past, ahead: Floats) -> Floats:
    path: Floats = past.launch * (past.launch / past.base) ** (ahead / past.years)
    return path


def _line_or_curve(past: Past, ahead: Floats) -> Floats:
    shrinking = (past.launch < past.base) & (past.launch > 0)
    return np.where(shrinking, _curve(past, ahead), np.maximum(_line(past, ahead), 0.0))


def _parent_growth(ground: Ground, ahead: Floats) -> Floats:
    """``G(h) / G0``; nobody at launch stays nobody."""
    whole = ground.parent
    growth: Floats = _line_or_curve(whole, ahead) / whole.launch
    return np.where(whole.launch > 0, growth, 1.0)


SIMPLE: tuple[Simple, ...] = (
    Simple("constant", "niets verandert", constant),
    Simple("lin", "rechte lijn", lin),
    Simple("exp", "vast groeicijfer", exp),
    Simple("lin-exp", "rechte lijn bij groei, vast cijfer bij krimp", lin_exp),
    Simple("csp", "vast deel van het geheel", csp),
    Simple("vsg", "deel van de groei van het geheel", vsg),
    Simple("csp-vsg", "gemiddelde van vast deel en deel van de groei", csp_vsg),
    Simple("cgd", "vast verschil in groei met het geheel", cgd),
    Simple("ave", "gemiddelde van drie eenvoudige methoden", ave),
)
