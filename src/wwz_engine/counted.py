"""How many there are of something, as Dutch says it."""

from __future__ import annotations


def how_many(count: int, one: str, many: str) -> str:
    """A number with the words that go with it.

    Examples
    --------
    >>> how_many(1, "adres ligt", "adressen liggen"), how_many(1234, "plan", "plannen")
    ('1 adres ligt', '1.234 plannen')
    """
    number = f"{count:,}".replace(",", ".")
    return f"{number} {one if count == 1 else many}"
