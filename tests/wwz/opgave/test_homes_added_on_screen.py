"""Ten homes filled in on screen change what was worked out by hand, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from tests.cast import NOW, logged_in
from wwz.areas.queries import gemeente_named
from wwz.opgave import jobs, services
from wwz.opgave.models import State, Study
from wwz.opgave.services import Wanted

pytestmark = pytest.mark.django_db
CASE = yaml.safe_load(Path(__file__).with_name("homes_added_on_screen.yaml").read_text("utf-8"))
LIST = "/samen/zwolle/eigen/woningen/"
TOWN = "Verzonnendam"


@pytest.fixture
def invented(zwolle):
    tables = jobs.fictional_catalogue()
    jobs.store_gemeenten(tables)
    zwolle.areas.add(gemeente_named(TOWN))
    # The first study stores the buurten, which a row has to name.
    wanted = services.enqueue_study(
        gemeente_named(TOWN), Wanted(draws=100), requested_by=None, now=NOW
    )
    worked_out(wanted, tables)
    return tables


def worked_out(study, tables):
    jobs.carry_out(study.pk, study.attempt, tables)
    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    return {
        (fact.indicator.key, fact.area.code, fact.year): (fact.value, fact.low, fact.high)
        for fact in study.facts.select_related("indicator", "area")
    }


def asked_again(client):
    """The button below the list asks for the study."""
    assert client.post(f"{LIST}reken/", follow=True).status_code == 200
    return Study.objects.unfinished().get()


def filled_in(client, row):
    answer = client.post(f"{LIST}nieuw/", CASE["row"] | row)
    assert answer.status_code == 302, answer.content.decode()


def differences(before, now):
    """How much every figure that changed is more, in all years the same."""
    assert set(before) == set(now)
    found = defaultdict(set)
    for (key, area, year), (value, *_) in now.items():
        found[key, area] |= {(before[key, area, year][0], value)}
    return {
        place: {round(after - then, 4) for then, after in pairs if None not in (then, after)}
        for place, pairs in found.items()
        if any(then != after for then, after in pairs)
    }


def test_ten_homes_on_screen_change_exactly_what_was_worked_out_by_hand(invented, sanne):
    client = logged_in(sanne)
    filled_in(client, CASE["before"])
    before = worked_out(asked_again(client), invented)

    filled_in(client, CASE["added"])
    now = worked_out(asked_again(client), invented)

    changed = differences(before, now)
    shared = [(CASE["shared"]["figure"], area) for area in CASE["shared"]["areas"]]
    by_hand = {
        (figure, area): {float(more)}
        for figure, areas in CASE["expected"].items()
        for area, more in areas.items()
    }
    assert {place: more for place, more in changed.items() if place not in shared} == by_hand
    assert set(shared) <= set(changed)
    years = {year for figure, _, year in now if figure == CASE["shared"]["figure"]}
    for year in years:
        less = sum(now[(*place, year)][0] - before[(*place, year)][0] for place in shared)
        assert less == pytest.approx(-10, abs=1e-4)
