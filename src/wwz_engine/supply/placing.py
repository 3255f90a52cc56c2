"""In which areas of a study the homes of each row lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.facts import AreaRef
from wwz_engine.supply.rows import SupplyRow


@dataclass(frozen=True)
class Placed:
    """Rows of homes, and the areas they lie in.

    inside : (area, row), 1 where all homes of the row lie in the area
    partly : (area, row), 1 where they may: a row of a whole wijk and one of its buurten
    lost : rows of areas that the study does not know, or of codes of another year
    """

    areas: tuple[AreaRef, ...]
    rows: tuple[SupplyRow, ...]
    inside: Floats
    partly: Floats
    lost: tuple[SupplyRow, ...]


def placed(rows: Sequence[SupplyRow], areas: tuple[AreaRef, ...], members: Floats) -> Placed:
    """Lay rows on areas by code, through the unit areas they cover.

    Parameters
    ----------
    areas : every area of a study
    members : (area, unit), 1 where the unit area is part of the area
    """
    at = {area.code: number for number, area in enumerate(areas)}
    # A code of another year may be of an area with other borders.
    known = tuple(
        row for row in rows if row.area in at and areas[at[row.area]].year == row.area_year
    )
    covered = members[[at[row.area] for row in known]].reshape(len(known), members.shape[1])
    units = covered.sum(axis=1)
    shared = members @ covered.T
    laid = set(known)
    inside = (shared == units) & (units > 0)
    return Placed(
        areas,
        known,
        inside.astype(np.float64),
        ((shared > 0) & ~inside).astype(np.float64),
        tuple(row for row in rows if row not in laid),
    )
