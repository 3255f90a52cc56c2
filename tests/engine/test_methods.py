"""The pages on methods: they name every parameter, and each figure leads to a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wwz_engine import disclosure, parameters
from wwz_engine.indicators import all_indicators

METHODS = Path(__file__).resolve().parents[2] / "docs" / "methods"
PAGES = {path.stem: path.read_text("utf-8") for path in METHODS.glob("*.md")}
EXPLAINED = "\n".join(text for name, text in PAGES.items() if name != "parameters")


@pytest.mark.parametrize("name", parameters.names())
def test_parameter_is_explained_on_a_page_and_listed_with_its_source(name):
    assert f"`{name}`" in EXPLAINED
    assert f"## `{name}`" in PAGES["parameters"]
    for value in parameters.load(name).values:
        assert " ".join(value.source.split()).replace("|", "/") in PAGES["parameters"]


def test_pages_name_no_parameter_that_is_gone():
    named = set(re.findall(r"^## `(\w+)`$", PAGES["parameters"], re.MULTILINE))

    assert named == set(parameters.names())


@pytest.mark.parametrize("key", sorted(all_indicators()))
def test_figure_leads_to_the_page_of_its_method(key):
    assert all_indicators()[key].method in PAGES


def test_every_page_is_reached_from_the_index():
    assert {name for name in PAGES if f"({name}.md)" not in PAGES["index"]} == {"index"}


@pytest.mark.parametrize("page", sorted(set(PAGES) - {"index", "parameters"}))
def test_page_says_which_code_it_is_about_and_the_code_is_there(page):
    named = re.findall(r"`((?:src/)?[\w/]+(?:\.py|/))`", PAGES[page])

    engine = METHODS.parents[1] / "src" / "wwz_engine"
    assert named
    for path in named:
        places = (METHODS.parents[1] / path, engine / path, engine / "population" / path)
        assert any(place.exists() for place in places), path


def test_limits_of_disclosure_are_those_on_the_page():
    text = PAGES["disclosure"]

    assert f"rounded to {disclosure.ROUND_TO}" in text
    assert f"1 to {disclosure.SMALLEST_SHOWN - 1} is" in text
    assert f"below {disclosure.SMALLEST_SHOWN_CARE} is" in text
    assert f"below {disclosure.SMALLEST_MODELLED}" in text


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("bands", "building plans"),
        ("population", "whole numbers"),
        ("forecast", "Without counts per wijk"),
        ("forecast", "national migration"),
        ("demand", "a measured need"),
        ("demand", "Groups overlap"),
        ("sources", "estimates of a model"),
    ],
)
def test_limits_are_stated(page, says):
    assert says in " ".join(PAGES[page].replace("*", "").split())
