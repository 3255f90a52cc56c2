"""Which limits cannot hold together: none of them can be missed in the list.

Limits are left out one by one; one stays out as long as the others still clash. What is left at
the end clashes, and no longer does when any one of it is dropped. The limits that are not in it
are looked at in the same way, until what is left can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from wwz_engine.proposals import wording
from wwz_engine.proposals.answer import Clash
from wwz_engine.proposals.choosing import first_choice
from wwz_engine.proposals.instance import Instance, LimitName, Options, Whole
from wwz_engine.proposals.model import linear
from wwz_engine.proposals.posing import (
    BANNED,
    EARLY,
    LAND,
    LATE,
    OTHER,
    SOFTNESS,
    TARGET,
    Posed,
    pose,
)
from wwz_engine.proposals.solver import Solver, in_time

SECONDS = 5.0
FIXED, FORCED, REMAINING = "fixed", "forced", "remaining_most"


@dataclass(frozen=True)
class _Part:
    """One thing that can be dropped: lines of limits, or a row that must be built."""

    name: LimitName
    lines: tuple[int, ...] = ()
    row: int = -1


def clashes(posed: Posed, until: float = np.inf) -> tuple[Clash, ...]:
    """What clashes in a question without an answer; none when it has one.

    Parameters
    ----------
    until : moment of the clock of this process after which nothing more is tried

    Raises
    ------
    TimeOverError
    """
    direct = tuple(_direct(posed, row.title, why) for row, why in posed.clashing)
    if direct:
        return direct
    everything = (*posed.rows, *(row for row, _ in posed.ruled_out))
    posed = pose(posed.question, everything, posed.needs, posed.day, binding=False)
    left, found = _parts(posed), []
    while parts := irreducible(posed.instance, left, partial(possible, until=until)):
        found.append(_told(posed, parts))
        left = [one for one in left if one not in parts]
    return tuple(found)


def limits_against(posed: Posed, row: int) -> list[str]:
    """In words what keeps a plan out, however the rest is chosen; empty when that is not proven.

    Parameters
    ----------
    row : its number
    """
    forced = _Part(LimitName(FORCED), row=row)
    parts = irreducible(posed.instance, [forced, *_parts(posed)])
    names = [part.name for part in parts if part.name.key != FORCED]
    return wording.limits(names, _titles(posed))


def possible(instance: Instance, until: float = np.inf) -> bool:
    """Whether any choice keeps all limits; what cannot be decided in time counts as one."""
    in_time(until)
    if first_choice(instance) is not None:
        return True
    solver = Solver(linear(instance), until=until)
    return solver.relax() is not None and not solver.exact(SECONDS).impossible


def irreducible(
    instance: Instance, parts: Sequence[_Part], can: Callable[[Instance], bool] = possible
) -> tuple[_Part, ...]:
    """Parts that clash, of which none can be missed; empty when nothing clashes."""
    held = list(parts)
    if can(_with(instance, held)):
        return ()
    for part in parts:
        others = [one for one in held if one is not part]
        if not can(_with(instance, others)):
            held = others
    return tuple(held)


def _with(instance: Instance, parts: Sequence[_Part]) -> Instance:
    """The instance with these parts alone, and nothing to gain: only whether it can be."""
    lines: Whole = np.array(sorted(line for part in parts for line in part.lines), dtype=np.int64)
    must = np.zeros_like(instance.must)
    options, rows = instance.options, instance.options.row
    stay = np.ones(len(options), dtype=bool)
    for part in parts:
        if part.row >= 0:
            site = instance.site[part.row]
            must[site] = True
            stay &= (instance.option_site != site) | (rows == part.row)
    kept: Whole = np.flatnonzero(stay)
    remaining = any(part.name.key == REMAINING for part in parts)
    asked = replace(instance.asked, fairness=0.0, bad_draws=0.0)
    if not remaining:
        # Nothing is gained then, and the model is only that of the limits.
        asked = replace(asked, short=np.zeros_like(asked.short), remaining_most=None)
    return replace(
        instance,
        options=Options(rows[kept], options.start[kept], options.ready[kept]),
        cost=instance.cost[kept],
        use=instance.use.tocsr()[lines].tocsc()[:, kept],
        most=instance.most[lines],
        limits=tuple(instance.limits[line] for line in lines.tolist()),
        must=must,
        asked=asked,
    )


def _parts(posed: Posed) -> list[_Part]:
    """What a question holds to; whatever stands first is dropped first."""
    instance = posed.instance
    grouped: dict[tuple[str, str, int | None], list[int]] = {}
    for line, name in enumerate(instance.limits):
        # A plan that waits is one limit, however many years it is written for.
        year = None if name.key == "after" else name.year
        grouped.setdefault((name.key, name.who, year), []).append(line)
    parts = [_Part(instance.limits[lines[0]], tuple(lines)) for lines in grouped.values()]
    if instance.asked.remaining_most is not None:
        parts.append(_Part(LimitName(REMAINING)))
    must = {row.id for row in posed.must}
    parts += [
        _Part(LimitName(FIXED, row.id), row=number)
        for number, row in enumerate(posed.rows)
        if row.id in must
    ]
    return parts


def _told(posed: Posed, parts: Sequence[_Part]) -> Clash:
    words = wording.limits([part.name for part in parts], _titles(posed))
    keys = tuple(_key(part.name) for part in parts)
    if len(words) == 1:
        return Clash(
            keys, f"Geen enkel programma houdt zich aan {words[0]}. Maak deze grens ruimer."
        )
    return Clash(
        keys,
        f"Dit kan niet samen: {wording.listed(words)}. Maak één grens ruimer of laat er één los.",
    )


def _titles(posed: Posed) -> dict[str, str]:
    """What limits are of, as people call it."""
    wijken = {area.code: area.name for area in posed.needs.areas}
    return wijken | {row.id: row.title for row in posed.rows}


def _key(name: LimitName) -> str:
    year = None if name.key == "after" else name.year
    return ":".join(str(one) for one in (name.key, name.who, year) if one)


def _direct(posed: Posed, title: str, why: str) -> Clash:
    """A plan that must be built and cannot."""
    return Clash(
        (f"{FIXED}:{title}", why),
        f"‘{title}’ moet worden gebouwd, maar {reason(posed, why)}. Maak één van beide los.",
    )


def reason(posed: Posed, why: str) -> str:
    """Why a plan has no year to start in, as a part of a sentence."""
    asked = posed.question
    return {
        BANNED: "is in deze vraag uitgesloten",
        EARLY: f"kan niet meer beginnen vanaf {asked.first_year}",
        LATE: f"is niet klaar in {asked.last_year}",
        TARGET: "heeft meer geclusterde en zorggeschikte woningen dan de menging toelaat",
        OTHER: "op dezelfde locatie ligt een andere variant vast",
        LAND: "de grond is niet op tijd beschikbaar",
        SOFTNESS: "is een zacht plan dat nog niet op tijd kan beginnen",
    }[why]
