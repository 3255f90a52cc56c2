"""How long a projected figure keeps: docs/methods/bands.md."""

from __future__ import annotations

from collections.abc import Sequence

WITHIN = 0.1
"""Of the value: Wilson and others (2018) call a forecast fit for use while four out of five
are within ten percent, and a band of 80% says just that."""


def shelf_life(
    years: Sequence[int],
    value: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
) -> int | None:
    """The last year up to which the whole band stays within ten percent of its value.

    A year without a value or a band ends it: what comes after a gap does not keep either.

    Parameters
    ----------
    years : ascending, the projected years only
    value, low, high : per year, the figure and the ends of its band of 80%

    Returns
    -------
    A year; None when not even the first one is near enough

    Examples
    --------
    >>> years, value = [2023, 2024, 2025], [100.0, 100.0, 100.0]
    >>> shelf_life(years, value, low=[95.0, 90.0, 88.0], high=[104.0, 109.0, 115.0])
    2024
    """
    last = None
    for year, *figures in zip(years, value, low, high, strict=True):
        if not _near(*figures):
            break
        last = year
    return last


def _near(value: float | None, low: float | None, high: float | None) -> bool:
    """Not a number is not near."""
    if value is None or low is None or high is None:
        return False
    room = WITHIN * abs(value)
    return value - low <= room and high - value <= room
