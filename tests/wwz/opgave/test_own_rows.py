"""Homes and figures of a partnership: brought in a file or on screen, shown first, never lost."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import logged_in, request_and_publish, small_result
from wwz.opgave.own.models import Difference, Intake, OwnRow

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


def take_in(client, intake, **line):
    return client.post(f"/inlezing/{intake.pk}/neem-over/", line, follow=True)


def standing():
    return {row.number: row.cells for row in OwnRow.objects.standing()}


# --- a file ---


def test_file_is_shown_taken_in_listed_and_exported(client):
    intake = brought(client, HOMES)
    assert "Twee regels zijn goed en nieuw of anders" in text(client.get(f"/inlezing/{intake.pk}/"))
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
