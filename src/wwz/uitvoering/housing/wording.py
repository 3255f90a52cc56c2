"""How numbers of a programme are written; what nobody knows is said."""

from __future__ import annotations

from decimal import Decimal

from wwz.opgave.wording import number

UNKNOWN = "niet bekend"


def shown(value: int | None) -> str:
    """A count, or that nobody knows it.

    >>> shown(1200), shown(None)
    ('1.200', 'niet bekend')
    """
    return UNKNOWN if value is None else number(value)


def hours(value: Decimal | None) -> str:
    """Hours with a decimal when there is one.

    >>> hours(Decimal("36.0")), hours(Decimal("7.5")), hours(None)
    ('36', '7,5', 'niet bekend')
    """
    if value is None:
        return UNKNOWN
    return number(float(value), 0 if value == value.to_integral_value() else 1)


def euros(value: Decimal | None) -> str:
    """Whole euros as people write them.

    >>> euros(Decimal("1250000.00")), euros(None)
    ('€ 1.250.000', 'niet bekend')
    """
    return UNKNOWN if value is None else f"€ {number(float(value))}"
