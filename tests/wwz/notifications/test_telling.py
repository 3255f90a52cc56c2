"""Notices, following, and the page with one's own work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, TODAY, logged_in
from tests.partnership import actor
from wwz.errors import NotAllowedError
from wwz.notifications import queries, services
from wwz.notifications.daily import daily
from wwz.notifications.models import MailState, Notice, OutgoingMail, Subscription
from wwz.notifications.services import CannotFollowError
from wwz.notifications.work import WorkLine, lines_for, register
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Organisation, Partnership, Person, Role, Visibility
from wwz.uitvoering.models import Woonservicezone

pytestmark = pytest.mark.django_db


def tell(account: Account, partnership: Partnership, text: str = "Er is antwoord.") -> Notice:
    person = Person.objects.get(account=account)
    return services.notify(person, text, "/over/", partnership=partnership, now=NOW)


def test_notice_comes_with_a_mail(zwolle: Partnership, bas: Account) -> None:
    tell(bas, zwolle)
    mail = OutgoingMail.objects.get()
    assert mail.to == bas.email
    assert mail.subject == "Platform WWZ Zwolle: Er is antwoord."
    assert "/over/" in mail.text


def test_same_unread_line_does_not_come_twice(zwolle: Partnership, bas: Account) -> None:
    first = tell(bas, zwolle)
    assert tell(bas, zwolle) == first
    services.mark_read(actor(bas), first.pk, now=NOW)
    assert tell(bas, zwolle) != first


def test_person_on_paper_gets_a_line_and_no_mail(zwolle: Partnership, anna: Person) -> None:
    services.notify(anna, "Er is antwoord.", "/over/", partnership=zwolle, now=NOW)
    assert not OutgoingMail.objects.exists()


def test_organisation_is_told_by_role_once_a_person(
    zwolle: Partnership, corporation: Organisation, bas: Account, ilse: Account, hugo: Account
) -> None:
    told = services.notify_organisation(
        corporation, (Role.ORGANISATIEMEDEWERKER, Role.ORGANISATIEBEHEERDER), "Meld voortgang.",
        "/over/", partnership=zwolle, today=TODAY, now=NOW,
    )  # fmt: skip
    assert sorted(one.person.name for one in told) == ["Bas", "Ilse"]


def test_organisation_of_another_partnership_is_not_told(
    zwolle: Partnership, nieuwegein: Partnership, outsider: Account
) -> None:
    party = Organisation.objects.get(name="Wonen aan de Lek")
    told = services.notify_organisation(
        party, Role.values, "Geheim van Zwolle", "/over/", partnership=zwolle, today=TODAY, now=NOW
    )
    assert told == []


# --- following ---


def test_followers_who_may_see_it_are_told(
    zone: Woonservicezone, bas: Account, outsider: Account, nieuwegein: Partnership
) -> None:
    for account in (bas, outsider):
        services.follow(actor(account), zone, now=NOW)
    assert services.tell_followers(zone, "Er is een avond gepland.", "/over/", now=NOW) == 2

    Woonservicezone.objects.update(visibility=Visibility.PARTNER)
    zone.refresh_from_db()
    services.tell_followers(zone, "Alleen voor partners.", "/over/", now=NOW)

    told = Notice.objects.filter(text="Alleen voor partners.")
    assert [one.person.name for one in told] == ["Bas"]


def test_following_twice_is_following_once(zone: Woonservicezone, bas: Account) -> None:
    assert services.follow(actor(bas), zone, now=NOW) == services.follow(actor(bas), zone, now=NOW)
    services.stop_following(actor(bas), zone.pk)
    assert not Subscription.objects.exists()


def test_visitor_and_platform_administrator_cannot_follow(
    zone: Woonservicezone, petra: Account
) -> None:
    with pytest.raises(CannotFollowError):
        services.follow(Actor(), zone, now=NOW)
    with pytest.raises(NotAllowedError):
        services.follow(actor(petra), zone, now=NOW)


def test_mail_address_follows_only_after_its_reader_said_so(zone: Woonservicezone) -> None:
    services.follow_by_mail(zone, "Anna@Voorbeeld.example", now=NOW)
    assert services.tell_followers(zone, "Te vroeg.", "/over/", now=NOW) == 0
    token = OutgoingMail.objects.get().text.split("/volgen/")[1].split("/")[0]

    page = Client().get(f"/volgen/{token}/")
    assert page.status_code == 200
    assert Subscription.objects.get().confirmed_at is None
    Client().post(f"/volgen/{token}/")

    assert services.tell_followers(zone, "Op tijd.", "/over/", now=NOW) == 1
    mail = OutgoingMail.objects.get(subject__contains="Op tijd.")
    assert mail.to == "anna@voorbeeld.example"
    stop = mail.text.split("/volgen/stop/")[1].split("/")[0]
    assert Client().get(f"/volgen/stop/{stop}/").status_code == 200
    assert Subscription.objects.exists()
    assert Client().post(f"/volgen/stop/{stop}/").status_code == 200
    assert not Subscription.objects.exists()


def test_mail_address_hears_nothing_of_what_is_for_partners(zone: Woonservicezone) -> None:
    services.follow_by_mail(zone, "anna@voorbeeld.example", now=NOW)
    Subscription.objects.update(confirmed_at=NOW)
    Woonservicezone.objects.update(visibility=Visibility.PARTNER)
    zone.refresh_from_db()
    assert services.tell_followers(zone, "Geheim.", "/over/", now=NOW) == 0
    with pytest.raises(CannotFollowError):
        services.follow_by_mail(zone, "bas@voorbeeld.example", now=NOW)


def test_foreign_and_missing_things_cannot_be_followed(
    zone: Woonservicezone, outsider: Account, nieuwegein: Partnership
) -> None:
    Woonservicezone.objects.update(visibility=Visibility.PARTNER)
    client = logged_in(outsider)
    for kind, pk in (
        ("uitvoering.Woonservicezone", zone.pk),
        ("uitvoering.Woonservicezone", nieuwegein.pk),
        ("partners.Account", outsider.pk),
        ("niets.Niets", zone.pk),
        ("niets", zone.pk),
    ):
        answer = client.post("/volgen/", {"kind": kind, "object_id": pk, "verb": "follow"})
        assert answer.status_code == 404, kind
    assert not Subscription.objects.exists()


def test_following_never_leads_to_another_site(zone: Woonservicezone, bas: Account) -> None:
    for address in ("https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)"):
        answer = logged_in(bas).post(
            "/volgen/",
            {"kind": zone._meta.label, "object_id": zone.pk, "address": address, "verb": "follow"},
        )
        assert answer["Location"] == "/mijn-werk/"
    assert Subscription.objects.get().address == ""


# --- one's own page ---


def test_own_page_shows_work_notices_and_what_is_followed(
    zwolle: Partnership, zone: Woonservicezone, bas: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wwz.notifications.work.PROVIDERS", {})
    register("planted", lambda who, today: [WorkLine("Meld uw voortgang", "/over/", today)])
    notice = tell(bas, zwolle)
    services.follow(actor(bas), zone, now=NOW, address="/over/")
    client = logged_in(bas)

    page = client.get("/mijn-werk/").content.decode()
    assert "1 ding wacht deze week op u" in page
    assert "Meld uw voortgang" in page
    assert "Er is antwoord." in page
    assert "1 ongelezen" in page
    assert "Aa-landen" in page

    assert client.post(f"/bericht/{notice.pk}/gelezen/")["Location"] == "/over/"
    assert queries.unread_count(actor(bas)) == 0
    client.post(f"/volgen/niet-meer/{zone.pk}/")
    assert not Subscription.objects.exists()


def test_notice_of_somebody_else_is_not_there(
    zwolle: Partnership, bas: Account, ilse: Account
) -> None:
    notice = tell(bas, zwolle, "Alleen voor Bas")
    client = logged_in(ilse)
    assert client.post(f"/bericht/{notice.pk}/gelezen/").status_code == 404
    assert "Alleen voor Bas" not in client.get("/mijn-werk/").content.decode()
    client.post("/mijn-werk/gelezen/")
    notice.refresh_from_db()
    assert notice.read_at is None


# --- forgetting ---


def test_what_was_mailed_is_wiped_after_a_month_and_never_sent_again(
    zwolle: Partnership, bas: Account
) -> None:
    tell(bas, zwolle)
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.update(state=MailState.VERSTUURD, sent_at=NOW)

    daily(now=NOW + timedelta(days=30))
    assert OutgoingMail.objects.get().to == bas.email

    daily(now=NOW + timedelta(days=31))
    kept = OutgoingMail.objects.get()
    assert (kept.to, kept.subject, kept.text, kept.calendar) == ("", "", "", "")
    assert not services.queue_mail(mail.key, bas.email, "Nog eens", "Nog eens", now=NOW)


def test_a_notice_goes_three_months_after_it_was_read_and_a_year_unread(
    zwolle: Partnership, bas: Account
) -> None:
    tell(bas, zwolle)
    daily(now=NOW + timedelta(days=365))
    assert Notice.objects.exists()
    Notice.objects.update(read_at=NOW)
    daily(now=NOW + timedelta(days=90))
    assert Notice.objects.exists()
    daily(now=NOW + timedelta(days=91))
    assert not Notice.objects.exists()

    tell(bas, zwolle)
    daily(now=NOW + timedelta(days=366))
    assert not Notice.objects.exists()


def test_mail_that_still_waits_keeps_its_address(zwolle: Partnership, bas: Account) -> None:
    tell(bas, zwolle)
    daily(now=NOW + timedelta(days=400))
    assert OutgoingMail.objects.get().to == bas.email


def test_address_that_nobody_confirmed_is_wiped(zone: Woonservicezone, bas: Account) -> None:
    zone.visibility = Visibility.OPENBAAR
    zone.save()
    services.follow(actor(bas), zone, now=NOW)
    services.follow_by_mail(zone, "anna@voorbeeld.example", now=NOW)

    daily(now=NOW + timedelta(days=15))

    assert Subscription.objects.get().person is not None


def test_work_is_sorted_by_day(bas: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    late, soon = WorkLine("laat", "/", TODAY), WorkLine("vandaag", "/", TODAY - timedelta(1))
    providers = {"a": lambda who, today: [WorkLine("ooit", "/"), late], "b": lambda w, t: [soon]}
    monkeypatch.setattr("wwz.notifications.work.PROVIDERS", providers)
    assert [line.text for line in lines_for(actor(bas), TODAY)] == ["vandaag", "laat", "ooit"]


def test_outbox_is_shown_by_a_demo_alone(
    client: Client, settings: Any, zwolle: Partnership, bas: Account
) -> None:
    tell(bas, zwolle)
    settings.WWZ_DEMO = False
    assert client.get("/postvak/").status_code == 404
    settings.WWZ_DEMO = True
    assert "Er is antwoord." in client.get("/postvak/").content.decode()
