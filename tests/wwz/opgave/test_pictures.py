"""Every drawing as SVG, PNG and PDF, with our own letters, and what happens without Pango."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from xml.etree import ElementTree

import pypdf
import pytest

from tests.cast import GEMEENTE, NORTH, WIJK, make_fact, request_and_publish, small_result
from wwz.opgave.models import Fact
from wwz.opgave.paper import rendering
from wwz.opgave.paper.letters import LETTERS, letter_files
from wwz_engine.indicators import all_indicators

pytestmark = pytest.mark.django_db
BASE = f"/opgave/{GEMEENTE.code}/beeld"
NAMES = [
    f"{BASE}/kaart",
    f"{BASE}/ontwikkeling-{GEMEENTE.code}",
    f"{BASE}/ontwikkeling-{WIJK.code}",
    f"{BASE}/aandachtsgroepen-{WIJK.code}",
    f"/opgave/vergelijk/beeld/aandeel.{{}}?gebied={WIJK.code}&gebied={NORTH.code}"
    "&indicator=beperking_bewegen_65plus",
]


def address(name, kind):
    return name.format(kind) if "{}" in name else f"{name}.{kind}"


def size_of_png(content):
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", content[16:24])


def shades(content):
    """The bytes of the picture, unpacked: what was drawn, whatever the packing."""
    data, at = b"", 8
    while at < len(content):
        (length,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        if kind == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += length + 12
    return zlib.decompress(data)


@pytest.mark.parametrize("name", NAMES)
def test_drawing_is_there_in_every_form(client, study, name):
    svg = client.get(address(name, "svg"))
    ElementTree.fromstring(svg.content)  # noqa: S314 - made by ourselves a moment ago
    assert "Bron: " in svg.content.decode()
    assert "Platform WWZ, opgave van Zwolle, gepubliceerd 6 november 2026." in svg.content.decode()

    png = client.get(address(name, "png"))
    assert png["Content-Type"] == "image/png"
    assert size_of_png(png.content)[0] == 1440

    pdf = client.get(address(name, "pdf"))
    document = pypdf.PdfReader(io.BytesIO(pdf.content))
    words = " ".join(page.extract_text() for page in document.pages)
    assert "Bron:" in words
    assert "Platform WWZ, opgave van Zwolle" in words
    for answer, kind in ((svg, "svg"), (png, "png"), (pdf, "pdf")):
        assert answer["Content-Disposition"].endswith(f'.{kind}"')


def test_pdf_of_a_figure_can_be_read_by_a_screen_reader(client, study):
    """PDF/UA: tags, language, title, and words beside the drawing."""
    content = client.get(f"{BASE}/kaart.pdf").content
    document = pypdf.PdfReader(io.BytesIO(content))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert document.metadata.title.startswith("Zwolle: ")
    assert b"Kaart van Zwolle" in content or "Kaart van Zwolle" in every_alt(
        root["/StructTreeRoot"]
    )


def every_alt(node):
    """All alternative texts in the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        return " ".join(every_alt(child) for child in node)
    if not isinstance(node, dict):
        return ""
    return f"{node.get('/Alt', '')} {every_alt(node['/K']) if '/K' in node else ''}"


def test_png_is_drawn_with_our_own_letters(client, study, monkeypatch):
    """Without its font resvg leaves all words out: then the picture is another."""
    with_letters = shades(client.get(f"{BASE}/kaart.png").content)
    monkeypatch.setattr(rendering, "letter_files", dict)
    assert shades(client.get(f"{BASE}/kaart.png").content) != with_letters


def test_pdf_holds_our_own_letters_and_no_others(client, study):
    document = pypdf.PdfReader(io.BytesIO(client.get(f"{BASE}/kaart.pdf").content))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in document.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all("Source-Sans-3" in font or "Bricolage" in font for font in fonts)


def test_every_letter_is_one_plain_weight():
    from fontTools.ttLib import TTFont

    for letter, path in letter_files().items():
        font = TTFont(path)
        assert "fvar" not in font
        assert font["name"].getBestFamilyName() == letter.family
        assert font["OS/2"].usWeightClass == letter.weight
        assert {ord("é"), ord("’"), ord("–"), ord("€")} <= set(font.getBestCmap())
    assert len(LETTERS) == 3


def test_page_for_paper_reads_no_other_file(tmp_path, caplog):
    secret = tmp_path / "geheim.css"
    secret.write_text("p { color: red }")
    page = f'<html lang="nl"><head><title>x</title><link rel="stylesheet" href="{secret.as_uri()}">'
    assert rendering.as_pdf(f"{page}</head><body><p>x</p></body></html>")[:5] == b"%PDF-"
    assert "may not read" in caplog.text


@pytest.mark.parametrize(
    "path",
    [f"{BASE}/kaart.pdf", f"/opgave/{GEMEENTE.code}/afdruk.pdf",
     f"/opgave/{GEMEENTE.code}/{NORTH.code}/a4.pdf"],
)  # fmt: skip
def test_without_pango_a_sentence_says_what_to_do(client, study, monkeypatch, path):
    def missing():
        raise rendering.PdfNotPossibleError

    monkeypatch.setattr(rendering, "program", missing)
    answer = client.get(path)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "het programma Pango ontbreekt" in page
    assert "<html" in page
    # The other forms still work.
    assert client.get(f"{BASE}/kaart.png").status_code == 200


@pytest.mark.parametrize("name", ["kaart.gif", "onzin.svg", f"ontwikkeling-{GEMEENTE.code}x.png",
                                  "ontwikkeling-.svg", "aandachtsgroepen-BU0.pdf"])  # fmt: skip
def test_drawing_that_is_not_there_is_404(client, study, name):
    assert client.get(f"{BASE}/{name}").status_code == 404


def test_drawings_of_a_fact_are_files(client, gemeente):
    given, known = small_result(), all_indicators()["inwoners_75plus"]
    more = [make_fact(known, GEMEENTE, year, 8000.0 + year) for year in (2016, 2018, 2035)]
    study = request_and_publish(gemeente, replace(given, facts=(*given.facts, *more)))
    fact = Fact.objects.get(
        study=study, indicator__key=known.key, area__code=GEMEENTE.code, year=2040
    )
    path = f"/feit/{fact.pk}/beeld/ontwikkeling"
    assert f'href="{path}.png"' in client.get(f"/feit/{fact.pk}/").content.decode()
    assert size_of_png(client.get(f"{path}.png").content)[0] == 1440
    assert client.get(f"/feit/{fact.pk}/beeld/onzin.svg").status_code == 404


def test_hidden_number_stands_in_no_drawing(client, study):
    for name in NAMES:
        assert "7,3" not in client.get(address(name, "svg")).content.decode()
