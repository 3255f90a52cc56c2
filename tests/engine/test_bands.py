"""Bands of past forecasts in a made-up world of which the errors are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.engine import arrays
from tests.engine.panels import country, panel_of
from wwz_engine import parameters
from wwz_engine.axes import AgeBand
from wwz_engine.backtest import band_scores
from wwz_engine.backtest.band_ends import ends_of, with_factors
from wwz_engine.backtest.band_fit import fit
from wwz_engine.backtest.band_runs import Run, runs_of
from wwz_engine.backtest.band_scores import left_out, strata_of
from wwz_engine.backtest.calibration import (
    CalibrationError,
    calibrated,
    past_runs,
    tables_of,
    without,
    write,
)
from wwz_engine.backtest.series import Loaded, Series
from wwz_engine.parameters import parse
from wwz_engine.population.chance import Chance
from wwz_engine.population.draws import draw
from wwz_engine.population.methods.registry import METHODS
from wwz_engine.population.ratios import GROUPS
from wwz_engine.population.setting import ages_of, weights_of

DAY = date(2021, 1, 1)
BANDS = (AgeBand(0, 44), AgeBand(45, 64), AgeBand(65, 74), AgeBand(75))
WEIGHTS = weights_of(ages_of(BANDS), np.linspace(2, 1, GROUPS))
INSIDE = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])
GEMEENTEN, EACH = 60, 5
TRUTH = arrays.spread(
    land=arrays.layer(0.004),
    gemeente=arrays.layer(0.012, shared=0.6),
    area=arrays.layer(0.02, shared=0.5, per_person=0.2, reference=1000.0),
    chance=np.full(GROUPS, 0.2),
)


def run_of(launch: int, truth=TRUTH) -> Run:
    """A launch of which the count is one draw of the truth."""
    random = np.random.default_rng(launch)
    people = random.lognormal(7.0, 0.6, GEMEENTEN * EACH)
    central = np.repeat((people[:, None] * [0.5, 0.3, 0.12, 0.08])[None], 2, axis=0)
    gemeente = np.repeat(np.arange(GEMEENTEN), EACH)
    setting = arrays.setting(
        people, gemeente=gemeente, of_gemeente=np.bincount(gemeente, people * 10)
    )
    ahead = np.array([1.0, 3.0])
    counted = draw(central, ahead, WEIGHTS, setting, truth, draws=200, chance=Chance(launch))[
        ..., 0
    ]
    return Run(
        "dorpen", "buurt", launch, ahead, ("totaal", "0-44", "45-64", "65-74", "75+"), INSIDE,
        central, np.round(counted).transpose(2, 0, 1) @ INSIDE.T,
        np.full((2, GEMEENTEN * EACH, 5), 1 / 12), WEIGHTS, setting,
    )  # fmt: skip


def coverage(ends) -> float:
    """Percent of counts inside, over all groups and years."""
    return float(100 * ((ends.low <= ends.counted) & (ends.counted <= ends.high)).mean())


@pytest.fixture(scope="module")
def runs():
    return [run_of(launch) for launch in (2015, 2016, 2017)]


@pytest.fixture(scope="module")
def fitted(runs):
    return fit(runs[1:], 0.2)


def test_bands_of_the_truth_hold_four_out_of_five(runs):
    for run in runs:
        assert coverage(ends_of(run, TRUTH)) == pytest.approx(80, abs=5)
    wholes = np.mean([coverage(ends_of(run, TRUTH, wholes=True)) for run in runs])
    assert wholes == pytest.approx(80, abs=8)


def test_sizes_are_found_again_from_errors(fitted):
    weight = np.array([0.5, 0.3, 0.12, 0.08]) @ WEIGHTS

    for layer, true in ((fitted.gemeente, TRUTH.gemeente), (fitted.area, TRUTH.area)):
        found = float(weight @ layer.sizes) * 3**layer.per_year
        assert found == pytest.approx(float(weight @ true.sizes) * 3**true.per_year, rel=0.25)
    assert fitted.chance @ weight == pytest.approx(0.2, rel=0.3)


def test_bands_that_were_fitted_hold_in_a_launch_they_have_not_seen(runs):
    areas, gemeenten = left_out(runs[0], runs)

    assert coverage(areas) == pytest.approx(80, abs=5)
    assert coverage(gemeenten) == pytest.approx(80, abs=12)


def test_bands_without_shared_errors_are_caught(runs, fitted):
    """The planted fault: buurten that err as strangers make a gemeente falsely certain."""
    strangers = replace(fitted, land=arrays.layer(), gemeente=arrays.layer())

    shared = np.mean([coverage(ends_of(run, fitted, wholes=True)) for run in runs])
    falsely = np.mean([coverage(ends_of(run, strangers, wholes=True)) for run in runs])

    assert shared > 70
    assert falsely < 40


def odd(run: Run) -> Run:
    """A launch that came out quite otherwise."""
    return replace(run, counted=run.counted * np.array([0.5, 1.8])[:, None, None])


def ends_move_with_the_scored_launch(runs) -> bool:
    strange = [odd(runs[0]), *runs[1:]]
    before, after = (
        left_out(some[0], some, lambda seen: with_factors(TRUTH, seen))[0]
        for some in (runs, strange)
    )
    return not (before.low == after.low).all() or not (before.high == after.high).all()


def test_the_scored_launch_says_nothing_to_its_own_bands(runs, monkeypatch):
    assert not ends_move_with_the_scored_launch(runs)

    # The planted fault: calibration that sees the launch it is scored on.
    monkeypatch.setattr(band_scores, "without", lambda runs, scored: runs)
    assert ends_move_with_the_scored_launch(runs)


def test_every_horizon_of_the_scored_launch_is_left_out(runs):
    other = replace(runs[0], series="steden")

    assert [(run.series, run.launch) for run in without([*runs, other], runs[0])] == [
        ("dorpen", 2016), ("dorpen", 2017), ("steden", 2015),
    ]  # fmt: skip


def test_counts_are_as_rough_as_they_were_published():
    counts = np.array([[[50.0, 30, 15, 5], [500, 300, 150, 50]]] * 3)
    panel = replace(panel_of(counts, years=(2016, 2018, 2020)), rounding=5)
    loaded = Loaded(panel, panel.areas, blurred=(2020,))
    series = Series("dorpen", "Dorpen", "buurt", lambda tables: loaded)

    first, _ = runs_of(series, loaded, country(), METHODS["constant"])

    # Rounded to five at launch and two years later: 25/12 twice, for a sum once per part.
    assert 12 * first.noise[0] == pytest.approx(np.array([[200, 50, 50, 50, 50, 150, 100]] * 2))
    # Then whole percentages, of 100 and of 1,000 people; of everybody the total was counted.
    of_part = [25 + 1 + 1, 25 + 100 + 1]
    assert 12 * first.noise[1, :, 1:5] == pytest.approx(np.repeat(np.array([of_part]).T, 4, axis=1))
    assert 12 * first.noise[1, :, 0] == pytest.approx(np.array([4 * 25 + 1] * 2))


def test_factor_widens_bands_that_held_too_seldom(runs):
    narrow = replace(
        TRUTH, area=replace(TRUTH.area, sizes=TRUTH.area.sizes / 3), chance=TRUTH.chance / 9
    )

    stretched = with_factors(narrow, runs)

    assert min(stretched.factors.values()) > 1.2
    before, after = (coverage(ends_of(runs[0], one)) for one in (narrow, stretched))
    assert before < 65
    assert after > before + 8


def test_factor_of_a_small_stratum_is_shrunk_to_all_together(runs):
    factors = with_factors(TRUTH, runs).factors

    assert all(0.8 < factor < 1.25 for factor in factors.values())


def test_strata_count_every_area_of_every_launch_once(runs):
    rows = strata_of([ends_of(run, TRUTH) for run in runs], band_scores.AREA)

    of_total = [one for one in rows if one.group == "totaal"]
    assert sum(one.areas for one in of_total if one.horizon == 3) == 3 * GEMEENTEN * EACH
    assert {one.ages for one in rows} == {"totaal", "0-24", "25-64", "65-74", "85+"}


def test_gemeenten_have_no_sums_of_areas():
    run = run_of(2015)
    alone = replace(run, setting=replace(run.setting, gemeente=np.arange(300),
                                         of_gemeente=run.setting.people))  # fmt: skip

    assert strata_of([ends_of(alone, TRUTH)], band_scores.WHOLE) == []


def test_what_was_fitted_is_kept_as_parameters(runs, fitted, tmp_path):
    names = tables_of(fitted)
    for name in names:
        (tmp_path / f"{name}.yaml").write_text(
            "label: Proef\nunit: aandeel\ndescription: A test.\nvalues:\n  - old\n", "utf-8"
        )

    written = write(
        replace(fitted, factors={"65+ 0-24 1-2": 1.23456}), runs, date(2026, 1, 2), tmp_path
    )

    assert {path.stem for path in written} == set(names)
    factor = parse("band_factor", (tmp_path / "band_factor.yaml").read_text("utf-8"))
    assert factor.table(DAY) == {"65+ 0-24 1-2": 1.235}
    assert "dorpen from 2015, 2016, 2017" in factor.values[0].source
    sizes = parse("area_error", (tmp_path / "area_error.yaml").read_text("utf-8"))
    assert sizes.table(DAY)["0"] == pytest.approx(fitted.area.sizes[0], rel=1e-3)


def test_parameters_are_what_the_series_here_give(here):
    if not here.real:
        with pytest.raises(CalibrationError, match="Er is hier geen reeks"):
            past_runs(here.tables)
        return

    found = tables_of(calibrated(past_runs(here.tables)))

    for name, value in found.items():
        kept = parameters.load(name)
        if isinstance(value, dict):
            # The search stops within a hundredth, wherever the last digits of a machine lead it.
            assert kept.table(DAY) == pytest.approx(value, rel=0.02, abs=1e-4), name
        else:
            assert kept.number(DAY) == pytest.approx(value, rel=0.02), name
