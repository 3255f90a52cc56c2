"""Money, homes and gaps as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from wwz.opgave.wording import how_many, listing, number

FORMS = {
    "zorggeschikt": "zorggeschikt",
    "geclusterd": "geclusterd",
    "nultreden": "nultreden",
    "regulier": "andere woning",
}
"""Woonvormen in the order of the engine, as columns are called."""
THOUSANDS_IN_A_MILLION = 1_000
# Percents: below the one a decimal more is told, and less than the other is never claimed.
SEEN, LEAST = 0.1, 0.01


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
    """'24 geclusterd en 12 nultreden'; forms of which there are none are left out."""
    return listing(
        [f"{number(counted[form])} {words}" for form, words in FORMS.items() if counted.get(form)]
    )


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


def gap_words(gap: float | None, *, proven: bool) -> str:
    """How much better it could still be, in one sentence; never better than what is proven.

    >>> gap_words(0.84, proven=True), gap_words(0.0, proven=True)
    ('Hooguit 0,8% beter is mogelijk.', 'Hooguit 0,01% beter is mogelijk.')
    """
    if gap is None or not proven:
        return "Hoeveel beter het nog kan, weten wij nog niet."
    if gap < SEEN:
        return f"Hooguit {number(max(gap, LEAST), 2)}% beter is mogelijk."
    return f"Hooguit {number(gap, 1)}% beter is mogelijk."
