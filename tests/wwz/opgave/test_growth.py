"""What is claimed about growth: never more than the low end of the band bears."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.growth import development_title, finding, growth, low_end, story


def figure(year, value, low=None, high=None, kind="geraamd"):
    return Figure(
        pk=UUID(int=1), indicator="inwoners_85plus", label="Inwoners van 85 jaar en ouder",
        unit="personen", area="GM0193", area_name="Zwolle", year=year, kind=kind,
        value=value, low=low, high=high,
    )  # fmt: skip


NOW = figure(2021, 2425.0, kind="geteld")


def grown(value, low, high):
    return growth(NOW, figure(2040, value, low, high))


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (4800, 3900, 5860, "Zwolle telt in 2040 naar verwachting ongeveer twee keer zoveel"),
        (4000, 3490, 4690, "Zwolle telt in 2040 naar verwachting ruim anderhalf keer zoveel"),
        (7300, 6000, 9000, "Zwolle telt in 2040 naar verwachting ongeveer drie keer zoveel"),
        (2800, 2600, 3000, "Zwolle telt in 2040 naar verwachting ongeveer 15% meer"),
        (2000, 1800, 2200, "Zwolle telt in 2040 naar verwachting ongeveer 18% minder"),
        (2800, 2000, 3600, "Zwolle telt in 2040 naar verwachting ongeveer 2.800"),
        (2450, 2430, 2480, "Zwolle telt in 2040 naar verwachting ongeveer 2.450"),
    ],
)
def test_finding_says_what_the_band_bears(value, low, high, said):
    assert finding("Zwolle", "85-plussers", grown(value, low, high)) == f"{said} 85-plussers"


def test_story_tells_now_later_and_the_band():
    assert story(grown(4803, 3902, 5861), "85-plussers") == (
        "In 2021 waren het er 2.425. In 2040 worden het er naar verwachting ongeveer 4.800. Het "
        "kunnen er ook 3.900 of 5.860 zijn: dat hangt vooral af van hoe lang mensen leven en wie "
        "er verhuist."
    )


def test_story_says_so_when_now_is_not_counted():
    now = figure(2022, 2760.0, kind="geschat")
    told = story(growth(now, figure(2040, 5540, 4520, 6720)), "85-plussers")
    assert told.startswith("In 2022 waren het er naar schatting ongeveer 2.760.")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (None, figure(2040, 100, 90, 110)),
        (NOW, None),
        (NOW, figure(2040, None, 10, 20)),
        (NOW, figure(2040, 100)),
        (figure(2021, 0.0, kind="geteld"), figure(2040, 100, 90, 110)),
    ],
)
def test_nothing_is_claimed_without_both_figures_and_a_band(now, then):
    assert growth(now, then) is None
    assert "groei" not in development_title(growth(now, then), "85-plussers")


@given(st.floats(5, 1e5), st.floats(0.01, 1.0), st.floats(1.0, 9.0))
def test_growth_is_never_claimed_against_the_band(value, down, up):
    found = grown(value, value * down, value * up)
    title = finding("Zwolle", "85-plussers", found)
    if "zoveel" in title or "% meer" in title:
        assert value * down > NOW.value
    if "% minder" in title:
        assert value * up < NOW.value
    claims = development_title(found, "85-plussers") + low_end(found)
    assert ("ook in de lage raming" not in claims) or value * down > NOW.value
