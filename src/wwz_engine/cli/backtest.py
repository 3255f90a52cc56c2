"""``wwz backtest``: forecasts of the past against what was counted later."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wwz_engine.errors import EngineError

if TYPE_CHECKING:
    from wwz_engine.backtest.results import Result
    from wwz_engine.backtest.series import Loaded, Series
    from wwz_engine.backtest.session import Wanted
    from wwz_engine.population.methods.panel import Method
    from wwz_engine.sources.registry import Catalogue

FORMATS = ("table", "json", "csv")
ALL = "all"


class BacktestError(EngineError):
    """A back-test that was asked for in a way that cannot be run."""


class BacktestCommand:
    """Score methods on years they could not see."""

    name = "backtest"
    help = "toets ramingen aan wat later is geteld"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--series", default=ALL, metavar="REEKS,..", help="welke reeksen")
        parser.add_argument("--launch", default=ALL, metavar="JAAR,..", help="vanaf welk jaar")
        parser.add_argument("--horizon", default=ALL, metavar="JAREN,..", help="hoe ver vooruit")
        parser.add_argument("--methods", default=ALL, metavar="METHODE,..", help="welke methoden")
        parser.add_argument("--format", choices=FORMATS, default="table", help="vorm")
        parser.add_argument(
            "--truth", type=Path, metavar="BESTAND",
            help="latere tellingen, om de raming vanaf het laatste jaar aan te toetsen",
        )  # fmt: skip
        parser.add_argument(
            "--rival", type=Path, metavar="BESTAND", help="raming van een ander, op dezelfde tabel"
        )
        parser.add_argument("--rival-name", default="andere raming", metavar="NAAM", help="van wie")
        parser.add_argument(
            "--write",
            type=Path,
            metavar="BESTAND",
            help="schrijf de pagina, en de uitslag als data",
        )
        parser.add_argument(
            "--results", type=Path, metavar="MAP", help="map voor de uitslag als data"
        )

        parser.add_argument(
            "--calibrate", action="store_true",
            help="ijk de banden op alle fouten van vroeger en bewaar ze als parameters",
        )  # fmt: skip

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.cli import backtest_out

        if args.calibrate:
            return _calibrate()
        chosen = (args.series, args.launch, args.horizon, args.methods)
        if args.write is not None and chosen != (ALL,) * 4:
            raise BacktestError(
                "De pagina gaat over alle reeksen, jaren en methoden. Laat bij --write de andere "
                "keuzes weg."
            )
        results, not_here = _results(args)
        if args.write is not None:
            backtest_out.write_page(results, not_here, args.write, args.results)
            return 0
        backtest_out.show(results, not_here, args.format)
        return 0


def _results(args: argparse.Namespace) -> tuple[dict[str, Result], dict[str, str]]:
    """Results by series, and why the others are not here.

    Raises
    ------
    EngineError
    """
    from wwz_engine.backtest.band_scores import with_bands
    from wwz_engine.backtest.series import SeriesNotHereError
    from wwz_engine.backtest.session import HorizonError, measure
    from wwz_engine.facts import stamp_of
    from wwz_engine.population.methods.national import national
    from wwz_engine.population.methods.panel import LaunchError
    from wwz_engine.population.methods.registry import DEFAULT
    from wwz_engine.sources.registry import default_catalogue

    series, methods = _series(args.series), _methods(args.methods)
    if (args.truth or args.rival) and len(series) != 1:
        raise BacktestError("Kies met --series één reeks om een bestand aan te toetsen.")
    tables = default_catalogue()
    country = national(tables)
    stamp = stamp_of({"methods": sorted(methods)})
    results: dict[str, Result] = {}
    not_here: dict[str, str] = {}
    for one in series:
        try:
            loaded, wanted = _prepared(one, args, tables)
            results[one.key] = measure(one, loaded, country, methods, wanted, stamp, _progress)
        except (SeriesNotHereError, LaunchError, HorizonError) as error:
            # Asked for by name it is a refusal; of all series, one that does not fit is named.
            if len(series) == 1:
                raise
            not_here[one.key] = str(error)
    if args.series == ALL and args.launch == ALL and DEFAULT in methods:
        results = with_bands(results, tables, _progress)
    _progress("")
    return results, not_here


def _calibrate() -> int:
    """Fit the bands anew and keep them as parameters of today.

    Raises
    ------
    CalibrationError
    """
    from datetime import UTC, datetime

    from wwz_engine.backtest.calibration import calibrated, past_runs, write
    from wwz_engine.sources.registry import default_catalogue

    runs = past_runs(default_catalogue(), _progress)
    written = write(calibrated(runs), runs, datetime.now(UTC).date())
    _progress("")
    print(f"{len(written)} parameters geschreven", file=sys.stderr)
    return 0


def _prepared(series: Series, args: argparse.Namespace, tables: Catalogue) -> tuple[Loaded, Wanted]:
    """The series with the files that the user brought, and what to run on it.

    With later counts the forecast starts in the last year of the series itself.
    """
    from dataclasses import replace

    from wwz_engine.backtest.session import Wanted
    from wwz_engine.backtest.uploads import read_rival, with_truth
    from wwz_engine.population.methods.registry import METHODS

    loaded = series.read(tables)
    launches = _numbers(args.launch, "jaar")
    years = loaded.panel.years
    if args.truth is not None:
        loaded = with_truth(loaded, args.truth, tables)
        launches = launches or years[-1:]
    if args.rival is not None:
        if args.rival_name in {*METHODS, *(rival.name for rival in loaded.rivals)}:
            raise BacktestError(
                f"‘{args.rival_name}’ is al de naam van een methode. Kies een andere --rival-name."
            )
        launches = launches or years[-2:-1]
        rivals = [read_rival(args.rival, args.rival_name, loaded.panel, one) for one in launches]
        loaded = replace(loaded, rivals=(*loaded.rivals, *rivals))
    return loaded, Wanted.of(series, launches, _numbers(args.horizon, "aantal jaren"))


def _series(text: str) -> list[Series]:
    from wwz_engine.backtest.catalogue import SERIES

    return [SERIES[key] for key in _chosen(text, list(SERIES), "reeks")]


def _methods(text: str) -> dict[str, Method]:
    from wwz_engine.backtest.older import guarded
    from wwz_engine.population.methods.registry import METHODS

    return guarded({name: METHODS[name] for name in _chosen(text, list(METHODS), "methode")})


def _chosen(text: str, known: list[str], what: str) -> list[str]:
    """Names from a list with commas; ``all`` is every one.

    Raises
    ------
    BacktestError
    """
    if text == ALL:
        return known
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise BacktestError(f"Er is geen {what} ‘{name}’. Kies uit: {', '.join(known)}.")
    if not names:
        raise BacktestError(f"Er is geen {what} gekozen. Kies uit: {', '.join(known)}.")
    return names


def _numbers(text: str, what: str) -> tuple[int, ...] | None:
    """Whole numbers from a list with commas; None for ``all``.

    Raises
    ------
    BacktestError
    """
    if text == ALL:
        return None
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() for part in parts):
        raise BacktestError(f"‘{text}’ is geen {what}. Schrijf een getal, of meer met komma's.")
    return tuple(int(part) for part in parts)


def _progress(text: str) -> None:
    """One line that is written over, on a screen only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
