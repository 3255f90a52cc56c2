"""Elements of OpenStreetMap from a file: ways to walk, and places with a name.

Reads osm.pbf through osmium (the extra ``geo``) and the JSON that Overpass gives.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wwz_engine.sources.errors import EmptyFileError, NotDataError, SourceError, TruncatedFileError
from wwz_engine.sources.raw import RawFile

Tags = Mapping[str, str]
PLACE_KEYS = frozenset(
    {"amenity", "shop", "healthcare", "leisure", "social_facility", "office", "club", "railway"}
)
BARRIER_KEYS = frozenset({"barrier", "kerb"})
ADVICE = "haal een nieuw uittreksel op van OpenStreetMap, als .osm.pbf of als JSON van Overpass"


class ReaderMissingError(SourceError):
    """The library that reads osm.pbf is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Een .osm.pbf-bestand lezen kan hier niet: het pakket osmium ontbreekt. Installeer "
            "wwz-platform met de keuze ‘geo’, of gebruik JSON van Overpass."
        )


@dataclass(frozen=True)
class Way:
    """A line through nodes: numbers of nodes, and what is told of it."""

    id: int
    nodes: tuple[int, ...]
    tags: Tags


@dataclass(frozen=True)
class Place:
    """Something with a place: ``id`` as OpenStreetMap writes it, such as n12 or w7."""

    id: str
    lon: float
    lat: float
    tags: Tags


@dataclass
class Elements:
    """What a file holds of use.

    at : longitude and latitude per node of a way
    barriers : tags of the nodes with a barrier or a kerb
    """

    ways: list[Way] = field(default_factory=list)
    at: dict[int, tuple[float, float]] = field(default_factory=dict)
    barriers: dict[int, Tags] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def take_node(self, number: int, lon: float, lat: float, tags: Tags) -> None:
        if not tags:
            return
        if BARRIER_KEYS & tags.keys():
            self.barriers[number] = tags
        if PLACE_KEYS & tags.keys() or tags.get("highway") == "bus_stop":
            self.places.append(Place(f"n{number}", lon, lat, tags))

    def take_way(self, number: int, points: Iterable[tuple[int, float, float]], tags: Tags) -> None:
        if "highway" in tags:
            found = list(points)
            self.at.update((node, (lon, lat)) for node, lon, lat in found)
            self.ways.append(Way(number, tuple(node for node, _, _ in found), tags))
        elif PLACE_KEYS & tags.keys():
            found = list(points)
            if found:
                lon = sum(point[1] for point in found) / len(found)
                lat = sum(point[2] for point in found) / len(found)
                self.places.append(Place(f"w{number}", lon, lat, tags))


def elements_in(file: RawFile) -> Elements:
    """What a file of OpenStreetMap holds.

    Raises
    ------
    ReaderMissingError, SourceDamagedError
    """
    found = _of_pbf(file) if file.name.endswith(".pbf") else _of_overpass(file)
    if not found.ways and not found.places:
        raise EmptyFileError(file.name, "bevat geen straten en geen voorzieningen", ADVICE)
    return found


def _of_pbf(file: RawFile) -> Elements:
    try:
        import osmium
    except ModuleNotFoundError as error:
        raise ReaderMissingError from error
    elements = Elements()
    try:
        source = osmium.FileProcessor(osmium.io.FileBuffer(file.content, "pbf")).with_locations()
        for thing in source:
            if isinstance(thing, osmium.osm.Node):
                tags = dict(thing.tags)
                elements.take_node(thing.id, thing.location.lon, thing.location.lat, tags)
            elif isinstance(thing, osmium.osm.Way):
                points = (
                    (node.ref, node.location.lon, node.location.lat)
                    for node in thing.nodes
                    if node.location.valid()
                )
                elements.take_way(thing.id, points, dict(thing.tags))
    except RuntimeError as error:
        if "EOF" in str(error) or "truncated" in str(error):
            raise TruncatedFileError(file.name, "is afgebroken", ADVICE) from error
        raise NotDataError(file.name, "is geen osm.pbf-bestand", ADVICE) from error
    return elements


def _of_overpass(file: RawFile) -> Elements:
    try:
        content = json.loads(file.data)
    except (ValueError, RecursionError) as error:
        raise NotDataError(file.name, "is geen geldige JSON", ADVICE) from error
    listed = content.get("elements") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise NotDataError(file.name, "is JSON maar niet van Overpass", ADVICE)
    if str(content.get("remark", "")).startswith("runtime error"):
        raise TruncatedFileError(file.name, "is afgebroken: Overpass had te weinig tijd", ADVICE)
    elements = Elements()
    try:
        _take_listed(elements, listed)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise NotDataError(file.name, "bevat een element dat niet klopt", ADVICE) from error
    return elements


def _take_listed(elements: Elements, listed: list[Any]) -> None:
    at: dict[int, tuple[float, float]] = {}
    for thing in listed:
        if thing["type"] == "node":
            number = int(thing["id"])
            at[number] = _lon_lat(thing)
            elements.take_node(number, *at[number], _tags(thing))
    for thing in listed:
        if thing["type"] == "way":
            elements.take_way(int(thing["id"]), _points(thing, at), _tags(thing))


def _tags(thing: Mapping[str, Any]) -> Tags:
    found: dict[str, str] = thing.get("tags", {})
    if not all(isinstance(value, str) for value in found.values()):
        raise ValueError("A tag is a text.")
    return found


def _lon_lat(thing: Mapping[str, Any]) -> tuple[float, float]:
    lon, lat = float(thing["lon"]), float(thing["lat"])
    # Not a number lies nowhere: it fails both comparisons.
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("A place lies on the earth.")
    return lon, lat


def _points(
    thing: Mapping[str, Any], at: Mapping[int, tuple[float, float]]
) -> Iterator[tuple[int, float, float]]:
    """Nodes of a way, which brings its own places (``out geom``) or names nodes of the file."""
    outline = thing.get("geometry")
    for place, node in enumerate(thing.get("nodes", ())):
        if outline and outline[place]:
            yield int(node), *_lon_lat(outline[place])
        elif int(node) in at:
            yield int(node), *at[int(node)]
