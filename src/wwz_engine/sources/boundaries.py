"""Shapes of gemeenten, wijken and buurten in degrees (WGS84)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl
from shapely import STRtree, coverage_simplify
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

from wwz_engine.sources import areas
from wwz_engine.sources.dataset import (
    NOT_STATED,
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Tables,
    Wish,
    first_of_january,
)
from wwz_engine.sources.errors import (
    EmptyFileError,
    IncompleteTableError,
    MissingColumnError,
    NotDataError,
)
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import Source, empty_rows
from wwz_engine.sources.values import refuse_doubles

Geometry = dict[str, Any]
Outline = tuple[str, str, Geometry]  # code, name, geometry
ZWOLLE = "GM0193"
# Smallest first: a buurt also names its wijk and gemeente.
PDOK_LEVELS = ("buurt", "wijk", "gemeente")
# About 10 metres: enough for a map of a gemeente, and a tenth of the points.
THINNING_DEGREES = 0.0001
# Two outlines of one buurt overlap for most of their surface; two neighbours hardly.
SAME_AREA_SHARE = 0.5


@dataclass(frozen=True)
class Shapes:
    """GeoJSON geometry per area code, all of one layout year."""

    source: Source
    area_year: int
    geometries: dict[str, Geometry]


def shapes(tables: Tables, gemeente: str, level: str) -> Shapes | None:
    """Shapes of a gemeente's areas at one level, the newest layout there is.

    Returns
    -------
    None when no source has them: a gap to name, not an error.
    """
    key = f"{level}_boundaries"
    if not tables.has(key, gemeente):
        return None
    table = tables.load(key, gemeente)
    rows = table.extra
    if not rows.height:
        return None
    newest = rows.filter(pl.col("area_year") == pl.col("area_year").max())
    found = {row["area"]: json.loads(row["geometry"]) for row in newest.to_dicts()}
    return Shapes(table.source, int(newest["area_year"][0]), found)


def features(file: RawFile) -> list[dict[str, Any]]:
    """Features of a GeoJSON file, each with an outline.

    Raises
    ------
    NotDataError, EmptyFileError
    """
    found = listed_features(file)
    if not all(has_outline(feature) for feature in found):
        raise NotDataError(file.name, "bevat een gebied zonder bruikbare grens")
    return found


def listed_features(file: RawFile) -> list[Any]:
    """What a GeoJSON file lists, whether it can be drawn or not.

    Raises
    ------
    NotDataError, EmptyFileError
    """
    try:
        content = json.loads(file.data)
    except json.JSONDecodeError as error:
        raise NotDataError(file.name, "is geen geldige GeoJSON") from error
    found = content.get("features") if isinstance(content, dict) else None
    if not isinstance(found, list):
        raise NotDataError(file.name, "is JSON maar geen GeoJSON met gebieden")
    if not found:
        raise EmptyFileError(file.name, "bevat geen enkel gebied")
    return found


def has_outline(feature: object) -> bool:
    """Whether a feature has properties and a shape that can be drawn."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return False
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return False
    try:
        return not shape(geometry).is_empty
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, ShapelyError):
        return False


def _property(feature: dict[str, Any], name: str, file: str) -> str:
    value = (feature.get("properties") or {}).get(name)
    if not isinstance(value, str):
        raise MissingColumnError(file, f"mist bij een gebied de eigenschap ‘{name}’")
    return value


def frame_of(shapes_by_code: list[Outline], period: int, file: str) -> pl.DataFrame:
    """Codes, names and geometries as a frame; geometry as JSON text."""
    frame = pl.DataFrame(
        {
            "area": [code for code, _, _ in shapes_by_code],
            "area_name": [name for _, name, _ in shapes_by_code],
            "geometry": [json.dumps(g, separators=(",", ":")) for _, _, g in shapes_by_code],
        },
        schema={"area": pl.String, "area_name": pl.String, "geometry": pl.String},
    )
    areas.check_codes(frame, "area", file)
    refuse_doubles(frame, ["area"], file)
    return frame.with_columns(
        level=areas.level(pl.col("area")), area_year=pl.lit(period, dtype=pl.Int16)
    )


def _wanted(code: str, gemeente: str | None) -> bool:
    return gemeente is None or (code[:2] in ("GM", "WK", "BU") and code[2:6] == gemeente[2:])


def read(opened: Opened, wish: Wish) -> Reading:
    """``extra``: area, area_name, level, area_year and geometry (GeoJSON text)."""
    if opened.service:
        return _read_fetched(opened, wish)
    frames = []
    for file in opened.files:
        found = [(_property(f, "code", file.name), f) for f in features(file)]
        rows = [
            (code, _property(f, "name", file.name), f["geometry"])
            for code, f in found
            if _wanted(code, wish.gemeente)
        ]
        frames.append(frame_of(rows, opened.period, file.name))
    return Reading(empty_rows(), pl.concat(frames))


def _read_fetched(opened: Opened, wish: Wish) -> Reading:
    """PDOK's features, thinned out together so that neighbours keep one border."""
    found: dict[str, tuple[str, BaseGeometry]] = {}
    for file in opened.files:
        for feature in features(file):
            level = next((n for n in PDOK_LEVELS if f"{n}code" in feature["properties"]), "")
            code = _property(feature, f"{level}code", file.name)
            if code[2:6] == (opened.gemeente or "")[2:]:
                found[code] = (_property(feature, f"{level}naam", file.name), _outline(feature))
    if not found:
        raise EmptyFileError(opened.name, "bevat geen enkel gebied")
    thin = coverage_simplify([outline for _, outline in found.values()], THINNING_DEGREES)
    rows = [
        (code, name, mapping(outline))
        for (code, (name, _)), outline in zip(found.items(), thin, strict=True)
        if _wanted(code, wish.gemeente)
    ]
    return Reading(empty_rows(), frame_of(rows, opened.period, opened.name))


def read_zwolle(opened: Opened, wish: Wish) -> Reading:
    """The municipal outlines carry no code: each takes that of the CBS buurt it covers."""
    by_name = {file.name: file for file in opened.files}
    cbs, own = by_name["zwolle_buurten_2015_cbs.geojson.gz"], by_name[_OWN]
    known = [
        (_property(f, "STATCODE", cbs.name), _property(f, "BU_NAAM", cbs.name), _outline(f))
        for f in features(cbs)
    ]
    tree = STRtree([outline for _, _, outline in known])
    rows = []
    for feature in features(own):
        outline = _outline(feature)
        overlaps = {
            int(index): known[index][2].intersection(outline).area for index in tree.query(outline)
        }
        best = max(overlaps, key=lambda index: overlaps[index], default=None)
        if best is None or overlaps[best] < SAME_AREA_SHARE * outline.area:
            raise IncompleteTableError(own.name, "bevat een gebied dat op geen CBS-buurt ligt")
        rows.append((known[best][0], known[best][1], feature["geometry"]))
    return Reading(empty_rows(), frame_of(rows, opened.period, own.name))


def _outline(feature: dict[str, Any]) -> BaseGeometry:
    outline = shape(feature["geometry"])
    return outline if outline.is_valid else make_valid(outline)


_OWN = "zwolle_buurtgrenzen_wgs84.geojson.gz"


def _national(level: str, title: str) -> Dataset:
    return Dataset(
        key=f"{level}_boundaries",
        title=title,
        publisher="CBS",
        table="Wijk- en buurtkaart 2022, vereenvoudigd",
        url="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data",
        files=(FilePattern(rf"grenzen_2022_{level}_wgs84\.geojson\.gz", period=2022),),
        read=read,
        as_of=first_of_january,
        how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
    )


DATASETS = (
    _national("gemeente", "Grenzen van gemeenten"),
    _national("wijk", "Grenzen van wijken"),
    Dataset(
        key="cbs_buurt_boundaries",
        title="Grenzen van buurten",
        publisher="CBS",
        table="Wijk- en buurtkaart",
        url="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data",
        files=(),
        read=read,
        as_of=first_of_january,
        how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
    ),
    Dataset(
        key="zwolle_boundaries",
        title="Buurtgrenzen van Zwolle, met de buurtcodes van het CBS",
        publisher="Gemeente Zwolle en CBS",
        table="Buurtgrenzen Zwolle; CBS-buurten 2015",
        url="https://smart-zwolle.opendata.arcgis.com/",
        files=(
            FilePattern(
                r"zwolle_buurtgrenzen_wgs84\.geojson\.gz|zwolle_buurten_2015_cbs\.geojson\.gz",
                period=2024,
                at_least=2,
            ),
        ),
        read=read_zwolle,
        as_of=first_of_january,
        how_to_get="zet zwolle_buurtgrenzen_wgs84.geojson.gz in de map van WWZ_DATA",
        licence=NOT_STATED,
        gemeente=ZWOLLE,
    ),
)
