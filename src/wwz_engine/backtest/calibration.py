"""Bands fitted on past errors and kept as parameters: ``wwz backtest --calibrate``.

A study reads the parameters; a back-test fits them anew without the launch it scores.
docs/methods/bands.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from textwrap import fill

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.backtest import catalogue
from wwz_engine.backtest.band_ends import with_factors
from wwz_engine.backtest.band_fit import OLD, fit
from wwz_engine.backtest.band_runs import Run, runs_of
from wwz_engine.backtest.series import SeriesNotHereError
from wwz_engine.errors import EngineError
from wwz_engine.population.country import NationalRatesMissingError
from wwz_engine.population.methods.national import national
from wwz_engine.population.methods.registry import DEFAULT, METHODS
from wwz_engine.population.ratios import STEP
from wwz_engine.population.spread import AGE_STARTS, AREA, GEMEENTE, LAND, Spread
from wwz_engine.sources.dataset import Tables

LEARNED = ("zwolle-buurten", "gemeenten", "pc4", "amsterdam", "nl", "pc4-lang", "gemeenten-lang")
"""Series with counts that were really taken, and with ages."""
FOLDER = Path(parameters.__file__).resolve().parent
START = date(2015, 1, 1)
DIGITS = 4

Progress = Callable[[str], None]


class CalibrationError(EngineError):
    """Bands that cannot be fitted here, or not be written."""


def past_runs(tables: Tables, progress: Progress = lambda text: None) -> list[Run]:
    """Forecasts of every launch of every series there is to learn from.

    Raises
    ------
    CalibrationError
    """
    try:
        country = national(tables)
    except NationalRatesMissingError as error:
        raise CalibrationError(str(error)) from error
    found: list[Run] = []
    for series in (one for key, one in catalogue.SERIES.items() if key in LEARNED):
        progress(f"{series.key}: fouten")
        try:
            found += runs_of(series, series.read(tables), country, METHODS[DEFAULT])
        except SeriesNotHereError:
            continue
    if not any(len(run.setting.of_gemeente) < len(run.setting.people) for run in found):
        raise CalibrationError(
            "Er is hier geen reeks met gebieden binnen een gemeente om banden op te ijken. Zet "
            "bronbestanden in de map van WWZ_DATA."
        )
    return found


def calibrated(runs: Sequence[Run]) -> Spread:
    """Sizes and conformal factors from these launches."""
    lasting = parameters.load("lasting_error").number(START)
    return with_factors(fit(runs, lasting), runs)


def without(runs: Sequence[Run], scored: Run) -> list[Run]:
    """Every launch but the one that is scored, whatever its horizon."""
    return [run for run in runs if (run.series, run.launch) != (scored.series, scored.launch)]


def tables_of(spread: Spread) -> dict[str, dict[str, float] | float]:
    """The numbers of a spread by parameter, as they are kept."""
    layers = {LAND: spread.land, GEMEENTE: spread.gemeente, AREA: spread.area}

    def of(name: str) -> dict[str, float]:
        return {key: _short(getattr(layer, name)) for key, layer in layers.items()}

    return {
        "country_error": _by_age(spread.land.sizes, AGE_STARTS),
        "gemeente_error": _by_age(spread.gemeente.sizes, AGE_STARTS),
        "area_error": _by_age(spread.area.sizes, AGE_STARTS),
        "error_shared": of("shared"),
        "error_age_span": of("span"),
        "error_per_year": of("per_year"),
        "error_per_person": of("per_person"),
        "error_tails": of("tails"),
        "chance_error": _by_age(spread.chance, (0, OLD)),
        "chance_fading": _short(spread.fading),
        "unsure_areas": {
            "steady": _short(spread.steady),
            "per_growth": _short(spread.per_growth),
            "per_youth": _short(spread.per_youth),
        },
        "band_factor": {key: _short(value) for key, value in sorted(spread.factors.items())},
    }


def write(spread: Spread, runs: Sequence[Run], day: date, folder: Path | None = None) -> list[Path]:
    """Put the numbers in the parameter files; what else they say stays.

    Raises
    ------
    CalibrationError
    """
    source = _source(runs)
    written = []
    for name, value in tables_of(spread).items():
        path = (folder or FOLDER) / f"{name}.yaml"
        try:
            head = path.read_text("utf-8").split("\nvalues:\n")[0]
            path.write_text(f"{head}\nvalues:\n{_values(value, day, source)}", encoding="utf-8")
        except OSError as error:
            raise CalibrationError(
                f"{path} kan niet worden geschreven ({error.strerror}). Kies een andere map."
            ) from error
        written.append(path)
    return written


def _source(runs: Sequence[Run]) -> str:
    launches: dict[str, list[int]] = {}
    for run in runs:
        launches.setdefault(run.series, []).append(run.launch)
    named = "; ".join(f"{key} from {', '.join(map(str, years))}" for key, years in launches.items())
    return (
        "Own back-test of the default method, fitted by `wwz backtest --calibrate` on these series "
        f"and launches: {named}."
    )


def _values(value: Mapping[str, float] | float, day: date, source: str) -> str:
    if isinstance(value, Mapping):
        rows = "\n" + "\n".join(f'      "{key}": {number}' for key, number in value.items())
    else:
        rows = f" {value}"
    text = fill(source, 94, initial_indent="      ", subsequent_indent="      ")
    return (
        f"  - from: {START}\n    value:{rows}\n    basis: berekend\n    published: {day}\n"
        f"    source: >-\n{text}\n"
    )


def _by_age(sizes: Floats, starts: Sequence[int]) -> dict[str, float]:
    return {str(age): _short(float(sizes[age // STEP])) for age in starts}


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
