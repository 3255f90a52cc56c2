"""Which figures are asked for: a study works all out, a try-out of a scenario a few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """What is asked for: keys of indicators, and years of a forecast; None is all of them.

    A step may leave out what is not wanted, and gives the same digits for what is.

    Examples
    --------
    >>> ALL_OF_IT.any_of(["inwoners"]), Wanted(frozenset({"inwoners"})).any_of(["jonger"])
    (True, False)
    """

    keys: frozenset[str] | None = None
    years: frozenset[int] | None = None

    def any_of(self, keys: Iterable[str]) -> bool:
        return self.keys is None or not self.keys.isdisjoint(keys)


ALL_OF_IT = Wanted()
