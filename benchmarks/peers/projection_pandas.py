"""The projection as an analyst writes it in pandas: long tables, merged and grouped each year."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
from timing import cpu, problem, say

AGES = 101


def project(held: dict[str, Any]) -> Any:
    """People per area, year and band, in each of the draws that are held."""
    areas, draws = held["local"].shape
    index = pd.MultiIndex.from_product([range(areas), [0, 1], range(AGES)])
    still = pd.DataFrame(index=index.set_names(["area", "sex", "age"])).reset_index()
    still["factor"], still["moving"] = held["factors"].ravel(), held["moving"].ravel()
    start = still.assign(people=held["people"].ravel())
    fertile = pd.DataFrame({"area": range(areas), "fertile": held["fertile"]})
    edges = [*(held["edges"][1:] - 1), AGES - 1]
    bands = pd.cut(pd.Series(range(AGES)), [-1, *edges], labels=False)
    band = pd.DataFrame({"age": range(AGES), "band": bands})
    found = []
    for draw in range(draws):
        people = start
        for year in range(held["survival"].shape[0]):
            people = grow(people, held, fertile, still, year, draw)
            sums = people.merge(band, on="age").groupby(["area", "band"], as_index=False)
            found.append(sums["people"].sum().assign(year=year, draw=draw))
    return pd.concat(found)


def grow(people: Any, held: dict[str, Any], fertile: Any, still: Any, year: int, draw: int) -> Any:
    """One year of all areas."""
    sexes, ages = np.repeat([0, 1], AGES), np.tile(range(AGES), 2)
    alive = held["survival"][year, :, :, draw].ravel()
    survival = pd.DataFrame({"sex": sexes, "age": ages, "alive": alive})
    mothers = range(int(held["youngest"]), int(held["youngest"]) + held["fertility"].shape[1])
    births = pd.DataFrame({"age": mothers, "births": held["fertility"][year, :, draw]})
    pull = held["national"][year, draw] + held["local"][:, draw]
    moving = pd.DataFrame({"area": range(len(pull)), "pull": pull})
    each = people.merge(survival, on=["sex", "age"]).merge(moving, on="area")
    women = people[people.sex == 1].merge(births, on="age").merge(fertile, on="area")
    born = (women["people"] * women["births"] * women["fertile"]).groupby(women["area"]).sum()
    later = each["people"] * each["alive"] * each["factor"] + each["moving"] * each["pull"]
    each["people"] = later.clip(lower=0)
    each["age"] = (each["age"] + 1).clip(upper=AGES - 1)
    moved = each.groupby(["area", "sex", "age"], as_index=False)["people"].sum()
    girls = float(held["girls"])
    children = [
        pd.DataFrame({"area": born.index, "sex": sex, "age": 0, "people": born.to_numpy() * share})
        for sex, share in ((0, 1 - girls), (1, girls))
    ]
    return pd.concat([moved, *children]).merge(still, on=["area", "sex", "age"])


if __name__ == "__main__":
    arrays, _ = problem()
    started, spent = time.perf_counter(), cpu()
    sums = project(arrays)
    # Quantiles of a few draws cost as much as those of many, so they are left out.
    took = time.perf_counter() - started, cpu() - spent
    last = sums[sums["year"] == sums["year"].max()]
    say(*took, people=float(last["people"].sum() / (last["draw"].max() + 1)))
