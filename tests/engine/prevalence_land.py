"""A made-up country of which the truth is known, to learn shares on."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wwz_engine.backtest import prevalence_report
from wwz_engine.backtest.prevalence import WIJKEN, score_wijken
from wwz_engine.groups.prevalence import Sample, expit
from wwz_engine.groups.prevalence_fit import leave_one_out
from wwz_engine.groups.prevalence_sample import trait_keys
from wwz_engine.sources.tidy import TIDY_SCHEMA, Source, Table

GEMEENTEN, WIJKEN_EACH = 40, 7


def land(*, told: float = 1.0, noise: float = 0.02, seed: int = 3) -> Sample:
    """A made-up country whose shares follow three covariates as far as they are told."""
    random = np.random.default_rng(seed)
    count = GEMEENTEN * WIJKEN_EACH
    traits = tuple(key for key, _, _, _ in trait_keys())
    gemeente = np.repeat(np.arange(GEMEENTEN, dtype=np.intp), WIJKEN_EACH)
    values = random.normal(0, 1, (count, 3))
    effect = random.normal(0, 0.4, (3, len(traits)))
    level = random.normal(-1.5, 0.3, (GEMEENTEN, len(traits)))
    shares = expit(
        level[gemeente] + told * values @ effect + random.normal(0, noise, (count, len(traits)))
    )
    counted = random.uniform(300, 3000, (count, 1)) * np.ones(len(traits))
    sums = np.zeros((2, GEMEENTEN, len(traits)))
    np.add.at(sums[0], gemeente, counted * shares)
    np.add.at(sums[1], gemeente, counted)
    return Sample(
        areas=tuple(
            f"WK{one:04d}{at:02d}" for one in range(GEMEENTEN) for at in range(WIJKEN_EACH)
        ),
        gemeenten=tuple(f"GM{one:04d}" for one in range(GEMEENTEN)),
        gemeente=gemeente,
        covariates=("koop", "woz", "werk"),
        traits=traits,
        values=values,
        people=counted,
        shares=shares,
        means=sums[0] / sums[1],
        reach=3.0,
    )


def whole(sample: Sample) -> prevalence_report.Score:
    scores = tuple(score_wijken("proef", sample, leave_one_out(sample)))
    return prevalence_report.pooled(scores, WIJKEN, "proef", "gemeente")


def tidy(*rows: tuple[str, str, str, float | None]) -> pl.DataFrame:
    """Area, measure, age and value to a tidy table."""
    return pl.DataFrame(
        [
            {
                "area": area, "area_year": 2022, "level": "wijk", "area_name": area,
                "period": 2022, "measure": measure, "sex": "totaal", "age": age, "value": value,
                "missing": None, "unit": "",
            }
            for area, measure, age, value in rows
        ],
        schema=TIDY_SCHEMA,
    )  # fmt: skip


SOURCE = Source("proef", "niemand", "geen", "verzonnen", date(2022, 1, 1), "geen", "0" * 64)


class TwoYears:
    """Three gemeenten: one stays, one is divided anew, one is gone."""

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key in ("rivm_health", "kwb")

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        stays = ["WK000100", "WK000101"]
        if key == "kwb":
            areas = [*stays, "WK000200", "WK000201"]
            rows = tidy(*((area, "inwoners", "totaal", 100.0) for area in areas))
            return Table(SOURCE, rows)
        areas = [*stays, "WK000200", "WK000202", "WK000300"]
        shares = tidy(*((area, "Eenzaam", "65+", 40.0) for area in areas))
        secret = (pl.col("area") == "WK000101").cast(pl.Float64)
        return Table(
            SOURCE,
            shares.with_columns(value=pl.when(secret == 0).then(pl.col("value"))),
        )
