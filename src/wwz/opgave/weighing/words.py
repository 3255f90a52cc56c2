"""Money, homes and gaps as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from wwz.opgave.wording import how_many, listing, number

FORMS = {
    "zorggeschikt": "zorggeschikt",
    "geclusterd": "geclusterd",
    "nultreden": "nultreden",
    "regulier": "andere woning",
}
"""Woonvormen in the order of the engine, as columns are called."""
SEVERAL = {"regulier": "andere woningen"}
THOUSANDS_IN_A_MILLION = 1_000
# Percents: below the one a decimal more is told, and less than the other is never claimed.
SEEN, LEAST = 0.1, 0.01
# Home-years that a million euros weighs: so little only chooses between what brings the same.
LITTLE_COST = 0.01


def money(thousands: float) -> str:
    """An amount in thousands of euros, as it is spoken.

    >>> money(850), money(1200), money(0), money(-2500)
    ('850.000 euro', '1,2 miljoen euro', '0 euro', '−2,5 miljoen euro')
    """
    if abs(thousands) < THOUSANDS_IN_A_MILLION:
        return f"{number(thousands * 1_000)} euro"
    return f"{number(thousands / THOUSANDS_IN_A_MILLION, 1)} miljoen euro"


def payer_words(who: str) -> str:
    """A payer in a sentence.

    >>> payer_words("gemeente"), payer_words("Vechtwonen")
    ('de gemeente', 'Vechtwonen')
    """
    return "de gemeente" if who == "gemeente" else who


def homes(many: int) -> str:
    return f"{number(many)} {'woning' if many == 1 else 'woningen'}"


def per_form(counted: Mapping[str, float]) -> str:
    """What a project brings; forms of which there are none are left out.

    >>> per_form({"geclusterd": 24, "regulier": 13}), per_form({"regulier": 1})
    ('24 geclusterd en 13 andere woningen', '1 andere woning')
    """
    found = [(form, counted[form]) for form in FORMS if counted.get(form)]
    return listing(
        [f"{number(many)} {FORMS[form] if many == 1 else SEVERAL.get(form, FORMS[form])}"
         for form, many in found]
    )  # fmt: skip


def plans(many: int) -> str:
    return how_many(many, "project", "projecten")


def difference(value: float, decimals: int = 0) -> str:
    """A change with its sign: '+12', '−3', 'gelijk'."""
    words = number(value, decimals)
    if not any(digit in words for digit in "123456789"):
        return "gelijk"
    return f"+{words}" if value > 0 else words


def share_gone(without: float, left: float) -> float:
    """Percent of the shortage that a programme takes away."""
    return 100 * (without - left) / without if without else 0.0


def shortage_gone(content: Mapping[str, Any]) -> float:
    """Percent of the shortage of homes alone that a programme takes away: no fairness, no cost."""
    return share_gone(content["home_years_without"], content["home_years"])


def weighs_more(question: Mapping[str, Any]) -> bool:
    """Whether more than homes that are short was weighed, so that its value is no shortage."""
    weights = question.get("weights", {})
    counts = weights.get("fairness") or weights.get("bad_draws")
    return bool(counts) or weights.get("cost", 0.0) > LITTLE_COST


def gap_words(gap: float | None, *, proven: bool, unfinished: bool = False) -> str:
    """How much better it could still be, in one sentence; never better than what is proven.

    >>> gap_words(0.84, proven=True), gap_words(0.0, proven=True)
    ('Hooguit 0,9% beter is mogelijk.', 'Hooguit 0,01% beter is mogelijk.')
    """
    if gap is None or not proven:
        return f"Hoeveel beter het nog kan, weten wij {'nog ' if unfinished else ''}niet."
    return f"Hooguit {at_most(gap)}% beter is mogelijk."


def at_most(percent: float) -> str:
    """A percentage that nothing goes beyond: rounded up, so that it stays true.

    >>> at_most(0.8), at_most(0.81), at_most(0.012), at_most(0.0)
    ('0,8', '0,9', '0,02', '0,01')
    """
    decimals = 2 if percent < SEEN else 1
    whole = 10**decimals
    return number(max(ceil(percent * whole - 1e-9) / whole, LEAST), decimals)
