"""A forecast by somebody else: read whole or not at all, shown first, scored beside ours."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import NOW, counted_queries, logged_in, make_account
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.errors import NotAllowedError
from wwz.opgave import daily, rivals
from wwz.opgave.models import RivalForecast
from wwz.opgave.presentation.rivals import judged, pasts_of, template_sheet
from wwz.opgave.queries import backtests
from wwz.opgave.rival_files import COLUMNS, MOST_BYTES, FileRefusedError, read_rival
from wwz.partners.models import Account, Role
from wwz.spreadsheets import as_csv, as_xlsx
from wwz_engine.backtest.results import read_all

pytestmark = pytest.mark.django_db
NEW = "/samen/zwolle/ramingen/nieuw/"
LIST = "/samen/zwolle/ramingen/"
GOOD = (
    "gebied;jaar;leeftijd;aantal\n"
    "BU01933110;2021;75-84;440\n"
    "Berkum;2021;75-84;400,5\n"
    "BU01933110;2021;85+;\n"
)


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def series():
    return backtests.all_series()["zwolle-buurten"]


def problems_in(content):
    found = read_rival("raming.csv", content.encode(), series(), 2018)
    return [(one.line, one.column, one.given, one.words) for one in found.problems]


def send(client, content, name="raming.csv", **more):
    given = content if isinstance(content, bytes) else content.encode()
    fields = {"name": "Primos", "against": "zwolle-buurten:2018"} | more
    return client.post(NEW, fields | {"file": SimpleUploadedFile(name, given)})


@pytest.fixture
def client(sanne, zwolle):
    return logged_in(sanne)


@pytest.fixture
def forecast(client):
    return RivalForecast.objects.get(pk=send(client, GOOD).url.split("/")[2])


# --- reading a file ---


def test_names_codes_commas_and_empty_cells_are_understood():
    found = read_rival("raming.csv", GOOD.encode(), series(), 2018)
    assert found.rows == [
        ("BU01933110", "75-84", 2021, 440.0),
        ("BU01934000", "75-84", 2021, 400.5),
    ]
    assert (found.empty, found.problems) == (1, [])


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("Berkumm;2021;75-84;400", "gebied", "Bedoelt u ‘Berkum’?"),
        ("Berkum;21;75-84;400", "jaar", "vier cijfers"),
        ("Berkum;2018;75-84;400", "jaar", "Een raming vanaf 2018 gaat over jaren erna."),
        ("Berkum;2021;75-85;400", "leeftijd", "Kies uit: totaal"),
        ("Berkum;2021;75-84;1.400", "aantal", "zonder punt"),
        ("Berkum;2021;75-84;veel", "aantal", "Schrijf een getal van nul of hoger"),
        ("Berkum;2021;75-84;-3", "aantal", "Schrijf een getal van nul of hoger"),
        ("Berkum;2021;75-84;999999999", "aantal", "Schrijf een getal van nul of hoger"),
    ],
)
def test_wrong_cell_is_named_with_what_to_do(line, column, says):
    ((at, found, given, words),) = problems_in(f"gebied;jaar;leeftijd;aantal\n{line}\n")
    assert (at, found) == (2, column)
    assert given in line
    assert says in words


def test_all_wrong_cells_are_told_at_once_and_a_double_line_is_one():
    told = problems_in(
        "gebied;jaar;leeftijd;aantal\nX;1;y;z\nBerkum;2021;85+;90\nberkum;2021;85+;91\n"
    )
    assert [(line, column) for line, column, _, _ in told] == [
        (2, "gebied"), (2, "jaar"), (2, "leeftijd"), (2, "aantal"), (4, "aantal"),
    ]  # fmt: skip
    assert "In regel 3 staat al een aantal" in told[-1][-1]


def test_near_name_is_sought_only_for_problems_that_are_shown():
    told = problems_in("gebied;jaar;leeftijd;aantal\n" + "Berkumm;2021;85+;90\n" * 60)

    assert ["Bedoelt u" in words for *_, words in told] == [True] * 50 + [False] * 10


def test_missing_heads_and_files_without_a_number_are_told():
    assert problems_in("gebied;jaar\nBerkum;2021\n")[0][3].startswith("Zet ‘leeftijd’ en ‘aantal’")
    assert (
        "geen enkel aantal" in problems_in("gebied;jaar;leeftijd;aantal\nBerkum;2021;85+;\n")[0][3]
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is leeg"),
        (b"\x89PNG\r\n\x1a\n\0\0", "geen CSV of XLSX"),
        (b"PK\x03\x04 maar geen werkmap", "geen werkmap"),
        (b"gebied;jaar;leeftijd;aantal\n" + b";" * 60 + b"\n", "te veel kolommen"),
        (b"a" * (MOST_BYTES + 1), "groter dan 900 kB"),
        (b"gebied;jaar;leeftijd;aantal\n" + b"x\n" * 50_001, "meer dan 50.000 regels"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_one_sentence(content, says):
    with pytest.raises(FileRefusedError, match=says):
        read_rival("raming", content, series(), 2018)


def test_workbook_that_swells_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 60_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(FileRefusedError, match="onwaarschijnlijk groot"):
        read_rival("bom.xlsx", out.getvalue(), series(), 2018)


def small_workbook():
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    head = "".join(f"<si><t>{column}</t></si>" for column in COLUMNS)
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(4))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<sst {space}>{head}</sst>")
        rows = f"<sheetData><row>{cells}</row></sheetData>"
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}>{rows}</worksheet>")
    return out.getvalue()


@settings(max_examples=400)
@given(st.data())
def test_any_damage_to_a_file_is_refused_or_told_and_never_breaks(data):
    whole = data.draw(st.sampled_from([small_workbook(), GOOD.encode()]))
    content = bytearray(whole[: data.draw(st.integers(4, len(whole)))])
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=8)
    ):
        content[place] = value
    with suppress(FileRefusedError):
        read_rival("raming", bytes(content), series(), 2018)


@pytest.mark.parametrize("write", [as_xlsx, lambda sheet: "".join(as_csv(sheet)).encode()])
def test_template_filled_in_comes_back_as_it_was_meant(write):
    """Filled with what was really counted: nobody comes nearer than that."""
    sheet = template_sheet(series(), 2018)
    counted = {(p.area, p.year, p.group): p.counted for p in pasts_of(series(), 2018)}
    columns = list(sheet.columns)
    columns[-1] = replace(columns[-1], value=lambda row: counted[row[0], row[2], row[3]])
    found = read_rival("raming", write(replace(sheet, columns=tuple(columns))), series(), 2018)
    assert not found.problems
    scored = judged(series(), 2018, found.rows)
    assert scored.used == len(found.rows) == len(counted)
    assert {one.their_deviation for one in scored.scored} == {0.0}
    assert {one.nearer for one in scored.scored} == {"deze raming"}


# --- scoring ---


def test_ours_on_the_same_table_is_what_the_back_test_found():
    rows = [[p.area, p.group, p.year, p.forecast] for p in pasts_of(series(), 2018)]
    by_group = {(one.group, one.horizon): one for one in judged(series(), 2018, rows).scored}
    for group, off in (("65-74", 0.6), ("75-84", 0.6), ("85+", 4.0)):
        one = by_group[group, 3]
        wape, simple = measured_by_the_engine(group)
        assert (one.whole, one.simple) == (pytest.approx(wape), pytest.approx(simple))
        assert one.simple > one.whole
        # Counts are rounded to five here, and areas with few people in a group are left out:
        # of the oldest that is half of them.
        assert one.our_deviation == pytest.approx(wape, abs=off)
        assert one.nearer == "even goed"


def measured_by_the_engine(group):
    """Ours and the best simple method, three years after 2018."""
    ranked = read_all()["zwolle-buurten"].ranked(group, 3, 2018)
    ours = next(one for one in ranked if one.method == series().default)
    simple = next(one for one in ranked if one.method == ours.baseline)
    return ours.errors.wape, simple.errors.wape


def test_neither_is_nearer_by_its_decimals():
    found = judged(series(), 2018, [("BU01934000", "75-84", 2021, 402.4)])

    ((theirs,), (ours,)) = found.scored[0].theirs, found.scored[0].ours
    assert theirs.forecast == 400.0
    assert ours.forecast % 5 == 0


def test_both_are_scored_on_the_areas_that_the_other_gave():
    (one,) = judged(series(), 2018, [["BU01933110", "75-84", 2021, 440.0]]).scored
    (ours,) = one.ours
    assert one.their_deviation == pytest.approx(100 * abs(440 - ours.counted) / ours.counted)
    assert [past.area for past in one.theirs] == ["BU01933110"]


# --- the pages ---


def test_what_was_read_is_shown_first_and_only_to_who_brought_it(client, forecast, ruben, bas):
    page = text(client.get(f"/raming/{forecast.pk}/"))
    assert "Kijk of wij het goed hebben gelezen" in page
    assert "2 getallen uit ‘raming.csv’" in page
    assert "Aa-landen-Midden" in page
    assert "Wie was dichterbij?" in page
    assert logged_in(bas).get(f"/raming/{forecast.pk}/").status_code == 404
    assert "Primos" not in text(logged_in(bas).get(LIST))


def test_shared_with_the_partners_once_somebody_says_so(client, forecast, bas):
    assert client.post(f"/raming/{forecast.pk}/bewaar/").status_code == 302
    assert "Primos" in text(logged_in(bas).get(LIST))
    page = text(logged_in(bas).get(f"/raming/{forecast.pk}/"))
    assert "Drie jaar vooruit zat ‘Primos’ er bij ouderen gemiddeld" in page
    assert "Haal deze raming weg" not in page
    assert [one.verb for one in AuditEvent.objects.filter(object_id=forecast.pk)][::-1] == [
        "rivalforecast.receive", "rivalforecast.publish_to_partners",
    ]  # fmt: skip


def test_shared_twice_is_shared_and_logged_once(forecast, sanne):
    rivals.keep(actor(sanne), forecast, now=NOW)
    again = rivals.keep(actor(sanne), forecast, now=NOW + timedelta(hours=1))

    assert again.kept_at == NOW
    verbs = [one.verb for one in AuditEvent.objects.filter(object_id=forecast.pk)]
    assert verbs.count("rivalforecast.publish_to_partners") == 1


def test_file_with_faults_changes_nothing_and_keeps_what_was_typed(client):
    answer = send(client, "gebied;jaar;leeftijd;aantal\nNergenshuizen;2021;85+;10\n", name="x.csv")
    assert answer.status_code == 422
    page = text(answer)
    assert "Wij hebben niets bewaard" in page
    assert "Dit gebied zit niet in de reeks" in page
    assert 'value="Primos"' in answer.content.decode()
    assert not RivalForecast.objects.exists()


def test_many_faults_are_told_up_to_fifty(client):
    lines = "".join(f"Onzin {number};2021;85+;10\n" for number in range(80))
    answer = send(client, f"gebied;jaar;leeftijd;aantal\n{lines}")
    assert "En nog 30 plekken" in text(answer)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": ""}, "Geef de raming een naam."),
        ({"against": ""}, "Kies een reeks en een jaar."),
        ({"against": "wereld-a:2026"}, "Kies een reeks en een jaar uit de lijst."),
        ({"file": ""}, "Kies een bestand."),
    ],
)
def test_form_says_what_is_missing(client, more, says):
    fields = {"name": "Primos", "against": "zwolle-buurten:2018",
              "file": SimpleUploadedFile("a.csv", GOOD.encode())}  # fmt: skip
    answer = client.post(NEW, fields | more)
    assert answer.status_code == 422
    assert says in text(answer)


def test_forecast_of_years_that_nobody_counted_is_refused(client):
    answer = send(client, "gebied;jaar;leeftijd;aantal\nBerkum;2040;75-84;500\n")
    assert "Geen enkele regel gaat over een gebied, jaar en leeftijd die later zijn geteld" in (
        text(answer)
    )
    assert not RivalForecast.objects.exists()


def test_taken_away_after_a_question_and_the_log_keeps_that_it_was_there(client, forecast):
    assert "Deze raming weghalen?" in text(client.get(f"/raming/{forecast.pk}/weg/"))
    assert RivalForecast.objects.exists()
    assert client.post(f"/raming/{forecast.pk}/weg/").url == LIST
    assert not RivalForecast.objects.exists()
    assert AuditEvent.objects.filter(verb="rivalforecast.remove", object_id=forecast.pk).exists()


def test_comparison_is_a_file_with_who_brought_it(client, forecast):
    answer = client.get(f"/raming/{forecast.pk}/tabel.csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content), delimiter=";")
    assert head[3] == "afwijking van deze raming"
    assert [row[:3] for row in rows] == [["75-84", "3", "2"]]
    assert client.get(f"/raming/{forecast.pk}/tabel.xlsx").status_code == 200
    assert client.get(f"/raming/{forecast.pk}/tabel.pdf").status_code == 404


def test_template_is_there_for_every_series_and_year_that_is_offered(client):
    answer = client.get("/samen/zwolle/ramingen/voorbeeld/gemeenten-2017.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "gebied;naam;jaar;leeftijd;aantal"
    assert len(lines) > 1900
    assert client.get("/samen/zwolle/ramingen/voorbeeld/gemeenten-1999.csv").status_code == 404


def test_list_asks_no_more_when_there_is_more(client, forecast):
    client.get(LIST)
    with counted_queries() as few:
        client.get(LIST)
    for number in range(5):
        send(client, GOOD + "\n" * (number + 1))
    with counted_queries() as many:
        client.get(LIST)
    assert len(many) == len(few) <= 12
    assert not any('"rows"' in one["sql"] for one in many.captured_queries)


# --- who may ---


def test_partner_takes_away_its_own_and_not_that_of_another(client, forecast, bas, zwolle):
    rivals.keep(actor(forecast_owner()), forecast, now=NOW)
    assert logged_in(bas).post(f"/raming/{forecast.pk}/weg/").status_code == 403
    own = send(logged_in(bas), GOOD)
    assert logged_in(bas).post(f"{own.url}weg/").status_code == 302
    assert RivalForecast.objects.count() == 1


def forecast_owner():
    return Account.objects.get(email="sanne@demo.example")


def test_service_refuses_who_may_not(forecast, zwolle, municipality):
    reader = make_account("moderator", Role.MODERATOR, municipality)
    who = actor(reader)
    with pytest.raises(NotAllowedError):
        rivals.remove(who, forecast, now=NOW)
    with pytest.raises(NotAllowedError):
        rivals.bring(who, zwolle, rivals.NewForecast("x", "pc4", 2018, "x", "0", []), now=NOW)


def test_visitor_logs_in_first_and_foreign_partners_see_nothing(forecast, nieuwegein, outsider):
    assert Client().get("/ramingen/").url.startswith("/inloggen/")
    assert logged_in(outsider).get(f"/raming/{forecast.pk}/").status_code in (403, 404)


def test_shortcut_leads_to_the_own_partnership(client):
    assert client.get("/ramingen/").url == LIST


def test_draft_that_nobody_kept_goes_after_a_week(forecast):
    daily.daily(now=forecast.uploaded_at + timedelta(days=6))
    assert RivalForecast.objects.exists()
    daily.daily(now=forecast.uploaded_at + timedelta(days=8))
    assert not RivalForecast.objects.exists()
    assert AuditEvent.objects.filter(verb="rivalforecast.remove", role="systeem").exists()


def test_kept_forecast_stays(client, forecast):
    client.post(f"/raming/{forecast.pk}/bewaar/")
    daily.daily(now=forecast.uploaded_at + timedelta(days=400))
    assert RivalForecast.objects.exists()


def test_a_partnership_keeps_a_limited_number(client, forecast, monkeypatch):
    monkeypatch.setattr(rivals, "MOST_EACH", 1)
    answer = send(client, GOOD)
    assert answer.status_code == 422
    assert "Haal er eerst een weg" in text(answer)


def test_form_with_the_largest_file_is_no_more_than_the_server_takes():
    from wwz.commands.serving import LARGEST_FORM

    assert MOST_BYTES + 16 * 1024 < LARGEST_FORM
