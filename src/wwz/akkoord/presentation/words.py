"""Numbers, days and amounts as the pages of this step say them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.dateformat import format as format_date

from wwz.opgave.wording import number
from wwz.partners.models import Organisation

FIXED_SPACE = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=1024)
def short_day(value: date) -> str:
    """For a column: 31 dec 2029, kept on one line. The same days return on page after page."""
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
