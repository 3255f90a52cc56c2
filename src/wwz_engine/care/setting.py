"""Where people who need nursing live: a named policy, never a chance.

See docs/methods/care.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats, check_shape
from wwz_engine.care_indicators import SETTINGS
from wwz_engine.demand import check_shares
from wwz_engine.errors import EngineError

POLICIES = tuple(SETTINGS)
GROWING, FROZEN, APART = POLICIES


class PolicyUnknownError(EngineError):
    """A policy on the setting that does not exist."""

    def __init__(self, policy: str) -> None:
        self.policy = policy
        super().__init__(f"Het beleid ‘{policy}’ bestaat niet. Kies {', '.join(POLICIES)}.")


@dataclass(frozen=True)
class Leaving:
    """How fast a part of the people leaves nursing homes: ``after / before`` in ``years``."""

    before: float
    after: float
    years: float
    part: float

    def staying(self, passed: Floats) -> Floats:
        """Share of the residents of the start who still live in, after some years: (year,)."""
        yearly = (self.after / self.before) ** (1 / self.years)
        kept: Floats = 1 - self.part * (1 - yearly**passed)
        return kept


def living_in(
    need: Floats, share: float, policy: str, passed: Floats, places: float, leaving: Leaving
) -> Floats:
    """People who live in a nursing home, of those who need nursing.

    Parameters
    ----------
    need : (unit, year, draw), persons; all units of a gemeente
    share : share 0..1 that lives in at the start
    policy : one of ``POLICIES``
    passed : (year,), years since the start
    places : places in the gemeente, for ``bevriezen``
    leaving : for ``scheiden``

    Returns
    -------
    (unit, year, draw), persons; never more than the need. Units add up to the gemeente

    Raises
    ------
    PolicyUnknownError, ShareOutOfRangeError, AxisMismatchError

    Examples
    --------
    >>> need = np.array([[[30.0], [60.0]], [[10.0], [20.0]]])  # two units, two years
    >>> plain = Leaving(0.75, 0.46, 8.0, 0.25)
    >>> living_in(need, 0.75, "bevriezen", np.array([0.0, 19.0]), 30.0, plain)[..., 0]
    array([[22.5, 22.5],
           [ 7.5,  7.5]])
    """
    check_shape("passed", passed, year=need.shape[1])
    check_shares("share", np.array([share]))
    inside: Floats
    if policy == GROWING:
        inside = np.full((need.shape[1], 1), share)
    elif policy == APART:
        inside = (share * leaving.staying(passed))[:, None]
    elif policy == FROZEN:
        whole = need.sum(axis=0)
        taken = np.divide(places, whole, out=np.zeros_like(whole), where=whole > 0)
        inside = np.minimum(taken, 1.0)
    else:
        raise PolicyUnknownError(policy)
    return need * inside
