"""Invented homes and plans for a demo: plainly made up, marked so, the same every time.

No open source gives these homes, so a demo needs an example. Every name says that it is
invented, and every row carries it as its origin: figures that rest on it say so as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.population.inputs import gather
from wwz_engine.population.places import places_of
from wwz_engine.sources.dataset import Tables
from wwz_engine.supply.rows import EXISTING, HARD, INVENTED, NO, SOFT, UNKNOWN, YES, SupplyRow

PER_COMPLEX = 170
"""People of 65 and older to one invented complex."""


@dataclass(frozen=True)
class _Kind:
    """A kind of complex: how large, since when, and the facts that are told of it."""

    name: str
    owner: str
    sizes: tuple[int, int]
    ready: tuple[int, int]
    facts: Mapping[str, str | int | None]
    status: str = EXISTING


_STAIRLESS = {"stairless_to": YES, "stairless_inside": YES, "lift": YES}
_GROUP = {**_STAIRLESS, "clustered": YES, "meeting_room": YES, "for_55plus": YES, "intramural": NO}
_CARE = {
    **_GROUP, "wheelchair": YES, "care_agreement": YES, "care_around_clock": YES,
    "rents_separately": YES, "tenure": "sociale_huur", "label": "zorglabel",
    "own_form": "zorggeschikt",
}  # fmt: skip
_FLAT = {**_STAIRLESS, "clustered": NO, "intramural": NO, "tenure": "sociale_huur",
         "own_form": "nultreden", "rent_class": "betaalbaar_laag"}  # fmt: skip
_SENIOR = {
    **_GROUP, "wheelchair": NO, "care_around_clock": NO, "rents_separately": YES,
    "tenure": "sociale_huur", "label": "seniorenlabel", "own_form": "geclusterd",
}  # fmt: skip

KINDS: tuple[_Kind, ...] = (
    _Kind("appartementen", "corporatie A", (60, 140), (1985, 2020), _FLAT),
    _Kind("seniorenflat", "corporatie B", (36, 80), (1978, 2012), {**_SENIOR, "share_55plus": 82}),
    _Kind(
        "hofje", "corporatie A", (8, 11), (1960, 1990),
        {**_SENIOR, "stairless_inside": YES, "meeting_room": NO, "lift": NO},
    ),
    _Kind("appartementen", "belegger", (40, 90), (1995, 2021),
          {**_FLAT, "tenure": "middenhuur", "rent_class": "boven_grens"}),
    _Kind(
        "woongroep", "corporatie B", (14, 30), (1990, 2015),
        {**_SENIOR, "meeting_room": UNKNOWN, "own_form": UNKNOWN},
    ),
    _Kind("gestapelde woningen", "corporatie B", (30, 70), (1970, 1990),
          {"stairless_to": UNKNOWN, "stairless_inside": YES, "tenure": "sociale_huur"}),
    _Kind("seniorenflat", "corporatie B", (24, 60), (1985, 2018), _SENIOR),
    _Kind("zorgwoningen", "zorgaanbieder", (16, 32), (2008, 2020), _CARE),
    _Kind("plan zorgwoningen", "zorgaanbieder", (20, 40), (2028, 2033), _CARE, HARD),
    _Kind("plan seniorenwoningen", "corporatie A", (24, 48), (2027, 2032), _SENIOR, HARD),
    _Kind("plan appartementen", "belegger", (50, 100), (2028, 2034),
          {**_FLAT, "tenure": "middenhuur"}, SOFT),
    _Kind("plan knarrenhof", "bewonersgroep", (14, 24), (2029, 2035),
          {**_GROUP, "tenure": "koop", "own_form": "geclusterd"}, SOFT),
    _Kind("verpleeghuis", "zorgaanbieder", (40, 80), (1990, 2016),
          {**_STAIRLESS, "clustered": YES, "wheelchair": YES, "intramural": YES,
           "rents_separately": NO, "care_around_clock": YES, "own_form": "geen"}),
)  # fmt: skip


def invented_rows(
    areas: Sequence[tuple[str, str]], layout: int, older: Sequence[float], seed: int = 1
) -> tuple[SupplyRow, ...]:
    """Invented homes and plans over the areas of a gemeente, more where more older people live.

    Parameters
    ----------
    areas : code and name of buurten or wijken
    layout : year of those codes
    older : people of 65 and older per area; what is not known counts as none
    seed : another one gives another example

    Examples
    --------
    >>> rows = invented_rows([("BU01933110", "Aa-landen-Oost")], 2024, [900.0])
    >>> rows[0].complex, rows[0].origin
    ('Verzonnen appartementen 1, Aa-landen-Oost', 'verzonnen')
    """
    rng = np.random.default_rng([seed, 5])
    ordered = sorted(zip(areas, np.nan_to_num(np.asarray(older, dtype=np.float64)), strict=True))
    rows: list[SupplyRow] = []
    waiting = 0.0
    for (code, name), people in ordered:
        waiting += people
        while waiting >= PER_COMPLEX:
            waiting -= PER_COMPLEX
            rows.append(_row(len(rows), code, name, layout, rng))
    return tuple(rows)


def invented_for(tables: Tables, gemeente: str, seed: int = 1) -> tuple[SupplyRow, ...]:
    """Invented homes and plans on the real areas of a gemeente.

    Raises
    ------
    GemeenteUnknownError, NoPopulationError
    """
    places = places_of(tables, gemeente)
    counts = gather(tables, places).counts.by_sum
    # Where nobody publishes ages every fifth is taken for older: an example needs no better.
    older = counts.get("inwoners_65plus", counts["inwoners"] / 5)[:, -1]
    units = [(unit.code, unit.name) for unit in places.units]
    return invented_rows(units, places.units[0].year, older.tolist(), seed)


def _row(number: int, area: str, name: str, layout: int, rng: np.random.Generator) -> SupplyRow:
    kind = KINDS[number % len(KINDS)]
    homes = int(rng.integers(kind.sizes[0], kind.sizes[1] + 1))
    facts: dict[str, str | int | None] = dict(kind.facts)
    if facts.get("clustered") == YES:
        facts["cluster_homes"] = homes
    row = SupplyRow(
        id=f"verzonnen-{number + 1:03d}",
        complex=f"Verzonnen {kind.name} {number + 1}, {name}",
        area=area,
        area_year=layout,
        homes=homes,
        owner=f"Verzonnen {kind.owner}",
        status=kind.status,
        ready_year=int(rng.integers(kind.ready[0], kind.ready[1] + 1)),
        origin=INVENTED,
    )
    # The facts are keys of COLUMNS, each with a value that its column knows.
    return replace(row, **facts)  # type: ignore[arg-type]
