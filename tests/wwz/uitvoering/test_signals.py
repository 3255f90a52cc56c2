"""A signaal comes in, finds its team, and never closes without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.cast import NOW, TODAY, counted_queries, logged_in
from tests.neighbourhood import ANNA, WORDS, later
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications.models import OutgoingMail
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership, Person
from wwz.uitvoering import sealing
from wwz.uitvoering.access import team_signalen
from wwz.uitvoering.daily import daily
from wwz.uitvoering.models import (
    Channel,
    ContactDetail,
    Signaal,
    SignaalState,
    Terugkoppeling,
    TerugkoppelingWay,
    Woonservicezone,
)
from wwz.uitvoering.sealing import Contact, SealBrokenError
from wwz.uitvoering.services import feedback, signals
from wwz.uitvoering.services.feedback import Letter, NoFeedbackError
from wwz.uitvoering.services.signals import (
    NewSignaal,
    PointsToSomebodyError,
    Received,
    TooLateToReopenError,
)
from wwz.uitvoering.work import signal_lines

BY_LETTER = Letter(TerugkoppelingWay.BRIEF, "De ruimte gaat open.")


def test_letter_on_paper_is_logged_on_behalf_of_who_wrote_it(
    letter: Received, fatima: Account, anna: Person
) -> None:
    event = AuditEvent.objects.get(verb="signaal.receive")
    assert event.on_behalf_of_id == anna.pk
    assert event.actor_id == actor(fatima).person_id
    assert letter.signaal.answer_by > TODAY + timedelta(days=18)


def test_answer_is_due_in_working_days(letter: Received) -> None:
    assert letter.signaal.answer_by.weekday() < 5


def test_somebody_else_cannot_write_down_a_letter(bas: Account, zone: Woonservicezone) -> None:
    new = NewSignaal(zone.partnership, "Iets", "Tekst", Channel.PAPIER, zone)
    with pytest.raises(NotAllowedError):
        signals.receive(actor(bas), new, now=NOW)


def test_wijkmanager_writes_only_for_the_own_zone(fatima: Account, zwolle: Partnership) -> None:
    other = Woonservicezone.objects.create(partnership=zwolle, name="Holtenbroek")
    new = NewSignaal(zwolle, "Iets", "Tekst", Channel.BALIE, other)
    with pytest.raises(NotAllowedError):
        signals.receive(actor(fatima), new, now=NOW)


def test_text_that_points_to_somebody_is_refused(zone: Woonservicezone) -> None:
    new = NewSignaal(zone.partnership, "Iets", "Bel mij op 06-12345678.", zone=zone)
    with pytest.raises(PointsToSomebodyError, match="een telefoonnummer"):
        signals.receive(Actor(), new, now=NOW)


def test_professional_writes_about_groups_only(tom: Account, zone: Woonservicezone) -> None:
    about = "Mevrouw De Vries valt vaak."
    new = NewSignaal(zone.partnership, "Iets", about, Channel.PROFESSIONAL, zone)
    with pytest.raises(PointsToSomebodyError, match="een naam"):
        signals.receive(actor(tom), new, now=NOW)


# --- contact details ---


def test_contact_details_are_sealed_and_open_only_for_the_wijkmanager(
    letter: Received, fatima: Account, sanne: Account, tom: Account
) -> None:
    kept = ContactDetail.objects.get()
    assert b"Anna" not in bytes(kept.sealed)
    assert signals.see_contact(actor(fatima), letter.signaal, now=NOW) == ANNA
    for other in (sanne, tom):
        with pytest.raises(NotAllowedError):
            signals.see_contact(actor(other), letter.signaal, now=NOW)


def test_every_look_at_contact_details_stands_in_the_log(letter: Received, fatima: Account) -> None:
    signals.see_contact(actor(fatima), letter.signaal, now=NOW)
    event = AuditEvent.objects.get(verb="signaal.see_contact")
    assert event.actor_id == actor(fatima).person_id
    assert "Anna" not in str(event.after)


def test_sealed_details_of_one_signaal_do_not_open_for_another(
    letter: Received, group: Signaal
) -> None:
    sealed = bytes(ContactDetail.objects.get().sealed)
    with pytest.raises(SealBrokenError):
        sealing.unseal(sealed, group.pk)


def test_another_key_opens_nothing(letter: Received, settings: LazySettings) -> None:
    sealed = bytes(ContactDetail.objects.get().sealed)
    settings.WWZ_SEAL_KEY = "een andere sleutel"
    with pytest.raises(SealBrokenError):
        sealing.unseal(sealed, letter.signaal.pk)


def test_contact_details_go_ninety_days_after_closing(letter: Received, fatima: Account) -> None:
    feedback.close(actor(fatima), letter.signaal, "answer", BY_LETTER, now=NOW)

    daily(now=later(90))
    assert ContactDetail.objects.exists()
    daily(now=later(91))
    assert not ContactDetail.objects.exists()


def test_contact_details_of_what_nobody_closes_go_after_a_year(letter: Received) -> None:
    Signaal.objects.filter(pk=letter.signaal.pk).update(received_on=TODAY)
    daily(now=later(365))
    assert ContactDetail.objects.exists()
    Signaal.objects.filter(pk=letter.signaal.pk).update(reopened_on=later(300).date())
    daily(now=later(366))
    assert ContactDetail.objects.exists()
    daily(now=later(300 + 366))
    assert not ContactDetail.objects.exists()


def test_what_was_told_is_wiped_a_year_after_closing_and_what_about_stays(
    letter: Received, fatima: Account
) -> None:
    signaal = letter.signaal
    told = signaal.text
    feedback.close(actor(fatima), signaal, "answer", BY_LETTER, now=NOW)
    daily(now=later(365))
    signaal.refresh_from_db()
    assert (signaal.text, signaal.reporter is None) == (told, False)

    daily(now=later(366))
    about = (signaal.subject, signaal.zone, signaal.received_on)
    signaal.refresh_from_db()
    assert (signaal.text, signaal.quote, signaal.reporter) == ("", "", None)
    assert (signaal.subject, signaal.zone, signaal.received_on) == about
    page = logged_in(fatima).get(f"/signaal/{signaal.pk}/").content.decode()
    assert told not in page
    assert "Een jaar na het antwoord wissen wij" in page


def test_wijkmanager_is_told_what_must_be_answered_this_week(
    letter: Received, fatima: Account, tom: Account, sanne: Account
) -> None:
    near = letter.signaal.answer_by - timedelta(days=3)
    assert [line.text for line in signal_lines(actor(fatima), near)] == [
        "Geef antwoord op een signaal: Geen plek om samen te eten"
    ]
    assert not list(signal_lines(actor(fatima), TODAY))
    for other in (tom, sanne):
        assert not list(signal_lines(actor(other), near))


# --- closing needs an answer ---


@pytest.mark.parametrize("verb", feedback.CLOSING)
def test_no_signaal_closes_without_an_answer(verb: str, letter: Received, fatima: Account) -> None:
    nothing = Letter(TerugkoppelingWay.BRIEF, "  ")
    with pytest.raises(NoFeedbackError):
        feedback.close(actor(fatima), letter.signaal, verb, nothing, now=NOW)
    letter.signaal.refresh_from_db()
    assert letter.signaal.state == SignaalState.ONTVANGEN

    feedback.close(actor(fatima), letter.signaal, verb, BY_LETTER, now=NOW)
    assert letter.signaal.closed_on == TODAY
    assert letter.signaal.feedback.get().text == BY_LETTER.text


def test_a_letter_that_was_sent_cannot_be_changed(letter: Received, fatima: Account) -> None:
    feedback.tell(actor(fatima), letter.signaal, BY_LETTER, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE uitvoering_terugkoppeling SET text = 'iets anders'")
    assert Terugkoppeling.objects.get().text == BY_LETTER.text


def test_mail_goes_only_when_there_is_an_address(
    letter: Received, fatima: Account, zone: Woonservicezone
) -> None:
    by_mail = Letter(TerugkoppelingWay.MAIL, "De ruimte gaat open.")
    with pytest.raises(NoFeedbackError, match="geen e-mailadres"):
        feedback.close(actor(fatima), letter.signaal, "answer", by_mail, now=NOW)

    contact = Contact(email="iemand@voorbeeld.example")
    new = NewSignaal(zone.partnership, "Iets", "Tekst", zone=zone, contact=contact)
    told = signals.receive(Actor(), new, now=NOW).signaal
    feedback.close(actor(fatima), told, "answer", by_mail, now=NOW)
    assert OutgoingMail.objects.get().to == contact.email


def test_professional_may_triage_but_not_answer(group: Signaal, tom: Account) -> None:
    signals.look(actor(tom), group, now=NOW)
    with pytest.raises(NotAllowedError):
        feedback.close(actor(tom), group, "answer", BY_LETTER, now=NOW)


# --- opening again ---


def test_reporter_reopens_with_the_secret_link_within_thirty_days(
    letter: Received, fatima: Account, client: Client
) -> None:
    feedback.close(actor(fatima), letter.signaal, "answer", BY_LETTER, now=NOW)
    with pytest.raises(TooLateToReopenError):
        signals.reopen_by_link(letter.signaal, now=later(31))

    signals.reopen_by_link(letter.signaal, now=later(30))
    assert letter.signaal.state == SignaalState.BEKEKEN
    assert letter.signaal.closed_on is None
    assert ContactDetail.objects.get().keep_until is None


def test_opening_the_link_changes_nothing(
    letter: Received, fatima: Account, client: Client
) -> None:
    feedback.close(actor(fatima), letter.signaal, "answer", BY_LETTER, now=NOW)
    address = f"/draad/geheim/{letter.token}/"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}heropen/").status_code == 405
    letter.signaal.refresh_from_db()
    assert letter.signaal.state == SignaalState.BEANTWOORD


def test_anna_calls_and_fatima_reopens_on_her_behalf(
    letter: Received, fatima: Account, anna: Person, bas: Account
) -> None:
    feedback.close(actor(fatima), letter.signaal, "answer", BY_LETTER, now=NOW)
    with pytest.raises(NotAllowedError):
        signals.reopen_at_desk(actor(bas), letter.signaal, now=later(2))
    signals.reopen_at_desk(actor(fatima), letter.signaal, now=later(2))
    assert AuditEvent.objects.get(verb="signaal.reopen").on_behalf_of_id == anna.pk
    with pytest.raises(WrongStateError):
        signals.reopen_at_desk(actor(fatima), letter.signaal, now=later(2))


# --- who sees what ---


def test_signalen_are_for_the_team_of_the_zone_and_the_programme_manager(
    letter: Received, fatima: Account, tom: Account, sanne: Account, bas: Account, ilse: Account,
    meryem: Account, youssef: Account, outsider: Account, zwolle: Partnership,
    nieuwegein: Partnership,
) -> None:  # fmt: skip
    for who in (fatima, tom, sanne):
        assert team_signalen(actor(who), zwolle).count() == 1
    for who in (bas, ilse, meryem, youssef, outsider):
        assert not team_signalen(actor(who), zwolle).exists()


def test_foreign_and_missing_signaal_look_the_same(
    letter: Received, outsider: Account, nieuwegein: Partnership, bas: Account, sanne: Account
) -> None:
    page = f"/signaal/{letter.signaal.pk}/"
    assert logged_in(sanne).get(page).status_code == 200
    assert logged_in(bas).get(page).status_code == 403
    assert logged_in(outsider).get(page).status_code == 403


def test_list_narrows_by_the_address_and_files_hold_no_contact_details(
    letter: Received, fatima: Account
) -> None:
    client = logged_in(fatima)
    assert letter.signaal.subject in client.get("/samen/zwolle/signalen/").text
    assert letter.signaal.subject in client.get("/samen/zwolle/signalen/?kanaal=papier").text
    assert letter.signaal.subject not in client.get("/samen/zwolle/signalen/?kanaal=web").text
    sheet = client.get("/samen/zwolle/signalen.csv")
    content = b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]  # streams
    assert letter.signaal.subject in content
    assert "Anna" not in content
    assert WORDS not in content


@pytest.mark.parametrize("number", [25, 2000])
def test_list_of_signalen_takes_twelve_queries_at_most(
    number: int, zone: Woonservicezone, fatima: Account
) -> None:
    Signaal.objects.bulk_create(
        Signaal(
            partnership=zone.partnership, zone=zone, channel=Channel.WEB, subject=f"Signaal {n}",
            text="Tekst", received_on=TODAY, answer_by=TODAY, token_sha256=f"{n:064d}",
        )
        for n in range(number)
    )  # fmt: skip
    client = logged_in(fatima)
    client.get("/samen/zwolle/signalen/")
    with counted_queries() as queries:
        assert client.get("/samen/zwolle/signalen/").status_code == 200
    assert len(queries) <= 12


# --- the pages, without JavaScript ---


def fill(client: Client, address: str, **typed: str) -> object:
    """Post a form as it was shown ten seconds ago."""
    from wwz.partners.public_forms import stamp

    began = stamp(NOW - timedelta(seconds=10))
    return client.post(address, {"begonnen": began, **typed})


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_anybody_gives_a_signaal_and_keeps_the_link(
    zone: Woonservicezone, client: Client, today: None
) -> None:
    address = "/samen/zwolle/signaal/"
    assert client.get(address).status_code == 200
    sent = fill(client, address, zone=str(zone.pk), subject="Losse tegels", text="Ik viel bijna.",
                name="Piet", email="piet@voorbeeld.example")  # fmt: skip
    assert sent.status_code == 302  # type: ignore[attr-defined]  # a response
    kept = client.get(sent["Location"])  # type: ignore[index]  # a response
    assert "/draad/geheim/" in kept.text
    assert kept["Cache-Control"] == "no-store, private"
    assert kept["Referrer-Policy"] == "no-referrer"
    assert "noindex" in kept["X-Robots-Tag"]
    made = Signaal.objects.get()
    assert (made.channel, made.zone) == (Channel.WEB, zone)
    assert signals.contact_of(made).email == "piet@voorbeeld.example"


def test_what_points_to_somebody_comes_back_without_it(
    zone: Woonservicezone, client: Client, today: None
) -> None:
    sent = fill(client, "/samen/zwolle/signaal/", subject="Bel mij", text="Mijn nummer: 111222333.")
    assert sent.status_code == 422  # type: ignore[attr-defined]  # a response
    page = sent.text  # type: ignore[attr-defined]  # a response
    assert "een burgerservicenummer" in page
    assert "burgerservicenummer weggelaten" in page
    assert "111222333" not in page
    assert not Signaal.objects.exists()


def test_a_machine_that_fills_every_field_is_stopped(
    zone: Woonservicezone, client: Client, today: None
) -> None:
    sent = fill(client, "/samen/zwolle/signaal/", subject="Koop", text="Koop dit.", website="x")
    assert sent.status_code == 422  # type: ignore[attr-defined]  # a response
    assert not Signaal.objects.exists()


def test_desk_form_writes_on_behalf(fatima: Account, zone: Woonservicezone, today: None) -> None:
    sent = fill(
        logged_in(fatima), "/samen/zwolle/signaal/balie/", zone=str(zone.pk), channel_of="balie",
        received_on="2026-11-05", subject="De lift", text="De lift is stuk.", name="Mien",
    )  # fmt: skip
    assert sent.status_code == 302  # type: ignore[attr-defined]  # a response
    made = Signaal.objects.get()
    assert made.channel == Channel.BALIE
    assert made.reporter is not None
    assert "Mien" not in made.reporter.name


def test_answering_on_the_page_closes_and_prints(
    letter: Received, fatima: Account, today: None
) -> None:
    client = logged_in(fatima)
    address = f"/signaal/{letter.signaal.pk}/"
    refused = client.post(f"{address}antwoord/", {"verb": "answer", "way": "brief", "text": ""})
    assert refused.status_code == 422
    assert "Zonder antwoord sluit" in refused.text
    client.post(f"{address}antwoord/", {"verb": "answer", "way": "brief", "text": "Komt goed."})
    sent = Terugkoppeling.objects.get()
    assert "Komt goed." in client.get(f"/terugkoppeling/{sent.pk}/").text


def test_contact_details_show_only_after_a_press(
    letter: Received, fatima: Account, today: None
) -> None:
    client = logged_in(fatima)
    address = f"/signaal/{letter.signaal.pk}/"
    assert "Anna" not in client.get(address).text
    shown = client.post(f"{address}contact/")
    assert "Anna de Vries" in shown.text
    assert shown["Cache-Control"] == "no-store, private"
