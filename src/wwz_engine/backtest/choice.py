"""Which method is the default: the one that measured best, by a rule written down first.

docs/decisions/0015-default-by-measurement.md gives the rule and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.backtest.results import Result, ResultsError
from wwz_engine.backtest.scores import SIMPLE_NAMES

REAL = ("zwolle-buurten", "gemeenten", "pc4", "amsterdam")
"""Series of small areas that were really counted; made-up worlds decide nothing."""
GROUPS = ("totaal", "65-74", "75-84", "85+", "65+")
"""Groups that count: everybody, and old age as finely as a series has it."""


@dataclass(frozen=True)
class Standing:
    """Mean skill of a method against the best simple one.

    by_series : mean over groups and horizons of one series
    mean : mean over series
    """

    method: str
    by_series: dict[str, float]
    mean: float


def standings(results: Mapping[str, Result]) -> list[Standing]:
    """Every method that moves people through the ages, best first.

    Raises
    ------
    ResultsError
    """
    series = [results[key] for key in REAL if key in results]
    if not series:
        raise ResultsError("Zonder uitslagen van een echte reeks is er niets te kiezen.")
    names = set.intersection(*({one.method for one in r.scores} for r in series))
    found = []
    for name in sorted(names - set(SIMPLE_NAMES)):
        by_series = {result.series: _mean_skill(result, name) for result in series}
        found.append(Standing(name, by_series, float(np.mean(list(by_series.values())))))
    return sorted(found, key=lambda one: (-round(one.mean, 6), one.method))


def choose(results: Mapping[str, Result]) -> str:
    """Name of the default: first of ``standings``, else the best simple method there is.

    Raises
    ------
    ResultsError
    """
    ranked = standings(results)
    return ranked[0].method if ranked else "constant"


def scored_groups(groups: Sequence[str]) -> list[str]:
    """Of GROUPS those of a series; 65+ only where it is the finest there is."""
    fine = [group for group in groups if group in GROUPS and group != "65+"]
    return fine if "65-74" in groups else [*fine, *(g for g in groups if g == "65+")]


def _mean_skill(result: Result, method: str) -> float:
    """Groups weigh the same, and within a group horizons do."""
    by_group = []
    for group in scored_groups(result.groups):
        skills = [
            one.skill
            for one in result.scores
            if one.method == method and one.group == group and one.launch is None and one.least == 0
        ]
        by_group.append(float(np.mean(skills)))
    return float(np.mean(by_group))
