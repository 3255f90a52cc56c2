"""Words about the best places for facilities."""

from __future__ import annotations

from wwz.opgave.presentation.reach_try import several_words, spots


def test_places_in_one_area_are_told_apart():
    found = [
        {"area": "a", "kind": "apotheek"}, {"area": "a", "kind": "apotheek"},
        {"area": "a", "kind": "halte"}, {"area": ""},
    ]  # fmt: skip
    assert spots(found, {"a": "Dorp"}) == [
        "Bij Dorp", "Bij Dorp, plek 2", "Bij Dorp", "Bij de rand van de gemeente"
    ]  # fmt: skip


def test_words_of_least_walking_say_what_is_not_known():
    told = {"goal": "minste_lopen", "places": [1], "gap": 0.0, "metres": 400, "before": None}
    assert several_words(told | {"without": 0}, "huisarts") == (
        "Met één nieuwe plek lopen mensen van 75 jaar en ouder gemiddeld 400 meter naar de "
        "dichtstbijzijnde voorziening van de soort huisarts. Korter kan niet met de plekken die "
        "wij proberen."
    )
    some = several_words(told | {"without": 5, "gap": 0.0123, "before": 900}, "huisarts")
    assert "Nu is dat 900 meter. Ongeveer 5 van hen hebben geen weg erheen." in some
    assert "hooguit 1,3% korter" in some
    nobody = several_words(told | {"metres": None, "without": 0}, "huisarts")
    assert nobody.startswith("Van niemand van 75 jaar en ouder")
