"""What somebody without an account can work out: of a real gemeente, and from the whole site.

Holds when linear programmes over every published figure of a study of the gemeente with the
richest data find no hidden number of people within less than five, on open data alone and with
homes and figures that a partnership brings beside them, and when a walk through every kind of
address of a site, papers and drawings too, finds none either.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tests.attacker import Attack, Place, Rule, Seen
from tests.engine.studies import situation
from wwz_engine.care.own import KEY as FIGURES
from wwz_engine.care.own import OwnFigure, own_table
from wwz_engine.disclosure import BAND_ONLY, HIDDEN, Shown
from wwz_engine.population.places import places_of
from wwz_engine.services import kinds
from wwz_engine.shown_facts import each_by_itself, shown_facts
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.dataset import Tables
from wwz_engine.study import StudyRequest, StudyResult, run_study
from wwz_engine.supply.fictional import invented_for
from wwz_engine.supply.table import KEY as HOMES
from wwz_engine.supply.table import supply_table

ROOT = Path(__file__).resolve().parent.parent
# Every kind of page, file, drawing and paper, each up to so many times; a file with all figures
# is among them.
OF_EACH = "60"
BY, DAY = "Verzonnen voor deze proef", date(2026, 1, 1)
CLIENTS = {
    "wmo_hulp_clienten": 2222,
    "wmo_begeleiding_clienten": 1111,
    "wmo_dagbesteding_clienten": 444,
    "wmo_beschermd_wonen_wachtlijst": 33,
}
WALK = "tests/wwz/opgave/test_attacker.py"


def problems() -> Iterator[str]:
    """Numbers that can be worked out again, and what the walk through the site found."""
    for own in (False, True):
        result = _study(own=own)
        yield from _recovered(result, shown_facts(result.facts, result.indicators))
    argv = (sys.executable, "-m", "pytest", WALK, "-q", "-n", "0")
    done = subprocess.run(
        argv, cwd=ROOT, env=os.environ | {"WWZ_WALK_OF_EACH": OF_EACH}, check=False
    )
    if done.returncode:
        yield "the walk through the site failed"


def planted_problems() -> list[str]:
    """With the rule for one figure alone numbers are worked out, and that must be told."""
    found = []
    for own in (False, True):
        result = _study(own=own)
        told = list(_recovered(result, each_by_itself(result.facts, result.indicators)))
        if not told:
            return []
        found += told
    return found


def _study(*, own: bool) -> StudyResult:
    here = situation()
    tables = _with_own(here.tables) if own else here.tables
    return run_study(StudyRequest(here.gemeente, draws=100), tables)


def _with_own(tables: Tables) -> Tables:
    """Beside the open data invented homes, and clients as a gemeente counts them."""
    code = places_of(tables, situation().gemeente).gemeente.code
    homes = invented_for(tables, code)
    figures = [
        OwnFigure(key, code, homes[0].area_year, key, float(many), kinds()[key].unit, DAY, BY)
        for key, many in CLIENTS.items()
    ]
    brought = {
        HOMES: supply_table(homes, BY, DAY), FIGURES: own_table(figures, BY, fictional=True),
    }  # fmt: skip
    return WithOwn(tables, brought)


def _recovered(result: StudyResult, shown: Sequence[Shown]) -> Iterator[str]:
    seen: dict[Place, Seen] = {}
    protected: list[Place] = []
    nobody = {
        (fact.area.code, fact.year)
        for fact in result.facts
        if fact.indicator.key == "inwoners" and fact.value == 0
    }
    alone = each_by_itself(result.facts, result.indicators)
    for fact, one, by_itself in zip(result.facts, shown, alone, strict=True):
        place = fact.indicator.key, fact.area.code, fact.year
        band = (one.low, one.high) if one.hidden == BAND_ONLY else (None, None)
        seen[place] = Seen(one.value, *band, one.hidden == HIDDEN, fact.kind == "geteld")
        if fact.indicator.people and by_itself.hidden == HIDDEN and place[1:] not in nobody:
            protected.append(place)
    rules = {
        item.key: Rule(
            item.people, item.care, item.relations.parts, item.relations.within,
            item.relations.share, item.relations.share_of,
        )
        if item.relations
        else Rule(item.people, item.care)
        for item in result.indicators
    }  # fmt: skip
    around = {area.code: area.parent for area in result.areas if area.parent}
    found = Attack(seen, rules, around).recovered(protected)
    print(f"   {result.gemeente.name}: {len(found)} of {len(protected)} worked out", flush=True)
    yield from (f"{key} of {area} in {year} can be worked out" for key, area, year in found)
