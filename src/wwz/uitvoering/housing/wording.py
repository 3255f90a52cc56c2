"""How numbers of a programme are written; what nobody knows is said."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from wwz.opgave.wording import number
from wwz.uitvoering.housing.models import HousingKind

UNKNOWN = "niet bekend"
# Woonvormen that are no home: they count, and are not called a home.
PLACES = frozenset({HousingKind.BESCHUT.value, HousingKind.STANDPLAATS.value})


def counted(many: int, woonvormen: Iterable[str]) -> str:
    """Homes and places together, each called what it is.

    >>> counted(1200, ["begeleid"]), counted(1, ["gewoon"]), counted(1, ["beschut"])
    ('1.200 woningen', '1 woning', '1 plek')
    >>> counted(24, ["begeleid", "beschut"])
    '24 woningen en plekken'
    """
    one, more = called(woonvormen)
    return f"{number(many)} {one if many == 1 else more}"


def called(woonvormen: Iterable[str]) -> tuple[str, str]:
    """The noun for one and for more of these."""
    places = {one in PLACES for one in woonvormen}
    if len(places) > 1:
        return "woning of plek", "woningen en plekken"
    return ("plek", "plekken") if True in places else ("woning", "woningen")


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
