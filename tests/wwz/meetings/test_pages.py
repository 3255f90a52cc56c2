"""The pages of meetings as plain forms, their files and feeds, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.cast import counted_queries, logged_in
from tests.partnership import actor
from wwz.meetings import services
from wwz.meetings.models import Attendance, Meeting, Minutes, Outcome, StandingBody
from wwz.meetings.services import NewMeeting
from wwz.partners.models import Account, Organisation, Partnership, Visibility

pytestmark = pytest.mark.django_db
FORM = {
    "title": "Wijkplatform Aa-landen",
    "kind": "wijkplatform",
    "body": "",
    "on": "2031-03-04",
    "begins": "19:30",
    "ends": "21:00",
    "place": "De Aa-hof",
    "text": "Iedereen is welkom.",
    "seats": "",
    "visibility": "openbaar",
}


def plan(
    zwolle: Partnership, sanne: Account, title: str, days: int, visibility: str = "openbaar"
) -> Meeting:
    starts = timezone.now() + timedelta(days=days)
    new = NewMeeting("lezing", title, starts, starts + timedelta(hours=1), visibility=visibility)
    made = services.plan(actor(sanne), zwolle, new, now=timezone.now())
    services.invite(actor(sanne), made, now=timezone.now())
    return made


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_meeting_from_plan_to_adopted_minutes_by_plain_forms(
    zwolle: Partnership, sanne: Account, bas: Account, corporation: Organisation
) -> None:
    client = logged_in(sanne)
    refused = client.post("/samen/zwolle/bijeenkomsten/nieuw/", FORM | {"ends": "18:00"})
    assert refused.status_code == 422
    assert "eindigt voordat zij begint" in refused.content.decode()
    assert "Wijkplatform Aa-landen" in refused.content.decode()

    address = client.post("/samen/zwolle/bijeenkomsten/nieuw/", FORM)["Location"]
    meeting = Meeting.objects.get()
    for title in ("Terugblik", "De huiskamer"):
        client.post(f"{address}agendapunt/", {"title": title, "purpose": "besluit", "minutes": 10})
    last = meeting.items.get(title="De huiskamer")
    client.post(f"/agendapunt/{last.pk}/verplaatsen/", {"richting": "omhoog"})
    assert "Verstuur de uitnodiging" in page(client, address)
    client.post(f"{address}uitnodigen/")
    logged_in(bas).post(f"{address}aanmelden/", {"komt": "ja"})
    assert "1 komt" in page(client, address)

    past = timezone.now() - timedelta(days=1)
    Meeting.objects.update(starts_at=past, ends_at=past + timedelta(hours=1))
    row = Attendance.objects.get(person__account=bas)
    client.post(f"{address}afsluiten/", {"in_room": 14, "on_paper": 3, "present": [str(row.pk)]})
    assert "18 mensen: 15 in de zaal, 3 op papier" in page(client, address)
    client.post(
        f"{address}uitkomst/",
        {"kind": "toezegging", "text": "De drempel gaat weg.", "owner": corporation.pk,
         "due_on": "2031-04-01", "review_on": ""},
    )  # fmt: skip
    client.post(f"{address}verslag/", {"text": "De buurt koos."})
    client.post(f"{address}verslag/ter-controle/")
    client.post(f"{address}verslag/vaststellen/")

    assert Minutes.objects.get().state == "vastgesteld"
    shown = page(Client(), address)
    for words in ("De buurt koos.", "De drempel gaat weg.", "Controlegetal", "De huiskamer"):
        assert words in shown
    assert "1 punt open" in page(Client(), "/samen/zwolle/open-punten/")
    logged_in(bas).post(f"/uitkomst/{Outcome.objects.get().pk}/gedaan/", {"lijst": "ja"})
    assert "Er staat niets open" in page(Client(), "/samen/zwolle/open-punten/")


def test_pages_of_meetings_say_where_they_are(zwolle: Partnership, sanne: Account) -> None:
    made, client = plan(zwolle, sanne, "Lezing", 5), logged_in(sanne)
    for address in (
        "/samen/zwolle/bijeenkomsten/",
        "/samen/zwolle/bijeenkomsten/nieuw/",
        f"/bijeenkomst/{made.pk}/",
    ):
        here = page(client, address)
        crumbs = here.split('class="wwz-crumbs"')[1].split("</nav>")[0]
        assert 'href="/samen/zwolle/werkplaats/"' in crumbs, address
        assert 'href="/samen/zwolle/werkplaats/" aria-current="true"' in here, address


def test_public_meetings_are_read_without_login_and_others_are_not_there(
    zwolle: Partnership, sanne: Account, bas: Account
) -> None:
    public = plan(zwolle, sanne, "Open avond", 5)
    inside = plan(zwolle, sanne, "Besloten kerngroep", 6, Visibility.PARTNER)
    visitor = Client()
    listed = page(visitor, "/samen/zwolle/bijeenkomsten/")
    assert "Open avond" in listed
    assert "Besloten kerngroep" not in listed
    assert "Open avond" in page(visitor, f"/bijeenkomst/{public.pk}/")
    assert visitor.get(f"/bijeenkomst/{inside.pk}/").status_code == 404
    assert "Besloten kerngroep" in page(logged_in(bas), "/samen/zwolle/bijeenkomsten/")


def test_names_of_the_invited_are_for_who_plans(
    zwolle: Partnership, sanne: Account, bas: Account
) -> None:
    meeting = plan(zwolle, sanne, "Open avond", 5)
    assert "Genodigden" in page(logged_in(sanne), f"/bijeenkomst/{meeting.pk}/")
    for client in (Client(), logged_in(bas)):
        assert "Genodigden" not in page(client, f"/bijeenkomst/{meeting.pk}/")


def test_concept_is_seen_by_who_plans_it(zwolle: Partnership, sanne: Account, bas: Account) -> None:
    logged_in(sanne).post("/samen/zwolle/bijeenkomsten/nieuw/", FORM)
    meeting = Meeting.objects.get()
    assert logged_in(bas).get(f"/bijeenkomst/{meeting.pk}/").status_code == 404
    assert meeting.title not in page(Client(), "/samen/zwolle/agenda.ics")
    assert meeting.title in page(logged_in(sanne), "/samen/zwolle/bijeenkomsten/")


def test_filter_narrows_list_file_and_feed_alike(zwolle: Partnership, sanne: Account) -> None:
    plan(zwolle, sanne, "Open avond", 5)
    plan(zwolle, sanne, "Werkplaatsdag", 6)
    for address in ("bijeenkomsten/", "bijeenkomsten.csv", "agenda.ics"):
        answer = Client().get(f"/samen/zwolle/{address}?woorden=avond")
        content = b"".join(answer).decode()
        assert "Open avond" in content, address
        assert "Werkplaatsdag" not in content, address


def test_feed_holds_three_months_back_and_a_year_ahead(zwolle: Partnership, sanne: Account) -> None:
    for title, days in (("vroeger", -100), ("net geweest", -80), ("straks", 360), ("ooit", 380)):
        plan(zwolle, sanne, title, days)
    feed = Calendar.from_ical(Client().get("/samen/zwolle/agenda.ics").content.decode())
    assert [str(event["summary"]) for event in feed.events] == ["net geweest", "straks"]
    assert all("/bijeenkomst/" in event["description"] for event in feed.events)


def test_body_proposes_its_next_date(zwolle: Partnership, sanne: Account) -> None:
    client = logged_in(sanne)
    answer = client.post(
        "/samen/zwolle/overleggen/nieuw/",
        {"name": "Kerngroep", "every_months": 2, "visibility": "partner", "chair": ""},
    )
    body = StandingBody.objects.get()
    assert answer["Location"] == f"/overleg/{body.pk}/"
    assert "Er is nog geen volgende datum" in page(client, answer["Location"])
    form = page(client, f"/samen/zwolle/bijeenkomsten/nieuw/?overleg={body.pk}")
    assert 'value="Kerngroep"' in form
    changed = {"name": "x", "every_months": 3, "visibility": "partner", "chair": ""}
    client.post(f"/overleg/{body.pk}/wijzigen/", changed)
    assert StandingBody.objects.get().every_months == 3


def test_open_points_as_files(zwolle: Partnership, sanne: Account) -> None:
    for kind in ("csv", "xlsx"):
        assert Client().get(f"/samen/zwolle/open-punten.{kind}").status_code == 200
    assert Client().get("/samen/zwolle/open-punten.exe").status_code == 404


def test_list_costs_as_many_queries_with_many_as_with_few(
    zwolle: Partnership, sanne: Account
) -> None:
    counts = []
    for more in (2, 20):
        for number in range(more):
            plan(zwolle, sanne, f"Avond {number}", number + 1)
        client = Client()
        with counted_queries() as captured:
            page(client, "/samen/zwolle/bijeenkomsten/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
