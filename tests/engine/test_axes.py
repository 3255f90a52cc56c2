from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.axes import (
    AGE_GROUPS,
    AgeBand,
    AgeBandError,
    AxisMismatchError,
    age_band,
    band_membership,
    check_bands_cover_all_ages,
    check_shape,
)
from wwz_engine.errors import EngineError


def test_twenty_age_groups_follow_on_from_each_other():
    check_bands_cover_all_ages(AGE_GROUPS)

    assert len(AGE_GROUPS) == 20
    assert AGE_GROUPS[0].label == "0-4"
    assert AGE_GROUPS[-1].label == "95+"


@pytest.mark.parametrize("text", ["", "65", "65-", "74-65", "65–74", "ouder dan 65", "120+", "-4"])
def test_text_that_is_no_age_band_is_refused(text):
    with pytest.raises(AgeBandError, match="leeftijdsgroep"):
        age_band(text)


def test_blanks_around_an_age_band_do_no_harm():
    assert age_band(" 85+ ") == AgeBand(85)


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (("0-14", "20+"), "begint niet op 15"),
        (("0-14", "10+"), "begint niet op 15"),
        (("0-14", "15-64"), "open"),
        ((), "open"),
    ],
    ids=["hole", "overlap", "closed", "none"],
)
def test_bands_with_hole_overlap_or_closed_end_are_refused(labels, says):
    with pytest.raises(AgeBandError, match=says):
        check_bands_cover_all_ages(tuple(age_band(label) for label in labels))


def test_every_single_age_lies_in_exactly_one_band():
    assert (band_membership(AGE_GROUPS).sum(axis=0) == 1).all()


def test_array_with_axes_in_the_wrong_order_is_refused_by_name():
    with pytest.raises(AxisMismatchError) as caught:
        check_shape("people", np.zeros((2, 3)), area=3, sex=2)

    assert "people heeft de vorm (2, 3)" in str(caught.value)
    assert "area=3, sex=2" in str(caught.value)
    assert isinstance(caught.value, EngineError)


def test_array_with_an_axis_too_many_is_refused():
    with pytest.raises(AxisMismatchError):
        check_shape("people", np.zeros((3, 2, 1)), area=3, sex=2)
