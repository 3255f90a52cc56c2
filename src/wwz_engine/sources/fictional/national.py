"""Invented national rates and counts, in the form of the UN files."""

from __future__ import annotations

import numpy as np

from wwz_engine.sources import un_wpp
from wwz_engine.sources.fictional.people import MAN, WOMAN, death_rate, fertility
from wwz_engine.sources.fictional.writing import Cell, delimited

FIRST_AGES = [band.split("-")[0] for band in un_wpp.DEATH_AGES]
PERIODS = range(1950, 2100, 5)
COUNT_YEARS = range(1950, 2025, 5)
MILLIONS = 8.7
CHILDREN = 1.6


def files() -> dict[str, bytes]:
    """The eight files the reader asks for."""
    years, later = range(1950, 2024), range(2024, 2101)
    return {
        "un_wpp2024_nl_mx5dt.csv": _death_rates(),
        "un_wpp2024_nl_percentASFR5dt.csv": _fertility_pattern(),
        "un_wpp2024_nl_tfr1dt.csv": _per_year(years, {"tfr": CHILDREN}),
        "un_wpp2024_nl_tfrproj1dt.csv": _per_year(later, {"tfr": CHILDREN} | _bounds("tfr", 1.6)),
        "un_wpp2024_nl_popproj1dt.csv": _per_year(
            later, {"popM": 8700.0, "popF": 8700.0} | _bounds("pop", 17400.0)
        ),
        "un_wpp2024_nl_e01dt.csv": _per_year(years, {"e0M": 80.0, "e0F": 83.0}),
        "un_wpp2019_nl_popM.csv": _counts(MAN),
        "un_wpp2019_nl_popF.csv": _counts(WOMAN),
    }


def _death_rates() -> bytes:
    rows: list[list[Cell]] = []
    for start in PERIODS:
        for first in FIRST_AGES:
            middle = np.array([float(first.rstrip("+")) + 2.5])
            men, women = (float(death_rate(middle, sex, start + 2.5)[0]) for sex in (MAN, WOMAN))
            rates = [round(rate, 8) for rate in (men, women, (men + women) / 2)]
            rows.append([start + 3, f"{start}-{start + 5}", first, *rates])
    return delimited(["year", "period", "age", "mxM", "mxF", "mxB"], rows)


def _fertility_pattern() -> bytes:
    starts = range(15, 50, 5)
    weights = fertility(np.array([start + 2.0 for start in starts]))
    shares = 100.0 * weights / weights.sum()
    rows: list[list[Cell]] = [
        [period + 3, f"{period}-{period + 5}", f"{start}-{start + 4}", round(float(share), 6)]
        for period in PERIODS
        for start, share in zip(starts, shares, strict=True)
    ]
    return delimited(["year", "period", "age", "pasfr"], rows)


def _bounds(prefix: str, middle: float) -> dict[str, float]:
    spread = {"80l": 0.97, "80u": 1.03, "95l": 0.955, "95u": 1.045}
    return {f"{prefix}_{bound}": round(middle * factor, 4) for bound, factor in spread.items()}


def _per_year(years: range, values: dict[str, float]) -> bytes:
    return delimited(["year", *values], [[year, *values.values()] for year in years])


def _counts(sex: int) -> bytes:
    """Thousands of people by age: a stationary population, the same in every year."""
    ages = np.arange(105.0)
    alive = np.exp(-np.cumsum(death_rate(ages, sex)))
    group = np.minimum(ages // 5, 20).astype(int)
    thousands = MILLIONS * 1000.0 * np.bincount(group, alive) / alive.sum()
    rows: list[list[Cell]] = [
        [528, "Netherlands", band, *[round(float(count), 3)] * len(COUNT_YEARS)]
        for band, count in zip(un_wpp.AGES, thousands, strict=True)
    ]
    return delimited(["country_code", "name", "age", *map(str, COUNT_YEARS)], rows)
