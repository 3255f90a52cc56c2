"""``wwz proposals``: a programme of sites for a gemeente, on screen or as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from wwz_engine.proposals.question import Question
    from wwz_engine.proposals.rows import SiteRow
    from wwz_engine.proposals.shortages import Shortages
    from wwz_engine.sources.dataset import Tables

FORMS = ("table", "json", "csv", "xlsx")
FURTHEST_ASKED = 2040


class ProposalsCommand:
    """Weigh sites against what is short, and write the programme."""

    name = "proposals"
    help = "kies een programma van locaties dat het tekort het meest verkleint"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gemeente", help="naam of code, bijvoorbeeld Zwolle of GM0193")
        parser.add_argument(
            "--sites",
            type=Path,
            metavar="BESTAND",
            help="locaties: CSV of XLSX, een regel per variant",
        )
        parser.add_argument(
            "--question", type=Path, metavar="BESTAND", help="grenzen en gewichten: JSON"
        )
        parser.add_argument(
            "--invented",
            action="store_true",
            help="vul aan met verzonnen locaties, woningen en grenzen, als voorbeeld",
        )
        parser.add_argument("--from", dest="first", type=int, default=2027, metavar="JAAR",
                            help="eerste jaar")  # fmt: skip
        parser.add_argument("--to", type=int, default=2036, metavar="JAAR", help="laatste jaar")
        parser.add_argument("--draws", type=int, default=1000, help="aantal trekkingen")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde uitkomst")
        parser.add_argument(
            "--seconds", type=float, default=0.0, help="zo lang verder zoeken naar de beste keuze"
        )
        parser.add_argument("--why", action="store_true", help="zeg van elk plan waarom niet")
        parser.add_argument("--format", choices=FORMS, default="table", help="vorm")
        parser.add_argument("--output", type=Path, metavar="BESTAND", help="schrijf naar bestand")

    def run(self, args: argparse.Namespace) -> int:
        from wwz_engine.cli import proposals_out
        from wwz_engine.proposals.answer import CLASH
        from wwz_engine.proposals.weighing import weighing
        from wwz_engine.sources import fictional
        from wwz_engine.study import StudyRequest, needs_of

        tables = _with_homes(fictional.catalogue_for(args.gemeente), args)
        rows = _sites(tables, args)
        asked = _question(rows, tables, args)
        request = StudyRequest(args.gemeente, to=FURTHEST_ASKED, draws=args.draws, seed=args.seed)
        needs = needs_of(request, tables, asked.draws)
        found = weighing(asked, rows, needs, _day(needs))
        answer = found.certified()
        if args.seconds > 0 and answer.status != CLASH:
            answer = found.exact(args.seconds)
        if args.why and answer.status != CLASH:
            answer = found.explained(answer)
        proposals_out.write(answer, needs, args.format, args.output)
        return 0


def _day(needs: Shortages) -> date:
    from datetime import date

    return date(needs.years[0], 1, 1)


def _with_homes(tables: Tables, args: argparse.Namespace) -> Tables:
    """The tables, with invented homes and plans where nobody brought any and that was asked."""
    from datetime import date

    from wwz_engine.sources.beside import WithOwn
    from wwz_engine.supply.fictional import invented_for
    from wwz_engine.supply.table import FICTIONAL_PUBLISHER, KEY, supply_rows, supply_table

    if not args.invented or supply_rows(tables, _code(tables, args)):
        return tables
    homes = invented_for(tables, args.gemeente)
    day = date(homes[0].area_year, 1, 1)
    return WithOwn(tables, {KEY: supply_table(homes, FICTIONAL_PUBLISHER, day)})


def _code(tables: Tables, args: argparse.Namespace) -> str:
    from wwz_engine.population.places import places_of

    return places_of(tables, args.gemeente).gemeente.code


def _sites(tables: Tables, args: argparse.Namespace) -> tuple[SiteRow, ...]:
    """Sites of a file, or invented ones where that was asked.

    Raises
    ------
    SitesRefusedError, and those of a file that cannot be read
    """
    from wwz_engine.population.places import places_of
    from wwz_engine.proposals.fictional import invented_for
    from wwz_engine.proposals.files import SitesRefusedError, read_sites

    if args.sites is not None:
        places = places_of(tables, args.gemeente)
        names = {area.code: area.name for area in places.areas[1:]}
        try:
            content = args.sites.read_bytes()
        except OSError as error:
            raise SitesRefusedError(
                [f"{args.sites} kan niet worden gelezen. Controleer de naam."]
            ) from error
        return read_sites(args.sites.name, content, names, places.gemeente.year)
    if args.invented:
        return invented_for(tables, args.gemeente, args.first)
    raise SitesRefusedError(
        [
            "Er zijn geen locaties. Geef een bestand met --sites, of kies --invented voor een "
            "voorbeeld."
        ]
    )


def _question(rows: tuple[SiteRow, ...], tables: Tables, args: argparse.Namespace) -> Question:
    from wwz_engine.proposals.fictional import invented_question
    from wwz_engine.proposals.files import read_question
    from wwz_engine.proposals.question import Question, QuestionError

    code = _code(tables, args)
    if args.question is not None:
        try:
            text = args.question.read_text(encoding="utf-8")
        except OSError as error:
            raise QuestionError(
                f"{args.question} kan niet worden gelezen. Controleer de naam."
            ) from error
        return read_question(text, code)
    if args.invented:
        return invented_question(rows, code, args.first, args.to)
    return Question(code, args.first, args.to)
