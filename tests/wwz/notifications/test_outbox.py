"""The outbox against a real mail server: down, up, refusing, breaking off, and two workers."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.db import transaction

from tests.cast import NOW
from tests.wwz.opgave.test_two_at_once import at_once
from wwz.commands.post import deliver_on
from wwz.notifications import sending, services
from wwz.notifications.check import check
from wwz.notifications.models import MailState, OutgoingMail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Catcher:
    """A mail server that keeps what it gets; ``answer`` is what it says to a mail."""

    def __init__(self) -> None:
        self.caught: list[Any] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.caught.append(envelope)
        return self.answer


@pytest.fixture
def port(settings: Any) -> int:
    found = free_port()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found
    settings.WWZ_SENDS_MAIL = True
    return found


@pytest.fixture
def catcher(port: int) -> Iterator[Catcher]:
    made = Catcher()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made
    controller.stop()


def queue(key: str = "brief:1", **more: Any) -> OutgoingMail:
    services.queue_mail(
        key, "youssef@demo.example", "Uw brief", "Wij hebben uw brief gelezen.", now=NOW, **more
    )
    return OutgoingMail.objects.get(key=key)


pytestmark = pytest.mark.django_db


def test_mail_stays_while_the_server_is_down_and_goes_once_when_it_is_up(port: int) -> None:
    queue()

    assert not sending.send_due(now=NOW).reached
    waiting = OutgoingMail.objects.get()
    assert (waiting.state, waiting.attempts) == (MailState.WACHT, 0)

    caught = Catcher()
    controller = Controller(caught, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert sending.send_due(now=NOW).sent == 1
        assert sending.send_due(now=NOW + timedelta(days=1)).sent == 0
    finally:
        controller.stop()
    assert len(caught.caught) == 1
    assert OutgoingMail.objects.get().state == MailState.VERSTUURD


def test_mail_says_who_what_and_its_own_number(catcher: Catcher) -> None:
    mail = queue(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    sending.send_due(now=NOW)
    (envelope,) = catcher.caught
    read = message_from_bytes(envelope.content)
    assert envelope.rcpt_tos == ["youssef@demo.example"]
    assert read["Subject"] == "Uw brief"
    assert str(mail.pk) in read["Message-ID"]
    kinds = [part.get_content_type() for part in read.walk()]
    assert "text/calendar" in kinds


def test_same_key_is_queued_once(catcher: Catcher) -> None:
    assert services.queue_mail("k", "a@demo.example", "een", "tekst", now=NOW)
    assert not services.queue_mail("k", "a@demo.example", "twee", "tekst", now=NOW)
    assert sending.send_due(now=NOW).sent == 1


def test_mail_of_a_change_that_was_undone_is_not_there(catcher: Catcher) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert sending.send_due(now=NOW).sent == 0
    assert catcher.caught == []


def test_refused_mail_is_tried_again_with_growing_pauses_and_then_parked(catcher: Catcher) -> None:
    catcher.answer = "451 nu even niet"
    queue()
    at, pauses = NOW, []
    for _ in range(4):
        assert sending.send_due(now=at).refused == 1
        mail = OutgoingMail.objects.get()
        assert mail.state == MailState.WACHT
        assert sending.send_due(now=mail.next_at - timedelta(seconds=1)).refused == 0
        pauses.append(mail.next_at - at)
        at = mail.next_at
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 4

    sending.send_due(now=at)

    parked = OutgoingMail.objects.get()
    assert (parked.state, parked.attempts) == (MailState.MISLUKT, 5)
    assert "nu even niet" in parked.problem
    assert "1 mails zijn niet verstuurd" in next(check())


def test_refused_mail_that_is_taken_later_goes_once(catcher: Catcher) -> None:
    catcher.answer = "451 nu even niet"
    queue()
    sending.send_due(now=NOW)
    catcher.answer = "250 OK"
    sending.send_due(now=NOW + timedelta(minutes=2))
    assert len(catcher.caught) == 1
    assert OutgoingMail.objects.get().problem == ""


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("weg"), TimeoutError("traag")])
def test_mail_that_broke_off_is_never_sent_again(
    catcher: Catcher, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """The server may have taken it: nobody knows, so people decide."""

    def breaks(self: object, messages: object) -> int:
        raise fault

    mail = queue()
    with monkeypatch.context() as patched:
        patched.setattr(f"{SMTP}.send_messages", breaks)
        sending.send_due(now=NOW)
    sending.send_due(now=NOW + timedelta(days=2))
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == (MailState.MISLUKT, sending.UNSURE)
    assert catcher.caught == []


def test_mail_in_the_hands_of_a_worker_that_died_is_parked_and_not_sent_again(
    catcher: Catcher,
) -> None:
    mail = queue()
    assert sending.claim(mail.pk, now=NOW) is not None
    assert sending.send_due(now=NOW + timedelta(minutes=1)).sent == 0
    sending.send_due(now=NOW + timedelta(hours=1))
    mail.refresh_from_db()
    assert mail.state == MailState.MISLUKT
    assert catcher.caught == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(catcher: Catcher) -> None:
    for number in range(10):
        queue(f"brief:{number}")
    rounds = at_once(*[lambda: sending.send_due(now=NOW)] * 2)
    assert sum(one.sent for one in rounds) == 10  # type: ignore[attr-defined] # see at_once
    assert len(catcher.caught) == 10


def test_line_break_in_a_subject_makes_no_header(catcher: Catcher) -> None:
    services.queue_mail("k", "a@demo.example", "een\nBcc: b@demo.example", "tekst", now=NOW)
    sending.send_due(now=NOW)
    read = message_from_bytes(catcher.caught[0].content)
    assert read["Subject"] == "een Bcc: b@demo.example"
    assert read["Bcc"] is None


def test_without_a_mail_server_mail_stays_and_the_operator_is_told(settings: Any) -> None:
    settings.WWZ_SENDS_MAIL = False
    queue()
    assert sending.send_due(now=NOW).sent == 0
    assert OutgoingMail.objects.get().state == MailState.WACHT
    assert list(check()) == [sending.NOT_SET]
    assert django_mail.outbox == []


def test_postman_of_a_site_without_mail_says_so_once(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WWZ_SENDS_MAIL = settings.WWZ_DEMO = False
    deliver_on()
    assert "EMAIL_URL is niet ingesteld" in caplog.text


def test_postman_of_a_demo_says_nothing(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.WWZ_SENDS_MAIL, settings.WWZ_DEMO = False, True
    deliver_on()
    assert caplog.text == ""
    assert list(check()) == []
