"""What was measured on small areas gives no number of people away that a page would hide."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from wwz.opgave.queries import backtests

pytestmark = pytest.mark.django_db


def taken_along(key):
    answer = Client().get(f"/opgave/hoe-goed/reeks/{key}.json")
    return json.loads(b"".join(answer.streaming_content))


def numbers_of_people(content):
    for name in ("scores", "errors", "wholes"):
        columns = content[name]["columns"]
        for row in content[name]["rows"]:
            said = dict(zip(columns, row, strict=True))
            yield from (said[one] for one in ("at_launch", "forecast", "counted") if one in said)


def leaks(content):
    """Numbers that are exact, or so small that no page shows them."""
    return [one for one in numbers_of_people(content) if one is not None and (one % 5 or one < 0)]


@pytest.mark.parametrize("key", sorted(backtests.all_series()))
def test_series_as_json_is_as_coarse_as_its_pages(key):
    assert leaks(taken_along(key)) == []


def test_checker_sees_the_exact_numbers_of_the_file():
    raw = json.loads((backtests.FOLDER / "zwolle-buurten.json").read_text(encoding="utf-8"))
    assert len(leaks(raw)) > 10_000
    assert any(0 < one < 5 for one in numbers_of_people(raw))


def test_all_else_that_was_measured_is_in_the_json():
    raw = json.loads((backtests.FOLDER / "zwolle-buurten.json").read_text(encoding="utf-8"))
    given = taken_along("zwolle-buurten")
    assert given.keys() == raw.keys()
    for name in ("structures", "shelves", "pooled", "bands", "strata", "names", "methods"):
        assert given[name] == raw[name]
    assert len(given["errors"]["rows"]) == len(raw["errors"]["rows"])
