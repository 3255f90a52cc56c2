"""Every table as a file: typed, guarded, and each row says what it is."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import NOW, counted_queries, request_and_publish, small_result
from wwz.areas.models import Area
from wwz.opgave import kept_files
from wwz.opgave.exports import COLUMNS, SAME_FOR_ALL, TABLES
from wwz.opgave.models import Study
from wwz.spreadsheets import guarded


def rows_of(client: Client, name: str, query: str = "?vorm=rfc4180") -> list[dict[str, str]]:
    answer = client.get(f"/opgave/GM0193/tabel/{name}.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_is_there_in_both_forms(
    name: str, kind: str, study: Study, client: Client
) -> None:
    answer = client.get(f"/opgave/GM0193/tabel/{name}.{kind}")
    assert answer.status_code == 200
    assert len(answer.getvalue()) > 200
    expected = f'attachment; filename="opgave-zwolle-{name}-2026-11-06.{kind}"'
    assert answer["Content-Disposition"] == expected


def test_csv_for_people_opens_in_dutch_excel(study: Study, client: Client) -> None:
    content = client.get("/opgave/GM0193/tabel/feiten.csv").getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("gebied;gebiedscode;")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    share = next(row for row in rows if row["eenheid"] == "procent" and row["waarde"])
    assert "," in share["waarde"]


def test_csv_for_machines_has_commas_points_and_no_mark(study: Study, client: Client) -> None:
    content = client.get("/opgave/GM0193/tabel/feiten.csv?vorm=rfc4180").getvalue()
    assert not content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(client, "feiten")
    assert len(rows) == study.facts.count()
    share = next(row for row in rows if row["eenheid"] == "procent" and row["waarde"])
    assert float(share["waarde"]) > 0
    assert share["peildatum oudste bron"] == "2020-12-31"


def test_every_row_says_where_it_comes_from_and_what_it_means(study: Study, client: Client) -> None:
    for row in rows_of(client, "feiten"):
        assert row["bron"]
        assert row["omschrijving"]
        assert row["rekenversie"] == "0.1.0"
        assert row["waarde"] or row["laag"] or row["opmerking"]


def test_what_is_hidden_or_unknown_says_so_instead_of_zero(study: Study, client: Client) -> None:
    rows = rows_of(client, "feiten")
    hidden = [row for row in rows if row["opmerking"].startswith("verborgen")]
    unknown = [row for row in rows if row["opmerking"].startswith("onbekend")]
    banded = [row for row in rows if row["opmerking"].startswith("alleen de band")]
    assert hidden and unknown and banded
    assert all(not row["waarde"] for row in hidden + unknown + banded)
    assert all(row["laag"] and row["hoog"] for row in banded)


def test_table_holds_what_the_reader_chose(study: Study, client: Client) -> None:
    rows = rows_of(client, "ontwikkeling", "?vorm=rfc4180&groep=inwoners_85plus")
    assert {row["cijfer"] for row in rows} == {"Inwoners van 85 jaar en ouder"}
    assert {row["gebied"] for row in rows} == {"Zwolle"}
    inside = rows_of(client, "ontwikkeling", "?vorm=rfc4180&gebied=BU01933110")
    assert {row["gebied"] for row in inside} == {"Aa-landen-Noord"}
    on_map = rows_of(client, "kaart", "?vorm=rfc4180&maat=beperking_bewegen_65plus_aandeel-2020")
    assert {row["jaar"] for row in on_map} == {"2020"}


@pytest.mark.parametrize("name", TABLES)
def test_same_table_is_the_same_file_every_time(name: str, study: Study, client: Client) -> None:
    address = f"/opgave/GM0193/tabel/{name}.csv"
    assert client.get(address).getvalue() == client.get(address).getvalue()


def test_rows_stand_by_figure_area_and_year(study: Study, client: Client) -> None:
    rows = rows_of(client, "buurten")
    places = [(row["cijfer"], row["gebied"], row["jaar"]) for row in rows]
    assert [place[1:] for place in places if place[0] == "Inwoners"] == sorted(
        place[1:] for place in places if place[0] == "Inwoners"
    )


def test_choice_that_does_not_exist_gives_an_empty_table(study: Study, client: Client) -> None:
    assert rows_of(client, "ontwikkeling", "?vorm=rfc4180&groep=x&gebied=y") == []


@pytest.mark.parametrize(
    "address",
    ["GM0193/tabel/niets.csv", "GM0193/tabel/wijken.pdf", "GM0001/tabel/wijken.csv"],
)
def test_table_that_is_not_there_is_not_found(address: str, study: Study, client: Client) -> None:
    assert client.get(f"/opgave/{address}").status_code == 404


def test_workbook_has_numbers_as_numbers_and_an_explanation(study: Study, client: Client) -> None:
    content = client.get("/opgave/GM0193/tabel/feiten.xlsx").getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        figures = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    column = next(chr(65 + at) for at, each in enumerate(COLUMNS) if each.title == "waarde")
    kinds = re.findall(rf'<c r="{column}(?!1")\d+"([^>]*)><v>', figures)
    assert kinds
    assert not [kind for kind in kinds if 't="s"' in kind]
    assert "Toelichting" in names
    for words in ("Peildatum 31-12-2020", "CC BY 4.0", "Leeg is nooit nul"):
        assert words in texts


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_invented_input_is_named_in_every_file(kind: str, gemeente: Area, client: Client) -> None:
    request_and_publish(gemeente, small_result(fictional=True))
    content = client.get(f"/opgave/GM0193/tabel/feiten.{kind}").getvalue()
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = book.read("xl/sharedStrings.xml")
    assert "bevat verzonnen invoer" in content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@naam", "\tx", "\rx", "\n=1"])
def test_text_that_begins_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_area_named_like_a_formula_is_guarded_in_both_files(study: Study, client: Client) -> None:
    Area.objects.filter(code="BU01933110").update(name='=HYPERLINK("x")')
    rows = rows_of(client, "buurten")
    assert '\'=HYPERLINK("x")' in {row["gebied"] for row in rows}
    content = client.get("/opgave/GM0193/tabel/buurten.xlsx").getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", TABLES)
def test_table_needs_few_queries_however_many_facts(
    name: str, study: Study, client: Client
) -> None:
    client.get(f"/opgave/GM0193/tabel/{name}.csv").getvalue()
    with counted_queries() as captured:
        client.get(f"/opgave/GM0193/tabel/{name}.csv").getvalue()
    assert len(captured) <= 5


# --- what strangers may ask ---

ODD = ["inwoners-²", "inwoners-99999999999999999999999", "-", "x-0000", "'--", "a" * 5000]


@pytest.mark.parametrize("figure", ODD)
def test_figure_that_cannot_be_gives_an_empty_table(
    figure: str, study: Study, client: Client
) -> None:
    answer = client.get("/opgave/GM0193/tabel/kaart.csv", {"maat": figure, "vorm": "rfc4180"})
    assert answer.status_code == 200
    assert answer.getvalue().count(b"\r\n") == 1


@pytest.mark.parametrize("name", sorted(SAME_FOR_ALL))
@pytest.mark.parametrize("address", ["{}.xlsx", "{}.csv", "{}.csv?vorm=rfc4180"])
def test_large_file_is_made_once_however_often_it_is_asked_for(
    name: str, address: str, study: Study, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/opgave/GM0193/tabel/{address.format(name)}"
    first = client.get(address).getvalue()

    def refused(*args: object, **more: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("wwz.opgave.views.exports.content", refused)
    assert client.get(f"{address}{'&' if '?' in address else '?'}x=1").getvalue() == first


def test_kept_file_makes_way_for_that_of_a_newer_study(
    study: Study, gemeente: Area, client: Client
) -> None:
    kept = settings.VAR / kept_files.FOLDER
    newest = study
    for days in (1, 2):
        client.get("/opgave/GM0193/tabel/feiten.xlsx").getvalue()
        later = NOW + timedelta(days=days)
        newest = request_and_publish(gemeente, small_result(), now=later)
    content = client.get("/opgave/GM0193/tabel/feiten.csv?vorm=rfc4180").getvalue().decode()

    assert str(newest.facts.first().pk) in content
    assert len(list(kept.glob("gm0193-feiten-xlsx-*"))) == 1


def test_file_can_be_read_while_a_newer_study_takes_its_place(study: Study) -> None:
    def parts() -> Iterator[bytes]:
        yield b"whole"

    for again in range(2):
        with kept_files.kept_file(study, "proef", f"csv{again}", parts) as file:
            for path in (settings.VAR / kept_files.FOLDER).iterdir():
                path.unlink()
            assert file.read() == b"whole"


def test_file_that_fails_half_way_is_not_kept(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        kept_files.make(tmp_path / "table", broken)
    assert list(tmp_path.iterdir()) == []
