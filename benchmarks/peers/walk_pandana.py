"""Nearest of 12 kinds and counts within 500 m with pandana: build, then ask."""

from __future__ import annotations

import contextlib
import os
import time

import numpy as np
import pandana
import pandas as pd
from timing import cpu, problem, say

FURTHEST, NEAR = 5_000.0, 500.0


def main() -> None:
    held, _ = problem()
    kinds = [held[f"kind_{number}"] for number in range(sum("kind_" in name for name in held))]
    started, spent = time.perf_counter(), cpu()
    network = pandana.Network(
        pd.Series(held["x"]), pd.Series(held["y"]), pd.Series(held["one"]),
        pd.Series(held["other"]), pd.DataFrame({"metres": held["length"] / 100}), twoway=True,
    )  # fmt: skip
    built = time.perf_counter() - started
    for number, kind in enumerate(kinds):
        at = pd.Series(held["x"][kind]), pd.Series(held["y"][kind])
        network.set_pois(f"kind_{number}", FURTHEST, 1, *at)
    found = [
        network.nearest_pois(FURTHEST, f"kind_{number}", num_pois=1)[1].to_numpy()
        for number in range(len(kinds))
    ]
    wall, used = time.perf_counter() - started, cpu() - spent
    began = time.perf_counter()
    within = 0
    for number, kind in enumerate(kinds):
        network.set(pd.Series(kind), variable=pd.Series(np.ones(len(kind))), name=f"at_{number}")
        found_near = network.aggregate(NEAR, type="sum", decay="flat", name=f"at_{number}")
        within += round(float(found_near.sum()))
    counted = time.perf_counter() - began
    each = np.array(found)
    near = each < FURTHEST
    say(
        wall, used, build=built, counting=counted, within=within, reached=int(near.sum()),
        metres=float(each[near].sum()),
    )  # fmt: skip


if __name__ == "__main__":
    # What it prints of its progress would stand before the line that is read.
    out = os.dup(1)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        with contextlib.redirect_stdout(os.fdopen(out, "w", closefd=False)):
            main()
