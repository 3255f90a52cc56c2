"""Every series by name."""

from __future__ import annotations

from wwz_engine.backtest import (
    amsterdam,
    fetched,
    gemeenten,
    land,
    postcodes,
    worlds,
    zwolle,
)
from wwz_engine.backtest.series import Series

SERIES: dict[str, Series] = {
    series.key: series
    for series in (
        zwolle.SERIES,
        gemeenten.SERIES,
        postcodes.SERIES,
        amsterdam.SERIES,
        *land.SERIES,
        *worlds.SERIES,
        *fetched.SERIES,
    )
}
