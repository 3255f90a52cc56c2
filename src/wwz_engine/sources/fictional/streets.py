"""Invented streets: a network of the extent of real doors, the same for the same seed.

They are nobody's streets: blocks of about seventy metres around the doors, bent, with a tenth
of the links left out, and roads through the open land between. Every source of it says so.
"""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import numpy.typing as npt

from wwz_engine.sources.streets import KERB, STEPS, UNPAVED, StreetMap
from wwz_engine.sources.tidy import Source

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BLOCK = 70.0
"""Metres from street to street."""
NEAR = 2
"""Blocks around a door in which there are streets."""
ROAD = 8
"""Blocks from one road through the open land to the next."""
LEFT_OUT = 0.15
CORNER, BEND = 12.0, 6.0
"""Metres by which corners, and bends in a street, lie off the grid."""
DETOUR = (1.0, 1.06)
"""How much longer a link is than it is straight."""
WITH_STEPS, WITH_KERB, TOWN_UNPAVED, LAND_UNPAVED = 0.004, 0.03, 0.02, 0.25


def invented_streets(x: Floats, y: Floats, seed: int = 1) -> StreetMap:
    """Streets around doors.

    Parameters
    ----------
    x, y : (door,), metres

    Returns
    -------
    StreetMap, in one piece
    """
    rng = np.random.default_rng([seed, 11])
    west, south = x.min() - 2 * BLOCK, y.min() - 2 * BLOCK
    across = int((x.max() - west) / BLOCK) + 3
    up = int((y.max() - south) / BLOCK) + 3
    town = _near_doors(x - west, y - south, across, up)
    column, row = np.meshgrid(np.arange(across), np.arange(up))
    corner_x = west + column * BLOCK + rng.normal(0, CORNER, column.shape)
    corner_y = south + row * BLOCK + rng.normal(0, CORNER, row.shape)
    number = np.arange(across * up).reshape(up, across)
    road = (column % ROAD == 0) | (row % ROAD == 0)
    ends = []
    for a, b, along in (
        (np.s_[:, :-1], np.s_[:, 1:], row % ROAD == 0),
        (np.s_[:-1], np.s_[1:], column % ROAD == 0),
    ):
        through = along[a] & road[b]
        street = town[a] & town[b] & (rng.random(number[a].shape) > LEFT_OUT)
        keep = through | street
        ends.append(np.stack([number[a][keep], number[b][keep], (~(town[a] & town[b]))[keep]]))
    one, other, open_land = np.concatenate(ends, axis=1)
    return _bent(corner_x.ravel(), corner_y.ravel(), one, other, open_land.astype(bool), rng)


def _near_doors(x: Floats, y: Floats, across: int, up: int) -> Flags:
    town = np.zeros((up, across), dtype=bool)
    town[np.round(y / BLOCK).astype(int), np.round(x / BLOCK).astype(int)] = True
    for _ in range(NEAR):
        wider = town.copy()
        wider[1:] |= town[:-1]
        wider[:-1] |= town[1:]
        wider[:, 1:] |= town[:, :-1]
        wider[:, :-1] |= town[:, 1:]
        town = wider
    return town


def _bent(
    x: Floats,
    y: Floats,
    one: npt.NDArray[np.int64],
    other: npt.NDArray[np.int64],
    open_land: Flags,
    rng: np.random.Generator,
) -> StreetMap:
    """Links with two bends each, which is what most nodes of real streets are."""
    links = len(one)
    share = np.array([1 / 3, 2 / 3])
    bend_x = x[one, None] + share * (x[other] - x[one])[:, None]
    bend_y = y[one, None] + share * (y[other] - y[one])[:, None]
    bend_x += rng.normal(0, BEND, (links, 2))
    bend_y += rng.normal(0, BEND, (links, 2))
    bends = len(x) + np.arange(2 * links).reshape(links, 2)
    chain = np.column_stack([one, bends, other])
    start, end = chain[:, :-1].ravel(), chain[:, 1:].ravel()
    all_x, all_y = np.append(x, bend_x), np.append(y, bend_y)
    straight = np.hypot(all_x[start] - all_x[end], all_y[start] - all_y[end])
    length = np.maximum(1, np.round(100 * straight * rng.uniform(*DETOUR, len(straight))))
    land = np.repeat(open_land, 3)
    flags = np.zeros(len(start), np.uint8)
    flags[rng.random(len(start)) < WITH_STEPS] |= STEPS
    flags[rng.random(len(start)) < WITH_KERB] |= KERB
    flags[rng.random(len(start)) < np.where(land, LAND_UNPAVED, TOWN_UNPAVED)] |= UNPAVED
    found = StreetMap(
        all_x, all_y, start.astype(np.int32), end.astype(np.int32), length.astype(np.int32),
        flags, _source(length),
    )  # fmt: skip
    return found.keeping(np.ones(len(start), dtype=bool))


def _source(length: Floats) -> Source:
    return Source(
        key="streets",
        publisher="Verzonnen (geen bron)",
        table="verzonnen wegennet",
        title="Straten en paden, verzonnen",
        as_of=date(2026, 1, 1),
        licence="geen: verzonnen gegevens",
        sha256=hashlib.sha256(length.astype(np.int64).tobytes()).hexdigest(),
        fictional=True,
    )
