"""Institutions, building plans, totals and outside figures as inputs of the annual method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.panels import country, panel_of
from wwz_engine.axes import Floats
from wwz_engine.population.methods.cohort_annual import CohortAnnual
from wwz_engine.population.methods.components import CohortComponent, Flows
from wwz_engine.population.methods.local import Local, Plan, PlanError, entry_profile
from wwz_engine.population.methods.panel import SINGLE_AGES, Known, known_at

BEDS = 80.0


def known(*, beds: float = 0.0, grown: float = 1.0) -> Known:
    """Three areas of 0-64, 65-74, 75-84 and 85+; in A so many live in a care home."""
    counts = np.tile([650.0, 100, 80, 40], (4, 3, 1))
    counts[:, 0, 3] += beds
    counts[-1, 1] *= grown
    return known_at(panel_of(counts, years=(2015, 2016, 2017, 2018)), 2018, country())


def forecast(local: Local, given: Known | None = None, horizon: int = 8) -> Floats:
    return CohortAnnual(local=local).forecast(given or known(), horizon)


def residents(number: float) -> Floats:
    found = np.full((3, 4), np.nan)
    found[0] = [0, 0, 0, number]
    return found


def test_residents_of_an_institution_are_replaced_and_the_others_grow_old() -> None:
    apart = forecast(Local(institutions=residents(BEDS)), known(beds=BEDS))
    without = forecast(Local())

    np.testing.assert_allclose(apart[:, 0, 3], without[:, 0, 3] + BEDS)
    np.testing.assert_allclose(apart[:, 1:], without[:, 1:])


def test_residents_of_whom_no_number_is_known_are_not_kept_apart() -> None:
    unknown = forecast(Local(institutions=np.full((3, 4), np.nan)), known(beds=BEDS))

    np.testing.assert_array_equal(unknown, forecast(Local(), known(beds=BEDS)))


def test_a_hard_plan_brings_more_people_than_a_soft_one_from_its_year_on() -> None:
    paths = {
        kind: forecast(Local(plans=(Plan("B", 2021, 100.0, kind),)))[:, 1].sum(axis=1)
        for kind in ("hard", "zacht")
    }
    none = forecast(Local())[:, 1].sum(axis=1)

    gain = {kind: path - none for kind, path in paths.items()}
    # 100 homes * 0.85 * 2.25 people, less what the tie to the whole of three takes back.
    assert gain["hard"][2] == pytest.approx(0.0, abs=1e-9)
    assert gain["hard"][3] == pytest.approx(191 * 2 / 3, rel=0.12)
    assert gain["zacht"][3] == pytest.approx(gain["hard"][3] * 0.4 / 0.85, rel=0.1)


def test_plans_move_people_within_the_whole() -> None:
    built = forecast(Local(plans=(Plan("B", 2021, 100.0, "hard"),)))

    np.testing.assert_allclose(built.sum(axis=1), forecast(Local()).sum(axis=1), rtol=1e-9)


def test_a_new_neighbourhood_fills_from_nil() -> None:
    empty = known()
    counts = empty.panel.counts.copy()
    counts[:, 2] = 0.0
    panel = replace(empty.panel, counts=counts, parent=counts.sum(axis=1))

    path = forecast(Local(plans=(Plan("C", 2020, 200.0, "hard"),)), replace(empty, panel=panel))

    assert (path[:2, 2] == 0).all()
    assert path[2, 2].sum() > 150
    assert (path[3:, 2] > 0).all()


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        (Plan("X", 2020, 10.0, "hard"), "dat gebied is er niet"),
        (Plan("A", 2020, 10.0, "vast"), "hard of zacht, niet ‘vast’"),
    ],
)
def test_a_plan_that_cannot_be_placed_is_refused(plan: Plan, problem: str) -> None:
    with pytest.raises(PlanError, match=problem):
        forecast(Local(plans=(plan,)))


def test_those_who_enter_are_like_those_who_came_where_it_grew() -> None:
    people = np.zeros((2, 2, SINGLE_AGES))
    people[0, :, 30] = 60.0
    people[1, :, 80] = 60.0

    grown = entry_profile(people, np.array([60.0, 118.0]))
    none = entry_profile(people, np.array([119.0, 118.0]))

    assert (grown[:, 30] == 0.5).all()
    assert (none[:, [30, 80]] == 0.25).all()


def test_the_whole_follows_outside_figures_where_they_are_given() -> None:
    outside = np.array([np.nan, 3000.0, np.nan, 3300.0])

    path = forecast(Local(outside=outside), horizon=3).sum(axis=(1, 2))

    assert path[[1, 3]] == pytest.approx([3000.0, 3300.0])
    assert path[2] == pytest.approx(forecast(Local(), horizon=2)[2].sum())


def test_outside_figures_per_band_hold_per_band() -> None:
    outside = np.full((3, 4), np.nan)
    outside[2] = [2000.0, 310.0, 250.0, 130.0]

    path = forecast(Local(outside=outside), horizon=2)

    np.testing.assert_allclose(path[2].sum(axis=0), outside[2])


def test_areas_lean_to_totals_below_the_anchor_and_stay_their_whole() -> None:
    totals = np.tile([2.0, 1.0, 1.0], (4, 1))
    plain = forecast(Local(), horizon=3)

    path = forecast(Local(totals=totals), horizon=3)

    np.testing.assert_allclose(path.sum(axis=1), plain.sum(axis=1), rtol=1e-9)
    assert path[3, 0].sum() == pytest.approx(2 * path[3, 1].sum(), rel=0.02)
    assert path[3, 0, 2] == pytest.approx(plain[3, 0, 2], rel=0.05)


def test_gross_moving_cancels_out_and_moves_people_to_where_they_arrive() -> None:
    leaving = np.full((3, SINGLE_AGES), 0.1)
    arriving = np.zeros((3, SINGLE_AGES))
    arriving[0] = 1.0

    path = CohortComponent(Flows(leaving, arriving)).forecast(known(), 2)
    plain = CohortComponent(Flows(0 * leaving, arriving)).forecast(known(), 2)

    np.testing.assert_allclose(path.sum(axis=1), plain.sum(axis=1), rtol=0.03)
    assert path[1, 1, 1] == pytest.approx(plain[1, 1, 1] * 0.9)
    assert path[1, 0, 1] == pytest.approx(plain[1, 0, 1] * 1.2)


def test_without_gross_flows_moving_is_called_net() -> None:
    assert "netto" in CohortComponent().label
