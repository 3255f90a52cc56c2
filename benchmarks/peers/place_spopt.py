"""Places with the least walking in spopt, as its manual writes it; CBC, within the time."""

from __future__ import annotations

import time

import pulp
from spopt.locate import PMedian
from timing import cpu, problem, say

if __name__ == "__main__":
    held, seconds = problem()
    used, started = cpu(), time.perf_counter()
    model = PMedian.from_cost_matrix(held["far"], held["weight"], int(held["count"]))
    built = time.perf_counter() - started
    model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
    wall, spent = time.perf_counter() - started, cpu() - used
    say(wall, spent, build=built, value=float(pulp.value(model.problem.objective)))
