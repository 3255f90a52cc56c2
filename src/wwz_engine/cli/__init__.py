"""The command ``wwz``: its own subcommands, and those that other packages add."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points, version

from wwz_engine.cli.backtest import BacktestCommand
from wwz_engine.cli.command import WRONG_INPUT, Command, DutchParser
from wwz_engine.cli.data import DataCommand
from wwz_engine.cli.explain import ExplainCommand
from wwz_engine.cli.opgave import OpgaveCommand
from wwz_engine.cli.opgaven import OpgavenCommand
from wwz_engine.cli.prevalence import PrevalenceCommand
from wwz_engine.cli.proposals import ProposalsCommand
from wwz_engine.cli.reach import ReachCommand
from wwz_engine.cli.scenarios import ScenariosCommand
from wwz_engine.errors import EngineError

GROUP = "wwz.commands"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; 0 when done, 2 for wrong input.

    Raises
    ------
    SystemExit
        by the parser, for ``--help`` and for arguments that do not fit
    """
    parser, commands = _parser()
    args = parser.parse_args(argv)
    command = commands.get(args.command or "")
    if command is None:
        parser.print_help()
        return 0
    try:
        return command.run(args)
    except EngineError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would complain once more at exit.
        sys.stderr.close()
        return 0


def _parser() -> tuple[argparse.ArgumentParser, dict[str, Command]]:
    parser = DutchParser(prog="wwz", description="Platform WWZ: wonen, welzijn en zorg samen")
    parser.add_argument("--version", action="version", version=version("wwz-platform"))
    subparsers = parser.add_subparsers(dest="command", metavar="opdracht")
    commands: dict[str, Command] = {}
    known: list[Command] = [
        OpgaveCommand(),
        OpgavenCommand(),
        ExplainCommand(),
        BacktestCommand(),
        PrevalenceCommand(),
        ProposalsCommand(),
        ReachCommand(),
        ScenariosCommand(),
        DataCommand(),
        *_from_packages(),
    ]
    for command in known:
        command.configure(subparsers.add_parser(command.name, help=command.help))
        commands[command.name] = command
    return parser, commands


def _from_packages() -> list[Command]:
    """Commands of the web package; without its extra they cannot load and are left out."""
    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            found.append(entry.load())
        except ModuleNotFoundError as error:
            if error.name is None or error.name.split(".")[0] in ("wwz", "wwz_engine"):
                raise
    return found
