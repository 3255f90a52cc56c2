"""What is counted is called what it is, and stands beside the figure that it answers."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pytest
from django.test import Client

from tests.cast import GEMEENTE, NOW, logged_in, request_and_publish, small_result
from tests.housing import YEARS, adopt, home, other, page, text_of
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.opgave.models import Fact, Study
from wwz.partners.models import Account, Partnership
from wwz.uitvoering.housing import lines, versions
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme

# --- one home, many homes, and places that are no homes ---


@pytest.mark.parametrize(
    ("homes", "woonvorm", "told", "cell"),
    [(1, "gewoon", "1 woning", "1"), (1200, "gewoon", "1.200 woningen", "1.200"),
     (1, "beschut", "1 plek", "1"), (12, "standplaats", "12 plekken", "12")],
)  # fmt: skip
def test_homes_and_places_are_told_by_what_they_are_and_how_many(
    sanne: Account, concept: HousingProgramme, line_text: LineText,
    homes: int, woonvorm: str, told: str, cell: str,
) -> None:  # fmt: skip
    text = other(line_text, homes=homes, woonvorm=woonvorm)
    found = lines.add_line(actor(sanne), concept, text, now=NOW)
    client = logged_in(sanne)
    seen = text_of(page(client, home(concept)))
    assert f"Samen {told} " in seen
    assert f"Alle regels {cell} " in re.sub(r"(Alle regels) +", r"\1 ", seen)
    assert f"1 regel, samen {told}" in text_of(page(client, f"{home(concept)}regels/"))
    assert f"{cell} × " in text_of(page(client, f"{home(concept)}regel/{found.number}/"))
    index = text_of(page(client, "/samen/zwolle/huisvesting/"))
    assert f"Het huisvestingsprogramma telt {told} " in index
    words = docx.Document(io.BytesIO(client.get(f"{home(concept)}programma.docx").content))
    assert f"Dit programma telt {told}." in [one.text for one in words.paragraphs]


def test_number_that_nobody_knows_is_not_called_nil(
    sanne: Account, concept: HousingProgramme, line_text: LineText
) -> None:
    for woonvorm in ("standplaats", "beschut"):
        text = other(line_text, homes=None, woonvorm=woonvorm)
        lines.add_line(actor(sanne), concept, text, now=NOW)
    for path in ("", "regels/"):
        seen = text_of(page(logged_in(sanne), f"{home(concept)}{path}"))
        assert "amen een onbekend aantal plekken " in seen
        assert "0 plekken" not in seen


def test_homes_and_places_together_are_called_both(
    sanne: Account, meryem: Account, zwolle: Partnership, concept: HousingProgramme,
    line: HousingLine, line_text: LineText,
) -> None:  # fmt: skip
    adopt(sanne, meryem, concept)
    second = versions.begin(actor(sanne), zwolle, YEARS, now=NOW)
    for homes, woonvorm in ((1, "beschut"), (1, "gewoon")):
        text = other(line_text, homes=homes, woonvorm=woonvorm)
        lines.add_line(actor(sanne), second, text, now=NOW)
    client = logged_in(sanne)
    assert "Samen 26 woningen en plekken" in text_of(page(client, home(second)))
    seen = text_of(page(client, f"{home(second)}verschil/"))
    assert "Het waren 24 woningen; nu zijn het 26 woningen en plekken." in seen
    for told in ("· 1 plek", "· 1 woning"):
        assert re.search(rf"{told}(?!\w)", seen), told


def test_sum_of_the_first_page_says_of_which_version_and_day_it_is(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine, client: Client
) -> None:
    listed = text_of(page(logged_in(sanne), "/samen/zwolle/huisvesting/"))
    assert "Versie 1 Concept, nog niet vastgesteld" in listed
    one = adopt(sanne, meryem, concept)
    for path in ("/samen/zwolle/huisvesting/", f"{home(one)}regels/"):
        seen = text_of(page(client, path))
        assert re.search(r"[Vv]ersie 1 Vastgesteld op 6 november 2026", seen), path


# --- the need beside the promise ---


def test_odd_figure_in_the_address_asks_for_nothing(
    sanne: Account, concept: HousingProgramme, line: HousingLine, zwolle: Partnership, study: Study
) -> None:
    area = Area.objects.get(code="GM0193", year=2022)
    zwolle.areas.add(area)
    for odd in ("²", "9" * 30, "9" * 5_000):
        address = f"{home(concept)}regel/1/cijfer/?gebied={area.pk}&cijfer={odd}"
        assert logged_in(sanne).get(address).status_code == 200, odd[:5]


@pytest.fixture
def shortage(study: Study) -> Fact:
    """Homes asked for in Zwolle in 2040, with their band."""
    return Fact.objects.get(
        study=study, indicator__key="vraag_nultreden", area__code=GEMEENTE.code, year=2040
    )


def test_need_stands_beside_the_promise_with_its_band_and_what_remains(
    sanne: Account, concept: HousingProgramme, line: HousingLine, shortage: Fact
) -> None:
    lines.cite(actor(sanne), line, shortage, now=NOW)
    seen = text_of(page(logged_in(sanne), home(concept)))
    assert "3.120" in seen
    assert "Nog nodig: 3.100 (tussen 2.790 en 3.410)." in seen
    assert "Beloofd t/m 2040 24 woningen" in seen


@pytest.mark.parametrize("woonvorm", ["beschut", "standplaats"])
def test_places_take_nothing_from_a_need_of_homes(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText,
    shortage: Fact, woonvorm: str,
) -> None:  # fmt: skip
    text = other(line_text, homes=500, woonvorm=woonvorm)
    places = lines.add_line(actor(sanne), concept, text, now=NOW)
    lines.cite(actor(sanne), places, shortage, now=NOW)
    client = logged_in(sanne)
    assert "Beloofd t/m 2040 0 woningen" in text_of(page(client, home(concept)))
    lines.cite(actor(sanne), line, shortage, now=NOW)
    seen = text_of(page(client, home(concept)))
    assert "Nog nodig: 3.100 (tussen 2.790 en 3.410). Plekken tellen hier niet mee" in seen
    assert "Beloofd t/m 2040 24 woningen" in seen
    assert "Samen 524 woningen en plekken" in seen


def test_promise_beside_a_figure_of_now_says_up_to_which_year_it_counts(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText, study: Study
) -> None:
    now = Fact.objects.get(
        study=study, indicator__key="inwoners_75plus", area__code=GEMEENTE.code, year=2021
    )
    lines.cite(actor(sanne), line, now, now=NOW)
    more = lines.add_line(actor(sanne), concept, other(line_text, year=2029, homes=6), now=NOW)
    lines.cite(actor(sanne), more, now, now=NOW)
    lines.add_line(actor(sanne), concept, other(line_text, year=2030, homes=5), now=NOW)
    client = logged_in(sanne)
    seen = text_of(page(client, home(concept)))
    assert "Samen 35 woningen" in seen
    assert "Beloofd t/m 2029 30 woningen" in seen
    words = docx.Document(io.BytesIO(client.get(f"{home(concept)}programma.docx").content))
    told = "Tot en met 2029 beloven de regels bij dit cijfer 30 woningen."
    assert any(told in one.text for one in words.paragraphs)


def test_figure_of_people_leaves_no_number_of_homes(
    sanne: Account, concept: HousingProgramme, line: HousingLine, study: Study
) -> None:
    people = Fact.objects.get(
        study=study, indicator__key="inwoners_75plus", area__code=GEMEENTE.code, year=2040
    )
    lines.cite(actor(sanne), line, people, now=NOW)
    seen = text_of(page(logged_in(sanne), home(concept)))
    assert "Dit cijfer telt mensen, geen woningen. Een verschil is niet te geven." in seen


def test_renewed_figure_warns_until_somebody_decides_and_is_frozen_then(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine,
    shortage: Fact, gemeente: Area,
) -> None:  # fmt: skip
    lines.cite(actor(sanne), line, shortage, now=NOW)
    later = NOW + timedelta(days=1)
    request_and_publish(gemeente, small_result(factor=0.9), now=later)
    client = logged_in(sanne)
    seen = text_of(page(client, f"{home(concept)}regel/1/"))
    assert "Cijfer vernieuwd: verschil −312, omdat er opnieuw is gerekend." in seen
    assert "Voorleggen kan nog niet" in page(client, home(concept))
    assert client.post(f"{home(concept)}voorleggen/").status_code == 422
    assert client.post(f"{home(concept)}regel/1/cijfer/blijft/", {}).status_code == 422
    because = {"because": "Het besluit rust op dit cijfer."}
    assert client.post(f"{home(concept)}regel/1/cijfer/blijft/", because).status_code == 302
    one = adopt(sanne, meryem, concept)
    seen = text_of(page(client, f"{home(one)}regel/1/"))
    assert "3.120" in seen
    assert "omdat: Het besluit rust op dit cijfer." in seen
    # Whatever is published after it, what was adopted says what it said.
    request_and_publish(gemeente, small_result(factor=0.5), now=later + timedelta(days=1))
    assert "Cijfer vernieuwd" not in page(client, f"{home(one)}regel/1/")


def test_newest_figure_is_taken_over_with_one_press(
    sanne: Account, concept: HousingProgramme, line: HousingLine, shortage: Fact, gemeente: Area
) -> None:
    lines.cite(actor(sanne), line, shortage, now=NOW)
    request_and_publish(gemeente, small_result(factor=0.9), now=NOW + timedelta(days=1))
    client = logged_in(sanne)
    assert client.post(f"{home(concept)}regel/1/cijfer/vernieuw/").status_code == 302
    assert "2.810" in page(client, f"{home(concept)}regel/1/")
    assert HousingLine.objects.get().fact_id != shortage.pk
