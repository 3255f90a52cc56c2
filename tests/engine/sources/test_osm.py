"""Files of OpenStreetMap: what is walked, what hinders, and files that cannot be read."""

from __future__ import annotations

import json

import numpy as np
import pytest

from wwz_engine.reach.network import network_of
from wwz_engine.reach.open_map import facilities_on_map
from wwz_engine.sources.errors import EmptyFileError, NotDataError, TruncatedFileError
from wwz_engine.sources.folders import MemoryFolder, shared_folder
from wwz_engine.sources.osm import hindrances_of, source_of, street_map, walked
from wwz_engine.sources.osm_elements import elements_in
from wwz_engine.sources.raw import opened
from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.streets import GATE, KERB, STEEP, STEPS, UNPAVED, cut_long_links, streets_of

NODES = {1: (6.0, 52.5), 2: (6.001, 52.5), 3: (6.002, 52.5), 4: (6.003, 52.5), 5: (6.001, 52.501)}


def overpass(ways, nodes=NODES, tags=None, **more) -> bytes:
    listed = [
        {"type": "node", "id": number, "lon": lon, "lat": lat, "tags": (tags or {}).get(number, {})}
        for number, (lon, lat) in nodes.items()
    ]
    listed += [
        {"type": "way", "id": 100 + number, "nodes": list(at), "tags": kept}
        for number, (at, kept) in enumerate(ways)
    ]
    return json.dumps({"elements": listed, **more}).encode()


def streets(content: bytes):
    file = opened("straten_2024.json", content)
    return street_map(elements_in(file), source_of(file, 2024), steepest=6.0)


@pytest.mark.parametrize(
    ("tags", "answer"),
    [
        ({"highway": "footway"}, True),
        ({"highway": "steps"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway", "foot": "yes"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "foot": "yes"}, True),
        ({"highway": "cycleway"}, True),
        ({"highway": "cycleway", "foot": "no"}, False),
        ({"highway": "primary", "foot": "use_sidepath"}, False),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "permissive"}, True),
        ({"highway": "construction"}, False),
        ({"highway": "proposed", "foot": "yes"}, False),
        ({}, False),
    ],
)
def test_what_is_walked(tags, answer):
    assert walked(tags) is answer


@pytest.mark.parametrize(
    ("tags", "bits"),
    [
        ({"highway": "footway"}, 0),
        ({"highway": "steps"}, STEPS),
        ({"highway": "steps", "ramp:wheelchair": "yes"}, 0),
        ({"highway": "path", "surface": "sand"}, UNPAVED),
        ({"highway": "track"}, UNPAVED),
        ({"highway": "track", "tracktype": "grade1"}, 0),
        ({"highway": "footway", "smoothness": "very_bad"}, UNPAVED),
        ({"highway": "footway", "incline": "-8%"}, STEEP),
        ({"highway": "footway", "incline": "6%"}, 0),
        ({"highway": "footway", "incline": "up"}, 0),
    ],
)
def test_what_lies_on_a_way(tags, bits):
    assert hindrances_of(tags, steepest=6.0) == bits


def test_ways_become_links_in_centimetres():
    found = streets(overpass([((1, 2, 3), {"highway": "footway"}), ((2, 5), {"highway": "steps"})]))

    assert len(found.x) == 4 and found.hindrances.tolist() == [0, 0, STEPS]
    # A thousandth of a degree along the parallel of 52.5, and along a meridian.
    assert found.length.tolist() == [6769, 6769, 11120]
    assert found.source.licence == "ODbL 1.0"


def test_a_barrier_marks_the_links_on_both_sides_and_a_shut_gate_parts_them():
    way = [((1, 2, 3, 4), {"highway": "footway"})]
    bar = streets(overpass(way, tags={2: {"barrier": "kissing_gate"}, 4: {"kerb": "raised"}}))
    assert bar.hindrances.tolist() == [GATE, GATE, KERB]

    shut = streets(overpass(way, tags={3: {"barrier": "gate", "access": "private"}}))
    assert len(shut.x) == 5
    assert shut.other[1] != shut.one[2]
    assert streets(overpass(way, tags={3: {"barrier": "gate"}})).other.tolist() == [1, 2, 3]


def test_what_bars_a_wheelchair_is_left_out_of_its_network():
    ways = [((1, 2), {"highway": "footway"}), ((2, 3), {"highway": "steps"})]
    found = streets(overpass(ways))

    assert network_of(found).nodes == 3
    assert network_of(found, STEPS).nodes == 2


def test_geometry_of_overpass_is_read_and_nodes_outside_the_cut_are_left_out():
    listed = {
        "type": "way", "id": 1, "nodes": [7, 8], "tags": {"highway": "path"},
        "geometry": [{"lon": 6.0, "lat": 52.5}, {"lon": 6.001, "lat": 52.5}],
    }  # fmt: skip
    content = json.dumps({"elements": [listed]}).encode()
    assert streets(content).length.tolist() == [6769]
    assert len(streets(overpass([((1, 2, 99), {"highway": "path"})])).one) == 1


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"<osm/>", NotDataError, "geen geldige JSON"),
        (b"[1]", NotDataError, "niet van Overpass"),
        (b'{"elements": [{"type": "node"}]}', NotDataError, "een element dat niet klopt"),
        (b'{"elements": []}', EmptyFileError, "geen straten"),
        (
            b'{"elements": [], "remark": "runtime error: Query timed out"}',
            TruncatedFileError,
            "te weinig tijd",
        ),
    ],
)
def test_a_bad_answer_of_overpass_is_told_in_one_sentence(content, error, words):
    with pytest.raises(error, match=words):
        elements_in(opened("straten_2024.json", content))


NODE = {"type": "node", "id": 1, "lon": 6.1, "lat": 52.5}
WAY = {"type": "way", "id": 3, "nodes": [1, 1], "tags": {"highway": "footway"}}


@pytest.mark.parametrize(
    "thing",
    [
        NODE | {"id": float("inf")},
        NODE | {"lon": float("nan")},
        NODE | {"lon": float("inf")},
        NODE | {"lon": 10**400},
        NODE | {"lat": 95.0},
        NODE | {"tags": {"barrier": {}}},
        NODE | {"tags": {"amenity": ["cafe"]}},
        WAY | {"tags": {"highway": "footway", "incline": 5}},
        WAY | {"nodes": [1, float("inf")]},
        WAY | {"geometry": [{"lon": 6.1, "lat": 52.5}]},
        WAY | {"geometry": [{"lon": float("nan"), "lat": 52.5}, {"lon": 6.1, "lat": 52.5}]},
    ],
)
def test_an_element_that_cannot_be_is_told_in_one_sentence(thing):
    with pytest.raises(NotDataError, match="een element dat niet klopt"):
        streets(json.dumps({"elements": [NODE, thing, WAY]}).encode())


@pytest.mark.parametrize("content", [b"9" * 5_000, b'{"elements":' + b"[" * 200_000])
def test_json_that_asks_too_much_is_told_in_one_sentence(content):
    with pytest.raises(NotDataError, match="geen geldige JSON"):
        streets(content)


@pytest.mark.parametrize("content", [b"hello world" * 100, b"\x00\x00\x00\x0d\x0a\x09OSMHeader"])
def test_a_bad_pbf_is_told_in_one_sentence(content):
    with pytest.raises((NotDataError, TruncatedFileError), match=r"osm\.pbf|afgebroken"):
        elements_in(opened("straten_2024.osm.pbf", content))
    with pytest.raises(EmptyFileError):
        opened("straten_2024.osm.pbf", b"")


def test_a_catalogue_gives_streets_and_facilities_of_one_file():
    content = overpass(
        [((1, 2), {"highway": "path"})],
        tags={3: {"amenity": "pharmacy", "name": "De Hoek", "wheelchair": "yes"}},
    )
    tables = Catalogue([MemoryFolder({"straten_2024.json": content})])

    table = tables.load("streets", "GM0193")
    assert streets_of(table.extra, table.source).length.tolist() == [6769]
    assert table.rows["unit"].to_list() == ["kilometer"]
    assert tables.has("open_map_places", "GM0193")
    (found,) = facilities_on_map(tables.load("open_map_places", "GM0193"))
    assert (found.id, found.kind, found.name, found.wheelchair) == (
        "osm-n3-apotheek", "apotheek", "De Hoek", "ja",
    )  # fmt: skip


def test_a_long_link_is_cut_and_keeps_its_length():
    far = {1: (6.0, 52.5), 2: (6.2, 52.5)}
    whole = streets(overpass([((1, 2), {"highway": "path"})], nodes=far))
    cut = cut_long_links(whole)

    assert len(cut.one) == 4
    assert cut.length.sum() == whole.length.sum() and cut.length.max() <= 400_000
    assert network_of(whole).nodes == 5


def test_a_whole_country_is_read():
    folder = shared_folder()
    if folder is None:
        # Without the extract the same reader, on what a test can bring by itself.
        assert len(streets(overpass([((1, 2, 3), {"highway": "path"})])).one) == 2
        return
    file = opened("straten_2015.osm.pbf", (folder / "osm_liechtenstein.osm.pbf").read_bytes())
    found = street_map(elements_in(file), source_of(file, 2015), steepest=6.0)

    assert 1_000 < found.kilometres < 1_300
    assert len(np.unique(found.hindrances)) > 2
    network = network_of(found)
    assert network.nodes > 50_000 and network.left_out < 1_000
    with pytest.raises(TruncatedFileError, match="afgebroken"):
        elements_in(opened("straten_2015.osm.pbf", file.content[:50_000]))
