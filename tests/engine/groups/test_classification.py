"""The classification of groups is data with a date and a source, and a hole in it is found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from wwz_engine.aandachtsgroepen import ASKED, FLOW, ClassificationError, classification, parse
from wwz_engine.indicators import AGES, TRAITS

GROUPS = classification().groups
EVERY = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
WHOLE: dict[str, Any] = {
    "version": date(2026, 1, 1),
    "documents": {"wet": {"title": "Een wet", "dated": date(2022, 5, 1), "read": True}},
    "groups": {
        "dakloos": {
            "label": "Mensen zonder woning",
            "kind": "doorstroom",
            "from": date(2022, 5, 1),
            "until": date(2030, 1, 1),
            "named_in": ["wet"],
            "searched": "Nergens gevonden.",
            "inflow": {
                "value": 12,
                "area": "GM9999",
                "year": 2025,
                "confidence": "A",
                "source": "Aanmeldpunt",
            },
        }
    },
}
# Path into the classification, what is planted there, and what the sentence must name.
PLANTED = (
    (("version",), "gisteren", "version"),
    (("groups",), {}, "geen enkele groep"),
    (("groups", "dakloos"), "tekst", "geen tabel"),
    (("groups", "dakloos", "label"), "", "label"),
    (("groups", "dakloos", "kind"), "los", "voorraad of doorstroom"),
    (("groups", "dakloos", "from"), "ooit", "from"),
    (("groups", "dakloos", "until"), 2030, "until"),
    (("groups", "dakloos", "named_in"), [], "named_in"),
    (("groups", "dakloos", "named_in"), ["elders"], "named_in"),
    (("groups", "dakloos", "searched"), None, "searched"),
    (("groups", "dakloos", "inflow", "confidence"), "E", "confidence"),
    (("groups", "dakloos", "inflow", "source"), " ", "source"),
    (("groups", "dakloos", "inflow", "year"), None, "year"),
    (("groups", "dakloos", "inflow", "value"), -1, "getal of een kenmerk"),
    (("groups", "dakloos", "inflow", "trait"), "eenzaam_65plus", "getal of een kenmerk"),
    (("groups", "dakloos", "inflow", "area"), "", "area"),
    (("documents", "wet", "dated"), "2022", "dated"),
)


def planted(path: tuple[str, ...], value: object) -> str:
    content = yaml.safe_load(yaml.safe_dump(WHOLE))
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return yaml.safe_dump(content)


@EVERY
def test_group_has_a_date_a_document_and_says_where_was_looked(group):
    assert group.label
    assert group.start <= classification().version
    assert group.searched.endswith(".")
    assert all(one.title and one.dated <= classification().version for one in group.named_in)


@EVERY
def test_what_has_no_source_is_unknown_and_the_rest_names_its_source(group):
    assert set(group.unknown()) | set(group.found) == set(ASKED)
    traits = {f"{trait.slug}_{age}" for trait in TRAITS for age in AGES}
    for finding in group.found.values():
        assert finding.source
        assert 2000 < finding.year < 2100
        assert (finding.trait in traits) != (finding.value is not None)


def test_national_figure_of_homeless_people_is_of_the_country_alone():
    (homeless,) = [group for group in GROUPS if group.key == "dakloos"]

    assert homeless.found["stock"].value == 30600
    assert homeless.found["stock"].area == "land"
    assert set(homeless.unknown()) == set(ASKED) - {"stock"}


def test_group_is_in_force_between_its_dates():
    found = parse(yaml.safe_dump(WHOLE))

    assert [group.key for group in found.on(date(2022, 5, 1))] == ["dakloos"]
    assert not found.on(date(2022, 4, 30))
    assert not found.on(date(2030, 1, 1))
    assert found.flows()[0].kind == FLOW


@pytest.mark.parametrize(("path", "value", "says"), PLANTED)
def test_hole_in_a_classification_is_found(path, value, says):
    assert parse(yaml.safe_dump(WHOLE))

    with pytest.raises(ClassificationError, match=says):
        parse(planted(path, value))


def test_text_that_is_no_classification_is_refused():
    for text in ("", "geen: [gesloten", "- lijst"):
        with pytest.raises(ClassificationError):
            parse(text)
