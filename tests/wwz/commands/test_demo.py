"""The demo: invented people on a database of its own, on this machine alone."""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.test import override_settings

from tests.cast import TODAY, make_account
from wwz.commands import demo, scenario_studies, serving, site, story
from wwz.commands.site import SiteRefusedError
from wwz.commands.story import parties
from wwz.commands.studies import Record
from wwz.opgave.models import Study
from wwz.partners.models import Account, Membership, Organisation, OrganisationKind, Person, Role


def options(**given: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo.command.configure(parser)
    return argparse.Namespace(**vars(parser.parse_args([])) | given)


def test_seed_makes_the_parties_and_the_cast_once(db: None) -> None:
    story.seed(today=TODAY)
    counts = Organisation.objects.count(), Person.objects.count(), Membership.objects.count()
    story.seed(today=TODAY)

    assert len(parties.ORGANISATIONS) == 21
    assert counts == (46, 18, 17)
    again = Organisation.objects.count(), Person.objects.count(), Membership.objects.count()
    assert again == counts


def test_everything_seeded_says_that_it_is_invented(db: None) -> None:
    story.seed(today=TODAY)
    assert not [str(each) for each in Organisation.objects.all() if "(demo)" not in str(each)]
    assert all(email.endswith("@demo.example") for email in emails())


def emails() -> list[str]:
    return list(Account.objects.values_list("email", flat=True))


def test_every_login_of_the_cast_has_the_printed_password_and_its_role(db: None) -> None:
    story.seed(today=TODAY)
    for character in story.CAST:
        if not character.login:
            assert Person.objects.get(name=character.name).account is None
            continue
        account = Account.objects.get(email=character.email)
        assert check_password(story.PASSWORD, account.password)
        held = Membership.objects.get(person__account=account)
        assert (held.role, held.organisation.name) == (character.role, character.organisation)


def test_demo_uses_an_empty_database_or_its_own(db: None) -> None:
    assert story.only_demo_inside()
    demo.refuse_other_database()
    story.seed(today=TODAY)
    assert story.only_demo_inside()
    demo.refuse_other_database()


def test_demo_leaves_a_database_with_a_real_party_alone(db: None) -> None:
    Organisation.objects.create(name="Gemeente Zwolle", kind=OrganisationKind.GEMEENTE)
    with pytest.raises(SiteRefusedError, match="niet van een demo"):
        demo.refuse_other_database()


def test_demo_leaves_a_database_with_a_real_account_alone(municipality: Organisation) -> None:
    make_account("sanne", Role.PROGRAMMAMANAGER, municipality)
    demo.refuse_other_database()
    Account.objects.create_user("sanne@zwolle.nl", "een-lang-wachtwoord")
    with pytest.raises(SiteRefusedError, match="niet van een demo"):
        demo.refuse_other_database()


def test_demo_leaves_published_studies_without_cast_alone(study: Study) -> None:
    with pytest.raises(SiteRefusedError, match="niet van een demo"):
        demo.refuse_other_database()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.org"])  # noqa: S104 - refused
def test_demo_listens_on_this_machine_alone(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        demo.command.run(options(host=host))
    assert refused.value.code == 2
    assert "alleen voor deze machine" in capsys.readouterr().err


def test_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serving.free_port("127.0.0.1", port) > port
        assert not serving.is_free("127.0.0.1", port)


def test_no_free_port_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "is_free", lambda host, port: False)
    with pytest.raises(SiteRefusedError, match="Kies een andere met --port"):
        serving.free_port("127.0.0.1", 8000)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(SiteRefusedError, match="bestaat niet"):
        serving.free_port("127.0.0.1", port)


def test_folder_that_cannot_be_written_in_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("geen map")
    with pytest.raises(SiteRefusedError, match="niet schrijven"):
        site.environment_of_demo(tmp_path / "bestand" / "map")


def test_address_that_is_not_here_says_so() -> None:
    with pytest.raises(SiteRefusedError, match="bestaat niet op deze machine"):
        serving.is_free("geen.adres.invalid", 8000)


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    key = site.kept_key(path)
    assert len(key) >= 50
    assert site.kept_key(path) == key
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [0, 1, 2])
def test_scenarios_are_worked_out_while_the_site_serves(
    left: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*, apart: bool) -> subprocess.Popen[bytes]:
        argv = [sys.executable, "-c", "import time; time.sleep(60)"]
        begun.append(subprocess.Popen(argv, start_new_session=apart))
        return begun[0]

    monkeypatch.setattr(scenario_studies, "missing", lambda: [object()] * left)
    monkeypatch.setattr(scenario_studies, "_begin", begin)
    with scenario_studies.worked_out_beside():
        assert [one.poll() for one in begun] == [None] * min(left, 1)

    assert None not in [one.poll() for one in begun]
    said = {
        0: "",
        1: "Een scenario wordt nog uitgerekend",
        2: "2 scenario’s worden nog uitgerekend",
    }
    assert capsys.readouterr().out.startswith(said[left])


def test_demo_that_was_broken_off_goes_on_where_it_stopped(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    Record(path, "a").add("Zwolle")
    again = Record(path, "a")
    assert (again.done, again.complete) == (["Zwolle"], False)

    again.finish("b")
    assert Record(path, "b").complete
    assert not Record(path, "other data").complete
    assert json.loads(path.read_text())["key"] == "b"


def test_record_without_studies_counts_for_nothing(db: None, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    Record(path, "a").finish("a")
    assert not Record(path, "a").complete


def test_site_with_a_taken_port_says_so(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from wwz.commands import serve

    monkeypatch.setattr(serve, "free_port", lambda host, port: port + 1)
    with pytest.raises(SystemExit) as refused:
        serve.command.run(argparse.Namespace(host="127.0.0.1", port=8000, no_worker=True))
    assert refused.value.code == 2
    assert "Poort 8000 is bezet" in capsys.readouterr().err


def served(monkeypatch: pytest.MonkeyPatch, host: str, *hosts: str) -> None:
    """Start `wwz serve` with everything that takes time or would stay running left out."""
    from wwz.commands import serve

    monkeypatch.setattr(serve, "free_port", lambda host, port: port)
    monkeypatch.setattr(serve, "serve", lambda host, port: None)
    monkeypatch.setattr(serve, "collect_static", lambda: None)
    with override_settings(ALLOWED_HOSTS=hosts):
        serve.command.run(argparse.Namespace(host=host, port=8000, no_worker=True))


@pytest.mark.parametrize(
    ("host", "name"), [("192.0.2.1", "localhost"), ("127.0.0.1", "wwz.example.nl")]
)
def test_database_of_a_demo_is_not_served_to_other_machines(
    host: str,
    name: str,
    sanne: Account,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SystemExit) as refused:
        served(monkeypatch, host, name)
    assert refused.value.code == 2
    assert "accounts van de demo" in capsys.readouterr().err


def test_database_of_a_demo_is_served_on_this_machine(
    sanne: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(monkeypatch, "127.0.0.1", "localhost", "127.0.0.1")


def test_site_without_demo_accounts_is_served_to_everybody(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(monkeypatch, "192.0.2.1", "wwz.example.nl")


def test_server_takes_no_more_than_a_form() -> None:
    from wwz.commands.serving import server_options

    assert server_options()["max_request_body_size"] <= 2**20
