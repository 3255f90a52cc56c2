"""What somebody without an account can work out: of a real gemeente, and from the whole site.

Holds when linear programmes over every published figure of a study of the gemeente with the
richest data find no hidden number of people within less than five, and when a walk through
every kind of address of a site, papers and drawings too, finds none either.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.attacker import Attack, Place, Rule, Seen
from tests.engine.studies import situation
from wwz_engine.disclosure import BAND_ONLY, HIDDEN, Shown
from wwz_engine.shown_facts import each_by_itself, shown_facts
from wwz_engine.study import StudyRequest, StudyResult, run_study

ROOT = Path(__file__).resolve().parent.parent
# Every kind of page, file, drawing and paper, each up to so many times; a file with all figures
# is among them.
OF_EACH = "60"
WALK = "tests/wwz/opgave/test_attacker.py"


def problems() -> Iterator[str]:
    """Numbers that can be worked out again, and what the walk through the site found."""
    result = _study()
    shown = shown_facts(result.facts, result.indicators)
    yield from _recovered(result, shown)
    argv = (sys.executable, "-m", "pytest", WALK, "-q", "-n", "0")
    done = subprocess.run(
        argv, cwd=ROOT, env=os.environ | {"WWZ_WALK_OF_EACH": OF_EACH}, check=False
    )
    if done.returncode:
        yield "the walk through the site failed"


def planted_problems() -> list[str]:
    """With the rule for one figure alone numbers are worked out, and that must be told."""
    result = _study()
    return list(_recovered(result, each_by_itself(result.facts, result.indicators)))


def _study() -> StudyResult:
    here = situation()
    return run_study(StudyRequest(here.gemeente, draws=100), here.tables)


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
