"""Definitions of woonvormen: dated, readable, and judged on what is known of a home."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from tests.engine.towns_with_homes import homes
from wwz_engine.supply import judging
from wwz_engine.supply.counting import in_force_on
from wwz_engine.supply.judging import answers
from wwz_engine.supply.rows import ANSWERS, BY_KEY, NO, UNKNOWN, YES, SupplyRow
from wwz_engine.woonvormen import (
    IN_FORCE,
    WOONVORMEN,
    DefinitionError,
    defined_as,
    definitions,
    definitions_on,
    parse,
)

DAY = date(2026, 1, 1)
ALL = definitions_on(DAY)
EVERY = pytest.mark.parametrize("key", sorted(ALL))
FACTS = [field.name for field in fields(SupplyRow)
         if field.name in BY_KEY and BY_KEY[field.name].values is ANSWERS]  # fmt: skip
GROUP = {
    "area": "A1", "homes": 20, "clustered": YES, "cluster_homes": 20, "meeting_room": YES,
    "for_55plus": YES, "intramural": NO, "stairless_to": YES,
}  # fmt: skip


def judged(key, **facts):
    return float(answers(homes([{**GROUP, **facts}]), ALL[key])[0])


@EVERY
def test_definition_says_what_it_is_since_when_and_by_whom(key):
    one = ALL[key]
    assert one.text.endswith(".") and len(one.text) > 40
    assert one.label and one.source and one.basis in ("gepubliceerd", "oordeel")
    assert one.start <= DAY


@EVERY
def test_nothing_known_gives_no_home_for_certain(key):
    assert answers(homes([{"area": "A1", "homes": 1}]), ALL[key]) < 1


@EVERY
def test_what_is_learnt_of_a_home_never_turns_a_yes_into_a_no(key):
    rng = np.random.default_rng(3)
    for _ in range(100):
        facts = {name: rng.choice([YES, NO]) for name in FACTS}
        facts["own_form"] = str(rng.choice(["nultreden", "geclusterd", "zorggeschikt", "geen"]))
        numbers = {
            "cluster_homes": int(rng.integers(1, 30)),
            "share_55plus": int(rng.integers(101)),
        }
        row = homes([{"area": "A1", "homes": 1, **facts, **numbers}])[0]
        hidden = {name: UNKNOWN for name in FACTS if rng.random() < 0.4}
        less = replace(
            row, **hidden, cluster_homes=None if rng.random() < 0.4 else row.cluster_homes
        )
        known, vague = answers([row], ALL[key])[0], answers([less], ALL[key])[0]
        assert known in (0.0, 1.0)
        assert vague in (known, 0.5)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, 1.0),
        ({"cluster_homes": 11}, 0.0),
        ({"cluster_homes": None}, 0.5),
        ({"meeting_room": UNKNOWN}, 0.5),
        ({"meeting_room": UNKNOWN, "cluster_homes": 11}, 0.0),
        ({"for_55plus": NO}, 0.5),
        ({"for_55plus": NO, "share_55plus": 49}, 0.0),
        ({"for_55plus": UNKNOWN, "share_55plus": 50}, 1.0),
        ({"intramural": YES}, 0.0),
        ({"stairless_to": NO}, 0.0),
        ({"stairless_inside": NO}, 1.0),
        ({"stairless_inside": NO, "status": "zacht", "ready_year": 2030}, 0.0),
        ({"stairless_inside": YES, "status": "zacht", "ready_year": 2030}, 1.0),
    ],
)
def test_clustered_as_statistics_netherlands_says(facts, expected):
    assert judged("cbs_2025", **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"stairless_inside": YES}, 1.0),
        ({"stairless_inside": UNKNOWN}, 0.5),
        ({"stairless_inside": NO, "stairless_to": UNKNOWN}, 0.0),
    ],
)
def test_without_stairs_as_the_housing_survey_says(facts, expected):
    assert judged("woon", **facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"wheelchair": YES, "care_agreement": YES, "rents_separately": YES}, 1.0),
        ({"wheelchair": YES, "care_around_clock": YES, "rents_separately": YES}, 1.0),
        ({"wheelchair": YES, "rents_separately": YES}, 0.5),
        (
            {"wheelchair": YES, "care_agreement": NO, "care_around_clock": NO,
             "rents_separately": YES}, 0.0,
        ),
        ({"wheelchair": YES, "care_agreement": YES, "rents_separately": NO}, 0.0),
    ],
)  # fmt: skip
def test_suited_for_heavy_care_as_the_programme_says(facts, expected):
    assert judged("programma_2022", **facts) == expected


@pytest.mark.parametrize(
    ("form", "counts"),
    [("zorggeschikt", "nul gec zorg"), ("geclusterd", "nul gec"), ("nultreden", "nul"),
     ("geen", "")],
)  # fmt: skip
def test_own_count_of_a_higher_form_counts_for_the_forms_below(form, counts):
    found = [
        short
        for short, own in (("nul", "nultreden"), ("gec", "geclusterd"), ("zorg", "zorggeschikt"))
        if judged(f"eigen_{own}", own_form=form) == 1
    ]
    assert " ".join(found) == counts
    assert judged("eigen_nultreden", own_form=UNKNOWN) == 0.5


def test_unknown_counted_as_no_is_found(monkeypatch):
    """A planted defect: an empty cell read as no."""
    monkeypatch.setitem(judging._ANSWER, UNKNOWN, 0.0)
    with pytest.raises(AssertionError):
        test_without_stairs_as_the_housing_survey_says({"stairless_inside": UNKNOWN}, 0.5)


def test_every_form_of_the_chain_has_a_definition_in_force():
    assert set(IN_FORCE) == set(WOONVORMEN)
    assert [one.woonvorm for one in in_force_on(DAY).values()] == list(WOONVORMEN)


def test_a_later_version_is_in_force_from_its_day_on():
    later = replace(ALL["woon"], start=date(2030, 1, 1), label="Nieuw")
    with defined_as([*definitions(), later]):
        assert definitions_on(date(2029, 12, 31))["woon"].label == ALL["woon"].label
        assert definitions_on(date(2030, 1, 1))["woon"].label == "Nieuw"
        # Before the first version the first one counts: a home had no other name then.
        assert definitions_on(date(1990, 1, 1))["woon"].label == ALL["woon"].label
    assert definitions_on(date(2030, 1, 1))["woon"] == ALL["woon"]


ENTRY = """
definitions:
  - key: proef
    woonvorm: nultreden
    label: Proef
    text: Een proef.
    from: 2020-01-01
    source: niemand
    basis: oordeel
    rule: {}
"""


@pytest.mark.parametrize(
    "rule",
    ["trapvrij", "homes", "{all: []}", "{none: [lift]}", "{at_least: {lift: 3}}",
     "{at_least: {cluster_homes: veel}}", "{is: {own_form: [villa]}}", "[lift]"],
)  # fmt: skip
def test_a_rule_about_what_no_row_tells_is_refused(rule):
    (one,) = parse(ENTRY.format(rule))
    with pytest.raises(DefinitionError, match="proef"):
        answers((), one)


def test_a_definition_without_a_source_does_not_load():
    with pytest.raises(DefinitionError, match="source"):
        parse(ENTRY.format("lift").replace("    source: niemand\n", ""))
