"""What can be subtracted from what is declared with every number of people, and is true."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from wwz_engine.facts import Relations
from wwz_engine.indicators import all_indicators


def undeclared(indicators):
    """What is wrong with the relations of these definitions, one line each."""
    wrong = []
    for item in indicators.values():
        relations = item.relations
        if item.people and relations is None:
            wrong.append(f"{item.key} counts people but declares no relations")
        if relations is None:
            relations = Relations()
        parts = [part for some in relations.parts for part in some]
        named = (*parts, relations.within, relations.share, relations.share_of, item.gives_back)
        wrong += [f"{item.key} names {key}, which is not there" for key in named
                  if key and key not in indicators]  # fmt: skip
        people = (*parts, relations.within, relations.share_of, item.gives_back)
        wrong += [f"{item.key} names {key}, which counts no people" for key in people
                  if key in indicators and not indicators[key].people]  # fmt: skip
    return wrong


def broken(relations_of, values, parents):
    """Figures of a study that do not hold to what is declared: (indicator, area, year)."""
    found = []
    for (key, area, year), value in values.items():
        relations = relations_of.get(key)
        if relations is None:
            continue
        for some in relations.parts:
            parts = [values.get((part, area, year)) for part in some]
            if None not in parts and abs(sum(parts) - value) > 0.01:
                found.append((key, area, year))
        whole = values.get((relations.within, area, year))
        if whole is not None and value > whole + 0.01:
            found.append((key, area, year))
    sums = defaultdict(float)
    for (key, area, year), value in values.items():
        if key in relations_of and relations_of[key].areas and area in parents:
            sums[key, parents[area], year] += value
    found += [place for place, total in sums.items()
              if place in values and total > values[place] + 0.01]  # fmt: skip
    return found


def test_every_number_of_people_says_how_it_hangs_together_with_others():
    assert undeclared(all_indicators()) == []


@pytest.mark.parametrize(
    ("relations", "said"),
    [
        (None, "declares no relations"),
        (Relations(within="inwoners_999"), "which is not there"),
        (Relations(within="aandeel_75plus"), "which counts no people"),
    ],
)
def test_check_finds_a_number_of_people_without_true_relations(relations, said):
    known = all_indicators()
    planted = known | {"nieuw": replace(known["inwoners"], key="nieuw", relations=relations)}

    assert [line for line in undeclared(planted) if said in line]


@pytest.fixture(scope="module")
def figures(study):
    values = {
        (fact.indicator.key, fact.area.code, fact.year): fact.value
        for fact in study.facts
        if fact.indicator.people and fact.value is not None
    }
    parents = {area.code: area.parent for area in study.areas if area.parent}
    return values, parents


def test_declared_relations_hold_in_a_study(study, figures):
    relations_of = {item.key: item.relations for item in study.indicators if item.people}

    assert broken(relations_of, *figures) == []


def test_check_finds_a_relation_that_does_not_hold(study, figures):
    relations_of = {item.key: item.relations for item in study.indicators if item.people}
    relations_of["inwoners"] = Relations(parts=(("inwoners_65plus", "inwoners_75plus"),))
    relations_of["inwoners_65plus"] = Relations(within="inwoners_85plus")

    assert {key for key, _, _ in broken(relations_of, *figures)} == {"inwoners", "inwoners_65plus"}
