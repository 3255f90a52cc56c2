"""The Netherlands: ages by the UN from 1950 to 2020, and the total against the newest figures."""

from __future__ import annotations

import numpy as np
import polars as pl

from wwz_engine.axes import AGE_GROUPS, AgeBand, Floats
from wwz_engine.backtest.series import Loaded, Rival, Series, SeriesNotHereError
from wwz_engine.population.methods.national import national
from wwz_engine.population.methods.panel import Panel
from wwz_engine.sources.areas import LAND
from wwz_engine.sources.dataset import Tables

NEWEST = 2024
UN_2019 = "vn-2019"


def read(tables: Tables) -> Loaded:
    """Five-year age groups on 1 July of every fifth year.

    Raises
    ------
    SeriesNotHereError, NationalRatesMissingError
    """
    country = national(_checked(tables))
    years = tuple(sorted(country.people))
    ages = np.array([country.people[year].sum(axis=0) for year in years])
    # 95-99 and 100+ are one group here.
    counts = np.concatenate([ages[:, :19], ages[:, 19:].sum(axis=1, keepdims=True)], axis=1)
    panel = Panel(
        "nl", (LAND,), ("Nederland",), years, AGE_GROUPS, counts[:, None], counts, 1,
        (country.source,),
    )  # fmt: skip
    return Loaded(
        panel, (LAND,), left_out=("Tellingen zijn van 1 juli, en schattingen van de VN.",)
    )


def read_total(tables: Tables) -> Loaded:
    """The total with that of 2024 by the newest figures, and the projection of 2019 as rival.

    Raises
    ------
    SeriesNotHereError, NationalRatesMissingError
    """
    country = national(_checked(tables))
    table = tables.load("un_wpp")
    rows = table.rows.filter(
        (pl.col("measure") == "inwoners_prognose") & (pl.col("period") == NEWEST)
    )
    newest = float(rows.filter(pl.col("sex").is_in(["man", "vrouw"]))["value"].sum())
    years = (*sorted(country.people), NEWEST)
    totals = np.array([*(country.people[year].sum() for year in years[:-1]), newest])
    panel = Panel(
        "nl-totaal", (LAND,), ("Nederland",), years, (AgeBand(0),), totals[:, None, None],
        totals[:, None], 1, (table.source,),
    )  # fmt: skip
    return Loaded(panel, (LAND,), rivals=projection_of_2019(tables, totals[-2]))


def projection_of_2019(tables: Tables, start: float) -> tuple[Rival, ...]:
    """What the UN projected in 2019 for 2024, between its figures of 2020 and 2025."""
    if not tables.has("un_wpp_2019"):
        return ()
    rows = tables.load("un_wpp_2019").rows.filter(pl.col("period") == 2025)
    end = float(rows["value"].sum())
    part = (NEWEST - 2020) / 5
    found: Floats = np.array([[[start * (end / start) ** part]]])
    return (Rival(UN_2019, 2020, (NEWEST,), found),)


def _checked(tables: Tables) -> Tables:
    if not tables.has("un_wpp"):
        raise SeriesNotHereError(
            "De cijfers van de Verenigde Naties over Nederland zijn hier niet volledig. Zet "
            "un_wpp2024_nl_*.csv en un_wpp2019_nl_pop*.csv in de map van WWZ_DATA."
        )
    return tables


SERIES = (
    Series("nl", "Nederland naar leeftijd", "land", read, first_launch=1990),
    Series("nl-totaal", "Nederland, totaal", "land", read_total, first_launch=1990),
)
