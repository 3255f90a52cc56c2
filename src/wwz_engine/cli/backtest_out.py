"""A back-test on screen, as data, or as the page in the documentation."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from wwz_engine.backtest import report
from wwz_engine.backtest.results import (
    FOLDER,
    Result,
    ResultsError,
    as_text,
    from_text,
    kept,
    write,
)
from wwz_engine.backtest.scores import Score
from wwz_engine.backtest.targets import write_targets
from wwz_engine.backtest.verdicts import DUTCH, NOT_RUN, verdicts

COLUMNS = (
    "reeks", "methode", "groep", "vanaf", "jaren_vooruit", "vanaf_aantal", "gebieden", "geteld",
    "medape", "wape", "malpe", "mape", "mape_r", "sape", "binnen_5", "binnen_10", "binnen_20",
    "beste_eenvoudige", "winst", "winst_laag", "winst_hoog",
)  # fmt: skip


def show(results: Mapping[str, Result], not_here: Mapping[str, str], form: str) -> None:
    """Write to standard output; on screen with what could not be run."""
    if form == "json":
        print("[" + ",\n".join(as_text(result) for result in results.values()) + "]")
        return
    if form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(
            _cells(result, one) for result in results.values() for one in result.scores
        )
        return
    for result in results.values():
        print("\n".join(_table(result)))
    for why in not_here.values():
        print(why)
    if len(results) > 1:
        print("\n".join(_verdicts(results)))


def write_page(
    results: Mapping[str, Result], not_here: Mapping[str, str], path: Path, folder: Path | None
) -> None:
    """The page, a JSON file for every series, and the targets in Dutch beside that folder.

    Raises
    ------
    ResultsError
    """
    if not results:
        raise ResultsError("Er is geen reeks die hier getoetst kan worden.")
    for result in results.values():
        write(result, folder or FOLDER)
    # Page and targets say what who reads the files would say, to the last digit.
    rounded = {key: from_text(as_text(kept(result))) for key, result in results.items()}
    write_targets(rounded, (folder or FOLDER).with_name("targets.json"))
    try:
        path.write_text(report.page(rounded, not_here), encoding="utf-8")
    except OSError as error:
        raise ResultsError(
            f"{path} kan niet worden geschreven ({error.strerror}). Kies een andere map."
        ) from error
    print(f"{len(results)} reeksen geschreven, de pagina naar {path}", file=sys.stderr)


def _cells(result: Result, one: Score) -> list[object]:
    errors = one.errors
    numbers = (
        errors.medape, errors.wape, errors.malpe, errors.mape, errors.mape_r, errors.sape,
        *errors.within,
    )  # fmt: skip
    return [
        result.series, one.method, one.group, one.launch or "alle", one.horizon, one.least,
        errors.areas, round(errors.counted, 1), *(f"{number:.4f}" for number in numbers),
        one.baseline, f"{one.skill:.4f}",
        "" if one.low is None else f"{one.low:.4f}", "" if one.high is None else f"{one.high:.4f}",
    ]  # fmt: skip


def _table(result: Result) -> Iterator[str]:
    yield f"\n{result.label} ({result.series})"
    yield from (f"  {text}" for text in result.left_out)
    launches = sorted({one.launch for one in result.scores if one.launch is not None})
    first, last = launches[0], launches[-1]
    start = f"vanaf {first}" if first == last else f"vanaf {first} tot en met {last} samen"
    horizons = sorted({one.horizon for one in result.scores})
    for horizon in horizons:
        yield f"\n  {horizon} jaar vooruit, {start}"
        yield (
            f"  {'groep':8} {'methode':16} {'gebieden':>8} {'MedAPE':>7} {'WAPE':>7} {'MALPE':>7} "
            f"{'<10%':>6} {'winst':>7}"
        )
        for group in result.groups:
            ranked = result.ranked(group, horizon)
            # With one horizon there is room for every method; else the default and the best.
            shown = ranked if len(horizons) == 1 else _few(ranked, result.default)
            yield from (_line(one, result) for one in shown)


def _few(ranked: list[Score], default: str) -> list[Score]:
    simple = [one for one in ranked if one.method == one.baseline]
    return [one for one in ranked if one.method == default or one in simple[:1]]


def _line(one: Score, result: Result) -> str:
    mark = " (standaard)" if one.method == result.default else ""
    low_high = ""
    if one.low is not None and one.high is not None:
        low_high = f" ({100 * one.low:+.0f} tot {100 * one.high:+.0f})"
    text = (
        f"  {one.group:8} {one.method:16} {one.errors.areas:8d} {one.errors.medape:6.1f}% "
        f"{one.errors.wape:6.2f}% {one.errors.malpe:+6.1f}% {one.errors.within[1]:5.0f}% "
        f"{100 * one.skill:+6.1f}%{low_high}{mark}"
    )
    return text.replace(".", ",")


def _verdicts(results: Mapping[str, Result]) -> Iterator[str]:
    yield "\nDoelen"
    for one in verdicts(results):
        why = one.reason if one.state == NOT_RUN else one.found
        yield f"  {DUTCH[one.state]:14} {one.target}: {why}"
