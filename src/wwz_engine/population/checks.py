"""Sanity checks on rates: a study with one that fails is not published.

The forecast of all Dutch gemeenten that was withdrawn in 2023 had the moving of people of
65 and older wrong for four years, and nothing looked at it: docs/methods/checks.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import AGE_GROUPS, SEXES, Floats, check_shape
from wwz_engine.errors import EngineError
from wwz_engine.population.inputs import Inputs
from wwz_engine.population.places import Places
from wwz_engine.population.ratios import GROUPS, Country

TOLERANCE = "moving_check_tolerance"
NOT_CHECKED = (
    "Het verhuizen van ouderen is niet gecontroleerd: daarvoor zijn tellingen van vijf jaar eerder "
    "nodig."
)
_FEWEST_OLD = 20
CHANCE = 2.0
"""Standard deviations of pure chance that are no fault: few people, few moves."""


class CheckFailedError(EngineError):
    """A rate cannot be right, so nothing of the study is published."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0])


def refuse(problems: Iterable[str]) -> None:
    """Publish nothing when a check failed.

    Raises
    ------
    CheckFailedError
    """
    found = tuple(problems)
    if found:
        raise CheckFailedError(found)


# --- with gross moves ---


@dataclass(frozen=True)
class MovesOut:
    """Moves out of areas, by the forecast and as observed, in an equal time.

    modelled, observed, people : (area, age), moves and persons; ``ages`` gives the lowest
        age of each
    """

    areas: tuple[str, ...]
    ages: tuple[int, ...]
    modelled: Floats
    observed: Floats
    people: Floats

    def __post_init__(self) -> None:
        for name in ("modelled", "observed", "people"):
            check_shape(name, getattr(self, name), area=len(self.areas), age=len(self.ages))

    def between(self, counts: Floats, low: int, high: int = 999) -> Floats:
        """(area,), summed over ages from ``low`` and below ``high``."""
        inside = [low <= age < high for age in self.ages]
        total: Floats = counts[:, inside].sum(axis=1)
        return total


def moves_out_problems(moves: MovesOut, day: date) -> tuple[str, ...]:
    """What is wrong with moves out of people of 65 and older, one sentence each.

    Per area the modelled moves must be within a share of the observed ones, and chance
    besides; over all areas together old people must move far less than those of 20-29.
    """
    limits = parameters.load(TOLERANCE).table(day)
    modelled, observed = (moves.between(one, 65) for one in (moves.modelled, moves.observed))
    allowed = limits["out_rate"] * observed + CHANCE * np.sqrt(observed)
    found = []
    for index in np.flatnonzero(np.abs(modelled - observed) > allowed):
        found.append(
            f"De raming is niet gepubliceerd: uit {moves.areas[index]} vertrekken in de "
            f"berekening {modelled[index]:.0f} 65-plussers en geteld zijn er "
            f"{observed[index]:.0f}. Controleer de verhuiscijfers van 65-plussers."
        )
    rates = [
        float(moves.between(moves.modelled, *ages).sum())
        / max(float(moves.between(moves.people, *ages).sum()), 1e-9)
        for ages in ((65,), (20, 30))
    ]
    if rates[0] > limits["older_share"] * rates[1]:
        found.append(
            "De raming is niet gepubliceerd: in de berekening verhuist "
            f"{_percent(rates[0])} van de 65-plussers en {_percent(rates[1])} van de mensen van "
            "20 tot en met 29 jaar, en ouderen verhuizen veel minder. Controleer de verhuiscijfers."
        )
    return tuple(found)


# --- with net moving only ---


@dataclass(frozen=True)
class NetMoving:
    """A gemeente in the past five years and in the first five that are forecast.

    before, after, start, later : (sex, age_group), persons; ``before`` became ``after``, and
        ``start`` becomes ``later``
    then, coming : (sex, age_group), share alive after those five years
    """

    name: str
    before: Floats
    after: Floats
    start: Floats
    later: Floats
    then: Floats
    coming: Floats

    def __post_init__(self) -> None:
        for name in ("before", "after", "start", "later", "then", "coming"):
            check_shape(name, getattr(self, name), sex=len(SEXES), age_group=GROUPS)

    def in_five_years(self, low: int) -> tuple[float, float, float]:
        """People of this age and older in five years: forecast, as before, and by survival.

        As before: who is alive, times the net moving of the past five years.
        """
        first = [band.low for band in AGE_GROUPS].index(low) - 1
        alive = (self.start * self.coming)[:, first:]
        foreseen = (self.before * self.then)[:, first:]
        stayed = np.divide(
            _older(self.after, first), _joined(foreseen), out=np.ones(len(SEXES)),
            where=_joined(foreseen) > 0,
        )  # fmt: skip
        expected = float((_joined(alive) * stayed).sum())
        return float(_older(self.later, first).sum()), expected, float(alive.sum())


def _older(people: Floats, first: int) -> Floats:
    """(sex,), everyone who came out of group ``first`` and older."""
    total: Floats = people[:, first + 1 :].sum(axis=1)
    return total


def _joined(people: Floats) -> Floats:
    total: Floats = people.sum(axis=1)
    return total


def net_moving_problems(net: NetMoving, day: date) -> tuple[str, ...]:
    """What is wrong with the net moving of older people, one sentence each.

    It sees that more or fewer old people come or go than in the past. It does not see a
    fault in moves out that a fault in moves in makes up for, nor one that was already in
    the past it compares with.
    """
    limits = parameters.load(TOLERANCE).table(day)
    found = []
    for low in (65, 80):
        forecast, expected, alive = net.in_five_years(low)
        allowed = limits[f"net_{low}plus"] * expected + CHANCE * np.sqrt(max(expected, 0.0))
        if abs(forecast - expected) <= allowed or alive <= 0:
            continue
        share = (forecast - expected) / max(expected, 1.0)
        found.append(
            f"De raming van {net.name} is niet gepubliceerd: over vijf jaar wonen er volgens de "
            f"berekening {_percent(abs(share))} {'meer' if share > 0 else 'minder'} "
            f"{low}-plussers dan bij het verhuizen van de afgelopen vijf jaar. Controleer de "
            "verhuiscijfers van ouderen."
        )
    return tuple(found)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%".replace(".", ",")


# --- a study ---


@dataclass(frozen=True)
class Checked:
    """What the checks of a study found: faults that refuse it, and what to tell with it."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_older(
    places: Places, inputs: Inputs, later: Floats, country: Country, day: date
) -> Checked:
    """Check the moving of older people in the first five years that are forecast.

    Parameters
    ----------
    later : (unit, sex, age_group), persons five years after the start
    """
    history = inputs.history
    if history is None:
        return Checked(notes=(NOT_CHECKED,))
    moving = NetMoving(
        places.gemeente.name,
        before=history.before.sum(axis=0),
        after=history.after.sum(axis=0),
        start=inputs.start.sum(axis=0),
        later=later.sum(axis=0),
        then=country.survival_then,
        coming=country.survival[0],
    )
    notes = [
        f"In {places.units[index].name} veranderde het aantal 85-plussers in vijf jaar heel sterk, "
        "zoals wanneer een zorginstelling opent of sluit. Dat gaat niet door in de raming."
        for index in sudden_changes(history.before, history.after)
    ]
    return Checked(net_moving_problems(moving, day), tuple(notes))


# --- what changes at once ---


def sudden_changes(before: Floats, after: Floats, low: int = 85) -> list[int]:
    """Areas where far more old people came or went at once than elsewhere in the gemeente.

    A care home that opens or closes is no rate: it happens once. Such areas are named with
    the study; the forecast holds the effect within its cap (``migration_cap_70plus``).

    Parameters
    ----------
    before, after : (area, sex, age_group), persons five years apart

    Returns
    -------
    indices of areas with 20 old people or more, of whom less than half or more than twice
    as many are left as the gemeente as a whole gives reason to expect
    """
    first = [band.low for band in AGE_GROUPS].index(low)
    then, now = (one[:, :, first:].sum(axis=(1, 2)) for one in (before, after))
    expected = then * now.sum() / max(float(then.sum()), 1e-9)
    large = np.maximum(expected, now) >= _FEWEST_OLD
    sudden = large & (then > 0) & ((now < expected / 2) | (now > expected * 2))
    return [int(index) for index in np.flatnonzero(sudden)]
