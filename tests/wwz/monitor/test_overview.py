"""The monitor tells its finding in the title, leads from numbers to lists, and asks little."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, TODAY, counted_queries, logged_in
from tests.partnership import actor
from tests.promises import make_afspraak, say
from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Meeting
from wwz.monitor import presentation
from wwz.monitor.queries.overview import kind_of_change, overview
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod

MOST = 30


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages read the day of the test."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_title_is_the_finding(
    sanne: Account, zwolle: Partnership, promised: list[Afspraak], meeting: Meeting
) -> None:
    found = overview(zwolle, actor(sanne), today=TODAY)
    assert (
        presentation.title(found)
        == "2 van 4 afspraken op koers; bij 1 spreken de cijfers dat tegen"
    )
    assert presentation.lead(found) == (
        "Over 28 dagen is het bestuurlijk overleg. Eén partij heeft nog niets laten horen."
    )


def test_what_asks_attention_says_why(
    sanne: Account, zwolle: Partnership, promised: list[Afspraak], meeting: Meeting
) -> None:
    found = overview(zwolle, actor(sanne), today=TODAY)
    lines = presentation.attention_lines(found)
    assert [words for words, _, _ in lines] == [
        "Afspraak 2: Ontmoetingsplek",
        "Afspraak 4: Nachtzorg",
    ]
    assert lines[0][2].startswith("Cijfers wijken af · het geld stopt in december 2026")
    assert lines[1][2] == "Twee keer gevraagd, niets gehoord van Samen Verder (demo)"


def test_number_in_the_table_leads_to_exactly_those_promises(
    bas: Account, zwolle: Partnership, promised: list[Afspraak]
) -> None:
    page = logged_in(bas).get("/samen/zwolle/monitor/").content.decode()
    address = "/samen/zwolle/monitor/afspraken/?gezegd=op_koers&amp;gemeten=loopt_achter"
    assert address in page
    listed = logged_in(bas).get(address.replace("&amp;", "&")).content.decode()
    assert "2. Ontmoetingsplek" in listed
    assert "1. Woningen" not in listed
    assert "cijfers wijken af" in listed
    assert "Bron: De Stadspoort, oplevering" in listed


def test_list_leaves_as_a_file_with_both_lights(
    bas: Account, zwolle: Partnership, promised: list[Afspraak]
) -> None:
    answer = logged_in(bas).get("/samen/zwolle/monitor/tabel.csv?alleen=afwijking")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a streaming answer
    assert len(lines) == 2
    assert "Ontmoetingsplek" in lines[1]
    assert "loopt achter" in lines[1]
    workbook = logged_in(bas).get("/samen/zwolle/monitor/tabel.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # a streaming answer


def test_reminding_from_the_monitor_comes_back_to_it(
    sanne: Account, zwolle: Partnership, promised: list[Afspraak]
) -> None:
    client = logged_in(sanne)
    assert "Herinner deze partij" in client.get("/samen/zwolle/monitor/").content.decode()
    answer = client.post("/samen/zwolle/voortgang/herinner/", {"terug": "monitor"})
    assert answer["Location"] == "/samen/zwolle/monitor/"
    assert ProgressReport.objects.get(afspraak=promised[3]).reminded_at == NOW


def test_empty_monitor_says_what_to_do(bas: Account, zwolle: Partnership) -> None:
    page = logged_in(bas).get("/samen/zwolle/monitor/").content.decode()
    assert "Er zijn nog geen afspraken om te volgen" in page
    assert "/samen/zwolle/akkoorden/" in page


def test_outsider_sees_an_empty_monitor(outsider: Account, promised: list[Afspraak]) -> None:
    page = logged_in(outsider).get("/samen/zwolle/monitor/").content.decode()
    assert "Ontmoetingsplek" not in page
    assert "Samen Verder" not in page


def test_monitor_asks_as_much_for_fifty_promises_as_for_four(
    sanne: Account, zwolle: Partnership, promised: list[Afspraak], period: ReportingPeriod,
    corporation: Organisation, meeting: Meeting,
) -> None:  # fmt: skip
    client = logged_in(sanne)

    def queries(address: str) -> int:
        with counted_queries() as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    pages = ("/samen/zwolle/monitor/", "/samen/zwolle/monitor/afspraken/", "/samen/zwolle/bestuur/",
             "/samen/zwolle/voortgang/")  # fmt: skip
    few = [queries(address) for address in pages]
    for number in range(5, 50):
        one = make_afspraak(promised[0].akkoord, number, corporation, reached="90")
        say(period, one, corporation)
    many = [queries(address) for address in pages]
    assert all(later <= first for later, first in zip(many, few, strict=True)), (few, many)
    assert max(few) <= MOST, few


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("op_koers", "op_koers", ""),
        (None, "op_koers", "nieuw"),
        ("op_koers", "aandacht", "slechter"),
        ("loopt_achter", "aandacht", "beter"),
        ("op_koers", "gerealiseerd", "gerealiseerd"),
        ("aandacht", "niets_gehoord", "niets gehoord"),
        ("niets_gehoord", "aandacht", "weer gehoord"),
    ],
)
def test_change_since_last_time_has_a_word(was: str | None, now: str, kind: str) -> None:
    assert kind_of_change(was, now) == kind


def test_all_who_answered_are_ready(
    sanne: Account, zwolle: Partnership, promised: list[Afspraak], meeting: Meeting
) -> None:
    way = overview(zwolle, actor(sanne), today=TODAY).way
    assert (way.ready, way.asked) == (1, 2)
    assert way.freeze_on == (NOW + timedelta(days=14)).date()
    assert isinstance(meeting.starts_at, datetime)
