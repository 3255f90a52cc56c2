"""Where Verzonnendam lies: an island that is not there, its wijken and buurten."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from shapely import unary_union
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

from wwz_engine.sources.fictional.writing import delimited, packed
from wwz_engine.sources.verzonnendam import GEMEENTE, NAME, SHAPES_FILE

COLUMNS, ROWS = 5, 3
# Four numbers that are no postcodes of inhabited places, one per wijk.
POSTCODES = ("1995", "1996", "1997", "1998")
# South-west corner, in the open water of the Markermeer, and the size of one cell.
WEST, SOUTH = 5.18, 52.53
WIDTH, HEIGHT = 0.016, 0.011


@dataclass(frozen=True)
class Buurt:
    """``kind`` steers ages and growth; ``size`` is the number of people at the start."""

    name: str
    wijk: int
    kind: str
    size: int


WIJKEN = ("Droomstad", "Luchtkasteel", "Nieuw-Denkbeeld", "Fabelpolder")
# West to east, south to north; wijk by place, so that a wijk is one piece.
BUURTEN = (
    Buurt("Verzinselkwartier", 0, "centrum", 2900),
    Buurt("Droomhaven", 0, "centrum", 1650),
    Buurt("Sprookjesveld", 1, "jaren70", 3300),
    Buurt("Luchtkasteel-Zuid", 1, "jaren70", 2700),
    Buurt("Fabelhoek", 3, "dorp", 820),
    Buurt("Hersenschim", 0, "centrum", 2100),
    Buurt("Fata Morgana", 0, "oud", 1450),
    Buurt("Luchtkasteel-Noord", 1, "oud", 2250),
    Buurt("Wolkenbuurt", 1, "jaren70", 1900),
    Buurt("Fabelkerk", 3, "dorp", 540),
    Buurt("Denkbeeld-West", 2, "nieuw", 1700),
    Buurt("Denkbeeld-Oost", 2, "nieuw", 900),
    Buurt("Bedrijventerrein Bedenksel", 2, "werk", 24),
    Buurt("Ideeënpark", 2, "villa", 1250),
    Buurt("Buitengebied Fabelpolder", 3, "dorp", 160),
)


def buurt_code(number: int) -> str:
    """Code of a buurt by its place in the list: wijk digits, then a running number."""
    wijk = BUURTEN[number].wijk
    earlier = sum(1 for buurt in BUURTEN[:number] if buurt.wijk == wijk)
    return f"BU{GEMEENTE[2:]}{wijk:02d}{earlier:02d}"


def wijk_code(wijk: int) -> str:
    return f"WK{GEMEENTE[2:]}{wijk:02d}"


BUURT_CODES = tuple(buurt_code(number) for number in range(len(BUURTEN)))


def _cells(rng: np.random.Generator) -> list[Polygon]:
    """Quadrilaterals that share their corners, so that neighbours really touch."""
    shift = rng.uniform(-0.28, 0.28, (ROWS + 1, COLUMNS + 1, 2))
    row, column = np.mgrid[0 : ROWS + 1, 0 : COLUMNS + 1]
    x = np.round(WEST + (column + shift[..., 0]) * WIDTH, 5)
    y = np.round(SOUTH + (row + shift[..., 1]) * HEIGHT, 5)
    corners = ((0, 0), (0, 1), (1, 1), (1, 0))
    return [
        Polygon([(float(x[r + i, c + j]), float(y[r + i, c + j])) for i, j in corners])
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]


def _collection(areas: list[tuple[str, str, BaseGeometry]]) -> bytes:
    return _geojson([({"code": code, "name": name}, outline) for code, name, outline in areas])


def _geojson(areas: list[tuple[dict[str, str | int], BaseGeometry]]) -> bytes:
    features = [
        {"type": "Feature", "properties": properties, "geometry": mapping(outline)}
        for properties, outline in areas
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return packed(text.encode())


def files(rng: np.random.Generator) -> dict[str, bytes]:
    """Boundaries at three levels and of postcodes, and the list of codes and names."""
    cells = _cells(rng)
    buurten = [
        (code, buurt.name, cell)
        for code, buurt, cell in zip(BUURT_CODES, BUURTEN, cells, strict=True)
    ]
    wijken = [
        (
            wijk_code(number),
            name,
            unary_union([c for b, c in zip(BUURTEN, cells, strict=True) if b.wijk == number]),
        )
        for number, name in enumerate(WIJKEN)
    ]
    postcodes: list[tuple[dict[str, str | int], BaseGeometry]] = [
        ({"postcode": int(postcode)}, outline)
        for postcode, (_, _, outline) in zip(POSTCODES, wijken, strict=True)
    ]
    names = sorted((code, buurt.name) for code, buurt in zip(BUURT_CODES, BUURTEN, strict=True))
    return {
        SHAPES_FILE: _collection(buurten),
        "grenzen_2022_wijk_wgs84.geojson.gz": _collection(wijken),
        "grenzen_2022_gemeente_wgs84.geojson.gz": _collection(
            [(GEMEENTE, NAME, unary_union(cells))]
        ),
        "grenzen_pc4_wgs84.geojson.gz": _geojson(postcodes),
        "kwb_2024_regiocodes_namen.csv": delimited(["Identifier", "Title"], names),
    }
