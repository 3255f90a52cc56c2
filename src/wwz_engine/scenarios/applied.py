"""What the changes of a scenario come to: levers, parameters and tables of a study."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import polars as pl

from wwz_engine import parameters
from wwz_engine.care.setting import GROWING
from wwz_engine.facts import AreaRef
from wwz_engine.levers import AT_REST, Coming, Levers, Serving, Younger
from wwz_engine.parameters import DatedValue, Parameter
from wwz_engine.reach.rows import KEY as FACILITIES
from wwz_engine.reach.table import loaded
from wwz_engine.scenarios.facilities import facilities_under
from wwz_engine.scenarios.scenario import Change, Scenario, ScenarioError
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.plans import KEY as PLANS
from wwz_engine.sources.tidy import Table
from wwz_engine.supply.rows import HARD, LAST_YEAR, NO, YES, SupplyRow
from wwz_engine.supply.table import KEY as HOMES
from wwz_engine.supply.table import supply_rows, supply_table

REALISED = "plan_realisation"
_NULTREDEN = {"stairless_to": YES, "stairless_inside": YES}
_CLUSTER = _NULTREDEN | {"clustered": YES, "meeting_room": YES, "for_55plus": YES}
FACTS: Mapping[str, Mapping[str, Any]] = {
    "nultreden": _NULTREDEN | {"clustered": NO, "care_agreement": NO},
    "geclusterd": _CLUSTER | {"wheelchair": NO, "care_agreement": NO},
    "zorggeschikt": _CLUSTER
    | {"wheelchair": YES, "care_agreement": YES, "care_around_clock": YES, "rents_separately": YES},
}
"""What is told of homes of a woonvorm, so that every definition in force counts them as that."""
CLUSTER_HOMES = 12


# --- inside the steps ---


def levers_of(scenario: Scenario, base_year: int) -> Levers:
    """What the changes are to the steps of a study that starts in ``base_year``."""
    if not scenario.working:
        return AT_REST
    return Levers(
        younger=tuple(
            Younger(one.number("jaren_per_decennium") or 0.0, one.year("vanaf") or base_year)
            for one in scenario.of("gezond_ouder_worden")
        ),
        policy=next((str(one.values["beleid"]) for one in scenario.of("verpleeghuis")), GROWING),
        coming=tuple(_coming(one, base_year) for one in scenario.of("migratie")),
        serving=tuple(
            Serving((one.number("punten") or 0.0) / 100, one.year("vanaf") or base_year + 1)
            for one in scenario.of("doorstroming")
        ),
        shares={
            str(one.values["groep"]): float(one.values["procent"]) / 100
            for one in scenario.of("eigen_aandeel")
        },
    )


def _coming(one: Change, base_year: int) -> Coming:
    return Coming(
        number=one.number("personen_per_jaar") or 0.0,
        low=int(one.values["van_leeftijd"]),
        high=int(one.values["tot_leeftijd"]),
        first=one.year("van_jaar") or base_year + 1,
        last=one.year("tot_jaar") or LAST_YEAR,
    )


# --- numbers that are assumed ---


@contextmanager
def rates_of(scenario: Scenario) -> Iterator[None]:
    """While this lasts the own rates of the scenario stand in for those of the files."""
    own = {
        str(one.values["kengetal"]): {"": float(one.values["waarde"])}
        for one in scenario.of("eigen_kengetal")
    }
    for one in scenario.of("plannen_later"):
        shares = {key: one.number(f"deel_{key}") for key in ("hard", "zacht")}
        given = {key: share / 100 for key, share in shares.items() if share is not None}
        if given:
            own[REALISED] = given
    if not own:
        yield
        return
    standing = {name: _own_rate(name, given, scenario) for name, given in own.items()}
    with parameters.beside(standing):
        yield


def _own_rate(name: str, given: Mapping[str, float], scenario: Scenario) -> Parameter:
    one = parameters.load(name)
    values = tuple(
        DatedValue(
            dated.start,
            {**dated.value, **given} if isinstance(dated.value, dict) else given[""],
            f"Scenario ‘{scenario.name}’",
            dated.published,
            "oordeel",
        )
        for dated in one.values
    )
    told = f"{one.sha256} {sorted(given.items())}"
    return replace(one, values=values, sha256=hashlib.sha256(told.encode()).hexdigest())


# --- homes and plans ---


def tables_of(scenario: Scenario, tables: Tables, areas: Sequence[AreaRef]) -> Tables:
    """The tables of a study with the homes, plans and facilities as the scenario has them.

    Parameters
    ----------
    areas : all areas of the study, the gemeente first

    Raises
    ------
    ScenarioError
    """
    facilities = facilities_under(scenario, tables, areas[0].code)
    changed = {} if facilities is None else {FACILITIES: facilities}
    changed |= _homes_and_plans(scenario, tables, areas)
    return WithOwn(tables, changed) if changed else tables


def _homes_and_plans(
    scenario: Scenario, tables: Tables, areas: Sequence[AreaRef]
) -> dict[str, Table]:
    later, added = scenario.of("plannen_later"), scenario.of("woningen_erbij")
    delay = sum(one.year("jaren") or 0 for one in later)
    if not delay and not added:
        return {}
    changed: dict[str, Table] = {}
    gemeente = areas[0].code
    rows = supply_rows(tables, gemeente)
    _check_areas(added, areas)
    if added and not rows:
        raise ScenarioError(
            [
                "Extra woningen tellen alleen mee naast wat er al staat, en dat is nog niet "
                "opgegeven. Vul eerst woningen en plannen in bij ‘eigen gegevens’."
            ]
        )
    if rows:
        old = tables.load(HOMES, gemeente).source
        new = [_later(row, delay) for row in rows] + [
            _home(number, one, rows[0].origin, areas[0].year)
            for number, one in enumerate(added, start=1)
        ]
        changed[HOMES] = supply_table(new, old.publisher, old.as_of)
    table = loaded(tables, PLANS, gemeente) if delay else None
    if table is not None:
        told = f"{table.source.sha256} {delay}"
        digest = hashlib.sha256(told.encode()).hexdigest()
        changed[PLANS] = replace(
            table,
            rows=table.rows.with_columns(pl.col("period") + delay),
            source=replace(table.source, sha256=digest, title=f"Bouwplannen, {delay} jaar later"),
        )
    return changed


def _later(row: SupplyRow, delay: int) -> SupplyRow:
    if not row.planned or row.ready_year is None:
        return row
    # What comes after the last year that is worked out is not there in any of them.
    return replace(row, ready_year=min(row.ready_year + delay, LAST_YEAR + 1))


def _check_areas(added: Sequence[Change], areas: Sequence[AreaRef]) -> None:
    known = {area.code for area in areas}
    lost = [str(one.values["gebied"]) for one in added if one.values["gebied"] not in known]
    if lost:
        raise ScenarioError(
            [
                f"{areas[0].name} heeft geen wijk of buurt {', '.join(lost)} in de indeling van "
                f"{areas[0].year}. Kies een ander gebied."
            ]
        )


def _home(number: int, one: Change, origin: str, area_year: int) -> SupplyRow:
    homes, form = int(one.values["woningen"]), str(one.values["woonvorm"])
    return SupplyRow(
        id=f"scenario-{number}",
        complex="extra in dit scenario",
        area=str(one.values["gebied"]),
        area_year=area_year,
        homes=homes,
        cluster_homes=max(homes, CLUSTER_HOMES),
        own_form=form,
        status=HARD,
        ready_year=one.year("jaar"),
        origin=origin,
        **FACTS[form],
    )
