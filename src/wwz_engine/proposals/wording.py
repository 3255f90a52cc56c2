"""Numbers, money and limits in Dutch sentences."""

from __future__ import annotations

from collections.abc import Sequence

from wwz_engine.proposals.instance import LimitName
from wwz_engine.proposals.rows import GEMEENTE


def number(value: float, digits: int = 0) -> str:
    """A number as Dutch writes it.

    Examples
    --------
    >>> number(1234.5), number(0.25, 1)
    ('1.234', '0,2')
    """
    text = f"{value:,.{digits}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def euros(thousands: float) -> str:
    """Thousands of euros in words.

    Examples
    --------
    >>> euros(2500), euros(750)
    ('2,5 miljoen euro', '750.000 euro')
    """
    if abs(thousands) >= 1000:
        digits = 0 if abs(thousands) >= 100_000 else 1
        return f"{number(thousands / 1000, digits)} miljoen euro"
    return f"{number(thousands * 1000)} euro"


def listed(words: Sequence[str]) -> str:
    """Words with commas, and ‘en’ before the last."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def quoted(titles: Sequence[str]) -> str:
    return listed([f"‘{title}’" for title in titles])


def payer(who: str) -> str:
    return "de gemeente" if who == GEMEENTE else who


def limit(name: LimitName, title: str = "") -> str:
    """A limit as a noun, with what there is.

    Parameters
    ----------
    title : of the plan that the limit is of, where it is of one
    """
    if name.key == "budgets":
        return f"het budget van {payer(name.who)} in {name.year} ({euros(name.most)})"
    if name.key == "building":
        return f"de bouwcapaciteit in {name.year} ({number(name.most)} woningen)"
    if name.key == "care_hours":
        return f"de uren zorg in {name.year} ({number(name.most)} uur per jaar)"
    if name.key == "social_least":
        return "het deel sociale huur dat minstens nodig is"
    if name.key == "social_most_wijk":
        return f"het hoogste deel sociale huur in {name.who}"
    if name.key == "remaining_most":
        return f"het tekort dat in {name.who} mag overblijven"
    if name.key == "after":
        return f"de volgorde (‘{title}’ wacht op een andere locatie)"
    return f"de afspraak dat ‘{title}’ er komt"
