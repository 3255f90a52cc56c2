"""The same programme in PuLP, as its manual writes one: term by term; then CBC, within the time.

The model is the one of ``wwz_engine.proposals.model``: the same rows and figures.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

import pulp
from timing import cpu, problem, say


class Programme:
    """A model that grows: every site once, every limit, homes built by a year, homes short."""

    def __init__(self, held: dict[str, Any]) -> None:
        self.held = held
        self.model = pulp.LpProblem("programme", pulp.LpMinimize)
        self.taken = [pulp.LpVariable(f"x_{one}", cat="Binary") for one in range(len(held["row"]))]
        self.goal: list[Any] = []

    def limits(self) -> None:
        held, at_site, at_limit = self.held, defaultdict(list), defaultdict(list)
        for option, site in enumerate(held["site"].tolist()):
            at_site[site].append(self.taken[option])
        for terms in at_site.values():
            self.model += pulp.lpSum(terms) <= 1
        columns = (held[f"use_{part}"].tolist() for part in ("limit", "option", "value"))
        for limit, option, value in zip(*columns, strict=True):
            at_limit[limit].append(value * self.taken[option])
        for limit, terms in at_limit.items():
            self.model += pulp.lpSum(terms) <= float(held["most"][limit])

    def gets_ready(self) -> dict[tuple[int, int, int], list[Any]]:
        """Per area, type and year the homes that get ready, with those of types above."""
        held, found = self.held, defaultdict(list)
        tops, homes = held["tops"].tolist(), held["homes"].tolist()
        where = zip(held["row"].tolist(), held["ready"].tolist(), strict=True)
        for option, (row, ready) in enumerate(where):
            above = 0.0
            for kind, top in enumerate(tops):
                above = homes[row][kind] + (0.0 if top else above)
                if above:
                    place = int(held["area"][row])
                    found[place, kind, ready].append(above * self.taken[option])
        return found

    def homes(self) -> None:
        areas, types, years, _ = self.held["short"].shape
        ready = self.gets_ready()
        summed, tops = self.held["short"].copy(), self.held["tops"]
        for kind in range(1, types):
            if not tops[kind]:
                summed[:, kind] += summed[:, kind - 1]
        above: dict[tuple[int, int], Any] = {}
        for place in range(areas):
            for kind in range(types):
                built: Any = 0
                for year in range(years):
                    now = pulp.LpVariable(f"b_{place}_{kind}_{year}", 0)
                    self.model += now == built + pulp.lpSum(ready[place, kind, year])
                    built = now
                    self.short(summed[place, kind, year].tolist(), kind, year, now, above)

    def short(
        self, asked: list[float], kind: int, year: int, built: Any, above: dict[Any, Any]
    ) -> None:
        held = self.held
        last = kind + 1 == len(held["tops"]) or held["tops"][kind + 1]
        weight = float(held["forms"][kind] - (0.0 if last else held["forms"][kind + 1]))
        for draw, most in enumerate(asked):
            found = pulp.LpVariable(f"z_{len(self.goal)}", 0)
            self.model += found >= most - built
            if not held["tops"][kind]:
                self.model += found >= above[year, draw]
            above[year, draw] = found
            self.goal.append(weight * float(held["years"][year] * held["draws"][draw]) * found)


def build(held: dict[str, Any]) -> pulp.LpProblem:
    made = Programme(held)
    made.limits()
    made.homes()
    made.model += pulp.lpSum(made.goal)
    return made.model


if __name__ == "__main__":
    held, seconds = problem()
    used, started = cpu(), time.perf_counter()
    model = build(held)
    wall, spent = time.perf_counter() - started, cpu() - used
    found: dict[str, Any] = {}
    if seconds > 0:
        began = time.perf_counter()
        model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds, gapRel=0.001))
        found = {"solve_s": time.perf_counter() - began, "value": pulp.value(model.objective)}
    say(wall, spent, rows=len(model.constraints), columns=len(model.variables()), **found)
