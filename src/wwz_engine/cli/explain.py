"""``wwz explain``: why a figure of one study differs from that of an earlier one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.explain import Explanation
    from wwz_engine.sources.bridge import Bridge


class ExplainCommand:
    """Divide the difference between two kept studies over what caused it."""

    name = "explain"
    help = "leg uit waarom een cijfer anders is dan in een eerdere analyse"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        what = "map van ‘wwz opgave --keep’"
        parser.add_argument("earlier", metavar="EERDER", type=Path, help=f"{what}, de eerdere")
        parser.add_argument("later", metavar="LATER", type=Path, help=f"{what}, de latere")
        parser.add_argument("--indicator", default="inwoners_75plus", help="sleutel van het cijfer")
        parser.add_argument("--year", type=int, required=True, metavar="JAAR", help="jaar")
        parser.add_argument(
            "--area", metavar="CODE", help="code van het gebied; anders de gemeente"
        )
        parser.add_argument(
            "--bridge",
            type=Path,
            metavar="BESTAND",
            help="CSV met oud gebied;nieuw gebied;adressen, als de indeling veranderde",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table", help="vorm")

    def run(self, args: argparse.Namespace) -> int:
        # The analysis libraries take a second to load; `wwz --help` need not wait for them.
        from wwz_engine.explain import Reruns, open_kept

        earlier, later = open_kept(args.earlier), open_kept(args.later)
        bridge = _bridge(args.bridge, later.recipe.day.year) if args.bridge else None
        runs = Reruns(earlier, later, bridge)
        area = args.area or later.recipe.request.gemeente
        found = runs.explain((args.indicator, runs.code_of(area), args.year))
        if args.format == "json":
            print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            print(_table(found))
        return 0


def _bridge(path: Path, year: int) -> Bridge:
    """The bridge in a file.

    Raises
    ------
    SourceDamagedError, BridgeError
    """
    from wwz_engine.sources.bridge import BridgeError, read_bridge

    try:
        content = path.read_bytes()
    except OSError as error:
        raise BridgeError(f"{path} kan niet worden gelezen. Controleer de naam.") from error
    return read_bridge(path.name, content, year)


def _table(found: Explanation) -> str:
    from wwz_engine.indicators import all_indicators

    indicator = all_indicators().get(found.indicator)
    percent = indicator is not None and indicator.unit == "procent"
    step, decimals = (0.1, 1) if percent else (1.0, 0)
    before, after = (round(float(end), decimals) for end in (found.before, found.after))
    label = indicator.label if indicator else found.indicator
    lines = [f"{label}, {found.area}, {found.year}", ""]
    rows = [("Eerdere analyse", before, "")]
    rows += [(part.label, value, "+") for part, value in found.shown(before, after, step)]
    rows += [("Verschil", round(after - before, decimals), "+"), ("Latere analyse", after, "")]
    width = max(len(words) for words, _, _ in rows)
    for words, value, sign in rows:
        text = f"{value:{sign},.{decimals}f}".replace(",", "_").replace(".", ",").replace("_", ".")
        lines.append(f"  {words.ljust(width)}  {text:>10}")
    return "\n".join([*lines, *(f"\n{note}" for note in found.notes)])
