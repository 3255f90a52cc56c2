"""Best places for several facilities of a kind at once, with how far from the best they can be."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from wwz_engine.axes import Floats
from wwz_engine.backends.placing import Floats32, Placed, least_walking, most_reached
from wwz_engine.backends.walking import Seeds, nearest
from wwz_engine.backends.walking_kernels import FAR
from wwz_engine.reach.measuring import Measured
from wwz_engine.reach.network import Network, NetworkError, Whole
from wwz_engine.reach.profiles import Profile

CANDIDATES = 500
AT_ONCE = 50
"""Candidates whose distances are in memory for all nodes at the same time."""
LEAST, MOST = "minste_lopen", "meeste_bereik"


@dataclass(frozen=True)
class Several:
    """Places for some facilities of a kind.

    value : mean metres that people of 75 and older walk who have a way there, or how many of them
        get it within reach
    gap : how far from the best it can be, as a share
    before : the same mean with what is there already; NaN where nothing is, or for reach
    unreached : people of 75 and older without any way, for least walking: they are in no mean
    """

    kind: str
    goal: str
    x: Floats
    y: Floats
    value: float
    gap: float
    before: float = np.nan
    unreached: float = 0.0


def several(
    found: Measured, profile: Profile, kind: str, count: int, *, goal: str = LEAST, seed: int = 1
) -> Several:
    """Best places for some new facilities of a kind, beside those that are there.

    Doors are taken together at the junction nearest to them, and the places to choose from are
    some of the junctions with doors, more where more people of 75 and older live.

    Raises
    ------
    NetworkError, PlacingError
    """
    if found.ground.streets is None:
        raise NetworkError("Zonder wegennet kan dit niet. Geef een bestand met wegen op.")
    network, points, weight = _points(found, profile)
    rng = np.random.default_rng([seed, 17])
    size = min(CANDIDATES, int((weight > 0).sum()))
    places = np.sort(rng.choice(points, size, replace=False, p=weight / weight.sum()))
    far = _distances(network, points, places)
    if goal == MOST:
        limit = profile.limit(kind) / 100
        open_ = weight * (_now(found, profile, kind, network, points) > limit)
        placed = most_reached(csr_matrix(far <= limit), open_, count)
        return _told(kind, goal, network, places, placed, placed.value)
    now = _now(found, profile, kind, network, points)
    # Nobody walks further than to what is there already.
    walk = np.minimum(far, now[:, None].astype(np.float32))
    placed = least_walking(*_walks(walk, weight), count)
    value, unreached = _mean(walk[:, placed.places].min(axis=1), weight)
    before = _mean(now, weight)[0]
    told = _told(kind, goal, network, places, placed, value)
    return replace(told, before=before, unreached=unreached)


def _walks(walk: Floats32, weight: Floats) -> tuple[Floats32, Floats]:
    """What each walk counts for in choosing, of the points to which there is one.

    No way counts for the furthest walk there is: then a loose piece with many people gets a place,
    and one with a few does not decide about all others.
    """
    way = np.isfinite(walk)
    furthest = walk[way].max(initial=0)
    some = way.any(axis=1)
    return np.where(way, walk, furthest)[some], weight[some]


def _mean(walk: Floats32 | Floats, weight: Floats) -> tuple[float, float]:
    """Metres of who has a way, and how many people have none."""
    way = np.isfinite(walk)
    people = weight[way].sum()
    mean = float(walk[way] @ weight[way] / people) if people else np.nan
    return mean, float(weight[~way].sum())


def _told(
    kind: str, goal: str, network: Network, places: NDArray[np.intp], placed: Placed, value: float
) -> Several:
    at = places[placed.places]
    return Several(kind, goal, network.streets.x[at], network.streets.y[at], value, placed.gap)


def _points(found: Measured, profile: Profile) -> tuple[Network, NDArray[np.intp], Floats]:
    """Junctions with doors nearest to them, and people of 75 and older there."""
    network = found.ground.network(profile)[0]
    junction = np.zeros(network.nodes, dtype=bool)
    junction[network.prepared.junctions] = True
    x, y = network.streets.x, network.streets.y
    tree = shapely.STRtree(shapely.points(x[junction], y[junction]))
    number = np.flatnonzero(junction)
    at = number[tree.nearest(shapely.points(found.ground.doors.x, found.ground.doors.y))]
    people = np.bincount(at, found.ground.doors.older, minlength=network.nodes)
    points = np.flatnonzero(people > 0)
    return network, points, people[points].astype(np.float64)


def _distances(network: Network, points: NDArray[np.intp], places: NDArray[np.intp]) -> Floats32:
    """(point, place), metres; infinite where there is no way."""
    far = np.empty((len(points), len(places)), np.float32)
    for start in range(0, len(places), AT_ONCE):
        some = places[start : start + AT_ONCE]
        rows = nearest(network.prepared, [Seeds.at([place]) for place in some])
        far[:, start : start + len(some)] = _metres(rows[:, points]).T
    return far


def _now(
    found: Measured, profile: Profile, kind: str, network: Network, points: NDArray[np.intp]
) -> Floats:
    """Metres from the points to what is there already; infinite where there is no way."""
    at = [(row.x, row.y) for row in found.facilities if row.kind == kind]
    if not at:
        return np.full(len(points), np.inf)
    x, y = np.array(at, dtype=np.float64).T
    rows = nearest(network.prepared, [network.seeds(network.spots(x, y))])
    return _metres(rows[0, points]).astype(np.float64)


def _metres(far: Whole) -> Floats32:
    """From centimetres; that there is no way is no distance, and never counts as one."""
    metres: Floats32 = np.where(far < FAR, far / np.float32(100), np.inf).astype(np.float32)
    return metres
