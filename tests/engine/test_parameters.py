from __future__ import annotations

import inspect
from datetime import date

import pytest
import yaml

from wwz_engine import demand_figures, parameters, study
from wwz_engine.care import figures as care_figures
from wwz_engine.care import need
from wwz_engine.groups import prevalence_sample
from wwz_engine.parameters import ParameterIncompleteError, ParameterUnknownError, parse
from wwz_engine.population import checks, inputs, mortality, spread
from wwz_engine.population.methods import building, ensemble, local, national, settings
from wwz_engine.proposals import posing, starting
from wwz_engine.reach import measuring, profiles
from wwz_engine.shortage import figures, peers, wanted
from wwz_engine.sources import osm
from wwz_engine.supply import counting

FORECAST = (building, inputs, mortality, national, settings, spread)
HOMES = (demand_figures, counting, figures, peers, wanted)
CARE = (care_figures, need)
GROUPS = (prevalence_sample,)
REACH = (measuring, osm, profiles)
PROPOSALS = (posing, starting)
BESIDE = (checks, ensemble, local, study)

TODAY = date(2021, 1, 1)
WHOLE = {
    "label": "Proef",
    "unit": "aandeel",
    "description": "Only for this test.",
    "values": [
        {
            "from": date(2020, 1, 1),
            "value": 0.5,
            "basis": "oordeel",
            "published": "2020",
            "source": "This test.",
        }
    ],
}


def written(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True)


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_loads_with_its_source(name):
    parameter = parameters.load(name)

    assert parameter.label
    assert parameter.unit
    assert len(parameter.description) > 30
    for value in parameter.values:
        assert len(value.source) > 20
        assert value.basis in parameters.BASES
        assert value.published[:2] == "20"


@pytest.mark.parametrize("key", ["label", "unit", "description", "values"])
def test_parameter_without_heading_is_refused(key):
    content = {name: value for name, value in WHOLE.items() if name != key}

    with pytest.raises(ParameterIncompleteError, match=key):
        parse("proef", written(content))


@pytest.mark.parametrize("key", ["from", "value", "basis", "published", "source"])
def test_value_without_date_source_or_basis_is_refused(key):
    row = {name: value for name, value in WHOLE["values"][0].items() if name != key}

    with pytest.raises(ParameterIncompleteError, match=key):
        parse("proef", written(WHOLE | {"values": [row]}))


@pytest.mark.parametrize("empty", ["", "   ", None, []])
def test_empty_source_counts_as_no_source(empty):
    row = WHOLE["values"][0] | {"source": empty}

    with pytest.raises(ParameterIncompleteError, match="source"):
        parse("proef", written(WHOLE | {"values": [row]}))


@pytest.mark.parametrize("value", ["yes", "a half", None, {}, {"0": "many"}])
def test_value_that_is_no_number_is_refused(value):
    row = WHOLE["values"][0] | {"value": value}

    with pytest.raises(ParameterIncompleteError, match="value"):
        parse("proef", written(WHOLE | {"values": [row]}))


def test_basis_outside_the_list_is_refused():
    row = WHOLE["values"][0] | {"basis": "gevoel"}

    with pytest.raises(ParameterIncompleteError, match="basis"):
        parse("proef", written(WHOLE | {"values": [row]}))


@pytest.mark.parametrize("text", ["", "- een lijst", "geen: [gesloten", "1"])
def test_text_that_is_no_table_is_refused(text):
    with pytest.raises(ParameterIncompleteError):
        parse("proef", text)


def test_value_in_force_is_the_newest_that_has_begun():
    later = WHOLE["values"][0] | {"from": date(2022, 1, 1), "value": 0.7}
    parameter = parse("proef", written(WHOLE | {"values": [later, *WHOLE["values"]]}))

    assert parameter.number(date(2021, 12, 31)) == 0.5
    assert parameter.number(date(2022, 1, 1)) == 0.7


def test_day_before_the_first_value_has_no_value():
    with pytest.raises(ParameterUnknownError, match="2019-12-31"):
        parse("proef", written(WHOLE)).number(date(2019, 12, 31))


def test_number_and_table_do_not_stand_in_for_each_other():
    table = WHOLE["values"][0] | {"value": {"0": 1.0}}

    with pytest.raises(ParameterIncompleteError):
        parse("proef", written(WHOLE)).table(TODAY)
    with pytest.raises(ParameterIncompleteError):
        parse("proef", written(WHOLE | {"values": [table]})).number(TODAY)


def test_unknown_parameter_names_those_there_are():
    with pytest.raises(ParameterUnknownError, match="local_ratio_cap"):
        parameters.load("local_ratio_kap")


def test_no_parameter_lies_about_unused():
    code = "".join(
        inspect.getsource(module)
        for module in (*FORECAST, *HOMES, *CARE, *GROUPS, *REACH, *PROPOSALS, *BESIDE)
    )

    unused = [name for name in parameters.names() if f'"{name}"' not in code]
    assert unused == []


def test_facts_of_a_forecast_cite_every_parameter_it_reads():
    code = "".join(inspect.getsource(module) for module in FORECAST)
    read = {name for name in parameters.names() if f'"{name}"' in code}

    assert read <= set(study.FORECAST_PARAMETERS)


@pytest.mark.parametrize("published", ["vorig jaar", "2026-13-01", "26"])
def test_day_of_publication_is_a_year_or_a_date(published):
    row = {**WHOLE["values"][0], "published": published}

    with pytest.raises(ParameterIncompleteError, match="published"):
        parse("proef", written({**WHOLE, "values": [row]}))
