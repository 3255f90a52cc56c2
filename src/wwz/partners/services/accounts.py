"""Giving people an account and a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wwz.errors import RuleBrokenError
from wwz.partners.models import (
    Account,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Person,
    Role,
)


class AccountRefusedError(RuleBrokenError):
    """An address or password that cannot be used."""


@dataclass(frozen=True)
class Hat:
    """For which organisation somebody acts, and in which role."""

    organisation: str
    kind: str
    role: Role
    # Name in the address; empty: in every partnership that the organisation takes part in.
    partnership: str = ""


@transaction.atomic
def give_account(
    email: str, name: str, password: str, hat: Hat | None, *, today: date
) -> tuple[Account, bool]:
    """Make an account, or give a known one a new password; and whether it is new.

    With a hat the person also gets that role from today, at an organisation that is made when
    it is not there yet.

    Raises
    ------
    AccountRefusedError
    """
    account, new = account_for(email)
    check_password(password, account)
    account.set_password(password)
    account.is_active = True
    account.save()
    person, _ = Person.objects.get_or_create(account=account, defaults={"name": name or email})
    if hat is not None:
        give_role(person, hat, today=today)
    return account, new


def account_for(email: str) -> tuple[Account, bool]:
    try:
        validate_email(email)
    except ValidationError as error:
        raise AccountRefusedError(
            f"‘{email}’ is geen e-mailadres. Schrijf het als naam@gemeente.nl."
        ) from error
    known = Account.objects.filter(email__iexact=email).first()
    return (known, False) if known else (Account(email=email.lower()), True)


def check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise AccountRefusedError(" ".join(error.messages)) from error


def give_role(person: Person, hat: Hat, *, today: date) -> Membership:
    """A membership from today, unless the person has this role there already."""
    organisation, _ = Organisation.objects.get_or_create(
        name=hat.organisation, defaults={"kind": hat.kind}
    )
    where = partnership_of(hat, organisation, today=today)
    held = Membership.objects.valid(on=today).filter(
        person=person, organisation=organisation, role=hat.role, partnership=where
    )
    return held.first() or Membership.objects.create(
        person=person, organisation=organisation, role=hat.role, partnership=where, starts_on=today
    )


def partnership_of(hat: Hat, organisation: Organisation, *, today: date) -> Partnership | None:
    """The partnership that a hat is for; nothing when it is for all of its organisation.

    Raises
    ------
    AccountRefusedError
    """
    if not hat.partnership:
        return None
    found = Partnership.objects.filter(slug=hat.partnership).first()
    if found is None:
        known = ", ".join(Partnership.objects.values_list("slug", flat=True)) or "er is er nog geen"
        raise AccountRefusedError(
            f"Het samenwerkingsverband ‘{hat.partnership}’ is er niet. Kies uit: {known}."
        )
    takes_part = Participation.objects.valid(on=today).filter(
        partnership=found, organisation=organisation
    )
    if not takes_part.exists():
        raise AccountRefusedError(
            f"{organisation} doet niet mee aan {found}. Voeg de organisatie eerst toe als partij."
        )
    return found
