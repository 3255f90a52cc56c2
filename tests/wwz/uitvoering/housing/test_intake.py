"""Lines come in from Excel: looked at first, wrong cells by name, taken in whole or not at all."""

from __future__ import annotations

import io
import re

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, logged_in
from tests.housing import home, other, sheet_of, text_of
from tests.partnership import actor
from wwz.partners.models import Account, Organisation
from wwz.uitvoering.housing import lines
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme

Rows = list[list[str]]


def workbook(rows: Rows) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("regels.xlsx", out.getvalue())


def bring(client: Client, one: HousingProgramme, rows: Rows) -> str:
    answer = client.post(f"{home(one)}regels/inlezen/", {"file": workbook(rows)})
    return str(answer.content.decode())


def packed(seen: str) -> dict[str, str]:
    return {"bestand": re.findall(r'name="bestand" value="([^"]+)"', seen)[0]}


def take_in(client: Client, one: HousingProgramme, seen: str) -> int:
    return int(client.post(f"{home(one)}regels/overnemen/", packed(seen)).status_code)


def at(rows: Rows, head: str, number: str = "1") -> tuple[list[str], int]:
    row = next(row for row in rows[1:] if row[0] == number)
    return row, rows[0].index(head)


def changed(rows: Rows, head: str, value: str) -> None:
    row, place = at(rows, head)
    row[place] = value


def test_file_as_it_was_taken_along_changes_nothing(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    odd = other(line_text, text="=1+1 en verder", homes=None, support_hours=None)
    lines.add_line(actor(sanne), concept, odd, now=NOW)
    client = logged_in(sanne)
    assert "Dit bestand verandert niets" in bring(client, concept, sheet_of(client, concept))


def test_changed_new_and_dropped_lines_are_shown_first_and_taken_in_together(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    lines.add_line(actor(sanne), concept, other(line_text, homes=6), now=NOW)
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    changed(rows, "Woningen of plekken", "30")
    changed(rows, "Uren begeleiding per week", "12,5")
    gone, place = at(rows, "Vervalt", "2")
    gone[place], gone[place + 1] = "ja", "De grond is verkocht."
    fresh = list(rows[1])
    fresh[0], fresh[rows[0].index("Groep")] = "", "Mensen zonder eigen woning"
    rows.append(fresh)
    seen = bring(client, concept, rows)
    told = text_of(seen)
    assert "3 regels zijn goed en nieuw of anders" in told
    assert "Woningen of plekken: 24 wordt 30" in told
    assert HousingLine.objects.count() == 2
    assert take_in(client, concept, seen) == 302
    found = {one.number: one for one in HousingLine.objects.all()}
    assert (found[1].homes, str(found[1].support_hours)) == (30, "12.5")
    assert (found[2].dropped, found[2].because) == (True, "De grond is verkocht.")
    assert (found[3].group, found[3].homes) == ("dakloos", 30)


def test_every_wrong_cell_is_named_with_what_to_do(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    for head, value in (("Groep", "Kabouters"), ("Klaar in", "2044"), ("Gebied", "Atlantis"),
                        ("Woningen of plekken", "veel"), ("Vervalt", "misschien")):  # fmt: skip
        changed(rows, head, value)
    rows += [["9", *rows[1][1:]], ["1", *rows[1][1:]]]
    told = text_of(bring(client, concept, rows))
    for words in (
        "‘Kabouters’ staat niet in de lijst", "Vul hoogstens 2030 in", "‘Atlantis’ staat niet",
        "Vul een heel getal in", "Vul ja of nee in",
        "Deze versie heeft geen regel met dit nummer", "Dit nummer staat ook in regel 2",
    ):  # fmt: skip
        assert words in told, words
    assert "3 regels zijn nog niet goed" in told
    assert "Neem" not in told


def test_dropping_in_a_file_needs_a_reason(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    changed(rows, "Vervalt", "ja")
    assert "Schrijf waarom deze regel vervalt" in bring(client, concept, rows)


def test_file_without_a_column_that_is_needed_is_refused(
    sanne: Account, concept: HousingProgramme
) -> None:
    answer = bring(logged_in(sanne), concept, [["Regel", "Groep"], ["", "Ouderen"]])
    assert "Wij missen de kolom ‘Woonvorm’, ‘Klaar in’, ‘Gebied’, ‘Partij’" in answer


def test_party_brings_its_own_lines_and_no_other(
    bas: Account, sanne: Account, concept: HousingProgramme, line: HousingLine,
    line_text: LineText, municipality: Organisation,
) -> None:  # fmt: skip
    lines.add_line(actor(sanne), concept, other(line_text, organisation=municipality), now=NOW)
    client = logged_in(bas)
    rows = sheet_of(client, concept)
    for row in rows[1:]:
        row[rows[0].index("Woningen of plekken")] = "11"
    seen = bring(client, concept, rows)
    assert "van een andere partij" in seen
    assert take_in(client, concept, seen) == 302
    assert dict(HousingLine.objects.values_list("number", "homes")) == {1: 11, 2: 24}


def test_line_that_changed_since_it_was_shown_is_looked_at_again(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    changed(rows, "Woningen of plekken", "30")
    seen = bring(client, concept, rows)
    lines.change_line(actor(sanne), line, other(line_text, homes=28), now=NOW)
    answer = client.post(f"{home(concept)}regels/overnemen/", packed(seen))
    assert answer.status_code == 422
    assert "Regel 1 is intussen gewijzigd" in answer.content.decode()
    assert HousingLine.objects.get().homes == 28


def test_packed_file_is_of_one_version_and_cannot_be_changed(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    changed(rows, "Woningen of plekken", "30")
    good = packed(bring(client, concept, rows))["bestand"]
    for bad in ("", "x", good[:-2], f"x{good}"):
        answer = client.post(f"{home(concept)}regels/overnemen/", {"bestand": bad})
        assert answer.status_code == 422
        assert "Lees het opnieuw in" in answer.content.decode()
    assert HousingLine.objects.get().homes == 24


def test_odd_number_of_a_line_is_a_wrong_cell(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = sheet_of(client, concept)
    rows[1][0] = "²"
    assert "geen regel met dit nummer" in text_of(bring(client, concept, rows))


def with_new_lines(rows: Rows, many: int = 2) -> Rows:
    """The same file with lines without a number, all alike."""
    place = rows[0].index("Woningen of plekken")
    fresh = ["", *rows[1][1:place], "7", *rows[1][place + 1 :]]
    return [*rows, *(list(fresh) for _ in range(many))]


def test_pressing_twice_takes_each_line_in_once(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = with_new_lines(sheet_of(client, concept))
    changed(rows, "Woningen of plekken", "30")
    gone = list(rows[-1])
    place = rows[0].index("Vervalt")
    gone[place], gone[place + 1] = "ja", "De grond is verkocht."
    seen, elsewhere = (bring(client, concept, [*rows, gone]) for _ in range(2))

    for shown in (seen, seen, elsewhere):
        assert take_in(client, concept, shown) == 302

    found = HousingLine.objects.values_list("number", "homes", "dropped", "revision")
    assert list(found) == [(1, 30, False, 2), (2, 7, False, 1), (3, 7, False, 1), (4, 7, True, 2)]
    answer = client.get(f"{home(concept)}regels/").content.decode()
    assert "Alles uit dit bestand stond al in het programma" in text_of(answer)


def test_file_that_was_taken_in_changes_nothing_when_it_is_brought_again(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    client = logged_in(sanne)
    rows = with_new_lines(sheet_of(client, concept))
    take_in(client, concept, bring(client, concept, rows))

    assert "Dit bestand verandert niets" in bring(client, concept, rows)
    more = with_new_lines(rows, many=1)
    assert "1 regel is goed en nieuw of anders" in text_of(bring(client, concept, more))
