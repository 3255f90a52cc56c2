"""``wwz opgave``: the needs analysis of a gemeente, on screen or as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wwz_engine.cli.command import WRONG_INPUT

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

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.cli import facts_out
        from wwz_engine.population.places import ComposedArea
        from wwz_engine.sources import fictional, verzonnendam
        from wwz_engine.sources.registry import default_catalogue
        from wwz_engine.study import StudyRequest, run_study

        zones = []
        for text in args.zone:
            name, equals, members = text.partition("=")
            if not (name.strip() and equals):
                print(
                    f"‘{text}’ is geen zone. Schrijf NAAM=BU01933110,BU01933120.", file=sys.stderr
                )
                return WRONG_INPUT
            codes = tuple(code.strip() for code in members.split(",") if code.strip())
            zones.append(ComposedArea(name.strip(), codes))
        request = StudyRequest(
            gemeente=args.gemeente,
            to=args.to,
            draws=args.draws,
            seed=args.seed,
            composed=tuple(zones),
        )
        invented = args.gemeente.strip().casefold() in (
            verzonnendam.NAME.casefold(),
            verzonnendam.GEMEENTE.casefold(),
        )
        tables = fictional.catalogue() if invented else default_catalogue()
        result = run_study(request, tables)
        facts_out.write(result, args.format, args.output)
        return 0
