"""Best places for several facilities, in this process: ``python -m benchmarks.placing_ways SIZE``.

Prints one line of JSON. Points and places are generated, and kernels compiled, before the clock
starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wwz_engine.backends import placing
from wwz_engine.backends.placing import least_walking

RUNS = 3


@dataclass(frozen=True)
class Size:
    """So many points with people, places to choose from, and how many of those are chosen."""

    points: int
    places: int
    count: int

    @property
    def name(self) -> str:
        return f"{self.points:,} points x {self.places} places, {self.count} chosen"


SIZES = {"whole": Size(14_500, 500, 60), "small": Size(500, 50, 10), "middle": Size(1_500, 100, 20)}


def problem(size: Size) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Metres from every point to every place in a land of towns, and people per point."""
    rng = np.random.default_rng([7, size.points, size.places])
    towns = rng.uniform(0, 100_000, (60, 2))
    points = towns[rng.integers(0, 60, size.points)] + rng.normal(0, 2_500, (size.points, 2))
    places = points[rng.choice(size.points, size.places, replace=False)]
    far = np.hypot(*(points[:, None] - places[None]).transpose(2, 0, 1))
    return far.astype(np.float32), rng.integers(1, 400, size.points).astype(np.float64)


def write(path: Path, size: Size) -> None:
    """The same problem, for a peer."""
    far, weight = problem(size)
    np.savez(path, far=far.astype(np.float64), weight=weight, count=size.count)


def main(name: str) -> None:
    placing.compile_all()
    size = SIZES[name]
    far, weight = problem(size)
    wall, used = [], []
    found = None
    for _ in range(RUNS):
        started, spent = time.perf_counter(), time.process_time()
        found = least_walking(far, weight, size.count)
        wall.append(time.perf_counter() - started)
        used.append(time.process_time() - spent)
    told = {"wall": float(np.median(wall)), "cpu": float(np.median(used))}
    if found is not None:
        told |= {"value": found.value, "gap_percent": 100 * found.gap}
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
