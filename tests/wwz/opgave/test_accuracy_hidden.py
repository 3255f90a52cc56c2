"""What was measured on small areas shows no count that a published study hides."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client

from tests.cast import GEMEENTE, NORTH, SOUTH, WIJK, make_fact, request_and_publish, small_result
from wwz.areas.models import Area
from wwz.opgave.queries import backtests
from wwz_engine.indicators import all_indicators

pytestmark = pytest.mark.django_db
YEAR = 2021


@pytest.fixture
def hides_the_oldest(gemeente: Area) -> None:
    """A study in which the very old of Aa-landen-Noord are hidden in 2021."""
    oldest = all_indicators()["inwoners_85plus"]
    numbers = {GEMEENTE: 2427.0, WIJK: 203.0, NORTH: 3.0, SOUTH: 200.0}
    facts = tuple(make_fact(oldest, area, YEAR, value) for area, value in numbers.items())
    request_and_publish(gemeente, replace(small_result(), facts=facts, indicators=(oldest,)))


def told_in_the_file() -> dict[tuple[str, str, int], list[float | None]]:
    answer = Client().get("/opgave/hoe-goed/reeks/zwolle-buurten.json")
    content = json.loads(b"".join(answer.streaming_content))
    columns = content["errors"]["columns"]
    told = {}
    for row in content["errors"]["rows"]:
        said = dict(zip(columns, row, strict=True))
        place = said["area"], said["group"], said["launch"] + said["horizon"]
        told.setdefault(place, []).append(said["counted"])
    return told


def told_on_pages(area: str) -> set[tuple[str, int]]:
    series = backtests.all_series()["zwolle-buurten"]
    pasts = backtests.not_hidden(series.pasts[area], [area])
    return {(past.group, year) for past in pasts for year in (past.launch, past.year)}


def test_file_and_pages_leave_out_what_a_study_hides(hides_the_oldest: None) -> None:
    told = told_in_the_file()
    for group in ("85+", "75+", "65+"):
        numbers = told[NORTH.code, group, YEAR]
        assert numbers
        assert not any(numbers)
        assert (group, YEAR) not in told_on_pages(NORTH.code)


def test_before_a_study_hides_them_they_are_told() -> None:
    """The other side: the same file without that study."""
    assert any(told_in_the_file()[NORTH.code, "65+", YEAR])
    assert ("65+", YEAR) in told_on_pages(NORTH.code)


def test_other_areas_and_years_stay_told(hides_the_oldest: None) -> None:
    told = told_in_the_file()

    assert any(told[NORTH.code, "totaal", YEAR])
    assert any(told[NORTH.code, "65+", YEAR - 1])
