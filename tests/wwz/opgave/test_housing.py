"""Homes of a place: asked for, there, planned and short; the same stock counted another way."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.cast import WIJK, request_and_publish, small_result
from tests.supplied import PEERS, with_supply
from wwz.opgave.presentation import housing
from wwz.opgave.presentation.ten_sentences import read_place
from wwz.opgave.queries import published
from wwz_engine.shortage.peers import Benchmark, Compared
from wwz_engine.sources.tidy import Source


@pytest.fixture
def studied(gemeente):
    return request_and_publish(gemeente, with_supply())


def rows_of(html, caption):
    """Cells per row of the table with this caption, as words."""
    (table,) = re.findall(rf'aria-label="Tabel: {caption}.*?</table>', html, re.DOTALL)
    return {
        cells[0]: cells[1:]
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        if (cells := [unescape(re.sub(r"<[^>]+>", "", one)) for one in CELL.findall(row)])
    }


CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def test_table_says_per_year_what_is_asked_there_planned_and_short(client, studied):
    html = client.get("/opgave/GM0193/woningen/").content.decode()
    rows = rows_of(html, "Nultredenwoningen")
    assert rows["Voorraad"][0] == "3.221"
    assert rows["Misschien, een gegeven ontbreekt"][0] == "569"
    assert rows["Tekort"][0] == "1.640"
    assert rows["Tekort"][-2] == "2.940"
    assert rows["Harde plannen, tot en met dit jaar"][-2] == "600"
    assert "/feit/" in html
    assert PEERS in unescape(html)


def test_page_says_why_a_shortage_is_no_subtraction(client, studied):
    whole = unescape(client.get("/opgave/GM0193/woningen/").content.decode())
    part = unescape(client.get(f"/opgave/GM0193/{WIJK.code}/woningen/").content.decode())
    for html in (whole, part):
        assert "Nodig min voorraad is niet het tekort." in html
    # Only of the gemeente there is a last row in which one wijk helps another.
    assert "In de laatste rij helpt dat wel." in whole
    assert "In de laatste rij helpt dat wel." not in part
    # What is asked for of these homes comes on top of what was there.
    assert "Extra nodig" in rows_of(whole, "Zorggeschikte woningen")
    assert "Extra nodig" not in rows_of(whole, "Geclusterde woningen")


def test_page_of_a_gemeente_says_of_which_year_stock_and_shortage_are(client, studied):
    html = client.get("/opgave/GM0193/").content.decode()
    for said in ("Voorraad in 2021", "Tekort in 2040"):
        assert f">{said}</th>" in html


def test_year_in_which_there_is_too_little_is_said(client, studied):
    html = client.get("/opgave/GM0193/woningen/").content.decode()
    assert re.search(r"uit op (ongeveer )?<a [^>]*>2031", html)
    assert re.search(r"al te klein in (ongeveer )?<a [^>]*>2021</a>", html)
    # Of this one no year was worked out: no number in its place.
    assert "Wanneer het aanbod te klein wordt, is hier niet uitgerekend" in html


@pytest.mark.parametrize(
    ("query", "number", "label"),
    [
        ("?definitie=woon", "3.221", "nultreden volgens WoON"),
        ("?definitie=eigen_nultreden", "2.999", "nultreden volgens uw eigen telling"),
    ],
)
def test_definition_in_the_address_counts_the_same_stock_another_way(
    client, studied, query, number, label
):
    html = client.get(f"/opgave/GM0193/woningen/{query}").content.decode()
    assert f"<strong>{label[0].upper()}{label[1:]}.</strong>" in html
    assert re.search(rf"In 2021 waren dit er <a [^>]*>{re.escape(number)}</a>", html)
    # Whatever is chosen, the table holds every definition and the stock above stays as it is.
    counted = rows_of(html, "Dezelfde voorraad")
    assert {cells[0] for cells in counted.values()} >= {"3.221", "2.999"}
    assert rows_of(html, "Nultredenwoningen")["Voorraad"][0] == "3.221"


def test_definition_that_does_not_exist_is_the_first(client, studied):
    first, other = (
        client.get(f"/opgave/GM0193/woningen/{query}").content.decode()
        for query in ("", "?definitie=x")
    )
    chosen = re.compile(r'<option value="([^"]*)" selected>')
    assert chosen.findall(first) == chosen.findall(other) != []


def test_without_homes_the_page_says_so_and_shows_no_number(client, gemeente):
    request_and_publish(gemeente, small_result())
    html = client.get("/opgave/GM0193/woningen/").content.decode()
    assert "Nog onbekend: hoeveel van deze woningen er al zijn" in html
    assert set(rows_of(html, "Nultredenwoningen")["Voorraad"]) <= {"onbekend", ""}
    assert client.get("/opgave/GM0193/WK019331/woningen/").status_code == 200


def test_file_holds_what_the_page_shows(client, studied):
    text = b"".join(client.get("/opgave/GM0193/tabel/woonvormen.csv")).decode("utf-8-sig")
    for label in ("Tekort aan nultredenwoningen", "Harde plannen voor nultredenwoningen"):
        assert label in text


def test_sentence_on_peers_is_known_by_how_the_engine_begins_it():
    source = Source("kwb", "CBS", "85318NED", "Kerncijfers", None, "CC BY", "0" * 64)
    own = Compared("GM0193", "Zwolle", 0.0, (1.0,), 347.0)
    peer = Compared("GM0758", "Breda", 0.1, (1.0,), 414.0)
    assert Benchmark(own, (peer,), source).sentence().startswith(housing.PEERS)


def test_page_of_a_wijk_says_homes_and_care_in_short(client, studied):
    html = client.get("/opgave/GM0193/WK019331/").content.decode()
    section = html.partition('id="kort"')[2].partition("</section>")[0]
    plain = unescape(re.sub(r"<[^>]+>", "", section))
    assert "daarvan ontbreken er naar verwachting ongeveer 78" in plain
    assert "Het aanbod wordt te klein" in plain
    assert section.count("/feit/") > 4


def test_buurt_says_why_it_has_no_year_of_its_own(studied):
    """A home serves its whole wijk, so that a buurt has no supply to pass."""
    buurt = next(area for area in published.areas_of(studied) if area.level == "buurt")
    said = housing.crossing(read_place(studied, buurt), "nultreden").words
    assert "Een woning dient haar hele wijk: kijk bij de wijk of de gemeente." in said


def test_file_of_a_woonvorm_holds_every_part(client, studied):
    content = b"".join(client.get("/opgave/GM0193/tabel/woonvorm.csv?indicator=vraag_nultreden"))
    words = content.decode()
    for said in ("Voorraad nultredenwoningen", "Misschien nultredenwoningen", "Tekort aan",
                 "Harde plannen voor", "Jaar waarin het aanbod van"):  # fmt: skip
        assert said in words, said
