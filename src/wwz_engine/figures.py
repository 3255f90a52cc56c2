"""Figures of one indicator over areas and years, and how they become facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from wwz_engine.axes import Floats, check_shape
from wwz_engine.facts import UNKNOWN, AreaRef, Fact, IndicatorDef
from wwz_engine.sources.tidy import Source


@dataclass(frozen=True)
class Figures:
    """One indicator, not yet cut up into facts.

    value, low, high : (area, year); NaN where there is none
    kinds : per year, geteld, geschat or geraamd
    missing : reason where the value is NaN
    """

    indicator: str
    areas: tuple[AreaRef, ...]
    years: tuple[int, ...]
    value: Floats
    kinds: tuple[str, ...]
    sources: tuple[Source, ...]
    low: Floats | None = None
    high: Floats | None = None
    missing: str = UNKNOWN

    def __post_init__(self) -> None:
        shape = {"area": len(self.areas), "year": len(self.years)}
        check_shape(f"{self.indicator}.value", self.value, **shape)
        for name, end in (("low", self.low), ("high", self.high)):
            if end is not None:
                check_shape(f"{self.indicator}.{name}", end, **shape)
        check_shape(f"{self.indicator}.kinds", np.array(self.kinds), year=len(self.years))

    def known(self) -> Iterator[tuple[AreaRef, int, float]]:
        """Area, year and value of what is known, as facts give it."""
        for area, row in zip(self.areas, _numbers(self.value), strict=True):
            for year, value in zip(self.years, row, strict=True):
                if value is not None:
                    yield area, year, value


@dataclass(frozen=True)
class Run:
    """What all facts of one run share."""

    indicators: dict[str, IndicatorDef]
    scenario: str
    engine_version: str
    stamp: str

    def facts(self, figures: Figures) -> Iterator[Fact]:
        """One fact per area and year."""
        indicator = self.indicators[figures.indicator]
        none = [[None] * len(figures.years)] * len(figures.areas)
        value, low, high = (
            none if found is None else _numbers(found)
            for found in (figures.value, figures.low, figures.high)
        )
        for row, area in enumerate(figures.areas):
            for column, year in enumerate(figures.years):
                yield Fact(
                    indicator=indicator,
                    area=area,
                    year=year,
                    scenario=self.scenario,
                    value=value[row][column],
                    low=low[row][column],
                    high=high[row][column],
                    missing=figures.missing if value[row][column] is None else None,
                    kind=figures.kinds[column],
                    sources=figures.sources,
                    engine_version=self.engine_version,
                    stamp=self.stamp,
                )


def _numbers(values: Floats) -> list[list[float | None]]:
    """Rows of figures as facts give them, None where there is none."""
    # Digits beyond a millionth differ between machines and would change the id.
    return [[None if isnan(value) else round(value, 6) for value in row] for row in values.tolist()]


@dataclass(frozen=True)
class Summary:
    """Mean and band of draws: (area, year) each."""

    value: Floats
    low: Floats
    high: Floats


def summarise(draws: Floats, low_share: float) -> Summary:
    """Mean and mirrored quantiles over the draws.

    Means add up over areas; quantiles do not, so sums are drawn first and summarised
    after.

    Parameters
    ----------
    draws : (area, year, draw)
    low_share : 0.1 for a band from P10 to P90

    Returns
    -------
    Summary

    Examples
    --------
    >>> summary = summarise(np.arange(11.0).reshape(1, 1, 11), 0.1)
    >>> [float(end[0, 0]) for end in (summary.low, summary.value, summary.high)]
    [1.0, 5.0, 9.0]
    """
    ordered = np.sort(draws, axis=-1)
    return Summary(
        draws.mean(axis=-1), _quantile(ordered, low_share), _quantile(ordered, 1 - low_share)
    )


def _quantile(ordered: Floats, share: float) -> Floats:
    place = share * (ordered.shape[-1] - 1)
    below = int(place)
    above = min(below + 1, ordered.shape[-1] - 1)
    part = place - below
    value: Floats = ordered[..., below] * (1 - part) + ordered[..., above] * part
    return value
