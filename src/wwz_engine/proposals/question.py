"""What is asked of a programme: years, limits and what weighs how much; JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from wwz_engine.errors import EngineError
from wwz_engine.proposals.rows import FORMS

MOST_DRAWS = 50


class QuestionError(EngineError):
    """A limit or a weight that cannot be; the sentence says which and what to do."""


@dataclass(frozen=True)
class Limits:
    """What a programme may ask for; an absent limit is no limit.

    budgets : payer -> year -> thousands of euros; a payer or year that is not there is free
    building : year -> homes that can be in the making
    care_hours : year -> hours of care a year that can be given to new homes
    social_least : percent of all homes of the programme that is social rent, at least
    social_most_wijk : percent of the homes of the programme in one wijk, at most
    target_most : percent of one plan that is geclusterd or zorggeschikt, at most
    remaining_most : percent of the shortage of a wijk that may be left in the last year
    soft_from : first year in which a soft plan can start
    land_from : owner of land -> first year in which can be built on it
    """

    budgets: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    building: Mapping[int, float] = field(default_factory=dict)
    care_hours: Mapping[int, float] = field(default_factory=dict)
    social_least: float | None = None
    social_most_wijk: float | None = None
    target_most: float | None = None
    remaining_most: float | None = None
    soft_from: int | None = None
    land_from: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Weights:
    """What weighs how much: all in homes that are short for one year.

    forms : per woonvorm; None takes the parameter ``shortage_weights``
    fairness : of the wijk that is left with the largest part of its shortage, per whole shortage
    cost : of a million euros; so little that it only chooses between what brings the same
    bad_draws : of the worst draws beside the mean, 0..1 (CVaR)
    bad_share : which share of the draws is the worst
    """

    forms: Mapping[str, float] | None = None
    fairness: float = 0.0
    cost: float = 0.01
    bad_draws: float = 0.0
    bad_share: float = 0.2


@dataclass(frozen=True)
class Question:
    """One question for a programme; equal questions on equal rows give equal answers.

    forced : ids of rows that are built whatever they bring, beside what is fixed
    banned : ids of rows that are not built
    draws : how many representative draws of the shortage are weighed
    """

    gemeente: str
    first_year: int
    last_year: int
    limits: Limits = Limits()
    weights: Weights = Weights()
    forced: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    draws: int = 5
    scenario: str = "basis"

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.last_year + 1))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def question_of(content: Mapping[str, Any]) -> Question:
    """A question from JSON, where years are texts.

    Raises
    ------
    QuestionError

    Examples
    --------
    >>> asked = {"gemeente": "GM0193", "first_year": 2026, "last_year": 2030,
    ...          "limits": {"care_hours": {"2028": 5000}}}
    >>> question_of(asked).limits.care_hours
    {2028: 5000.0}
    """
    try:
        given = _only_known(Question, content)
        limits = _only_known(Limits, given.get("limits") or {})
        weights = _only_known(Weights, given.get("weights") or {})
        limits |= {
            "budgets": {payer: _by_year(row) for payer, row in limits.get("budgets", {}).items()},
            "building": _by_year(limits.get("building", {})),
            "care_hours": _by_year(limits.get("care_hours", {})),
            "land_from": {owner: int(year) for owner, year in limits.get("land_from", {}).items()},
        }
        given |= {name: tuple(given.get(name, ())) for name in ("forced", "banned")}
        asked = Question(**(given | {"limits": Limits(**limits), "weights": Weights(**weights)}))
        _check(asked)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise QuestionError(
            "Deze vraag is niet te lezen. Geef jaren en bedragen als getallen op."
        ) from error
    return asked


def _only_known(kind: type, content: Mapping[str, Any]) -> dict[str, Any]:
    known = {one.name for one in fields(kind)}
    for key in content:
        if key not in known:
            raise QuestionError(
                f"‘{key}’ kennen we niet in een vraag. Kies uit {', '.join(sorted(known))}."
            )
    return dict(content)


def _by_year(row: Mapping[Any, Any]) -> dict[int, float]:
    return {int(year): float(value) for year, value in row.items()}


def _check(asked: Question) -> None:
    for whole in (asked.first_year, asked.last_year, asked.draws):
        if not isinstance(whole, int):
            raise TypeError("A year is a whole number.")
    if not asked.first_year <= asked.last_year <= asked.first_year + 30:
        raise QuestionError(
            f"Van {asked.first_year} tot en met {asked.last_year} kan niet. Kies hoogstens 30 jaar."
        )
    if not 1 <= asked.draws <= MOST_DRAWS:
        raise QuestionError(
            f"{asked.draws} trekkingen kan niet. Kies er 1 tot en met {MOST_DRAWS}."
        )
    _check_limits(asked.limits)
    _check_weights(asked.weights)


def _check_limits(limits: Limits) -> None:
    for row in (*limits.budgets.values(), limits.building, limits.care_hours):
        for year, value in row.items():
            if not value >= 0:
                raise QuestionError(f"Een grens van {value:g} in {year} kan niet. Kies 0 of meer.")
    shares = (
        limits.social_least, limits.social_most_wijk, limits.target_most, limits.remaining_most
    )  # fmt: skip
    for share in shares:
        if share is not None and not 0 <= share <= 100:
            raise QuestionError(f"{share:g} procent kan niet. Kies een getal van 0 tot en met 100.")


def _check_weights(weights: Weights) -> None:
    for form, weight in (weights.forms or {}).items():
        if form not in FORMS or not weight >= 0:
            raise QuestionError(f"Het gewicht {weight:g} van ‘{form}’ kan niet. Kies 0 of meer.")
    if not (weights.fairness >= 0 and weights.cost >= 0):
        raise QuestionError("Een gewicht is nooit minder dan 0.")
    if not (0 <= weights.bad_draws <= 1 and 0 < weights.bad_share <= 1):
        raise QuestionError("Een deel van de trekkingen ligt tussen 0 en 1.")
