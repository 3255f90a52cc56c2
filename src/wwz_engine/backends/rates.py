"""What a projection by single age starts from: areas, and rates that all of them share.

What varies by draw is laid out in blocks of ``LANES`` draws side by side: a compiler makes
full use of the machine only when it knows that number beforehand. Only factors vary by draw,
so that the rates of ten thousand draws take hardly more room than those of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from wwz_engine.errors import EngineError

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

LANES = 64
"""Draws that go through a kernel side by side."""

MOST_DYING = 0.95
"""No shock kills more than this share of an age within a year: a guard, not an estimate."""


class ProjectionInputError(EngineError):
    """An array does not fit the others, or holds something that is not a number."""

    def __init__(self, name: str, expected: tuple[int, ...], found: tuple[int, ...]) -> None:
        self.name, self.expected, self.found = name, expected, found
        super().__init__(
            f"{name} heeft de vorm {found}, maar hoort {expected} te zijn, zonder lege waarden. "
            "Controleer de assen en vul ontbrekende waarden eerst in."
        )


def check(name: str, array: npt.NDArray[Any], *shape: int) -> None:
    """Refuse another shape, and whatever is not a finite number.

    Raises
    ------
    ProjectionInputError
    """
    if array.shape != shape or not np.isfinite(array).all():
        raise ProjectionInputError(name, shape, array.shape)


@dataclass(frozen=True)
class Areas:
    """Areas as they are on the first day, and in what they differ from the country."""

    people: Floats32  # (area, sex, age), persons
    survival: Floats32  # (area, sex, age), factor on the survival of the country
    moving: Floats32  # (area, sex, age), persons a year, arrivals less departures
    fertility: Floats32  # (area,), factor on the fertility of the country
    spread: Floats32  # (area,), standard deviation of an effect of its own on moving
    numbers: Integers  # (area,), each its own; the random stream of an area hangs on it

    def __post_init__(self) -> None:
        areas, _, ages = self.people.shape
        for name in ("people", "survival", "moving"):
            check(name, getattr(self, name), areas, 2, ages)
        for name in ("fertility", "spread", "numbers"):
            check(name, getattr(self, name), areas)

    def part(self, which: Integers | slice) -> Areas:
        """Some of the areas, in the order asked for."""

        def some(name: str) -> Floats32:
            return np.ascontiguousarray(getattr(self, name)[which], np.float32)

        return Areas(
            some("people"),
            some("survival"),
            some("moving"),
            some("fertility"),
            some("spread"),
            self.numbers[which],
        )


@dataclass(frozen=True)
class Country:
    """Rates by year before any shock."""

    deaths: Floats  # (year, sex, age), share that dies within the year
    births: Floats  # (year, mother), children per woman within the year
    youngest: int  # age of the first of these mothers
    girls: float  # share of the children


@dataclass(frozen=True)
class Rates:
    """Rates that all areas share: those of the country, and a factor on each in each draw."""

    deaths: Floats32  # (year, sex, age), share that dies within the year
    births: Floats32  # (year, mother), children per woman within the year
    mortality: Floats32  # (block, year, lane), factor on all deaths
    fertility: Floats32  # (block, year, lane), factor on all births
    moving: Floats32  # (block, year, lane), factor on the net migration of every area
    youngest: int
    girls: float
    draws: int  # lanes beyond this number are padding

    @property
    def years(self) -> int:
        return len(self.deaths)

    @property
    def blocks(self) -> int:
        return len(self.moving)


@dataclass(frozen=True)
class Shocks:
    """Standard deviations of the yearly steps of three random walks."""

    mortality: float  # on the log of all death rates
    fertility: float  # on the log of all fertility
    moving: float  # on the factor of net migration

    def walks(self, years: int, draws: int, seed: int) -> Floats:
        """A shock stays, and the next comes on top of it: (walk, year, draw)."""
        random = np.random.Generator(np.random.SFC64(seed))
        steps = random.standard_normal((draws, 3, years)).transpose(1, 2, 0)
        sizes = np.array([self.mortality, self.fertility, self.moving])
        walks: Floats = np.cumsum(steps, axis=1) * sizes[:, None, None]
        return walks


def shared_rates(country: Country, walks: Floats) -> Rates:
    """The rates of every draw, from the walks of mortality, fertility and moving.

    Parameters
    ----------
    country : rates without shocks
    walks : (walk, year, draw)

    Returns
    -------
    rates in blocks; the last block is filled up with the last draw

    Raises
    ------
    ProjectionInputError
    """
    years, _, ages = country.deaths.shape
    draws = walks.shape[2]
    check("walks", walks, 3, years, draws)
    check("deaths", country.deaths, years, 2, ages)
    mothers = country.births.shape[1]
    check("births", country.births, years, mothers)
    blocks = -(-draws // LANES)
    drawn = np.minimum(np.arange(blocks * LANES), draws - 1)
    laid = walks[:, :, drawn].reshape(3, years, blocks, LANES).transpose(0, 2, 1, 3)
    deadly, fertile, leaving = np.ascontiguousarray(laid)
    return Rates(
        deaths=country.deaths.astype(np.float32),
        births=country.births.astype(np.float32),
        mortality=np.exp(deadly).astype(np.float32),
        fertility=np.exp(fertile).astype(np.float32),
        moving=(1.0 + leaving).astype(np.float32),
        youngest=country.youngest,
        girls=country.girls,
        draws=draws,
    )
