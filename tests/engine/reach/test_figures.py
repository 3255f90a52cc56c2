"""Figures on reach: shares that add up, what is not known, and what may be shown."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.engine.reach.grounds import TODAY, UNITS, facilities, measured_on, small_ground
from wwz_engine.axes import Floats
from wwz_engine.cli import main
from wwz_engine.facts import AreaRef
from wwz_engine.population.places import ComposedArea
from wwz_engine.reach.asking import ReachRequest, reach_study
from wwz_engine.reach.doors import NOWHERE, NoDoorsError, doors_of
from wwz_engine.reach.example import with_example
from wwz_engine.reach.figures import Over, reach_figures
from wwz_engine.reach.indicators import (
    all_key,
    distance_key,
    kind_key,
    people_key,
    reach_indicators,
)
from wwz_engine.reach.kinds import basics
from wwz_engine.reach.profiles import ProfileUnknownError, profile_named, profiles
from wwz_engine.reach.rows import KEY, FacilityRow
from wwz_engine.reach.table import STREETS, facility_table
from wwz_engine.shown_facts import shown_facts
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import Catalogue
from wwz_engine.study import StudyRequest, run_study

MEMBERS: Floats = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
AREAS = (AreaRef("GM9999", "Gemeente", "gemeente", 2024), *UNITS)


@pytest.fixture(scope="module")
def found():
    ground = small_ground()
    return measured_on(ground, facilities(ground))


@pytest.fixture(scope="module")
def figures(found):
    return {one.indicator: one for one in reach_figures(found, Over(AREAS, MEMBERS, 2021, ()))}


@pytest.fixture(scope="module")
def tables():
    return with_example(fictional.catalogue(), "Verzonnendam")


@pytest.fixture(scope="module")
def result(tables):
    zone = ComposedArea("Zone", ("BU99990000", "BU99990001"))
    return reach_study(ReachRequest("Verzonnendam", composed=(zone,)), tables)


def test_people_within_reach_add_up_and_shares_follow(found, figures):
    people = figures[people_key("algemeen")].value[:, 0]
    share = figures[all_key("algemeen")].value[:, 0]
    older = found.ground.doors.per_unit(found.ground.doors.older, 3)

    assert people[0] == pytest.approx(people[1] + people[2])
    assert share[1:3] == pytest.approx(100 * people[1:3] / older[:2])
    # Nobody of 75 and older lives in the third buurt: no share, rather than nil.
    assert np.isnan(share[3]) and np.isnan(people[3])


def test_all_basics_is_never_more_than_one_of_them(figures):
    for profile in ("algemeen", "65plus", "rollator", "rolstoel"):
        every = figures[all_key(profile)].value[:3, 0]
        for kind in basics():
            assert (figures[kind_key(kind, profile)].value[:3, 0] >= every - 1e-9).all()


def test_who_may_walk_less_far_reaches_less(figures):
    for kind in ("supermarkt", "halte", "huisarts"):
        shares = [
            figures[kind_key(kind, profile)].value[0, 0]
            for profile in ("algemeen", "65plus", "rollator", "rolstoel")
        ]
        assert shares == sorted(shares, reverse=True)


def test_half_of_the_people_walk_no_further(found, figures):
    metres = figures[distance_key("supermarkt")].value[0, 0]
    far = found.distances["65plus"]["supermarkt"] / 100
    older = found.ground.doors.older

    assert older[far <= metres].sum() >= older.sum() / 2
    assert older[far < metres].sum() <= older.sum() / 2


def test_without_a_basic_kind_the_whole_is_not_known():
    ground = small_ground()
    rows = [row for row in facilities(ground) if row.kind != "halte"]
    found = measured_on(ground, tuple(rows))
    told = {one.indicator: one for one in reach_figures(found, Over(AREAS, MEMBERS, 2021, ()))}

    assert np.isnan(told[all_key("algemeen")].value).all()
    assert np.isnan(told[people_key("algemeen")].value).all()
    assert kind_key("halte", "algemeen") not in told
    assert any("‘Halte van bus of tram’ opgegeven" in note for note in found.notes)


def test_closed_unplaced_and_distant_facilities_do_not_count():
    ground = small_ground()
    rows = facilities(ground)
    here = next(row for row in rows if row.kind == "halte")
    more = (
        replace(here, id="dicht", closed_from=2020),
        replace(here, id="later", open_from=2030),
        FacilityRow("zoek", "halte", postcode="8011AB"),
        replace(here, id="ver", x=100_000.0),
    )
    found = measured_on(ground, (*rows, *more))

    assert {row.id for row in found.facilities} == {row.id for row in rows}
    assert "Van 1 voorziening is de plek niet bekend" in " ".join(found.notes)
    assert "1 voorziening ligt ver buiten" in " ".join(found.notes)


def test_a_postcode_places_a_facility_where_its_doors_are():
    ground = small_ground()
    doors = replace(ground.doors, postcodes={"8011AB": (203_010.0, 503_010.0)})
    found = measured_on(
        replace(ground, doors=doors), (FacilityRow("p", "halte", postcode="8011 AB"),)
    )
    assert [(row.x, row.y) for row in found.facilities] == [(203_010.0, 503_010.0)]


def test_every_number_of_people_declares_how_it_hangs_together():
    for indicator in reach_indicators():
        assert indicator.people == (indicator.relations is not None)
        assert indicator.people or indicator.counted_by == "inwoners_75plus"
        assert "schatting" in indicator.definition


# --- the invented gemeente, from sources to facts ---


def test_a_study_by_itself_gives_facts_that_are_marked(result):
    assert result.fictional and all(fact.fictional for fact in result.facts)
    assert {fact.kind for fact in result.facts} == {"geschat"}
    whole = {
        fact.indicator.key: fact.value for fact in result.facts if fact.area == result.gemeente
    }
    assert 0 < whole[all_key("65plus")] < whole[all_key("algemeen")] < 100
    zone = {
        fact.indicator.key: fact.value for fact in result.facts if fact.area.level == "samengesteld"
    }
    assert 0 <= zone[all_key("algemeen")] <= 100
    sources = {source.title for source in result.sources}
    assert {"Straten en paden, verzonnen", "Voorzieningen, verzonnen"} <= sources


def test_a_hidden_number_of_older_people_cannot_be_found_back(tables):
    places = reach_study(ReachRequest("Verzonnendam", ("65plus",)), tables).places
    units = places.units
    older = np.full(len(units), 100.0)
    first = doors_of(tables, "GM9999", units, older)
    older[0] = 3.0
    few = doors_of(tables, "GM9999", units, older)
    older[0] = 0.0
    none = doors_of(tables, "GM9999", units, older)

    # One to four are hidden elsewhere, so nothing here may depend on how many they are.
    assert np.array_equal(few.older, none.older)
    assert few.older[few.unit == 0].sum() == 0 < first.older[first.unit == 0].sum()
    older[0] = 13.0
    assert doors_of(tables, "GM9999", units, older).per_unit(1, len(units))[0] > 0
    assert doors_of(tables, "GM9999", units, older).older[few.unit == 0].sum() == pytest.approx(15)


def test_what_is_shown_is_rounded(result):
    shown = shown_facts(result.facts, result.indicators)
    for fact, one in zip(result.facts, shown, strict=True):
        if fact.indicator.people and one.value is not None:
            assert one.value % 5 == 0


def test_doors_of_a_file_lie_in_a_buurt_or_are_named(result):
    units = result.places.units
    first = result.measured.ground.doors
    points = (
        f"x;y;adressen;postcode\n{first.x[0]:.1f};{first.y[0]:.1f};3;8011 AB\n2000,5;400000;1;\n"
    )
    files = {**fictional.files(), "adrespunten_2024.csv": points.encode()}
    doors = doors_of(Catalogue([MemoryFolder(files)]), "GM9999", units, [50.0] * len(units))

    assert doors.unit.tolist() == [first.unit[0], NOWHERE]
    # All of a buurt live behind its one door; those of buurten without a door are told.
    assert doors.older.tolist() == [50.0, 0.0] and doors.addresses.tolist() == [3.0, 1.0]
    assert doors.postcodes["8011AB"] == (round(first.x[0], 1), round(first.y[0], 1))
    assert doors.notes[0].startswith("1 adres ligt in geen enkele buurt en telt niet mee.")
    assert doors.notes[1].startswith(f"{50 * (len(units) - 1)} mensen van 75 en ouder")


@pytest.mark.parametrize(
    ("points", "words"),
    [("x;z\n1;2\n", "mist de kolommen x en y"), ("x;y\n1;2\n", "niet in Nederland ligt")],
)
def test_a_wrong_file_of_doors_is_told_in_one_sentence(points, words):
    tables = Catalogue([MemoryFolder({"adrespunten_2024.csv": points.encode()})])
    with pytest.raises(SourceDamagedError, match=words):
        tables.load("doors", "GM9999")
    wrong = Catalogue([MemoryFolder({"adrespunten_2024.parquet": b"geen parquet"})])
    with pytest.raises(SourceDamagedError, match="geen bruikbaar parquet"):
        wrong.load("doors", "GM9999")


def test_without_doors_or_borders_it_says_what_to_do(tables):
    with pytest.raises(NoDoorsError, match="geen grenzen"):
        doors_of(Catalogue([MemoryFolder({})]), "GM9999", UNITS, [1.0] * 3)


def test_profiles_have_norms_and_a_wrong_one_is_refused():
    assert [one.norm for one in profiles(TODAY).values()] == [800, 500, 350, 200]
    walker = profile_named("65plus", TODAY)
    assert walker.minutes(500) == pytest.approx(10)
    assert (walker.limit("bankje"), walker.limit("halte")) == (12_500, 50_000)
    with pytest.raises(ProfileUnknownError, match="Kies uit: algemeen"):
        profile_named("fiets", TODAY)


def test_a_study_has_reach_where_facilities_are_brought_and_nothing_else_moves(
    tables, invented_study
):
    request = StudyRequest("Verzonnendam", to=2030, draws=20)
    with_reach = run_study(request, tables)
    reach = [fact for fact in with_reach.facts if fact.indicator.theme == "bereik"]

    assert reach and {fact.year for fact in reach} == {2021}
    assert not any(fact.indicator.theme == "bereik" for fact in invented_study.facts)
    without = run_study(request, fictional.catalogue())
    others = [fact.id for fact in with_reach.facts if fact.indicator.theme != "bereik"]
    assert others == [fact.id for fact in without.facts]


def test_a_study_without_doors_says_so_and_goes_on(tables):
    rows = facility_table([FacilityRow("a", "halte", x=1.0, y=2.0)], "GM9999", "G", TODAY)
    files = fictional.files()
    del files["verzonnendam_buurtgrenzen_wgs84.geojson.gz"]
    lacking = WithOwn(Catalogue([MemoryFolder(files)]), {KEY: rows})
    result = run_study(StudyRequest("Verzonnendam", to=2030, draws=20), lacking)

    assert any(gap.startswith("Hoe ver mensen lopen is niet bekend.") for gap in result.gaps)


# --- the command ---


def test_the_command_tells_shares_per_buurt(capsys):
    assert main(["reach", "Verzonnendam", "--profile", "65plus", "--profile", "rollator"]) == 0
    out = capsys.readouterr().out

    assert "LET OP: bevat verzonnen invoer." in out
    assert "Droomhaven" in out and "65plus  rollator" in out
    assert "Eén nieuwe voorziening" in out
    assert "verzonnen wegennet" in out


def test_the_command_reads_a_list_and_walks_straight(capsys, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("kenmerk;soort;x;y\n1;Supermarkt;147000;503000\n")
    assert main(["reach", "GM9999", "--facilities", str(path), "--straight"]) == 0
    out = capsys.readouterr().out
    assert "hemelsbreed maal 1,3" in out and "‘Huisarts’ opgegeven" in out

    path.write_text("kenmerk;soort;x;y\n1;kiosk;147000;503000\n")
    assert main(["reach", "GM9999", "--facilities", str(path)]) == 2
    assert "Regel 2: Soort: ‘kiosk’ kennen we niet" in capsys.readouterr().err


def test_the_command_writes_files(capsys, tmp_path):
    for form in ("json", "csv", "xlsx"):
        path = tmp_path / f"bereik.{form}"
        arguments = ["--profile", "65plus", "--format", form, "--output", str(path)]
        assert main(["reach", "Verzonnendam", *arguments]) == 0
        assert path.stat().st_size > 1_000
    facts = json.loads((tmp_path / "bereik.json").read_text())
    assert {fact["fictional"] for fact in facts} == {True}
    assert STREETS == "streets"
