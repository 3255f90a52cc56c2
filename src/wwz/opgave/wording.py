"""How figures and days are written and spoken in Dutch: numbers, bands, years."""

from collections.abc import Sequence
from datetime import date

from django.utils.dateformat import format as format_date

THOUSAND_SEPARATOR = "."
DECIMAL_COMMA = ","
MINUS = "\N{MINUS SIGN}"
# Below this a projected number is not rounded to tens: 35 people would become 40.
ROUND_TO_TEN_FROM = 100
# A year is not rounded. Of these units a whole number says too little; an index of 134 is no 130.
YEAR, DURATION = "jaar", "jaren"
WITH_A_DECIMAL = (
    "mensen per baan", DURATION, "miljoen euro", "index", "per 1.000 inwoners", "1.000 inwoners",
    "afstand",
)  # fmt: skip
SMALL = (
    "geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
    "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien",
    "negentien", "twintig",
)  # fmt: skip
TENS = {
    30: "dertig", 40: "veertig", 50: "vijftig", 60: "zestig", 70: "zeventig", 80: "tachtig",
    90: "negentig", 100: "honderd",
}  # fmt: skip


def number(value: float, decimals: int = 0) -> str:
    """A number in Dutch notation: 14220 is '14.220', 28.84 with one decimal is '28,8'."""
    text = f"{abs(value):,.{decimals}f}".replace(",", "_").replace(".", DECIMAL_COMMA)
    negative = value < 0 and any(digit in text for digit in "123456789")
    return (MINUS if negative else "") + text.replace("_", THOUSAND_SEPARATOR)


def percentage(value: float, decimals: int = 1) -> str:
    return f"{number(value, decimals)}%"


def signed_percentage(value: float) -> str:
    """A change in whole percents with its sign: '+21%', '−5%', '0%'."""
    rounded = round(value)
    return f"+{number(rounded)}%" if rounded > 0 else percentage(rounded, 0)


def amount(value: float, unit: str) -> str:
    """A value in its unit: percent with its sign, a year as a year, anything else as a count.

    >>> amount(2031.0, "jaar"), amount(2.4, "mensen per baan"), amount(1200.0, "woningen")
    ('2031', '2,4', '1.200')
    >>> amount(0.5, "jaren")
    '0,5 jaar'
    """
    if unit == "procent":
        return percentage(value)
    if unit == YEAR:
        return str(round(value))
    words = number(value, 1 if unit in WITH_A_DECIMAL and abs(value) < ROUND_TO_TEN_FROM else 0)
    # How long somebody stays: a bare number would be read as people.
    return f"{words} jaar" if unit == DURATION else words


def spoken(value: float, unit: str, kind: str) -> str:
    """A value as it is spoken: counts that nobody counted are rounded to ten from 100 on."""
    return amount(as_spoken(value, unit, kind), unit)


def as_spoken(value: float, unit: str, kind: str) -> float:
    """The number that ``spoken`` writes.

    >>> as_spoken(14224.0, "personen", "geraamd"), as_spoken(28.84, "procent", "geschat")
    (14220.0, 28.8)
    """
    if unit == "procent" or (unit in WITH_A_DECIMAL and abs(value) < ROUND_TO_TEN_FROM):
        return round(value, 1)
    if kind != "geteld" and unit not in (YEAR, *WITH_A_DECIMAL) and abs(value) >= ROUND_TO_TEN_FROM:
        return float(round(value / 10) * 10)
    return float(round(value))


def step_of(unit: str) -> float:
    """What a shown difference is a multiple of: a tenth of a percent, a home, five people."""
    return {"procent": 0.1, "personen": 5.0}.get(unit, 1.0)


def signed(value: float, unit: str) -> str:
    """A change in its unit with its sign: '+15', '−0,3 procentpunt', '0'."""
    words = f"{number(value, 1)} procentpunt" if unit == "procent" else number(value)
    return f"+{words}" if value > 0 else words


def between(low: float, high: float, unit: str, kind: str = "geraamd") -> str:
    return f"tussen {spoken(low, unit, kind)} en {spoken(high, unit, kind)}"


def listing(words: Sequence[str]) -> str:
    """'a', 'a en b', 'a, b en c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"


def upper_first(words: str) -> str:
    """A capital at the beginning; of één only the second letter keeps its accent.

    >>> upper_first("één partij"), upper_first("veertig")
    ('Eén partij', 'Veertig')
    """
    if words.startswith("één"):
        return f"E{words[1:]}"
    return words[:1].upper() + words[1:]


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def number_word(many: int) -> str:
    """A number as a word where Dutch writes one.

    >>> number_word(1), number_word(20), number_word(40), number_word(41)
    ('één', 'twintig', 'veertig', '41')
    """
    return SMALL[many] if many < len(SMALL) else TENS.get(many, str(many))


def how_many(many: int, one: str, more: str) -> str:
    """The number with the right form of the noun.

    >>> how_many(1, "partij", "partijen"), how_many(40, "afspraak", "afspraken")
    ('één partij', 'veertig afspraken')
    """
    return f"{number_word(many)} {one if many == 1 else more}"


def in_full(day: date | None) -> str:
    """A day in full Dutch: '3 maart 2026'."""
    return format_date(day, "j F Y") if day else ""
