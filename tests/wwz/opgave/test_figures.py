"""The drawings, as pure functions: what must be in them, and what may never be."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz.opgave.figures import (
    choropleth,
    classes,
    comparison,
    development,
    dotstrip,
    geometry,
    multiples,
    rangebar,
    svg,
)

Point = development.Point
SVG = "{http://www.w3.org/2000/svg}"


def drawn(markup):
    """The drawing as a tree: fails on markup that is not well formed."""
    return ET.fromstring(markup)  # noqa: S314  # our own output


def words(markup):
    return ["".join(found.itertext()) for found in drawn(markup).iter(f"{SVG}text")]


@pytest.fixture
def years():
    counted = [Point(year, 8000 + 160 * (year - 2015), counted=True) for year in range(2015, 2022)]
    projected = [
        Point(year, 8960 + 300 * h, 8960 + 250 * h, 8960 + 360 * h)
        for h, year in enumerate(range(2022, 2041), start=1)
    ]
    return counted + projected


@pytest.fixture
def squares():
    """Two squares side by side, sharing a border with a point half way."""
    west = [[6, 52], [6.1, 52], [6.1, 52.05], [6.1, 52.1], [6, 52.1], [6, 52]]
    east = [[6.1, 52], [6.2, 52], [6.2, 52.1], [6.1, 52.1], [6.1, 52.05], [6.1, 52]]
    return {
        "A": {"type": "Polygon", "coordinates": [west]},
        "B": {"type": "MultiPolygon", "coordinates": [[east]]},
    }


# --- development ---


def test_development_says_what_is_counted_and_what_is_projected(years):
    said = words(development.development(years, "75-plussers", "personen"))
    assert {"geteld", "geraamd", "2015", "2021", "2040"} <= set(said)
    assert "hoog 15.800" in said
    assert "14.660" in said
    assert "laag 13.710" in said


def test_development_starts_at_zero(years):
    assert "0" in words(development.development(years, "x", "personen"))


def test_development_draws_the_band_only_where_there_is_one(years):
    counted = [point for point in years if point.counted]
    assert 'class="band"' in development.development(years, "x", "personen")
    assert 'class="band"' not in development.development(counted, "x", "personen")


def test_development_shows_a_band_where_the_value_may_not_be_shown():
    hidden = [Point(2021, None, 10, 25), Point(2030, None, 5, 20), Point(2040, None, 5, 30)]
    markup = development.development(hidden, "x", "personen")
    assert 'class="band"' in markup
    assert "circle" not in markup


@pytest.mark.parametrize("size", [development.WIDE, development.NARROW])
def test_labels_at_the_end_do_not_lie_over_each_other(size):
    close = [Point(2021, 100, counted=True), Point(2040, 101, 100.5, 101.5)]
    tree = drawn(development.development(close, "x", "personen", size))
    ends = [t for t in tree.iter(f"{SVG}text") if float(t.get("x")) > size.width - size.right]
    heights = sorted(float(t.get("y")) for t in ends)
    assert len(heights) == 3
    assert all(low - high >= 14 for high, low in pairwise(heights))


@given(
    st.lists(
        st.tuples(st.floats(0, 1e6), st.floats(0, 1e5), st.floats(0, 1e5)), min_size=2, max_size=30
    )
)
def test_every_coordinate_stays_inside_the_drawing(rows):
    series = [
        Point(2015 + i, value, max(value - low, 0), value + high, counted=i < 3)
        for i, (value, low, high) in enumerate(rows)
    ]
    for size in (development.WIDE, development.NARROW):
        tree = drawn(development.development(series, "x", "personen", size))
        for shape in tree.iter(f"{SVG}polyline"):
            for pair in shape.get("points").split():
                x, y = map(float, pair.split(","))
                assert 0 <= x <= size.width
                assert 0 <= y <= size.height


def test_every_drawing_is_an_image_with_its_finding(years, squares):
    outlines = geometry.outlines(squares)
    for markup in (
        development.development(years, "De vondst", "personen"),
        rangebar.rangebar(years[6], years[-1], "De vondst"),
        multiples.multiple(years, 16000, "De vondst"),
        dotstrip.dotstrip([1, 2, 3], dotstrip.Mark(2, "hier"), None, "procent", "De vondst"),
        comparison.comparison([comparison.Row("a", 1, 2, 3)], "De vondst"),
        choropleth.location(outlines, frozenset("A"), "De vondst"),
    ):
        tree = drawn(markup)
        assert tree.get("role") == "img"
        assert tree.get("aria-label") == "De vondst"


def test_text_from_outside_cannot_become_markup():
    markup = svg.picture([svg.text("<script>", 0, 0)], 10, 10, '"><script>')
    assert "<script>" not in markup
    assert drawn(markup).get("aria-label") == '"><script>'


# --- range ---


def test_range_shows_both_years_apart_even_when_they_lie_close():
    tree = drawn(rangebar.rangebar(Point(2021, 100), Point(2022, 101, 99, 103), "x"))
    places = [float(text.get("x")) for text in tree.iter(f"{SVG}text")]
    assert abs(places[1] - places[0]) >= rangebar.YEAR_ROOM - 0.1


# --- classes and map ---


def test_classes_are_named_so_that_they_do_not_overlap():
    found = classes.Classes((15, 20, 25, 30), "procent")
    assert found.labels() == [
        "minder dan 15%", "15 tot 20%", "20 tot 25%", "25 tot 30%", "30% of meer",
    ]  # fmt: skip
    assert [found.of(value) for value in (14.9, 15, 19.9, 30, 80)] == [1, 2, 2, 5, 5]


@given(st.lists(st.floats(0, 100).map(lambda value: round(value, 1)), min_size=1, max_size=90))
def test_every_value_falls_in_one_of_five_classes(values):
    found = classes.classes_for(values, "procent")
    assert {found.of(value) for value in values} <= {1, 2, 3, 4, 5}
    assert list(found.borders) == sorted(set(found.borders))


def test_equal_values_need_no_classes():
    assert classes.classes_for([20.0, 20.0], "procent").labels() == ["alle gebieden"]


def test_neighbours_keep_their_border_when_the_drawing_is_thinned(squares):
    outlines = geometry.outlines(squares)
    edges = {code: set(re.findall(r"[\d.]+,[\d.]+", path)) for code, path in outlines.paths.items()}
    assert len(edges["A"] & edges["B"]) == 2  # the point half way says nothing and is gone
    assert all(len(corners) == 4 for corners in edges.values())


def test_map_hatches_what_has_no_figure_and_names_every_area(squares):
    values = {
        "A": choropleth.MapValue("Noord", "37,3%", 37.3),
        "B": choropleth.MapValue("Zuid", "verborgen", None),
    }
    markup = choropleth.choropleth(
        geometry.outlines(squares), values, classes.Classes((15, 20, 25, 30), "procent"), "x", "h1"
    )
    titles = [found.text for found in drawn(markup).iter(f"{SVG}title")]
    assert titles == ["Noord: 37,3%", "Zuid: verborgen"]
    assert markup.count('class="area q5"') == 1
    assert markup.count("url(#h1)") == 1


def test_areas_of_the_map_are_not_tab_stops(squares):
    values = {"A": choropleth.MapValue("Noord", "1", 1.0)}
    markup = choropleth.choropleth(
        geometry.outlines(squares), values, classes.Classes((), "procent"), "x", "h1"
    )
    assert "tabindex" not in markup
    assert "<a" not in markup


def test_no_area_at_all_gives_an_empty_drawing():
    assert geometry.outlines({}).paths == {}


# --- dots ---


def test_dotstrip_has_one_dot_per_area_and_one_for_the_page():
    values = [10.0, 10.1, 20.0, 30.0]
    markup = dotstrip.dotstrip(
        values, dotstrip.Mark(20.0, "20,0% hier"), dotstrip.Mark(15, "Zwolle 15,0%"), "procent", "x"
    )
    assert markup.count('class="dot"') == len(values)
    assert markup.count('class="f1"') == 1
    assert {"20,0% hier", "Zwolle 15,0%"} <= set(words(markup))


def test_comparison_leaves_out_what_is_unknown():
    row = comparison.Row("Rondkomen", None, 7.3, None)
    markup = comparison.comparison([row], "x")
    assert 'class="f2"' in markup
    assert 'class="f1"' not in markup
    assert "rect" not in markup
