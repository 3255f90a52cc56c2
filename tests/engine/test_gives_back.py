"""People who can be worked out from the homes that they ask, those that are short and the stock.

A shortage is shown as if there were so many people as are shown. The stock is not: so what is
asked less what is short tells how far the shown number is off.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.attacker import Attack, Rule, Seen
from tests.engine.test_secondary import (
    AROUND,
    CODES,
    KNOWN,
    area_of,
    attack_on,
    counted,
    fact,
    place_of,
    protected_in,
    towns,
)
from wwz_engine.shown_facts import shown_facts

PEOPLE = "inwoners_75plus"
HOMES = ("vraag_geclusterd", "tekort_geclusterd", "voorraad_geclusterd_effectief")
PER_PERSON = 0.6
THERE = 0.25
# Enough figures are in doubt by rounding that three people can hide among them.
TOWN = dict.fromkeys(CODES[3:], (500, 900, 100, 50, 52)) | {"BU112": (500, 900, 50, 0, 3)}


def with_homes(facts, short=KNOWN[HOMES[1]]):
    """The same with homes per area: of the homes that are asked a part is there."""
    homes = []
    for one in facts:
        if one.indicator.key == PEOPLE and one.value:
            asked, there = PER_PERSON * one.value, round(THERE * one.value) + 1.0
            figures = zip(HOMES, (asked, max(asked - there, 0.0), there), strict=True)
            homes += [fact(key, one.area, value, kind="geschat") for key, value in figures]
    told = [
        replace(one, indicator=short) if one.indicator.key == HOMES[1] else one for one in homes
    ]
    return [*facts, *told]


def attack_over_homes(facts, shown):
    """Who gathers the homes besides the people, and knows how the one follows from the other."""
    people = [one.indicator.people for one in facts]
    of_people = ([one for one, is_people in zip(found, people, strict=True) if is_people]
                 for found in (facts, shown))  # fmt: skip
    plain = attack_on(*of_people)
    seen = {
        place_of(one): Seen(what.value, hidden=bool(what.hidden))
        for one, what, is_people in zip(facts, shown, people, strict=True)
        if not is_people
    }
    rules = dict(plain.rules) | {key: Rule(people=False) for key in HOMES}
    rules[PEOPLE] = replace(rules[PEOPLE], told_by=(HOMES,))
    return Attack({**seen, **plain.seen}, rules, AROUND)


def recovered(facts):
    shown = shown_facts(facts, list(KNOWN.values()))
    return attack_over_homes(facts, shown).recovered(protected_in(facts))


@settings(max_examples=25, deadline=None)
@given(towns)
def test_homes_beside_people_give_nobody_away(town):
    assert recovered(with_homes(counted(town))) == []


def test_three_among_many_stay_hidden_when_homes_tell_the_many():
    facts = with_homes(counted(TOWN))
    assert (PEOPLE, "BU112", 2020) in protected_in(facts)
    shown = dict(zip(map(place_of, facts), shown_facts(facts, list(KNOWN.values())), strict=True))

    assert recovered(facts) == []
    # Something is left to work with: a shortage is not hidden everywhere.
    assert [place for place, one in shown.items() if place[0] == HOMES[1] and one.value is not None]


def test_shortage_that_is_not_said_to_give_people_back_is_caught():
    """The planted defect: the relation is taken out, and the three are known to the digit."""
    silent = replace(KNOWN[HOMES[1]], gives_back="")
    facts = with_homes(counted(TOWN), short=silent)

    assert (PEOPLE, "BU112", 2020) in recovered(facts)


def test_attacker_finds_the_exact_number_behind_a_rounded_one():
    facts = [
        fact(PEOPLE, area_of("GM1"), 48.0),
        *(fact(key, area_of("GM1"), value, kind="geschat")
          for key, value in zip(HOMES, (28.8, 16.8, 12.0), strict=True)),
    ]  # fmt: skip
    shown = shown_facts(facts, list(KNOWN.values()))
    assert [one.value for one in shown] == [50, 30, 17.5, 12]

    attack = attack_over_homes(facts, shown)
    assert attack.ends_of((PEOPLE, "GM1", 2020)) == (48, 48)


@pytest.mark.parametrize("form", ["nultreden", "geclusterd", "zorggeschikt"])
@pytest.mark.parametrize("where", ["", "_gemeentebreed"])
def test_every_shortage_says_whom_it_gives_back(form, where):
    short = KNOWN[f"tekort_{form}{where}"]
    assert short.gives_back
    assert short.gives_back == KNOWN[f"vraag_{form}"].grows_with[0]
