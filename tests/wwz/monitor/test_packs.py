"""A pack is live while it is a concept; frozen it stays the same, and one changed byte is seen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.board import make_meeting
from tests.cast import NOW, logged_in, request_and_publish, small_result
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from tests.promises import Says, make_period, measure, say
from wwz.akkoord.models import Afspraak
from wwz.areas.models import Area
from wwz.audit.snapshots import canonical, content_of, sha256
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.meetings.models import Meeting, MeetingState
from wwz.monitor import sheets
from wwz.monitor.contents import gather
from wwz.monitor.difference import difference
from wwz.monitor.freezing import freeze_now
from wwz.monitor.models import BoardPack, Erratum
from wwz.monitor.queries.packs import frozen_content
from wwz.monitor.services import decisions, packs
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def pack(
    sanne: Account, period: ReportingPeriod, meeting: Meeting, promised: list[Afspraak]
) -> BoardPack:
    question = decisions.NewDecision("Huur betalen tot 2030?", "Het geld stopt.", promised[1])
    decisions.ask_decision(actor(sanne), meeting, question, now=NOW)
    return packs.make(actor(sanne), period, meeting, now=NOW)


@pytest.fixture
def frozen(sanne: Account, pack: BoardPack) -> BoardPack:
    return freeze_now(actor(sanne), pack, now=NOW)


def sheets_on(page: str) -> str:
    return page[page.index("wwz-a4") : page.index("3 van 3")]


def test_concept_is_live_and_only_for_who_makes_it(
    sanne: Account, meryem: Account, pack: BoardPack, promised: list[Afspraak]
) -> None:
    address = f"/bestuursstukken/{pack.pk}/"
    before = logged_in(sanne).get(address).content.decode()
    assert "Concept: deze stukken leven nog." in before
    measure(promised[1], "100", on=NOW.date())
    assert sheets_on(logged_in(sanne).get(address).content.decode()) != sheets_on(before)
    assert logged_in(meryem).get(address).status_code == 404


def test_frozen_page_stays_the_same_when_everything_changes(
    sanne: Account, frozen: BoardPack, promised: list[Afspraak], corporation: Organisation
) -> None:
    client, address = logged_in(sanne), f"/bestuursstukken/{frozen.pk}/"
    before = client.get(address).content.decode()
    measure(promised[1], "100", on=NOW.date())
    Afspraak.objects.filter(pk=promised[0].pk).update(title="Heel iets anders")
    ProgressReport.objects.filter(afspraak=promised[0]).update(text="Herschreven", light="aandacht")
    Organisation.objects.filter(pk=corporation.pk).update(name="Nieuwe naam")
    after = client.get(address).content.decode()
    assert sheets_on(after) == sheets_on(before)
    assert sha256(frozen.html) == content_of(frozen.snapshot)["html_sha256"]  # type: ignore[arg-type]  # frozen: there is one


def test_snapshot_holds_lights_texts_figures_with_source_and_decisions(frozen: BoardPack) -> None:
    content = frozen_content(frozen)
    rows = content["promises"]
    assert isinstance(rows, list)
    row = next(one for one in rows if one["number"] == 2)
    assert (row["stated"], row["measured"], row["differs"]) == ("op_koers", "loopt_achter", True)
    assert (row["stated_text"], row["lead"]) == ("De helling is besteld.", "De Stadspoort (demo)")
    assert (row["value"], row["source"]) == ("48.00", "De Stadspoort, oplevering")
    assert row["as_of"] == "2026-11-01"
    assert content["decisions"] == [
        {"number": 1, "question": "Huur betalen tot 2030?", "text": "Het geld stopt."}
    ]
    assert content["previous"] is None


def test_exceptions_come_first_and_money_that_stops_is_named(frozen: BoardPack) -> None:
    html = frozen.html
    assert html.index("Gevraagde besluiten") < html.index("Uitzonderingen")
    assert html.index("2. Ontmoetingsplek") < html.index("1. Woningen")
    assert "Geld dat eerder stopt dan de belofte" in html
    assert "2 december 2026" in html
    assert "Niets gehoord van Samen Verder (demo)." in html


def test_each_pack_holds_the_number_of_the_one_before(
    sanne: Account, frozen: BoardPack, zwolle: Partnership
) -> None:
    later = make_meeting(zwolle, days=200)
    period = make_period(zwolle, 2027, 1)
    second = packs.make(actor(sanne), period, later, now=NOW)
    freeze_now(actor(sanne), second, now=NOW + timedelta(days=1))
    previous = frozen_content(second)["previous"]
    assert isinstance(previous, dict)
    assert frozen.snapshot is not None
    assert previous["sha256"] == frozen.snapshot.sha256
    assert frozen.snapshot.sha256[:12] in second.html


def test_database_refuses_to_change_or_delete_what_is_frozen(frozen: BoardPack) -> None:
    for statement in (
        "UPDATE monitor_boardpack SET html = 'anders'",
        "UPDATE monitor_boardpack SET snapshot_id = NULL",
        "UPDATE monitor_boardpack SET state = 'concept'",
        "UPDATE monitor_boardpack SET frozen_at = NULL",
        "DELETE FROM monitor_boardpack",
    ):
        with (
            pytest.raises(IntegrityError, match="a frozen pack is final"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_pack_draws_the_need_behind_the_promises_and_keeps_its_facts(
    sanne: Account, pack: BoardPack, gemeente: Area
) -> None:
    pack.partnership.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    frozen = freeze_now(actor(sanne), pack, now=NOW)
    [need] = frozen_content(frozen)["needs"]
    assert [(one["year"], one["value"]) for one in need["points"]][1] == (2021, "2425.0")
    assert all(one["fact"] for one in need["points"])

    request_and_publish(gemeente, small_result(factor=2.0), now=NOW + timedelta(hours=1))
    page = logged_in(sanne).get(f"/bestuursstukken/{frozen.pk}/").content.decode()
    part = page[page.index("De opgave achter de afspraken") : page.index("Wat partijen erbij")]
    assert "Lijngrafiek: inwoners van 85 jaar en ouder in Zwolle" in part
    assert "4.854" not in part
    assert "Bron: " in part


def test_concept_can_still_be_thrown_away(pack: BoardPack) -> None:
    pack.delete()
    assert not BoardPack.objects.exists()


@pytest.mark.parametrize("place", [0, -1])
def test_one_changed_byte_is_seen_and_the_page_is_not_shown(
    sanne: Account, pack: BoardPack, place: int
) -> None:
    """As if somebody went past the triggers: the page has another byte than its number says."""
    content = gather(pack, actor(sanne), today=NOW.date())
    html = sheets.render(content, frozen="bevroren")
    frozen = packs.freeze(actor(sanne), pack, content, html, now=NOW)
    assert sheets.is_untouched(frozen)
    frozen.html = "!" + html[1:] if place == 0 else html[:-1] + "!"
    assert not sheets.is_untouched(frozen)
    frozen.html = html
    assert frozen.snapshot is not None
    frozen.snapshot.content = frozen.snapshot.content.replace("op_koers", "aandacht", 1)
    assert not sheets.is_untouched(frozen)


def test_page_refuses_to_show_a_broken_pack(
    sanne: Account, frozen: BoardPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wwz.monitor.sheets.sha256", lambda text: "0" * 64)
    answer = logged_in(sanne).get(f"/bestuursstukken/{frozen.pk}/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "het controlegetal klopt niet meer" in page
    assert "Ontmoetingsplek" not in page


def test_pack_goes_from_concept_to_public_and_skips_nothing(
    sanne: Account, meryem: Account, frozen: BoardPack, meeting: Meeting
) -> None:
    by = actor(sanne)
    for verb in (packs.publish,):
        with pytest.raises(WrongStateError):
            verb(by, frozen, now=NOW)
    assert logged_in(meryem).get(f"/bestuursstukken/{frozen.pk}/").status_code == 404
    packs.release(by, frozen, now=NOW)
    assert logged_in(meryem).get(f"/bestuursstukken/{frozen.pk}/").status_code == 200
    with pytest.raises(packs.PackRefusedError, match="nog niet gehouden"):
        packs.discuss(by, frozen, now=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.GEHOUDEN)
    held = BoardPack.objects.get(pk=frozen.pk)
    packs.discuss(by, held, now=NOW + timedelta(days=30))
    packs.publish(actor(meryem), held, now=NOW + timedelta(days=31))
    assert held.visibility == "openbaar"


def test_anybody_reads_what_is_public_and_nobody_what_is_not(
    sanne: Account, outsider: Account, frozen: BoardPack, client: object
) -> None:
    address = f"/bestuursstukken/{frozen.pk}/"
    assert logged_in(outsider).get(address).status_code == 404
    BoardPack.objects.filter(pk=frozen.pk).update(visibility="openbaar", state="openbaar")
    assert logged_in(outsider).get(address).status_code == 200


@pytest.mark.parametrize("name", ["meryem", "bas", "ilse", "wei"])
def test_only_the_programme_manager_freezes(
    name: str, request: pytest.FixtureRequest, pack: BoardPack
) -> None:
    somebody: Account = request.getfixturevalue(name)
    with pytest.raises(NotAllowedError):
        freeze_now(actor(somebody), pack, now=NOW)


def test_fault_is_told_under_the_pack_and_stays(sanne: Account, frozen: BoardPack) -> None:
    client, address = logged_in(sanne), f"/bestuursstukken/{frozen.pk}/"
    assert client.post(f"{address}erratum/", {"text": ""}).status_code == 422
    client.post(f"{address}erratum/", {"text": "Afspraak 2: lees 49 in plaats van 48."})
    page = client.get(address).content.decode()
    assert "Afspraak 2: lees 49 in plaats van 48." in page
    with pytest.raises(IntegrityError, match="erratum is final"), transaction.atomic():
        Erratum.objects.all().delete()


def test_concept_has_no_errata(sanne: Account, pack: BoardPack) -> None:
    with pytest.raises(packs.PackRefusedError, match="nog niet bevroren"):
        packs.add_erratum(actor(sanne), pack, "Fout", now=NOW)


def test_whole_way_works_with_plain_buttons(sanne: Account, pack: BoardPack) -> None:
    client, address = logged_in(sanne), f"/bestuursstukken/{pack.pk}/"
    assert client.get(f"{address}bevries/").status_code == 405
    assert client.post(f"{address}vrijgeven/").status_code == 422
    assert client.post(f"{address}bevries/")["Location"] == address
    assert "Bevroren op 6 november 2026" in client.get(address).content.decode()
    assert client.post(f"{address}vrijgeven/")["Location"] == address
    assert "Het overleg is gehouden" in client.get(address).content.decode()


def test_files_are_the_frozen_pack(sanne: Account, frozen: BoardPack) -> None:
    client, address = logged_in(sanne), f"/bestuursstukken/{frozen.pk}/"
    told = client.get(f"{address}stukken.json")
    assert frozen.snapshot is not None
    assert told.content.decode() == frozen.snapshot.content
    assert canonical(json.loads(told.content)) == frozen.snapshot.content
    page = client.get(f"{address}stukken.html").content.decode()
    assert frozen.html in page
    assert frozen.snapshot.sha256 in page
    assert client.get(f"{address}stukken.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{address}stukken.docx").status_code == 404


def test_concept_has_no_files(sanne: Account, pack: BoardPack) -> None:
    assert logged_in(sanne).get(f"/bestuursstukken/{pack.pk}/stukken.json").status_code == 404


def test_difference_tells_what_changed_and_folds_the_rest(
    sanne: Account, frozen: BoardPack, zwolle: Partnership, promised: list[Afspraak],
    corporation: Organisation,
) -> None:  # fmt: skip
    period = make_period(zwolle, 2027, 1)
    say(period, promised[0], corporation, Says(light="loopt_achter"), days_ago=1)
    later = packs.make(actor(sanne), period, make_meeting(zwolle, days=200), now=NOW)
    now = sheets.as_kept(gather(later, actor(sanne), today=NOW.date()))
    found = difference(frozen_content(frozen), now)
    assert found.title == "1 afspraak veranderde, 3 bleven gelijk"
    assert [pair.number for pair in found.changed] == [1]

    page = logged_in(sanne).get(f"/bestuursstukken/{later.pk}/verschil/").content.decode()
    assert "1 afspraak veranderde, 3 bleven gelijk" in page
    assert "3 afspraken liggen zoals toen" in page


def test_first_pack_has_nothing_to_be_compared_with(sanne: Account, frozen: BoardPack) -> None:
    assert logged_in(sanne).get(f"/bestuursstukken/{frozen.pk}/verschil/").status_code == 404


def test_pack_needs_a_meeting_and_a_half_year(sanne: Account, zwolle: Partnership) -> None:
    client = logged_in(sanne)
    page = client.get("/samen/zwolle/bestuursstukken/").content.decode()
    assert "Plan eerst een bestuurlijk overleg" in page
    answer = client.post("/samen/zwolle/bestuursstukken/maak/")
    assert answer.status_code == 422
    assert "Plan het overleg" in answer.content.decode()


def test_frozen_pack_is_not_replaced_or_emptied_at_once(sanne: Account, frozen: BoardPack) -> None:
    packs.add_erratum(actor(sanne), frozen, "Lees 49.", now=NOW)
    assert "frozen pack is final" in refuses_overwriting("monitor_boardpack")
    assert "erratum is final" in refuses_overwriting("monitor_erratum")
