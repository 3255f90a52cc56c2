"""Outlines of postcode areas, and which wijken and buurten lie in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shapely import STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import make_valid

from wwz_engine.sources.boundaries import Geometry, frame_of, has_outline, listed_features
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    first_of_january,
)
from wwz_engine.sources.errors import EmptyFileError, MissingColumnError
from wwz_engine.sources.tidy import empty_rows

# Both outlines are thinned: what overlaps less than this of the smaller one only touches.
TOUCHES_SHARE = 0.1


def read(opened: Opened, wish: Wish) -> Reading:
    """``extra``: area, area_name, level, area_year and geometry (GeoJSON text) per PC4.

    The file lists a few postcodes without an outline; those are left out.
    """
    file = opened.files[0]
    wanted = None
    if wish.gemeente is not None:
        wanted = set(wish.tables.load("postcodes", wish.gemeente).rows["area"])
    rows = []
    drawn = [feature for feature in listed_features(file) if has_outline(feature)]
    if not drawn:
        raise EmptyFileError(file.name, "bevat geen enkel gebied met een grens")
    for feature in drawn:
        postcode = feature["properties"].get("postcode")
        if postcode is None:
            raise MissingColumnError(file.name, "mist bij een gebied de eigenschap ‘postcode’")
        if wanted is None or str(postcode) in wanted:
            rows.append((str(postcode), str(postcode), feature["geometry"]))
    return Reading(empty_rows(), frame_of(rows, opened.period, file.name))


def overlaps(
    postcodes: Mapping[str, Geometry], areas: Mapping[str, Geometry]
) -> Iterator[tuple[str, str, float]]:
    """Postcode, area, and the part of the postcode's surface that lies in the area.

    What only touches is left out: both outlines are drawn coarsely.

    Examples
    --------
    >>> def square(left):
    ...     ring = [[left, 0], [left + 2, 0], [left + 2, 2], [left, 2], [left, 0]]
    ...     return {"type": "Polygon", "coordinates": [ring]}
    >>> list(overlaps({"8032": square(0)}, {"BU1": square(1), "BU2": square(1.9)}))
    [('8032', 'BU1', 0.5)]
    """
    codes = list(areas)
    outlines = [_outline(areas[code]) for code in codes]
    tree = STRtree(outlines)
    for postcode, geometry in postcodes.items():
        own = _outline(geometry)
        for index in sorted(int(index) for index in tree.query(own)):
            common = outlines[index].intersection(own).area
            if common >= TOUCHES_SHARE * min(own.area, outlines[index].area) > 0:
                yield postcode, codes[index], round(common / own.area, 4)


def _outline(geometry: Geometry) -> BaseGeometry:
    outline = shape(geometry)
    return outline if outline.is_valid else make_valid(outline)


DATASET = Dataset(
    key="pc4_boundaries",
    title="Grenzen van postcodegebieden",
    publisher="CBS",
    table="Kaart van postcodegebieden, vereenvoudigd",
    url="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data",
    files=(FilePattern(r"grenzen_pc4_wgs84\.geojson\.gz", period=2021),),
    read=read,
    as_of=first_of_january,
    how_to_get="zet grenzen_pc4_wgs84.geojson.gz in de map van WWZ_DATA",
)
