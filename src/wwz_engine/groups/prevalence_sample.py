"""Wijken and buurten of which both RIVM's shares and covariates are known, and what falls out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.errors import EngineError
from wwz_engine.groups.covariates import covariates, people
from wwz_engine.groups.prevalence import Sample
from wwz_engine.indicators import AGES, Trait, definitions
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source

SHARES, KEY_FIGURES = 2020, 2022
"""Year of the shares, in the layout of that year, and of the covariates."""


class PrevalenceDataError(EngineError):
    """The national tables that the model is learned on are not here."""


@dataclass(frozen=True)
class Participation:
    """How many areas take part, and why the others do not.

    gemeenten, areas : in both tables, under the same codes
    gone, came : gemeenten in only one of the two years
    redivided : gemeenten in both, of which some wijk code is in one year only
    redivided_areas : wijken of those, in the layout of the shares
    no_share : areas that take part, but without a share for people of 18+, of 65+
    no_people : areas that take part, but without people by age in the key figures
    single : gemeenten with fewer than two areas with a share: nothing to predict there
    """

    gemeenten: int
    areas: int
    gone: int
    came: int
    redivided: int
    redivided_areas: int
    no_share: tuple[int, int]
    no_people: int
    single: int


@dataclass(frozen=True)
class Found:
    """A sample, what fell out, and the sources of shares and covariates."""

    sample: Sample
    kept: Participation
    sources: tuple[Source, ...]


def trait_keys() -> tuple[tuple[str, Trait, str, str], ...]:
    """Key, trait, age and the source's label of that age, for everything that is modelled."""
    return tuple(
        (f"{trait.slug}_{age}", trait, age, label)
        for age, (label, _) in AGES.items()
        for trait in definitions().traits
    )


def wijken(tables: Tables, keys: Sequence[str]) -> Found:
    """Wijken whose gemeente has the same wijken in the year of the shares and of the key figures.

    A gemeente that was divided anew does not take part: a code that stays may then stand
    for other land.

    Raises
    ------
    PrevalenceDataError
    """
    if not (tables.has("rivm_health", None, SHARES) and tables.has("kwb", None, KEY_FIGURES)):
        raise PrevalenceDataError(
            f"De gezondheidscijfers van {SHARES} en de kerncijfers van {KEY_FIGURES} van heel "
            "Nederland zijn hier niet samen. Zet ze in de map van WWZ_DATA."
        )
    health = tables.load("rivm_health", None, SHARES)
    figures = tables.load("kwb", None, KEY_FIGURES)
    then, now = (_by_gemeente(table.rows) for table in (health, figures))
    both = sorted(then.keys() & now.keys())
    same = tuple(code for code in both if then[code] == now[code])
    areas = tuple(area for code in same for area in sorted(then[code]))
    sample = _sample(health.rows, figures.rows, areas, same, keys)
    return Found(
        sample,
        Participation(
            gemeenten=len(same),
            areas=len(areas),
            gone=len(then.keys() - now.keys()),
            came=len(now.keys() - then.keys()),
            redivided=len(both) - len(same),
            redivided_areas=sum(len(then[code]) for code in both if then[code] != now[code]),
            no_share=_without_share(sample),
            no_people=int((sample.people.max(axis=1) <= 0).sum()),
            single=_single(sample),
        ),
        (health.source, figures.source),
    )


def buurten(tables: Tables, key: str, gemeente: str, keys: Sequence[str]) -> Found:
    """Buurten of one gemeente of which shares and covariates are of the same year and layout.

    Parameters
    ----------
    key : data set with the covariates, such as ``amsterdam_key_figures``

    Raises
    ------
    PrevalenceDataError
    """
    if not (tables.has("rivm_health", gemeente, SHARES) and tables.has(key, gemeente, SHARES)):
        raise PrevalenceDataError(f"De buurten van {gemeente} met kenmerken zijn hier niet.")
    health = tables.load("rivm_health", gemeente, SHARES)
    figures = tables.load(key, gemeente, SHARES)
    then, now = (
        set(table.rows.filter(pl.col("level") == "buurt")["area"]) for table in (health, figures)
    )
    areas = tuple(sorted(then & now))
    sample = _sample(health.rows, figures.rows, areas, (gemeente,), keys)
    kept = Participation(
        1, len(areas), 0, 0, 0, len(then ^ now), _without_share(sample),
        int((sample.people.max(axis=1) <= 0).sum()), 0,
    )  # fmt: skip
    return Found(sample, kept, (health.source, figures.source))


def shares_of(rows: pl.DataFrame, areas: Sequence[str]) -> Floats:
    """(area, trait), share 0..1 as published, NaN where it is not."""
    known = rows.filter(pl.col("value").is_not_null()).select("measure", "age", "area", "value")
    tables: dict[tuple[str, str], dict[str, float]] = {}
    for measure, age, area, value in known.rows():
        tables.setdefault((measure, age), {})[area] = value / 100
    columns = []
    for _, trait, _, label in trait_keys():
        table = tables.get((trait.measure, label), {})
        share = np.array([table.get(area, np.nan) for area in areas])
        columns.append(1 - share if trait.reversed else share)
    return np.stack(columns, axis=1)


def _sample(
    health: pl.DataFrame,
    figures: pl.DataFrame,
    areas: tuple[str, ...],
    gemeenten: tuple[str, ...],
    keys: Sequence[str],
) -> Sample:
    place = {code: number for number, code in enumerate(gemeenten)}
    measures = {trait.measure for _, trait, _, _ in trait_keys()}
    rows = health.filter(
        pl.col("measure").is_in(list(measures))
        & pl.col("level").is_in(["gemeente", "wijk", "buurt"])
    )
    counted = people(figures, areas)
    return Sample(
        areas=areas,
        gemeenten=gemeenten,
        gemeente=np.array([place[f"GM{area[2:6]}"] for area in areas], dtype=np.intp),
        covariates=tuple(keys),
        traits=tuple(key for key, _, _, _ in trait_keys()),
        values=covariates(figures, areas, keys),
        people=np.stack([counted[age] for _, _, age, _ in trait_keys()], axis=1),
        shares=shares_of(rows, areas),
        means=shares_of(rows, gemeenten),
        reach=parameters.load("covariate_reach").number(date(KEY_FIGURES, 1, 1)),
    )


def _by_gemeente(rows: pl.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for area in rows.filter(pl.col("level") == "wijk")["area"].unique():
        found.setdefault(f"GM{area[2:6]}", set()).add(area)
    return found


def _without_share(sample: Sample) -> tuple[int, int]:
    """Areas without any share of the traits of 18+, and of 65+."""
    ages = np.array([age for _, _, age, _ in trait_keys()])
    unknown = np.isnan(sample.shares)
    adults, older = (int(unknown[:, ages == age].all(axis=1).sum()) for age in ("18plus", "65plus"))
    return adults, older


def _single(sample: Sample) -> int:
    known = (~np.isnan(sample.shares)).any(axis=1) & (sample.people.max(axis=1) > 0)
    return int((np.bincount(sample.gemeente[known], minlength=len(sample.gemeenten)) < 2).sum())
