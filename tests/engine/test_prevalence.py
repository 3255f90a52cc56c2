"""Shares by a model: what it learns, what it may not see, and what was published of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.prevalence_land import GEMEENTEN, SOURCE, TwoYears, land, tidy, whole
from wwz_engine.axes import AxisMismatchError
from wwz_engine.backtest import prevalence as backtest
from wwz_engine.backtest.prevalence import (
    AMSTERDAM,
    apart,
    at_level,
    four_of_five,
)
from wwz_engine.demand import calibrated_shares
from wwz_engine.groups import prevalence_fit
from wwz_engine.groups.covariates import SETS, covariates, people
from wwz_engine.groups.prevalence import (
    LINEAR,
    PAIRS,
    SQUARES,
    Sample,
    Scale,
    calibrated,
    expit,
    features,
    logit,
    modelled_shares,
)
from wwz_engine.groups.prevalence_fit import (
    BLOCKS,
    chosen,
    learned,
    leave_one_out,
    moments,
)
from wwz_engine.groups.prevalence_kept import PrevalenceModelError, as_text, from_text
from wwz_engine.groups.prevalence_sample import (
    Found,
    Participation,
    PrevalenceDataError,
    trait_keys,
    wijken,
)
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import Table


def test_what_covariates_tell_is_learned_from_other_gemeenten() -> None:
    assert whole(land()).gain > 0.85


def test_covariates_that_tell_nothing_win_nothing() -> None:
    found = whole(land(told=0.0, noise=0.3))

    assert found.gain < 0.05
    assert found.low < 0.02


def with_other_shares(sample: Sample, place: int) -> Sample:
    """The same country with other shares in the areas of one gemeente, not in the whole of it."""
    shares = sample.shares.copy()
    own = sample.gemeente == place
    shares[own] = shares[own][::-1] ** 0.7
    return replace(sample, shares=shares)


def check_own_shares_are_unseen(sample: Sample) -> None:
    before = leave_one_out(sample).shares
    for place in (0, 13, GEMEENTEN - 1):
        own = sample.gemeente == place
        after = leave_one_out(with_other_shares(sample, place)).shares
        assert np.abs(after[own] - before[own]).max() < 1e-12
        assert np.abs(after[~own] - before[~own]).max() > 1e-6


def test_own_shares_do_not_move_the_prediction_of_a_gemeente() -> None:
    check_own_shares_are_unseen(land())


def test_own_areas_that_leak_in_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(each, gemeenten, ridge):
        one = prevalence_fit.solved(each.grams.sum(axis=0), each.crosses.sum(axis=0), ridge)
        return np.repeat(one[None], len(gemeenten), axis=0)

    monkeypatch.setattr(prevalence_fit, "weights_without", leaking)

    with pytest.raises(AssertionError):
        check_own_shares_are_unseen(land())


class Country:
    """A made-up country in which one gemeente is Amsterdam, with buurten of which all is known."""

    def __init__(self) -> None:
        codes = (AMSTERDAM, *land().gemeenten[1:])
        self.wijken = replace(land(), gemeenten=codes)
        _, own = apart(replace(land(noise=0.3, seed=4), gemeenten=codes), AMSTERDAM)
        places = range(len(own.areas))
        self.buurten = replace(own, areas=tuple(f"BU0363{at // 3:02d}{at:02d}" for at in places))

    def load(self, key: str, gemeente: str, period: int) -> Table:
        wijken = {f"WK{area[2:8]}" for area in self.buurten.areas}
        traits = {(trait.measure, label) for _, trait, _, label in trait_keys()}
        return Table(
            SOURCE, tidy(*((w, m, age, 30.0) for w in sorted(wijken) for m, age in traits))
        )


def check_own_wijken_teach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other shares in the wijken of Amsterdam move no score of its buurten; of others they do."""
    country, kept = Country(), Participation(1, 1, 0, 0, 0, 0, (0, 0), 0, 0)
    monkeypatch.setattr(backtest, "buurten", lambda *given: Found(country.buurten, kept, ()))

    def scores(sample: Sample) -> list[backtest.Score]:
        monkeypatch.setattr(backtest, "wijken", lambda *given: Found(sample, kept, ()))
        return backtest.score_buurten(country, "amsterdam")[1]

    before = scores(country.wijken)
    assert {one.against for one in before} == {"gemeente", "wijk"}
    assert scores(with_other_shares(country.wijken, 0)) == before
    assert scores(with_other_shares(country.wijken, 1)) != before


def test_wijken_of_the_gemeente_itself_teach_nothing_about_its_buurten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check_own_wijken_teach_nothing(monkeypatch)


def test_own_wijken_that_leak_into_the_model_of_its_buurten_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backtest, "apart", lambda sample, code: (sample, apart(sample, code)[1]))

    with pytest.raises(AssertionError):
        check_own_wijken_teach_nothing(monkeypatch)


def test_form_and_ridge_are_chosen_without_the_block_they_are_used_on() -> None:
    sample = land()
    blocks = prevalence_fit.blocks_of(GEMEENTEN)
    garbage = np.random.default_rng(1).uniform(0.01, 0.99, sample.shares.shape)
    in_block = blocks[sample.gemeente] == 4
    spoiled = replace(sample, shares=np.where(in_block[:, None], garbage, sample.shares))
    clean, dirty = (
        {form: moments(one, form) for form in (LINEAR, PAIRS)} for one in (sample, spoiled)
    )

    assert chosen(dirty, blocks, 4) == chosen(clean, blocks, 4)
    assert prevalence_fit._loss(dirty[LINEAR][0], blocks, 4, 0.01) == pytest.approx(
        prevalence_fit._loss(clean[LINEAR][0], blocks, 4, 0.01)
    )
    # Looked at, the garbage shows at once.
    assert prevalence_fit._loss(dirty[LINEAR][0], blocks, None, 0.01) > 2 * prevalence_fit._loss(
        clean[LINEAR][0], blocks, None, 0.01
    )
    assert set(blocks) == set(range(BLOCKS))


def test_odds_are_set_to_the_gemeente_as_for_one_gemeente_alone() -> None:
    random = np.random.default_rng(8)
    group = np.array([0, 0, 0, 1, 1], dtype=np.intp)
    log_odds, counted = random.normal(0, 2, (5, 2)), random.uniform(5, 500, (5, 2))
    means = np.array([[0.1, 0.5], [0.97, 0.3]])

    found = calibrated(log_odds, counted, group, means)

    for place in (0, 1):
        for trait in (0, 1):
            own = group == place
            total = means[place, trait] * counted[own, trait].sum()
            alone = calibrated_shares(expit(log_odds[own, trait]), counted[own, trait], total)
            assert found[own, trait] == pytest.approx(alone, abs=1e-9)
            assert (found * counted)[own, trait].sum() == pytest.approx(total)


def test_a_covariate_that_is_not_known_is_that_of_the_gemeente() -> None:
    scale = Scale(np.array([10.0]), np.array([2.0]), 3.0)
    group = np.zeros(3, dtype=np.intp)
    values = np.array([[12.0], [np.nan], [16.0]])

    found = features(values, group, np.array([1.0, 5.0, 3.0]), scale, SQUARES)

    assert found[:, 0] == pytest.approx([1.0, 2.5, 3.0])
    assert found[:, 1] == pytest.approx([1.0, 6.25, 9.0])
    nowhere = features(np.full((3, 1), np.nan), group, np.ones(3), scale, LINEAR)
    assert nowhere == pytest.approx(np.zeros((3, 1)))


def test_a_covariate_counts_no_further_than_its_reach() -> None:
    scale = Scale(np.zeros(2), np.ones(2), 3.0)
    group = np.zeros(2, dtype=np.intp)

    far = features(np.array([[50.0, 1.0], [-50.0, 2.0]]), group, np.ones(2), scale, PAIRS)

    assert far[0] == pytest.approx([3, 1, 9, 3, 1])
    assert far[1] == pytest.approx([-3, 2, 9, -6, 4])


def test_what_sets_an_area_apart_stays_within_what_was_seen() -> None:
    sample = land()
    model = learned(sample)
    wild = sample.values[:2] * 40
    group = np.zeros(2, dtype=np.intp)
    counted = np.full((2, len(model.traits)), 100.0)

    shares = modelled_shares(model, wild, counted, group, sample.means[:1])

    span = np.abs(logit(shares)[0] - logit(shares)[1])
    assert (span <= model.highest - model.lowest + 1e-9).all()
    assert shares.mean(axis=0) == pytest.approx(sample.means[0])


def test_a_gemeente_without_a_share_gives_none_to_its_areas() -> None:
    sample = land()
    means = sample.means.copy()
    means[0, 0] = np.nan

    shares = modelled_shares(learned(sample), sample.values, sample.people, sample.gemeente, means)

    assert np.isnan(shares[sample.gemeente == 0, 0]).all()
    assert not np.isnan(shares[:, 1:]).any()


def test_values_on_the_wrong_axis_are_refused() -> None:
    sample = land()

    with pytest.raises(AxisMismatchError):
        replace(sample, values=sample.values.T)
    with pytest.raises(AxisMismatchError):
        modelled_shares(
            learned(sample), sample.values[:, :2], sample.people, sample.gemeente, sample.means
        )


def test_covariates_come_from_shares_or_from_counts() -> None:
    rows = tidy(
        ("WK000100", "inwoners", "totaal", 200.0),
        ("WK000100", "aandeel_inwoners", "65+", 30.0),
        ("WK000100", "woningen", "totaal", 100.0),
        ("WK000100", "gemiddelde_woz_waarde", "totaal", 300.0),
        ("WK000101", "inwoners", "totaal", 400.0),
        ("WK000101", "inwoners", "65+", 100.0),
        ("WK000101", "woningen", "totaal", 0.0),
    )

    found = covariates(rows, ["WK000100", "WK000101"], ["leeftijd_65+", "per_woning", "woz"])

    assert found[0] == pytest.approx([30.0, np.log(2.0), np.log(300.0)])
    assert found[1, 0] == 25.0
    assert np.isnan(found[1, 1:]).all()


def test_people_of_an_age_add_up_though_percents_are_whole() -> None:
    bands = {"0-14": 20.0, "15-24": 10.0, "25-44": 30.0, "45-64": 20.0, "65+": 19.0}
    rows = tidy(
        ("WK000100", "inwoners", "totaal", 990.0),
        *(("WK000100", "aandeel_inwoners", age, share) for age, share in bands.items()),
    )

    found = people(rows, ["WK000100", "WK000199"])

    assert found["65plus"] == pytest.approx([190.0, 0.0])
    # Of 15 to 24 seven of ten ages are grown up.
    assert found["18plus"] == pytest.approx([190.0 + 200.0 + 300.0 + 70.0, 0.0])


def test_a_gemeente_that_was_divided_anew_takes_no_part() -> None:
    found = wijken(TwoYears(), SETS["wijk"])

    assert found.sample.areas == ("WK000100", "WK000101")
    assert found.sample.gemeenten == ("GM0001",)
    kept = found.kept
    assert (kept.gemeenten, kept.areas) == (1, 2)
    assert (kept.gone, kept.came, kept.redivided, kept.redivided_areas) == (1, 0, 1, 2)
    assert kept.no_share == (2, 1)
    assert kept.no_people == 2


def test_without_national_tables_it_says_what_to_do() -> None:
    with pytest.raises(PrevalenceDataError, match="WWZ_DATA"):
        wijken(Catalogue([]), SETS["wijk"])


def test_buurten_are_moved_to_the_level_of_their_wijken_and_keep_their_differences() -> None:
    others, own = apart(land(), "GM0005")
    assert "GM0005" not in others.gemeenten
    assert own.gemeenten == ("GM0005",)
    older = replace(own, values=own.values - np.array([9.0, 0.0, 2.0]))

    moved = at_level(older, own)

    assert moved == pytest.approx(own.values)
    assert at_level(older, apart(land(), "GM9999")[1]) is older.values


def test_four_of_five_people_stay_within_the_error() -> None:
    error = np.array([0.1, 0.5, np.nan, 0.2])
    counted = np.array([60.0, 20.0, 50.0, 20.0])

    assert four_of_five(error, counted) == 0.2


def test_a_kept_model_gives_the_same_shares() -> None:
    sample = land()
    model = learned(sample)
    again = from_text(as_text({"proef": model}, ()))["proef"]

    one, other = (
        modelled_shares(each, sample.values, sample.people, sample.gemeente, sample.means)
        for each in (model, again)
    )

    assert np.abs(one - other).max() < 1e-5


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:200],
        lambda text: text.replace('"version": 1', '"version": 0'),
        lambda text: text.replace('"spread"', '"breedte"'),
        lambda text: text.replace('"form": "', '"form": "krom'),
    ],
)
def test_a_damaged_model_is_refused(damage) -> None:
    text = as_text({"proef": learned(land())}, ())
    changed = damage(text)
    assert changed != text

    with pytest.raises(PrevalenceModelError, match="opnieuw"):
        from_text(changed)
