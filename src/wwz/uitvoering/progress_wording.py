"""What the figures say about a promise, in words, and dates as they are spoken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format

from wwz.akkoord.measured import Measured
from wwz.opgave.wording import in_full, number

PERCENT = ("%", "procent")


def amount(value: Decimal) -> str:
    """A value without decimals that say nothing.

    >>> amount(Decimal("31.00")), amount(Decimal("48.20"))
    ('31', '48,2')
    """
    whole = value == value.to_integral_value()
    return number(float(value), 0 if whole else 1)


def in_unit(value: Decimal, unit: str) -> str:
    """``48%``, ``31 woningen``."""
    words = amount(value)
    if unit in PERCENT:
        return f"{words}%"
    return f"{words} {unit}".strip()


def figure_words(measured: Measured) -> str:
    """``31 woningen op 1 november 2026; het pad was 50 (demo-cijfer)``."""
    if measured.value is None or measured.as_of is None:
        return "Er is nog geen cijfer."
    words = f"{in_unit(measured.value, measured.unit)} op {in_full(measured.as_of)}"
    if measured.promised is not None:
        sign = "%" if measured.unit in PERCENT else ""
        words += f"; het pad was {amount(measured.promised)}{sign}"
    return f"{words} (demo-cijfer)" if measured.demo else words


def short_day(on: date) -> str:
    """A day of this half year: without the year."""
    return date_format(on, "j F")
