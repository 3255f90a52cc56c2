"""Somebody who gathers all published figures and works out what was hidden.

Knows the rules of the site, which figures add up to which, and nothing else. Shown numbers
lie within their rounding; what is hidden may be anything that the sums leave. Sums are
solved as linear programmes, so no smaller interval can be found from the same figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

WIDE = 5.0
ROUND_TO = 5.0
MODELLED_BELOW = 25.0
ANYTHING = 1e7
TENTH = 0.1
# Means are kept to a millionth.
SLACK = 1e-5
Place = tuple[str, str, int]
"""Indicator, area, year."""
Ends = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """One figure as a visitor gets it; ``hidden`` when it says so, both empty when unknown."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False
    counted: bool = False


@dataclass(frozen=True)
class Rule:
    """What a visitor reads in the method: how one number of people hangs together with others."""

    people: bool = True
    care: bool = False
    parts: tuple[tuple[str, ...], ...] = ()
    within: str = ""
    share: str = ""
    share_of: str = ""
    # Homes asked for by these people, those short, and those there: shown per shown number.
    told_by: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Attack:
    """Everything gathered: figures, what they are, and which area lies within which."""

    seen: Mapping[Place, Seen]
    rules: Mapping[str, Rule]
    around: Mapping[str, str]

    def recovered(self, protected: Iterable[Place]) -> list[Place]:
        """Protected cells that are known to within less than ``WIDE`` people."""
        wanted = set(protected)
        found: dict[Place, Ends] = {}
        outer: dict[Place, Ends] = {}
        for system in self._systems():
            system.tighten(outer)
            found |= system.ends(wanted)
        missing = wanted - set(found)
        assert not missing, f"{len(missing)} cells are in no system, such as {min(missing)}"
        return sorted(one for one in wanted if found[one][1] - found[one][0] < WIDE - 1e-4)

    def _systems(self) -> Iterable[System]:
        """Numbers of all people first: they bound those of people with a care need."""
        for care in (False, True):
            groups: dict[tuple[str, int], list[Place]] = defaultdict(list)
            for key, area, year in sorted(self.seen):
                rule = self.rules.get(key)
                if rule is not None and rule.people and rule.care == care:
                    groups[self._family(key), year].append((key, area, year))
            for places in groups.values():
                yield System(self, places)

    def _family(self, key: str) -> str:
        """One name for figures that are linked by sums within an area."""
        linked, grown = {key}, True
        while grown:
            more = {
                other
                for other, rule in self.rules.items()
                for named in (*(part for some in rule.parts for part in some), rule.within)
                if named in self.rules and rule.people and self.rules[named].care == rule.care
                and (other in linked or named in linked)
                for other in (other, named)
            }  # fmt: skip
            grown, linked = not more <= linked, linked | more
        return min(linked)

    def ends_of(self, place: Place) -> Ends:
        """Between what a cell lies by what is shown of it, and by the homes that its people ask."""
        low, high = self._by_itself(place)
        for names in self.rules[place[0]].told_by:
            few, many = self._by_homes(place, names)
            low, high = max(low, few), min(high, many)
        return low, high

    def _by_homes(self, place: Place, names: tuple[str, str, str]) -> Ends:
        """Asked less short is what is there, and of that the exact number is known.

        Asked and short are shown as if there were so many people as are shown: what is left of
        them is the stock times the shown number over the exact one.
        """
        one = self.seen[place]
        asked, short, there = (self.seen.get((name, *place[1:]), Seen()).value for name in names)
        if not one.value or asked is None or not short or not there:
            return 0.0, ANYTHING
        left, tenth = asked - short, TENTH / 2 + SLACK
        if left <= 2 * tenth:
            return 0.0, ANYTHING
        low = (there - tenth) * one.value / (left + 2 * tenth)
        high = (there + tenth) * one.value / (left - 2 * tenth)
        return (float(np.ceil(low)), float(np.floor(high))) if one.counted else (low, high)

    def _by_itself(self, place: Place) -> Ends:
        one, rule = self.seen[place], self.rules[place[0]]
        smallest = 10.0 if rule.care else 5.0
        if one.value is not None:
            return rounding(one.value, smallest, counted=one.counted)
        if one.low is not None and one.high is not None:
            if one.high == 0:
                return 0.0, 0.0
            return max(one.low - 2.5, smallest), min(one.high + 2.5, MODELLED_BELOW)
        # A place where nobody lives says so, so somebody lives where a count is hidden.
        return (1.0 if one.hidden and one.counted and not rule.care else 0.0), ANYTHING


def rounding(value: float, smallest: float, *, counted: bool) -> Ends:
    if value == 0:
        return 0.0, 0.0
    low, high = max(value - ROUND_TO / 2, smallest), value + ROUND_TO / 2
    return (float(np.ceil(low)), float(np.ceil(high) - 1)) if counted else (low, high)


class System:
    """The linear system of figures that hang together in one year."""

    def __init__(self, attack: Attack, places: Sequence[Place]) -> None:
        self.attack, self.places = attack, list(places)
        self.number = {place: n for n, place in enumerate(self.places)}
        self.low, self.high = (np.array(e) for e in zip(*map(attack.ends_of, places), strict=True))
        self.equal: list[dict[int, float]] = []
        self.most: list[dict[int, float]] = []
        self._sums_of_areas()
        self._sums_of_figures()

    def _sums_of_areas(self) -> None:
        inside = defaultdict(list)
        for key, area, year in self.places:
            if area in self.attack.around:
                inside[key, self.attack.around[area], year].append(self.number[key, area, year])
        for place, members in inside.items():
            if place in self.number:
                self.equal.append({self.number[place]: 1.0} | dict.fromkeys(members, -1.0))

    def _sums_of_figures(self) -> None:
        for (key, area, year), number in self.number.items():
            rule = self.attack.rules[key]
            for some in rule.parts:
                parts = [self.number.get((part, area, year)) for part in some]
                known = [part for part in parts if part is not None]
                if len(known) == len(parts):
                    self.equal.append({number: 1.0} | dict.fromkeys(known, -1.0))
            whole = self.number.get((rule.within, area, year))
            if whole is not None:
                self.most.append({number: 1.0, whole: -1.0})

    # --- what a share tells of a number ---

    def tighten(self, outer: dict[Place, Ends]) -> None:
        """Take in what is known of other figures, and leave behind what is known of these."""
        for place, n in self.number.items():
            whole = outer.get((self.attack.rules[place[0]].within, *place[1:]))
            if whole is not None:
                self.high[n] = min(self.high[n], whole[1])
        for key in sorted({key for key, _, _ in self.places}):
            self._by_shares(key, outer)
        self._propagate()
        outer |= {place: (self.low[n], self.high[n]) for place, n in self.number.items()}

    def _by_shares(self, key: str, outer: Mapping[Place, Ends]) -> None:
        """A number is its share times its people, with the odds of all shares raised alike.

        Of areas that hold no other areas: the others are sums.
        """
        rule = self.attack.rules[key]
        if not rule.share_of:
            return
        shares = latest_shares(self.attack.seen, rule.share)
        holding = set(self.attack.around.values())
        own = [(n, a, outer[rule.share_of, a, y]) for (k, a, y), n in self.number.items()
               if k == key and (rule.share_of, a, y) in outer and a not in holding]  # fmt: skip
        factor = [0.5, 2.0]
        for n, area, (fewest, most) in own:
            if area in shares and 0 < self.high[n] < ANYTHING and self.low[n] > 0 and fewest > 0:
                low, high = shares[area]
                factor[0] = max(factor[0], odds(self.low[n] / most) / odds(high))
                factor[1] = min(factor[1], odds(self.high[n] / fewest) / odds(low))
        if factor[0] > factor[1]:
            return
        for n, area, (fewest, most) in own:
            if area in shares:
                low, high = shares[area]
                self.low[n] = max(self.low[n], raised(low, factor[0]) * fewest - 0.01)
                self.high[n] = min(self.high[n], raised(high, factor[1]) * most + 0.01)

    # --- sums ---

    def _propagate(self) -> None:
        """Each cell of a sum lies within what the others leave, again and again."""
        for _ in range(20):
            before = self.low.copy(), self.high.copy()
            for equation in self.equal:
                self._narrow(equation, both=True)
            for equation in self.most:
                self._narrow(equation, both=False)
            if np.allclose(before[0], self.low) and np.allclose(before[1], self.high):
                return

    def _narrow(self, equation: Mapping[int, float], *, both: bool) -> None:
        """Terms add up to zero, or to at most zero when not ``both``."""
        low = {n: c * (self.low[n] if c > 0 else self.high[n]) for n, c in equation.items()}
        high = {n: c * (self.high[n] if c > 0 else self.low[n]) for n, c in equation.items()}
        least, most = sum(low.values()), sum(high.values())
        for n, c in equation.items():
            top, bottom = low[n] - least, high[n] - most if both else -np.inf
            if c < 0:
                top, bottom = -bottom, -top
            self.high[n] = max(min(self.high[n], top + SLACK), self.low[n])
            self.low[n] = min(max(self.low[n], bottom - SLACK), self.high[n])

    def ends(self, wanted: set[Place]) -> dict[Place, Ends]:
        """The ends of the wanted cells of this system, as wide as a cell need be to be safe."""
        own = [n for place, n in self.number.items() if place in wanted]
        low, high = np.full(len(self.low), np.inf), np.full(len(self.low), -np.inf)
        for n in own:
            for sign in (1.0, -1.0):
                if high[n] - low[n] >= WIDE:
                    break
                point = self._furthest(n, sign)
                low, high = np.minimum(low, point), np.maximum(high, point)
        return {self.places[n]: (float(low[n]), float(high[n])) for n in own}

    def _furthest(self, n: int, sign: float) -> Floats:
        aim = np.zeros(len(self.low))
        aim[n] = -sign
        found = linprog(
            aim, A_ub=self._matrix(self.most), b_ub=np.full(len(self.most), SLACK),
            A_eq=self._matrix(self.equal), b_eq=np.zeros(len(self.equal)),
            bounds=np.stack([self.low - SLACK, self.high + SLACK], axis=1), method="highs",
        )  # fmt: skip
        assert found.status == 0, f"{self.places[n]}: {found.message}"
        point: Floats = found.x
        return point

    def _matrix(self, equations: Sequence[Mapping[int, float]]) -> csr_array:
        rows = [row for row, equation in enumerate(equations) for _ in equation]
        columns = [n for equation in equations for n in equation]
        numbers = [c for equation in equations for c in equation.values()]
        return csr_array((numbers, (rows, columns)), shape=(len(equations), len(self.low)))


def latest_shares(seen: Mapping[Place, Seen], key: str) -> dict[str, Ends]:
    """Ends of the newest share per area, 0..1; of an area without one nothing."""
    newest: dict[str, tuple[int, float]] = {}
    for (indicator, area, year), one in seen.items():
        if indicator == key and one.value is not None:
            newest[area] = max(newest.get(area, (0, 0.0)), (year, one.value))
    return {
        area: (max(share / 100 - 0.0005, 1e-6), min(share / 100 + 0.0005, 1 - 1e-6))
        for area, (_, share) in newest.items()
    }


def odds(share: float) -> float:
    return min(share, 1 - 1e-9) / (1 - min(share, 1 - 1e-9))


def raised(share: float, factor: float) -> float:
    """A share of which the odds are a number of times as high."""
    return factor * odds(share) / (1 + factor * odds(share))
