"""Reach in Zwolle in this process: all its doors, to the nearest facility of every kind.

Doors are real, streets and facilities are made up. What is loaded before the clock starts: the
doors, the streets and what a search starts from, which the site keeps. ``loading_s`` tells how
long the last of those took. Prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import statistics
import time

from wwz_engine.backends import walking
from wwz_engine.population.places import places_of
from wwz_engine.reach.asking import ground_for
from wwz_engine.reach.example import with_example
from wwz_engine.reach.measuring import measured
from wwz_engine.sources.fictional import catalogue_for

RUNS = 5


def main() -> None:
    walking.compile_all()
    tables = with_example(catalogue_for("Zwolle"), "Zwolle")
    places = places_of(tables, "Zwolle")
    ground = ground_for(tables, places)
    began = time.perf_counter()
    found = measured(tables, places.gemeente.code, ground)
    first = time.perf_counter() - began
    wall, used = [], []
    for _ in range(RUNS):
        started, spent = time.perf_counter(), time.process_time()
        found = measured(tables, places.gemeente.code, ground)
        wall.append(time.perf_counter() - started)
        used.append(time.process_time() - spent)
    told = {
        "wall": statistics.median(wall),
        "cpu": statistics.median(used),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "loading_s": round(first, 3),
        "doors": len(ground.doors),
        "kinds": len(next(iter(found.distances.values()))),
        "profiles": len(found.distances),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
