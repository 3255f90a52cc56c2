from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.population.places import (
    ComposedArea,
    ComposedAreaError,
    GemeenteUnknownError,
    places_of,
)


def test_gemeente_is_found_by_name_or_code_in_any_case(invented):
    found = {
        places_of(invented, text).gemeente.code
        for text in ("Verzonnendam", "verzonnendam", " VERZONNENDAM ", "GM9999", "gm9999")
    }

    assert found == {"GM9999"}


def test_unknown_gemeente_suggests_names_that_look_like_it(invented):
    with pytest.raises(GemeenteUnknownError, match="Bedoelt u Verzonnendam"):
        places_of(invented, "Verzonendam")


def test_unknown_gemeente_like_no_other_is_told_what_to_write(invented):
    with pytest.raises(GemeenteUnknownError, match="voluit, of de code") as caught:
        places_of(invented, "Atlantis")

    assert caught.value.near == []


def test_gemeente_holds_all_units_and_each_wijk_its_own(invented):
    places = places_of(invented, "Verzonnendam")
    levels = np.array([area.level for area in places.areas])

    assert places.members[0].all()
    assert (places.members[levels == "wijk"].sum(axis=0) == 1).all()
    assert (places.members[levels == "buurt"] == np.eye(len(places.units))).all()
    assert places.areas[0] == places.gemeente


def test_every_area_but_the_gemeente_has_a_parent_in_the_study(invented):
    places = places_of(invented, "Verzonnendam")
    codes = {area.code for area in places.areas}

    assert all(area.parent in codes for area in places.areas[1:])


def test_village_or_zone_is_a_name_for_some_buurten_together(invented):
    units = places_of(invented, "Verzonnendam").units
    zone = ComposedArea("Kern Dijkzicht", (units[0].code, units[3].code))

    places = places_of(invented, "Verzonnendam", (zone,))

    assert places.areas[-1].name == "Kern Dijkzicht"
    assert places.areas[-1].level == "samengesteld"
    assert np.flatnonzero(places.members[-1]).tolist() == [0, 3]


@pytest.mark.parametrize(
    ("members", "says"), [(("BU00000000",), "kent de buurt BU00000000"), ((), "heeft geen buurten")]
)
def test_zone_of_strange_or_no_buurten_is_refused(invented, members, says):
    with pytest.raises(ComposedAreaError, match=says):
        places_of(invented, "Verzonnendam", (ComposedArea("Zone", members),))


def test_number_in_front_of_a_wijk_is_left_out(here):
    names = [area.name for area in places_of(here.tables, here.gemeente).areas]

    assert not [name for name in names if name.startswith("Wijk ")]
    assert all(names)
