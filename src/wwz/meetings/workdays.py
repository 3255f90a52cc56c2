"""Working days in the Netherlands: no weekend, no public holiday.

Holidays come from the library `holidays`: Koningsdag is on the 26th when the 27th of April is a
Sunday, Bevrijdingsdag is free every five years (2025, 2030), and Goede Vrijdag counts as free.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def free_days(year: int) -> frozenset[date]:
    """The public holidays of a year."""
    return frozenset(holidays.country_holidays("NL", years=year))


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in free_days(day.year)


def add_workdays(day: date, number: int) -> date:
    """The working day so many working days later; before, with a number below zero.

    Examples
    --------
    >>> add_workdays(date(2026, 4, 2), 1)  # Thursday before Easter
    datetime.date(2026, 4, 7)
    """
    step = ONE_DAY if number >= 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after the first day up to and with the last; below zero when it lies before.

    Examples
    --------
    >>> workdays_between(date(2026, 12, 24), date(2026, 12, 28))
    1
    """
    if end < start:
        return -workdays_between(end, start)
    days = (end - start).days
    return sum(is_workday(start + timedelta(days=offset)) for offset in range(1, days + 1))


def next_workday(day: date) -> date:
    """This day, or the first working day after it."""
    return day if is_workday(day) else add_workdays(day, 1)
