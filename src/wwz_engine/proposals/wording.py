"""Numbers, money and limits in Dutch sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wwz_engine.counted import how_many
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


def as_start(words: str) -> str:
    """Words as the start of a sentence: the first letter large, and ‘Eén’ with one accent.

    Examples
    --------
    >>> as_start("één uur"), as_start("bouwen")
    ('Eén uur', 'Bouwen')
    """
    if words.startswith("één"):
        return f"Eén{words[3:]}"
    return words[:1].upper() + words[1:]


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


def limits(names: Sequence[LimitName], titles: Mapping[str, str]) -> list[str]:
    """Limits as nouns; those that differ in the year alone are told together.

    Parameters
    ----------
    titles : of plans by the id of their row, and of wijken by their code

    Examples
    --------
    >>> years = [LimitName("building", "", year, 20.0) for year in (2027, 2028, 2029)]
    >>> limits(years, {})
    ['de bouwcapaciteit in 2027 tot en met 2029 (20 woningen per jaar)']
    """
    grouped: dict[tuple[str, str], list[LimitName]] = {}
    for name in names:
        grouped.setdefault((name.key, name.who), []).append(name)
    return [_limit(found, titles.get(who, who)) for (_, who), found in grouped.items()]


def _limit(names: Sequence[LimitName], title: str) -> str:
    key, who = names[0].key, names[0].who
    if key in _YEARLY:
        amounts = sorted({name.most for name in names})
        told = " tot ".join(_YEARLY[key][1](most) for most in (amounts[:1] + amounts[1:][-1:]))
        years = in_years([name.year for name in names if name.year is not None])
        each = " per jaar" if len(names) > 1 or key == "care_hours" else ""
        return f"{_YEARLY[key][0].format(who=payer(who))} in {years} ({told}{each})"
    return _ONCE.get(key, "de afspraak dat ‘{title}’ er komt").format(title=title)


_YEARLY: dict[str, tuple[str, Callable[[float], str]]] = {
    "budgets": ("het budget van {who}", euros),
    "building": ("de bouwcapaciteit", lambda most: how_many(round(most), "woning", "woningen")),
    "care_hours": ("de uren zorg", lambda most: f"{number(most)} uur"),
}
_ONCE = {
    "social_least": "het deel sociale huur dat minstens nodig is",
    "social_most_wijk": "het hoogste deel sociale huur in {title}",
    "remaining_most": "het tekort dat in een wijk mag overblijven",
    "after": "de volgorde (‘{title}’ wacht op een andere locatie)",
}


def in_years(years: Sequence[int]) -> str:
    """Years in words: a range where none is missing.

    Examples
    --------
    >>> in_years([2027, 2028, 2029]), in_years([2027, 2030])
    ('2027 tot en met 2029', '2027 en 2030')
    """
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]} tot en met {years[-1]}"
    return listed([str(year) for year in years])


def some(titles: Sequence[str], most: int = 3) -> str:
    """Quoted titles, of which not too many are named.

    Examples
    --------
    >>> some(["A", "B", "C", "D"])
    '‘A’, ‘B’, ‘C’ en nog 1 plan'
    """
    if len(titles) <= most:
        return quoted(titles)
    named = ", ".join(f"‘{title}’" for title in titles[:most])
    return f"{named} en nog {how_many(len(titles) - most, 'plan', 'plannen')}"


def home_years(amount: float) -> str:
    """An amount of homes short for one year: tenths only where there are few."""
    return number(amount, 1 if amount < 10 else 0)
