"""The axes that every array in the engine lies on, checked strictly.

An array that lies on the wrong axis adds up to a wrong figure without any error,
so each public function names the axes it expects and checks them first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from wwz_engine.errors import EngineError

Floats: TypeAlias = npt.NDArray[np.float64]

SEXES: tuple[str, ...] = ("man", "vrouw")
OLDEST = 95
"""Single ages run from 0 to this one, which is open: 95 and older."""

_BAND = re.compile(r"^(\d{1,3})(?:-(\d{1,3})|(\+))$")


class AxisMismatchError(EngineError):
    """An array has another shape than the axes it is said to lie on."""

    def __init__(self, name: str, expected: dict[str, int], found: tuple[int, ...]) -> None:
        self.name, self.expected, self.found = name, expected, found
        wanted = ", ".join(f"{axis}={size}" for axis, size in expected.items())
        super().__init__(
            f"{name} heeft de vorm {found}, maar hoort ({wanted}) te zijn. "
            "Controleer de volgorde van de assen."
        )


class AgeBandError(EngineError):
    """A text that is not an age band, or bands that overlap or leave a hole."""


@dataclass(frozen=True, order=True)
class AgeBand:
    """Ages from ``low`` up to and including ``high``; open when ``high`` is None."""

    low: int
    high: int | None = None

    @property
    def label(self) -> str:
        return f"{self.low}+" if self.high is None else f"{self.low}-{self.high}"

    @property
    def last(self) -> int:
        return OLDEST if self.high is None else self.high

    def slice(self) -> slice:
        """The part of a single-age axis that falls in this band."""
        return slice(self.low, self.last + 1)


def age_band(text: str) -> AgeBand:
    """Read ``"65-74"`` or ``"85+"``.

    Raises
    ------
    AgeBandError

    Examples
    --------
    >>> age_band("65-74"), age_band("85+").label
    (AgeBand(low=65, high=74), '85+')
    """
    match = _BAND.match(text.strip())
    if match is None:
        raise AgeBandError(f"‘{text}’ is geen leeftijdsgroep. Schrijf 65-74 of 85+.")
    low = int(match[1])
    high = int(match[2]) if match[2] else None
    if low > OLDEST or (high is not None and not low <= high <= OLDEST):
        raise AgeBandError(f"‘{text}’ is geen leeftijdsgroep: de grenzen kloppen niet.")
    return AgeBand(low, high)


def five_year_bands() -> tuple[AgeBand, ...]:
    """0-4, 5-9 .. 95+: the twenty age groups on which people are projected."""
    return (*(AgeBand(low, low + 4) for low in range(0, 95, 5)), AgeBand(95))


AGE_GROUPS: tuple[AgeBand, ...] = five_year_bands()


def check_bands_cover_all_ages(bands: tuple[AgeBand, ...]) -> None:
    """Bands must follow on from each other from age 0 to the open end.

    Raises
    ------
    AgeBandError
    """
    expected = 0
    for band in bands:
        if band.low != expected:
            raise AgeBandError(
                f"De leeftijdsgroep {band.label} begint niet op {expected} jaar. "
                "Groepen moeten op elkaar aansluiten, zonder gat en zonder overlap."
            )
        expected = band.last + 1
    if not bands or bands[-1].high is not None:
        raise AgeBandError("De laatste leeftijdsgroep moet open zijn, bijvoorbeeld 85+.")


def band_membership(bands: tuple[AgeBand, ...]) -> Floats:
    """Which single age lies in which band.

    Returns
    -------
    (band, single_age), 0 or 1
    """
    member = np.zeros((len(bands), OLDEST + 1))
    for index, band in enumerate(bands):
        member[index, band.slice()] = 1.0
    return member


def check_shape(name: str, array: npt.NDArray[Any], **axes: int) -> None:
    """Refuse an array whose shape is not exactly the given axes, in this order.

    Raises
    ------
    AxisMismatchError

    Examples
    --------
    >>> check_shape("people", np.zeros((3, 2)), area=3, sex=2)
    """
    if array.shape != tuple(axes.values()):
        raise AxisMismatchError(name, axes, array.shape)
