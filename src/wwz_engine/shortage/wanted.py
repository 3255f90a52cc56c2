"""Homes asked for by who wants to move: need and effective demand are two figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.demand_figures import drawn_figures, unknown
from wwz_engine.facts import parameter_source
from wwz_engine.figures import Figures
from wwz_engine.population.figures import People
from wwz_engine.sources.tidy import Source
from wwz_engine.woonvormen import WOONVORMEN

MEASURED = {"nultreden": "65plus", "geclusterd": "75plus"}
"""Age of the households that were asked. Who needs heavy care moves on an indication, not on a
wish: nobody measured that."""


def wanted_figures(
    people: People,
    asked: Mapping[str, Floats | None],
    low_share: float,
    sources: Mapping[str, tuple[Source, ...]],
    day: date,
) -> list[Figures]:
    """The part of the homes asked for of households that want to move.

    The figure is of who certainly wants to; the band runs up to who perhaps does.

    Parameters
    ----------
    asked : (unit, year, draw), homes per key of demand; None when unknown
    """
    shares = parameters.load("wants_to_move").table(day)
    own = parameter_source("wants_to_move")
    found = []
    for form in WOONVORMEN:
        key, units, age = f"verhuisvraag_{form}", asked[f"vraag_{form}"], MEASURED.get(form)
        if units is None or age is None:
            found.append(unknown(key, people.areas[:1], people.base_year))
            continue
        certain, perhaps = shares[f"{age}_beslist"], shares[f"{age}_misschien"]
        from_asked = (own, *sources[f"vraag_{form}"])
        figures = drawn_figures(people, key, units * certain, low_share, from_asked)
        if figures.high is not None:
            np.multiply(figures.high, (certain + perhaps) / certain, out=figures.high)
        found.append(figures)
    return found
