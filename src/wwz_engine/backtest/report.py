"""The page docs/backtest.md: written by ``wwz backtest --write``, never by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wwz_engine.backtest.choice import REAL, choose, scored_groups, standings
from wwz_engine.backtest.results import Result
from wwz_engine.backtest.scores import SIMPLE_NAMES, Score
from wwz_engine.backtest.verdicts import (
    EXCELLENT,
    MANY,
    MISSED,
    NOT_RUN,
    PASSED,
    pooled_coverage,
    strata,
    verdicts,
)
from wwz_engine.population.spread import AHEAD_CLASSES, LAND

HEAD = """# Back-test: how good the forecasts were

Written by `wwz backtest --write docs/backtest.md`; do not edit. Every method forecast from every
launch, with only what was known then, and was scored on what was counted later. Measures:
[metrics](methods/metrics.md). Series and made-up worlds: [worlds](methods/worlds.md). Simple
methods: [totals](methods/totals.md). The same figures as data, one JSON file a series:
`src/wwz_engine/backtest/results/` ([how to read and repeat](howto/back-test.md)).
"""
MARKS = {EXCELLENT: "**excellent**", PASSED: "**passed**", MISSED: "**MISSED**", NOT_RUN: "not run"}
MOST_HORIZONS = 6
_AHEAD = [name for _, name in AHEAD_CLASSES]
_UNITS = {"gebied": "areas", "gemeente": "gemeenten, sums"}


def page(results: Mapping[str, Result], not_here: Mapping[str, str]) -> str:
    """The whole page.

    Parameters
    ----------
    not_here : per series that could not be read, why
    """
    some = next(iter(results.values()))
    parts = [
        HEAD,
        f"Engine {some.engine_version}, stamp `{some.stamp}`. Default method: `{some.default}`.\n",
        _targets(results),
        _choice(results),
        _bands(results),
        *(_series(result) for result in results.values()),
        _missing(not_here),
    ]
    return "\n".join(part for part in parts if part)


def _targets(results: Mapping[str, Result]) -> str:
    lines = [
        "## Targets\n",
        "Set before the first run; a miss stays a miss.\n",
        "| target | wanted | verdict | found |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {one.target} | {one.wanted} | {MARKS[one.state]} | {one.found or one.reason} |"
        for one in verdicts(results)
    ]
    return "\n".join(lines) + "\n"


def _choice(results: Mapping[str, Result]) -> str:
    if not any(key in results for key in REAL):
        return ""
    ranked = standings(results)
    series = list(ranked[0].by_series)
    lines = [
        "## The default is chosen by these figures\n",
        "Mean skill against the best simple method, over groups and horizons of each series, then "
        "over series\n(rule: [decision 15](decisions/0015-default-by-measurement.md)). "
        f"First is `{choose(results)}`.\n",
        f"| method | {' | '.join(series)} | mean |",
        f"|---|{'---|' * len(series)}---|",
    ]
    for one in ranked:
        cells = " | ".join(f"{100 * one.by_series[key]:+.1f}%" for key in series)
        lines.append(f"| `{one.method}` | {cells} | {100 * one.mean:+.1f}% |")
    return "\n".join(lines) + "\n"


def _bands(results: Mapping[str, Result]) -> str:
    """Coverage per stratum, series together; with the areas of each."""
    rows = strata(results)
    if not rows:
        return ""
    lines = [
        "## Bands of 80%\n",
        "Percent of counts inside the band, and between brackets how many there are: areas times "
        "launches, groups and\nhorizons. Each launch was scored by bands that were fitted on all "
        "other launches and series\n([bands](methods/bands.md)). Strata of fewer than "
        f"{MANY} are left out here; they are in the data.\n",
        "| of | age | people forecast | " + " | ".join(f"{name} years" for name in _AHEAD) + " |",
        f"|---|---|---|{'---|' * len(_AHEAD)}",
    ]
    held = {(one.unit, one.ages, one.size, one.years): one for one in rows}
    for unit, ages, size in dict.fromkeys((one.unit, one.ages, one.size) for one in rows):
        cells = [held.get((unit, ages, size, years)) for years in _AHEAD]
        if any(one and one.areas >= MANY for one in cells):
            texts = " | ".join(
                f"{one.coverage:.1f} ({one.areas})" if one and one.areas >= MANY else ""
                for one in cells
            )
            lines.append(f"| {_UNITS[unit]} | {ages} | {size} | {texts} |")
    whole = ", ".join(
        f"`{key}` {pooled_coverage(results[key].bands):.1f}%"
        for key in REAL
        if key in results and results[key].bands
    )
    lines.append(f"\nAll groups, horizons and launches of a series together: {whole}.")
    return "\n".join(lines) + "\n"


def _series(result: Result) -> str:
    lines = [f"## {result.label} (`{result.series}`)\n"]
    if result.left_out:
        lines += [f"- {text}" for text in result.left_out] + [""]
    sources = "; ".join(
        f"{one.publisher}, {one.table}, {one.as_of} (sha256 {one.sha256[:12]})"
        for one in result.sources
    )
    lines.append(f"Sources: {sources}.\n")
    lines += [
        "WAPE in percent, all launches together. *simple* is the best simple method; the skill of "
        "the default is\nagainst it, with the bootstrap between brackets.\n",
        "| group | years ahead | launches | default | simple | skill | best of all | MedAPE "
        "| MALPE | within 10% |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += list(_rows(result))
    shelves = [
        f"{one.group} {one.years} of {one.longest}"
        for one in result.shelves
        if one.method == result.default and one.group in _groups(result)
    ]
    if shelves:
        lines.append(f"\nShelf life of the default, years (of the horizons there are): "
                     f"{', '.join(shelves)}.")  # fmt: skip
    lines += _structure(result)
    lines += _held(result)
    return "\n".join(lines) + "\n"


def _groups(result: Result) -> list[str]:
    """What the choice looks at; of a series that chooses nothing, everybody and old age."""
    if result.series in REAL:
        return scored_groups(result.groups)
    return [group for group in result.groups if group in ("totaal", "65+", "75+", "85+")]


def _rows(result: Result) -> Iterator[str]:
    horizons = sorted({one.horizon for one in result.scores})[:MOST_HORIZONS]
    for group in _groups(result):
        for horizon in horizons:
            ranked = result.ranked(group, horizon)
            own = next((one for one in ranked if one.method == result.default), None)
            simple = next((one for one in ranked if one.method in SIMPLE_NAMES), None)
            if own is None or simple is None:
                continue
            yield (
                f"| {group} | {horizon} | {own.launches} | {own.errors.wape:.2f} "
                f"| {simple.errors.wape:.2f} `{simple.method}` | {_skill(own)} "
                f"| {ranked[0].errors.wape:.2f} `{ranked[0].method}` | {own.errors.medape:.1f} "
                f"| {own.errors.malpe:+.1f} | {own.errors.within[1]:.0f}% |"
            )


def _skill(score: Score) -> str:
    text = f"{100 * score.skill:+.1f}%"
    if score.low is None or score.high is None:
        return text
    return f"{text} ({100 * score.low:+.0f} to {100 * score.high:+.0f})"


def _structure(result: Result) -> list[str]:
    own = [one for one in result.structures if one.method == result.default]
    if not own:
        return []
    best = {
        horizon: min((one.ase, one.method) for one in result.structures if one.horizon == horizon)
        for horizon in {one.horizon for one in own}
    }
    texts = [
        f"{one.horizon} years {one.ase:.2f} (best {best[one.horizon][0]:.2f} "
        f"`{best[one.horizon][1]}`)"
        for one in sorted(own, key=lambda one: one.horizon)[:MOST_HORIZONS]
    ]
    return [f"\nAge structure error of the default, median, percent points: {', '.join(texts)}."]


def _held(result: Result) -> list[str]:
    """Per group, coverage and width of bands at each horizon."""
    if not result.bands:
        return []
    horizons = sorted({one.horizon for one in result.bands})[:MOST_HORIZONS]
    lines = [
        "\nBands of 80%, fitted without the launch: percent of counts inside / mean width, persons "
        "/ Winkler score.\n",
        "| group | " + " | ".join(f"{horizon} years" for horizon in horizons) + " |",
        f"|---|{'---|' * len(horizons)}",
    ]
    held = {(one.group, one.horizon): one for one in result.bands}
    for group in dict.fromkeys(one.group for one in result.bands):
        if result.level == LAND and group not in _groups(result):
            continue
        cells = [held.get((group, horizon)) for horizon in horizons]
        texts = (
            f"{one.coverage:.0f} / {one.width:,.0f} / {one.winkler:,.0f}" if one else ""
            for one in cells
        )
        lines.append(f"| {group} | {' | '.join(texts)} |")
    return lines


def _missing(not_here: Mapping[str, str]) -> str:
    if not not_here:
        return ""
    lines = ["## Series that could not be run here\n"]
    lines += [f"- `{key}`: {why}" for key, why in not_here.items()]
    return "\n".join(lines) + "\n"
