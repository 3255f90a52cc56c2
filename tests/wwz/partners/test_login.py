"""Logging in, roles that count today, and the hat that is worn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import PASSWORD, TODAY, counted_queries, make_account
from wwz.partners.access import memberships, roles
from wwz.partners.models import Account, Membership, Organisation, Role


def test_account_logs_in_with_email_and_password(bas: Account, client: Client) -> None:
    form = {"login": "Bas@Demo.example", "password": PASSWORD}
    answer = client.post("/inloggen/", form, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/mijn-werk/"
    assert "De Stadspoort (demo)" in page
    assert client.get("/inloggen/").status_code == 302


def test_login_leads_back_to_the_page_that_asked_for_it(bas: Account, client: Client) -> None:
    page = client.get("/inloggen/?next=/opgave/GM0193/").content.decode()
    assert 'value="/opgave/GM0193/"' in page
    form = {"login": bas.email, "password": PASSWORD, "next": "/privacy/"}
    assert client.post("/inloggen/", form).url == "/privacy/"


def test_login_never_leads_to_another_site(bas: Account, client: Client) -> None:
    form = {"login": bas.email, "password": PASSWORD, "next": "https://kwaad.example/"}
    assert client.post("/inloggen/", form).url == "/mijn-werk/"


@pytest.mark.parametrize("login", ["bas@demo.example", "niemand@demo.example"])
def test_wrong_login_says_nothing_about_who_exists(
    login: str, bas: Account, client: Client
) -> None:
    answer = client.post("/inloggen/", {"login": login, "password": "verkeerd"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'role="alert"' in page
    assert "horen niet bij elkaar" in page


def test_logout_asks_and_then_forgets(bas: Account, client: Client) -> None:
    client.force_login(bas)
    assert "Wilt u uitloggen?" in client.get("/uitloggen/").content.decode()
    client.post("/uitloggen/")
    assert client.get("/analyse/").status_code == 302


def test_nobody_makes_an_account_alone(client: Client, db: None) -> None:
    assert client.get("/inloggen/nieuw/").url == "/inloggen/"
    form = {"email": "x@demo.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/inloggen/nieuw/", form)
    assert not Account.objects.exists()


def test_account_that_is_off_cannot_log_in(bas: Account, client: Client) -> None:
    Account.objects.filter(pk=bas.pk).update(is_active=False)
    client.post("/inloggen/", {"login": bas.email, "password": PASSWORD})
    assert client.get("/analyse/").status_code == 302


def test_email_is_one_account_whatever_its_capitals(bas: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="BAS@demo.example")


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-10, 0, True),
        (-10, -1, False),
        (-10, 10, True),
    ],
)
def test_role_counts_within_its_period(
    starts: int, ends: int | None, counts: bool, municipality: Organisation
) -> None:
    account = make_account("iemand", None, municipality)
    Membership.objects.create(
        person=account.person,
        organisation=municipality,
        role=Role.ANALIST,
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
    )
    assert roles(account, TODAY) == (frozenset({"analist"}) if counts else frozenset())


def test_visitor_and_switched_off_account_have_no_role(sanne: Account) -> None:
    assert roles(AnonymousUser(), TODAY) == frozenset()
    sanne.is_active = False
    assert roles(sanne, TODAY) == frozenset()


def test_roles_cost_one_query_however_often_asked(sanne: Account) -> None:
    account = Account.objects.get(pk=sanne.pk)
    with counted_queries() as captured:
        for _ in range(5):
            assert roles(account, TODAY) == {"programmamanager"}
            assert memberships(account, TODAY)[0].organisation.name == "Gemeente Zwolle"
    assert len(captured) == 1


def test_membership_cannot_end_before_it_starts(sanne: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(ends_on=date(2000, 1, 1))


def test_guessing_passwords_is_slowed_down(bas: Account, client: Client) -> None:
    for _ in range(6):
        answer = client.post("/inloggen/", {"login": bas.email, "password": "gok"})
    assert "te vaak een verkeerd wachtwoord" in answer.content.decode()
    right = client.post("/inloggen/", {"login": bas.email, "password": PASSWORD})
    assert right.status_code == 200
