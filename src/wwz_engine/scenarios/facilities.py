"""Facilities that a scenario opens or closes: rows beside those that are there."""

from __future__ import annotations

from dataclasses import replace

from wwz_engine.reach.kinds import kind_named
from wwz_engine.reach.open_map import facilities_on_map, map_of
from wwz_engine.reach.rows import FIRST_YEAR, KEY, FacilityRow
from wwz_engine.reach.table import facility_rows, facility_table, loaded
from wwz_engine.scenarios.scenario import Change, Scenario, ScenarioError
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table
from wwz_engine.supply.rows import OWN


def facilities_under(scenario: Scenario, tables: Tables, gemeente: str) -> Table | None:
    """The facilities as the scenario has them; None where it leaves them as they are.

    Reach is told of the last count, so a change counts in it from the start, whatever its year.
    Where nobody tells of any facility there is no reach, and nothing to change.

    Raises
    ------
    ScenarioError
    """
    changes = scenario.of("voorziening")
    brought, on_map = loaded(tables, KEY, gemeente), map_of(tables, gemeente)
    source = next((one.source for one in (brought, on_map) if one is not None), None)
    if not changes or source is None:
        return None
    rows = {row.id: row for row in facility_rows(tables, gemeente)}
    mapped = {row.id: row for row in facilities_on_map(on_map)} if on_map is not None else {}
    origin = next((row.origin for row in rows.values()), OWN)
    for number, one in enumerate(changes, start=1):
        if one.values["actie"] == "open":
            row = _opened(number, one, origin)
        else:
            row = _closed(one, {**mapped, **rows})
        rows[row.id] = row
    return facility_table(tuple(rows.values()), gemeente, source.publisher, source.as_of)


def _opened(number: int, one: Change, origin: str) -> FacilityRow:
    return FacilityRow(
        id=f"scenario-{number}",
        kind=kind_named(str(one.values["soort_voorziening"])).key,
        name="erbij in dit scenario",
        x=one.number("x"),
        y=one.number("y"),
        origin=origin,
    )


def _closed(one: Change, known: dict[str, FacilityRow]) -> FacilityRow:
    """Of the open map as well a row says that it is closed: then the map no longer counts."""
    key = str(one.values["kenmerk"])
    if key not in known:
        raise ScenarioError(
            [f"Er is geen voorziening met kenmerk ‘{key}’. Kies een kenmerk uit de lijst."]
        )
    return replace(known[key], open_from=None, closed_from=FIRST_YEAR)
