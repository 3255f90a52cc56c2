"""Giving accounts and roles from the command line."""

from __future__ import annotations

import argparse
import io

import pytest

from tests.cast import TODAY
from wwz.commands import account
from wwz.commands.account import wrong_choice
from wwz.partners.access import roles
from wwz.partners.models import Account, Membership, Organisation, Partnership, Role
from wwz.partners.services import AccountRefusedError, Hat, give_account

PASSWORD = "vier-losse-woorden"
HAT = Hat("Gemeente Zwolle", "gemeente", Role.PROGRAMMAMANAGER)


def test_account_comes_with_person_organisation_and_role(db: None) -> None:
    made, new = give_account("Sanne@Zwolle.nl", "Sanne", PASSWORD, HAT, today=TODAY)
    assert new
    assert made.email == "sanne@zwolle.nl"
    assert made.check_password(PASSWORD)
    assert made.person.name == "Sanne"
    assert roles(made, TODAY) == {"programmamanager"}


def test_second_time_changes_the_password_and_doubles_nothing(db: None) -> None:
    give_account("sanne@zwolle.nl", "Sanne", PASSWORD, HAT, today=TODAY)
    made, new = give_account("SANNE@zwolle.nl", "", "vijf-andere-woorden", HAT, today=TODAY)
    assert not new
    assert made.check_password("vijf-andere-woorden")
    counts = [model.objects.count() for model in (Account, Organisation, Membership)]
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("password", ["kort", "123456789012345", "sanne@zwolle.nl"])
def test_weak_password_is_refused(password: str, db: None) -> None:
    with pytest.raises(AccountRefusedError):
        give_account("sanne@zwolle.nl", "Sanne", password, None, today=TODAY)
    assert not Account.objects.exists()


def test_address_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(AccountRefusedError, match="geen e-mailadres"):
        give_account("sanne", "Sanne", PASSWORD, None, today=TODAY)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"role": "analist"}, "hoort bij een organisatie"),
        ({"organisation": "Gemeente Zwolle"}, "hoort bij een organisatie"),
        ({"role": "baas", "organisation": "X"}, "De rol ‘baas’ bestaat niet. Kies uit: "),
        ({"kind": "bedrijf"}, "De soort ‘bedrijf’ bestaat niet. Kies uit: gemeente"),
        ({"partnership": "zwolle"}, "hoort bij een rol"),
        ({}, ""),
    ],
)
def test_wrong_role_or_kind_says_which_there_are(given: dict[str, str], sentence: str) -> None:
    standard = {"role": "", "organisation": "", "kind": "gemeente", "partnership": ""}
    said = wrong_choice(argparse.Namespace(**standard | given))
    assert sentence in said
    assert bool(said) == bool(sentence)


def test_command_takes_the_password_from_a_pipe(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    parser = argparse.ArgumentParser()
    account.command.configure(parser)
    assert account.command.run(parser.parse_args(["wei@zwolle.nl", "--name", "Wei"])) == 0
    assert "wei@zwolle.nl is gemaakt" in capsys.readouterr().out
    assert Account.objects.get().check_password(PASSWORD)


def test_role_may_be_for_one_partnership_that_the_organisation_takes_part_in(
    zwolle: Partnership,
) -> None:
    hat = Hat("Gemeente Zwolle", "gemeente", Role.ANALIST, "zwolle")
    made, _ = give_account("wei@zwolle.nl", "Wei", PASSWORD, hat, today=TODAY)
    assert Membership.objects.get(person__account=made).partnership == zwolle
    for wrong, says in (("utrecht", "Kies uit: zwolle"), ("zwolle", "doet niet mee")):
        hat = Hat("Onder Dak", "corporatie", Role.ANALIST, wrong)
        with pytest.raises(AccountRefusedError, match=says):
            give_account("x@zwolle.nl", "X", PASSWORD, hat, today=TODAY)
    assert not Account.objects.filter(email="x@zwolle.nl").exists()
