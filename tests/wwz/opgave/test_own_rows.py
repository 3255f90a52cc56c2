"""Homes and figures of a partnership: brought in a file or on screen, shown first, never lost."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, TODAY, counted_queries, logged_in, request_and_publish, small_result
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.errors import NotAllowedError
from wwz.opgave import jobs
from wwz.opgave.models import Study
from wwz.opgave.own import intakes, rows
from wwz.opgave.own.models import Difference, Intake, KnownHeadings, OwnRow
from wwz.spreadsheets import Column, Sheet, as_xlsx

pytestmark = pytest.mark.django_db
LIST = "/samen/zwolle/eigen/woningen/"
FIGURES = "/samen/zwolle/eigen/cijfers/"
HEAD = "kenmerk;complex;gebied;woningen;status;jaar klaar"
HOMES = (
    f"{HEAD}\nL1;De Linde;Aa-landen-Noord;12;bestaand;\nL2;De Eik;BU01933130;1.200;hard plan;2030\n"
)


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def areas(gemeente, zwolle):
    zwolle.areas.add(gemeente)
    return request_and_publish(gemeente, small_result())


@pytest.fixture
def client(sanne, zwolle, areas):
    return logged_in(sanne)


def send(client, content, name="woningen.csv", address=LIST):
    given = content if isinstance(content, bytes) else content.encode()
    return client.post(f"{address}inlezen/", {"file": SimpleUploadedFile(name, given)})


def brought(client, content, **more):
    answer = send(client, content, **more)
    assert answer.status_code == 302, text(answer)
    return Intake.objects.get(pk=answer.url.split("/")[2])


def take_in(client, intake, *, seen_at=None, **line):
    """Press on the page as it is now, or as it was at a moment."""
    looked = Intake.objects.get(pk=intake.pk).looked if seen_at is None else seen_at
    address = f"/inlezing/{intake.pk}/neem-over/?gezien={looked}"
    return client.post(address, line, follow=True)


def standing():
    return {row.number: row.cells for row in OwnRow.objects.standing()}


# --- a file ---


def test_file_is_shown_taken_in_listed_and_exported(client):
    intake = brought(client, HOMES)
    assert "Twee regels zijn klaar om over te nemen" in text(client.get(f"/inlezing/{intake.pk}/"))
    assert standing() == {}

    assert "Twee regels staan nu in de lijst." in text(take_in(client, intake))
    assert {number: cells["homes"] for number, cells in standing().items()} == {
        "L1": "12", "L2": "1200",
    }  # fmt: skip
    listed = text(client.get(LIST))
    assert "De Linde" in listed
    assert "1.200" in listed

    exported = client.get(f"{LIST}lijst.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(exported), delimiter=";"))
    assert [(one["Kenmerk"], one["Status"], one["Gebied"]) for one in rows] == [
        ("L1", "bestaand", "BU01933110"), ("L2", "hard plan", "BU01933130"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bringing_the_export_in_again_changes_nothing(client, kind):
    take_in(client, brought(client, HOMES.replace("De Eik", "=1+1 ‘gek’")))
    exported = client.get(f"{LIST}lijst.{kind}").getvalue()
    intake = brought(client, exported, name=f"weer.{kind}")

    found = [line.difference for line in intake.lines.all()]
    assert found == [Difference.SAME] * 2
    assert "verandert niets" in text(client.get(f"/inlezing/{intake.pk}/"))
    take_in(client, intake)
    assert set(OwnRow.objects.values_list("revision", flat=True)) == {1}


def workbook(lines):
    columns = tuple(
        Column(title, lambda row, place=place: row[place]) for place, title in enumerate(lines[0])
    )
    return as_xlsx(Sheet("proef", columns, lines[1:]))


WRONG = (
    ("gebied", "Nergens", "kennen we niet"),
    ("woningen", "veel", "geen heel getal"),
    ("woningen", "-3", "kan niet"),
    ("status", "misschien", "kennen we niet"),
    ("jaar klaar", "ooit", "geen heel getal"),
)


def thousand():
    """A thousand lines, of which every fiftieth has one wrong cell; and what should be told."""
    lines, told = [HEAD.split(";")], []
    for number in range(1000):
        values = (f"K{number:04}", f"Complex {number}", "Aa-landen-Zuid", 1 + number % 90,
                  "hard plan", 2030)  # fmt: skip
        cells = dict(zip(HEAD.split(";"), values, strict=True))
        if number % 50 == 7:
            column, given, words = WRONG[number // 50 % len(WRONG)]
            cells[column] = given
            told.append((number + 2, column, given, words))
        lines.append(list(cells.values()))
    return lines, told


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_twenty_wrong_of_a_thousand_are_each_named_within_five_seconds(client, kind):
    lines, told = thousand()
    content = workbook(lines) if kind == "xlsx" else "\n".join(
        ";".join(map(str, line)) for line in lines
    )  # fmt: skip
    began = time.monotonic()
    intake = brought(client, content, name=f"duizend.{kind}")
    page = text(client.get(f"/inlezing/{intake.pk}/?toon=fout"))
    assert time.monotonic() - began < 5

    faults = client.get(f"/inlezing/{intake.pk}/fouten.csv").getvalue().decode("utf-8-sig")
    named = list(csv.reader(io.StringIO(faults), delimiter=";"))[1:]
    assert len(named) == len(told) == 20
    for (line, column, given, words), cells in zip(told, named, strict=True):
        assert cells[:3] == [str(line), column, given.replace("-3", "'-3")]
        assert words in cells[3]
        assert f"Regel {line} {column} {given} " in page


@pytest.mark.parametrize("kind", ["woningen", "cijfers"])
def test_many_faults_are_all_told_and_names_are_looked_for_in_the_first_of_them(kind, monkeypatch):
    from wwz_engine.care import own
    from wwz_engine.sources import cells

    looked = []
    for module in (cells, own):
        monkeypatch.setattr(module, "get_close_matches", lambda *_, n: looked.append(n) or [])
    wrong = {"id": "R", "complex": "Blok", "homes": "veel", "number": "veel", "kind": "niets"}
    rows = [(wrong | {"area": f"Straat {one}"}, 2024) for one in range(1000)]
    found = list(jobs.check_own(kind, rows, {"BU01933110": "Aa-landen-Noord"}, TODAY))

    assert len(found) == 1000
    assert all("area" in dict(one.problems) for one in found)
    assert 0 < len(looked) <= 2 * jobs.MOST_HINTS


def test_number_with_hundreds_of_digits_is_a_wrong_cell(client):
    intake = brought(client, HOMES.replace(";12;", f";{'1' * 400};"))
    assert "geen heel getal" in intake.lines.get(line=2).problems[0][1]


def test_line_is_named_as_in_the_workbook_when_empty_lines_stand_before_it(client):
    head = HEAD.split(";")
    empty = [None] * len(head)
    wrong = ["L2", "De Eik", "Aa-landen-Zuid", "veel", "bestaand", None]
    lines = [head, empty, ["L1", "De Linde", "Aa-landen-Zuid", 12, "bestaand", None], empty, wrong]
    intake = brought(client, workbook(lines), name="leeg.xlsx")
    assert [(one.line, one.difference) for one in intake.lines.all()] == [(3, "nieuw"), (5, "fout")]


def test_taking_the_good_ones_loses_nothing_and_the_rest_waits(client):
    lines, _ = thousand()
    content = workbook(lines)
    intake = brought(client, content, name="duizend.xlsx")
    assert "980 regels staan nu in de lijst." in text(take_in(client, intake))
    assert OwnRow.objects.count() == 980
    assert intake.lines.filter(difference=Difference.WRONG, taken_at=None).count() == 20

    # The same file again: nothing new, and nothing is taken in twice.
    again = brought(client, content, name="duizend.xlsx")
    take_in(client, again)
    assert again.lines.filter(difference=Difference.SAME).count() == 980
    assert set(OwnRow.objects.values_list("revision", flat=True)) == {1}


def test_wrong_line_is_mended_on_screen_and_then_taken_in(client):
    intake = brought(client, HOMES.replace(";12;", ";twaalf;"))
    line = intake.lines.get(line=2)
    address = f"/inlezing/{intake.pk}/regel/{line.pk}/"
    assert "‘twaalf’ is geen heel getal" in text(client.get(address))
    cells = {"id": "L1", "complex": "De Linde", "area": "BU01933110", "homes": "13",
             "status": "bestaand", "tenure": "onbekend"}  # fmt: skip
    answer = client.post(address, cells | {"homes": "dertien"})
    assert answer.status_code == 422
    assert "‘dertien’ is geen heel getal" in text(answer)

    assert client.post(address, cells).status_code == 302
    take_in(client, intake)
    assert standing()["L1"]["homes"] == "13"


def test_lines_are_taken_in_one_by_one(client):
    intake = brought(client, HOMES)
    for odd in ("x", "3", str(intake.pk)):
        assert take_in(client, intake, regel=odd).status_code == 404
    assert standing() == {}
    take_in(client, intake, regel=str(intake.lines.get(line=3).pk))
    assert list(standing()) == ["L2"]
    take_in(client, intake)
    assert sorted(standing()) == ["L1", "L2"]


def test_second_file_shows_what_is_new_changed_the_same_and_missing(client):
    take_in(client, brought(client, HOMES + "L3;De Es;BU01933130;5;bestaand;\n"))
    second = HOMES.replace(";12;", ";14;") + "L4;De Berk;Aa-landen-Zuid;6;bestaand;\n"
    intake = brought(client, second)

    found = [line.difference for line in intake.lines.all()]
    assert found == [Difference.CHANGED, Difference.SAME, Difference.NEW]
    page = text(client.get(f"/inlezing/{intake.pk}/?toon=gewijzigd"))
    assert "Woningen: 12 wordt 14" in page
    assert "De Es" in text(client.get(f"/inlezing/{intake.pk}/?toon=ontbreekt"))
    take_in(client, intake)
    assert {number: cells["homes"] for number, cells in standing().items()} == {
        "L1": "14", "L2": "1200", "L3": "5", "L4": "6",
    }  # fmt: skip


def test_own_headings_are_asked_once_and_known_the_next_time(client):
    own = HOMES.replace("kenmerk;complex", "Vhe-nr;Object")
    answer = send(client, own)
    assert answer.url.endswith("/kolommen/")
    refused = client.post(answer.url, {"id": "0", "complex": "0", "area": "2", "homes": "3"})
    assert refused.status_code == 422
    assert "Deze kolom koos u ook bij" in text(refused)
    named = {"id": "0", "complex": "1", "area": "2", "homes": "3", "status": "4", "ready_year": "5"}
    done = client.post(answer.url, named)
    assert done.status_code == 302
    assert KnownHeadings.objects.get().columns["vhe nr"] == "id"

    assert not send(client, own, name="volgende.csv").url.endswith("/kolommen/")


def test_number_given_twice_is_told_in_the_second_line(client):
    intake = brought(client, HOMES.replace("L2;", "L1;"))
    told = [line.problems for line in intake.lines.all()]
    assert told == [[], [["id", "‘L1’ staat ook in regel 2. Geef elke regel een eigen kenmerk."]]]


def test_intake_is_undone_while_nothing_touched_its_rows(client, sanne):
    take_in(client, brought(client, HOMES))
    second = brought(client, HOMES.replace(";12;", ";14;") + "L4;De Berk;BU01933130;6;bestaand;\n")
    take_in(client, second)
    assert "Ja, maak ongedaan" in text(client.get(f"/inlezing/{second.pk}/ongedaan/"))
    client.post(f"/inlezing/{second.pk}/ongedaan/")
    assert {number: cells["homes"] for number, cells in standing().items()} == {
        "L1": "12", "L2": "1200",
    }  # fmt: skip
    # The file is there still, and can be taken in again.
    take_in(client, second)
    assert standing()["L1"]["homes"] == "14"

    row = OwnRow.objects.get(number="L1")
    rows.take_out(actor(sanne), row, revision=row.revision, now=NOW)
    answer = client.post(f"/inlezing/{second.pk}/ongedaan/")
    assert answer.status_code == 422
    assert "Eén regel is daarna nog gewijzigd" in text(answer)
    assert "L4" in standing()


def test_row_that_changed_after_the_preview_is_shown_again_first(client, sanne):
    take_in(client, brought(client, HOMES))
    intake = brought(client, HOMES.replace(";12;", ";14;"))
    row = OwnRow.objects.get(number="L1")
    rows.change(actor(sanne), row, row.cells | {"homes": "20"}, revision=1, now=NOW)

    assert "Eén regel is intussen gewijzigd" in text(take_in(client, intake))
    assert standing()["L1"]["homes"] == "20"
    take_in(client, intake)
    assert standing()["L1"]["homes"] == "14"


def test_what_is_taken_in_is_as_the_columns_were_named_last(client, sanne):
    more = HOMES.replace("jaar klaar", "nog meer").replace("bestaand;", "bestaand;7")
    intake = brought(client, more.replace("2030", "8"))
    other_tab = Intake.objects.get(pk=intake.pk)
    named = {"id": 0, "complex": 1, "area": 2, "homes": 5}
    intakes.name_columns(actor(sanne), intake, named, now=NOW)

    shown = {line.cells["id"]: line.cells["homes"] for line in intake.lines.all()}
    assert intakes.take_in(actor(sanne), other_tab, now=NOW).rows == 2
    assert {number: cells["homes"] for number, cells in standing().items()} == shown
    assert shown == {"L1": "7", "L2": "8"}


def test_file_that_another_threw_away_says_so(client, sanne):
    intake = brought(client, HOMES)
    other_tab = Intake.objects.get(pk=intake.pk)
    client.post(f"/inlezing/{intake.pk}/weg/")
    for work in (
        lambda: intakes.take_in(actor(sanne), other_tab, now=NOW),
        lambda: intakes.undo(actor(sanne), other_tab, now=NOW),
    ):
        with pytest.raises(intakes.IntakeGoneError):
            work()
    assert standing() == {}


# --- one row on screen ---

ROW = {"id": "S1", "complex": "De Beuk", "area": "BU01933110", "homes": "10", "tenure": "koop",
       "status": "bestaand", "origin": "eigen"}  # fmt: skip


def test_row_is_added_changed_and_taken_out_on_screen(client):
    answer = client.post(f"{LIST}nieuw/", ROW | {"homes": "0"})
    assert answer.status_code == 422
    assert "0 kan niet. Kies een getal van 1" in text(answer)
    client.post(f"{LIST}nieuw/", ROW)
    row = OwnRow.objects.get()
    assert row.cells["tenure"] == "koop"
    twice = client.post(f"{LIST}nieuw/", ROW)
    assert "staat al in de lijst" in text(twice)

    client.post(f"/eigen/{row.pk}/wijzig/", ROW | {"homes": "11", "revision": "1"})
    assert standing()["S1"]["homes"] == "11"
    late = client.post(f"/eigen/{row.pk}/wijzig/", ROW | {"homes": "12", "revision": "1"})
    assert late.status_code == 422
    assert "Iemand anders heeft ‘De Beuk’ gewijzigd" in text(late)

    for odd in ("²", "9" * 5000, "-1", ""):
        assert client.post(f"/eigen/{row.pk}/weg/", {"versie": odd}).status_code == 422
    client.post(f"/eigen/{row.pk}/weg/", {"versie": "2"})
    assert standing() == {}
    verbs = AuditEvent.objects.filter(object_id=row.pk).order_by("id")
    assert [event.verb for event in verbs] == ["ownrow.add", "ownrow.change", "ownrow.remove"]
    assert (verbs[1].before["homes"], verbs[1].after["homes"]) == ("10", "11")
    # Free text is not in the log.
    assert verbs[0].after["complex"] == "anders"


def test_log_holds_no_text_that_somebody_wrote(client):
    take_in(client, brought(client, HOMES))
    assert not [
        event for event in AuditEvent.objects.all() if "Linde" in str((event.before, event.after))
    ]


def test_list_is_searched_and_filtered_in_the_address(client):
    take_in(client, brought(client, HOMES))
    assert "De Eik" not in text(client.get(f"{LIST}?zoek=linde"))
    found = text(client.get(f"{LIST}?status=hard&gebied=BU01933130"))
    assert "De Eik" in found
    assert "De Linde" not in found
    file = client.get(f"{LIST}lijst.csv?zoek=linde").getvalue().decode()
    assert "De Linde" in file
    assert "De Eik" not in file
    for odd in ("van=x", "gebied=x", "status=x", "bladzijde=x"):
        assert client.get(f"{LIST}?{odd}").status_code == 200


def test_workbook_offers_the_words_that_may_stand_in_a_cell(client):
    book = zipfile.ZipFile(io.BytesIO(client.get(f"{LIST}lijst.xlsx?leeg=ja").getvalue()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'type="list"' in sheet
    assert "Keuzes!$" in sheet
    assert 'state="hidden"' in book.read("xl/workbook.xml").decode()
    assert "hard plan" in book.read("xl/sharedStrings.xml").decode()


# --- own figures: the same mechanism ---

OWN = (
    "Nummer;Gebied;Jaar van de indeling;Soort;Aantal;Peildatum;Bron\n"
    "F1;Zwolle;2024;{kind};1.250;2026-01-01;Wmo-administratie\n"
    "F2;Aa-landen;2024;{kind};60;46023;Wmo-administratie\n"
)


@pytest.fixture
def figures():
    from wwz_engine.services import kinds

    label = next(one.label for one in kinds().values() if one.key == "wmo_hulp_clienten")
    return OWN.format(kind=label)


def test_figures_are_brought_listed_and_exported_the_same_way(client, figures):
    intake = brought(client, figures, address=FIGURES, name="cijfers.csv")
    take_in(client, intake)
    found = standing()
    assert (found["F1"]["number"], found["F1"]["area"]) == ("1250", "GM0193")
    # The number with which Excel keeps a day.
    assert found["F2"]["as_of"] == "2026-01-01"
    assert "1.250" in text(client.get(FIGURES))
    for kind in ("csv", "xlsx"):
        exported = client.get(f"{FIGURES}lijst.{kind}").getvalue()
        again = brought(client, exported, address=FIGURES, name=f"weer.{kind}")
        assert {line.difference for line in again.lines.all()} == {Difference.SAME}


def test_figure_of_the_same_area_and_day_under_another_number_is_refused(client, figures):
    take_in(client, brought(client, figures, address=FIGURES))
    intake = brought(client, figures.replace("F1;", "F9;"), address=FIGURES)
    assert "staat al bij nummer F1" in intake.lines.get(line=2).problems[0][1]


# --- whose rows ---


def test_row_of_another_organisation_is_changed_by_nobody_but_who_keeps_the_whole(
    client, bas, outsider, zwolle
):
    take_in(client, brought(client, HOMES))
    row = OwnRow.objects.get(number="L1")
    of_corporation = logged_in(bas)
    assert of_corporation.get(f"/eigen/{row.pk}/").status_code == 200
    assert of_corporation.get(f"/eigen/{row.pk}/wijzig/").status_code == 403
    intake = brought(of_corporation, HOMES.replace(";12;", ";14;"))
    assert "‘L1’ is van Gemeente Zwolle" in intake.lines.get(line=2).problems[0][1]
    with pytest.raises(NotAllowedError):
        rows.change(actor(bas), row, ROW, revision=1, now=NOW)
    # Another's file is not seen, and of another partnership nothing is there.
    first = Intake.objects.order_by("brought_at").first()
    assert of_corporation.get(f"/inlezing/{first.pk}/").status_code == 404
    assert logged_in(outsider).get(f"/eigen/{row.pk}/").status_code == 404


def test_reader_of_no_partnership_sees_no_rows(client, outsider):
    take_in(client, brought(client, HOMES))
    assert logged_in(outsider).get(LIST).status_code == 403


def test_without_areas_one_sentence_says_what_to_do(sanne, zwolle):
    answer = send(logged_in(sanne), HOMES)
    assert answer.status_code == 422
    assert "Laat eerst een analyse draaien." in text(answer)


# --- the page says what is not counted yet ---


def test_page_says_since_when_rows_changed_and_asks_for_a_new_study(client, areas):
    assert "is ouder dan deze regels" not in text(client.get(LIST))
    take_in(client, brought(client, HOMES))
    assert "zijn 2 regels gewijzigd" in text(client.get(LIST))

    done = client.post(f"{LIST}reken/", follow=True)
    assert "De analyse van Zwolle is aangevraagd." in text(done)
    assert Study.objects.unfinished().of_gemeente("GM0193").count() == 1
    again = text(client.post(f"{LIST}reken/", follow=True))
    assert "Er loopt al een analyse van Zwolle" in again


# --- how often the database is asked ---


def test_pages_ask_no_more_for_more_rows(client, sanne, zwolle):
    take_in(client, brought(client, HOMES.replace("L", "A")))
    many = HOMES + "".join(f"M{one};Blok {one};BU01933130;9;bestaand;\n" for one in range(40))
    asked = []
    for content in (HOMES, many):
        intake = brought(client, content)
        asked.append(counts(client, intake))
        with counted_queries() as queries:
            intakes.take_in(actor(sanne), intake, now=NOW + timedelta(days=1))
        asked[-1]["take in"] = len(queries)
    assert all(asked[1][place] <= most for place, most in asked[0].items()), asked
    assert max(asked[0].values()) <= 20


def counts(client, intake):
    found = {}
    for address in (LIST, f"/inlezing/{intake.pk}/", f"{LIST}lijst.csv", f"{LIST}nieuw/",
                    f"/inlezing/{intake.pk}/kolommen/"):  # fmt: skip
        with counted_queries() as queries:
            assert client.get(address).getvalue()
        found[address.replace(str(intake.pk), "")] = len(queries)
    return found
