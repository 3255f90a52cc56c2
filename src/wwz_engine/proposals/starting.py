"""The question to begin with: limits that follow from the plans themselves, for who asks first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from wwz_engine import parameters
from wwz_engine.proposals.question import Limits, Question, Weights
from wwz_engine.proposals.rows import GEMEENTE, SiteRow

MOST_YEARS = 10
FAIRNESS = 200.0
"""Homes short for one year that the whole shortage of the worst wijk weighs."""


def payers_of(rows: Sequence[SiteRow]) -> tuple[str, ...]:
    """Everybody who pays for a plan, the gemeente first."""
    named = sorted({payer for row in rows for payer in row.costs()} - {GEMEENTE})
    paid = any(GEMEENTE in row.costs() for row in rows)
    return (*([GEMEENTE] if paid else []), *named)


def start_question(
    rows: Sequence[SiteRow], gemeente: str, first_year: int, last_year: int, day: date
) -> Question:
    """A question with limits that bite a little.

    Parameters
    ----------
    rows : all plans; of the variants of a site the one with most homes counts
    first_year, last_year : years that can be asked for; at most ten of them are
    day : of the parameters

    Examples
    --------
    >>> row = SiteRow("K1", "K", "De Kade", "BU01", 2024, "Corporatie", "hard", 2027, 2,
    ...               nultreden=40, cost_party=5000, care_hours=800)
    >>> asked = start_question([row], "GM0193", 2027, 2031, date(2026, 1, 1))
    >>> asked.limits.budgets, asked.limits.building[2027], asked.limits.care_hours[2030]
    ({'Corporatie': {2027: 2500, 2028: 2500, 2029: 2500, 2030: 2500, 2031: 2500}}, 20, 600)
    """
    parts = parameters.load("programme_start").table(day)
    last = min(last_year, first_year + MOST_YEARS - 1)
    years = range(first_year, last + 1)
    largest: dict[str, SiteRow] = {}
    for row in rows:
        known = largest.get(row.site)
        largest[row.site] = row if known is None or row.homes > known.homes else known
    plans = list(largest.values())

    def in_the_making(key: str, asked: Sequence[tuple[int, float]]) -> Mapping[int, float]:
        """A part of all in a mean year, and enough for the plan that asks most in one year."""
        mean = parts[key] / 100 * sum(whole for _, whole in asked) / len(years)
        most = max((whole / max(lead, 1) for lead, whole in asked), default=0.0)
        return dict.fromkeys(years, rounded(max(mean, most)))

    budgets = {
        payer: in_the_making("money", [(row.lead, row.costs().get(payer, 0)) for row in plans])
        for payer in payers_of(rows)
    }
    homes = [(row.lead, row.homes if row.building is None else row.building) for row in plans]
    hours = parts["care"] / 100 * sum(row.care_hours for row in plans)
    limits = Limits(
        budgets=budgets,
        building=in_the_making("building", homes) if plans else {},
        care_hours=dict.fromkeys(years, rounded(hours)) if plans else {},
        social_least=float(parts["social"]),
    )
    return Question(gemeente, first_year, last, limits, Weights(fairness=FAIRNESS))


def rounded(value: float) -> int:
    """Two digits that count, upward: limits are said in round numbers.

    Examples
    --------
    >>> rounded(1234.0), rounded(7.2), rounded(0.0)
    (1300, 8, 0)
    """
    step = 1
    while value > 100 * step:
        step *= 10
    return int(-(-value // step) * step)
