"""Exact measures of error: docs/methods/metrics.md defines each with its source.

F is what was forecast, A what was counted later; both (area,), persons. An area without a
forecast or a count has no error and is left out. An area where nobody was counted has no
percentage error, but its people count in the sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from wwz_engine.axes import Floats, check_shape
from wwz_engine.errors import EngineError

NEAR = (5.0, 10.0, 20.0)
"""Percent: an area within so much is counted as near."""
SHELF_SHARE, SHELF_ERROR = 80.0, 10.0
"""A horizon is within shelf life while this percent of areas is within this percent."""
FEWEST_FOR_TRANSFORM = 8


class ScoreError(EngineError):
    """Figures that cannot be scored: not on the same areas, or none that are known."""


@dataclass(frozen=True)
class Errors:
    """Measures of one method on one set of areas; percent, unless said otherwise.

    areas : number of areas with a forecast and a count
    counted : persons in them
    medape, mape, mape_r : median, mean and transformed mean of the absolute error
    malpe : mean of the signed error; positive is too high
    wape : absolute errors together, against all people
    sape : symmetric, mean over areas
    within : per NEAR, percent of areas within it
    """

    areas: int
    counted: float
    medape: float
    wape: float
    malpe: float
    mape: float
    mape_r: float
    sape: float
    within: tuple[float, float, float]


def score(forecast: Floats, counted: Floats) -> Errors:
    """All measures of one forecast.

    Raises
    ------
    ScoreError, AxisMismatchError

    Examples
    --------
    >>> errors = score(np.array([110.0, 190.0]), np.array([100.0, 200.0]))
    >>> round(errors.medape, 1), round(errors.wape, 2), round(errors.malpe, 1)
    (7.5, 6.67, 2.5)
    """
    check_shape("forecast", forecast, area=counted.shape[0])
    known = ~np.isnan(forecast) & ~np.isnan(counted)
    if not known.any():
        raise ScoreError("Er is geen gebied met zowel een raming als een telling.")
    ours, truth = forecast[known], counted[known]
    signed = percentage_errors(ours, truth)
    signed = signed[~np.isnan(signed)]
    size = np.abs(signed)
    return Errors(
        areas=int(known.sum()),
        counted=float(truth.sum()),
        medape=_or_nan(np.median, size),
        wape=wape(ours, truth),
        malpe=_or_nan(np.mean, signed),
        mape=_or_nan(np.mean, size),
        mape_r=mape_r(size),
        sape=float(100 * symmetric_errors(ours, truth).mean()),
        within=(share_within(size, 5.0), share_within(size, 10.0), share_within(size, 20.0)),
    )


def percentage_errors(forecast: Floats, counted: Floats) -> Floats:
    """``PE = 100 (F - A) / A``; NaN where nobody was counted."""
    some = counted > 0
    errors: Floats = np.full(np.broadcast(forecast, counted).shape, np.nan)
    np.divide(100 * (forecast - counted), counted, out=errors, where=some)
    return errors


def wape(forecast: Floats, counted: Floats) -> float:
    """``100 sum |F - A| / sum A``: what a planner pays. NaN where nobody was counted at all."""
    whole = float(counted.sum())
    return float(100 * np.abs(forecast - counted).sum() / whole) if whole > 0 else float("nan")


def symmetric_errors(forecast: Floats, counted: Floats) -> Floats:
    """``|F - A| / (F + A)``, share 0..1; none where both are nil."""
    sums = forecast + counted
    return np.divide(np.abs(forecast - counted), sums, out=np.zeros_like(sums), where=sums > 0)


def share_within(size: Floats, percent: float) -> float:
    """Percent of the absolute percentage errors that are at most so large."""
    return float(100 * (size <= percent).mean()) if size.size else float("nan")


def mape_r(size: Floats) -> float:
    """Mean absolute percentage error after a power transform, back in percent.

    Few very large errors in tiny areas pull the mean up; a Box-Cox power that makes the
    errors as normal as it can takes that away (Swanson, Tayman and Barr 2000).
    """
    if size.size < FEWEST_FOR_TRANSFORM or np.ptp(size) <= 1e-9 * size.max():
        return float("nan")
    # A power has no place for an error of nil: it counts as half the smallest there is.
    errors = np.log(np.where(size > 0, size, size[size > 0].min() / 2))
    found = optimize.minimize_scalar(lambda power: _unlikely(power, errors), bounds=(-2.0, 2.0))
    power = float(found.x)
    if abs(power) < 1e-6:
        return float(np.exp(errors.mean()))
    return float(np.exp(np.log(np.exp(power * errors).mean()) / power))


def _unlikely(power: float, logs: Floats) -> float:
    """Minus the Box-Cox log-likelihood of a power, for logarithms of the errors."""
    bent = np.expm1(power * logs) / power if abs(power) > 1e-9 else logs
    return float(logs.size / 2 * np.log(bent.var()) - (power - 1) * logs.sum())


def age_structure_error(forecast: Floats, counted: Floats) -> Floats:
    """ASE: half the summed differences between the shares of ages, in percent points.

    Parameters
    ----------
    forecast, counted : (area, band), persons

    Returns
    -------
    (area,), NaN for an area that is empty in one of both

    Examples
    --------
    >>> age_structure_error(np.array([[50.0, 50.0]]), np.array([[60.0, 40.0]])).round(6)
    array([10.])
    """
    shares = []
    for people in (forecast, counted):
        whole = people.sum(axis=1, keepdims=True)
        shares.append(np.divide(people, whole, out=np.full_like(people, np.nan), where=whole > 0))
    error: Floats = 100 * np.abs(shares[0] - shares[1]).sum(axis=1) / 2
    return error


def shelf_life(within_ten: Mapping[int, float]) -> int:
    """Longest horizon up to which 80% of areas are within 10%; 0 when not even the first.

    Parameters
    ----------
    within_ten : per horizon, percent of areas within 10%
    """
    held = 0
    for horizon in sorted(within_ten):
        if not within_ten[horizon] >= SHELF_SHARE:
            break
        held = horizon
    return held


@dataclass(frozen=True)
class BandErrors:
    """How bands from ``low`` to ``high`` held.

    coverage : percent of areas with the count inside
    width : persons, mean
    winkler : persons, mean; width and the fine for what fell outside
    """

    areas: int
    coverage: float
    width: float
    winkler: float


def band_score(low: Floats, high: Floats, counted: Floats, level: float = 0.8) -> BandErrors:
    """Measures of bands that should hold a count with chance ``level``.

    Raises
    ------
    ScoreError

    Examples
    --------
    >>> band_score(np.array([90.0, 90.0]), np.array([110.0, 110.0]), np.array([100.0, 115.0]))
    BandErrors(areas=2, coverage=50.0, width=20.0, winkler=45.0)
    """
    known = ~np.isnan(low) & ~np.isnan(high) & ~np.isnan(counted)
    if not known.any():
        raise ScoreError("Er is geen gebied met zowel een bandbreedte als een telling.")
    low, high, counted = low[known], high[known], counted[known]
    inside = (low <= counted) & (counted <= high)
    width = high - low
    fine = 2 / (1 - level) * (np.maximum(low - counted, 0) + np.maximum(counted - high, 0))
    return BandErrors(
        int(known.sum()),
        float(100 * inside.mean()),
        float(width.mean()),
        float(np.round((width + fine).mean(), 9)),
    )


def crps(draws: Floats, counted: Floats) -> Floats:
    """Continuous ranked probability score of drawn futures (Gneiting and Raftery 2007).

    Parameters
    ----------
    draws : (area, draw), persons
    counted : (area,), persons

    Returns
    -------
    (area,), persons; of one draw it is the absolute error
    """
    check_shape("counted", counted, area=draws.shape[0])
    size = draws.shape[1]
    ordered = np.sort(draws, axis=1)
    rank = 2 * np.arange(1, size + 1) - size - 1
    spread = (ordered * rank).sum(axis=1) / size**2
    missed: Floats = np.abs(draws - counted[:, None]).mean(axis=1) - spread
    return missed


def skill(error: float, baseline: float) -> float:
    """``1 - WAPE / WAPE of the baseline``, a share; positive is better than the baseline."""
    return 1 - error / baseline if baseline > 0 else float("nan")


def _or_nan(measure: object, values: Floats) -> float:
    return float(measure(values)) if values.size and callable(measure) else float("nan")
