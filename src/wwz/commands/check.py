"""``wwz check``: is everything that was frozen whole, and does the post go out?

Apps add checks of their own in a module ``check``: a function ``check()`` that gives one Dutch
sentence for each thing that is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module

from wwz.commands.site import refusals, say, start_django

BROKEN = 1
VERDICTS = {0: "Alles is in orde.", 1: "Eén ding is niet in orde."}
Check = Callable[[], Iterator[str]]


class CheckCommand:
    name = "check"
    help = "kijk na of bevroren stukken heel zijn en of de post weggaat"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--app", default="", metavar="NAAM", help="alleen dit onderdeel")

    def run(self, args: argparse.Namespace) -> int:
        with refusals():
            start_django()
        wrong = 0
        for label, check in checks():
            if args.app and label != args.app:
                continue
            for sentence in check():
                say(f"{label}: {sentence}")
                wrong += 1
        say(VERDICTS.get(wrong, f"{wrong} dingen zijn niet in orde."))
        return BROKEN if wrong else 0


def checks() -> Iterator[tuple[str, Check]]:
    """The checks of every app that has any, from the ground up."""
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    for config in reversed(list(apps.get_app_configs())):
        if config.name.startswith("wwz.") and module_has_submodule(config.module, "check"):
            yield config.label, import_module(f"{config.name}.check").check


command = CheckCommand()
