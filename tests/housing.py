"""A housing programme of Zwolle in each of its stages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, TODAY
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.opgave.jobs import rows_of_workbook
from wwz.opgave.rival_files import FileRefusedError
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.housing import lines, versions
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.uitvoering.housing.versions import VersionText

YEARS = VersionText(2027, 2030)


@pytest.fixture
def place(zwolle: Partnership, gemeente: Area) -> Area:
    """The gemeente of the partnership, as an area."""
    zwolle.areas.add(gemeente)
    return gemeente


@pytest.fixture
def concept(sanne: Account, zwolle: Partnership, place: Area) -> HousingProgramme:
    """The first version, without lines."""
    return versions.begin(actor(sanne), zwolle, YEARS, now=NOW)


@pytest.fixture
def line_text(place: Area, corporation: Organisation) -> LineText:
    return LineText(
        group="uitstroom_beschermd_wonen", woonvorm="begeleid", year=2028, area=place,
        organisation=corporation, homes=24, text="Rond een ontmoetingsruimte.",
    )  # fmt: skip


@pytest.fixture
def line(sanne: Account, concept: HousingProgramme, line_text: LineText) -> HousingLine:
    return lines.add_line(actor(sanne), concept, line_text, now=NOW)


@pytest.fixture
def adopted(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine
) -> HousingProgramme:
    return adopt(sanne, meryem, concept)


def adopt(sanne: Account, meryem: Account, programme: HousingProgramme) -> HousingProgramme:
    versions.submit(actor(sanne), programme, now=NOW, today=TODAY)
    versions.adopt(actor(meryem), programme, today=TODAY, now=NOW)
    return HousingProgramme.objects.select_related("partnership", "snapshot").get(pk=programme.pk)


def other(line: LineText, **changes: Any) -> LineText:
    return replace(line, **changes)


# --- what the tests of its pages read ---


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def home(one: HousingProgramme) -> str:
    return f"/huisvesting/{one.pk}/"


def sheet_of(client: Client, one: HousingProgramme) -> list[list[str]]:
    answer = client.get(f"{home(one)}regels.xlsx")
    return list(
        rows_of_workbook("regels.xlsx", answer.getvalue(), FileRefusedError, keep_empty=True)
    )
