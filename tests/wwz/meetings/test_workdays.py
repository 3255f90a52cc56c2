"""Working days, worked out by hand with a calendar of 2025, 2026 and 2027."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz.meetings.workdays import (
    add_workdays,
    free_days,
    is_workday,
    next_workday,
    workdays_between,
)

FREE_2026 = [
    date(2026, 1, 1),  # Nieuwjaarsdag
    date(2026, 4, 3),  # Goede vrijdag
    date(2026, 4, 5),  # Eerste paasdag
    date(2026, 4, 6),  # Tweede paasdag
    date(2026, 4, 27),  # Koningsdag
    date(2026, 5, 14),  # Hemelvaartsdag
    date(2026, 5, 24),  # Eerste pinksterdag
    date(2026, 5, 25),  # Tweede pinksterdag
    date(2026, 12, 25),  # Eerste kerstdag
    date(2026, 12, 26),  # Tweede kerstdag
]


def test_free_days_of_a_year() -> None:
    assert sorted(free_days(2026)) == FREE_2026


def test_liberation_day_is_free_every_five_years() -> None:
    free = [year for year in range(2020, 2036) if date(year, 5, 5) in free_days(year)]
    assert free == [2020, 2025, 2030, 2035]


def test_kings_day_moves_from_a_sunday_to_saturday() -> None:
    assert date(2025, 4, 26) in free_days(2025)
    assert date(2025, 4, 27) not in free_days(2025)


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Thursday before Easter: to Tuesday
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Friday; Monday is Koningsdag
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Wednesday; Thursday is Hemelvaart
        (date(2026, 12, 24), 5, date(2027, 1, 4)),  # over Christmas, a weekend and New Year
        (date(2026, 11, 6), 5, date(2026, 11, 13)),  # a week without anything
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # from a Saturday
        (date(2026, 11, 6), 0, date(2026, 11, 6)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),  # and back over Easter
        (date(2025, 5, 2), 2, date(2025, 5, 7)),  # 5 May 2025 was free
    ],
)
def test_days_added_by_hand(start: date, number: int, end: date) -> None:
    assert add_workdays(start, number) == end


def test_year_2026_has_254_working_days() -> None:
    # 261 weekdays, less the seven holidays that fall on one.
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == 254


def test_day_that_is_free_moves_to_the_next_working_day() -> None:
    assert next_workday(date(2026, 4, 5)) == date(2026, 4, 7)
    assert next_workday(date(2026, 4, 7)) == date(2026, 4, 7)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(-60, 60))
def test_adding_and_counting_agree(start: date, number: int) -> None:
    end = add_workdays(start, number)
    assert number == 0 or is_workday(end)
    back = workdays_between(start, end)
    # Backwards the first day counts when it is a working day itself.
    assert back == number or (number < 0 and back == number + is_workday(end) - is_workday(start))


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_no_weekend_is_a_working_day(day: date) -> None:
    assert not (day.weekday() >= 5 and is_workday(day))
    assert next_workday(day) - day < timedelta(days=5)
