"""Verzonnendam with three very old people in one buurt of each wijk, to see who can find them.

In each wijk one large buurt and the three; the other buurten stand empty. The large buurt
and the wijk round to the same number, so that subtracting them leaves one to four people.
"""

from __future__ import annotations

import numpy as np

from wwz_engine.sources.fictional import health, land, national, population_tables
from wwz_engine.sources.fictional.land import BUURT_CODES, BUURTEN, WIJKEN
from wwz_engine.sources.fictional.people import Counts, simulate
from wwz_engine.sources.folders import FICTIONAL_MARK, MemoryFolder
from wwz_engine.sources.registry import Catalogue

THREE = 3
ROUND = 5


def _buurten_of(wijk: int) -> list[int]:
    return [number for number, buurt in enumerate(BUURTEN) if buurt.wijk == wijk]


LARGE = [_buurten_of(wijk)[0] for wijk in range(len(WIJKEN))]
SMALL = [_buurten_of(wijk)[1] for wijk in range(len(WIJKEN))]
SMALL_CODES = tuple(BUURT_CODES[number] for number in SMALL)


def planted_people() -> Counts:
    """(year, buurt, sex, age), persons."""
    people = simulate(np.random.default_rng([1, 1]))
    planted = np.zeros_like(people)
    for wijk, (large, small) in enumerate(zip(LARGE, SMALL, strict=True)):
        planted[:, large] = people[:, _buurten_of(wijk)].sum(axis=1)
        planted[:, small, 1, 87] = THREE
        for year in planted[:, large]:
            _round_alike(year)
    return planted


def _round_alike(people: Counts) -> None:
    """Take people away until each sum of ages is two below a multiple of five."""
    for from_age, at in ((85, 88), (75, 78), (65, 68), (0, 40)):
        over = (int(people[:, from_age:].sum()) + 2) % ROUND
        for age in range(at, at + 10):
            taken = min(over, int(people[0, age]))
            people[0, age] -= taken
            over -= taken


def catalogue() -> Catalogue:
    people = planted_people()
    files = {
        FICTIONAL_MARK: b"Alles in deze map is verzonnen.\n",
        **land.files(np.random.default_rng([1, 2])),
        **population_tables.files(people),
        **health.files(people, np.random.default_rng([1, 3])),
        **national.files(),
    }
    return Catalogue([MemoryFolder(files)])
