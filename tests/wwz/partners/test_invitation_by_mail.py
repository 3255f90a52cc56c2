"""The whole way of an invitation: page, outbox, worker, mail server, link, account, login."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from tests.cast import logged_in
from wwz.notifications import sending
from wwz.partners.models import Account, Organisation, Partnership, Role


class Catcher:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.caught: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.caught.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"


class OnAnyPort(Controller):
    """Listens where there is room, and looks there whether it answers."""

    @property
    def taken(self) -> int:
        return int(self.server.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.taken), 5) as trial:
            trial.recv(1024)


@pytest.fixture
def catcher(settings: Any) -> Iterator[Catcher]:
    handler = Catcher()
    controller = OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.taken
    settings.WWZ_SENDS_MAIL = True
    settings.WWZ_ADDRESS = "http://testserver"
    yield handler
    controller.stop()


def links_of(content: bytes) -> list[str]:
    mail = message_from_bytes(content, policy=policy.default)
    return re.findall(r"http://testserver(\S+)", mail.get_content())


def test_invited_colleague_reads_the_mail_makes_an_account_and_logs_in(
    ilse: Account, corporation: Organisation, zwolle: Partnership, catcher: Catcher
) -> None:
    form = {
        "name": "Karin", "email": "karin@stadspoort.example",
        "role": Role.ORGANISATIEMEDEWERKER, "partnership": str(zwolle.pk),
    }  # fmt: skip
    logged_in(ilse).post(f"/organisatie/{corporation.pk}/uitnodigen/", form)
    assert not catcher.caught
    assert sending.send_due(now=timezone.now()).sent == 1
    ((to, content),) = catcher.caught
    assert to == "karin@stadspoort.example"
    client, (link,) = Client(), links_of(content)
    account = {"name": "Karin", "password": "vier-losse-woorden"}
    assert client.post(link, account).url == "/samen/zwolle/"
    client.post("/uitloggen/")
    login = {"login": "karin@stadspoort.example", "password": "vier-losse-woorden"}
    assert client.post("/inloggen/", login).status_code == 302
    assert "De Stadspoort (demo)" in client.get("/veiligheid/").content.decode()
    assert sending.send_due(now=timezone.now()).sent == 0


def test_forgotten_password_arrives_by_mail(bas: Account, catcher: Catcher) -> None:
    client = Client()
    client.post("/wachtwoord-vergeten/", {"email": bas.email})
    sending.send_due(now=timezone.now())
    ((to, content),) = catcher.caught
    assert to == bas.email
    page = client.get(links_of(content)[0], follow=True).content.decode()
    assert "Kies een nieuw wachtwoord" in page
