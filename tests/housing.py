"""A housing programme of Zwolle in each of its stages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor
from wwz.areas.models import Area
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


def other(text: LineText, **changes: Any) -> LineText:
    return replace(text, **changes)
