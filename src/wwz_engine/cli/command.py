"""What a subcommand of ``wwz`` looks like, whichever package it comes from."""

from __future__ import annotations

import argparse
from typing import NoReturn, Protocol

WRONG_INPUT = 2


class Command(Protocol):
    """A subcommand; packages offer one through the entry-point group ``wwz.commands``."""

    name: str
    help: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; 0 when done, 2 for wrong input."""


class DutchParser(argparse.ArgumentParser):
    """An argument parser that says in Dutch what is wrong and where to look."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            WRONG_INPUT,
            f"{self.prog}: deze opdracht klopt niet ({message}). "
            f"Kijk met ‘{self.prog} --help’ wat er kan.\n",
        )
