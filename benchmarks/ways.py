"""One way of projecting or fitting, run once in this process: ``python -m benchmarks.ways WAY``.

Prints a line of JSON: seconds by the clock and of CPU, the peak of memory of the process, and
how much work it was. Inputs are made and kernels compiled before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.engine.countries import EDGES, SHOCKS, areas, country, parents, rates
from wwz_engine.axes import Floats
from wwz_engine.backends import warm
from wwz_engine.backends.projection import QUANTILES, check_fit, normals, project
from wwz_engine.backends.projection_plain import (
    add_up,
    largest_difference,
    one_path,
    project_plainly,
    rates_of,
)
from wwz_engine.backends.sigma_points import project_quickly
from wwz_engine.backends.table_fitting import (
    Totals,
    fit_tables,
    fit_tables_plainly,
    margin_error,
)
from wwz_engine.sources.fictional import catalogue_for
from wwz_engine.study import StudyRequest, run_study

YEARS, SEED = 25, 1
SHAPE = (2, 7, 8, 3, 3)
AXES = ((1, 2), (0,), (3,), (4,))
TOLERANCE = 1e-5


def drawn(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    some, shared = areas(args.areas), rates(args.draws, YEARS)
    levels = parents(args.areas) if args.parents else []

    def run() -> dict[str, object]:
        found = project(some, shared, EDGES, levels, seed=SEED)
        return {"people": float(found.areas.mean[:, -1].sum())}

    return run


def plainly(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """Draw by draw. The areas' own effects are drawn before the clock starts."""
    some, shared = areas(args.areas), rates(args.draws, YEARS)
    levels = parents(args.areas) if args.parents else []
    bounds = check_fit(some, shared, EDGES)
    own = np.array([normals(SEED, int(number), args.draws) for number in some.numbers])
    effects = (own * some.spread[:, None]).astype(np.float64)

    def run() -> dict[str, object]:
        total = 0.0
        for draw in range(args.draws):
            people = one_path(some, shared, bounds, draw, effects[:, draw])
            for level in levels:
                add_up(people, level)
            total += float(people[:, -1].sum())
        return {"people": total / args.draws}

    return run


def ranked(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """Quantiles in NumPy of all draws of some areas, which the draws one by one are without."""
    levels = parents(args.areas) if args.parents else []
    rows = args.areas + sum(int(level.max()) + 1 for level in levels)
    held = np.random.default_rng(SEED).normal(100, 10, (args.draws, rows, YEARS, len(EDGES)))

    def run() -> dict[str, object]:
        return {"quantiles": np.quantile(held, QUANTILES, axis=0).size}

    return run


def agreeing(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """How far the kernels are from the NumPy reference, on a small part."""
    some, shared, levels = areas(args.areas), rates(args.draws, YEARS), parents(args.areas)
    seed, margins = tables(args.areas)

    def run() -> dict[str, object]:
        right = project_plainly(some, shared, EDGES, levels, seed=SEED)
        ours = project(some, shared, EDGES, levels, seed=SEED)
        fitted = fit_tables(seed, margins, tolerance=TOLERANCE).tables()
        off = np.abs(fitted - fit_tables_plainly(seed, margins)).reshape(args.areas, -1)
        return {
            "projection": largest_difference(ours, right),
            "fit": float((off.max(axis=1) / margins[0].whole()).max()),
        }

    return run


def quickly(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """Rates at the points and the check against draws are in the time."""
    some, levels = areas(args.areas), parents(args.areas)

    def run() -> dict[str, object]:
        quick = project_quickly(some, country(YEARS), SHOCKS, EDGES, levels, seed=SEED)
        return {
            "way": quick.way,
            "checked_areas": quick.check.areas,
            "error_low": round(quick.check.low, 4),
            "error_high": round(quick.check.high, 4),
            "error_most": round(quick.check.most, 4),
            "people": float(quick.projection.areas.mean[:, -1].sum()),
        }

    return run


def fitted(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    seed, margins = tables(args.areas)

    def run() -> dict[str, object]:
        return {"tables": fit_tables(seed, margins, tolerance=TOLERANCE).tables()}

    return run


def study(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """One gemeente as the site asks for it, its sources read within the time."""
    held, request = catalogue_for("Zwolle"), StudyRequest("Zwolle", draws=args.draws)

    def run() -> dict[str, object]:
        return {"facts": len(run_study(request, held).facts)}

    return run


def known_study(args: argparse.Namespace) -> Callable[[], dict[str, object]]:
    """The same once more: from sources that have been read to facts."""
    run = study(args)
    run()
    return run


def tables(count: int) -> tuple[Floats, list[Totals]]:
    """A sample of 50,000 people in 1,008 cells, and margins of areas that differ from it."""
    random = np.random.default_rng(1)
    people = [random.choice(size, 50_000, p=random.dirichlet(np.ones(size) * 4)) for size in SHAPE]
    people[2] = (people[2] + people[1]) % SHAPE[2]
    people[4] = np.minimum(2, people[4] * (people[1] + 1) // 5)
    seed = np.full(SHAPE, 1e-3)
    np.add.at(seed, tuple(people), 1)
    sizes = random.integers(100, 5000, count)
    margins = [np.empty((count, *(SHAPE[axis] for axis in axes))) for axes in AXES]
    for area in range(count):
        age, household, tenure = (
            random.normal(0, sd, n) for sd, n in ((0.3, 7), (0.2, 8), (0.4, 3))
        )
        bent = age[:, None, None, None] + household[:, None, None] + tenure[:, None]
        table = seed * np.exp(bent)
        table *= sizes[area] / table.sum()
        for axes, margin in zip(AXES, margins, strict=True):
            margin[area] = table.sum(axis=tuple(axis for axis in range(5) if axis not in axes))
    return seed, [Totals(axes, margin) for axes, margin in zip(AXES, margins, strict=True)]


def write_tables(path: Path, count: int) -> None:
    """The same problem, for peers."""
    seed, margins = tables(count)
    held: dict[str, Any] = {"seed": seed}
    for index, margin in enumerate(margins):
        held[f"axes_{index}"], held[f"people_{index}"] = np.array(margin.axes), margin.people
    np.savez(path, **held)


def write_projection(path: Path, count: int, draws: int) -> None:
    """The same problem, for peers, with the draws last."""
    some, shared = areas(count), rates(draws, YEARS)
    survival, fertility, national = zip(
        *(rates_of(shared, draw) for draw in range(draws)), strict=True
    )
    np.savez(
        path,
        people=some.people.astype(np.float64),
        factors=some.survival.astype(np.float64),
        moving=some.moving.astype(np.float64),
        fertile=some.fertility.astype(np.float64),
        local=[normals(SEED, int(number), draws) * some.spread[0] for number in some.numbers],
        survival=np.stack(survival, axis=-1),
        fertility=np.stack(fertility, axis=-1),
        national=np.stack(national, axis=-1),
        edges=np.array(EDGES),
        youngest=shared.youngest,
        girls=shared.girls,
    )


WAYS = {
    "drawn": drawn,
    "plainly": plainly,
    "ranked": ranked,
    "agreeing": agreeing,
    "quickly": quickly,
    "fitted": fitted,
    "reading": study,
    "study": known_study,
}


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=sorted(WAYS))
    parser.add_argument("--areas", type=int, default=1)
    parser.add_argument("--draws", type=int, default=0)
    parser.add_argument("--parents", action="store_true")
    args = parser.parse_args(argv)
    warm()
    run = WAYS[args.way](args)
    started, spent = time.perf_counter(), time.process_time()
    found = run()
    took = {"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if "tables" in found:
        some = found.pop("tables")
        found = {"margin_error": margin_error(np.asarray(some), tables(args.areas)[1])}
    print(json.dumps({**took, "megabytes": peak, **found}))


if __name__ == "__main__":
    main(sys.argv[1:])
