from __future__ import annotations

import re
from importlib.metadata import version

import polars as pl
import pytest

from tests.engine.altered import AlteredTables, scaled, shuffled
from tests.engine.studies import (
    VERZONNENDAM,
    ZWOLLE,
    close,
    fact_of,
    relative_width,
    situation,
    values,
)
from wwz_engine.facts import PROJECTED
from wwz_engine.population.places import ComposedArea
from wwz_engine.study import StudyRequest, StudyRequestError, run_study

# Gemeente, indicator, year, value in its source, largest difference, and that source.
PUBLISHED = (
    # The municipal register and CBS differ by a handful.
    (ZWOLLE, "inwoners", 2017, 125_548, 30, "CBS Kerncijfers 2017"),
    (ZWOLLE, "inwoners", 2021, 129_837, 0, "gemeente Zwolle, series per buurt"),
    (ZWOLLE, "inwoners_65plus", 2021, 21_024, 0, "gemeente Zwolle, series per buurt"),
    # Not used for the forecast, so it checks the first projected year.
    (ZWOLLE, "inwoners", 2022, 130_668, 500, "CBS Kerncijfers 2022"),
    ("GM0637", "inwoners", 2022, 125_767, 0, "CBS Kerncijfers 2022, Zoetermeer"),
    ("GM0356", "inwoners", 2022, 65_043, 1_500, "CBS Kerncijfers 2022, Nieuwegein"),
    ("GM0114", "inwoners", 2022, 107_856, 0, "CBS Kerncijfers 2022, Emmen"),
    (VERZONNENDAM, "inwoners", 2021, 24_848, 0, "the generator with seed 1"),
    (VERZONNENDAM, "inwoners_65plus", 2021, 5_995, 0, "the generator with seed 1"),
)
ELSEWHERE = ("Zoetermeer", "Nieuwegein", "Emmen", "Coevorden", "Borger-Odoorn")


def quick(gemeente, tables, **changes):
    return run_study(StudyRequest(gemeente, **({"draws": 10, "to": 2030} | changes)), tables)


def check_published(*studies):
    """Compare with the table above what these studies hold of it; how many were compared."""
    checked = 0
    by_code = {one.gemeente.code: one for one in studies}
    for gemeente, indicator, year, published, difference, source in PUBLISHED:
        if gemeente in by_code:
            found = fact_of(by_code[gemeente], indicator, year).value
            assert found == pytest.approx(published, abs=max(difference, 1e-6)), source
            checked += 1
    return checked


def test_figures_are_those_that_were_published(study, invented_study):
    assert check_published(study, invented_study) == (6 if situation().real else 2)


def test_other_gemeenten_run_with_their_gaps_named(here, invented):
    if here.real:
        found = [quick(name, here.tables) for name in ELSEWHERE]
    else:
        on_wijken = AlteredTables(invented, without=frozenset({"buurt_series"}))
        found = [quick("Verzonnendam", on_wijken)]

    for result in found:
        assert len(result.gaps) >= 4
        assert fact_of(result, "inwoners", 2030).value > 1000
        assert fact_of(result, "vraag_nultreden", 2030).value > 0
    assert {one.gemeente.name for one in found} == set(ELSEWHERE if here.real else ["Verzonnendam"])
    # The fictional gemeente has its published figures in 2021, before the wijken of 2022.
    assert not here.real or check_published(*found) == 3


def test_every_fact_can_be_traced(study):
    installed = version("wwz-platform")
    for fact in study.facts:
        assert fact.indicator.definition
        assert fact.sources, fact.indicator.key
        assert fact.engine_version == installed
    for source in {id(one): one for fact in study.facts for one in fact.sources}.values():
        assert re.fullmatch("[0-9a-f]{64}", source.sha256)
        assert source.publisher
        assert source.licence


def test_every_fact_has_a_value_or_a_reason_and_never_both(study):
    reasons = {"geheim", "niet gevraagd", "bestaat niet", "onbekend"}
    for fact in study.facts:
        assert (fact.value is None) == (fact.missing in reasons)
        if fact.value is None:
            assert fact.low is None
            assert fact.high is None


def test_no_two_facts_share_an_id_or_a_place(study):
    assert len({fact.id for fact in study.facts}) == len(study.facts)
    places = {(f.indicator.key, f.area.code, f.year) for f in study.facts}
    assert len(places) == len(study.facts)


def test_sources_of_a_study_are_those_of_its_facts(study):
    cited = {source.sha256 for fact in study.facts for source in fact.sources}

    assert cited <= {source.sha256 for source in study.sources}


def test_indicators_of_a_study_are_those_of_its_facts(study):
    assert {item.key for item in study.indicators} == {f.indicator.key for f in study.facts}


def test_equal_request_gives_equal_facts(invented, invented_study):
    again = run_study(StudyRequest("Verzonnendam", draws=100), invented)

    assert [fact.id for fact in again.facts] == [fact.id for fact in invented_study.facts]


def test_other_seed_moves_bands_and_no_figure(invented):
    one, other = (quick("Verzonnendam", invented, seed=seed) for seed in (1, 2))

    pairs = list(zip(one.facts, other.facts, strict=True))
    bands = [(a.low, b.low) for a, b in pairs if a.kind == PROJECTED and a.low]
    assert all(a.value == b.value for a, b in pairs)
    assert bands
    assert sum(first != second for first, second in bands) > 0.99 * len(bands)


def test_order_of_rows_in_the_data_does_not_matter(invented):
    turned = AlteredTables(invented, {"buurt_series": shuffled, "rivm_health": shuffled})

    one, other = quick("Verzonnendam", invented), quick("Verzonnendam", turned)

    assert [fact.id for fact in one.facts] == [fact.id for fact in other.facts]


def test_zone_adds_up_its_buurten_and_moves_no_other_figure(invented):
    plain = quick("Verzonnendam", invented)
    codes = tuple(area.code for area in plain.areas if area.level == "buurt")[:3]
    result = quick("Verzonnendam", invented, composed=(ComposedArea("Kern", codes),))

    known = values(result)
    zone = next(area.code for area in result.areas if area.level == "samengesteld")
    for year in (2021, 2026, 2030):
        parts = sum(known["inwoners", code, year] for code in codes)
        assert close(known["inwoners", zone, year], parts)
    assert values(plain).items() <= known.items()


def test_band_grows_with_the_horizon(study):
    years = (2025, 2030, 2035, 2040)
    for indicator in ("inwoners", "inwoners_75plus"):
        widths = [relative_width(fact_of(study, indicator, year)) for year in years]
        assert widths == sorted(widths)


def test_gemeente_is_more_certain_than_its_buurten(study):
    whole = relative_width(fact_of(study, "inwoners_65plus", 2035))
    buurten = [
        relative_width(fact)
        for fact in study.facts
        if (fact.indicator.key, fact.year, fact.area.level) == ("inwoners_65plus", 2035, "buurt")
        and (fact.value or 0) > 0
    ]

    assert len(buurten) > 10
    assert sorted(buurten)[len(buurten) // 20] > whole


def test_population_of_a_believable_gemeente_neither_halves_nor_doubles(study):
    now, later = (fact_of(study, "inwoners", year).value for year in (2021, 2040))

    assert 0.75 < later / now < 1.4


def test_ages_add_up_to_all_inhabitants(study):
    known = values(study)
    for indicator, area, year in list(known):
        if indicator != "inwoners_0_19":
            continue
        parts = [known[key, area, year]
                 for key in ("inwoners_0_19", "inwoners_20_64", "inwoners_65plus")]  # fmt: skip
        if study.gemeente.code == area and year < 2022:
            continue  # a few people are registered in no buurt
        assert close(sum(parts), known["inwoners", area, year])


def test_older_people_are_part_of_old_people(study):
    known = values(study)
    for (indicator, area, year), value in known.items():
        if indicator == "inwoners_85plus":
            assert value <= known["inwoners_75plus", area, year] + 1e-6
            assert known["inwoners_75plus", area, year] <= known["inwoners_65plus", area, year]


def test_first_projected_year_follows_on_from_the_last_count(study):
    for area in study.areas:
        if area.level in ("gemeente", "wijk") and area.code != "NL00":
            counted = fact_of(study, "inwoners", 2021, area.code).value
            after = fact_of(study, "inwoners", 2022, area.code).value
            assert after == pytest.approx(counted, rel=0.15, abs=30)


def test_groups_add_up_to_what_the_source_gives_for_the_gemeente(study):
    share = fact_of(study, "eenzaam_65plus_aandeel", 2020)
    number = fact_of(study, "eenzaam_65plus", 2021)
    people = fact_of(study, "inwoners_65plus", 2021)

    assert number.value == pytest.approx(people.value * share.value / 100, rel=1e-5)


def test_area_whose_share_is_secret_has_no_number_either(study):
    shares = [f for f in study.facts if f.indicator.key == "eenzaam_65plus_aandeel"]
    projected = {area.code for area in study.areas} & {
        f.area.code for f in study.facts if f.indicator.key == "inwoners"
    }
    secret = {f.area.code for f in shares if f.year == 2020 and f.value is None} & projected

    assert secret
    for code in secret:
        assert fact_of(study, "eenzaam_65plus", 2030, code).value is None
    # Its people count in the gemeente all the same: the whole is what the source gives.
    assert fact_of(study, "eenzaam_65plus", 2030).value > 0


def test_little_control_is_what_the_source_leaves_of_a_hundred(here, study):
    rows = here.tables.load("rivm_health", here.gemeente).rows
    (enough,) = rows.filter(
        (pl.col("measure") == "MatigVeelRegieOverEigenLeven")
        & (pl.col("area") == here.gemeente)
        & (pl.col("age") == "65+")
        & (pl.col("period") == 2020)
    )["value"]

    little = fact_of(study, "weinig_regie_65plus_aandeel", 2020)

    assert little.value == pytest.approx(100 - enough)
    assert 0 < little.value < 50


def test_unknown_is_never_zero(study):
    for indicator in ("dakloos", "statushouders", "voorraad_geclusterd", "tekort_nultreden"):
        facts = [fact for fact in study.facts if fact.indicator.key == indicator]
        assert facts
        assert all(fact.value is None and fact.missing == "onbekend" for fact in facts)


def test_fiction_marks_every_figure_that_rests_on_it(invented_study):
    assert invented_study.fictional
    about_people = [fact for fact in invented_study.facts if fact.value is not None]
    assert all(fact.fictional for fact in about_people)


def test_real_study_holds_no_fiction(study):
    assert study.fictional is not situation().real
    assert any(fact.fictional for fact in study.facts) is not situation().real


def test_without_health_figures_the_demand_for_stepless_homes_is_unknown(invented):
    result = quick("Verzonnendam", AlteredTables(invented, without=frozenset({"rivm_health"})))

    assert fact_of(result, "vraag_nultreden", 2021).missing == "onbekend"
    assert fact_of(result, "vraag_geclusterd", 2030).value > 0
    assert any("nultredenwoningen is onbekend" in gap for gap in result.gaps)


def test_without_household_positions_the_demand_for_stepless_homes_is_unknown(invented):
    without = frozenset({"household_positions"})

    result = quick("Verzonnendam", AlteredTables(invented, without=without))

    assert fact_of(result, "vraag_nultreden", 2021).missing == "onbekend"
    assert fact_of(result, "beperking_bewegen_65plus", 2030).value > 0


@pytest.mark.parametrize("people", [0.0, 0.02], ids=["nobody", "a handful"])
def test_buurt_with_few_or_no_people_breaks_nothing(invented, invented_study, people):
    code = next(area.code for area in invented_study.areas if area.level == "buurt")
    tables = AlteredTables(invented, {"buurt_series": scaled(code, people)})

    result = quick("Verzonnendam", tables)

    fact = fact_of(result, "inwoners", 2030, code)
    assert fact.value == 0 if people == 0 else 0 < fact.value < 100
    share = fact_of(result, "aandeel_75plus", 2030, code)
    assert share.missing == "bestaat niet" if people == 0 else 0 <= share.value <= 100


@pytest.mark.parametrize("to", [2022, 2025, 2026, 2031, 2050])
def test_any_last_year_gives_every_year_up_to_it(invented, to):
    result = quick("Verzonnendam", invented, to=to)

    years = {fact.year for fact in result.facts if fact.indicator.key == "inwoners"}
    assert years == set(range(2015, to + 1))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"to": 2021}, "2022 tot en met 2050"),
        ({"to": 2051}, "2022 tot en met 2050"),
        ({"draws": 9}, "10 tot en met"),
        ({"draws": 100_000}, "10 tot en met"),
    ],
)
def test_request_that_cannot_be_done_is_refused_with_what_can(invented, changes, says):
    with pytest.raises(StudyRequestError, match=says):
        quick("Verzonnendam", invented, **changes)


def test_progress_rises_and_speaks_dutch(invented):
    said = []

    run_study(
        StudyRequest("Verzonnendam", draws=10, to=2025), invented, lambda *step: said.append(step)
    )

    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
    assert "Bevolking ramen" in [text for _, text in said]
