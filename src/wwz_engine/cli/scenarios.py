"""``wwz scenarios``: scenarios of one gemeente side by side."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.facts import Fact
    from wwz_engine.scenarios.scenario import Scenario

BASE_WORD = "basis"
HEADINGS = ("indicator", "label", "unit", "area_code", "area_name", "year")


class ScenariosCommand:
    """Run a study under two or more scenarios, and write where they differ."""

    name = "scenarios"
    help = "leg scenario’s van een gemeente naast elkaar"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("gemeente", help="naam of code, bijvoorbeeld Zwolle of GM0193")
        parser.add_argument(
            "scenario",
            nargs="+",
            metavar="BESTAND",
            help=f"bestanden met scenario’s; ‘{BASE_WORD}’ is de raming zelf",
        )
        parser.add_argument("--to", type=int, default=2040, metavar="JAAR", help="laatste jaar")
        parser.add_argument("--draws", type=int, default=1000, help="aantal trekkingen")
        parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde uitkomst")
        parser.add_argument(
            "--all", action="store_true", help="schrijf ook cijfers die overal gelijk zijn"
        )
        parser.add_argument("--output", type=Path, metavar="BESTAND", help="schrijf naar bestand")

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.cli.facts_out import put
        from wwz_engine.scenarios.files import read_file
        from wwz_engine.scenarios.scenario import BASE
        from wwz_engine.sources import fictional
        from wwz_engine.study import StudyRequest, run_study

        chosen = [BASE if name == BASE_WORD else read_file(Path(name)) for name in args.scenario]
        tables = fictional.catalogue_for(args.gemeente)
        results = [
            run_study(
                StudyRequest(args.gemeente, args.to, args.draws, args.seed, scenario), tables
            ).facts
            for scenario in chosen
        ]
        put(side_by_side(chosen, results, everything=args.all), args.output)
        return 0


def side_by_side(
    scenarios: list[Scenario], results: list[tuple[Fact, ...]], *, everything: bool
) -> str:
    """CSV with a row per figure: its value under each scenario, and less the first."""
    text = io.StringIO()
    writer = csv.writer(text)
    first, *others = scenarios
    writer.writerow(
        [*HEADINGS, *(one.key for one in scenarios), *(f"{one.key}-{first.key}" for one in others)]
    )
    writer.writerows(_rows(results, everything=everything))
    return text.getvalue()


def _rows(results: list[tuple[Fact, ...]], *, everything: bool) -> Iterator[list[object]]:
    named = [
        {(fact.indicator.key, fact.area.code, fact.year): fact for fact in facts}
        for facts in results
    ]
    places = {place: fact for facts in reversed(named) for place, fact in facts.items()}
    for place, fact in places.items():
        values = [None if (one := facts.get(place)) is None else one.value for facts in named]
        if everything or len(set(values)) > 1:
            yield [
                fact.indicator.key, fact.indicator.label, fact.indicator.unit, fact.area.code,
                fact.area.name, fact.year, *values,
                *(_less(value, values[0]) for value in values[1:]),
            ]  # fmt: skip


def _less(value: float | None, first: float | None) -> float | None:
    return None if value is None or first is None else round(value - first, 6)
