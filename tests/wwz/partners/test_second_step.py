"""A second step at login, a new password by mail, and how long a session lasts."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory

from tests.cast import PASSWORD, logged_in
from wwz.notifications.models import OutgoingMail
from wwz.partners import sessions
from wwz.partners.access import ask_again, recently_authenticated
from wwz.partners.models import Account, Membership

NEW = "vijf-losse-nieuwe-woorden"


def enter(account: Account, password: str = PASSWORD) -> Client:
    """Log in through the form, as people do."""
    client = Client()
    client.post("/inloggen/", {"login": account.email, "password": password})
    return client


def code_now(secret: str, *, at: float | None = None) -> str:
    """The six digits that an app shows (RFC 6238), worked out here."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int((at or time.time()) // 30)), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def set_up_code(client: Client) -> tuple[str, list[str]]:
    """Turn codes on through the pages; the secret, and the recovery codes."""
    asked = client.get("/veiligheid/code/", follow=True)
    again = client.post(
        "/inloggen/opnieuw/", {"password": PASSWORD, "next": "/veiligheid/code/"}, follow=True
    )
    page = (again if "inloggen/opnieuw" in str(asked.redirect_chain) else asked).content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None, page
    answer = client.post("/veiligheid/code/", {"code": code_now(found[1])}, follow=True)
    assert answer.redirect_chain[-1][0] == "/veiligheid/herstelcodes/"
    return found[1], re.findall(r"<code>(\d{8})</code>", answer.content.decode())


def test_code_from_an_app_is_asked_at_the_next_login(bas: Account) -> None:
    secret, codes = set_up_code(enter(bas))
    assert len(codes) == 10
    client = enter(bas)
    assert client.get("/veiligheid/").status_code == 302
    wrong = client.post("/inloggen/code/", {"code": "000000"})
    assert "Deze code klopt niet" in wrong.content.decode()
    # The code of a moment ago is used up: one of the next half minute counts as well.
    right = client.post("/inloggen/code/", {"code": code_now(secret, at=time.time() + 30)})
    assert right.status_code == 302
    assert client.get("/veiligheid/").status_code == 200


def test_recovery_code_works_once(bas: Account) -> None:
    _, codes = set_up_code(enter(bas))
    for status in (302, 200):
        assert enter(bas).post("/inloggen/code/", {"code": codes[0]}).status_code == status


def test_change_of_the_second_step_is_told_by_mail(
    bas: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_up_code(enter(bas))
    told = OutgoingMail.objects.filter(to=bas.email).values_list("text", flat=True)
    assert any("code uit een app staat nu aan" in text for text in told)


def test_turning_codes_off_asks_the_password_again(bas: Account) -> None:
    client = enter(bas)
    set_up_code(client)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.post("/veiligheid/code/uit/").url.startswith("/inloggen/opnieuw/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


# --- passwords ---


def test_forgotten_password_is_set_anew_by_mail_and_ends_other_sessions(bas: Account) -> None:
    elsewhere = enter(bas)
    client = Client()
    assert client.post("/wachtwoord-vergeten/", {"email": bas.email}).status_code == 302
    found = re.search(r"http://[^/]+(/wachtwoord-vergeten/\S+)", OutgoingMail.objects.get().text)
    assert found is not None
    page = client.get(found[1], follow=True)
    assert "Kies een nieuw wachtwoord" in page.content.decode()
    place = page.redirect_chain[-1][0]
    client.post(place, {"password1": NEW, "password2": NEW})
    assert enter(bas, NEW).get("/veiligheid/").status_code == 200
    assert elsewhere.get("/veiligheid/").status_code == 302
    used = Client().get(found[1], follow=True).content.decode()
    assert "Deze link werkt niet meer" in used


def test_forgotten_password_says_the_same_of_who_is_unknown(bas: Account, client: Client) -> None:
    pages = [
        client.post("/wachtwoord-vergeten/", {"email": email}, follow=True).content
        for email in (bas.email, "niemand@demo.example")
    ]
    assert pages[0] == pages[1]
    assert [mail.to for mail in OutgoingMail.objects.all()] == [bas.email]


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(bas: Account) -> None:
    here, elsewhere = enter(bas), enter(bas)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = here.post("/veiligheid/wachtwoord/", form)
    if answer.url.startswith("/inloggen/opnieuw/"):
        here.post("/inloggen/opnieuw/", {"password": PASSWORD})
        here.post("/veiligheid/wachtwoord/", form)
    assert here.get("/veiligheid/").status_code == 200
    assert elsewhere.get("/veiligheid/").status_code == 302
    assert "wachtwoord van uw account is gewijzigd" in OutgoingMail.objects.get().text


# --- how long ---


def later(client: Client, **ago: float) -> None:
    session = client.session
    for name, seconds in ago.items():
        session[getattr(sessions, name)] = time.time() - seconds
    session.save()


@pytest.mark.parametrize(
    ("who", "ago", "stays"),
    [
        ("bas", {"SEEN": 7.9 * 3600}, True),
        ("bas", {"SEEN": 8.1 * 3600}, False),
        ("bas", {"SEEN": 60, "BEGAN": 11.9 * 3600}, True),
        ("bas", {"SEEN": 60, "BEGAN": 12.1 * 3600}, False),
        ("sanne", {"SEEN": 29 * 60}, True),
        ("sanne", {"SEEN": 31 * 60}, False),
        ("petra", {"SEEN": 31 * 60}, False),
        ("kees", {"SEEN": 31 * 60}, False),
        ("wei", {"SEEN": 31 * 60}, False),
    ],
)
def test_session_ends_after_hours_or_after_being_away(
    who: str, ago: dict[str, float], stays: bool, request: pytest.FixtureRequest
) -> None:
    client = enter(request.getfixturevalue(who))
    assert client.get("/veiligheid/").status_code == 200
    later(client, **ago)
    answer = client.get("/veiligheid/", follow=True)
    assert ("U bent uitgelogd" not in answer.content.decode()) is stays
    assert (client.get("/veiligheid/").status_code == 200) is stays


def test_mighty_role_under_another_hat_counts_for_the_session(wei: Account, bas: Account) -> None:
    Membership.objects.filter(person__account=wei).update(person=bas.person)
    client = enter(bas)
    client.get("/veiligheid/")
    later(client, SEEN=31 * 60)
    assert client.get("/veiligheid/").status_code == 302


def test_account_that_is_switched_off_is_out_at_once(bas: Account) -> None:
    client = enter(bas)
    Account.objects.filter(pk=bas.pk).update(is_active=False)
    assert client.get("/veiligheid/").status_code == 302


# --- asking again before what binds ---


def test_password_of_minutes_ago_counts_and_an_older_one_does_not(bas: Account) -> None:
    client = enter(bas)
    request = RequestFactory().get("/")
    request.user, request.session = bas, client.session
    assert recently_authenticated(request)
    for record in request.session["account_authentication_methods"]:
        record["at"] -= 301
    assert not recently_authenticated(request)
    assert ask_again(request, "/akkoord/x/?a=b").url == (
        "/inloggen/opnieuw/?next=%2Fakkoord%2Fx%2F%3Fa%3Db"
    )


def test_session_without_a_login_of_its_own_is_never_recent(bas: Account) -> None:
    request = RequestFactory().get("/")
    request.user, request.session = bas, logged_in(bas).session
    assert not recently_authenticated(request)
