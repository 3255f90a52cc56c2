"""Shares against what people said: which wijken stand high, and when nothing can be said."""

from __future__ import annotations

import gzip
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tests.engine.prevalence_land import SOURCE, land, tidy
from wwz_engine.backtest.prevalence_survey import COUNTED, QUESTIONS, agreements, correlation
from wwz_engine.groups.prevalence import Sample
from wwz_engine.groups.prevalence_fit import leave_one_out
from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import WITHHELD, Table
from wwz_engine.sources.zwolle_survey import GEMEENTE, MEASURES

FILE = "zwolle_buurt_voor_buurt_onderzoek.csv.gz"
WIJKEN = ("WK019310", "WK019311", "WK019312")
# Wijk 10 has two buurten, of 300 and of 100 people.
PEOPLE = {"BU01931000": 300.0, "BU01931010": 100.0, "BU01931100": 200.0, "BU01931200": 500.0}
ANSWERS = {"100": "10", "101": "2", "110": "4", "120": "NA", "999": "50"}


def survey(answers: dict[str, str] = ANSWERS) -> Catalogue:
    lines = [",".join(["GEOITEM", *MEASURES])]
    lines += [",".join([buurt, *[cell] * len(MEASURES)]) for buurt, cell in answers.items()]
    content = gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)
    return Catalogue([MemoryFolder({FILE: content})])


class WithPeople:
    """The survey beside a count of people per buurt."""

    def __init__(self, tables: Catalogue) -> None:
        self.tables = tables

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return key in ("zwolle_survey", "buurt_series")

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        if key == "zwolle_survey":
            return self.tables.load(key, gemeente, period)
        rows = tidy(*((area, "inwoners", "totaal", people) for area, people in PEOPLE.items()))
        return Table(SOURCE, rows.with_columns(period=pl.lit(COUNTED, dtype=pl.Int16)))


def with_zwolle() -> Sample:
    """The made-up country, with three wijken of Zwolle for the first gemeente."""
    sample = land()
    return replace(
        sample,
        areas=(*WIJKEN, *sample.areas[3:]),
        gemeenten=(GEMEENTE, *sample.gemeenten[1:]),
    )


def test_answers_are_read_and_people_without_a_buurt_left_out() -> None:
    rows = survey().load("zwolle_survey", GEMEENTE).rows
    one = rows.filter(rows["measure"] == "komt_moeilijk_rond")

    assert one["area"].to_list() == ["BU01931000", "BU01931010", "BU01931100", "BU01931200"]
    assert one["value"].to_list() == [10.0, 2.0, 4.0, None]
    assert one["missing"].to_list() == [None, None, None, WITHHELD]


@pytest.mark.parametrize("cell", ["veel", "-3"])
def test_a_broken_answer_is_refused(cell: str) -> None:
    with pytest.raises(SourceDamagedError):
        survey({"100": cell}).load("zwolle_survey", GEMEENTE)


def test_a_wijk_is_the_mean_over_people_of_its_buurten() -> None:
    sample = with_zwolle()
    # Wijk 10 is (300 x 10 + 100 x 2) / 400 = 8, beside 4 and 5: shares that lie as the answers do.
    shares = sample.shares.copy()
    shares[:3] = np.array([0.08, 0.04, 0.05])[:, None]
    unseen = replace(leave_one_out(sample), shares=shares)
    tables = WithPeople(survey(ANSWERS | {"120": "5"}))

    found, sources = agreements(tables, replace(sample, shares=1 - shares), unseen)

    assert [one.question for one in found] == list(QUESTIONS)
    assert {one.wijken for one in found} == {3}
    assert all(one.model == pytest.approx(1.0) for one in found)
    assert all(one.rivm == pytest.approx(-1.0) for one in found)
    assert len(sources) == 2


def test_a_wijk_where_nobody_answered_does_not_count() -> None:
    sample = with_zwolle()

    found, _ = agreements(WithPeople(survey()), sample, leave_one_out(sample))

    assert {one.wijken for one in found} == {2}


def test_without_the_survey_or_the_gemeente_nothing_is_said() -> None:
    sample = with_zwolle()
    unseen = leave_one_out(sample)

    assert agreements(Catalogue([]), sample, unseen) == ((), ())
    assert agreements(WithPeople(survey()), land(), unseen) == ((), ())


def test_correlation_weighs_and_leaves_out_what_is_unknown() -> None:
    one = np.array([1.0, 2.0, 3.0, np.nan])
    other = np.array([1.0, 2.0, 0.0, 7.0])

    assert correlation(one, other, np.array([1.0, 1.0, 0.0, 1.0])) == pytest.approx(1.0)
    # By hand: means 2.25 and 0.75, covariance -0.4375, variances 0.6875 and 0.6875.
    assert correlation(one, other, np.array([1.0, 1.0, 2.0, 1.0])) == pytest.approx(
        -0.4375 / 0.6875
    )
    assert np.isnan(correlation(one, other, np.array([1.0, 0.0, 0.0, 1.0])))
    assert np.isnan(correlation(np.ones(4), other, np.ones(4)))
