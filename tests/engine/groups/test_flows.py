"""Groups that flow: two of stock, inflow and stay give the third."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wwz_engine.demand import ShareOutOfRangeError
from wwz_engine.groups.flows import Flow, StayError, apart, completed, homes_per_year

NUMBERS = st.floats(0.1, 1e5)


@given(NUMBERS, NUMBERS)
def test_each_two_give_the_third(inflow, stay):
    stock = completed(Flow("x", inflow=inflow, stay=stay)).stock

    assert completed(Flow("x", stock=stock, stay=stay)).inflow == pytest.approx(inflow)
    assert completed(Flow("x", stock=stock, inflow=inflow)).stay == pytest.approx(stay)


def test_what_is_given_stays_as_it_was():
    flow = Flow("x", stock=100.0, inflow=20.0, stay=2.0)

    assert completed(flow) == flow
    assert apart(flow) == pytest.approx(0.6)


def test_what_is_not_known_is_not_nil():
    assert completed(Flow("x", inflow=20.0)).stock is None
    assert homes_per_year(Flow("x", asks={"zelfstandig": 0.5})) == {}
    assert homes_per_year(Flow("x", inflow=20.0)) == {}
    assert completed(Flow("x", stock=5.0, inflow=0.0)).stay is None
    assert apart(Flow("x", inflow=1.0, stay=1.0)) is None


def test_nobody_is_less_than_nobody_and_a_stay_takes_time():
    for flow in (Flow("x", stock=-1.0), Flow("x", inflow=-0.1), Flow("x", stay=0.0)):
        with pytest.raises(StayError):
            completed(flow)
    with pytest.raises(ShareOutOfRangeError):
        completed(Flow("x", asks={"zelfstandig": 1.2}))
    with pytest.raises(StayError, match="meer dan alles"):
        homes_per_year(Flow("x", inflow=1.0, asks={"zelfstandig": 0.7, "begeleid": 0.4}))
