"""One back-test of one series from counts to results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from wwz_engine.backtest.grid import TOTAL, Case, Progress, groups_of, pairs_of, run
from wwz_engine.backtest.results import AreaError, Origin, Pooled, Result
from wwz_engine.backtest.scores import pooled_gain, scores_of, shelf_lives, structures_of
from wwz_engine.backtest.series import Loaded, Series
from wwz_engine.errors import EngineError
from wwz_engine.population.country import NationalRatesMissingError
from wwz_engine.population.methods.national import National
from wwz_engine.population.methods.panel import LaunchError, Method
from wwz_engine.population.methods.registry import DEFAULT

Numbers = tuple[int, ...] | None
FEWEST_PEOPLE = 25
"""A smaller group in one area is never shown by itself: one removal is 4% of it."""
OLD_GROUPS = ("65-74", "75-84", "85+")
LARGE = (("totaal", 1000.0), ("65+", 100.0), ("75+", 100.0), ("85+", 50.0))
"""Sizes at launch from which a group is scored once more by itself (methods F3)."""
MOST_AREAS = 1000
"""A series of more areas gives its errors per area for everybody and 65+ only."""


class HorizonError(EngineError):
    """No launch of the series has a count so many years later."""

    def __init__(self, name: str, launch: int | None, horizon: int, ahead: list[int]) -> None:
        self.name, self.launch, self.horizon, self.ahead = name, launch, horizon, ahead
        start = "" if launch is None else f" vanaf {launch}"
        known = ", ".join(map(str, ahead))
        super().__init__(
            f"In de reeks {name} is er{start} geen telling {horizon} jaar later. Kies uit: {known}."
        )


@dataclass(frozen=True)
class Wanted:
    """What to run; None is everything, from the series' first launch to its longest horizon."""

    launches: tuple[int, ...] | None = None
    horizons: tuple[int, ...] | None = None
    first_launch: int = 0
    longest: int | None = None

    @classmethod
    def of(cls, series: Series, launches: Numbers = None, horizons: Numbers = None) -> Wanted:
        """What is asked for, within the limits of a run of everything where nothing is."""
        return cls(launches, horizons, series.first_launch, series.longest)


def pairs_for(loaded: Loaded, country: National, wanted: Wanted) -> dict[int, tuple[int, ...]]:
    """Launches with national figures before them, and horizons with a count.

    Raises
    ------
    LaunchError, HorizonError, NationalRatesMissingError
    """
    panel = loaded.panel
    for launch in wanted.launches or ():
        if launch not in panel.years[:-1]:
            raise LaunchError(panel.name, launch, panel.years[:-1])
    pairs = _limited(pairs_of(panel.years, wanted.launches, wanted.horizons), wanted)
    if not pairs:
        only = wanted.launches[0] if wanted.launches else None
        every = pairs_of(panel.years, wanted.launches, None)
        ahead = sorted({h for horizons in every.values() for h in horizons})
        raise HorizonError(panel.name, only, (wanted.horizons or (0,))[0], ahead)
    known = {launch: horizons for launch, horizons in pairs.items() if _known(country, launch)}
    if not known:
        country.until(min(pairs), (min(pairs),))
    return known


def _limited(pairs: dict[int, tuple[int, ...]], wanted: Wanted) -> dict[int, tuple[int, ...]]:
    kept = {}
    for launch, horizons in pairs.items():
        far = None if wanted.horizons is not None else wanted.longest
        near = tuple(h for h in horizons if far is None or h <= far)
        if near and (wanted.launches is not None or launch >= wanted.first_launch):
            kept[launch] = near
    return kept


def _known(country: National, launch: int) -> bool:
    try:
        country.until(launch, (launch,))
    except NationalRatesMissingError:
        return False
    return True


def measure(
    series: Series,
    loaded: Loaded,
    country: National,
    methods: Mapping[str, Method],
    wanted: Wanted,
    stamp: str,
    progress: Progress = lambda text: None,
) -> Result:
    """Run and score every method.

    Raises
    ------
    LaunchError, HorizonError, NationalRatesMissingError
    """
    pairs = pairs_for(loaded, country, wanted)
    cases = list(run(loaded, country, methods, pairs, progress))
    progress(f"{series.key}: scores")
    scores = scores_of(cases, loaded.clusters)
    for group, least in LARGE:
        if group in cases[0].groups:
            scores += scores_of(cases, loaded.clusters, least, (group,))
    panel = loaded.panel
    labels = {name: method.label for name, method in methods.items()}
    labels |= {rival.name: rival.name for rival in loaded.rivals}
    return Result(
        series=series.key,
        label=series.label,
        level=series.level,
        engine_version=version("wwz-platform"),
        stamp=stamp,
        default=DEFAULT,
        names=dict(zip(panel.areas, panel.labels, strict=True)) if loaded.truth is None else {},
        methods=labels,
        years=panel.years,
        groups=tuple(group.label for group in groups_of(panel.bands)),
        sources=tuple(
            Origin(s.publisher, s.table, s.as_of.isoformat(), s.licence, s.sha256)
            for s in panel.sources
        ),
        left_out=loaded.left_out,
        scores=tuple(scores),
        structures=tuple(structures_of(cases)),
        shelves=tuple(shelf_lives(scores)),
        pooled=tuple(_pooled(cases, loaded, methods)),
        bands=(),
        strata=(),
        errors=tuple(area_errors(cases, loaded)) if loaded.truth is None else (),
        wholes=tuple(whole_errors(cases)),
    )


def _pooled(cases: Sequence[Case], loaded: Loaded, methods: Mapping[str, Method]) -> list[Pooled]:
    """Of methods with ages, on the groups of old age: per horizon, and all together."""
    groups = tuple(group for group in OLD_GROUPS if group in cases[0].groups)
    aged = [name for name, method in methods.items() if method.ages]
    if not groups or not any(not method.ages for method in methods.values()):
        return []
    horizons = sorted({case.horizon for case in cases})
    found = []
    for some in [*((horizon,) for horizon in horizons), tuple(horizons)]:
        for name in aged:
            won = pooled_gain(cases, name, groups, loaded.clusters, some)
            found.append(Pooled(name, groups, some, won.skill, won.low, won.high, won.clusters))
    return found


def area_errors(cases: Sequence[Case], loaded: Loaded) -> list[AreaError]:
    """Errors of the default per area; small groups and, of large series, bands are left out."""
    found = []
    areas = loaded.panel.areas
    for case in cases:
        if case.method != DEFAULT:
            continue
        for place, group in enumerate(case.groups):
            if len(areas) > MOST_AREAS and group not in (TOTAL, "65+"):
                continue
            large = np.fmax(case.at_launch[:, place], case.counted[:, place]) >= FEWEST_PEOPLE
            known = ~np.isnan(case.forecast[:, place]) & ~np.isnan(case.counted[:, place])
            for row in np.flatnonzero(large & known):
                found.append(
                    AreaError(
                        areas[row], group, case.launch, case.horizon,
                        float(case.at_launch[row, place]),
                        round(float(case.forecast[row, place]), 1),
                        round(float(case.counted[row, place]), 1),
                    )
                )  # fmt: skip
    return found


def whole_errors(cases: Sequence[Case]) -> list[AreaError]:
    """Errors of the default for all areas of the series together that have a count."""
    found = []
    for case in cases:
        if case.method != DEFAULT:
            continue
        for place, group in enumerate(case.groups):
            known = ~np.isnan(case.forecast[:, place]) & ~np.isnan(case.counted[:, place])
            found.append(
                AreaError(
                    TOTAL, group, case.launch, case.horizon,
                    float(case.at_launch[known, place].sum()),
                    round(float(case.forecast[known, place].sum()), 1),
                    round(float(case.counted[known, place].sum()), 1),
                )
            )  # fmt: skip
    return found
