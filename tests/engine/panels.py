"""Small panels and a small country, for tests of methods and of their back-test."""

from __future__ import annotations

from datetime import date

import numpy as np

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.population.methods.national import National
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.tidy import Source

SOURCE = Source("x", "CBS", "1", "titel", date(2021, 1, 1), "CC BY 4.0", "0" * 64)
STARTS = (0, 65, 75, 85)


def bands_of(number: int) -> tuple[AgeBand, ...]:
    """So many bands, of old age first: 0+, then 0-64 and 65+, and so on."""
    starts = STARTS[:number]
    ends = [*(start - 1 for start in starts[1:]), None]
    return tuple(AgeBand(low, high) for low, high in zip(starts, ends, strict=True))


def panel_of(counts: Floats, *, years: tuple[int, ...], name: str = "proef") -> Panel:
    """(year, area, band) of areas A, B, ..; the parent is their sum."""
    areas = tuple(chr(ord("A") + number) for number in range(counts.shape[1]))
    bands = bands_of(counts.shape[2])
    parent = np.nansum(counts, axis=1)
    return Panel(name, areas, areas, years, bands, counts, parent, 1, (SOURCE,))


def country(last: int = 2020, growth: float = 1.0) -> National:
    """People of every age in equal number, times ``growth`` in each five years."""
    people = {
        year: np.full((2, 21), 1000.0 * growth ** ((year - 2000) / 5))
        for year in range(2000, last + 1, 5)
    }
    ages = np.array([0.003, 0.0003, *(0.0001 * 1.09 ** np.arange(5, 101, 5))])
    rates = {
        first: np.tile(ages * 0.93 ** ((first - 2000) / 5), (2, 1))
        for first in range(2000, last, 5)
    }
    return National(people, rates, SOURCE)
