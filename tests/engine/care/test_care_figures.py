"""Care of a gemeente: parts add up, policies differ, own figures replace, unknown stays unknown."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.engine.care_cases import SpendingOnly
from tests.engine.studies import VERZONNENDAM, close, fact_of
from wwz_engine.care.need import _national, nursing_need, spending_rates
from wwz_engine.care.own import KEY, OwnFigure, own_table
from wwz_engine.care.setting import POLICIES
from wwz_engine.care_indicators import LAWS, only_when_brought
from wwz_engine.facts import COUNTED, ESTIMATED, PROJECTED
from wwz_engine.indicators import all_indicators
from wwz_engine.services import kinds
from wwz_engine.shown_facts import shown_facts
from wwz_engine.sources.beside import WithOwn
from wwz_engine.study import StudyRequest, run_study

YEARS = (2021, 2025, 2030)
LAYOUT = 2024
DAY = date(2021, 1, 1)


class WithSpending:
    """Tables with spending by age beside them, the same for every age but for the Wlz."""

    def __init__(self, tables) -> None:
        self.tables = tables
        self.spending = SpendingOnly({age: 10.0 * max(age - 60, 0) for age in range(100)})

    def has(self, key, gemeente=None, period=None):
        return key == "cpb_spending" or self.tables.has(key, gemeente, period)

    def load(self, key, gemeente=None, period=None):
        source = self.spending if key == "cpb_spending" else self.tables
        return source.load(key, gemeente, period)


def own(kind: str, number: float, *, area: str = VERZONNENDAM, year: int = 2023, id_: str = ""):
    as_of = date(year, 1, 1)
    return OwnFigure(id_ or f"{kind}-{area}-{year}", area, LAYOUT, kind, number, "", as_of, "Eigen")


@pytest.fixture(scope="module")
def run(invented):
    def _run(*rows: OwnFigure, spending: bool = False):
        tables = WithSpending(invented) if spending else invented
        if rows:
            tables = WithOwn(tables, {KEY: own_table(rows, "Samenwerking Verzonnendam")})
        return run_study(StudyRequest("Verzonnendam", to=2030, draws=20), tables)

    return _run


@pytest.fixture(scope="module")
def plain(run):
    return run()


@pytest.fixture(scope="module")
def wijken(plain):
    return [area.code for area in plain.areas if area.level == "wijk"]


def per_wijk(result, wijken, key, year):
    return [fact_of(result, key, year, wijk).value for wijk in wijken]


# --- nursing ---


def test_level_of_nursing_is_that_of_the_country_and_never_falls_with_age(here):
    need = nursing_need(here.tables, DAY)
    then, _ = _national(here.tables, 2017.5)

    assert float(then @ need.rates) == pytest.approx(156_115, rel=1e-6)
    assert np.all(np.diff(need.rates) >= 0)
    assert need.rates[12] < 1e-8


def test_nursing_agrees_with_published_figures_that_were_not_used(here):
    need = nursing_need(here.tables, DAY)
    middle_of_2020, _ = _national(here.tables, 2020.5)
    start_of_2021, _ = _national(here.tables, 2021.0)

    # Fortuna: 130,000 in a nursing home in 2020; about 88 of each 1,000 of 75+ in 2021.
    assert float(middle_of_2020 @ need.rates) * need.residential == pytest.approx(130_000, rel=0.05)
    inside = float(start_of_2021 @ need.rates) * need.residential
    # The invented country has people of 75+ of its own.
    published = 88 if here.real else 63
    assert 1000 * inside / start_of_2021[15:].sum() == pytest.approx(published, rel=0.05)


def test_believed_form_over_ages_is_that_of_spending_where_its_source_is_there(here):
    found = spending_rates(here.tables)
    if not here.real:
        assert found is None
        return
    rates, _ = found
    above = rates["wlz"][13:] - rates["wlz"][8:13].mean()

    assert np.corrcoef(above, nursing_need(here.tables, DAY).rates[13:])[0, 1] > 0.99


def test_setting_shares_the_need_out_and_policies_part_after_the_start(plain):
    for year in YEARS:
        need = fact_of(plain, "wlz_vv_clienten", year).value
        for policy in POLICIES:
            inside, at_home = (
                fact_of(plain, f"wlz_vv_{place}_{policy}", year).value
                for place in ("verblijf", "thuis")
            )
            assert close(inside + at_home, need)
    living = {
        policy: [fact_of(plain, f"wlz_vv_verblijf_{policy}", year).value for year in YEARS]
        for policy in POLICIES
    }
    assert living["meegroeien"][0] == pytest.approx(living["bevriezen"][0])
    assert living["meegroeien"][0] == pytest.approx(living["scheiden"][0])
    assert living["bevriezen"] == pytest.approx([living["bevriezen"][0]] * 3)
    assert living["scheiden"][2] < living["meegroeien"][2]
    frozen = fact_of(plain, "wlz_vv_verblijf_bevriezen", 2030)
    assert frozen.low == pytest.approx(frozen.high)


def test_band_of_nursing_is_of_joint_draws(invented_study):
    whole = fact_of(invented_study, "wlz_vv_clienten", 2040)
    parts = [
        fact_of(invented_study, "wlz_vv_clienten", 2040, area.code)
        for area in invented_study.areas
        if area.level == "buurt"
    ]

    assert whole.kind == PROJECTED
    assert whole.low < whole.value < whole.high
    # Quantiles do not add up: buurten do not all turn out high at once.
    assert whole.high - whole.low < sum(part.high - part.low for part in parts)
    assert fact_of(invented_study, "wlz_vv_clienten", 2021).kind == ESTIMATED


def test_nursing_says_that_its_rates_are_believed(plain):
    fact = fact_of(plain, "wlz_vv_clienten", 2030)

    assert "zekerheid D" in fact.indicator.definition
    assert any(source.key == "parameters" for source in fact.sources)


# --- unknown ---


def test_what_no_source_gives_is_unknown_and_says_where_was_looked(plain):
    for key in ("wmo_hulp_uren", "wijkverpleging_clienten", "ontmoeting_plaatsen", "wmo_clienten"):
        fact = fact_of(plain, key, 2021)
        assert fact.value is None
        assert fact.missing == "onbekend"
        assert "onbekend" in fact.indicator.definition or "85896NED" in fact.indicator.definition
    for law in LAWS:
        assert fact_of(plain, f"uitgaven_{law}", 2021).missing == "onbekend"
    assert not [f for f in plain.facts if f.indicator.key == "wmo_hulp_wachtlijst"]


# --- own figures ---


def test_own_figure_stands_as_given_and_is_marked_as_own(run, plain, wijken):
    result = run(own("wlz_vv_clienten", 300))

    counted = fact_of(result, "wlz_vv_clienten", 2023)
    assert (counted.value, counted.kind) == (300.0, COUNTED)
    assert [source.key for source in counted.sources] == [KEY]
    later = fact_of(result, "wlz_vv_clienten", 2030)
    assert KEY in {source.key for source in later.sources}
    before = [fact_of(plain, "wlz_vv_clienten", year).value for year in (2021, 2030)]
    after = [fact_of(result, "wlz_vv_clienten", year).value for year in (2021, 2030)]
    assert after[1] / after[0] == pytest.approx(before[1] / before[0])
    assert close(sum(per_wijk(result, wijken, "wlz_vv_clienten", 2030)), later.value)
    assert all(KEY not in {s.key for s in f.sources} for f in plain.facts)


def test_own_figure_in_a_year_of_the_study_takes_the_place_of_the_modelled_one(run, wijken):
    result = run(own("wlz_vv_clienten", 300, year=2025), own("wlz_vv_clienten", 50,
                 area=wijken[0], year=2025))  # fmt: skip

    assert fact_of(result, "wlz_vv_clienten", 2025).kind == COUNTED
    assert fact_of(result, "wlz_vv_clienten", 2025, wijken[0]).value == 50.0
    others = per_wijk(result, wijken[1:], "wlz_vv_clienten", 2025)
    assert sum(others) + 50 == pytest.approx(300)
    places = [(f.indicator.key, f.area.code, f.year) for f in result.facts]
    assert len(places) == len(set(places))


def test_own_clients_of_the_gemeente_are_spread_by_age_and_add_up(run, wijken):
    result = run(own("wmo_hulp_clienten", 900), own("wmo_hulp_uren", 90_000), spending=True)

    for key in ("wmo_hulp_clienten", "wmo_hulp_uren"):
        for year in YEARS:
            whole = fact_of(result, key, year).value
            assert close(sum(per_wijk(result, wijken, key, year)), whole)
    hours, clients = (
        fact_of(result, f"wmo_hulp_{what}", 2030).value for what in ("uren", "clienten")
    )
    assert hours / clients == pytest.approx(100)
    wmo = [fact_of(result, "uitgaven_wmo", year).value for year in (2021, 2030)]
    grown = [fact_of(result, "wmo_hulp_clienten", year).value for year in (2021, 2030)]
    assert grown[1] / grown[0] == pytest.approx(wmo[1] / wmo[0], rel=1e-4)
    assert not [
        f for f in result.facts if f.indicator.key == "wmo_hulp_uren" and f.missing == "onbekend"
    ]


def test_own_figure_of_one_wijk_leaves_the_gemeente_unknown(run, wijken):
    result = run(own("wmo_begeleiding_clienten", 40, area=wijken[0]))

    assert fact_of(result, "wmo_begeleiding_clienten", 2030, wijken[0]).value > 0
    assert fact_of(result, "wmo_begeleiding_clienten", 2030).missing == "onbekend"
    assert fact_of(result, "wmo_begeleiding_clienten", 2030, wijken[1]).missing == "onbekend"


def test_own_figure_of_a_group_ends_its_being_unknown(run):
    result = run(own("dakloos", 75), own("wmo_clienten", 1200))

    assert [f.value for f in result.facts if f.indicator.key == "dakloos"] == [75.0]
    assert all(f.missing != "onbekend" for f in result.facts if f.indicator.key == "wmo_clienten")


def test_parts_that_do_not_fit_are_told_and_left_as_they_were_given(run, wijken):
    result = run(own("wlz_vv_clienten", 100), own("wlz_vv_clienten", 400, area=wijken[0]))

    assert fact_of(result, "wlz_vv_clienten", 2023).value == 100.0
    assert fact_of(result, "wlz_vv_clienten", 2023, wijken[0]).value == 400.0
    (words,) = [gap for gap in result.gaps if "past niet bij" in gap]
    assert kinds()["wlz_vv_clienten"].label in words
    assert "wlz_vv_clienten" not in words


def test_own_places_set_what_is_frozen_and_own_residents_the_share(run):
    result = run(own("wlz_vv_verblijf_plaatsen", 120), own("wlz_vv_verblijf_clienten", 110,
                 year=2021))  # fmt: skip

    assert fact_of(result, "wlz_vv_verblijf_plaatsen", 2023).value == 120.0
    assert fact_of(result, "wlz_vv_verblijf_meegroeien", 2021).value == pytest.approx(110)
    assert fact_of(result, "wlz_vv_verblijf_bevriezen", 2030).value == pytest.approx(120)


def test_people_per_job_is_clients_divided_by_own_staff(run):
    result = run(own("wmo_begeleiding_clienten", 500), own("wmo_begeleiding_personeel", 25))

    clients = fact_of(result, "wmo_begeleiding_clienten", 2030)
    ratio = fact_of(result, "wmo_begeleiding_per_baan", 2030)
    assert ratio.value == pytest.approx(clients.value / 25, rel=1e-6)
    assert ratio.low < ratio.value < ratio.high
    # It moves with the ages of people, so it rests on them as its clients do.
    assert {one.key for one in clients.sources} == {one.key for one in ratio.sources} > {KEY}


def test_more_residents_than_people_who_need_nursing_are_told(run):
    result = run(own("wlz_vv_clienten", 100), own("wlz_vv_verblijf_clienten", 140))

    assert fact_of(result, "wlz_vv_thuis_meegroeien", 2030).value == pytest.approx(0)
    assert any("meer dan de 100 die volgens de raming" in gap for gap in result.gaps)


def test_own_figure_in_another_layout_does_not_count_and_is_told(run, wijken):
    older = OwnFigure(**vars(own("wmo_hulp_clienten", 10, area=wijken[0])) | {"area_year": 1999})
    # The code of a gemeente means the same in every layout.
    whole = OwnFigure(**vars(own("wmo_clienten", 20)) | {"area_year": 1999})

    result = run(older, whole)

    assert "1 eigen cijfer telt niet mee" in " ".join(result.gaps)
    assert fact_of(result, "wmo_hulp_clienten", 2021).missing == "onbekend"
    assert fact_of(result, "wmo_clienten", 2023).value == 20.0


def test_invented_own_figures_mark_what_rests_on_them(invented):
    table = own_table([own("dakloos", 75)], "Samenwerking Verzonnendam", fictional=True)
    result = run_study(
        StudyRequest("Verzonnendam", to=2022, draws=10), WithOwn(invented, {KEY: table})
    )

    fact = fact_of(result, "dakloos", 2023)
    assert fact.fictional
    assert {source.key for source in fact.sources} == {KEY}


# --- flows ---


def test_flow_group_follows_from_inflow_and_stay(run):
    result = run(
        own("uitstroom_beschermd_wonen_instroom", 48),
        own("uitstroom_beschermd_wonen_verblijfsduur", 0.75),
        own("uitstroom_beschermd_wonen_zelfstandig", 50),
    )

    stock = fact_of(result, "uitstroom_beschermd_wonen", 2023)
    assert (stock.value, stock.kind) == (36.0, ESTIMATED)
    homes = fact_of(result, "uitstroom_beschermd_wonen_woningen_zelfstandig", 2023)
    assert homes.value == 24.0
    assert not [
        f for f in result.facts if f.indicator.key == "uitstroom_beschermd_wonen_woningen_begeleid"
    ]


def test_stock_that_does_not_fit_inflow_and_stay_is_told(run):
    result = run(own("dakloos", 100), own("dakloos_instroom", 20), own("dakloos_verblijfsduur", 2))

    assert fact_of(result, "dakloos", 2023).value == 100.0
    assert any("past het aantal niet bij de instroom" in gap for gap in result.gaps)


def test_shares_that_are_more_than_all_are_told_and_not_used(run):
    rows = [
        own("dakloos_instroom", 20),
        own("dakloos_zelfstandig", 80),
        own("dakloos_begeleid", 30),
    ]

    result = run(*rows)

    assert any("‘Mensen zonder eigen woning’" in gap and "samen meer dan alles" in gap
               for gap in result.gaps)  # fmt: skip
    assert fact_of(result, "dakloos", 2021).missing == "onbekend"


# --- spending ---


def test_spending_adds_up_and_grows_from_a_hundred(run, wijken):
    result = run(spending=True)

    for year in YEARS:
        whole = fact_of(result, "uitgaven_wlz", year)
        assert close(sum(per_wijk(result, wijken, "uitgaven_wlz", year)), whole.value)
    start, later = (fact_of(result, "uitgaven_wlz", year).value for year in (2021, 2030))
    growth = fact_of(result, "groei_uitgaven_wlz", 2030)
    assert fact_of(result, "groei_uitgaven_wlz", 2021).value == 100.0
    assert growth.value == pytest.approx(100 * later / start, rel=1e-5)
    assert growth.low < growth.value < growth.high


def test_spending_of_the_country_is_what_is_published(here):
    if not here.real:
        assert not here.tables.has("cpb_spending")
        return
    rates, _ = spending_rates(here.tables)
    people, _ = _national(here.tables, 2022.5)
    in_billions = {law: float(people @ rates[law]) / 1e9 for law in LAWS}

    # A check on units and ages: tens of billions, the Zvw the most and the Jeugdwet the least.
    assert 45 < in_billions["zvw"] < 60
    assert 20 < in_billions["wlz"] < 35
    assert 3 < in_billions["jeugd"] < in_billions["wmo"] < 8
    single = here.tables.load("cpb_spending").rows.filter(pl.col("measure") == "uitgaven_wmo")
    assert rates["wmo"][0] == pytest.approx(single["value"][:5].mean())


# --- definitions ---


def test_figures_that_only_own_figures_give_are_defined_as_the_others():
    always, brought = all_indicators(), {item.key: item for item in only_when_brought()}

    assert not set(always) & set(brought)
    assert set(kinds()) <= {*always, *brought}
    for item in brought.values():
        assert item.definition.endswith(".")
        assert len(item.definition) > 40
        assert not item.people or item.relations is not None
        assert set(item.grows_with) <= {*always, *brought}
        assert item.counted_by in ("", *always, *brought)
        assert len(item.unit) <= 20


def test_hours_and_people_per_job_are_worked_out_from_shown_clients(run):
    result = run(own("wmo_hulp_clienten", 900), own("wmo_hulp_uren", 90_000),
                 own("wmo_hulp_personeel", 60))  # fmt: skip
    facts = [
        fact
        for fact in result.facts
        if fact.year == 2030 and fact.indicator.key.startswith("wmo_hulp_")
    ]
    shown = {
        (fact.indicator.key, fact.area.code): one
        for fact, one in zip(facts, shown_facts(facts, result.indicators), strict=True)
    }

    for area in {code for _, code in shown}:
        clients = shown.get(("wmo_hulp_clienten", area))
        hours = shown.get(("wmo_hulp_uren", area))
        if clients is None or hours is None or clients.value is None:
            continue
        assert clients.value % 5 == 0
        assert hours.value == pytest.approx(100 * clients.value, rel=1e-6)
    whole = shown["wmo_hulp_clienten", VERZONNENDAM].value
    assert shown["wmo_hulp_per_baan", VERZONNENDAM].value == pytest.approx(whole / 60, abs=0.051)


def shown_of(result, key, area=VERZONNENDAM):
    everything = zip(result.facts, shown_facts(result.facts, result.indicators), strict=True)
    return [one for fact, one in everything
            if fact.indicator.key == key and fact.area.code == area]  # fmt: skip


@pytest.mark.parametrize(("stock", "inflow"), [(3, 12), (12, 3)])
def test_stay_does_not_give_a_small_stock_or_inflow_away(run, stock, inflow):
    result = run(own("dakloos", stock), own("dakloos_instroom", inflow))

    assert "verborgen" in [one.hidden for one in shown_of(result, "dakloos")
                           + shown_of(result, "dakloos_instroom")]  # fmt: skip
    assert [one.hidden for one in shown_of(result, "dakloos_verblijfsduur")] == ["verborgen"]
    alone = run(own("dakloos_verblijfsduur", 0.5))
    assert [one.value for one in shown_of(alone, "dakloos_verblijfsduur")] == [0.5]


def test_sentence_on_a_stock_that_does_not_fit_gives_no_number_away(run):
    result = run(own("dakloos", 3), own("dakloos_instroom", 20), own("dakloos_verblijfsduur", 2))

    (words,) = [gap for gap in result.gaps if "past het aantal niet bij de instroom" in gap]
    assert "meer dan 25%" in words
    assert "1233%" not in words


def test_people_per_job_and_hours_of_other_years_give_no_small_number_away(run, plain):
    buurt = next(area.code for area in plain.areas if area.level == "buurt")
    result = run(own("wmo_hulp_clienten", 8, area=buurt), own("wmo_hulp_uren", 800, area=buurt),
                 own("wmo_hulp_uren", 700, area=buurt, year=2022),
                 own("wmo_hulp_personeel", 0.5, area=buurt))  # fmt: skip

    for key in ("wmo_hulp_clienten", "wmo_hulp_uren", "wmo_hulp_per_baan"):
        found = shown_of(result, key, buurt)
        assert found
        assert {one.hidden for one in found} == {"verborgen"}
