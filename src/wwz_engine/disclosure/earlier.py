"""What earlier releases of the same gemeente hid and showed, for those that come after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wwz_engine.disclosure.rules import ROUND_TO

Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year."""


@dataclass(frozen=True)
class Earlier:
    """Releases that anybody can still look up.

    hidden : places that a release hid: they stay hidden
    shown : numbers that releases showed, as they were rounded: hiding them now is no use
    """

    hidden: frozenset[Place] = frozenset()
    shown: dict[Place, tuple[float, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, hidden: Iterable[Place], shown: Iterable[tuple[Place, float]]) -> Earlier:
        """From the rows of all earlier releases."""
        numbers: dict[Place, tuple[float, ...]] = {}
        for place, number in shown:
            if number not in numbers.get(place, ()):
                numbers[place] = (*numbers.get(place, ()), number)
        return cls(frozenset(hidden), numbers)

    def known(self, place: Place, value: float) -> tuple[float, float] | None:
        """Between what an outsider knows this value to lie; None when no release tells.

        A number that was shown tells nothing of a value that has become another.

        Examples
        --------
        >>> told = Earlier.of([], [(("inwoners", "BU1", 2020), 50.0)])
        >>> told.known(("inwoners", "BU1", 2020), 49.0)
        (47.5, 52.5)
        >>> told.known(("inwoners", "BU1", 2020), 60.0) is None
        True
        """
        half = ROUND_TO / 2
        ends = [(number - half, number + half) for number in self.shown.get(place, ())]
        told = [(low, high) for low, high in ends if low <= value <= high]
        if not told:
            return None
        return max(low for low, _ in told), min(high for _, high in told)
