"""An outcome gives back nothing of what its study hides, and no digits that tell of people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import WIJK, make_fact, request_and_publish, small_result
from tests.weighed import outcome, weigh
from wwz.opgave import jobs
from wwz.opgave.models import Fact
from wwz.opgave.weighing.models import WeighingAnswer
from wwz.opgave.weighing.shown import may_be_shown
from wwz.opgave.weighing.tables import as_sheet, regrets_table, shortages_table
from wwz_engine.indicators import all_indicators
from wwz_engine.proposals.answer import Answer, ShortageLine

pytestmark = pytest.mark.django_db
OTHER = "WK019399"


def published(gemeente, people: float):
    """A study in which so many people of 75 and older live in the wijk, and homes are short."""
    short = all_indicators()["tekort_geclusterd"]
    result = small_result()
    facts = [
        replace(fact, value=people, low=people, high=people)
        if (fact.indicator.key, fact.area, fact.year) == ("inwoners_75plus", WIJK, 2030)
        else fact
        for fact in result.facts
    ]
    facts.append(make_fact(short, WIJK, 2030, 1.313131))
    indicators = (*result.indicators, short)
    return request_and_publish(gemeente, replace(result, facts=tuple(facts), indicators=indicators))


def lines(area: str):
    return [ShortageLine(area, "geclusterd", year, 7.313131, 6.818181, 6.5, 7.5)
            for year in (2028, 2030)]  # fmt: skip


def content(*areas: str):
    found = tuple(line for area in areas for line in lines(area))
    return Answer("programma", "nagerekend", shortages=found, notes=("Eerder.",)).as_json()


def test_area_of_which_the_study_hides_a_shortage_stays_out_in_every_year(gemeente):
    study = published(gemeente, 3.0)
    assert Fact.objects.get(study=study, indicator__key="tekort_geclusterd").hidden
    kept = may_be_shown(study.pk, content(WIJK.code, OTHER))

    assert {one["area"] for one in kept["shortages"]} == {OTHER}
    assert kept["notes"][0] == "Eerder."
    assert kept["notes"][1].startswith("Het tekort van één wijk tonen wij niet")


def test_area_of_which_all_is_shown_is_kept_in_whole_homes(gemeente):
    study = published(gemeente, 200.0)
    assert not Fact.objects.get(study=study, indicator__key="tekort_geclusterd").hidden
    kept = may_be_shown(study.pk, content(WIJK.code))

    numbers = [(one["without"], one["left"], one["low"], one["high"]) for one in kept["shortages"]]
    assert numbers == [(7.0, 7.0, 6.0, 8.0)] * 2
    assert list(kept["notes"]) == ["Eerder."]


def test_what_the_worker_stores_went_through_it(gemeente, zwolle, corporation):
    asked = weigh(zwolle, corporation, published(gemeente, 3.0))
    answer = Answer("programma", "eerste", shortages=tuple(lines(WIJK.code)), seconds=0.1)
    jobs.weighing.store(asked, answer, last=False)

    assert WeighingAnswer.objects.get(kind="eerste").content["shortages"] == []


@pytest.mark.parametrize("table", [lambda told: shortages_table(told, {}), regrets_table])
def test_file_says_no_more_digits_than_the_page(table):
    told = outcome("De Stadspoort")
    told["shortages"][0]["left"] = told["regrets"][1]["short"] = 72.313131
    sheet = as_sheet(table(told), "afweging", ())

    values = [column.value(row) for row in sheet.rows for column in sheet.columns]
    assert 72.0 in values
    assert 72.313131 not in values
