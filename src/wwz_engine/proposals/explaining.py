"""Why this programme: prices of limits, plans that are left out, and regret per draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.proposals import wording
from wwz_engine.proposals.answer import Price, Regret, WhyNot
from wwz_engine.proposals.choosing import Choice, Chooser, chooser
from wwz_engine.proposals.clashing import limits_against, reason
from wwz_engine.proposals.instance import LimitName, Whole
from wwz_engine.proposals.posing import LAND, OTHER, Posed
from wwz_engine.proposals.rows import SiteRow

WEEKS = 52
HUNDRED_THOUSAND = 100
SAME = 1e-9
LITTLE = 0.05
"""Less than this many homes for a year is told as nothing."""


def prices(posed: Posed, known: Chooser) -> tuple[Price, ...]:
    """What one unit more of each limit would bring, in every year and in one; most first.

    Worked out by giving that unit to the relaxation, in which plans may be built in parts: a
    first idea of which limit is tight, not a promise.
    """
    if known.relaxed is None:
        return ()
    tight = known.relaxed.duals[known.model.limits] < 0
    grouped: dict[tuple[str, str, int | None], list[int]] = {}
    for line in np.flatnonzero(tight).tolist():
        name = posed.instance.limits[line]
        if name.key in _UNITS:
            for year in {name.year, None}:
                grouped.setdefault((name.key, name.who, year), []).append(line)
    found = []
    for (key, who, year), lines in grouped.items():
        unit, size, _ = _UNITS[key]
        more = size or _per_point(posed, known.relaxed.parts)
        gives = known.relaxed.bound - _with_more(known, lines, more)
        if gives >= LITTLE:
            found.append(_price(posed, LimitName(key, who, year), unit, gives))
    return tuple(sorted(found, key=lambda one: (one.year is not None, -one.gives)))


def _with_more(known: Chooser, lines: list[int], more: float) -> float:
    """The value of the relaxation when so much more is there, from the last basis on."""
    rows = np.array(lines) + known.model.limits.start
    low, high = known.solver.low[rows].copy(), known.solver.high[rows].copy()
    known.solver.rows_between(rows, low, high + more)
    wider = known.solver.relax()
    known.solver.rows_between(rows, low, high)
    return np.inf if wider is None else wider.bound


_UNITS: dict[str, tuple[str, float, str]] = {
    "budgets": ("100.000 euro", HUNDRED_THOUSAND, "100.000 euro meer van {who} {when}"),
    "building": ("woning", 1.0, "bouwcapaciteit voor één woning meer {when}"),
    "care_hours": ("uur per week", WEEKS, "één uur zorg per week meer {when}"),
    "social_least": ("procentpunt", 0.0, "één procentpunt minder sociale huur"),
}
"""Per limit its unit, how much of the limit that is, and the beginning of the sentence."""


def _per_point(posed: Posed, parts: Floats) -> float:
    """A percentage point less of a share of all homes leaves this many homes free."""
    homes = posed.instance.homes.sum(axis=1)[posed.instance.options.row]
    return float(homes @ parts) / 100


def _price(posed: Posed, name: LimitName, unit: str, gives: float) -> Price:
    when = "in elk jaar" if name.year is None else f"in {name.year}"
    start = _UNITS[name.key][2].format(who=wording.payer(name.who), when=when)
    sentence = (
        f"{wording.as_start(start)} geeft ongeveer {wording.home_years(gives)} woningjaren "
        "tekort minder, als plannen ook voor een deel kunnen doorgaan."
    )
    if posed.weighs_more:
        sentence += " Een eerlijke verdeling telt daarin mee."
    return Price(name.key, name.who, name.year, unit, gives, sentence)


@dataclass(frozen=True)
class Reasons:
    """Why each plan is left out; or a better choice, as soon as forcing one in gave that."""

    why_not: tuple[WhyNot, ...]
    better: Choice | None


def why_not(
    posed: Posed, relaxed: Chooser, choice: Choice, *, effort: int = 1, seconds: float = 0.0,
    until: float = np.inf,
) -> Reasons:  # fmt: skip
    """Force each plan in that is left out, and see what that costs.

    Parameters
    ----------
    effort : of the search with the plan forced in, see ``Chooser.choose``
    seconds : for an exact search beside it; 0 for none
    until : moment of the clock of this process after which no more plan is tried
    """
    chosen = set(posed.instance.options.row[choice.taken].tolist())
    found = []
    for number, row in enumerate(posed.rows):
        if number in chosen:
            continue
        if perf_counter() > until:
            found.append(_not_tried(row))
            continue
        with relaxed.varied([number]) as forced:
            tried, proven = _forced(forced, choice, effort, seconds)
        if tried is None:
            found.append(_cannot(posed, row, number, proven=proven))
            continue
        if tried.value < choice.value - SAME * abs(choice.value):
            return Reasons((), tried)
        found.append(_costs(posed, row, choice, tried, proven=proven))
    told = [
        WhyNot(row.id, row.title, _ruled_out(posed, row, why), None, (), certain=True)
        for row, why in posed.ruled_out
    ]
    return Reasons((*found, *told), None)


def _forced(
    forced: Chooser, choice: Choice, effort: int, seconds: float
) -> tuple[Choice | None, bool]:
    """The best choice with a plan forced in, and whether it is proven; none: it cannot be."""
    if forced.relaxed is None:
        return None, True
    tried = forced.choose(effort, choice.taken)
    if seconds <= 0:
        return tried, False
    exact, closed = forced.exactly(seconds, start=None if tried is None else tried.taken)
    if exact is None:
        return tried, closed
    return exact if tried is None or exact.value < tried.value else tried, closed


def _not_tried(row: SiteRow) -> WhyNot:
    sentence = f"Wat ‘{row.title}’ erbij zou doen, is niet uitgerekend: dat duurde te lang."
    return WhyNot(row.id, row.title, sentence, None, (), certain=False)


def _cannot(posed: Posed, row: SiteRow, number: int, *, proven: bool) -> WhyNot:
    """No choice with the plan was found: the limits it does not fit in by itself, if any."""
    words = limits_against(posed, number)
    if words:
        sentence = f"‘{row.title}’ past niet bij {wording.listed(words)}."
    elif proven:
        sentence = f"‘{row.title}’ past niet binnen de grenzen."
    else:
        sentence = f"Wij vonden geen programma waarin ‘{row.title}’ binnen de grenzen past."
    return WhyNot(row.id, row.title, sentence, None, (), proven or bool(words))


def _costs(posed: Posed, row: SiteRow, choice: Choice, tried: Choice, *, proven: bool) -> WhyNot:
    costs = max(0.0, tried.value - choice.value)
    short = posed.instance.home_years(tried.taken) - posed.instance.home_years(choice.taken)
    out = _fallen_out(posed, choice.taken, tried.taken, row)
    falls = "valt" if len(out) == 1 else "vallen"
    instead = f"{falls} {wording.some(out)} af" if out else "blijft de rest staan"
    start = f"Met ‘{row.title}’ erbij {instead}."
    end = _shorter(posed, costs, short, proven=proven)
    return WhyNot(row.id, row.title, f"{start} {end}", costs, out, certain=proven)


def _shorter(posed: Posed, costs: float, short: float, *, proven: bool) -> str:
    """What forcing a plan in does: to the shortage, or only to what weighs beside it."""
    if short >= LITTLE:
        # Beside fairness the least value need not be the least shortage.
        other = "ongeveer " if posed.weighs_more else "hoogstens "
        most = "" if proven else other
        return f"Dan blijft er {most}{wording.home_years(short)} woningjaren meer tekort over."
    if costs < LITTLE:
        return "Dat maakt voor het tekort geen verschil."
    return "Het tekort wordt dan niet groter, maar de verdeling of de kosten vallen slechter uit."


def _fallen_out(posed: Posed, before: Whole, after: Whole, row: SiteRow) -> tuple[str, ...]:
    rows = posed.instance.options.row
    stays = {posed.rows[one].id for one in rows[after].tolist()}
    gone = [posed.rows[one] for one in rows[before].tolist() if posed.rows[one].id not in stays]
    return tuple(one.title for one in gone)


def _ruled_out(posed: Posed, row: SiteRow, why: str) -> str:
    words = reason(posed, why)
    if why in (OTHER, LAND):
        return f"‘{row.title}’ valt af: {words}."
    return f"‘{row.title}’ {words}."


def regrets(
    posed: Posed, choice: Choice, *, effort: int = 1, until: float = np.inf
) -> tuple[Regret, ...]:
    """Per draw how much more is left short than by the best programme for that draw alone."""
    asked = posed.instance.asked
    found = []
    for draw, weight in enumerate(asked.draws.tolist()):
        alone = replace(asked, short=asked.short[..., [draw]], draws=np.ones(1), bad_draws=0.0)
        instance = replace(posed.instance, asked=alone)
        short = instance.value(choice.taken)
        best = chooser(instance, until=until).choose(effort, choice.taken)
        least = short if best is None else min(best.value, short)
        proven = best is not None and best.value - best.bound <= 1e-6 * abs(best.value)
        found.append(Regret(draw, weight, short, least, short - least, proven))
    return tuple(found)
