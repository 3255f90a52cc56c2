"""The permission matrix: on a page, per role and whole; and the hats that people wear."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import logged_in
from wwz.partners.matrix import (
    COLUMNS,
    MATRIX,
    TABLE,
    Action,
    MatrixIncompleteError,
    Reach,
    read_table,
)
from wwz.partners.models import Account, Membership, Organisation, Partnership, Role
from wwz.partners.roles import EVERY_ROLE


def test_every_action_has_a_mark_for_every_role() -> None:
    assert set(COLUMNS.values()) == set(EVERY_ROLE)
    assert set(MATRIX) == set(Action)
    assert all(set(marks) == set(EVERY_ROLE) for marks in MATRIX.values())


@pytest.mark.parametrize("line", ["SIGN", "READ_PUBLIC x"])
def test_table_with_a_line_missing_or_short_does_not_load(line: str) -> None:
    lines = [one for one in TABLE.splitlines() if not one.startswith(line.split()[0])]
    with pytest.raises(MatrixIncompleteError):
        read_table("\n".join([*lines, line] if " " in line else lines))


def test_four_eyes_programme_manager_promises_signs_and_accords_for_nobody() -> None:
    for action in (Action.PLEDGE, Action.SIGN, Action.APPROVE_REPORT, Action.DRAFT_REPORT):
        assert MATRIX[action][Role.PROGRAMMAMANAGER] is Reach.NONE


def test_administrator_of_the_platform_reads_no_more_than_a_visitor() -> None:
    for action in (Action.READ_PARTNER, Action.READ_BOARD, Action.SEE_CONTACT):
        assert MATRIX[action][Role.PLATFORMBEHEERDER] is Reach.NONE


def test_page_says_what_one_role_may_and_shows_the_whole_table(client: Client, db: None) -> None:
    page = client.get("/rechten/?rol=bestuurder").content.decode()
    assert "Wat mag een bestuurder?" in page
    assert "Tekenen, instemmen met een bijstelling" in page
    assert page.count("<tr>") == len(Action) + 1
    assert "Wat mag ik als bezoeker" in client.get("/rechten/?rol=koning").content.decode()


def test_page_opens_at_the_own_role(ilse: Account) -> None:
    page = logged_in(ilse).get("/rechten/").content.decode()
    assert "Wat mag ik als beheerder van de organisatie?" in page


# --- hats ---


@pytest.fixture
def two_hats(bas: Account, municipality: Organisation, zwolle: Partnership) -> Account:
    """Bas of De Stadspoort, who is also an analist of the gemeente."""
    Membership.objects.create(
        person=bas.person, organisation=municipality, role=Role.ANALIST, starts_on="2025-01-01"
    )
    return bas


def wear(client: Client, account: Account, role: str, back: str = "/") -> str:
    hat = Membership.objects.get(person__account=account, role=role)
    return str(client.post("/pet/", {"membership": hat.pk, "terug": back}).url)


def test_switching_hats_goes_back_and_says_who_somebody_is_now(two_hats: Account) -> None:
    client = logged_in(two_hats)
    assert wear(client, two_hats, Role.ANALIST, "/rechten/?rol=analist") == "/rechten/?rol=analist"
    page = client.get("/rechten/").content.decode()
    assert "U werkt nu namens Gemeente Zwolle (demo), als analist." in page
    assert "Wat mag ik als analist?" in page
    assert wear(client, two_hats, Role.ORGANISATIEMEDEWERKER, "/rechten/") == "/rechten/"
    assert "Wat mag ik als medewerker?" in client.get("/rechten/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://kwaad.example/", "//kwaad.example/", "/bestaat/niet/", "/feit/x/", ""]
)
def test_switching_hats_never_leads_astray(back: str, two_hats: Account) -> None:
    assert wear(logged_in(two_hats), two_hats, Role.ANALIST, back) == "/samen/zwolle/"


def test_nobody_wears_the_hat_of_another(two_hats: Account, ilse: Account) -> None:
    client = logged_in(two_hats)
    foreign = Membership.objects.get(person__account=ilse)
    assert client.post("/pet/", {"membership": foreign.pk}).status_code == 404
    assert client.post("/pet/", {"membership": "x"}).status_code == 404
    assert "Wat mag ik als medewerker?" in client.get("/rechten/").content.decode()


def test_switching_hats_is_for_who_has_an_account(client: Client, db: None) -> None:
    assert client.post("/pet/", {}).url.startswith("/inloggen/")


def test_who_has_several_hats_hears_that_another_may_see_more(
    two_hats: Account, ilse: Account
) -> None:
    missing = "/feit/00000000-0000-0000-0000-000000000000/"
    assert "Misschien ziet u meer met een andere pet" in (
        logged_in(two_hats).get(missing).content.decode()
    )
    assert "andere pet" not in logged_in(ilse).get(missing).content.decode()
