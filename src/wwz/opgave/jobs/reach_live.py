"""What a facility that opens, closes or moves does to reach on foot: answered while one waits.

Rests on published numbers of people alone: so no answer can tell more of people than these do.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

from wwz.errors import RuleBrokenError
from wwz.opgave.disclosure import disclose
from wwz.opgave.jobs.live import LIVE, Kept, LiveKind
from wwz.opgave.jobs.own_rows import with_own
from wwz.opgave.jobs.reach import with_streets
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Kind, Study
from wwz.opgave.own.counting import OwnRows, own_rows_of
from wwz.opgave.queries.published import facts_of_places, facts_within, latest_study
from wwz.partners.matrix import Action

if TYPE_CHECKING:
    from wwz_engine.population.places import Places
    from wwz_engine.reach.gaps import Gap
    from wwz_engine.reach.live import Change, LiveReach
    from wwz_engine.reach.measuring import Measured
    from wwz_engine.reach.placing import Several
    from wwz_engine.reach.profiles import Profile

CHANGE, BEST = "bereik", "bereik_plekken"
OLDER = "inwoners_75plus"
# Streets, doors and distances of a gemeente take some hundreds of megabytes.
GROUNDS, WALKED, PLACED = Kept(most=2), Kept(most=4), Kept(most=32)
MOST_PLACES = 5
# Goals of several places at once, as the engine calls them.
MOST_REACH, LEAST_WALKING = "meeste_bereik", "minste_lopen"


class NotReadyError(RuleBrokenError):
    """Nothing can be said of reach here yet."""


@dataclass(frozen=True)
class Ready:
    """A gemeente as a profile walks it, ready to be asked.

    unshown : codes of the unit areas of which no number of people of 75 and older is shown
    """

    stamp: tuple[str, ...]
    places: Places
    unshown: frozenset[str]
    found: Measured
    profile: Profile
    reach: LiveReach


def ready(code: str, key: str) -> Ready:
    """The gemeente for one profile: kept until its own rows or its study change.

    Raises
    ------
    NotReadyError, NoDoorsError, ProfileUnknownError
    """
    from wwz_engine.reach.live import LiveReach
    from wwz_engine.reach.measuring import measured
    from wwz_engine.reach.profiles import profile_named

    study = latest_study(code)
    if study is None:
        raise NotReadyError("Er is nog geen analyse van deze gemeente. Laat er eerst een maken.")
    own = own_rows_of(code)
    told = hashlib.sha256(json.dumps([own.facilities, own.invented_streets]).encode()).hexdigest()
    stamp = (code, str(study.pk), told, key)

    def load() -> Ready:
        tables, places, unshown, ground = GROUNDS.get(
            stamp[:3], lambda: ground_of_study(study, own)
        )
        profile = profile_named(key, ground.day)
        found = measured(tables, code, ground, [key])
        reach = LiveReach(found, places.members, profile)
        return Ready(stamp, places, unshown, found, profile, reach)

    return WALKED.get(stamp, load)


def ground_of_study(study: Study, own: OwnRows) -> Any:
    """Tables, places, and doors and streets with the people of 75 and older as published."""
    from wwz_engine.population.places import places_of
    from wwz_engine.reach.measuring import ground_of
    from wwz_engine.sources import fictional

    code = study.gemeente.code
    catalogue = fictional.catalogue_for(code)
    tables = with_streets(with_own(catalogue, own), code, invented=own.invented_streets)
    places = places_of(tables, code)
    year, shown = older_shown(study, [unit.level for unit in places.units[:1]])
    older = [shown.get(unit.code, float("nan")) for unit in places.units]
    unshown = frozenset(unit.code for unit in places.units if unit.code not in shown)
    ground = ground_of(tables, code, places.units, older, date(year, 1, 1))
    return tables, places, unshown, ground


def older_shown(study: Study, levels: list[str]) -> tuple[int, dict[str, float]]:
    """The last counted year, and per unit area its people of 75 and older where that is shown."""
    whole = facts_of_places(study, [study.gemeente.code], [OLDER])
    year = max((fact.year for fact in whole if fact.kind != Kind.PROJECTED), default=study.to_year)
    facts = facts_within(study, [OLDER], levels, [year])
    values = {fact.area.code: disclose(fact).value for fact in facts}
    return year, {code: value for code, value in values.items() if value is not None}


# --- a change ---


def try_change(question: LiveQuestion) -> dict[str, Any]:
    """Per area who has everything near and who this kind, before and after."""
    asked = question.question
    at = ready(asked["gemeente"], asked["profile"])
    changes = [change_of(at, asked)] if asked["action"] else []
    answer = at.reach.answer(changes)
    kind = asked["kind"]
    return {
        "year": at.found.ground.day.year,
        "areas": [
            {"name": area.name, "level": area.level, **one}
            for area, one in zip(at.places.areas, per_area(at, answer["all"]), strict=True)
        ],
        "of_kind": per_area(at, answer["kinds"].get(kind, [])),
        "facilities": on_the_map(at, kind),
        "spot": spot_of(at, changes),
        "lacking": list(at.found.lacking),
        "straight": answer["straight"],
        "fictional": answer["fictional"],
    }


def change_of(at: Ready, asked: dict[str, Any]) -> Change:
    """The change that was asked for, at metres on the grid."""
    from wwz_engine.reach.live import Change
    from wwz_engine.sources.coordinates import to_grid

    x, y = asked.get("x"), asked.get("y")
    if asked.get("lon") is not None:
        x, y = (round(float(one), 1) for one in to_grid(asked["lon"], asked["lat"]))
    elif asked.get("area"):
        x, y = middle_of(at, asked["area"])
    return Change.of(
        {"action": asked["action"], "id": asked.get("id", ""), "kind": asked["kind"],
         "x": x, "y": y}
    )  # fmt: skip


def middle_of(at: Ready, code: str) -> tuple[float, float]:
    """The door nearest to the middle of the doors of an area.

    Raises
    ------
    NotReadyError
    """
    import numpy as np

    doors = at.found.ground.doors
    row = next((n for n, area in enumerate(at.places.areas) if area.code == code), None)
    inside = np.flatnonzero(
        (doors.unit >= 0) & (at.places.members[row][doors.unit] > 0) if row is not None else False
    )
    if not len(inside):
        raise NotReadyError("Van dat gebied zijn geen adressen bekend. Kies een andere plek.")
    x, y = doors.x[inside], doors.y[inside]
    near = int(np.hypot(x - x.mean(), y - y.mean()).argmin())
    return round(float(x[near]), 1), round(float(y[near]), 1)


def per_area(at: Ready, compared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is told of each area; nothing where its people are not shown: nobody is not zero."""
    return [
        {"code": area.code} | (dict.fromkeys(one) if area.code in at.unshown else one)
        for area, one in zip(at.places.areas, compared, strict=False)
    ]


def on_the_map(at: Ready, kind: str) -> list[dict[str, Any]]:
    """Facilities of a kind as they are now, each in degrees."""
    found = [one for one in at.reach.places() if one["kind"] == kind]
    return [one | in_degrees(one["x"], one["y"]) for one in found]


def spot_of(at: Ready, changes: list[Change]) -> dict[str, Any] | None:
    """Where the changed facility comes to stand, and in which area."""
    if not changes or changes[0].x is None or changes[0].y is None:
        return None
    x, y = changes[0].x, changes[0].y
    return {"x": x, "y": y, "area": area_at(at, x, y)} | in_degrees(x, y)


def area_at(at: Ready, x: float, y: float) -> str:
    """Code of the unit area of the nearest door; empty where that is in none."""
    import numpy as np

    doors = at.found.ground.doors
    unit = int(doors.unit[int(np.hypot(doors.x - x, doors.y - y).argmin())])
    return at.places.units[unit].code if unit >= 0 else ""


def in_degrees(x: float, y: float) -> dict[str, float]:
    from wwz_engine.sources.coordinates import to_degrees

    lon, lat = to_degrees(x, y)
    return {"lon": round(float(lon), 6), "lat": round(float(lat), 6)}


# --- best places ---


def find_places(question: LiveQuestion) -> dict[str, Any]:
    """Which one new facility helps most people of 75 and older, and several of one kind."""
    asked = question.question
    at = ready(asked["gemeente"], asked["profile"])
    kind, count, goal = asked["kind"], asked["count"], asked.get("goal", MOST_REACH)

    def find() -> dict[str, Any]:
        from wwz_engine.reach.gaps import best_new, best_of_kind
        from wwz_engine.reach.kinds import basics
        from wwz_engine.reach.placing import several

        one = best_of_kind(at.found, at.profile, kind, most=MOST_PLACES)
        walked = at.found.ground.streets is not None
        useful = walked and (one or goal == LEAST_WALKING)
        many = several(at.found, at.profile, kind, count, goal=goal) if useful else None
        return {
            "any": [gap_told(gap) for gap in best_new(at.found, at.profile, most=MOST_PLACES)],
            "of_kind": [gap_told(gap) for gap in one],
            "several": several_told(at, many) if many is not None else None,
            "is_basic": kind in basics(),
            "straight": not walked,
            "fictional": at.reach.answer([])["fictional"],
        }

    return PLACED.get((*at.stamp, kind, count, goal), find)


def gap_told(gap: Gap) -> dict[str, Any]:
    from wwz_engine.disclosure import rounded

    return {"kind": gap.kind, "x": round(gap.x, 1), "y": round(gap.y, 1),
            "people": rounded(gap.people), "area": gap.unit}  # fmt: skip


def several_told(at: Ready, found: Several) -> dict[str, Any]:
    """Places for several at once; ``most`` is what no choice of places can surpass."""
    from wwz_engine.disclosure import rounded

    told = {
        "places": [
            {"x": round(float(x), 1), "y": round(float(y), 1), "area": area_at(at, x, y)}
            for x, y in zip(found.x, found.y, strict=True)
        ],
        "goal": found.goal,
        "gap": found.gap,
    }
    if found.goal == LEAST_WALKING:
        without = rounded(found.unreached)
        return told | {
            "metres": metres(found.value), "before": metres(found.before), "without": without
        }  # fmt: skip
    most = rounded(found.value * (1 + found.gap))
    return told | {"people": rounded(found.value), "most": most}


def metres(value: float) -> int | None:
    """To tens: a mean over a gemeente is not known closer. None where there is none."""
    return None if isnan(value) else round(value / 10) * 10


LIVE[CHANGE] = LiveKind(Action.TRY_SCENARIO, try_change)
LIVE[BEST] = LiveKind(Action.TRY_SCENARIO, find_places)
