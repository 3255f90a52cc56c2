"""Forecasts by others, brought by somebody who means harm or clicks twice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import logged_in
from wwz.audit.models import AuditEvent
from wwz.opgave import rival_files, rivals
from wwz.opgave.models import RivalForecast
from wwz.opgave.queries import backtests
from wwz.opgave.rival_files import FileRefusedError, read_rival
from wwz_engine.sources import workbook_apart

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
HEAD = "gebied;jaar;leeftijd;aantal\n"
GOOD = HEAD + "Berkum;2021;75-84;440\n"


def series():
    return backtests.all_series()["zwolle-buurten"]


def send(client, name="Primos", content=GOOD):
    given = SimpleUploadedFile("raming.csv", content.encode())
    fields = {"name": name, "against": "zwolle-buurten:2018", "file": given}
    return client.post("/samen/zwolle/ramingen/nieuw/", fields)


@pytest.fixture
def client(sanne, zwolle):
    return logged_in(sanne)


@pytest.fixture
def forecast(client):
    return RivalForecast.objects.get(pk=send(client).url.split("/")[2])


def test_workbook_is_read_in_a_process_apart(monkeypatch):
    """Where one that takes all memory ends nothing but itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    monkeypatch.setattr(workbook_apart, "MODULE", "tests.engine.sources.planted_reader")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with pytest.raises(FileRefusedError, match="te veel tijd of geheugen"):
        read_rival("memory", out.getvalue(), series(), 2018)


def workbook(*rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def test_cells_of_a_workbook_are_no_longer_and_no_more_than_those_of_csv():
    """A cell of 280,000 letters in every line took seconds, and came back on the page."""
    titles = HEAD.strip().split(";")
    found = read_rival("lang.xlsx", workbook(titles, ["a" * 30_000] * 4), series(), 2018)
    assert {len(one.given) for one in found.problems} == {rival_files.LONGEST_CELL}
    with pytest.raises(FileRefusedError, match="te veel kolommen"):
        read_rival("breed.xlsx", workbook([*titles, *"x" * 50]), series(), 2018)


def test_drafts_that_one_cannot_see_stand_in_nobodys_way(client, forecast, bas, monkeypatch):
    """A partner that lets its drafts lie would else shut out all others for a week."""
    monkeypatch.setattr(rivals, "MOST_EACH", 1)
    assert send(logged_in(bas)).status_code == 302
    assert send(logged_in(bas)).status_code == 422


def test_same_file_sent_twice_is_one_draft_until_it_is_shared(client, forecast, bas):
    assert send(client).url == f"/raming/{forecast.pk}/"
    assert send(client, "Een andere").url != f"/raming/{forecast.pk}/"
    assert send(logged_in(bas)).url != f"/raming/{forecast.pk}/"
    client.post(f"/raming/{forecast.pk}/bewaar/")
    assert send(client).url != f"/raming/{forecast.pk}/"
    assert AuditEvent.objects.filter(verb="rivalforecast.receive").count() == 4
