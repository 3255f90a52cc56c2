"""Shares of RIVM and of the model against what people in one city said when asked.

The only figures at hand on these traits that no model made. Questions differ from those of
RIVM, so levels cannot be set side by side: only whether the same wijken stand high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.groups.prevalence import Sample
from wwz_engine.groups.prevalence_fit import Unseen
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source
from wwz_engine.sources.zwolle_survey import GEMEENTE

ASKED, COUNTED = 2014, 2015
"""Year of the survey, and of the first of January after it, when people were counted."""
QUESTIONS = {
    "voelt_zich_vaak_eenzaam": "ernstig_eenzaam_18plus",
    "belemmerd_door_beperking": "beperkt_gezondheid_18plus",
    "verleende_mantelzorg": "mantelzorger_18plus",
    "was_vrijwilliger": "vrijwilligerswerk_18plus",
    "komt_moeilijk_rond": "moeite_rondkomen_18plus",
}
"""Question of the survey, and the trait that lies nearest."""


@dataclass(frozen=True)
class Agreement:
    """How far two shares go up and down with an answer over wijken; correlations.

    rivm : of the published share, of which a survey in the gemeente itself was a part
    model : of a model that saw no share of the gemeente
    """

    question: str
    trait: str
    wijken: int
    rivm: float
    model: float


def agreements(
    tables: Tables, sample: Sample, unseen: Unseen
) -> tuple[tuple[Agreement, ...], tuple[Source, ...]]:
    """One for every question, and the sources; nothing where the survey is not here."""
    here = tables.has("zwolle_survey", GEMEENTE) and tables.has("buurt_series", GEMEENTE)
    if not here or GEMEENTE not in sample.gemeenten:
        return (), ()
    survey = tables.load("zwolle_survey", GEMEENTE, ASKED)
    counted = tables.load("buurt_series", GEMEENTE)
    own = sample.gemeente == sample.gemeenten.index(GEMEENTE)
    areas = [area for area, kept in zip(sample.areas, own, strict=True) if kept]
    people = _people(counted.rows)
    found = []
    for question, trait in QUESTIONS.items():
        answers = _per_wijk(survey.rows, question, people, areas)
        at = sample.traits.index(trait)
        weights = np.where(np.isnan(answers), 0.0, sample.people[own, at])
        rivm, model = (
            correlation(one[own, at], answers, weights) for one in (sample.shares, unseen.shares)
        )
        found.append(Agreement(question, trait, int((weights > 0).sum()), rivm, model))
    return tuple(found), (survey.source, counted.source)


def _people(rows: pl.DataFrame) -> dict[str, float]:
    """Inhabitants per buurt in the year after the survey."""
    known = rows.filter(
        (pl.col("period") == COUNTED)
        & (pl.col("measure") == "inwoners")
        & (pl.col("age") == "totaal")
        & pl.col("value").is_not_null()
    )
    return dict(known.select("area", "value").rows())


def _per_wijk(
    rows: pl.DataFrame, question: str, people: dict[str, float], wijken: list[str]
) -> Floats:
    """(wijk,), mean of its buurten weighted by people; NaN where nobody answered."""
    known = rows.filter((pl.col("measure") == question) & pl.col("value").is_not_null())
    sums = np.zeros((2, len(wijken)))
    place = {wijk: at for at, wijk in enumerate(wijken)}
    for buurt, value in known.select("area", "value").rows():
        at = place.get(f"WK{buurt[2:8]}")
        if at is not None:
            sums[:, at] += people.get(buurt, 0.0) * np.array([value, 1.0])
    means: Floats = np.full(len(wijken), np.nan)
    np.divide(sums[0], sums[1], out=means, where=sums[1] > 0)
    return means


def correlation(one: Floats, other: Floats, weights: Floats) -> float:
    """Pearson's, weighted; what is unknown in either does not count.

    Examples
    --------
    >>> correlation(np.array([1.0, 2.0, 9.0]), np.array([2.0, 4.0, 0.0]), np.array([1.0, 1.0, 0.0]))
    1.0
    """
    known = ~np.isnan(one) & ~np.isnan(other) & (weights > 0)
    if known.sum() < 2:
        return float("nan")
    share = weights[known] / weights[known].sum()
    apart = [values[known] - (share @ values[known]) for values in (one, other)]
    spread = np.sqrt((share @ apart[0] ** 2) * (share @ apart[1] ** 2))
    return float(share @ (apart[0] * apart[1]) / spread) if spread > 0 else float("nan")
