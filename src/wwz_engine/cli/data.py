"""``wwz data``: which public data there are here, and fetching those of a gemeente."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wwz_engine.cli.command import WRONG_INPUT

if TYPE_CHECKING:
    from wwz_engine.sources.fetch import Fetcher, Outcome
    from wwz_engine.sources.registry import Found
    from wwz_engine.sources.transport import Transport

HEADER = ("sleutel", "titel", "uitgever", "tabel", "peildatum", "rijen", "licentie", "gevonden")
# Keys that can be fetched; test_cli_data keeps this list equal to the jobs.
FETCHED = (
    "cbs_buurt_boundaries",
    "gemeente_boundaries",
    "household_positions",
    "kwb",
    "pc4_population",
    "population_by_age",
    "region_names",
    "rivm_health",
    "wijk_boundaries",
)
TITLE_WIDTH = 44
TABLE_WIDTH = 30
BAR_WIDTH = 24


class DataCommand:
    """List and fetch public data.

    ``transport`` is given by tests that speak to a local server; the command line has no
    way to set it.
    """

    name = "data"
    help = "toon welke open data er zijn, of haal die van een gemeente op"

    def __init__(self, transport: Transport | None = None) -> None:
        self._transport = transport

    def configure(self, parser: argparse.ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", metavar="actie", required=True)
        listing = actions.add_parser("list", help="toon de bronnen, en wat er ontbreekt")
        listing.add_argument("--format", choices=("table", "json"), default="table", help="vorm")
        fetching = actions.add_parser("fetch", help="haal de open data van een gemeente op")
        fetching.add_argument("--gemeente", required=True, help="naam of code, bijvoorbeeld Zwolle")
        fetching.add_argument(
            "--bron",
            action="append",
            default=[],
            choices=FETCHED,
            help="alleen deze bron; mag vaker",
        )
        fetching.add_argument("--opnieuw", action="store_true", help="haal ook op wat er al was")

    def run(self, args: argparse.Namespace) -> int:
        if args.action == "list":
            return _list(args.format)
        return _fetch(args.gemeente, self._transport, frozenset(args.bron), again=args.opnieuw)


def _list(form: str) -> int:
    # The data libraries take half a second to load; `wwz --help` need not wait for them.
    from wwz_engine.sources import fictional
    from wwz_engine.sources.folders import PACKAGED_PLACE
    from wwz_engine.sources.registry import default_catalogue

    found = default_catalogue().available()
    invented = not any(set(one.places) - {PACKAGED_PLACE} for one in found)
    if invented:
        made = [one for one in fictional.catalogue().available() if one.files]
        keys = {one.dataset.key for one in made}
        found = [*made, *(one for one in found if one.dataset.key not in keys)]
    rows = [_row(one) for one in found]
    if form == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print_table(rows)
        if invented:
            print("\nEr zijn geen echte bronnen gevonden: alle cijfers hierboven zijn verzonnen.")
    return 0


def _row(found: Found) -> dict[str, Any]:
    source, dataset = found.source, found.dataset
    return {
        "key": dataset.key,
        "title": dataset.title,
        "publisher": source.publisher if source else dataset.publisher,
        "table": source.table if source else dataset.table,
        "as_of": source.as_of.isoformat() if source else None,
        "periods": list(found.periods),
        "rows": found.rows if source else None,
        "licence": source.licence if source else dataset.licence,
        "found": _place(found),
        "files": list(found.files),
        "sha256": source.sha256 if source else None,
        "fictional": bool(source and source.fictional),
        "modelled": dataset.modelled,
        "problem": found.problem or None,
        "how_to_get": None if found.files else dataset.how_to_get,
    }


def _place(found: Found) -> str | None:
    from wwz_engine.sources.folders import PACKAGED_PLACE

    if not found.files:
        return None
    if found.source is not None and found.source.fictional:
        return "verzonnen"
    if found.places == (PACKAGED_PLACE,):
        return PACKAGED_PLACE
    kind = "eigen cache" if found.fetched and len(found.places) == 1 else "map met bronnen"
    return f"{kind} ({', '.join(found.places)})"


def _print_table(rows: list[dict[str, Any]]) -> None:
    good = [row for row in rows if row["sha256"]]
    lines = [(*HEADER, "sha256"), *(_cells(row) for row in good)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    for line in lines:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )
    for row in rows:
        if row["problem"]:
            print(f"\nNiet te gebruiken: {row['key']}. {row['problem']}")
    missing = [row for row in rows if row["how_to_get"]]
    if missing:
        print("\nNiet gevonden:")
    for row in missing:
        named = f"{row['title']} ({row['publisher']}, {row['table']})"
        print(f"  {row['key']}: {named}; {row['how_to_get']}.")


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    title = row["title"] + (" (model)" if row["modelled"] else "")
    return (
        row["key"],
        _short(title, TITLE_WIDTH),
        row["publisher"],
        _short(row["table"], TABLE_WIDTH),
        row["as_of"],
        f"{row['rows']:,}".replace(",", "."),
        row["licence"],
        row["found"],
        row["sha256"][:12],
    )


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _fetch(name: str, transport: Transport | None, keys: frozenset[str], *, again: bool) -> int:
    from wwz_engine.sources.fetch import Fetcher
    from wwz_engine.sources.folders import cache_folder, shown_path
    from wwz_engine.sources.registry import default_catalogue
    from wwz_engine.sources.transport import Transport

    transport = transport or Transport()
    tables = default_catalogue()
    cache = cache_folder()
    code, title = _gemeente(name, transport)
    bar = Bar(sys.stderr.isatty())
    fetcher = Fetcher(code, cache, tables, transport, bar.tick, keys)
    outcomes = _run(fetcher, bar, again=again)
    done = [one for one in outcomes if not one.problem]
    for outcome in outcomes:
        if outcome.problem:
            job = outcome.job
            print(f"Niet opgehaald: {job.key} {job.period}. {outcome.problem}", file=sys.stderr)
    fresh = sum(1 for one in done if not one.already)
    print(
        f"{title} ({code}): {fresh} tabellen opgehaald, {len(done) - fresh} waren er al, "
        f"{len(outcomes) - len(done)} niet gelukt. Bewaard in {shown_path(cache)}."
    )
    return 0 if done else WRONG_INPUT


def _gemeente(name: str, transport: Transport) -> tuple[str, str]:
    """Code and name, from the data that are here or else asked of StatLine."""
    from wwz_engine.population.places import NoDataError, find_gemeente
    from wwz_engine.sources.fetch import ask_gemeente
    from wwz_engine.sources.registry import default_catalogue

    try:
        return find_gemeente(default_catalogue(), name)
    except NoDataError:
        return ask_gemeente(name, transport)


def _run(fetcher: Fetcher, bar: Bar, *, again: bool) -> Sequence[Outcome]:
    total = len(fetcher.jobs())
    outcomes = []
    bar.show(0, total)
    for number, outcome in enumerate(fetcher.run(again=again), start=1):
        outcomes.append(outcome)
        bar.show(number, total, f"{outcome.job.key} {outcome.job.period}")
    bar.close()
    return outcomes


class Bar:
    """A progress bar on the error stream: one line that rewrites itself, or plain lines."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal
        self._pages = 0
        self._last = (0, 1, "")

    def tick(self) -> None:
        """One page came in."""
        self._pages += 1
        if self._terminal:
            self.show(*self._last)

    def show(self, done: int, total: int, label: str = "") -> None:
        """How many of the tables are done."""
        self._last = (done, total, label)
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "#" * filled + "-" * (BAR_WIDTH - filled)
        text = f"[{bar}] {done}/{total} tabellen, {self._pages} pagina's {label}"
        if self._terminal:
            print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._terminal:
            print(file=sys.stderr)
