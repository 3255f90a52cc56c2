"""What the forecast of one gemeente starts from, out of the sources there are.

The finest real figures win: a series per buurt by age; else the wijken of the CBS key
figures with the ages of the gemeente's postcodes. What is not there is named as a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wwz_engine import parameters
from wwz_engine.axes import AgeBand, Floats, age_band
from wwz_engine.errors import EngineError
from wwz_engine.facts import AreaRef
from wwz_engine.population.ages import grouped
from wwz_engine.population.base import people_by_age, reconcile_groups
from wwz_engine.population.country import pattern_of_year
from wwz_engine.population.figures import Counts
from wwz_engine.population.forecast import Base, History, growing, in_groups
from wwz_engine.population.launching import base_of
from wwz_engine.population.methods.settings import CohortSettings
from wwz_engine.population.places import Places
from wwz_engine.population.ratios import STEP
from wwz_engine.population.series import ages_in, buurt_series, gemeente_ages
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source, Table

KEY_FIGURE_BANDS = tuple(age_band(text) for text in ("0-14", "15-24", "25-44", "45-64", "65+"))


class NoPopulationError(EngineError):
    """No source tells how many people live in the gemeente."""

    def __init__(self, gemeente: str) -> None:
        self.gemeente = gemeente
        super().__init__(
            f"Er is geen bron met inwoners van {gemeente}. Haal de gegevens op met "
            f"‘wwz data fetch --gemeente {gemeente}’ of zet ze in de map van WWZ_DATA."
        )


@dataclass(frozen=True)
class Inputs:
    """The start of the forecast on the unit areas of one gemeente.

    base : people on 1 January of ``base_year`` by single age, and how they move
    history : the units five years before, to check with; None when there is none
    growth : people against five years before, when there is no history; None: not known
    sources : what the projection rests on, besides national rates
    unknown : (unit,), whether the start is nil only because nothing is published
    """

    base_year: int
    base: Base
    history: History | None
    growth: float | None
    counts: Counts
    sources: tuple[Source, ...]
    gaps: tuple[str, ...]
    unknown: NDArray[np.bool_]

    @property
    def start(self) -> Floats:
        """(unit, sex, age_group), persons on 1 January of ``base_year``."""
        return in_groups(self.base.people)


def gather(tables: Tables, places: Places) -> Inputs:
    """The finest start there is for this gemeente.

    Raises
    ------
    NoPopulationError, and the errors of damaged sources
    """
    code = places.gemeente.code
    series = buurt_series(tables, code)
    if series is not None:
        return _from_series(tables, places, series)
    if not tables.has("kwb", code):
        raise NoPopulationError(places.gemeente.name)
    return _from_key_figures(tables, places)


def _from_series(tables: Tables, places: Places, series: Table) -> Inputs:
    rows = series.rows.filter(pl.col("measure") == "inwoners")
    years = tuple(sorted(rows["period"].unique().to_list()))
    base_year = years[-1]
    ages = sorted(age for age in rows["age"].unique().to_list() if age != "totaal")
    bands = tuple(sorted(age_band(age) for age in ages))
    counts = {year: _bands_per_unit(rows, places.units, bands, year) for year in years}
    parent = gemeente_ages(tables, places.gemeente.code, base_year)
    national, _ = pattern_of_year(tables, base_year)
    pattern = national if parent is None else parent[0]
    year = None if parent is None else parent[1].as_of.year
    base = base_of(
        tables, places.units, _to_learn_from(rows, places.units, bands, counts), bands, pattern,
        series.source, pattern_year=year,
    )  # fmt: skip
    history = None
    gaps = []
    if base_year - STEP in counts:
        then = _earlier_pattern(tables, places.gemeente.code, base_year, pattern, national)
        earlier = _with_neutral_past(counts[base_year - STEP], counts[base_year])
        before = grouped(people_by_age(earlier, bands, then, parent=then))
        history = History(before, in_groups(base.people))
    else:
        gaps.append(
            f"Er zijn geen tellingen van vijf jaar voor {base_year}. Verhuizen per buurt rust "
            "daarom op minder jaren of op het landelijke beeld."
        )
    used = (series.source,) if parent is None else (series.source, parent[1])
    gaps += _pattern_gaps(parent, base_year)
    total = _column(rows, places.units, base_year, "totaal")
    unknown = np.isnan(total) & (counts[base_year].sum(axis=1) <= 0)
    if unknown.any():
        gaps.append(
            f"Van {int(unknown.sum())} buurten is het aantal inwoners geheim. Zij tellen niet mee "
            "in de raming."
        )
    return Inputs(
        base_year, base, history, None,
        _series_counts(series, places, bands, years), used, tuple(gaps), unknown,
    )  # fmt: skip


def _pattern_gaps(parent: tuple[Floats, Source] | None, base_year: int) -> list[str]:
    if parent is None:
        return [
            "De verdeling over leeftijden binnen een groep en over mannen en vrouwen is landelijk."
        ]
    as_of = parent[1].as_of
    if as_of.year == base_year:
        return []
    return [f"De verdeling over leeftijden binnen een groep is van {as_of:%d-%m-%Y}."]


def _earlier_pattern(
    tables: Tables, gemeente: str, base_year: int, pattern: Floats, national: Floats
) -> Floats:
    """(sex, single_age) five years earlier: counted, or the national one made local.

    Both years in one local pattern: a difference between patterns is no moving.
    """
    counted = ages_in(tables, gemeente, base_year - STEP)
    if counted is not None and ages_in(tables, gemeente, base_year) is not None:
        return counted[0]
    then, _ = pattern_of_year(tables, base_year - STEP)
    return then * np.divide(pattern, national, out=np.ones_like(then), where=national > 0)


def _bands_per_unit(
    rows: pl.DataFrame, units: tuple[AreaRef, ...], bands: tuple[AgeBand, ...], year: int
) -> Floats:
    """(unit, band), persons; a hidden band gets its part of what the total leaves over."""
    found = np.array([_column(rows, units, year, band.label) for band in bands]).T
    total = _column(rows, units, year, "totaal")
    hidden = np.isnan(found)
    left = np.maximum(np.nan_to_num(total) - np.nansum(found, axis=1), 0.0)
    share = np.where(hidden, np.nansum(found, axis=0) + 1e-9, 0.0)
    whole = share.sum(axis=1, keepdims=True)
    part = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
    filled: Floats = np.where(hidden, left[:, None] * part, found)
    return filled


def _to_learn_from(
    rows: pl.DataFrame,
    units: tuple[AreaRef, ...],
    bands: tuple[AgeBand, ...],
    counts: dict[int, Floats],
) -> dict[int, Floats]:
    """The counts, but of past years only what was published: (unit, band) per year.

    Of units that had nobody then and have people now nothing is known: whether they were
    built since, were empty or were not published, a count cannot say.
    """
    base_year = max(counts)
    now = counts[base_year].sum(axis=1) > 0
    seen = {base_year: counts[base_year]}
    for year in counts.keys() - {base_year}:
        found = np.array([_column(rows, units, year, band.label) for band in bands]).T
        nobody = now & (counts[year].sum(axis=1) <= 0)
        seen[year] = np.where(nobody[:, None], np.nan, found)
    return seen


def _with_neutral_past(before: Floats, after: Floats) -> Floats:
    """Units without people five years earlier get the past that the other units had.

    Whether they were built since, were empty or were not published, a ratio cannot say.
    """
    known = before.sum(axis=1) > 0
    whole = after[known].sum(axis=0)
    back = np.divide(before[known].sum(axis=0), whole, out=np.ones_like(whole), where=whole > 0)
    filled: Floats = np.where(known[:, None], before, after * back)
    return filled


def _column(
    rows: pl.DataFrame, units: tuple[AreaRef, ...], year: int, age: str, measure: str = "inwoners"
) -> Floats:
    """(unit,), NaN where there is no figure."""
    chosen = rows.filter(
        (pl.col("period") == year)
        & (pl.col("age") == age)
        & (pl.col("sex") == "totaal")
        & (pl.col("measure") == measure)
    )
    values = dict(chosen.select("area", "value").rows())
    return np.array([_or_nan(values.get(unit.code)) for unit in units])


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _series_counts(
    series: Table, places: Places, bands: tuple[AgeBand, ...], years: tuple[int, ...]
) -> Counts:
    units = places.units
    rows = series.rows.filter(pl.col("measure") == "inwoners")
    by_sum = {"inwoners": np.array([_column(rows, units, year, "totaal") for year in years]).T}
    for key, low in (("inwoners_65plus", 65), ("inwoners_75plus", 75), ("inwoners_85plus", 85)):
        inside = [band for band in bands if band.low >= low]
        if low in {band.low for band in bands}:
            parts = [[_column(rows, units, year, band.label) for year in years] for band in inside]
            by_sum[key] = np.array(parts).sum(axis=0).T
    loose = series.rows.filter(pl.col("measure") == "inwoners_zonder_buurt")
    values = dict(loose.select("period", "value").rows())
    extra = np.array([values.get(year, 0.0) for year in years])
    # Where no source has the whole, one secret part hides it.
    extra[np.isnan(by_sum["inwoners"]).any(axis=0)] = np.nan
    whole = np.array([_column(rows, (places.gemeente,), year, "totaal")[0] for year in years])
    extra = np.where(np.isnan(whole), extra, whole - np.nansum(by_sum["inwoners"], axis=0))
    return Counts(years, by_sum, extra, (series.source,))


def _from_key_figures(tables: Tables, places: Places) -> Inputs:
    code = places.gemeente.code
    key_figures = tables.load("kwb", code)
    rows = key_figures.rows
    base_year = max(rows.filter(pl.col("level") == "gemeente")["period"].to_list(), default=0)
    parent = gemeente_ages(tables, code, base_year)
    if parent is None or base_year == 0 or not places.units:
        raise NoPopulationError(places.gemeente.name)
    totals = _column(rows, places.units, base_year, "totaal")
    whole = _column(rows, (places.gemeente,), base_year, "totaal")[0]
    if np.isnan(whole):
        raise NoPopulationError(places.gemeente.name)
    totals = _adding_up(totals, whole)
    shares = np.array(
        [
            _column(rows, places.units, base_year, band.label, "aandeel_inwoners")
            for band in KEY_FIGURE_BANDS
        ]
    ).T
    pattern, postcodes = parent
    groups = grouped(pattern, KEY_FIGURE_BANDS).sum(axis=0)
    even = np.broadcast_to(100 * groups / groups.sum(), shares.shape)
    counts = reconcile_groups(np.where(np.isnan(shares), even, shares), totals, groups)
    base = base_of(
        tables, places.units, {base_year: counts}, KEY_FIGURE_BANDS, pattern, key_figures.source,
        pattern_year=postcodes.as_of.year,
    )  # fmt: skip
    known = _column(rows, places.units, base_year, "totaal")
    counted = Counts(
        (base_year,),
        {"inwoners": known[:, None]},
        np.array([whole - np.nansum(known)]),
        (key_figures.source,),
    )
    growth, gaps = _growth(rows, places.gemeente, base_year)
    base = growing(base, CohortSettings.at(base_year), growth)
    return Inputs(
        base_year, base, None, growth, counted,
        (key_figures.source, postcodes), (*gaps, *_key_figure_gaps(postcodes, base_year)),
        np.zeros(len(places.units), dtype=np.bool_),
    )  # fmt: skip


def _adding_up(totals: Floats, whole: float) -> Floats:
    """Rounded totals of wijken, made to add up to the gemeente."""
    known = np.nan_to_num(totals)
    missing = np.isnan(totals)
    if missing.any():
        known[missing] = max(whole - known.sum(), 0.0) / missing.sum()
    added: Floats = known * whole / known.sum()
    return added


def _key_figure_gaps(postcodes: Source, base_year: int) -> list[str]:
    return [
        "Er zijn geen tellingen per buurt naar leeftijd. De raming is daarom per wijk.",
        f"De leeftijden in de gemeente komen uit postcodes op {postcodes.as_of:%d-%m-%Y}. Een "
        "postcode telt mee bij de gemeente waar hij vooral ligt. We schalen ze naar "
        f"{base_year}.",
        "Zonder eerdere tellingen per wijk is niet bekend hoe een wijk verhuist. Elke wijk houdt "
        "een deel van haar eigen leeftijden, zoals buurten in Zwolle doen.",
    ]


def _growth(
    rows: pl.DataFrame, gemeente: AreaRef, base_year: int
) -> tuple[float | None, list[str]]:
    """People against five years before, and why not when that is not known."""
    before = _column(rows, (gemeente,), base_year - STEP, "totaal")[0]
    after = _column(rows, (gemeente,), base_year, "totaal")[0]
    if np.isnan(before) or before <= 0:
        return None, [f"Er is geen telling van {base_year - STEP}; de groei volgt Nederland."]
    if _borders_moved(rows, gemeente, base_year):
        return None, [
            f"De grenzen van {gemeente.name} zijn tussen {base_year - STEP} en {base_year} "
            "veranderd. De groei in die jaren zegt dus niets; de raming volgt Nederland."
        ]
    return float(after / before), []


def _borders_moved(rows: pl.DataFrame, gemeente: AreaRef, base_year: int) -> bool:
    """Whether the surface says that land was gained or lost.

    Sea and lakes count in one year and not in the other, so the later surface must lie
    between the land and the whole of the earlier one.
    """
    now, whole, land = (
        _column(rows, (gemeente,), year, "totaal", measure)[0]
        for year, measure in (
            (base_year, "oppervlakte"),
            (base_year - STEP, "oppervlakte"),
            (base_year - STEP, "oppervlakte_land"),
        )
    )
    slack = parameters.load("border_change_tolerance").number(date(base_year, 1, 1))
    # A surface that is not known (NaN) compares as False: nothing says that borders moved.
    return bool(now > whole * (1 + slack) or now < land * (1 - slack))
