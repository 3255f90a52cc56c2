"""Rolling origins: every method from every launch to every later year of a series."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wwz_engine.axes import AgeBand, Floats
from wwz_engine.backtest.series import Loaded, Rival
from wwz_engine.population.methods.national import National
from wwz_engine.population.methods.panel import Known, Method, Panel, known_at

TOTAL = "totaal"
OLD = (65, 75, 85)
"""Open groups of old age that are scored beside the bands, where bands make them up."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Group:
    """A group that is scored: one band, several together, or everybody."""

    label: str
    bands: tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """One forecast against one later year.

    groups : labels, on the last axis
    forecast, counted, at_launch : (area, group), persons
    forecast_bands, counted_bands : (area, band), persons
    """

    method: str
    launch: int
    horizon: int
    groups: tuple[str, ...]
    forecast: Floats
    counted: Floats
    at_launch: Floats
    forecast_bands: Floats
    counted_bands: Floats


def groups_of(bands: tuple[AgeBand, ...]) -> tuple[Group, ...]:
    """Everybody, each band, and 65+, 75+, 85+ where they are more than one band."""
    every = tuple(range(len(bands)))
    found = [Group(TOTAL, every)]
    if len(bands) == 1:
        return tuple(found)
    found += [Group(band.label, (number,)) for number, band in enumerate(bands)]
    lows = [band.low for band in bands]
    labels = {group.label for group in found}
    for low in OLD:
        if low in lows and f"{low}+" not in labels:
            found.append(Group(f"{low}+", every[lows.index(low) :]))
    return tuple(found)


def summed(people: Floats, groups: Sequence[Group]) -> Floats:
    """(area, group) of (area, band); a group with an unknown part is unknown."""
    return np.stack([people[:, list(group.bands)].sum(axis=1) for group in groups], axis=1)


def pairs_of(
    years: Sequence[int], launches: Sequence[int] | None, horizons: Sequence[int] | None
) -> dict[int, tuple[int, ...]]:
    """Per launch the horizons that end in a year with a count."""
    found = {}
    for launch in years:
        if launches is not None and launch not in launches:
            continue
        ahead = [year - launch for year in years if year > launch]
        kept = tuple(h for h in ahead if horizons is None or h in horizons)
        if kept:
            found[launch] = kept
    return found


def run(
    loaded: Loaded,
    country: National,
    methods: Mapping[str, Method],
    pairs: Mapping[int, Sequence[int]],
    progress: Progress = lambda text: None,
) -> Iterator[Case]:
    """Cases of one series, launch by launch; then those of the rivals that come with it.

    Raises
    ------
    LaunchError, NationalRatesMissingError
    """
    for launch, horizons in pairs.items():
        known = known_at(loaded.panel, launch, country, loaded.finer)
        for name, method in methods.items():
            progress(f"{loaded.panel.name} {launch} {name}")
            people = method.forecast(known, max(horizons))
            whole = people.sum(axis=2) if method.ages else _total(known, method, max(horizons))
            for horizon in horizons:
                groups = summed(people[horizon], groups_of(loaded.panel.bands))
                groups[:, 0] = whole[horizon]
                yield _case(loaded, name, launch, horizon, groups, people[horizon])
    for rival in loaded.rivals:
        yield from _of_rival(loaded, rival, pairs)


def _of_rival(loaded: Loaded, rival: Rival, pairs: Mapping[int, Sequence[int]]) -> Iterator[Case]:
    panel = loaded.panel
    for horizon in pairs.get(rival.launch, ()):
        year = rival.launch + horizon
        if year in rival.years:
            people = rival.people[rival.years.index(year)]
            bands = people[:, 1 : 1 + len(panel.bands)] if len(panel.bands) > 1 else people
            yield _case(loaded, rival.name, rival.launch, horizon, people, bands)


def _total(known: Known, method: Method, horizon: int) -> Floats:
    """(horizon + 1, area): a method without ages takes the total for a population by itself."""
    return method.forecast(replace(known, panel=together(known.panel)), horizon)[:, :, 0]


def together(panel: Panel) -> Panel:
    """The same counts with all bands as one."""
    return replace(
        panel,
        bands=(AgeBand(0),),
        counts=panel.counts.sum(axis=2, keepdims=True),
        parent=panel.parent.sum(axis=1, keepdims=True),
    )


def _case(
    loaded: Loaded, name: str, launch: int, horizon: int, forecast: Floats, bands: Floats
) -> Case:
    panel = loaded.panel
    groups = groups_of(panel.bands)
    truth = panel.counts if loaded.truth is None else loaded.truth
    counted = truth[panel.years.index(launch + horizon)]
    return Case(
        name,
        launch,
        horizon,
        tuple(group.label for group in groups),
        forecast,
        summed(counted, groups),
        summed(panel.at(launch), groups),
        bands,
        counted,
    )
