"""From degrees to metres: the Dutch grid (Rijksdriehoek), and a plane elsewhere.

The grid is PROJ's. Without the file of corrections of Kadaster, which does not come with it, that
is a third of a metre off, everywhere the same way: see docs/methods/reach.md.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Transformer

Floats = npt.NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""
ETRS89, DUTCH_GRID = 4258, 28992
"""Codes of EPSG. Degrees of WGS 84 are taken for those of ETRS89, to which Dutch maps tie them."""


@cache
def _to_grid() -> Transformer:
    # Read when first asked for: most of what the engine does needs no degrees.
    from pyproj import Transformer

    return Transformer.from_crs(ETRS89, DUTCH_GRID, always_xy=True, allow_ballpark=False)


def to_grid(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Metres on the Dutch grid (EPSG:28992).

    Examples
    --------
    >>> x, y = to_grid([4.88352559], [52.37453253])  # the Westertoren: 120700.723, 487525.501
    >>> bool(np.hypot(x - 120_700.723, y - 487_525.501)[0] < 0.5)
    True
    """
    x, y = _to_grid().transform(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    return np.asarray(x), np.asarray(y)


def to_degrees(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude of places on the Dutch grid.

    Examples
    --------
    >>> lon, lat = to_degrees(*to_grid([6.09], [52.51]))
    >>> bool(np.hypot(lon - 6.09, lat - 52.51)[0] < 1e-7)
    True
    """
    lon, lat = _to_grid().transform(
        np.asarray(x, np.float64), np.asarray(y, np.float64), direction="INVERSE"
    )
    return np.asarray(lon), np.asarray(lat)


def in_netherlands(lon: Floats, lat: Floats) -> bool:
    """Whether all places lie where the Dutch grid holds."""
    return bool(
        len(lon) and lon.min() > 3.0 and lon.max() < 7.5 and lat.min() > 50.5 and lat.max() < 53.8
    )


def plane(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Metres on the Dutch grid; elsewhere on a plane through the middle of the places."""
    if in_netherlands(lon, lat) or not len(lon):
        return to_grid(lon, lat)
    middle = np.radians((lat.min() + lat.max()) / 2)
    east = np.radians(lon - (lon.min() + lon.max()) / 2) * np.cos(middle)
    north = np.radians(lat - (lat.min() + lat.max()) / 2)
    return EARTH_RADIUS * east, EARTH_RADIUS * north


def apart(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Metres between places given in degrees, over the ground (haversine)."""
    a, b = np.radians(lat_a), np.radians(lat_b)
    half = (
        np.sin((b - a) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    )
    found: Floats = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found
