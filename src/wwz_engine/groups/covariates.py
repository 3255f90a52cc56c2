"""What is known of the people and homes of an area, to estimate what is not published there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wwz_engine.axes import Floats, age_band

BANDS = ("0-14", "15-24", "25-44", "45-64", "65+")
TOTAL = "totaal"
GROWN_UP = 18


@dataclass(frozen=True)
class Covariate:
    """One trait of an area; ``per`` divides it, and sizes that differ by times are logged."""

    key: str
    label: str
    measure: str
    age: str = TOTAL
    per: str = ""
    logged: bool = False


COVARIATES: dict[str, Covariate] = {
    one.key: one
    for one in (
        *(
            Covariate(f"leeftijd_{age}", f"inwoners van {age}", "aandeel_inwoners", age)
            for age in ("0-14", "15-24", "25-44", "65+")
        ),
        Covariate("woz", "gemiddelde WOZ-waarde", "gemiddelde_woz_waarde", logged=True),
        Covariate("koop", "koopwoningen", "aandeel_koopwoningen"),
        Covariate("per_woning", "inwoners per woning", "inwoners", per="woningen", logged=True),
        Covariate("laag_inkomen", "inkomen bij de laagste 40%", "aandeel_laag_inkomen"),
        Covariate("hoog_inkomen", "inkomen bij de hoogste 20%", "aandeel_hoog_inkomen"),
        Covariate("stedelijkheid", "klasse van stedelijkheid", "stedelijkheid"),
        Covariate("dichtheid", "inwoners per km2", "inwoners", per="oppervlakte", logged=True),
        Covariate("werk", "mensen met werk", "arbeidsparticipatie", "15-74"),
        Covariate("opleiding", "mensen met hbo of wo", "aandeel_hbo_of_wo"),
    )
}
_AGES = tuple(key for key in COVARIATES if key.startswith("leeftijd_"))
# What a source of each kind gives; the first that an area's source covers is used.
SETS: dict[str, tuple[str, ...]] = {
    "wijk": tuple(COVARIATES),
    "kerncijfers": (*_AGES, "woz", "koop", "per_woning"),
}
# Only to see how the model does on buurten of which fewer covariates are at hand.
BUURT_SETS: dict[str, tuple[str, ...]] = {
    "amsterdam": (*_AGES, "woz", "koop", "laag_inkomen", "hoog_inkomen", "stedelijkheid"),
    "dordrecht": (*_AGES, "stedelijkheid", "dichtheid"),
}


def covariates(rows: pl.DataFrame, areas: Sequence[str], keys: Sequence[str]) -> Floats:
    """Covariates of areas from tidy key figures of one year.

    Parameters
    ----------
    rows : tidy rows of the key figures of one period
    areas : codes
    keys : keys of ``COVARIATES``

    Returns
    -------
    (area, covariate), NaN where the source has none
    """
    found = [_column(rows, areas, COVARIATES[key]) for key in keys]
    return np.stack(found, axis=1) if found else np.empty((len(areas), 0))


def people(rows: pl.DataFrame, areas: Sequence[str]) -> dict[str, Floats]:
    """People of 18+ and of 65+ per area, from whole percents of its inhabitants.

    Of the band of 15 to 24 the ages from 18 count, as if all its ages were equally many.

    Returns
    -------
    (area,) per age, persons; nil where the source has none
    """
    whole = _measure(rows, areas, "inwoners", TOTAL)
    shares = {age: _share(rows, areas, age) / 100 for age in BANDS}
    band = age_band("15-24")
    of_age = (band.last + 1 - GROWN_UP) / (band.last + 1 - band.low)
    grown = shares["25-44"] + shares["45-64"] + shares["65+"] + of_age * shares["15-24"]
    # Whole percents of five bands need not add up to 100.
    counted = np.nansum([shares[age] for age in BANDS], axis=0)
    counted = np.where(counted > 0, counted, np.nan)
    return {
        "18plus": np.nan_to_num(whole * grown / counted),
        "65plus": np.nan_to_num(whole * shares["65+"] / counted),
    }


def _column(rows: pl.DataFrame, areas: Sequence[str], one: Covariate) -> Floats:
    if one.measure == "aandeel_inwoners":
        return _share(rows, areas, one.age)
    value = _measure(rows, areas, one.measure, one.age)
    if one.per:
        value = _ratio(value, _measure(rows, areas, one.per, TOTAL))
    if one.logged:
        value = np.where(value > 0, value, np.nan)
        value = np.log(value)
    return value


def _share(rows: pl.DataFrame, areas: Sequence[str], age: str) -> Floats:
    """Percent of the inhabitants, as published or else from counts."""
    published = _measure(rows, areas, "aandeel_inwoners", age)
    counted = _measure(rows, areas, "inwoners", age)
    whole = _measure(rows, areas, "inwoners", TOTAL)
    worked_out: Floats = np.where(np.isnan(published), 100 * _ratio(counted, whole), published)
    return worked_out


def _ratio(value: Floats, by: Floats) -> Floats:
    ratio: Floats = np.full(value.shape, np.nan)
    np.divide(value, by, out=ratio, where=by > 0)
    return ratio


def _measure(rows: pl.DataFrame, areas: Sequence[str], measure: str, age: str) -> Floats:
    found = rows.filter(
        (pl.col("measure") == measure)
        & (pl.col("age") == age)
        & (pl.col("sex") == TOTAL)
        & pl.col("value").is_not_null()
    )
    values = dict(found.select("area", "value").rows())
    return np.array([values.get(area, np.nan) for area in areas])
