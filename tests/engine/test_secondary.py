"""Cells that are hidden so that others cannot be worked out, held against linear programmes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.attacker import Attack, Rule, Seen
from wwz_engine.disclosure.earlier import Earlier
from wwz_engine.disclosure.trees import reach, tree_of
from wwz_engine.facts import AreaRef, Fact
from wwz_engine.indicators import all_indicators
from wwz_engine.shown_facts import each_by_itself, shown_facts
from wwz_engine.sources.tidy import Source

CODES = ["GM1", "WK11", "WK12", "BU111", "BU112", "BU113", "BU121", "BU122"]
AROUND = {"WK11": "GM1", "WK12": "GM1"} | {code: f"WK{code[2:4]}" for code in CODES[3:]}
LEVELS = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
KNOWN = all_indicators()
SOURCE = Source("telling", "Verzonnen", "tabel", "Telling", date(2021, 1, 1), "CC0", "a" * 64)
AGES = ("inwoners_0_19", "inwoners_20_64", "inwoners_65plus", "inwoners_75plus", "inwoners_85plus")
ends = st.tuples(st.integers(-9, 0), st.integers(0, 9))


def area_of(code, members=()):
    level = "samengesteld" if members else LEVELS[code[:2]]
    return AreaRef(code, code, level, 2021, AROUND.get(code, "GM1" if members else None), members)


def fact(key, area, value, *, year=2020, scenario="basis", kind="geteld"):
    return Fact(
        KNOWN[key], area, year, scenario, value, None, None, None, kind, (SOURCE,), "0"
    )  # fmt: skip


def counted(buurten, **more):
    """Facts of ages per buurt (young, middle, 65-74, 75-84, 85 and older), added up upward."""
    facts = []
    for code in CODES:
        inside = [ages for buurt, ages in buurten.items() if code in (buurt, AROUND[buurt], "GM1")]
        young, middle, old, older, oldest = (sum(column) for column in zip(*inside, strict=True))
        sums = (young, middle, old + older + oldest, older + oldest, oldest)
        facts += [
            fact(key, area_of(code), float(n), **more) for key, n in zip(AGES, sums, strict=True)
        ]
        facts.append(fact("inwoners", area_of(code), float(young + middle + sums[2]), **more))
    return facts


def attack_on(facts, shown):
    seen = {
        place_of(one): Seen(
            what.value, what.low, what.high, what.hidden == "verborgen", one.kind == "geteld"
        )
        for one, what in zip(facts, shown, strict=True)
    }
    rules = {
        key: Rule(True, KNOWN[key].care, KNOWN[key].relations.parts, KNOWN[key].relations.within)
        for key, _, _ in seen
    }
    return Attack(seen, rules, AROUND)


def place_of(one):
    return one.indicator.key, one.area.code, one.year


def protected_in(facts):
    alone = each_by_itself(facts, list(KNOWN.values()))
    return [place_of(f) for f, one in zip(facts, alone, strict=True) if one.hidden == "verborgen"]


def pattern(facts, *rest):
    shown = shown_facts(facts, list(KNOWN.values()), *rest)
    return {(place_of(f), f.scenario): one for f, one in zip(facts, shown, strict=True)}


# --- how far a cell can move ---


def furthest(low, high, cell, sign):
    """The same by a linear programme over moves that keep every sum."""
    sums = np.zeros((len(CODES), len(CODES)))
    for code, around in AROUND.items():
        sums[CODES.index(around), CODES.index(code)] = -1
    holding = sorted({CODES.index(around) for around in AROUND.values()})
    sums[holding, holding] = 1
    aim = np.zeros(len(CODES))
    aim[cell] = -sign
    found = linprog(
        aim, A_eq=sums[holding], b_eq=np.zeros(len(holding)),
        bounds=np.stack([low, high], axis=1), method="highs",
    )  # fmt: skip
    return -sign * found.fun


@settings(max_examples=60, deadline=None)
@given(st.lists(ends, min_size=len(CODES), max_size=len(CODES)))
def test_reach_is_what_a_linear_programme_finds(found):
    low, high = (np.array(side, dtype=float) for side in zip(*found, strict=True))
    nothing = np.zeros((len(CODES), 1))
    tree = tree_of(CODES, AROUND)
    width = reach(tree, low[:, None], high[:, None], nothing, nothing)[:, 0]

    for cell in range(len(CODES)):
        exact = furthest(low, high, cell, 1.0) - furthest(low, high, cell, -1.0)
        assert width[cell] == pytest.approx(exact, abs=1e-6)


# --- the pattern of a study ---

people = st.tuples(*(st.integers(0, 12) | st.integers(20, 400) for _ in range(5)))
towns = st.fixed_dictionaries(dict.fromkeys(CODES[3:], people))


@settings(max_examples=40, deadline=None)
@given(towns)
def test_nothing_hidden_can_be_worked_out_again(town):
    facts = counted(town)
    shown = shown_facts(facts, list(KNOWN.values()))

    assert attack_on(facts, shown).recovered(protected_in(facts)) == []


TWO = dict.fromkeys(CODES[3:], (0, 0, 0, 0, 0)) | {
    "BU111": (500, 900, 100, 50, 48), "BU112": (0, 0, 0, 0, 3),
    "BU121": (500, 900, 100, 50, 48), "BU122": (0, 0, 0, 0, 2),
}  # fmt: skip


def test_the_rule_for_one_figure_alone_is_not_enough():
    """The planted defect: without what is hidden besides, most counts are worked out."""
    facts = counted(TWO)
    alone = each_by_itself(facts, list(KNOWN.values()))
    protected = protected_in(facts)

    assert len(attack_on(facts, alone).recovered(protected)) > len(protected) / 2


def test_order_of_facts_and_areas_does_not_matter():
    facts = counted(TWO)
    mixed = facts.copy()
    random.Random(1).shuffle(mixed)

    assert pattern(mixed) == pattern(facts)


def test_nobody_is_never_hidden():
    shown = pattern(counted(TWO))

    assert shown[("inwoners_85plus", "BU113", 2020), "basis"].value == 0


def test_what_is_hidden_in_one_scenario_is_hidden_in_all():
    more = TWO | {"BU112": (0, 0, 0, 0, 30)}
    both = [*counted(TWO), *counted(more, scenario="bouwen")]
    shown = pattern(both)
    alone = pattern(counted(more, scenario="bouwen"))

    assert not alone[("inwoners_85plus", "BU112", 2020), "bouwen"].hidden
    assert shown[("inwoners_85plus", "BU112", 2020), "bouwen"].hidden == "verborgen"


def test_sum_of_areas_that_crosses_others_is_hidden_with_its_members():
    facts = counted(TWO)
    village = area_of("SG01", ("BU112", "BU121"))
    hall = area_of("SG02", ("BU113",))
    facts += [fact("inwoners_85plus", village, 51.0), fact("inwoners_85plus", hall, 0.0)]
    shown = pattern(facts)

    assert shown[("inwoners_85plus", "SG01", 2020), "basis"].hidden == "verborgen"
    assert shown[("inwoners_85plus", "SG02", 2020), "basis"].value == 0


def test_figure_that_gives_its_people_back_makes_them_known_to_the_digit():
    """A shortage beside a stock: the people are no longer in doubt by rounding."""
    town = TWO | {"BU113": (40, 40, 40, 40, 40)}
    facts = counted(town)
    short = replace(KNOWN["tekort_geclusterd"], grows_with=())
    told = [
        replace(fact("inwoners", area_of(code), 7.0, kind="geraamd"), indicator=short)
        for code in ("WK11", "BU111", "BU113")
    ]
    with_shortage = pattern([*facts, *told])

    def hidden(found):
        return sum(one.hidden == "verborgen" for (place, _), one in found.items()
                   if place[0] == "inwoners_75plus")  # fmt: skip

    assert hidden(with_shortage) >= hidden(pattern(facts))


# --- releases ---


def released(facts):
    """What a release of these facts leaves behind for later ones."""
    shown = pattern(facts)
    hidden = [place for (place, _), one in shown.items() if one.hidden == "verborgen"]
    numbers = [(place, one.value) for (place, _), one in shown.items() if one.value is not None]
    return Earlier.of(hidden, numbers)


@settings(max_examples=25, deadline=None)
@given(towns, towns)
def test_two_releases_together_give_nothing_away(first, second):
    """Buurten of the first release that did not change keep their numbers in the second."""
    town = first | {code: second[code] for code in CODES[5:]}
    earlier = released(counted(first))
    facts = counted(town)
    shown = shown_facts(facts, list(KNOWN.values()), earlier)

    hidden_again = {place_of(f) for f, one in zip(facts, shown, strict=True) if one.hidden}
    assert earlier.hidden <= hidden_again
    attack = attack_on(facts, shown)
    assert attack.recovered(protected_in(facts)) == []


def nursing(places, need=1040.0, inside=780.0):
    """A gemeente and two wijken in which people with nursing live at home or not, per policy.

    places : in nursing homes, under the policy that keeps their number
    """
    facts = []
    for area, part in (("GM1", 1.0), ("WK11", 0.6), ("WK12", 0.4)):
        stays = {"meegroeien": inside, "bevriezen": min(places, need), "scheiden": 640.0}
        facts += [
            fact("inwoners", area_of(area), 130_000 * part),
            fact("wlz_vv_clienten", area_of(area), need * part, kind="geschat"),
        ]
        for policy, number in stays.items():
            for where, people in (("verblijf", number), ("thuis", need - number)):
                key = f"wlz_vv_{where}_{policy}"
                facts.append(fact(key, area_of(area), people * part, kind="geschat"))
    return facts


def test_more_places_than_people_hide_the_parts_of_that_policy_and_not_the_need():
    """Nobody is at home then: that nil is protected, and only its own sum could give it back."""
    facts = nursing(places=1100)
    shown = shown_facts(facts, list(KNOWN.values()))
    hidden = {one.indicator.key for one, what in zip(facts, shown, strict=True) if what.hidden}
    assert hidden == {"wlz_vv_verblijf_bevriezen", "wlz_vv_thuis_bevriezen"}
    recovered = attack_on(facts, shown).recovered(protected_in(facts))
    assert recovered == []


def at_home(small=2.6, tiny=0.03):
    """People with nursing in the buurten of two wijken, divided over policies per wijk only."""
    people = {"BU111": 60.0, "BU112": 70.0, "BU113": 80.0, "BU121": tiny, "BU122": small}
    facts = []
    for code in CODES:
        need = sum(n for buurt, n in people.items() if code in (buurt, AROUND[buurt], "GM1"))
        facts += [
            fact("inwoners", area_of(code), 100 * np.ceil(need)),
            fact("wlz_vv_clienten", area_of(code), need, kind="geschat"),
        ]
        for policy in ("meegroeien", "bevriezen", "scheiden"):
            for where, part in (("verblijf", 0.75), ("thuis", 0.25)):
                if not code.startswith("BU"):
                    key = f"wlz_vv_{where}_{policy}"
                    facts.append(fact(key, area_of(code), need * part, kind="geschat"))
    return facts


def test_small_wijk_hides_one_beside_it_and_not_every_wijk_up_to_the_gemeente():
    facts = at_home()
    shown = shown_facts(facts, list(KNOWN.values()))
    hidden = {place_of(one)[:2] for one, what in zip(facts, shown, strict=True) if what.hidden}
    assert {area for key, area in hidden if key == "wlz_vv_clienten"} >= {"WK12", "BU121", "BU122"}
    assert not [key for key, area in hidden if area == "GM1"]
    assert attack_on(facts, shown).recovered(protected_in(facts)) == []
