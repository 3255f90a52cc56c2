"""``wwz demo``: the whole site on this machine, with real open data and invented people."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from wwz.commands.compute import BROKEN_OFF
from wwz.commands.serving import free_port, serve, workers_beside
from wwz.commands.site import (
    SiteRefusedError,
    collect_static,
    environment_of_demo,
    migrate,
    refusals,
    say,
    start_django,
)
from wwz.this_machine import only_this_machine

TO_YEAR = 2040


class DemoCommand:
    name = "demo"
    help = "probeer de site op deze machine, met open gegevens en verzonnen mensen"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="poort (standaard 8000)")
        parser.add_argument("--host", default="127.0.0.1", help="adres van deze machine zelf")
        parser.add_argument(
            "--no-serve", action="store_true", help="maak alles klaar, maar start de site niet"
        )
        parser.add_argument(
            "--data-folder",
            type=Path,
            default=Path(os.environ.get("WWZ_VAR", "var")),
            metavar="MAP",
            help="map waar de demo haar database bewaart (standaard var)",
        )

    def run(self, args: argparse.Namespace) -> int:
        started = time.monotonic()
        with refusals():
            if not only_this_machine(args.host):
                raise SiteRefusedError(
                    f"De demo is alleen voor deze machine zelf en luistert niet op {args.host}: "
                    "haar wachtwoord is bekend. Zie docs/howto/production.md voor een echte site."
                )
            try:
                prepare(args.data_folder.resolve())
                if args.no_serve:
                    finish()
            except KeyboardInterrupt:
                say("Afgebroken. Wat klaar is, blijft: de volgende keer gaat de demo hier verder.")
                return BROKEN_OFF
            port = free_port(args.host, args.port)
        if args.no_serve:
            say(f"De demo staat klaar in {time.monotonic() - started:.0f} seconden.")
            return 0
        welcome(args.host, port)
        serve_while_finishing(args.host, port)
        say("De demo is gestopt. Alles is bewaard: start haar opnieuw met `make demo`.")
        return 0


command = DemoCommand()


def prepare(var: Path) -> None:
    """Database, data, studies, parties and people; what is there already is left alone."""
    environment_of_demo(var)
    start_django()
    refuse_other_database()
    from django.utils import timezone

    from wwz.commands import story, studies

    with studies.Beside(TO_YEAR) as working_out:
        say("Database klaarzetten")
        migrate()
        if not story.only_demo_inside():
            raise not_a_demo_database()
        story.seed(today=timezone.localdate())
        if not studies.are_published(to_year=TO_YEAR):
            working_out.begin()
        collect_static()
    say("Verhaal van de demo vertellen")
    story.tell(now=timezone.now())


def finish() -> None:
    """What the site can do without: studies of scenarios."""
    from wwz.commands import scenario_studies

    scenario_studies.work_out_missing()


def serve_while_finishing(host: str, port: int) -> None:
    from wwz.commands import scenario_studies

    with workers_beside(), scenario_studies.worked_out_beside():
        serve(host, port)


def refuse_other_database() -> None:
    """Refuse, before anything is written, a database that something else uses."""
    from django.db import OperationalError, connection

    try:
        tables = set(connection.introspection.table_names())
    except OperationalError as error:
        raise SiteRefusedError(
            f"De database antwoordt niet ({str(error).strip()}). Haal DATABASE_URL weg: de demo "
            "heeft er geen nodig."
        ) from error
    if not tables:
        return
    if "partners_account" not in tables or "opgave_study" not in tables:
        raise not_a_demo_database()
    from wwz.commands import story

    if not story.only_demo_inside():
        raise not_a_demo_database()


def not_a_demo_database() -> SiteRefusedError:
    return SiteRefusedError(
        "In deze database staan gegevens die niet van een demo zijn. De demo raakt ze niet aan. "
        "Kies een lege map met --data-folder en haal DATABASE_URL weg, of start deze site met "
        "`wwz serve`."
    )


def welcome(host: str, port: int) -> None:
    """Address and logins, in Dutch."""
    from wwz.commands import story, studies

    shown = f"[{host}]" if ":" in host else host
    say("")
    if studies.only_fictional():
        say(
            "Er zijn geen open gegevens gevonden. De site toont de verzonnen gemeente Verzonnendam."
        )
    say(f"Platform WWZ staat klaar: http://{shown}:{port}/")
    say("Organisaties en mensen zijn verzonnen (demo). Lezen kan zonder inloggen.")
    say(f"Inloggen: http://{shown}:{port}/inloggen/, wachtwoord voor iedereen: {story.PASSWORD}")
    for character in story.CAST:
        if character.login:
            say(f"  {character.email:<22} {character.work}, {character.organisation} (demo)")
    say("Stoppen: Ctrl-C.")
