"""Whether one method beats another by more than luck: a paired bootstrap over areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from wwz_engine.axes import Floats, check_shape

DRAWS = 2000
LEVEL = 0.95
SEED = 20260101


@dataclass(frozen=True)
class Gain:
    """Skill of one method over another, with the interval of the bootstrap; shares.

    clusters : groups of areas that were drawn as one
    """

    skill: float
    low: float
    high: float
    clusters: int

    @property
    def certain(self) -> bool:
        """Whether the interval lies above no gain."""
        return self.low > 0


def gain(
    ours: Floats,
    theirs: Floats,
    clusters: Sequence[str],
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
    seed: int = SEED,
) -> Gain:
    """How much less error, and between which bounds.

    Every case of one cluster (its launches, its age groups, its buurten) is drawn or left
    out together, as errors in it are not independent. Both methods are scored on the same
    drawn areas.

    Parameters
    ----------
    ours, theirs : (case,), absolute errors in persons
    clusters : per case, the area or gemeente it belongs to

    Returns
    -------
    Gain; of a single cluster nothing can be drawn, so its interval runs over everything
    """
    check_shape("theirs", theirs, case=ours.shape[0])
    names, place = np.unique(np.array(clusters), return_inverse=True)
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    sums = np.zeros((2, len(names)))
    for row, errors in enumerate((ours, theirs)):
        np.add.at(sums[row], place[known], errors[known])
    whole = sums.sum(axis=1)
    if whole[1] <= 0:
        return Gain(float("nan"), float("nan"), float("nan"), len(names))
    found = float(1 - whole[0] / whole[1])
    # A cluster of which nothing is known is drawn, but tells nothing.
    if len(np.unique(place[known])) < 2:
        return Gain(found, float("-inf"), 1.0, len(names))
    drawn = _times(len(names), draws, seed) @ sums.T
    skills = 1 - drawn[:, 0] / np.maximum(drawn[:, 1], 1e-12)
    tail = (1 - level) / 2
    low, high = np.quantile(skills, [tail, 1 - tail])
    return Gain(found, float(low), float(high), len(names))


@lru_cache(maxsize=16)
def _times(clusters: int, draws: int, seed: int) -> Floats:
    """(draw, cluster), how often each is drawn; the same for every method of a series."""
    random = np.random.Generator(np.random.SFC64(seed))
    shares = np.full(clusters, 1 / clusters)
    return random.multinomial(clusters, shares, size=draws).astype(np.float64)
