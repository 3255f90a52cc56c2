"""``wwz prevalence``: shares by the model against those of gemeenten it never saw."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wwz_engine.errors import EngineError

if TYPE_CHECKING:
    from wwz_engine.backtest.prevalence import Outcome


class NotWrittenError(EngineError):
    """A page or a file of data that cannot be written."""


class PrevalenceCommand:
    """Learn shares of traits from what areas are like, and score that on gemeenten left out."""

    name = "prevalence"
    help = "toets aandelen die een model schat voor gebieden zonder eigen cijfer"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=("table", "json"), default="table", help="vorm van de uitslag"
        )
        parser.add_argument(
            "--write", type=Path, metavar="BESTAND",
            help="zet de tabel op deze pagina, en bewaar de uitslag en het model als data",
        )  # fmt: skip

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.backtest.prevalence import measure
        from wwz_engine.backtest.prevalence_report import as_text, on_screen
        from wwz_engine.sources.registry import default_catalogue

        outcome = measure(default_catalogue(), _progress)
        _progress("")
        if args.write is not None:
            _write(outcome, args.write)
        elif args.format == "json":
            print(as_text(outcome), end="")
        else:
            print("\n".join(on_screen(outcome)))
        return 0


def _write(outcome: Outcome, path: Path) -> None:
    """The page, the scores and the models.

    Raises
    ------
    PrevalencePageError, NotWrittenError
    """
    from wwz_engine.backtest import prevalence_report
    from wwz_engine.groups import prevalence_kept

    try:
        page = prevalence_report.put_in(
            path.read_text(encoding="utf-8"), prevalence_report.page_part(outcome)
        )
        path.write_text(page, encoding="utf-8")
        prevalence_report.FILE.write_text(prevalence_report.as_text(outcome), encoding="utf-8")
        models = prevalence_kept.as_text(outcome.models, outcome.sources[:2])
        prevalence_kept.FILE.write_text(models, encoding="utf-8")
    except OSError as error:
        raise NotWrittenError(
            f"{error.filename} kan niet worden gelezen of geschreven ({error.strerror}). Kies een "
            "ander bestand."
        ) from error


def _progress(text: str) -> None:
    """One line that is written over, on a screen only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
