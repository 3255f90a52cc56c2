"""A later release shows nothing that an earlier one hid, and opens nothing by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.cast import (
    GEMEENTE,
    NORTH,
    SOUTH,
    WIJK,
    make_fact,
    publish_result,
    request_and_publish,
    small_result,
)
from wwz.areas.models import Area
from wwz.opgave import services
from wwz.opgave.models import Study
from wwz.opgave.releases import released
from wwz_engine.indicators import all_indicators
from wwz_engine.study import StudyResult

pytestmark = pytest.mark.django_db


def study_of(**counts: float) -> StudyResult:
    """People of 85 and older, counted in 2021, in a wijk of two buurten."""
    oldest = all_indicators()["inwoners_85plus"]
    areas = {"gemeente": GEMEENTE, "wijk": WIJK, "north": NORTH, "south": SOUTH}
    facts = tuple(make_fact(oldest, areas[name], 2021, value) for name, value in counts.items())
    return replace(small_result(), facts=facts, indicators=(oldest,))


def shown_in(study: Study) -> dict[str, float | str | None]:
    return {
        fact.area.code: fact.hidden or fact.shown_value
        for fact in study.facts.select_related("area")
    }


def again(gemeente: Area, result: StudyResult) -> Study:
    now = later(gemeente)
    study = services.enqueue_study(gemeente, services.Wanted(), requested_by=None, now=now)
    return publish_result(study, result, now=now)


def later(gemeente: Area) -> datetime:
    newest = Study.objects.of_gemeente(gemeente.code).latest("requested_at")
    return newest.requested_at + timedelta(hours=1)


def test_what_a_release_hid_stays_hidden_when_the_number_grows(gemeente: Area) -> None:
    request_and_publish(gemeente, study_of(gemeente=2427, wijk=203, north=3, south=200))
    second = again(gemeente, study_of(gemeente=2433, wijk=209, north=9, south=200))

    assert shown_in(second)[NORTH.code] == "verborgen"


def test_a_cell_beside_it_that_was_shown_before_is_of_no_use_to_hide_now(gemeente: Area) -> None:
    """The first release knows no buurt to hide; so the second must hide the wijk instead."""
    request_and_publish(gemeente, study_of(gemeente=2427, south=200))
    second = shown_in(again(gemeente, study_of(gemeente=2427, wijk=202, north=2, south=200)))

    assert second[NORTH.code] == "verborgen"
    assert second[SOUTH.code] == 200
    assert second[WIJK.code] == "verborgen"


def test_without_an_earlier_release_the_smaller_figure_is_hidden(gemeente: Area) -> None:
    """The other side of the test above: what would happen if releases were forgotten."""
    first = shown_in(
        request_and_publish(gemeente, study_of(gemeente=2427, wijk=202, north=2, south=200))
    )

    assert first[NORTH.code] == first[SOUTH.code] == "verborgen"
    assert first[WIJK.code] == 200


def test_release_of_another_gemeente_hides_nothing(gemeente: Area) -> None:
    request_and_publish(gemeente, study_of(gemeente=2427, wijk=203, north=3, south=200))

    assert released("GM9999").hidden == frozenset()
    assert ("inwoners_85plus", NORTH.code, 2021) in released(gemeente.code).hidden
