"""Own figures in the place of modelled ones: areas are made to add up to what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats

LOOSE = 0.5
"""Own figures of parts may differ by less than half a person from the whole."""


@dataclass(frozen=True)
class Scaled:
    """What each unit is multiplied by; NaN where no own figure reaches.

    clashes : areas whose own figure does not fit with those inside it
    """

    factor: Floats
    clashes: tuple[int, ...]


def scaled_to(own: Mapping[int, float], expected: Mapping[int, Floats], members: Floats) -> Scaled:
    """Factors per unit with which every area adds up to its own figure.

    The smallest areas come first; a larger area divides what is left over the units that no
    smaller one has reached, by what was expected of them.

    Parameters
    ----------
    own : number per area (its row in ``members``)
    expected : per such area (unit,), what the model expects at the time of its own figure
    members : (area, unit), 0 or 1

    Examples
    --------
    >>> members = np.array([[1.0, 1.0], [1.0, 0.0]])  # the gemeente and one wijk
    >>> modelled = np.array([40.0, 20.0])
    >>> scaled_to({0: 90.0, 1: 60.0}, {0: modelled, 1: modelled}, members).factor
    array([1.5, 1.5])
    """
    factor = np.full(members.shape[1], np.nan)
    clashes = []
    for row in sorted(own, key=lambda area: (members[area].sum(), area)):
        inside = members[row] > 0
        free = inside & np.isnan(factor)
        reached = inside & ~free
        left = own[row] - float((factor[reached] * expected[row][reached]).sum())
        open_to = float(expected[row][free].sum())
        if left < -LOOSE or (left > LOOSE and open_to <= 0):
            clashes.append(row)
        if free.any():
            factor[free] = max(left, 0.0) / open_to if open_to > 0 else 0.0
    return Scaled(factor, tuple(clashes))
