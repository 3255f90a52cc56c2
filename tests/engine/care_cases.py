"""Cases on groups and care that a policy officer can do again: see ``test_cases.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from tests.engine.own_groups import DAY, LAYOUT, own_row
from wwz_engine.axes import AGE_GROUPS
from wwz_engine.care.flow_figures import flow_figures
from wwz_engine.care.need import ByBand, spending_rates
from wwz_engine.care.own import Brought
from wwz_engine.care.scaling import scaled_to
from wwz_engine.care.setting import POLICIES, Leaving, living_in
from wwz_engine.facts import AreaRef
from wwz_engine.groups.flows import Flow, completed, homes_per_year
from wwz_engine.groups.kept import kept_groups, own_groups_table
from wwz_engine.groups.overlap import overlap
from wwz_engine.groups.own import KEY
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.tidy import Source, Table

LOWS = [band.low for band in AGE_GROUPS]


class Nothing:
    """Tables without any data."""

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return False


class SpendingOnly:
    """Tables with nothing but spending by single age."""

    def __init__(self, euros: dict[int, float]) -> None:
        self.euros = euros

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key == "cpb_spending"

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        rows = [
            {"measure": f"uitgaven_{law}", "age": str(age), "value": self.euros.get(age, 0.0)}
            for law in ("zvw", "wlz", "wmo", "jeugd")
            for age in range(100)
        ]
        source = Source("cpb_spending", "CPB", "proef", "proef", None, "", "0" * 64)
        return Table(source, pl.DataFrame(rows))


def per_age(given: dict[str, float]) -> np.ndarray:
    found = np.zeros(len(AGE_GROUPS))
    for low, value in given.items():
        found[LOWS.index(int(low))] = value
    return found


def _flow(given: dict[str, Any]) -> dict[str, float]:
    flow = Flow("proef", None, given["inflow"], given["stay"], given["asks"])
    return {"stock": completed(flow).stock, **homes_per_year(flow)}


def _overlap(given: dict[str, Any]) -> list[float]:
    members = np.array([given["lonely"], given["short_of_money"]], dtype=float)
    found = overlap(members, np.array(given["people"], dtype=float))
    pair = [float(part[0, 1].sum()) for part in (found.least, found.both, found.most)]
    return [*pair, *found.in_groups.sum(axis=0).tolist()]


def _nursing_need(given: dict[str, Any]) -> float:
    weights = np.array([[float(low in (75, 80)) for low in LOWS]])
    band = ByBand(
        (2021,),
        np.full((1, 1, 1, 1), float(given["drawn"])),
        weights,
        per_age(given["expected"])[None, None],
    )
    return float(band.asking(per_age(given["rates"])).item())


def _setting(given: dict[str, Any]) -> list[float]:
    need = np.array(given["need"], dtype=float)[None, :, None]
    passed, leaving = np.array(given["years"], dtype=float), Leaving(**given["leaving"])
    found = [
        living_in(need, given["share"], policy, passed, given["places"], leaving)
        for policy in POLICIES
    ]
    return [float(people) for one in found for people in one.ravel()]


def _own_replaces(given: dict[str, Any]) -> list[float]:
    modelled = np.array(given["modelled"], dtype=float)
    members = np.array([[1.0, 1, 1], [1, 1, 0]])
    own = {0: float(given["gemeente"]), 1: float(given["wijk"])}
    found = scaled_to(own, {0: modelled, 1: modelled}, members)
    return (found.factor * modelled).tolist()


def _spending(given: dict[str, Any]) -> float:
    euros = {
        int(low) + place: float(value)
        for low, values in given["euros"].items()
        for place, value in enumerate(values)
    }
    rates, _ = spending_rates(SpendingOnly(euros))
    return float(per_age(given["people"]) @ rates["wlz"])


def _own_groups(given: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Every figure that own rows of the classification give by themselves."""
    rows = [own_row(**one) for one in given]
    tables = WithOwn(Nothing(), {KEY: own_groups_table(rows, "Samenwerking", DAY)})
    gemeente = AreaRef("GM9999", "Verzonnendam", "gemeente", LAYOUT)
    kept = kept_groups(tables, gemeente.code)
    found, notes = flow_figures(Brought({}, (), ()), (gemeente,), kept)
    assert not notes
    return {one.indicator: [one.years[0], float(one.value[0, 0]), one.kinds[0]] for one in found}


CARE_WORKS_OUT: dict[str, Callable[[Any], Any]] = {
    "flow": _flow,
    "overlap": _overlap,
    "nursing_need": _nursing_need,
    "setting": _setting,
    "own_replaces": _own_replaces,
    "spending": _spending,
    "own_groups": _own_groups,
}
