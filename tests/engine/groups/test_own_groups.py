"""A partnership keeps the classification: own numbers, own groups and ends count as it says."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.own_groups import DAY, LAYOUT, own_row
from tests.engine.studies import VERZONNENDAM, fact_of, values
from wwz_engine.aandachtsgroepen import ASKED, classification
from wwz_engine.facts import ESTIMATED
from wwz_engine.groups.in_force import DEFAULT, NOT_KNOWN, OWN_VALUE, in_force
from wwz_engine.groups.kept import kept_groups, own_groups_table
from wwz_engine.groups.own import COLUMNS, KEY, OwnGroup, check_row, own_key
from wwz_engine.shown_facts import shown_facts
from wwz_engine.sources.beside import WithOwn
from wwz_engine.study import StudyRequest, run_study

AREAS = {"GM9999": "Verzonnendam"}
GOOD = {
    "id": "G-1",
    "area": "Verzonnendam",
    "area_year": "2024",
    "group": "Mensen zonder eigen woning",
    "since": "1-1-2026",
    "stock": "1.200",
    "stay": "0,5",
    "independent": "40%",
    "source": "Telling van de gemeente",
    "year": "2025",
    "confidence": "a",
}
OWN = {"group": "een eigen groep", "name": "Jongeren op de bank", "meaning": "Zij slapen elders"}
# Cells that are other than in GOOD, the column that is wrong, and what the sentence must name.
WRONG = (
    ({"id": ""}, "id", "‘Kenmerk’ is leeg"),
    ({"area": "Elders"}, "area", "kennen we niet"),
    ({"area_year": "2019"}, "area_year", "Dat is 2024"),
    ({"group": "dakloze mensen"}, "group", "kennen we niet"),
    ({"group": "Mensen zonder een woning"}, "group", "Bedoelt u ‘Mensen zonder eigen woning’?"),
    ({"since": "ooit"}, "since", "geen datum"),
    ({"since": "1926-01-01"}, "since", "kan niet"),
    ({"until": "2025-12-31"}, "until", "kan niet eindigen voor"),
    ({"stock": "12,5"}, "stock", "geen heel getal"),
    ({"stock": "-1"}, "stock", "minder dan nul"),
    ({"stock": "veel"}, "stock", "geen getal"),
    ({"stay": "0"}, "stay", "meer dan 0"),
    ({"stay": "51"}, "stay", "hooguit 50"),
    ({"independent": "101"}, "independent", "meer dan alles"),
    ({"clustered": "40", "supported": "30"}, "supported", "samen meer dan 100"),
    ({"source": ""}, "source", "waar de getallen vandaan komen"),
    ({"source": "x" * 201}, "source", "te lang"),
    ({"year": ""}, "year", "over welk jaar"),
    ({"year": "2027"}, "year", "tot nu"),
    ({"confidence": ""}, "confidence", "A, B, C of D"),
    ({"confidence": "E"}, "confidence", "kennen we niet"),
    ({"name": "Anders"}, "name", "Laat dit leeg"),
    ({"stock": "", "stay": "", "independent": ""}, "stock", "minstens één getal"),
    (OWN | {"name": ""}, "name", "een naam"),
    (OWN | {"meaning": ""}, "meaning", "wie er bij"),
    (OWN | {"name": "?!"}, "name", "letters of cijfers"),
    (OWN | {"name": "Mantelzorgers"}, "name", "staat al in de indeling"),
    (OWN | {"name": "n" * 51}, "name", "te lang"),
)


def read(**cells: str):
    return check_row(GOOD | cells, AREAS, LAYOUT, date(2026, 11, 1))


def test_a_good_row_is_read_as_it_stands():
    expected = own_row("dakloos", id="G-1", stock=1200.0, stay=0.5, independent=40.0,
                       source="Telling van de gemeente", year=2025)  # fmt: skip
    assert read().row == expected
    assert {column.key for column in COLUMNS} == set(vars(expected))


@pytest.mark.parametrize(("cells", "column", "says"), WRONG)
def test_a_wrong_cell_is_told_in_one_sentence_and_the_others_are_not(cells, column, says):
    found = read(**cells)

    assert found.row is None
    assert [problem.column for problem in found.problems] == [column]
    assert says in found.problems[0].words


def test_an_own_group_and_an_end_need_no_number():
    bare = {"stock": "", "stay": "", "independent": "", "source": "", "year": "", "confidence": ""}

    assert read(**OWN | bare).row.key == "eigen_jongeren_op_de_bank"
    assert read(**bare | {"until": "2026-07-01"}).row.until == date(2026, 7, 1)
    assert own_key("Café-gangers") == own_key("CAFE GANGERS")


# --- which row holds ---


def of(groups, key):
    (found,) = [one for one in groups if one.group.key == key]
    return found


def test_without_own_rows_the_classification_stands_as_it_came():
    groups = in_force(classification(), (), DAY)

    assert [one.group for one in groups] == list(classification().on(DAY))
    values_of = of(groups, "dakloos").values
    assert set(values_of) == set(ASKED)
    assert (values_of["stock"].origin, values_of["stock"].area) == (DEFAULT, "land")
    assert values_of["inflow"].origin == NOT_KNOWN


def test_the_newest_row_that_has_begun_holds_whole():
    rows = [
        own_row("dakloos", since=date(2026, 2, 1), inflow=50.0),
        own_row("dakloos", since=date(2025, 1, 1), stock=90.0),
        own_row("dakloos", since=date(2026, 9, 1), stock=70.0),
    ]

    found = of(in_force(classification(), rows, DAY), "dakloos")

    assert found.own.inflow == 50.0
    assert found.values["inflow"].origin == OWN_VALUE
    assert found.values["stock"].origin == DEFAULT
    assert of(in_force(classification(), rows, date(2024, 1, 1)), "dakloos").own is None


def test_a_group_ends_on_its_day_and_not_before():
    row = own_row("schulden", until=date(2026, 7, 1))

    assert of(in_force(classification(), [row], DAY), "schulden").ended is None
    later = of(in_force(classification(), [row], date(2026, 7, 1)), "schulden")
    assert later.ended == date(2026, 7, 1)


def test_an_end_that_lies_ahead_is_no_end_for_a_study():
    rows = [own_row("schulden", until=date(2027, 1, 1)), own_row("studenten", until=DAY)]
    tables = WithOwn(None, {KEY: own_groups_table(rows, "Wij", DAY)})

    assert kept_groups(tables, VERZONNENDAM).ended == {"studenten"}


def test_a_row_comes_back_from_its_table_as_it_was():
    row = own_row("eigen", name="Nieuw", meaning="Zij", stock=12.0, stay=0.25, clustered=12.5)
    tables = WithOwn(None, {KEY: own_groups_table([row], "Wij", DAY, fictional=True)})

    (found,) = kept_groups(tables, VERZONNENDAM).own

    assert found.own == row
    assert isinstance(found.own, OwnGroup)
    assert kept_groups(tables, VERZONNENDAM).table.fictional


# --- in a study ---


@pytest.fixture(scope="module")
def run(invented):
    def _run(*rows: OwnGroup, fictional: bool = False):
        tables = invented
        if rows:
            table = own_groups_table(rows, "Samenwerking Verzonnendam", DAY, fictional=fictional)
            tables = WithOwn(invented, {KEY: table})
        return run_study(StudyRequest("Verzonnendam", to=2022, draws=10), tables)

    return _run


@pytest.fixture(scope="module")
def plain(run):
    return run()


@pytest.fixture(scope="module")
def kept(run):
    """A stock that RIVM measures, a flow, an own group and an end."""
    return run(
        own_row("mantelzorgers", stock=1500.0, year=2021),
        own_row("uitstroom_opvang", inflow=120.0, stay=0.5, independent=50.0),
        own_row("eigen", name="Jongeren op de bank", meaning="Zij slapen elders", inflow=10.0),
        own_row("schulden", until=date(2026, 2, 1)),
        fictional=True,
    )


def changed(before, after):
    """Keys of the indicators of which a figure is another."""
    then, now = values(before), values(after)
    return {place[0] for place in {*then, *now} if then.get(place) != now.get(place)}


def test_own_numbers_change_only_the_figures_that_rest_on_them(plain, kept):
    together = {one.indicator.key for one in plain.facts if one.indicator.key.startswith("samen_")}
    flowing = {f"uitstroom_opvang{end}" for end in ("", "_instroom", "_verblijfsduur",
               "_zelfstandig", "_woningen_zelfstandig")}  # fmt: skip
    of_carers = {
        key for key in together if "mantelzorger" in key or "_met_" in key or "_in_" in key
    }

    found = changed(plain, kept)

    own = {
        "mantelzorger_18plus",
        "mantelzorgers_gemodelleerd",
        "eigen_jongeren_op_de_bank_instroom",
        *flowing,
    }
    assert own <= found
    assert found - own <= of_carers
    assert "samen_moeite_rondkomen_mantelzorger" in found
    assert "samen_beperking_bewegen_ernstig_eenzaam" not in found


def test_own_stock_is_divided_over_areas_and_adds_up_to_what_was_counted(plain, kept):
    whole = fact_of(kept, "mantelzorger_18plus", 2021)
    wijken = [area.code for area in kept.areas if area.level == "wijk"]
    of_wijken = [fact_of(kept, "mantelzorger_18plus", 2021, wijk).value for wijk in wijken]

    assert whole.value == pytest.approx(1500, rel=1e-6)
    assert whole.kind == ESTIMATED
    assert sum(of_wijken) == pytest.approx(1500, rel=1e-6)
    before = fact_of(plain, "mantelzorger_18plus", 2021)
    modelled = fact_of(kept, "mantelzorgers_gemodelleerd", 2021)
    assert modelled.value == pytest.approx(before.value, rel=1e-3)
    assert not modelled.as_json()["own"]
    # What RIVM measured stays as RIVM published it.
    share = "mantelzorger_18plus_aandeel"
    assert changed(plain, kept).isdisjoint({share})


def test_what_rests_on_own_rows_names_their_source_year_and_confidence(kept):
    for key, year in (("mantelzorger_18plus", 2021), ("uitstroom_opvang_instroom", 2024)):
        fact = fact_of(kept, key, year)
        (own,) = [source for source in fact.sources if source.own]
        assert (own.key, own.publisher) == (KEY, "Samenwerking Verzonnendam")
        assert f"Eigen telling ({year}, zekerheid A)" in own.title
        assert own.as_of.year == year
        assert fact.fictional
        assert fact.as_json()["own"] == ["Samenwerking Verzonnendam"]
    assert fact_of(kept, "inwoners", 2021).as_json()["own"] == []


def test_an_own_group_is_defined_unknown_until_counted_and_disclosed_as_people(kept):
    fact = fact_of(kept, "eigen_jongeren_op_de_bank", 2021)

    assert fact.missing == "onbekend"
    assert "Zij slapen elders." in fact.indicator.definition
    assert "niet in een wet" in fact.indicator.definition
    inflow = fact_of(kept, "eigen_jongeren_op_de_bank_instroom", 2024)
    assert inflow.value == 10.0
    shown = dict(zip((f.id for f in kept.facts), shown_facts(kept.facts, kept.indicators),
                     strict=True))  # fmt: skip
    assert shown[inflow.id].value is None or shown[inflow.id].value % 5 == 0


def test_an_ended_group_is_no_longer_counted_and_that_is_told(plain, kept):
    assert fact_of(plain, "schulden", 2021).missing == "onbekend"
    assert not [fact for fact in kept.facts if fact.indicator.key == "schulden"]
    assert any("problematische schulden" in gap and "01-02-2026" in gap for gap in kept.gaps)


def test_more_people_than_there_are_is_told_and_not_used(run, plain):
    result = run(own_row("mantelzorgers", stock=9_000_000.0, year=2021))

    assert values(result) == values(plain)
    assert any("groter dan het aantal inwoners" in gap for gap in result.gaps)
