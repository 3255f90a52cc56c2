"""Degrees become metres on the Dutch grid, and on a plane elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.sources.coordinates import apart, plane, to_grid

# Towers of which Kadaster publishes both: longitude, latitude, x, y.
TOWERS = {
    "Westertoren": (4.88352559, 52.37453253, 120_700.723, 487_525.501),
    "Martinitoren": (6.56820053, 53.21938317, 233_883.131, 582_065.167),
}


@pytest.mark.parametrize("name", TOWERS)
def test_a_tower_stands_where_kadaster_says(name):
    lon, lat, x, y = TOWERS[name]

    found = to_grid([lon], [lat])

    assert np.hypot(found[0][0] - x, found[1][0] - y) < 0.4


def test_what_is_off_is_off_the_same_way_everywhere():
    lon, lat, x, y = np.array(list(TOWERS.values())).T

    found_x, found_y = to_grid(lon, lat)

    assert np.ptp(found_x - x) < 0.05
    assert np.ptp(found_y - y) < 0.05


@pytest.mark.parametrize(("lon", "lat"), [(6.09, 52.51), (9.52, 47.14)])
def test_a_walk_is_as_long_on_the_plane_as_over_the_ground(lon, lat):
    lons, lats = np.array([lon, lon + 0.01]), np.array([lat, lat + 0.005])

    x, y = plane(lons, lats)

    over = apart(lons[:1], lats[:1], lons[1:], lats[1:])[0]
    assert np.hypot(*np.diff([x, y])[:, 0]) == pytest.approx(over, rel=4e-3)


def test_no_places_are_no_places():
    x, y = plane(np.empty(0), np.empty(0))
    assert len(x) == len(y) == 0
