"""An invented example on real doors: facilities, and streets where no network is loaded."""

from __future__ import annotations

from datetime import date

from wwz_engine.population.places import places_of
from wwz_engine.reach.asking import ground_for
from wwz_engine.reach.fictional import invented_facilities
from wwz_engine.reach.rows import KEY
from wwz_engine.reach.table import STREETS, facility_table, loaded, street_table
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.fictional.streets import invented_streets
from wwz_engine.sources.tidy import Table

AS_OF = date(2026, 1, 1)


def with_example(
    tables: Tables, gemeente: str, *, facilities: bool = True, streets: bool = True, seed: int = 1
) -> Tables:
    """The tables with invented ones beside them, each marked as invented.

    Parameters
    ----------
    gemeente : name or code
    facilities, streets : which to invent; a network that is loaded stays

    Raises
    ------
    GemeenteUnknownError, NoPopulationError, NoDoorsError
    """
    places = places_of(tables, gemeente)
    code = places.gemeente.code
    doors = ground_for(tables, places).doors
    own: dict[str, Table] = {}
    if facilities:
        rows = invented_facilities(doors.x, doors.y, seed)
        own[KEY] = facility_table(rows, code, "", AS_OF)
    if streets and loaded(tables, STREETS, code) is None:
        own[STREETS] = street_table(invented_streets(doors.x, doors.y, seed), code)
    return WithOwn(tables, own)
