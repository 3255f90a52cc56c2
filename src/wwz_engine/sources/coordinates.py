"""From degrees to metres and back: the Dutch grid (Rijksdriehoek), and a plane elsewhere.

The grid by the approximating series of Schreutelkamp and Strang van Hees (Geodesia 2001),
within about a metre over the Netherlands: see docs/methods/reach.md.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""
_X0, _Y0 = 155_000.0, 463_000.0
_LAT0, _LON0 = 52.15517440, 5.38720621
# Power of the difference in latitude and in longitude (in 10,000 seconds of arc), factor.
_TO_X = (
    (0, 1, 190_094.945), (1, 1, -11_832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
    (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
_TO_Y = (
    (1, 0, 309_056.544), (0, 2, 3_638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
    (0, 1, 0.433), (2, 2, -6.439), (3, 2, -0.032), (1, 1, 0.092), (0, 4, -0.054),
)  # fmt: skip
# Power of the difference in x and in y (in 100 km), factor in seconds of arc.
_TO_LAT = (
    (0, 1, 3_235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550),
    (2, 2, -0.01709), (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033),
    (1, 1, -0.00012),
)  # fmt: skip
_TO_LON = (
    (1, 0, 5_260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594),
    (3, 1, -0.05607), (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022),
    (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def _series(terms: tuple[tuple[int, int, float], ...], p: Floats, q: Floats) -> Floats:
    total = np.zeros(np.broadcast(p, q).shape)
    for one, other, factor in terms:
        total += factor * p**one * q**other
    return total


def to_grid(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Metres on the Dutch grid (EPSG:28992).

    Examples
    --------
    >>> x, y = to_grid(4.88352559, 52.37453253)  # the Westertoren: 120700.723, 487525.501
    >>> round(float(x), 1), round(float(y), 1)
    (120700.7, 487525.5)
    """
    p = 0.36 * (np.asarray(lat, np.float64) - _LAT0)
    q = 0.36 * (np.asarray(lon, np.float64) - _LON0)
    return _X0 + _series(_TO_X, p, q), _Y0 + _series(_TO_Y, p, q)


def to_degrees(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude of a place on the Dutch grid."""
    p = (np.asarray(x, np.float64) - _X0) * 1e-5
    q = (np.asarray(y, np.float64) - _Y0) * 1e-5
    lat = _LAT0 + _series(_TO_LAT, p, q) / 3600
    return _LON0 + _series(_TO_LON, p, q) / 3600, lat


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
