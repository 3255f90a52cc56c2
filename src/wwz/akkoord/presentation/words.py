"""Numbers, days and amounts as the pages of this step say them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.dateformat import format as format_date

from wwz.opgave.wording import number
from wwz.partners.models import Organisation

FIXED_SPACE = "\N{NO-BREAK SPACE}"
SMALL = (
    "geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
    "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien",
    "negentien", "twintig",
)  # fmt: skip
TENS = {
    30: "dertig", 40: "veertig", 50: "vijftig", 60: "zestig", 70: "zeventig", 80: "tachtig",
    90: "negentig", 100: "honderd",
}  # fmt: skip


def counted(many: int) -> str:
    """A number as a word where Dutch writes one.

    >>> counted(1), counted(20), counted(40), counted(41)
    ('één', 'twintig', 'veertig', '41')
    """
    return SMALL[many] if many < len(SMALL) else TENS.get(many, str(many))


def how_many(many: int, one: str, more: str) -> str:
    """The number with the right form of the noun.

    >>> how_many(1, "partij", "partijen"), how_many(40, "afspraak", "afspraken")
    ('één partij', 'veertig afspraken')
    """
    return f"{counted(many)} {one if many == 1 else more}"


def day(value: date | None) -> str:
    return format_date(value, "j F Y") if value else ""


def short_day(value: date) -> str:
    """For a column: 31 dec 2029, kept on one line."""
    return format_date(value, "j M Y").replace(".", "").lower().replace(" ", FIXED_SPACE)


def amount(value: Decimal | None, unit: str = "") -> str:
    """A value with its unit: 48%, 120 woningen; one decimal at most.

    >>> amount(Decimal("48.00"), "procent"), amount(Decimal("54.26"), "procent")
    ('48%', '54,3%')
    """
    if value is None:
        return "onbekend"
    rounded = round(value, 1)
    words = number(float(rounded), 0 if rounded == int(rounded) else 1)
    if unit in ("procent", "%"):
        return f"{words}%"
    return f"{words} {unit}".strip()


def about(value: Decimal | None, unit: str = "") -> str:
    """The promised path between two years, in whole numbers."""
    return amount(None if value is None else Decimal(round(value)), unit)


def euros(value: Decimal | None) -> str:
    return "" if value is None else f"€{FIXED_SPACE}{number(float(value))}"


def party(organisation: Organisation | None) -> str:
    """The short name for the head of a column: without the word demo."""
    return organisation.name if organisation is not None else ""
