"""How bands of the past held: each launch by bands fitted without it.

A stratum is an age class, a size and a number of years ahead; its coverage is over all
launches and series, where each was scored by what the others tell. docs/methods/bands.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wwz_engine.axes import Floats
from wwz_engine.backtest.band_ends import LEVEL, Ends, ends_of
from wwz_engine.backtest.band_runs import Run
from wwz_engine.backtest.calibration import (
    CalibrationError,
    Progress,
    calibrated,
    past_runs,
    without,
)
from wwz_engine.backtest.metrics import band_score
from wwz_engine.backtest.results import BandScore, Result, StratumScore
from wwz_engine.population.methods.registry import DEFAULT
from wwz_engine.population.spread import LAND, SIZE_CLASSES, Spread, age_class
from wwz_engine.sources.dataset import Tables

FEWEST_FORECAST = 1.0
"""A band around less than one person is not scored."""
AREA, WHOLE = "gebied", "gemeente"
Calibrate = Callable[[Sequence[Run]], Spread]


def with_bands(
    results: Mapping[str, Result], tables: Tables, progress: Progress = lambda text: None
) -> dict[str, Result]:
    """The results with the bands of the default, where there are errors to learn from."""
    try:
        runs = past_runs(tables, progress)
    except CalibrationError:
        return dict(results)
    found: dict[str, list[tuple[Ends, Ends]]] = defaultdict(list)
    for run in runs:
        if run.series in results:
            progress(f"{run.series} {run.launch}: banden")
            found[run.series].append(left_out(run, runs))
    return {
        key: replace(
            result,
            bands=tuple(scores_of([ends for ends, _ in found[key]])),
            strata=tuple(
                row
                for part, unit in ((0, AREA), (1, WHOLE))
                for row in strata_of([both[part] for both in found[key]], unit)
            ),
        )
        for key, result in results.items()
    }


def left_out(run: Run, runs: Sequence[Run], calibrate: Calibrate = calibrated) -> tuple[Ends, Ends]:
    """Bands of the areas of a launch, and of their gemeenten, by all launches but itself."""
    spread = calibrate(without(runs, run))
    return ends_of(run, spread), ends_of(run, spread, wholes=True)


def scores_of(parts: Sequence[Ends]) -> list[BandScore]:
    """Per group and horizon, all launches of a series together."""
    found = []
    for cells in _cells(parts):
        score = band_score(cells.low, cells.high, cells.counted, LEVEL)
        found.append(
            BandScore(
                DEFAULT, cells.group, cells.horizon, LEVEL, score.areas, score.coverage,
                score.width, score.winkler,
            )
        )  # fmt: skip
    return found


def strata_of(parts: Sequence[Ends], unit: str) -> list[StratumScore]:
    """Per group, horizon and size, all launches of a series together.

    Parameters
    ----------
    unit : AREA, or WHOLE for sums of areas; where these are the same there are none
    """
    if unit == WHOLE and all(_whole_already(ends.run) for ends in parts):
        return []
    found = []
    for cells in _cells(parts):
        sizes = np.digitize(cells.forecast, [end for end, _ in SIZE_CLASSES[:-1]])
        for size, (_, name) in enumerate(SIZE_CLASSES):
            inside = sizes == size
            if inside.any():
                held = cells.held[inside]
                found.append(
                    StratumScore(
                        unit, cells.group, cells.ages, name, cells.horizon, len(held),
                        float(100 * held.mean()),
                    )
                )  # fmt: skip
    return found


def _whole_already(run: Run) -> bool:
    return run.level == LAND or len(run.setting.of_gemeente) == len(run.setting.people)


@dataclass(frozen=True)
class _Cells:
    """What is scored of one group at one horizon: (area-launch,) each.

    ages : class of the group: its own label for sums, that of its mean age for one part
    """

    group: str
    ages: str
    horizon: int
    forecast: Floats
    low: Floats
    high: Floats
    counted: Floats

    @property
    def held(self) -> npt.NDArray[np.bool_]:
        """Whether the count lies in the band."""
        found: npt.NDArray[np.bool_] = (self.low <= self.counted) & (self.counted <= self.high)
        return found


def _cells(parts: Sequence[Ends]) -> list[_Cells]:
    found: dict[tuple[int, int], list[list[Floats]]] = defaultdict(list)
    for ends in parts:
        for year, ahead in enumerate(ends.run.ahead):
            for group in range(len(ends.run.groups)):
                arrays = (ends.forecast, ends.low, ends.high, ends.counted)
                cells = [array[year, :, group] for array in arrays]
                known = ~np.isnan(cells[3]) & (cells[0] >= FEWEST_FORECAST)
                if known.any():
                    found[group, int(ahead)].append([cell[known] for cell in cells])
    run = parts[0].run if parts else None
    return [
        _Cells(
            run.groups[group], _ages(run, group), ahead,
            *(np.concatenate(column) for column in zip(*cells, strict=True)),
        )
        for (group, ahead), cells in sorted(found.items())
        if run is not None
    ]  # fmt: skip


def _ages(run: Run, group: int) -> str:
    parts = np.flatnonzero(run.inside[group])
    return run.groups[group] if len(parts) > 1 else age_class(run.weights[parts[0]])
