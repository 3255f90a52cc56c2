"""Streets and facilities of OpenStreetMap: what can be walked, and what hinders on it.

Which ways are walked follows the keys highway, foot, access and sidewalk of OpenStreetMap: see
docs/methods/reach.md.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.sources.coordinates import apart, plane
from wwz_engine.sources.dataset import Dataset, FilePattern, Opened, Reading, Wish, first_of_january
from wwz_engine.sources.errors import EmptyFileError
from wwz_engine.sources.osm_elements import ADVICE, Elements, Tags, elements_in
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.streets import (
    GATE,
    KERB,
    STEEP,
    STEPS,
    UNPAVED,
    StreetMap,
    links_frame,
)
from wwz_engine.sources.tidy import Source, conform, empty_rows

PUBLISHER = "OpenStreetMap-bijdragers"
LICENCE = "ODbL 1.0"
STEEPEST = "walk_steepest"
WALKED = frozenset(
    {
        "residential", "living_street", "pedestrian", "footway", "path", "steps", "track",
        "service", "unclassified", "tertiary", "tertiary_link", "secondary", "secondary_link",
        "primary", "primary_link", "cycleway", "bridleway", "corridor", "platform", "road",
        "crossing",
    }
)  # fmt: skip
"""Kinds of highway that are walked unless something says no."""
ASKED = frozenset({"trunk", "trunk_link", "busway", "bus_guideway"})
"""Kinds that are walked only where a tag says so."""
NO_FOOT = frozenset({"no", "private", "use_sidepath", "customers", "delivery", "agricultural"})
FOOT = frozenset({"yes", "designated", "permissive", "official"})
SOFT = frozenset(
    {
        "unpaved", "gravel", "dirt", "earth", "ground", "grass", "sand", "mud", "pebblestone",
        "woodchips", "grass_paver", "rock", "soil", "shells",
    }
)  # fmt: skip
ROUGH = frozenset({"bad", "very_bad", "horrible", "very_horrible", "impassable"})
NARROW = frozenset(
    {
        "stile", "kissing_gate", "turnstile", "full-height_turnstile", "cycle_barrier",
        "swing_gate", "motorcycle_barrier", "log", "debris", "jersey_barrier", "cattle_grid",
    }
)  # fmt: skip
HIGH_KERB = frozenset({"raised", "yes", "regular"})
_PERCENT = re.compile(r"^([-+]?\d+(?:[.,]\d+)?)\s*%?$")


def walked(tags: Tags) -> bool:
    """Whether somebody on foot may and can go here.

    Examples
    --------
    >>> walked({"highway": "footway"}), walked({"highway": "motorway"})
    (True, False)
    >>> walked({"highway": "residential", "access": "private", "foot": "yes"})
    True
    """
    kind, foot = tags.get("highway", ""), tags.get("foot", "")
    if foot in NO_FOOT or (tags.get("area") == "yes" and kind == "service"):
        return False
    if foot in FOOT:
        return kind in WALKED | ASKED
    return kind in WALKED and tags.get("access", "yes") not in NO_FOOT


def hindrances_of(tags: Tags, steepest: float) -> int:
    """What lies on a way, as bits of ``sources.streets``."""
    found = 0
    if tags.get("highway") == "steps" and "yes" not in (
        tags.get("ramp:wheelchair"), tags.get("wheelchair"),
    ):  # fmt: skip
        found |= STEPS
    grade = tags.get("tracktype", "")
    soft = tags.get("surface") in SOFT or tags.get("smoothness") in ROUGH
    if soft or (tags.get("highway") == "track" and "surface" not in tags and grade != "grade1"):
        found |= UNPAVED
    slope = _PERCENT.match(tags.get("incline", ""))
    if slope and abs(float(slope[1].replace(",", "."))) > steepest:
        found |= STEEP
    return found


def _hindrance_at(tags: Tags) -> int:
    """What a node bars, for the links on both sides."""
    if tags.get("barrier") in NARROW:
        return GATE
    return KERB if tags.get("kerb") in HIGH_KERB else 0


def _closed(tags: Tags) -> bool:
    """A gate that nobody gets through."""
    told = tags.get("foot") or tags.get("access", "")
    return "barrier" in tags and told in ("no", "private")


def street_map(elements: Elements, source: Source, steepest: float) -> StreetMap:
    """The links of all ways that are walked."""
    numbers: dict[int, int] = {}
    apart_at = itertools.count(-1, -1)
    at = dict(elements.at)
    ends: list[tuple[int, int]] = []
    flags: list[int] = []
    for way in elements.ways:
        if not walked(way.tags):
            continue
        own = hindrances_of(way.tags, steepest)
        nodes = [_node(node, elements, at, apart_at) for node in way.nodes]
        for (_, start), (end, _) in itertools.pairwise(nodes):
            ends.append(
                (numbers.setdefault(start, len(numbers)), numbers.setdefault(end, len(numbers)))
            )
            flags.append(own)
        _bar(elements, way.nodes, flags)
    places = np.array([at[node] for node in numbers], dtype=np.float64).reshape(-1, 2)
    one, other = np.array(ends, dtype=np.int32).reshape(-1, 2).T
    lon, lat = places.T
    x, y = plane(lon, lat)
    metres = apart(lon[one], lat[one], lon[other], lat[other])
    return StreetMap(
        x, y, one, other, np.round(100 * metres).astype(np.int32), np.array(flags, np.uint8), source
    )


def _node(
    node: int, elements: Elements, at: dict[int, tuple[float, float]], apart_at: Iterator[int]
) -> tuple[int, int]:
    """Number of a node for who comes to it and for who leaves it: two where a gate is shut."""
    if not _closed(elements.barriers.get(node, {})):
        return node, node
    before, behind = next(apart_at), next(apart_at)
    at[before] = at[behind] = at[node]
    return before, behind


def _bar(elements: Elements, nodes: tuple[int, ...], flags: list[int]) -> None:
    """Mark the links of the way that was last added on both sides of a barrier."""
    links = len(nodes) - 1
    for place, node in enumerate(nodes):
        bits = _hindrance_at(elements.barriers.get(node, {}))
        if bits:
            for link in {max(place - 1, 0), min(place, links - 1)}:
                flags[len(flags) - links + link] |= bits


# --- as data sets ---


def read_streets(opened: Opened, wish: Wish) -> Reading:
    """``extra``: a row per link, as ``sources.streets.links_frame`` writes it."""
    frames, kilometres = [], 0.0
    steepest = parameters.load(STEEPEST).number(date(opened.period, 1, 1))
    for number, file in enumerate(opened.files):
        found = street_map(elements_in(file), source_of(file, opened.period), steepest)
        if not len(found.one):
            raise EmptyFileError(file.name, "bevat geen enkele weg om te lopen", ADVICE)
        kilometres += found.kilometres
        frames.append(links_frame(found).with_columns(file=pl.lit(number, dtype=pl.Int32)))
    row = {
        "area": wish.gemeente or "NL00", "area_year": opened.period, "level": "gemeente",
        "area_name": "", "period": opened.period, "measure": "straten", "sex": "totaal",
        "age": "totaal", "value": kilometres, "missing": None, "unit": "kilometer",
    }  # fmt: skip
    return Reading(conform(pl.DataFrame([row])), pl.concat(frames))


def read_places(opened: Opened, wish: Wish) -> Reading:
    """``extra``: id, x, y and tags (JSON) of everything with a place."""
    frames = []
    for file in opened.files:
        places = elements_in(file).places
        at = np.array([(place.lon, place.lat) for place in places], np.float64).reshape(-1, 2)
        x, y = plane(at[:, 0], at[:, 1])
        frames.append(
            pl.DataFrame(
                {
                    "id": [place.id for place in places],
                    "x": x,
                    "y": y,
                    "tags": [json.dumps(dict(place.tags), sort_keys=True) for place in places],
                },
                schema={"id": pl.String, "x": pl.Float64, "y": pl.Float64, "tags": pl.String},
            )
        )
    return Reading(empty_rows(), pl.concat(frames).unique("id", keep="first", maintain_order=True))


def source_of(file: RawFile, period: int) -> Source:
    """Where streets of one file come from."""
    from hashlib import sha256

    return replace(_SOURCE, as_of=date(period, 1, 1), sha256=sha256(file.content).hexdigest())


_SOURCE = Source(
    key="streets",
    publisher=PUBLISHER,
    table="OpenStreetMap",
    title="Straten en paden",
    as_of=date(2000, 1, 1),
    licence=LICENCE,
    sha256="",
    url="https://www.openstreetmap.org/copyright",
)
_FILES = (FilePattern(r"straten_(?P<period>\d{4})(?:_\w+)?\.(?:osm\.pbf|json)"),)
_HOW = (
    "zet een uittreksel van OpenStreetMap in de map van WWZ_DATA, als straten_JAAR.osm.pbf of als "
    "straten_JAAR.json van Overpass"
)
DATASETS = (
    Dataset(
        key="streets", title="Straten en paden", publisher=PUBLISHER, table="OpenStreetMap",
        url="https://www.openstreetmap.org/copyright", files=_FILES, read=read_streets,
        as_of=first_of_january, how_to_get=_HOW, licence=LICENCE,
    ),
    Dataset(
        key="open_map_places", title="Voorzieningen op de kaart", publisher=PUBLISHER,
        table="OpenStreetMap", url="https://www.openstreetmap.org/copyright", files=_FILES,
        read=read_places, as_of=first_of_january, how_to_get=_HOW, licence=LICENCE,
    ),
)  # fmt: skip
