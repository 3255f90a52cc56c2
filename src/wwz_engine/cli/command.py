"""What a subcommand of ``wwz`` looks like, whichever package it comes from."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn, Protocol

WRONG_INPUT = 2
# What argparse says by itself, and how we say it; what is not here stays as it is.
COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"dit ontbreekt: \1"),
    (r"unrecognized arguments: (.*)", r"dit kennen we niet: \1"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 kan niet samen met \2"),
    (r"argument (.*): invalid int value: '(.*)'", r"\1: ‘\2’ is geen geheel getal"),
    (
        r"argument (.*): invalid choice: '(.*)' \(choose from (.*)\)",
        r"\1: ‘\2’ kan niet, kies uit \3",
    ),
    (r"argument (.*): expected (?:one|at least one) argument", r"\1: er hoort iets achter"),
)
HELP_WORDS = (
    ("usage:", "gebruik:"),
    ("positional arguments:", "wat u opgeeft:"),
    ("options:", "keuzes:"),
    ("show this help message and exit", "toon deze uitleg"),
    ("show program's version number and exit", "toon de versie"),
)


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
            f"{self.prog}: deze opdracht klopt niet ({in_dutch(message)}). "
            f"Kijk met ‘{self.prog} --help’ wat er kan.\n",
        )

    def format_help(self) -> str:
        text = super().format_help()
        for english, dutch in HELP_WORDS:
            text = text.replace(english, dutch, 1)
        return text


def in_dutch(complaint: str) -> str:
    """What argparse complains of, in Dutch.

    Examples
    --------
    >>> in_dutch("argument --to: invalid int value: 'straks'")
    '--to: ‘straks’ is geen geheel getal'
    """
    for english, dutch in COMPLAINTS:
        if found := re.fullmatch(english, complaint):
            return found.expand(dutch)
    return complaint
