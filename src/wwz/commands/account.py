"""``wwz account``: give somebody an account, a new password or a role."""

from __future__ import annotations

import argparse
import getpass
import sys

from wwz.commands.site import migrate, refusals, say, start_django
from wwz_engine.cli.command import WRONG_INPUT


class AccountCommand:
    name = "account"
    help = "geef iemand een account, een nieuw wachtwoord of een rol"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email", help="e-mailadres waarmee de persoon inlogt")
        parser.add_argument("--name", default="", metavar="NAAM", help="naam van de persoon")
        parser.add_argument(
            "--organisation", default="", metavar="NAAM", help="organisatie van de persoon"
        )
        parser.add_argument(
            "--kind", default="gemeente", metavar="SOORT", help="soort van een nieuwe organisatie"
        )
        parser.add_argument("--role", default="", metavar="ROL", help="rol, bijvoorbeeld analist")
        parser.add_argument(
            "--partnership",
            default="",
            metavar="NAAM",
            help="samenwerkingsverband waarvoor de rol geldt, zoals in het adres: zwolle",
        )

    def run(self, args: argparse.Namespace) -> int:
        with refusals():
            start_django()
            migrate()
        from django.utils import timezone

        from wwz.errors import RuleBrokenError
        from wwz.partners import services
        from wwz.partners.models import Role

        problem = wrong_choice(args)
        if problem:
            print(problem, file=sys.stderr)
            return WRONG_INPUT
        hat = None
        if args.role:
            role = Role(args.role)
            hat = services.Hat(args.organisation, args.kind, role, args.partnership)
        try:
            account, new = services.give_account(
                args.email, args.name, asked_password(), hat, today=timezone.localdate()
            )
        except RuleBrokenError as error:
            print(error, file=sys.stderr)
            return WRONG_INPUT
        done = "gemaakt" if new else "bijgewerkt"
        say(f"Account {account.email} is {done}.")
        return 0


def wrong_choice(args: argparse.Namespace) -> str:
    """What is wrong with role and organisation together, in a sentence; or nothing."""
    from wwz.partners.models import OrganisationKind, Role

    if bool(args.role) != bool(args.organisation):
        return "Een rol hoort bij een organisatie: geef --role en --organisation allebei."
    if args.partnership and not args.role:
        return "Een samenwerkingsverband hoort bij een rol: geef ook --role en --organisation."
    if args.role and args.role not in Role.values:
        return f"De rol ‘{args.role}’ bestaat niet. Kies uit: {', '.join(Role.values)}."
    if args.kind not in OrganisationKind.values:
        kinds = ", ".join(OrganisationKind.values)
        return f"De soort ‘{args.kind}’ bestaat niet. Kies uit: {kinds}."
    return ""


def asked_password() -> str:
    """The password, typed unseen; or the first line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass("Wachtwoord (ten minste 12 tekens): ")
    return sys.stdin.readline().rstrip("\n")


command = AccountCommand()
