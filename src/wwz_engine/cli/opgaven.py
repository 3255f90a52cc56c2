"""``wwz opgaven``: the needs analyses of many gemeenten, as files in a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wwz_engine.errors import EngineError

if TYPE_CHECKING:
    from wwz_engine.opgaven import Ended, Shard, State, Workforce

FORMATS = ("csv", "json")
SOME_FAILED = 1
# What a shell expects of a command that was stopped with Ctrl-C.
STOPPED = 130
BAR_WIDTH = 24
LINE_WIDTH = 100


class ListError(EngineError):
    """There is no list of gemeenten, or it cannot be read."""


class OpgavenCommand:
    """Run the same study for many gemeenten and keep a file of each."""

    name = "opgaven"
    help = "reken de opgaven van veel gemeenten uit, ook met meer processen of machines"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gemeenten", nargs="*", help="namen of codes")
        parser.add_argument("--all", action="store_true", help="alle gemeenten in de gegevens")
        parser.add_argument(
            "--list", type=Path, metavar="BESTAND", help="een naam of code per regel"
        )
        parser.add_argument(
            "--output",
            type=Path,
            required=True,
            metavar="MAP",
            help="map voor een bestand per gemeente; wat er al staat en klopt, blijft staan",
        )
        parser.add_argument("--to", type=int, default=2040, metavar="JAAR", help="laatste jaar")
        parser.add_argument("--draws", type=int, default=1000, help="aantal trekkingen")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde uitkomst")
        parser.add_argument(
            "--format", choices=FORMATS, default="csv", help="vorm van de bestanden"
        )
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--workers", type=int, metavar="AANTAL", help="reken met zoveel processen tegelijk"
        )
        where.add_argument(
            "--cluster", metavar="ADRES", help="adres van de planner van een Dask-cluster"
        )

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.opgaven import ResultFolder, run

        workforce = _workforce(args)
        folder = ResultFolder(args.output)
        shards = _shards(args)
        bar = Bar(sys.stderr.isatty())
        try:
            ended = run(shards, folder, workforce, bar.show)
        except KeyboardInterrupt:
            bar.close()
            print(
                "Gestopt. Wat klaar was, is bewaard; dezelfde opdracht gaat daar verder.",
                file=sys.stderr,
            )
            return STOPPED
        bar.close()
        _report(ended, args.output)
        return SOME_FAILED if ended.failed else 0


def _workforce(args: argparse.Namespace) -> Workforce:
    from wwz_engine.opgaven import InTurn, OnCluster

    if args.cluster is not None:
        return OnCluster(address=args.cluster)
    if args.workers is None:
        return InTurn()
    if args.workers < 1:
        raise ListError(f"Met {args.workers} processen kan niet: kies er 1 of meer.")
    return OnCluster(workers=args.workers)


def _shards(args: argparse.Namespace) -> list[Shard]:
    from wwz_engine.cli.facts_out import TEXTS
    from wwz_engine.opgaven import all_gemeenten, shards_of
    from wwz_engine.sources import fictional, registry
    from wwz_engine.study import StudyRequest

    real = registry.default_catalogue()
    names = [*args.gemeenten, *(_listed(args.list) if args.list else ())]
    if args.all:
        names += all_gemeenten(real)
    if not names:
        raise ListError("Noem gemeenten, of kies --all of --list BESTAND.")
    invented = fictional.catalogue()
    request = StudyRequest("", to=args.to, draws=args.draws, seed=args.seed)
    return shards_of(
        request,
        names,
        lambda name: invented if fictional.is_invented(name) else real,
        args.format,
        TEXTS[args.format],
    )


def _listed(path: Path) -> list[str]:
    """Names in a file, one a line; empty lines and what follows a # are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ListError(f"De lijst {path} is niet te lezen. Geef een tekstbestand.") from error
    names = [line.partition("#")[0].strip() for line in lines]
    return [name for name in names if name]


def _report(ended: Ended, output: Path) -> None:
    reasons: dict[str, list[str]] = {}
    for name, reason in ended.failed:
        reasons.setdefault(reason, []).append(name)
    for reason, names in reasons.items():
        print(f"Niet gelukt: {', '.join(names)}. {reason}", file=sys.stderr)
    total = ended.done + ended.kept + len(ended.failed)
    print(
        f"{total} gemeenten: {ended.done} uitgerekend, {ended.kept} waren er al, "
        f"{len(ended.failed)} niet gelukt. Bewaard in {output}."
    )


class Bar:
    """How far a run is, on the error stream: one line that rewrites itself, or plain lines."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal

    def show(self, state: State) -> None:
        """Plain lines come only with a result: a file of them stays readable."""
        if self._terminal:
            print(
                f"\r{_line(state):<{LINE_WIDTH}.{LINE_WIDTH}}", end="", file=sys.stderr, flush=True
            )
        elif state.last:
            print(_line(state), file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._terminal:
            print(file=sys.stderr)


def _line(state: State) -> str:
    ready = state.done + state.kept + len(state.failed)
    filled = BAR_WIDTH * ready // max(state.total, 1)
    parts = [f"[{'#' * filled}{'-' * (BAR_WIDTH - filled)}] {ready}/{state.total} gemeenten"]
    if state.failed:
        parts.append(f"niet gelukt: {_some([name for name, _ in state.failed])}")
    if state.last:
        parts.append(f"klaar: {state.last}")
    if state.running:
        parts.append(f"bezig: {_some(state.running)}")
    return "; ".join(parts)


def _some(names: Sequence[str], most: int = 4) -> str:
    more = f" en {len(names) - most} andere" if len(names) > most else ""
    return ", ".join(names[:most]) + more
