"""Overlap of groups: bounds hold for every population there is, and tables add up."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.studies import close, fact_of
from wwz_engine.axes import AxisMismatchError
from wwz_engine.care_indicators import COUNTED_GROUPS, OVERLAPPING, WITH_OTHERS, pair_key
from wwz_engine.groups.overlap import GroupTooLargeError, overlap, with_others
from wwz_engine.groups.overlap_figures import Size, cells

PAIRS = list(combinations(OVERLAPPING, 2))


@st.composite
def persons(draw):
    """People in cells, each with or without three traits."""
    sizes = draw(st.lists(st.integers(1, 30), min_size=1, max_size=4))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    return [rng.random((size, 3)) < rng.random((size, 1)) for size in sizes]


@given(persons())
@settings(max_examples=60)
def test_bounds_hold_whoever_has_what(people):
    members = np.array([one.sum(axis=0) for one in people], dtype=float).T
    everyone = np.array([len(one) for one in people], dtype=float)

    found = overlap(members, everyone)

    for one, other in combinations(range(3), 2):
        truth = np.array([(cell[:, one] & cell[:, other]).sum() for cell in people])
        assert np.all(found.least[one, other] <= truth + 1e-9)
        assert np.all(truth <= found.most[one, other] + 1e-9)
        assert np.all(found.least[one, other] <= found.both[one, other] + 1e-9)
        assert np.all(found.both[one, other] <= found.most[one, other] + 1e-9)


@given(persons())
@settings(max_examples=60)
def test_tables_add_up_to_the_groups_and_to_everybody(people):
    members = np.array([one.sum(axis=0) for one in people], dtype=float).T
    everyone = np.array([len(one) for one in people], dtype=float)

    found = overlap(members, everyone)

    assert found.in_groups.sum(axis=1) == pytest.approx(everyone)
    # Each person counts in as many groups as he or she is in.
    numbers = np.arange(found.in_groups.shape[1])
    assert found.in_groups @ numbers == pytest.approx(members.sum(axis=0))
    for group in range(3):
        assert with_others(members, everyone, group).sum(axis=1) == pytest.approx(members[group])


def test_traits_that_are_independent_in_every_cell_are_estimated_exactly():
    rng = np.random.default_rng(3)
    shares = rng.random((2, 5))
    everyone = np.full(5, 200_000.0)
    drawn = rng.random((2, 5, 200_000)) < shares[..., None]

    found = overlap(drawn.sum(axis=2).astype(float), everyone)

    both = (drawn[0] & drawn[1]).sum(axis=1)
    assert found.both[0, 1] == pytest.approx(both, rel=0.02)


def test_group_larger_than_all_people_is_refused():
    with pytest.raises(GroupTooLargeError, match="Groep 1 telt in cel 0"):
        overlap(np.array([[1.0], [11.0]]), np.array([10.0]))
    with pytest.raises(AxisMismatchError):
        overlap(np.ones((2, 3)), np.ones(2))


def test_group_of_adults_keeps_its_number_when_it_is_cut_at_65():
    adults = [np.array([100.0, 100.0, 100.0]), np.array([40.0, 40.0, 40.0])]
    every = Size(np.array([30.0, 20.0, 90.0]), ())
    older = Size(np.array([10.0, 25.0, 10.0]), ())

    found = cells({"x_18plus": every, "x_65plus": older}, "x", adults).reshape(2, 3)

    assert found.sum(axis=0).tolist() == [30.0, 20.0, 90.0]
    # As given; never more than all; and the young are never more than there are.
    assert found[1].tolist() == [10.0, 20.0, 30.0]
    assert np.all(found[0] <= 60.0)


def test_overlap_of_a_study_adds_up(study):
    adults = sum(fact_of(study, f"samen_in_{n}_groepen", 2021).value for n in COUNTED_GROUPS)
    in_one = {n: fact_of(study, f"samen_in_{n}_groepen", 2021).value for n in COUNTED_GROUPS}

    for slug in OVERLAPPING:
        parts = [fact_of(study, f"samen_{slug}_met_{n}", 2021).value for n in WITH_OTHERS]
        assert close(sum(parts), fact_of(study, f"{slug}_18plus", 2021).value)
    assert adults < fact_of(study, "inwoners", 2021).value
    alone = [fact_of(study, f"samen_{slug}_met_0", 2021).value for slug in OVERLAPPING]
    assert close(sum(alone), in_one["1"])
    for one, other in PAIRS:
        least, both, most = (
            fact_of(study, pair_key(one, other) + end, 2021).value
            for end in ("_minstens", "", "_hoogstens")
        )
        assert 0 <= least <= both <= most
        groups = [fact_of(study, f"{slug}_18plus", 2021).value for slug in (one, other)]
        assert most <= min(groups) + 1e-6
