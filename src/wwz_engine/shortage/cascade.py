"""Homes handed out to who asks for them, each home once: docs/methods/shortage.md.

A home can serve its own woonvorm and every form below it in the cascade, never one above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import AxisMismatchError, Floats
from wwz_engine.errors import EngineError


class NegativeHomesError(EngineError):
    """Homes asked for or there below nil."""

    def __init__(self, name: str, lowest: float) -> None:
        self.name, self.lowest = name, lowest
        super().__init__(
            f"{name} bevat {lowest:g} woningen. Een aantal woningen is nooit minder dan nul."
        )


@dataclass(frozen=True)
class HandedOut:
    """What is left when every home has gone to who asks highest in the cascade.

    unmet : (form, ...), homes asked for that nobody finds
    spare : (...), homes that nobody asks for
    """

    unmet: Floats
    spare: Floats


def hand_out(demand: Floats, supply: Floats) -> HandedOut:
    """Hand out homes from the top of the cascade down.

    The form on top can be served only by its own homes, so it comes first; what it leaves
    can serve the next as well. For a cascade this is the plan that leaves fewest unmet: no
    home is used twice and none serves a form above its own.

    Parameters
    ----------
    demand, supply : (form, ...), homes; the form that serves all others first

    Returns
    -------
    HandedOut

    Raises
    ------
    AxisMismatchError, NegativeHomesError

    Examples
    --------
    >>> found = hand_out(np.array([5.0, 10.0, 30.0]), np.array([8.0, 4.0, 20.0]))
    >>> found.unmet.tolist(), float(found.spare)
    ([0.0, 3.0, 10.0], 0.0)
    """
    if demand.shape != supply.shape:
        expected = {f"as {axis}": size for axis, size in enumerate(demand.shape)}
        raise AxisMismatchError("supply", expected, supply.shape)
    for name, homes in (("demand", demand), ("supply", supply)):
        lowest = float(np.min(homes, initial=0.0))
        if lowest < 0:
            raise NegativeHomesError(name, lowest)
    unmet = np.empty_like(demand)
    spare = np.zeros(demand.shape[1:])
    for form in range(demand.shape[0]):
        there = spare + supply[form]
        unmet[form] = np.maximum(demand[form] - there, 0.0)
        spare = np.maximum(there - demand[form], 0.0)
    return HandedOut(unmet, spare)
