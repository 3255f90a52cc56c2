"""On paper: a gemeente as a whole, and every buurt on exactly one A4."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest

from tests.cast import GEMEENTE, NORTH, SOUTH, WIJK, request_and_publish
from tests.supplied import with_supply
from wwz.areas.models import Level
from wwz.areas.services import NewArea, store_areas
from wwz.opgave.paper.rendering import laid_out
from wwz.opgave.paper.sheets import page_for_paper
from wwz.opgave.presentation.one_page import one_page
from wwz.opgave.queries import published
from wwz_engine.sources import fictional
from wwz_engine.sources.verzonnendam import GEMEENTE as INVENTED
from wwz_engine.study import StudyRequest, run_study

pytestmark = pytest.mark.django_db
A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def result():
    """What the engine works out for Verzonnendam, so that every part of a page is filled."""
    request = StudyRequest(gemeente=INVENTED, to=2040, draws=50, seed=1)
    return run_study(request, fictional.catalogue())


def publish(result):
    given = result.gemeente
    areas = store_areas([NewArea(given.code, given.year, Level.GEMEENTE, given.name)])
    return request_and_publish(areas[given.code, given.year], result)


def paper_of(study, area):
    context = one_page(study, area) | {"site": "https://wwz.example", "address": "/opgave/X/Y/"}
    return page_for_paper("opgave/paper/area.html", context)


def outside(document):
    """Boxes that reach over the edge of the part of the page that may be written on."""
    (page,) = document.pages
    box = page._page_box
    left, right = box.content_box_x(), box.content_box_x() + box.width
    bottom = box.content_box_y() + box.height
    return [
        (each.element_tag, round(each.position_x), round(each.position_y))
        for each in box.descendants()
        if each.element_tag and each.element_tag != "html" and hasattr(each, "border_width")
        and (each.position_x < left - 16 or each.position_x + each.border_width() > right + 16
             or each.position_y + each.border_height() > bottom + 1)
    ]  # fmt: skip


def test_every_wijk_and_buurt_is_exactly_one_a4(result):
    study = publish(result)
    areas = published.areas_of(study)
    assert len(areas) > 15
    for area in areas:
        document = laid_out(paper_of(study, area))
        assert len(document.pages) == 1, area.name
        assert outside(document) == [], area.name


def test_longest_name_and_longest_words_still_fit(result):
    """Names of 120 letters, and a study with the most sources named."""
    buurt = next(area for area in result.areas if area.level == "buurt")
    long = replace(buurt, name=("Bedrijventerrein Oosterenk-Zuid en Hoog-Zuthem " * 3)[:118])
    facts = tuple(replace(f, area=long) if f.area == buurt else f for f in result.facts)
    areas = tuple(long if area == buurt else area for area in result.areas)
    study = publish(replace(result, areas=areas, facts=facts))
    area = next(one for one in published.areas_of(study) if one.code == buurt.code)
    document = laid_out(paper_of(study, area))
    assert len(document.pages) == 1
    assert outside(document) == []


def test_page_that_is_too_long_is_seen(result):
    """Planted: what the two tests above would miss if they looked at nothing."""
    study = publish(result)
    area = next(one for one in published.areas_of(study) if one.level == Level.BUURT)
    longer = paper_of(study, area).replace("</main>", "<p>meer</p>" * 60 + "</main>")
    assert len(laid_out(longer).pages) > 1
    wide = paper_of(study, area).replace("<h1>", '<h1 style="width: 300mm">', 1)
    assert outside(laid_out(wide)) != []


def words_of(content):
    document = pypdf.PdfReader(io.BytesIO(content))
    return document, re.sub(r"\s+", " ", " ".join(p.extract_text() for p in document.pages))


def test_a4_says_what_where_how_sure_and_where_to_read_more(client, study):
    answer = client.get(f"/opgave/{GEMEENTE.code}/{WIJK.code}/a4.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document, words = words_of(answer.getvalue())
    assert [tuple(round(float(n)) for n in p.mediabox[2:]) for p in document.pages] == [A4_POINTS]
    address = f"http://testserver/opgave/GM0193/{WIJK.code}/"
    for said in (WIJK.name, "gemeente Zwolle", "2.600 mensen", "Band", "Bron:",
                 "gepubliceerd 6 november 2026", address):  # fmt: skip
        assert said in words, said
    assert document.trailer["/Root"]["/Lang"] == "nl"


def test_a4_shows_nothing_that_is_hidden(client, study):
    for area in (NORTH, SOUTH):
        _, words = words_of(client.get(f"/opgave/{GEMEENTE.code}/{area.code}/a4.pdf").getvalue())
        assert "7,3" not in words
        assert "21,7" not in words


def test_whole_gemeente_on_paper_has_every_part(client, study):
    path = f"/opgave/{GEMEENTE.code}/afdruk"
    page = client.get(f"{path}/").content.decode()
    _, words = words_of(client.get(f"{path}.pdf").getvalue())
    for said in ("Zwolle telt in 2040", "Hoe het zich ontwikkelt", "Waar het speelt",
                 "Per aandachtsgroep", "Per woonvorm", "Wat we niet weten", "Bronnen",
                 "CC BY 4.0", "startgetal 1"):  # fmt: skip
        assert said in words, said
        assert said in page, said


def test_paper_of_a_gemeente_tells_of_homes_and_care(client, gemeente):
    request_and_publish(gemeente, with_supply())
    _, words = words_of(client.get(f"/opgave/{GEMEENTE.code}/afdruk.pdf").getvalue())
    for said in ("Nultredenwoningen: voorraad, plannen en tekort", "3.221", "Tekort",
                 "Harde plannen, tot en met dit jaar", "Zorg en ondersteuning",
                 "Nodig, thuis of in een verpleeghuis", "Het aanbod"):  # fmt: skip
        assert said in words, said


def test_a4_tells_what_is_there_and_short_and_who_gets_care(client, gemeente):
    request_and_publish(gemeente, with_supply())
    _, words = words_of(client.get(f"/opgave/GM0193/{WIJK.code}/a4.pdf").getvalue())
    # A fifth of the gemeente lies here, and everything is as its fact says it.
    for said in ("Nodig Er nu Erbij Tekort", "Geclusterd 280 onbekend", "in een verpleeghuis"):
        assert said in words, said


def invented(fact):
    return replace(fact, sources=tuple(replace(one, fictional=True) for one in fact.sources))


def test_a4_of_a_real_place_marks_what_rests_on_invented_homes(client, gemeente):
    result = with_supply()
    facts = [invented(one) if "voorraad" in one.indicator.key else one for one in result.facts]
    request_and_publish(gemeente, replace(result, facts=tuple(facts)))
    document, words = words_of(client.get(f"/opgave/GM0193/{WIJK.code}/a4.pdf").getvalue())
    assert "Let op: bevat verzonnen invoer" in words.partition("Geclusterd 280")[2]
    assert "‘Tekort’: geen optelsom." in words
    assert len(document.pages) == 1


def test_pages_lead_to_paper_and_back(client, study):
    code = GEMEENTE.code
    assert f'href="/opgave/{code}/afdruk/"' in client.get(f"/opgave/{code}/").content.decode()
    area = f"/opgave/{code}/{NORTH.code}/"
    assert f'href="{area}a4/"' in client.get(area).content.decode()
    a4 = client.get(f"{area}a4/").content.decode()
    assert f'href="{area}"' in a4
    assert f'href="{area}a4.pdf"' in a4
    assert "data-print" in a4
    assert client.get(f"/opgave/{code}/BU0/a4/").status_code == 404


def test_invented_figures_are_marked_on_paper(client, result):
    study = publish(result)
    area = published.areas_of(study)[0]
    _, words = words_of(client.get(f"/opgave/{INVENTED}/{area.code}/a4.pdf").getvalue())
    assert "Dit is een verzonnen gemeente" in words


def test_pdf_is_made_once_and_again_for_a_newer_study(client, study, monkeypatch):
    path = f"/opgave/{GEMEENTE.code}/{NORTH.code}/a4.pdf"
    first = client.get(path).getvalue()
    monkeypatch.setattr("wwz.opgave.views.paper.pdf_of", lambda *given: b"made again")
    assert client.get(path).getvalue() == first
    # Another name of the same site has other addresses on paper.
    assert client.get(path, headers={"host": "localhost"}).getvalue() == b"made again"
