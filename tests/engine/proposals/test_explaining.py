"""Clashes, reasons, prices, regret and swaps, each held against working it out again."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.engine.proposals.small import (
    AREAS,
    DAY,
    PARTY,
    YEARS,
    Small,
    best_of_all,
    needs_of,
    small,
)
from wwz_engine.proposals.answer import CLASH, DONE
from wwz_engine.proposals.choosing import chooser
from wwz_engine.proposals.clashing import clashes
from wwz_engine.proposals.explaining import prices, regrets, why_not
from wwz_engine.proposals.files import read_question
from wwz_engine.proposals.posing import pose
from wwz_engine.proposals.question import Limits, Question, QuestionError, Weights, question_of
from wwz_engine.proposals.rows import SiteRow
from wwz_engine.proposals.weighing import Weighing, weighing

ASKED = Question("GM0001", YEARS[0], YEARS[-1])


def row(number: int, **told) -> SiteRow:
    usual = {
        "id": f"P{number}", "site": f"S{number}", "name": f"Plan {number}", "area": AREAS[0],
        "area_year": 2024, "party": PARTY, "status": "hard", "earliest": 2027, "lead": 1,
        "nultreden": 10,
    }  # fmt: skip
    return SiteRow(**(usual | told))


def much_short() -> np.ndarray:
    short = np.full((2, 4, len(YEARS), 2), 30.0)
    short[:, 3] = 0.0
    return short


def put(question: Question, *rows: SiteRow) -> Weighing:
    return weighing(question, rows, needs_of(much_short()), DAY)


def limited(**limits) -> Question:
    return replace(ASKED, limits=Limits(**limits))


CLASHING = {
    "het budget van de gemeente in 2027": (
        limited(budgets={"gemeente": {2027: 5.0}}),
        (row(1, fixed="ja", latest=2027, cost_gemeente=100), row(2)),
    ),
    "de bouwcapaciteit in 2027": (
        limited(building={2027: 5.0}),
        (row(1, fixed="ja", latest=2027), row(2)),
    ),
    "de uren zorg in 2029 (50 uur per jaar)": (
        limited(care_hours={2028: 50.0, 2029: 50.0}),
        (row(1, fixed="ja", latest=2027, care_hours=80), row(2)),
    ),
    "het deel sociale huur dat minstens nodig is": (
        limited(social_least=50.0),
        (row(1, fixed="ja", social=0), row(2, social=2)),
    ),
    "het hoogste deel sociale huur in WK000001": (
        limited(social_most_wijk=20.0),
        (row(1, fixed="ja", social=9),),
    ),
    "de volgorde (‘Plan 1’ wacht op een andere locatie)": (
        ASKED,
        (row(1, fixed="ja", latest=2027, after="S2"), row(2)),
    ),
    "het tekort dat in een wijk mag overblijven": (limited(remaining_most=1.0), (row(1),)),
}


@pytest.mark.parametrize("words", CLASHING)
def test_a_planted_clash_is_named(words):
    question, rows = CLASHING[words]
    answer = put(question, *rows).certified()
    assert answer.status == CLASH
    assert not answer.chosen
    (clash,) = answer.clashes
    assert words in clash.sentence
    if rows[0].is_fixed:
        assert any(key.startswith("fixed:P1") for key in clash.limits)
        assert "‘Plan 1’" in clash.sentence


@pytest.mark.parametrize(
    ("words", "change", "told"),
    [
        ("uitgesloten", {"banned": ("P1",)}, {"fixed": "ja"}),
        ("menging", {"limits": Limits(target_most=40.0)}, {"fixed": "ja", "geclusterd": 20}),
        ("niet klaar in 2029", {"forced": ("P1",)}, {"earliest": 2031}),
        ("zacht plan", {"limits": Limits(soft_from=2031)}, {"fixed": "ja", "status": "zacht"}),
        (
            "grond",
            {"limits": Limits(land_from={"gemeente": 2035})},
            {"fixed": "ja", "land_owner": "gemeente"},
        ),
    ],
)
def test_a_plan_that_must_and_cannot_is_told_at_once(words, change, told):
    answer = put(replace(ASKED, **change), row(1, **told), row(2)).certified()
    assert answer.status == CLASH
    assert words in answer.clashes[0].sentence
    assert "‘Plan 1’ moet worden gebouwd" in answer.clashes[0].sentence


def test_two_variants_of_one_site_cannot_both_be_fixed():
    both = (row(1, fixed="ja"), row(2, site="S1", fixed="ja"))
    answer = put(ASKED, *both).certified()
    assert answer.status == CLASH
    assert "een andere variant" in answer.clashes[0].sentence


def test_clashing_limits_are_as_few_as_can_be():
    """Dropping any one of the named limits makes a programme possible; dropping none does not."""
    found = 0
    for seed in range(160):
        case = small(seed)
        posed = pose(case.question, case.rows, case.needs, DAY)
        if best_of_all(case) is not None or posed.clashing:
            continue
        every = _keys(case)
        told = clashes(posed)
        assert told
        for clash in told:
            assert clash.sentence.endswith(".")
            only = _without(case, *(key for key in every if key not in clash.limits))
            assert best_of_all(only) is None, (seed, clash)
            for key in clash.limits:
                assert best_of_all(_without(only, key)) is not None, (seed, key, clash)
        rest = _without(case, *(key for clash in told for key in clash.limits))
        assert best_of_all(rest) is not None, seed
        found += 1
    assert found >= 10


def _keys(case: Small) -> list[str]:
    """All limits of a question, named as a clash names them."""
    posed = pose(case.question, case.rows, case.needs, DAY)
    found = {
        ":".join(
            str(one)
            for one in (name.key, name.who, None if name.key == "after" else name.year)
            if one
        )
        for name in posed.instance.limits
    }
    found |= {f"fixed:{one.id}" for one in posed.must}
    return [*found, "remaining_most"]


def _without(case: Small, *keys: str) -> Small:
    """The same question with some limits dropped."""
    for key in keys:
        case = _dropped(case, key)
    return case


def _dropped(case: Small, key: str) -> Small:
    name, _, rest = key.partition(":")
    limits = case.question.limits
    if name in ("fixed", "after"):
        usual = {"fixed": "nee"} if name == "fixed" else {"after": ""}
        rows = [replace(one, **usual) if one.id == rest else one for one in case.rows]
        return replace(case, rows=tuple(rows))
    if name == "budgets":
        who, _, year = rest.rpartition(":")
        left = {at: most for at, most in limits.budgets[who].items() if at != int(year)}
        limits = replace(limits, budgets={**limits.budgets, who: left})
    elif name in ("building", "care_hours"):
        left = {at: most for at, most in getattr(limits, name).items() if at != int(rest)}
        limits = replace(limits, **{name: left})
    elif name == "social_most_wijk":
        return replace(case, skipped=(*case.skipped, rest))
    else:
        limits = replace(limits, **{name: None})
    return replace(case, question=replace(case.question, limits=limits))


def test_why_not_is_what_forcing_a_plan_in_costs():
    told = 0
    for seed in range(60):
        case = small(seed)
        posed = pose(case.question, case.rows, case.needs, DAY)
        best = best_of_all(case)
        if best is None or posed.clashing:
            continue
        known = chooser(posed.instance)
        exact, _ = known.exactly(20.0)
        reasons = why_not(posed, known, exact, seconds=20.0)
        assert reasons.better is None
        out = {one.id for one in case.rows} - {
            posed.rows[number].id for number in posed.instance.options.row[exact.taken]
        }
        assert {one.id for one in reasons.why_not} == out
        for why in reasons.why_not:
            forced = best_of_all(replace(case, question=_forcing(case.question, why.id)))
            assert why.certain
            if why.costs is None:
                assert forced is None, (seed, why)
            else:
                assert why.costs == pytest.approx(forced - best, abs=1e-4), (seed, why)
            told += 1
    assert told > 60


def _forcing(question: Question, *forced: str, banned: tuple[str, ...] = ()) -> Question:
    return replace(question, forced=forced, banned=banned)


def test_reason_names_the_limit_that_keeps_a_plan_out():
    question = limited(care_hours={2028: 50.0, 2029: 50.0})
    found = put(question, row(1), row(2, care_hours=80, earliest=2027))
    (why,) = found.explained(found.certified()).why_not
    assert why.id == "P2"
    assert why.sentence == (
        "‘Plan 2’ past niet bij de uren zorg in 2029 (50 uur per jaar)."
    )  # of the two years the first can be avoided by starting later


def test_plans_that_there_is_no_time_for_say_so():
    question = limited(care_hours={2028: 50.0, 2029: 50.0})
    found = put(question, row(1), row(2, care_hours=80, earliest=2027))
    (why,) = found.explained(found.certified(), within=0.0).why_not
    assert why.sentence == "Wat ‘Plan 2’ erbij zou doen, is niet uitgerekend: dat duurde te lang."
    assert (why.costs, why.certain) == (None, False)


def test_reason_tells_which_plan_falls_out():
    question = limited(building={2027: 10.0, 2028: 0.0})
    found = put(question, row(1), row(2, nultreden=8))
    (why,) = found.explained(found.certified(), seconds=5).why_not
    assert why.instead == ("Plan 1",)
    assert why.sentence == (
        "Met ‘Plan 2’ erbij valt ‘Plan 1’ af. Dan blijft er 4,0 woningjaren meer tekort over."
    )


def test_price_is_what_one_unit_more_brings_to_the_relaxation():
    question = limited(care_hours=dict.fromkeys(YEARS, 60.0), building={2027: 2.0, 2028: 2.0})
    found = put(question, row(1, care_hours=400), row(2, care_hours=150, nultreden=6))
    found.certified()
    known = found.chooser
    told = prices(found.posed, known)
    assert {price.limit for price in told} == {"care_hours", "building"}
    for price in told:
        unit = 52 if price.limit == "care_hours" else 1
        more = {
            year: value + (unit if price.year in (year, None) else 0)
            for year, value in getattr(question.limits, price.limit).items()
        }
        wider = put(limited(**{**vars(question.limits), price.limit: more}), *found.rows)
        wider.certified()
        gained = known.relaxed.bound - wider.chooser.relaxed.bound
        assert price.gives == pytest.approx(gained)
        assert price.sentence.startswith(("Eén uur zorg per week meer", "Bouwcapaciteit voor één"))


def test_no_price_where_a_limit_leaves_room():
    found = put(limited(care_hours={2028: 1e6}), row(1, care_hours=10))
    assert found.explained(found.certified()).prices == ()


def test_regret_is_against_the_best_programme_of_each_draw():
    short = much_short()
    short[..., 1] = 0.0
    short[1, 2, :, 1] = 30.0
    question = limited(building={2027: 10.0, 2028: 0.0, 2029: 0.0})
    rows = (row(1), row(2, area=AREAS[1], nultreden=9))
    found = weighing(question, rows, needs_of(short), DAY)
    answer = found.certified()
    first, second = regrets(found.posed, found.best)
    assert answer.chosen[0].id == "P2"  # it serves both draws, the larger one only the first
    assert first.regret == pytest.approx(2.0, abs=0.01)
    assert second.regret == pytest.approx(0.0, abs=0.01)


def test_swap_is_the_same_as_asking_anew():
    told = asked_for = 0
    for seed in range(60):
        case = small(seed)
        if best_of_all(case) is None:
            continue
        found = weighing(case.question, case.rows, case.needs, DAY)
        before = found.certified()
        out = [one for one in case.rows if one.id not in {plan.id for plan in before.chosen}]
        if before.status == CLASH or not out or not before.chosen:
            continue
        entered, left = out[0].id, before.chosen[-1].id
        asked = _forcing(case.question, entered, banned=(left,))
        best = best_of_all(replace(case, question=asked))
        swap = found.swapped((entered,), (left,))
        if best is None:
            assert swap.answer.status == CLASH, seed
            continue
        anew = weighing(asked, case.rows, case.needs, DAY)
        exact = anew.exact(10.0)
        assert exact.short == pytest.approx(best, abs=1e-5)
        assert swap.answer.bound <= best + 1e-6
        assert swap.answer.short >= best - 1e-6
        assert entered in {plan.id for plan in swap.answer.chosen}
        assert left not in {plan.id for plan in swap.answer.chosen}
        for form, change in swap.homes.items():
            after = sum(plan.homes[form] for plan in swap.answer.chosen)
            assert change == after - sum(plan.homes[form] for plan in before.chosen)
        asked_for += 1
        told += swap.answer.short == pytest.approx(best, abs=1e-5)
    assert told == asked_for >= 8


def test_after_a_swap_the_weighing_is_as_it_was():
    found = put(limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=8))
    before = found.certified()
    swap = found.swapped(("P2",), ("P1",))
    assert swap.homes == {"zorggeschikt": 0, "geclusterd": 0, "nultreden": -2, "regulier": 0}
    assert swap.sentence == (
        "Deze ruil geeft 2 woningen minder, evenveel geld en evenveel uren zorg. Het tekort wordt "
        "4 woningjaren groter."
    )
    again = found.certified()
    assert again.chosen == before.chosen
    assert again.bound == pytest.approx(before.bound)


def test_swap_that_clashes_says_with_what():
    found = put(
        limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=30, latest=2028)
    )
    found.certified()
    swap = found.swapped(("P2",), ("P1",))
    assert swap.sentence.startswith("Deze ruil kan niet. Dit kan niet samen: ")
    assert "‘Plan 2’" in swap.sentence
    assert "bouwcapaciteit" in swap.sentence


def test_answer_adds_up_and_is_json():
    found = put(ASKED, row(1, cost_party=30, lead=2), row(2, party="gemeente", cost_gemeente=7))
    first = found.first()
    assert first.bound is None
    answer = found.explained(found.exact(5.0))
    assert answer.status == DONE
    assert answer.gap == pytest.approx(0.0, abs=1e-6)
    homes = {line.year: sum(line.homes.values()) for line in answer.years}
    assert sum(homes.values()) == sum(one.homes for one in answer.parties) == 20
    spent = {
        who: sum(line.costs.get(who, 0) for line in answer.years) for who in (PARTY, "gemeente")
    }
    assert spent == {PARTY: 30.0, "gemeente": 7.0}
    assert {one.party: one.costs for one in answer.parties} == spent
    left = [line for line in answer.shortages if line.year == 2029 and line.area == AREAS[0]]
    assert sum(one.without - one.left for one in left) == pytest.approx(20.0)
    assert json.loads(json.dumps(answer.as_json(), allow_nan=False))["status"] == DONE
    json.dumps(first.as_json(), allow_nan=False)


def test_question_goes_through_json_unchanged():
    asked = replace(
        limited(budgets={"gemeente": {2027: 5.0}}, building={2028: 4.0}, social_least=30.0),
        weights=Weights(forms={"zorggeschikt": 2.0}, fairness=3.0),
        forced=("P1",),
    )
    assert question_of(json.loads(json.dumps(asked.as_json()))) == asked


@pytest.mark.parametrize(
    "content",
    [
        {"first_year": 2030, "last_year": 2027},
        {"limits": {"building": {"2027": -1}}},
        {"limits": {"social_least": 120}},
        {"limits": {"money": 3}},
        {"limits": {"building": [3]}},
        {"weights": {"bad_draws": 2}},
        {"weights": {"forms": {"villa": 1}}},
        {"draws": 0},
        {"limits": {"care_hours": {"straks": 3}}},
    ],
)
def test_a_question_that_cannot_be_is_refused_in_a_sentence(content):
    usual = {"gemeente": "GM0001", "first_year": 2027, "last_year": 2029}
    with pytest.raises(QuestionError, match=r"\.$"):
        question_of(usual | content)


def test_weights_that_go_up_along_the_cascade_are_refused():
    with pytest.raises(QuestionError, match="niet oplopen"):
        put(replace(ASKED, weights=Weights(forms={"nultreden": 3.0})), row(1))


def test_plan_that_nobody_knows_is_refused():
    with pytest.raises(QuestionError, match="‘P9’"):
        put(_forcing(ASKED, "P9"), row(1))


def test_site_outside_every_known_area_takes_no_shortage_away():
    found = put(ASKED, row(1, area="WK999999", fixed="ja"))
    answer = found.certified()
    assert answer.short == pytest.approx(answer.without, abs=0.01)
    assert "niet bekend" in answer.notes[0]


def test_two_threads_search_as_one_does_one_after_the_other():
    case = small(0)
    known = weighing(case.question, case.rows, case.needs, DAY)
    known.certified()
    values = []
    for threads in (1, 2, 1):
        found = known.exact(5.0, threads=threads)
        known.chooser.solver.threads = threads
        exact, closed = known.chooser.exactly(5.0, 1e-6, None)
        assert closed
        assert found.short == pytest.approx(best_of_all(case), abs=1e-5)
        values.append(exact.value)
    assert values == pytest.approx([values[0]] * 3)


@pytest.mark.parametrize(
    "content",
    [
        {"limits": float("inf")}, {"limits": True}, {"weights": [[]]}, {"first_year": 2026.5},
        {"limits": {"social_least": 10**400}}, {"limits": {"land_from": {"x": float("inf")}}},
        {"limits": {"building": {"2028": 10**400}}},
    ],
)  # fmt: skip
def test_question_that_no_number_can_hold_is_told_in_a_sentence(content):
    usual = {"first_year": 2027, "last_year": 2030}
    with pytest.raises(QuestionError, match="niet te lezen"):
        read_question(json.dumps(usual | content), "GM0193")


def test_question_that_is_nested_too_deep_is_told_in_a_sentence():
    with pytest.raises(QuestionError, match="geen geldige JSON"):
        read_question("[" * 100_000, "GM0193")
