"""``wwz serve``: the site with its worker, for one machine or behind a proxy."""

from __future__ import annotations

import argparse
from contextlib import nullcontext

from wwz.commands.serving import free_port, serve, workers_beside
from wwz.commands.site import SiteRefusedError, collect_static, migrate, refusals, say, start_django
from wwz.this_machine import only_this_machine


class ServeCommand:
    name = "serve"
    help = "start de site en de rekendienst"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="adres om op te luisteren")
        parser.add_argument("--port", type=int, default=8000, help="poort (standaard 8000)")
        parser.add_argument(
            "--no-worker", action="store_true", help="start de rekendienst niet: die draait elders"
        )

    def run(self, args: argparse.Namespace) -> int:
        with refusals():
            start_django()
            if free_port(args.host, args.port) != args.port:
                raise SiteRefusedError(f"Poort {args.port} is bezet. Kies een andere met --port.")
            migrate()
            refuse_demo_accounts(args.host)
            collect_static()
        say(f"Platform WWZ luistert op {args.host}:{args.port}. Stoppen: Ctrl-C.")
        with nullcontext() if args.no_worker else workers_beside():
            serve(args.host, args.port)
        return 0


def refuse_demo_accounts(host: str) -> None:
    """Refuse to let others reach a database that a demo filled: its password is in our source.

    Raises
    ------
    SiteRefusedError
    """
    from django.conf import settings

    from wwz.commands import story

    alone = all(only_this_machine(name) for name in (host, *settings.ALLOWED_HOSTS))
    if not alone and story.has_logins():
        raise SiteRefusedError(
            "In deze database staan inlogaccounts van de demo, en hun wachtwoord is bekend. Kies "
            "met WWZ_VAR of DATABASE_URL een andere, lege database voor een site die anderen "
            "kunnen bereiken."
        )


command = ServeCommand()
