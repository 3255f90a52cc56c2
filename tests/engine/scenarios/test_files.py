"""Scenarios as files: read, written, and refused with all that is wrong."""

from __future__ import annotations

import json

import pytest

from wwz_engine.scenarios.files import MOST_BYTES, of_json, read_file, read_text, write_text
from wwz_engine.scenarios.kinds import kinds
from wwz_engine.scenarios.scenario import BASE, MOST_CHANGES, Scenario, ScenarioError

TEXT = """
versie: 1
naam: Langer gezond
auteur: afdeling Onderzoek
reden: Wat als preventie werkt?
veranderingen:
  - soort: gezond_ouder_worden
    jaren_per_decennium: 1,5
  - {soort: verpleeghuis, beleid: bevriezen}
"""


def wrong(*changes: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        of_json({"naam": "proef", "veranderingen": list(changes)})
    return str(caught.value)


def test_file_is_read_and_written_back(tmp_path):
    path = tmp_path / "langer.yaml"
    path.write_text(TEXT, encoding="utf-8")
    found = read_file(path)

    assert (found.name, found.author) == ("Langer gezond", "afdeling Onderzoek")
    assert [one.kind for one in found.changes] == ["gezond_ouder_worden", "verpleeghuis"]
    assert found.changes[0].number("jaren_per_decennium") == 1.5
    assert read_text(write_text(found), "zelf") == found
    assert json.loads(write_text(found))["versie"] == 1


def test_key_follows_from_name_and_changes_and_not_from_who_or_why():
    found = read_text(TEXT, "t")
    other = read_text(TEXT.replace("Onderzoek", "Wonen"), "t")
    more = read_text(TEXT.replace("1,5", "2"), "t")
    assert found.key == other.key != more.key
    assert found.key.startswith("langer-gezond-")
    assert len(found.key) <= 40
    assert BASE.key == "basis"
    assert Scenario(name="é" * 200).key.startswith("scenario-")


def test_everything_that_is_wrong_is_told_at_once():
    said = wrong(
        {"soort": "gezond_ouder_worden", "jaren_per_decennium": 9, "kleur": "rood"},
        {"soort": "vliegen"},
        {"soort": "plannen_later", "jaren": 1.5},
    )
    assert "‘kleur’ hoort hier niet" in said
    assert "van -2 tot en met 3 (jaar per tien jaar)" in said
    assert "Verandering 2 is van geen bekende soort" in said
    assert "een heel getal" in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"soort": "verpleeghuis", "beleid": "sluiten"}, "Kies uit: meegroeien, bevriezen"),
        ({"soort": "woningen_erbij"}, "‘gebied’ ontbreekt"),
        (
            {"soort": "woningen_erbij", "gebied": "Aalanden", "woningen": 5,
             "woonvorm": "nultreden", "jaar": 2030},
            "geen wijk of buurt",
        ),
        (
            {"soort": "migratie", "personen_per_jaar": 5, "van_leeftijd": 50, "tot_leeftijd": 40},
            "Draai ze om",
        ),
        ({"soort": "voorziening", "actie": "dicht", "soort_voorziening": "apotheek",
          "jaar": 2030}, "welke voorziening"),
        ({"soort": "voorziening", "actie": "open", "soort_voorziening": "apotheek",
          "jaar": 2030}, "waar de voorziening"),
        ({"soort": "eigen_kengetal", "kengetal": "suitable_homes_serving_55plus",
          "waarde": 40}, "Deel procenten door 100"),
        ({"soort": "gezond_ouder_worden", "jaren_per_decennium": "NaN"}, "Geef een getal"),
        ({"soort": "gezond_ouder_worden", "jaren_per_decennium": True}, "Geef een getal"),
        ({"soort": "gezond_ouder_worden", "jaren_per_decennium": 1, "vanaf": 1900}, "heel getal"),
        ("plannen_later", "geen bekende soort"),
    ],
)  # fmt: skip
def test_change_that_cannot_be_is_refused_in_a_sentence(change, words):
    assert words in wrong(change)


def test_kind_that_can_stand_once_stands_once():
    later = {"soort": "plannen_later", "jaren": 1}
    assert "maar één keer" in wrong(later, later)
    assert "hoogstens 30" in wrong(*[later] * (MOST_CHANGES + 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "begint met"),
        ({"veranderingen": []}, "een naam"),
        ({"naam": "basis"}, "de raming zelf"),
        ({"naam": "x", "versie": 2}, "onbekend"),
        ({"naam": "x", "doel": "y"}, "‘doel’ hoort niet"),
        ({"naam": 5}, "geen korte tekst"),
        ({"naam": "x", "reden": "y" * 2000}, "geen korte tekst"),
        ({"naam": "x", "veranderingen": "niets"}, "een lijst"),
    ],
)
def test_file_that_is_no_scenario_is_refused(content, words):
    with pytest.raises(ScenarioError, match=words):
        of_json(content)


def test_file_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="Controleer de naam"):
        read_file(tmp_path / "weg.yaml")
    large = tmp_path / "groot.yaml"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(ScenarioError, match="te groot"):
        read_file(large)
    with pytest.raises(ScenarioError, match="geen geldige YAML"):
        read_text("naam: [", "half.yaml")


def test_every_kind_has_words_limits_and_steps():
    assert len(kinds()) == 9
    for one in kinds().values():
        assert one.label
        assert one.meaning.endswith(".")
        for field in one.fields:
            assert field.label
            if field.kind == "number":
                assert field.unit
                assert field.low < field.high
            if field.kind == "choice":
                assert field.choices


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "naam: &a x\nversie: *a",
        "naam: x\nveranderingen: [{soort: [1]}]",
        "naam: x\nveranderingen: [{soort: {}}]",
        "naam: x\nversie: " + "9" * 5_000,
        "naam: !!python/name:os.system ''",
    ],
)
def test_hostile_file_is_told_in_a_sentence_and_ends_nothing(text):
    with pytest.raises(ScenarioError):
        read_text(text, "proef.yaml")
