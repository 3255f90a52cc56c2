"""Numbers as the pages speak them."""

import pytest

from wwz.opgave import wording


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (14220, 0, "14.220"),
        (129837, 0, "129.837"),
        (999, 0, "999"),
        (28.84, 1, "28,8"),
        (1234567.25, 2, "1.234.567,25"),
        (-5, 0, "−5"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
    ],
)
def test_numbers_are_written_the_dutch_way(value, decimals, written):
    assert wording.number(value, decimals) == written


def test_a_projected_count_is_rounded_to_ten_and_a_counted_one_is_not():
    assert wording.spoken(14223, "personen", "geraamd") == "14.220"
    assert wording.spoken(14223, "personen", "geteld") == "14.223"


def test_a_small_projected_count_is_not_rounded_away():
    assert wording.spoken(35, "personen", "geraamd") == "35"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (2031.0, "jaar", "2031"),
        (2036.4, "jaar", "2036"),
        (2.44, "mensen per baan", "2,4"),
        (134.2, "index", "134"),
        (41.26, "miljoen euro", "41,3"),
        (312.6, "miljoen euro", "313"),
        (1234.0, "uren per jaar", "1.230"),
    ],
)
def test_a_year_is_not_rounded_and_a_ratio_keeps_its_decimal(value, unit, said):
    assert wording.spoken(value, unit, "geschat") == said


def test_a_percentage_keeps_its_decimal_and_its_sign():
    assert wording.spoken(28.8, "procent", "geraamd") == "28,8%"
    assert [wording.signed_percentage(v) for v in (21.4, -4.6, 0.2)] == ["+21%", "−5%", "0%"]


def test_a_band_is_said_with_both_ends():
    assert wording.between(13262, 15318, "personen") == "tussen 13.260 en 15.320"


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_a_listing_ends_with_en(words, said):
    assert wording.listing(words) == said
