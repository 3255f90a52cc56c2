"""Invented doors of the invented gemeente: scattered over its buurten, the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
import shapely

from wwz_engine.sources.coordinates import Floats
from wwz_engine.sources.fictional.land import BUURT_CODES, BUURTEN
from wwz_engine.sources.tidy import Source, Table, empty_rows

PER_HOME = 2.2
"""People to one invented home."""
WIDTH = 0.16
"""How far homes lie from their heart, as a share of the size of the buurt."""


def invented_doors(outlines: Mapping[str, shapely.Geometry], seed: int = 1) -> Table:
    """Address points in the buurten of Verzonnendam, with the columns of real ones.

    Parameters
    ----------
    outlines : per code of a buurt its outline, in metres
    """
    rng = np.random.default_rng([seed, 13])
    found = []
    for code, buurt in zip(BUURT_CODES, BUURTEN, strict=True):
        if code in outlines:
            found.append(_scattered(outlines[code], round(buurt.size / PER_HOME), rng))
    points = np.round(np.concatenate(found), 1)
    extra = pl.DataFrame({"x": points[:, 0], "y": points[:, 1]}).with_columns(
        addresses=pl.lit(1.0), postcode=pl.lit("")
    )
    source = Source(
        key="doors",
        publisher="Verzonnen (geen bron)",
        table="verzonnen adrespunten",
        title="Adrespunten, verzonnen",
        as_of=date(2024, 1, 1),
        licence="geen: verzonnen gegevens",
        sha256=hashlib.sha256(points.tobytes()).hexdigest(),
        fictional=True,
    )
    return Table(source, empty_rows(), extra)


def _scattered(outline: shapely.Geometry, homes: int, rng: np.random.Generator) -> Floats:
    """Homes around a few hearts of an area, and some on their own."""
    west, south, east, north = outline.bounds
    size = np.array([east - west, north - south])
    hearts = np.array([west, south]) + size * rng.uniform(0.25, 0.75, (4, 2))
    points = np.empty((0, 2))
    while len(points) < homes:
        heart = hearts[rng.integers(len(hearts), size=homes)]
        drawn = heart + rng.normal(0, WIDTH, (homes, 2)) * size
        inside = shapely.contains_xy(outline, drawn[:, 0], drawn[:, 1])
        points = np.concatenate([points, drawn[inside]])
    return points[:homes]
