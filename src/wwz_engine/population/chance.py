"""Standard normal numbers that futures are drawn with: the same for every scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Self

import numpy as np
import numpy.typing as npt

from wwz_engine.axes import Floats

Floats32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Wish:
    """What is asked of chance for some units.

    shape : (unit, part, year, draw)
    first : whether something lasts from the first year on
    apart : whether each part also has a chance of its own
    """

    shape: tuple[int, int, int, int]
    first: bool
    apart: bool

    @property
    def bytes(self) -> int:
        """About as much as it takes."""
        return 4 * prod(self.shape) * (2 if self.apart else 1)


@dataclass(frozen=True)
class Plain:
    """What chance gives of some units, before anything is made of it; all standard normal.

    walk, first : (unit, part, year, draw) and (unit, part, 1, draw), of near ages together
    apart : (unit, part, year, draw), of each part by itself; None where none is asked for
    tails : (unit, 1, 1, draw)
    """

    walk: Floats32
    first: Floats32 | None
    apart: Floats32 | None
    tails: Floats

    @classmethod
    def of(cls, random: np.random.Generator, wish: Wish) -> Self:
        units, parts, _, draws = wish.shape
        once = (units, parts, 1, draws)
        return cls(
            random.standard_normal(wish.shape, dtype=np.float32),
            random.standard_normal(once, dtype=np.float32) if wish.first else None,
            random.standard_normal(wish.shape, dtype=np.float32) if wish.apart else None,
            random.standard_normal((units, 1, 1, draws)),
        )


class Chance:
    """Numbers of one seed, in the order in which they are asked for.

    Who tries many scenarios of one gemeente lets it keep them: drawing takes most of the time of
    a forecast. For one thread at a time.

    Parameters
    ----------
    seed : equal seed and wishes, equal numbers
    most : bytes that are kept for who asks the same again; 0 is none
    """

    def __init__(self, seed: int, *, most: int = 0) -> None:
        self.seed, self.most = seed, most
        self._wishes: tuple[Wish, ...] = ()
        self._kept: tuple[Plain, ...] = ()

    def given(self, wishes: Sequence[Wish]) -> Iterator[Plain]:
        """What is asked for, in this order. Nobody may write in it."""
        asked = tuple(wishes)
        if self._kept and asked == self._wishes:
            yield from self._kept
            return
        random = np.random.Generator(np.random.SFC64(self.seed))
        keeps = sum(one.bytes for one in asked) <= self.most
        kept = []
        for one in asked:
            plain = Plain.of(random, one)
            if keeps:
                kept.append(plain)
            yield plain
        self._wishes, self._kept = asked, tuple(kept)
