"""``wwz reach``: how far people of 75 and older walk to what they need."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.reach.asking import ReachResult
    from wwz_engine.sources.dataset import Tables

FORMATS = ("table", "json", "csv", "xlsx")
BEST = 5
PROFILES = ("algemeen", "65plus", "rollator", "rolstoel")


class ReachCommand:
    """Work out reach on foot and write its facts."""

    name = "reach"
    help = "reken uit wat 75-plussers op loopafstand hebben"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gemeente", help="naam of code, bijvoorbeeld Zwolle of GM0193")
        parser.add_argument(
            "--facilities", type=Path, metavar="BESTAND",
            help="voorzieningen: CSV of XLSX; zonder bestand een verzonnen voorbeeld",
        )  # fmt: skip
        parser.add_argument(
            "--straight", action="store_true",
            help="hemelsbreed maal een factor, in plaats van over verzonnen straten",
        )  # fmt: skip
        parser.add_argument(
            "--profile", choices=PROFILES, action="append", default=[],
            help="wie loopt; mag vaker; zonder keuze alle",
        )  # fmt: skip
        parser.add_argument("--format", choices=FORMATS, default="table", help="vorm")
        parser.add_argument("--output", type=Path, metavar="BESTAND", help="schrijf naar bestand")
        parser.add_argument(
            "--zone", action="append", default=[], metavar="NAAM=BU..,BU..",
            help="tel buurten op tot een woonservicezone; mag vaker",
        )  # fmt: skip

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.cli import facts_out
        from wwz_engine.cli.opgave import zone
        from wwz_engine.reach.asking import ReachRequest, reach_study
        from wwz_engine.reach.example import with_example
        from wwz_engine.sources import fictional

        request = ReachRequest(
            args.gemeente, tuple(args.profile), tuple(zone(text) for text in args.zone)
        )
        tables: Tables = fictional.catalogue_for(args.gemeente)
        if args.facilities:
            tables = _with_file(tables, args.gemeente, args.facilities)
        tables = with_example(
            tables, args.gemeente, facilities=not args.facilities, streets=not args.straight
        )
        result = reach_study(request, tables)
        if args.format == "table":
            facts_out.put(_table(result), args.output)
        else:
            facts_out.write(result, args.format, args.output, "bereik")
        return 0


def _with_file(tables: Tables, gemeente: str, path: Path) -> Tables:
    """The tables with the facilities of a file beside them.

    Raises
    ------
    FacilitiesRefusedError, SourceDamagedError
    """
    from datetime import date

    from wwz_engine.population.places import places_of
    from wwz_engine.reach.checks import FacilitiesRefusedError, read_facilities
    from wwz_engine.reach.rows import KEY
    from wwz_engine.reach.table import facility_table
    from wwz_engine.sources.beside import WithOwn

    places = places_of(tables, gemeente)
    names = {area.code: area.name for area in places.areas[1:]}
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FacilitiesRefusedError(
            [f"{path} kan niet worden gelezen. Controleer de naam."]
        ) from error
    rows = read_facilities(path.name, content, names, places.gemeente.year)
    day = date(places.gemeente.year, 1, 1)
    table = facility_table(rows, places.gemeente.code, places.gemeente.name, day)
    return WithOwn(tables, {KEY: table})


def _table(result: ReachResult) -> str:
    """Per area the share of people of 75 and older with all basics in reach."""
    from wwz_engine.facts import FICTION_NOTE
    from wwz_engine.reach.indicators import all_key
    from wwz_engine.shown_facts import shown_facts

    lines = [f"Bereik te voet in {result.gemeente.name} ({result.gemeente.code})"]
    if result.fictional:
        lines.append(f"LET OP: {FICTION_NOTE}.")
    columns = list(result.measured.distances)
    shown = {
        (fact.indicator.key, fact.area.code): one.value
        for fact, one in zip(
            result.facts, shown_facts(result.facts, result.indicators), strict=True
        )
    }
    lines += ["", "75-plussers met alle basisvoorzieningen op loopafstand, in procent"]
    lines.append(f"{'':36}" + "".join(f"{key:>10}" for key in columns))
    for area in result.areas:
        cells = (shown.get((all_key(key), area.code)) for key in columns)
        indent = {"gemeente": 0, "wijk": 1}.get(area.level, 2)
        name = f"{'  ' * indent}{area.name}"[:35]
        lines.append(f"{name:36}" + "".join(f"{_percent(cell):>10}" for cell in cells))
    lines += _best(result)
    lines += ["", "Wat we niet weten"] + [f"- {gap}" for gap in result.gaps]
    lines += ["", "Bronnen"]
    lines += [
        f"- {source.publisher}, {source.table}, {source.as_of:%d-%m-%Y} ({source.licence})"
        for source in result.sources
    ]
    return "\n".join(lines) + "\n"


def _best(result: ReachResult) -> list[str]:
    """Where one new facility brings most people all basics, for the first profile."""
    from wwz_engine.disclosure import rounded
    from wwz_engine.reach.gaps import best_new
    from wwz_engine.reach.kinds import kinds

    found = result.measured
    profile = found.ground.profiles[next(iter(found.distances))]
    gaps = best_new(found, profile, most=BEST)
    names = {area.code: area.name for area in result.areas}
    title = f"Eén nieuwe voorziening die de meeste 75-plussers helpt ({profile.label})"
    lines = ["", title] if gaps else []
    for gap in gaps:
        where = f"bij {names.get(gap.unit, 'de rand')}, x {gap.x:.0f}, y {gap.y:.0f}"
        lines.append(f"  {kinds()[gap.kind].label}, {where}: +{rounded(gap.people):.0f}")
    return lines


def _percent(value: float | None) -> str:
    return "onbekend" if value is None else f"{value:.1f}%".replace(".", ",")
