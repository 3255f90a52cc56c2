"""``wwz opgave``: the needs analysis of a gemeente, on screen or as a file."""

from __future__ import annotations

import argparse
import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.population.places import ComposedArea
    from wwz_engine.sources.dataset import Tables

FORMATS = ("table", "json", "csv", "xlsx")


class OpgaveCommand:
    """Run a study and write its facts."""

    name = "opgave"
    help = "reken de opgave van een gemeente uit"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gemeente", help="naam of code, bijvoorbeeld Zwolle of GM0193")
        parser.add_argument("--to", type=int, default=2040, metavar="JAAR", help="laatste jaar")
        parser.add_argument("--draws", type=int, default=1000, help="aantal trekkingen")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde uitkomst")
        parser.add_argument("--format", choices=FORMATS, default="table", help="vorm")
        parser.add_argument("--output", type=Path, metavar="BESTAND", help="schrijf naar bestand")
        parser.add_argument(
            "--zone",
            action="append",
            default=[],
            metavar="NAAM=BU..,BU..",
            help="tel buurten op tot een dorp, kern of zone; mag vaker",
        )

        parser.add_argument(
            "--plans",
            type=Path,
            metavar="BESTAND",
            help="bouwplannen: CSV of XLSX met gebied, jaar, woningen en hardheid",
        )
        parser.add_argument(
            "--scenario",
            type=Path,
            metavar="BESTAND",
            help="reken met de veranderingen in dit bestand (YAML of JSON)",
        )
        parser.add_argument(
            "--keep",
            type=Path,
            metavar="MAP",
            help="bewaar in deze map wat nodig is om later uit te leggen wat er veranderde",
        )

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.cli import facts_out
        from wwz_engine.scenarios.files import read_file
        from wwz_engine.scenarios.scenario import BASE
        from wwz_engine.sources import fictional
        from wwz_engine.study import StudyRequest, run_study

        request = StudyRequest(
            gemeente=args.gemeente,
            to=args.to,
            draws=args.draws,
            seed=args.seed,
            composed=tuple(zone(text) for text in args.zone),
            scenario=read_file(args.scenario) if args.scenario else BASE,
        )
        tables: Tables = fictional.catalogue_for(args.gemeente)
        if args.plans:
            tables = _with_plans(tables, args.gemeente, args.plans)
        if args.keep:
            from wwz_engine.explain import keep, save_kept, store_in

            # Before the study is worked out: a folder that cannot be is better known at once.
            facts_out.make_folder(args.keep)
            result, kept = keep(request, tables, store_in(args.keep))
            save_kept(kept, args.keep)
        else:
            # One study and then the end: to look for what is left lying takes a fifth of it.
            with nothing_collected():
                result = run_study(request, tables)
        facts_out.write(result, args.format, args.output)
        return 0


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _with_plans(tables: Tables, gemeente: str, path: Path) -> Tables:
    """The tables with the plans of a file beside them.

    Raises
    ------
    PlansRefusedError, SourceDamagedError
    """
    from datetime import date

    from wwz_engine.population.inputs import gather
    from wwz_engine.population.places import places_of
    from wwz_engine.sources.plans import PlansRefusedError, WithPlans, plans_table, read_plans

    places = places_of(tables, gemeente)
    year = gather(tables, places).base_year
    names = {unit.code: unit.name for unit in places.units}
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PlansRefusedError([f"{path} kan niet worden gelezen. Controleer de naam."]) from error
    preview = read_plans(path.name, content, names, year)
    if not preview.usable:
        raise PlansRefusedError([problem.words for problem in preview.problems])
    return WithPlans(tables, plans_table(preview, places.gemeente.name, date(year, 1, 1)))


def zone(text: str) -> ComposedArea:
    """Read ``NAAM=BU..,BU..``.

    Raises
    ------
    ComposedAreaError
    """
    from wwz_engine.population.places import ComposedArea, ComposedAreaError

    name, equals, members = text.partition("=")
    if not (name.strip() and equals):
        raise ComposedAreaError(f"‘{text}’ is geen zone. Schrijf NAAM=BU01933110,BU01933120.")
    codes = tuple(code.strip() for code in members.split(",") if code.strip())
    return ComposedArea(name.strip(), codes)
