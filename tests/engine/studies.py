"""Which data there are on this machine, and how figures of a study are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from wwz_engine.facts import Fact
from wwz_engine.sources import fictional
from wwz_engine.sources.errors import DataFolderError
from wwz_engine.sources.registry import Catalogue, default_catalogue
from wwz_engine.study import StudyResult

ZWOLLE = "GM0193"
VERZONNENDAM = "GM9999"


@dataclass(frozen=True)
class Situation:
    """A catalogue and the gemeente it is richest on."""

    tables: Catalogue
    gemeente: str

    @property
    def real(self) -> bool:
        return self.gemeente == ZWOLLE


@cache
def situation() -> Situation:
    try:
        tables = default_catalogue()
    except DataFolderError:
        tables = fictional.catalogue()
    if tables.has("buurt_series", ZWOLLE):
        return Situation(tables, ZWOLLE)
    return Situation(fictional.catalogue(), VERZONNENDAM)


def fact_of(result: StudyResult, indicator: str, year: int, area: str = "") -> Fact:
    """The one fact of an indicator, year and area; the gemeente when no area is given."""
    code = area or result.gemeente.code
    (found,) = [
        fact
        for fact in result.facts
        if (fact.indicator.key, fact.year, fact.area.code) == (indicator, year, code)
    ]
    return found


def values(
    result: StudyResult, wanted: Callable[[Fact], bool] = lambda fact: True
) -> dict[tuple[str, str, int], float]:
    """Known values by indicator, area code and year."""
    return {
        (fact.indicator.key, fact.area.code, fact.year): fact.value
        for fact in result.facts
        if fact.value is not None and wanted(fact)
    }


def relative_width(fact: Fact) -> float:
    """Width of the band against the figure."""
    if fact.value is None or fact.low is None or fact.high is None:
        return float("nan")
    return (fact.high - fact.low) / fact.value


def close(first: float, second: float) -> bool:
    """Equal but for the sixth decimal to which each fact is rounded."""
    return bool(np.isclose(first, second, rtol=1e-6, atol=1e-4))
