"""The targets of a forecast, row by row: reached or missed, or why it cannot be measured here.

The thresholds were set before the first run (docs/decisions/0015-default-by-measurement.md) and
do not move: what is missed is published as missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.backtest.choice import REAL
from wwz_engine.backtest.results import BandScore, Pooled, Result, StratumScore
from wwz_engine.backtest.scores import Score
from wwz_engine.backtest.session import OLD_GROUPS
from wwz_engine.population.spread import AHEAD_CLASSES, SIZE_CLASSES

EXCELLENT, PASSED, MISSED, NOT_RUN = "excellent", "passed", "missed", "not run"
DUTCH = {EXCELLENT: "uitstekend", PASSED: "gehaald", MISSED: "gemist", NOT_RUN: "niet te meten"}

MANY = 150
"""A stratum of so many area-launches has a limit of its own."""
NO_BANDS = "no bands were scored in this run"
NO_TEN_YEARS = "no two counts ten years apart are here; run it where CBS 03759ned is fetched"
NO_TEN_YEARS_PC4 = "no two counts ten years apart are here; run it where CBS 83502NED is fetched"


@dataclass(frozen=True)
class Verdict:
    """One target.

    found : what was measured, in words; empty when not run
    reason : why it was not run
    """

    target: str
    wanted: str
    state: str
    found: str = ""
    reason: str = ""


Results = Mapping[str, Result]
Judge = Callable[[Results], Verdict]


def verdicts(results: Results) -> list[Verdict]:
    """Every target in order, whether it could be measured or not."""
    return [judge(results) for judge in _JUDGES]


def _gemeente_total(results: Results) -> Verdict:
    target = "gemeente total, 5 years: share within 5%"
    wanted = "at least 90%; excellent 95%"
    score = of_default(results, "gemeenten", "totaal", 5)
    if score is None:
        return Verdict(
            target, wanted, NOT_RUN, reason="the gemeenten of 2017 and 2022 are not here"
        )
    share = score.errors.within[0]
    found = f"{share:.1f}% of {score.errors.areas} gemeenten; no past before 2017 to learn from"
    return Verdict(target, wanted, _at_least(share, 90, 95), found)


def _buurt_total(results: Results) -> Verdict:
    target = "buurt of 1,000 people or more, total, 5 years: MedAPE and skill"
    wanted = "at most 3.5% and skill 5%; excellent 3.0% and 10%"
    score = of_default(results, "zwolle-buurten", "totaal", 5, 1000.0)
    if score is None:
        return Verdict(target, wanted, NOT_RUN, reason="the buurten of Zwolle are not here")
    state = _both(_at_most(score.errors.medape, 3.5, 3.0), _at_least(100 * score.skill, 5, 10))
    found = (
        f"MedAPE {score.errors.medape:.1f}%, skill {100 * score.skill:.1f}% against "
        f"{score.baseline}; Zwolle, {score.errors.areas} buurten over {score.launches} launches"
    )
    return Verdict(target, wanted, state, found)


def _old_launch(results: Results) -> Verdict:
    target = "Zwolle per buurt, launch 2018, 3 years: WAPE of 65-74, 75-84 and 85+"
    wanted = "lower than the best simple method in each group"
    scores = old_scores(results)
    if len(scores) != len(OLD_GROUPS):
        return Verdict(target, wanted, NOT_RUN, reason="the buurten of Zwolle are not here")
    state = PASSED if all(one.skill > 0 for one in scores) else MISSED
    parts = [
        f"{one.group}: {one.errors.wape:.2f}%, {100 * one.skill:+.1f}% against {one.baseline}"
        for one in scores
    ]
    return Verdict(target, wanted, state, "; ".join(parts))


def old_scores(results: Results) -> list[Score]:
    """The default on old age in Zwolle, three years after 2018."""
    result = results.get("zwolle-buurten")
    if result is None:
        return []
    return [
        one
        for group in OLD_GROUPS
        for one in result.ranked(group, 3, 2018)
        if one.method == result.default
    ]


def _old_pooled(horizons: tuple[int, ...] | None) -> Judge:
    def judge(results: Results) -> Verdict:
        years = "all horizons" if horizons is None else f"{horizons[0]} years"
        target = f"the same over all launches, {years}, groups together: gain by bootstrap"
        wanted = "the 95% interval lies above no gain"
        found = pooled_gain(results, horizons)
        if found is None:
            return Verdict(target, wanted, NOT_RUN, reason="the buurten of Zwolle are not here")
        text = (
            f"skill {100 * found.skill:.1f}%, between {100 * found.low:.1f}% and "
            f"{100 * found.high:.1f}%; {found.clusters} buurten"
        )
        return Verdict(target, wanted, PASSED if found.low > 0 else MISSED, text)

    return judge


def pooled_gain(results: Results, horizons: tuple[int, ...] | None) -> Pooled | None:
    """The gain of the default in Zwolle, old age together, at these years ahead or at all."""
    result = results.get("zwolle-buurten")
    if result is None or not result.pooled:
        return None
    wanted = horizons or max((one.horizons for one in result.pooled), key=len)
    own = [one for one in result.pooled if one.method == result.default]
    return next((one for one in own if one.horizons == wanted), None)


def _coverage(results: Results) -> Verdict:
    target = "bands of 80%: coverage over all areas and launches"
    wanted = "77 to 83%; per series, group and horizon of 50 areas or more 72 to 88%"
    bands = {key: results[key].bands for key in REAL if key in results}
    every = [one for rows in bands.values() for one in rows]
    if not every:
        return Verdict(target, wanted, NOT_RUN, reason=NO_BANDS)
    whole = pooled_coverage(every)
    large = {
        f"{key} {one.group} {one.horizon} years": one.coverage
        for key, rows in bands.items()
        for one in rows
        if one.areas >= 50
    }
    return _held(target, wanted, whole, large, (77, 83), (72, 88))


def _strata(results: Results) -> Verdict:
    target = "strata of bands: age, size and years ahead, each launch by all others"
    wanted = "77 to 83% together; each of 150 area-launches or more 70 to 90%"
    rows = [one for one in strata(results) if one.unit == "gebied"]
    if not rows:
        return Verdict(target, wanted, NOT_RUN, reason=NO_BANDS)
    large = {
        f"{one.ages} of {one.size} people {one.years} years": one.coverage
        for one in rows
        if one.areas >= MANY
    }
    return _held(target, wanted, pooled_coverage(rows), large, (77, 83), (70, 90))


def _regions(results: Results) -> Verdict:
    target = "totals of a region: coverage of their bands"
    wanted = "75 to 85%"
    rows = [one for one in strata(results) if one.unit == "gemeente"]
    if not rows:
        return Verdict(target, wanted, NOT_RUN, reason=NO_BANDS)
    whole, areas = pooled_coverage(rows), sum(one.areas for one in rows)
    found = f"{whole:.1f}% of {areas} sums of areas per gemeente, group, horizon and launch"
    return Verdict(target, wanted, PASSED if 75 <= whole <= 85 else MISSED, found)


def _held(
    target: str,
    wanted: str,
    whole: float,
    large: Mapping[str, float],
    together: tuple[float, float],
    apart: tuple[float, float],
) -> Verdict:
    """Coverage of all together and of each that is large enough; what misses is named."""
    missed = [
        f"{name} {share:.1f}%" for name, share in large.items() if not apart[0] <= share <= apart[1]
    ]
    found = f"{whole:.1f}%"
    if large:
        found += (
            f"; {len(large) - len(missed)} of {len(large)} within, "
            f"from {min(large.values()):.1f}% to {max(large.values()):.1f}%"
        )
    if missed:
        found += f"; MISSED: {', '.join(missed)}"
    fits = together[0] <= whole <= together[1] and not missed
    return Verdict(target, wanted, PASSED if fits else MISSED, found)


def pooled_coverage(rows: Sequence[BandScore] | Sequence[Stratum]) -> float:
    """Percent of counts inside, every area and launch counting the same."""
    areas = np.array([one.areas for one in rows], dtype=np.float64)
    return float((areas * [one.coverage for one in rows]).sum() / areas.sum())


@dataclass(frozen=True)
class Stratum:
    """One stratum over all series of small areas that were really counted.

    years : class of years ahead
    areas : number of areas times launches, groups and horizons in it
    """

    unit: str
    ages: str
    size: str
    years: str
    areas: int
    coverage: float


def strata(results: Results) -> list[Stratum]:
    """Every stratum of every unit, series taken together."""
    found: dict[tuple[str, str, str, str], list[StratumScore]] = defaultdict(list)
    for key in REAL:
        for one in results[key].strata if key in results else ():
            years = next(name for end, name in AHEAD_CLASSES if one.horizon <= end)
            found[one.unit, one.ages, one.size, years].append(one)
    rows = []
    sizes = [name for _, name in SIZE_CLASSES]
    for (unit, ages, size, years), parts in sorted(
        found.items(), key=lambda one: (*one[0][:2], sizes.index(one[0][2]), one[0][3])
    ):
        areas = sum(one.areas for one in parts)
        share = sum(one.areas * one.coverage for one in parts) / areas
        rows.append(Stratum(unit, ages, size, years, areas, share))
    return rows


def _stability(results: Results) -> Verdict:
    target = "stability: 75+ of the gemeente in one year, between yearly editions"
    wanted = "changes by at most 3% in the median"
    result = results.get("zwolle-buurten")
    changes = [] if result is None else edition_changes(result, "75+")
    if not changes:
        return Verdict(target, wanted, NOT_RUN, reason="the buurten of Zwolle are not here")
    middle = float(np.median(np.abs(changes)))
    found = f"{middle:.1f}% in the median of {len(changes)} pairs of editions, Zwolle"
    return Verdict(target, wanted, PASSED if middle <= 3 else MISSED, found)


def edition_changes(result: Result, group: str) -> list[float]:
    """Percent by which a year's forecast of all areas moved from one launch to the next."""
    found = {
        (one.launch + one.horizon, one.launch): one.forecast
        for one in result.wholes
        if one.group == group
    }
    return [
        100 * (people / found[year, launch - 1] - 1)
        for (year, launch), people in sorted(found.items())
        if (year, launch - 1) in found
    ]


def _not_run(target: str, wanted: str, reason: str) -> Judge:
    return lambda results: Verdict(target, wanted, NOT_RUN, reason=reason)


def of_default(
    results: Results, series: str, group: str, horizon: int, least: float = 0.0
) -> Score | None:
    """The default on one group of a series, from people at launch per area on."""
    result = results.get(series)
    if result is None:
        return None
    ranked = result.ranked(group, horizon, least=least)
    return next((one for one in ranked if one.method == result.default), None)


def _at_least(value: float, enough: float, much: float) -> str:
    return EXCELLENT if value >= much else PASSED if value >= enough else MISSED


def _at_most(value: float, enough: float, little: float) -> str:
    return EXCELLENT if value <= little else PASSED if value <= enough else MISSED


def _both(*states: str) -> str:
    return max(states, key=[EXCELLENT, PASSED, MISSED].index)


_JUDGES: tuple[Judge, ...] = (
    _gemeente_total,
    _not_run("gemeente total, 10 years", "MedAPE at most 2.5%", NO_TEN_YEARS),
    _not_run("gemeente 75+, 10 years", "MedAPE at most 3%", NO_TEN_YEARS),
    _not_run("gemeente 85+, 10 years", "MedAPE at most 5%", NO_TEN_YEARS),
    _buurt_total,
    _not_run("postcode or buurt, total, 10 years", "MedAPE at most 6%", NO_TEN_YEARS_PC4),
    _not_run("postcode 65+, 10 years", "WAPE at most 7%, skill 3%", NO_TEN_YEARS_PC4),
    _not_run("postcode 75+, 10 years", "WAPE at most 9%, skill 5%", NO_TEN_YEARS_PC4),
    _not_run("postcode 85+, 10 years", "WAPE at most 14%, skill 8%", NO_TEN_YEARS_PC4),
    _not_run("postcode age structure, 10 years", "better by 5%", NO_TEN_YEARS_PC4),
    _old_launch,
    _old_pooled((3,)),
    _old_pooled(None),
    _coverage,
    _strata,
    _regions,
    _stability,
    _not_run(
        "Wmo users per wijk", "15% better than in proportion to 65+", "CBS 85994NED is not here"
    ),
    _not_run("speed", "see benchmarks", "measured by make bench, not by a back-test"),
)
