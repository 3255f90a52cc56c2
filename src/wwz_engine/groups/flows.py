"""Groups that people come into and leave again: inflow, stay and how many there are.

In the long run the number in a group is what comes in each year times how long somebody
stays (Little's law): docs/methods/groups.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wwz_engine.demand import ShareOutOfRangeError
from wwz_engine.errors import EngineError

HOMES = ("zelfstandig", "geclusterd", "begeleid")
"""Kinds of home that a group can ask for."""


class StayError(EngineError):
    """A stay that nobody can have, or a number of people below nil."""

    def __init__(self, group: str, problem: str) -> None:
        self.group, self.problem = group, problem
        super().__init__(f"De groep ‘{group}’ kan niet worden uitgerekend: {problem}.")


@dataclass(frozen=True)
class Flow:
    """What is known of a group; None where it is not.

    stock : people in the group now
    inflow : people who come into it per year
    stay : years that somebody stays
    asks : share 0..1 of the inflow that asks for each of ``HOMES``
    """

    group: str
    stock: float | None = None
    inflow: float | None = None
    stay: float | None = None
    asks: Mapping[str, float] | None = None


def completed(flow: Flow) -> Flow:
    """The same group with the third of stock, inflow and stay, where two are known.

    What is given stays as it was given.

    Raises
    ------
    StayError, ShareOutOfRangeError

    Examples
    --------
    >>> completed(Flow("dakloos", inflow=120.0, stay=0.5)).stock
    60.0
    """
    _check(flow)
    stock, inflow, stay = flow.stock, flow.inflow, flow.stay
    if stock is None and inflow is not None and stay is not None:
        stock = inflow * stay
    elif inflow is None and stock is not None and stay is not None:
        inflow = stock / stay
    elif stay is None and stock is not None and inflow:
        stay = stock / inflow
    return Flow(flow.group, stock, inflow, stay, flow.asks)


def homes_per_year(flow: Flow) -> dict[str, float]:
    """Homes that a group asks for each year: its inflow times the share that asks.

    A kind of which no share is known, or a group without inflow, is left out: not known,
    which is not nil.

    Examples
    --------
    >>> homes_per_year(Flow("dakloos", inflow=120.0, asks={"zelfstandig": 0.5}))
    {'zelfstandig': 60.0}
    """
    inflow = completed(flow).inflow
    if inflow is None:
        return {}
    return {kind: inflow * share for kind, share in (flow.asks or {}).items()}


def apart(flow: Flow) -> float | None:
    """How far a given stock lies from inflow times stay, as a share of the stock."""
    if not flow.stock or flow.inflow is None or flow.stay is None:
        return None
    return abs(flow.inflow * flow.stay - flow.stock) / flow.stock


def _check(flow: Flow) -> None:
    for number in (flow.stock, flow.inflow):
        if number is not None and number < 0:
            raise StayError(flow.group, f"{number:g} mensen is minder dan nul")
    if flow.stay is not None and flow.stay <= 0:
        raise StayError(flow.group, f"een verblijf van {flow.stay:g} jaar duurt niet")
    asks = flow.asks or {}
    for place, (kind, share) in enumerate(asks.items()):
        if not 0 <= share <= 1:
            raise ShareOutOfRangeError(f"{flow.group}_{kind}", place, share)
    if sum(asks.values()) > 1 + 1e-9:
        raise StayError(flow.group, "de delen die een woning vragen zijn samen meer dan alles")
