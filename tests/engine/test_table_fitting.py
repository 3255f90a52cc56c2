from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wwz_engine.backends import smallest, table_kernels
from wwz_engine.backends.rates import ProjectionInputError
from wwz_engine.backends.table_fitting import (
    MarginsOverlapError,
    Totals,
    TotalsDisagreeError,
    TrustOutOfRangeError,
    fit_tables,
    fit_tables_plainly,
    margin_error,
)

SHAPE = (2, 4, 3, 3)
AXES = ((1, 2), (0,), (3,))


def problem(areas, seed=1):
    """A sample, and totals of tables that differ from it age by age and household by household."""
    random = np.random.default_rng(seed)
    start = random.gamma(2, 10, SHAPE)
    bent = random.lognormal(0, 0.4, (areas, 1, 4, 1, 1)) * random.lognormal(
        0, 0.3, (areas, 2, 1, 1, 3)
    )
    tables = start * bent * random.uniform(0.5, 40, (areas, 1, 1, 1, 1))
    return start, [Totals(axes, summed(tables, axes)) for axes in AXES]


def summed(tables, axes):
    return tables.sum(axis=tuple(1 + axis for axis in range(4) if axis not in axes))


def contradicting(areas, trust):
    """The second margin counts a tenth more people, and more men among them, than the others.

    The sexes of a third margin hold; nothing can be as both say.
    """
    start, margins = problem(areas)
    by_sex = margins[1].people
    more_men = by_sex * np.array([1.4, 0.8])
    along = Totals((0, 3), summed_people(start, margins))
    return start, [margins[0], Totals((0,), more_men, trust), along]


def summed_people(start, margins):
    """Sex by the fourth axis, as plain fitting gives it: a total that can be reached."""
    return fit_tables_plainly(start, margins).sum(axis=(2, 3))


@pytest.mark.parametrize("areas", [1, 31, 32, 33, 100])
def test_kernel_agrees_with_plain_numpy(areas):
    start, margins = problem(areas)

    fitted = fit_tables(start, margins, tolerance=1e-6)

    plain = fit_tables_plainly(start, margins)
    assert np.abs(fitted.tables() - plain).max() < 1e-5 * plain.sum(axis=(1, 2, 3, 4)).max()
    assert margin_error(fitted.tables(), margins) < 1e-5
    assert fitted.moved.max() <= 1e-6
    assert fitted.tables(slice(0, 1)).shape == (1, *SHAPE)


def test_area_is_fitted_alike_in_other_company():
    start, margins = problem(40)
    alone = [replace(margin, people=margin.people[7:8]) for margin in margins]

    whole = fit_tables(start, margins, tolerance=1e-6).tables()[7]

    assert fit_tables(start, alone, tolerance=1e-6).tables()[0] == pytest.approx(whole, rel=1e-4)


def test_area_without_people_gets_none():
    start, margins = problem(3)
    for margin in margins:
        margin.people[1] = 0

    tables = fit_tables(start, margins).tables()

    assert tables[1].max() == 0
    assert margin_error(tables, margins) < 1e-4


def test_axes_of_a_margin_may_come_in_any_order():
    start, margins = problem(2)
    turned = Totals((2, 1), margins[0].people.transpose(0, 2, 1))

    straight = fit_tables(start, margins).tables()

    assert fit_tables(start, [turned, *margins[1:]]).tables() == pytest.approx(straight)
    assert fit_tables_plainly(start, [turned, *margins[1:]]) == pytest.approx(straight, rel=1e-3)


def test_total_that_nobody_in_the_seed_can_fill_is_seen():
    start, margins = problem(2)
    start[:, 1, 1] = 0

    fitted = fit_tables(start, margins, rounds=20)

    assert fitted.moved.min() > 1e-3


def test_firm_totals_that_contradict_each_other_are_refused():
    start, margins = problem(2)
    margins[1] = replace(margins[1], people=margins[1].people * 1.1)

    with pytest.raises(TotalsDisagreeError):
        fit_tables(start, margins)
    with pytest.raises(TotalsDisagreeError):
        fit_tables_plainly(start, margins)


@pytest.mark.parametrize("trust", [0.1, 5.0, 100.0])
def test_totals_that_give_way_settle_where_plain_numpy_does(trust):
    start, margins = problem(35)
    margins[1] = Totals((0,), margins[1].people * np.array([1.4, 0.8]), trust)

    fitted = fit_tables(start, margins, tolerance=1e-6, rounds=2000)

    plain = fit_tables_plainly(start, margins)
    assert fitted.moved.max() <= 1e-6
    assert np.abs(fitted.tables() - plain).max() < 1e-4 * plain.sum(axis=(1, 2, 3, 4)).max()
    assert margin_error(plain, [margins[0], margins[2]]) < 1e-6


def test_the_more_a_total_is_trusted_the_nearer_the_table_comes():
    start, margins = problem(4)
    wanted = margins[1].people[:, 0] / margins[1].people.sum(axis=1)

    off = []
    for trust in (0.1, 1.0, 10.0):
        soft = [margins[0], replace(margins[1], trust=trust), margins[2]]
        sexes = summed(fit_tables(start, soft, rounds=2000).tables(), (0,))
        off.append(np.abs(sexes[:, 0] / sexes.sum(axis=1) - wanted).max())

    assert off[0] > off[1] > 5 * off[2]


def test_total_that_holds_wins_from_one_that_gives_way():
    """Firm on sexes by tenure, soft on other sexes: only the firm ones can be had."""
    start, margins = contradicting(3, 10.0)

    fitted = fit_tables(start, margins, tolerance=1e-6, rounds=5000)

    assert margin_error(fitted.tables(), [margins[0], margins[2]]) < 1e-4


def test_if_all_give_way_people_are_counted_by_trust():
    start, margins = problem(3)
    more = replace(margins[1], people=margins[1].people * 1.3, trust=10.0)
    soft = [replace(margins[0], trust=20.0), more, replace(margins[2], trust=30.0)]

    people = fit_tables(start, soft, rounds=2000).tables().sum(axis=(1, 2, 3, 4))

    assert people == pytest.approx(margins[0].people.sum(axis=(1, 2)) * 1.05, rel=0.02)


@pytest.mark.parametrize("trust", [0.0, -1.0, 1e6])
def test_trust_that_says_nothing_or_too_much_is_refused(trust):
    start, margins = problem(2)

    with pytest.raises(TrustOutOfRangeError):
        fit_tables(start, [margins[0], replace(margins[1], trust=trust)])


def test_margins_that_share_an_axis_with_the_first_are_refused():
    start, margins = problem(2)

    with pytest.raises(MarginsOverlapError):
        fit_tables(start, [margins[0], Totals((1,), margins[0].people.sum(axis=2))])


def test_margin_of_another_shape_is_refused():
    start, margins = problem(2)

    with pytest.raises(ProjectionInputError):
        fit_tables(start, [Totals((0, 1), margins[0].people), *margins[1:]])


def test_factor_that_is_not_moved_is_caught(monkeypatch):
    """The planted defect: the second margin is left out, in the source run without compiling."""
    start, margins = problem(3)
    loops = ("_people", "_multiply", "_lead", "_follow", "_step", "expand")
    for name in ("fit_stretch", "fit_lanes", *loops):
        source = getattr(table_kernels, name).py_func
        monkeypatch.setattr(table_kernels, name, source)
    assert margin_error(fit_tables(start, margins, threads=1).tables(), margins) < 1e-4

    monkeypatch.setattr(table_kernels, "_follow", lambda *arguments: None)

    assert margin_error(fit_tables(start, margins, threads=1).tables(), margins) > 1e-2


def test_nothing_is_left_to_compile_after_the_smallest_fit():
    smallest.fit_smallest()
    kernels = (table_kernels.fit_stretch, table_kernels.fit_lanes, table_kernels.expand)
    known = [len(kernel.signatures) for kernel in kernels]

    for areas in (1, 40):
        start, margins = problem(areas)
        fit_tables(start, margins).tables()
        fit_tables(start, margins[:1]).tables(slice(0, 1))

    assert [len(kernel.signatures) for kernel in kernels] == known
