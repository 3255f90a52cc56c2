"""The pages of the programme: read by everybody once adopted, written by who may, and in files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.test import Client
from pypdf import PdfReader

from tests.cast import NOW, TODAY, logged_in
from tests.housing import YEARS, adopt, home, other, page, sheet_of, text_of
from tests.overwriting import drop_triggers
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.audit.models import Snapshot
from wwz.errors import NotAllowedError
from wwz.partners.models import Account, Partnership
from wwz.uitvoering.housing import lines, versions
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.uitvoering.housing.sheets import READ, WRITTEN
from wwz.uitvoering.housing.versions import VersionText
from wwz.uitvoering.models import Initiative


def test_concept_is_for_partners_and_what_is_adopted_for_everybody(
    client: Client, sanne: Account, meryem: Account, bas: Account, outsider: Account,
    concept: HousingProgramme, line: HousingLine, nieuwegein: Partnership,
) -> None:  # fmt: skip
    for stranger in (client, logged_in(outsider)):
        assert "Versie 1" not in page(stranger, "/samen/zwolle/huisvesting/")
        for path in ("", "regels/", "regel/1/", "verschil/", "regels.csv", "programma.docx"):
            assert stranger.get(home(concept) + path).status_code == 404
    assert "Concept, nog niet vastgesteld" in page(logged_in(bas), home(concept))
    adopt(sanne, meryem, concept)
    seen = text_of(page(client, home(concept)))
    assert "Vastgesteld op 6 november 2026 door Gemeente Zwolle (demo)" in seen
    assert "Samen 24 woningen" in seen
    assert "Versie 1" in page(client, "/samen/zwolle/huisvesting/")


def test_page_without_a_programme_says_what_to_do(client: Client, zwolle: Partnership) -> None:
    assert "De programmamanager begint de eerste versie" in page(
        client, "/samen/zwolle/huisvesting/"
    )


def test_programme_is_written_put_forward_and_adopted_with_forms_alone(
    sanne: Account, bas: Account, meryem: Account, zwolle: Partnership, place: Area
) -> None:
    manager, party, director = logged_in(sanne), logged_in(bas), logged_in(meryem)
    years = {"title": "Programma", "first_year": "2027", "last_year": "2030"}
    made = manager.post("/samen/zwolle/huisvesting/nieuw/", years)
    home = str(made["Location"])
    of_party = str(HousingProgramme.objects.get().partnership_id)
    assert of_party == str(zwolle.pk)
    typed = {
        "group": "uitstroom_beschermd_wonen", "woonvorm": "begeleid", "year": "2028",
        "area": "GM0193", "organisation": str(bas.person.membership_set.get().organisation_id),
        "homes": "24", "support_hours": "36,5", "amount": "1250000", "regime": "wmo",
    }  # fmt: skip
    assert party.post(f"{home}regels/nieuw/", typed).status_code == 302
    seen = text_of(page(party, f"{home}regel/1/"))
    assert "24 × woning met begeleiding in Zwolle" in seen
    assert "€ 1.250.000" in seen
    # A number that is no number stays on the form, with what to do.
    wrong = party.post(f"{home}regel/1/wijzig/", typed | {"homes": "veel", "revision": "1"})
    assert wrong.status_code == 422
    assert "Vul een heel getal in" in wrong.content.decode()
    assert manager.post(f"{home}voorleggen/").status_code == 302
    assert director.post(f"{home}teruggeven/", {"because": ""}).status_code == 422
    assert director.post(f"{home}vaststellen/", {"outcome": ""}).status_code == 302
    assert HousingProgramme.objects.get().state == "vastgesteld"
    told = {"delivered": "12", "told_on": "2026-11-01"}
    assert party.post(f"{home}regel/1/voortgang/", told).status_code == 302
    assert "12 van 24 opgeleverd, gemeld op 1 november 2026" in page(party, f"{home}regel/1/")


def test_filters_stand_in_the_address_and_an_odd_one_asks_for_nothing(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    more = other(line_text, group="dakloos", woonvorm="gewoon", year=2030, homes=None)
    lines.add_line(actor(sanne), concept, more, now=NOW)
    client = logged_in(sanne)
    for query, numbers in (
        ("", {"1", "2"}), ("?groep=dakloos", {"2"}), ("?woonvorm=begeleid", {"1"}),
        ("?jaar=2030", {"2"}), ("?jaar=2030&groep=uitstroom_beschermd_wonen", set()),
        ("?groep=bestaat-niet", {"1", "2"}), ("?gebied=GM0193", {"1", "2"}),
    ):  # fmt: skip
        seen = page(client, f"{home(concept)}regels/{query}")
        assert set(re.findall(r"/regel/(\d+)/", seen)) == numbers, query
    assert "niet bekend" in page(client, f"{home(concept)}regels/?groep=dakloos")
    assert "van één regel is het aantal nog niet bekend" in page(client, home(concept))


def test_button_that_is_pressed_twice_makes_one_line_and_says_so(
    bas: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    typed = {
        "group": line.group, "woonvorm": line.woonvorm, "year": line.year, "area": "GM0193",
        "organisation": str(line.organisation_id), "homes": "24", "amount": "1250000,50",
        "support_hours": "36,5",
    }  # fmt: skip
    client, address = logged_in(bas), f"{home(concept)}regels/nieuw/"
    assert "Dit stond er al" not in text_of(str(client.post(address, typed, follow=True).content))
    again = client.post(address, typed, follow=True)
    assert "Dit stond er al, als regel 2." in text_of(again.content.decode())
    assert HousingLine.objects.count() == 2


# --- the same homes twice ---


def test_project_counted_for_more_homes_than_it_has_is_told(
    sanne: Account, bas: Account, concept: HousingProgramme, line_text: LineText,
    zwolle: Partnership,
) -> None:  # fmt: skip
    project = Initiative.objects.create(
        partnership=zwolle, kind="huisvestingsproject", title="Het Hof", homes=30,
        organisation=line_text.organisation,
    )  # fmt: skip
    client, tied = logged_in(sanne), other(line_text, initiative=project)
    lines.add_line(actor(sanne), concept, tied, now=NOW)
    assert "Het Hof’ heeft 30" not in page(client, home(concept))
    lines.add_line(actor(sanne), concept, other(tied, group="dakloos", homes=12), now=NOW)
    told = "‘Het Hof’ heeft 30 woningen, maar regels 1 en 2 tellen samen 36."
    assert told in text_of(page(client, home(concept)))
    assert told in text_of(page(client, f"{home(concept)}regels/"))


# --- beside the version before ---


@pytest.fixture
def second(
    sanne: Account, meryem: Account, zwolle: Partnership, concept: HousingProgramme,
    line: HousingLine, line_text: LineText,
) -> HousingProgramme:  # fmt: skip
    """The next version: one line the same, one changed, one dropped, one new."""
    for homes in (10, 6):
        lines.add_line(actor(sanne), concept, other(line_text, homes=homes), now=NOW)
    adopt(sanne, meryem, concept)
    made = versions.begin(actor(sanne), zwolle, YEARS, now=NOW)
    changed, dropped = made.lines.get(number=2), made.lines.get(number=3)
    text = other(line_text, homes=14, year=2029, because="Er past meer op de kavel.")
    lines.change_line(actor(sanne), changed, text, now=NOW)
    lines.drop_line(actor(sanne), dropped, "De grond is verkocht.", now=NOW)
    lines.add_line(actor(sanne), made, other(line_text, group="dakloos", homes=8), now=NOW)
    return made


def test_next_version_is_compared_line_by_line_with_reasons(
    sanne: Account, second: HousingProgramme
) -> None:
    seen = text_of(page(logged_in(sanne), f"{home(second)}verschil/"))
    assert "Naast versie 1: 1 nieuw, 1 gewijzigd, 1 vervallen en 1 gelijk." in seen
    assert "Het waren 40 woningen; nu zijn het 46 woningen." in seen
    assert "Regel 4: woning met begeleiding in Zwolle, 2028" in seen
    for words in ("woningen of plekken 10 14 Er past meer op de kavel.", "klaar in 2028 2029"):
        assert words in seen
    assert "De grond is verkocht." in seen


def test_line_that_is_delivered_in_a_past_year_is_ready_and_one_that_is_not_goes_on(
    sanne: Account, bas: Account, meryem: Account, zwolle: Partnership, concept: HousingProgramme,
    line_text: LineText,
) -> None:  # fmt: skip
    for year in (2027, 2027, 2029):
        lines.add_line(actor(sanne), concept, other(line_text, year=year), now=NOW)
    first = adopt(sanne, meryem, concept)
    for number, delivered in ((1, 24), (2, 20)):
        found = first.lines.select_related("programme").get(number=number)
        lines.tell(actor(bas), found, delivered, told_on=NOW.date(), now=NOW)
    made = versions.begin(actor(sanne), zwolle, VersionText(2028, 2031), now=NOW)
    assert list(made.lines.values_list("number", flat=True)) == [2, 3]
    seen = text_of(page(logged_in(sanne), f"{home(made)}verschil/"))
    assert "1 opgeleverd en klaar" in seen
    assert "Regel 1: woning met begeleiding in Zwolle, 2027" in seen
    # What is late does not slip by: somebody gives it a new year.
    assert "Regel 2 ligt buiten 2028" in page(logged_in(sanne), home(made))


def test_name_of_a_project_among_the_partners_is_not_in_what_everybody_reads(
    client: Client, sanne: Account, bas: Account, meryem: Account, concept: HousingProgramme,
    line_text: LineText, zwolle: Partnership,
) -> None:  # fmt: skip
    project = Initiative.objects.create(
        partnership=zwolle, kind="huisvestingsproject", title="Geheim Hof", homes=30,
        organisation=line_text.organisation,
    )  # fmt: skip
    lines.add_line(actor(sanne), concept, other(line_text, initiative=project), now=NOW)
    one = adopt(sanne, meryem, concept)
    for path in ("", "regels/", "regel/1/", "regels.csv", "programma.pdf"):
        assert b"Geheim" not in client.get(f"{home(one)}{path}").getvalue(), path
    words = docx.Document(io.BytesIO(client.get(f"{home(one)}programma.docx").content))
    cells = " ".join(cell.text for table in words.tables for cell in table._cells)
    assert "Geheim" not in cells
    assert "een project van de partijen" in cells
    assert "Geheim Hof" in page(logged_in(bas), f"{home(one)}regel/1/")


def test_bestuurder_finds_what_waits_on_the_own_page(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    versions.submit(actor(sanne), concept, now=NOW, today=NOW.date())
    told = "Beslis over het huisvestingsprogramma, versie 1"
    assert told in page(logged_in(meryem), "/mijn-werk/")
    assert told not in page(logged_in(sanne), "/mijn-werk/")


# --- a frozen copy that was changed ---


@pytest.fixture
def changed(adopted: HousingProgramme) -> HousingProgramme:
    """Planted: one number of the copy is another, as somebody with the database could make it."""
    drop_triggers("audit_snapshot")
    for kept in Snapshot.objects.filter(object_id=adopted.pk):
        content = kept.content.replace('"homes":24', '"homes":25')
        assert content != kept.content
        Snapshot.objects.filter(pk=kept.pk).update(content=content)
    return adopted


@pytest.mark.parametrize(
    "path", ["", "verschil/", "regels/", "regel/1/", "regels.csv", "programma.docx",
             "programma.pdf"],
)  # fmt: skip
def test_version_of_which_the_frozen_copy_was_changed_is_not_shown(
    client: Client, changed: HousingProgramme, path: str
) -> None:
    if path == "verschil/":
        HousingProgramme.objects.create(
            partnership=changed.partnership, number=2, follows=changed, first_year=2027,
            last_year=2030, visibility="openbaar",
        )  # fmt: skip
        changed = HousingProgramme.objects.get(number=2)
    shown = page(client, f"{home(changed)}{path}", 409)
    assert "Dit programma is beschadigd" in shown
    assert "waarschuw de beheerder" in shown
    assert "25 woningen" not in shown


def test_other_pages_say_which_version_was_changed(
    client: Client, sanne: Account, changed: HousingProgramme, zwolle: Partnership
) -> None:
    listed = page(client, "/samen/zwolle/huisvesting/", 409)
    assert "Versie 1 is beschadigd. Dit stuk is na het bevriezen veranderd" in listed
    assert "25 woningen" not in listed
    following = versions.begin(actor(sanne), zwolle, YEARS, now=NOW)
    written = page(logged_in(sanne), home(following))
    assert "Versie 1 kunnen wij er niet naast leggen. Dit stuk is" in written


# --- throwing a concept away ---


def test_concept_is_thrown_away_after_a_question(
    sanne: Account, second: HousingProgramme, concept: HousingProgramme
) -> None:
    client = logged_in(sanne)
    asked = page(client, f"{home(second)}weggooien/")
    assert "Deze versie weggooien?" in asked
    assert "Versie 1 blijft gelden." in text_of(asked)
    answer = client.post(f"{home(second)}weggooien/", {"bevestigd": "ja"}, follow=True)
    assert "Versie 2 is weggegooid." in answer.content.decode()
    assert list(HousingProgramme.objects.all()) == [concept]
    assert set(HousingLine.objects.values_list("programme", flat=True)) == {concept.pk}


def test_what_lies_before_the_board_or_is_adopted_is_not_thrown_away(
    sanne: Account, bas: Account, meryem: Account, second: HousingProgramme
) -> None:
    with pytest.raises(NotAllowedError):
        versions.discard(actor(bas), second, now=NOW)
    versions.submit(actor(sanne), second, now=NOW, today=TODAY)
    refused = logged_in(sanne).post(f"{home(second)}weggooien/")
    assert refused.status_code == 422
    assert "Neem haar eerst terug." in refused.content.decode()
    versions.adopt(actor(meryem), second, today=TODAY, now=NOW)
    assert logged_in(sanne).post(f"{home(second)}weggooien/").status_code == 422
    assert HousingProgramme.objects.count() == 2


# --- files ---


def test_excel_holds_what_the_page_shows(sanne: Account, second: HousingProgramme) -> None:
    client = logged_in(sanne)
    heads, *rows = sheet_of(client, second)
    assert heads == [*(one[1] for one in WRITTEN), *(one[0] for one in READ)]
    shown = page(client, f"{home(second)}regels/")
    body = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    on_page = [text_of(row) for row in body.split("</tr>")[:-1]]
    assert len(rows) == len(on_page) == 4
    for row, words in zip(rows, on_page, strict=True):
        cells = dict(zip(heads, row, strict=False))
        for head in ("Regel", "Groep", "Woonvorm", "Klaar in", "Gebied", "Woningen of plekken",
                     "Partij", "Antwoord op", "Hoe ver"):  # fmt: skip
            assert cells[head] in words, (head, cells[head], words)


def test_word_file_has_headings_tables_with_heads_dutch_and_who_made_it(
    sanne: Account, meryem: Account, second: HousingProgramme, client: Client
) -> None:
    answer = logged_in(sanne).get(f"{home(second)}programma.docx")
    assert "versie-2.docx" in answer["Content-Disposition"]
    document = docx.Document(io.BytesIO(answer.content))
    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads[0] == "In het kort"
    assert "Wat is anders dan in versie 1" in heads
    words = "\n".join(one.text for one in document.paragraphs)
    assert "Concept, nog niet vastgesteld." in words
    told = document.core_properties
    assert (told.language, told.version, told.content_status) == ("nl-NL", "2", "concept")
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert [
        next(row[place] for row in cells if row[0] == number)
        for number, place in (("1", 0), ("1", 3), ("2", 3))
    ] == ["1", "24", "14"]
    for table in document.tables:
        xml = table._tbl.xml
        assert "<w:tblHeader/>" in xml
        assert "<w:tblCaption" in xml
        assert "<w:tblDescription" in xml
    assert 'w:lang w:val="nl-NL"' in document.styles.element.xml
    adopt(sanne, meryem, second)
    adopted = client.get(f"{home(second)}programma.docx")
    text = docx.Document(io.BytesIO(adopted.content))
    assert text.core_properties.content_status == "vastgesteld"
    assert "Vastgesteld op 6 november 2026" in "\n".join(one.text for one in text.paragraphs)


def test_pdf_is_tagged_and_says_the_same(sanne: Account, second: HousingProgramme) -> None:
    answer = logged_in(sanne).get(f"{home(second)}programma.pdf")
    assert answer.status_code == 200
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title.endswith("bijzondere doelgroepen, Platform WWZ Zwolle")
    words = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in reader.pages))
    for told in ("Concept, nog niet vastgesteld.", "Naast versie 1: 1 nieuw", "De grond is",
                 "Regels voor: Mensen die beschermd wonen verlaten"):  # fmt: skip
        assert told in words
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L"} <= set(tags(root["/StructTreeRoot"]))


def tags(node: Any) -> Iterator[str]:
    """Every tag of a PDF, as a screen reader meets them."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        yield str(node.get("/S", ""))
        yield from tags(node["/K"]) if "/K" in node else ()


def test_document_of_another_kind_is_not_there(sanne: Account, concept: HousingProgramme) -> None:
    assert logged_in(sanne).get(f"{home(concept)}programma.odt").status_code == 404


def test_sign_that_no_document_can_hold_does_not_take_the_files_away(
    sanne: Account, meryem: Account, concept: HousingProgramme, line_text: LineText, client: Client
) -> None:
    lines.add_line(actor(sanne), concept, other(line_text, text="Rond\x0bde \x01hof."), now=NOW)
    adopt(sanne, meryem, concept)
    for form in ("docx", "pdf"):
        answer = client.get(f"{home(concept)}programma.{form}")
        assert answer.status_code == 200
        if form == "docx":
            cells = [cell.text for found in docx.Document(io.BytesIO(answer.content)).tables
                     for row in found.rows for cell in row.cells]  # fmt: skip
            assert any("Rond de  hof." in cell for cell in cells)
    for form in ("xlsx", "csv"):
        assert client.get(f"{home(concept)}regels.{form}").status_code == 200
