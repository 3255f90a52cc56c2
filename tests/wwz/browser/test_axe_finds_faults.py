"""The accessibility check can fail: it finds each planted fault, in a page and in a template."""

from __future__ import annotations

import pytest

from tests.axe import faults

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="nl"><head><title>Proef</title></head>
<body><main><h1>Proef</h1>{}</main></body></html>"""


def test_sound_page_has_no_faults(page):
    page.set_content(SOUND.format("<p>Tekst</p>"))
    assert faults(page) == []


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color:#bbb;background:#fff">Grijs op wit</p>', "color-contrast"),
        ('<input name="q">', "label"),
        ("<button></button>", "button-name"),
        ("<h4>Kop</h4>", "heading-order"),
        ('<a href="/x"></a>', "link-name"),
        ("<table><tr><th></th><td>1</td></tr></table>", "empty-table-header"),
    ],
)
def test_planted_fault_is_found(page, fault, rule):
    page.set_content(SOUND.format(fault))
    assert any(found.startswith(rule) for found in faults(page))


def test_fault_planted_in_a_template_is_found(page, live_server, settings, tmp_path):
    templates = settings.TEMPLATES[0]["DIRS"][0]
    frame = (templates / "base.html").read_text(encoding="utf-8")
    assert "</main>" in frame
    planted = frame.replace("</main>", '<img src="/static/wwz/beeldmerk.svg"></main>')
    (tmp_path / "base.html").write_text(planted, encoding="utf-8")

    page.goto(f"{live_server.url}/toegankelijkheid/")
    assert faults(page) == []

    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, templates]}]
    page.goto(f"{live_server.url}/toegankelijkheid/")
    assert any(found.startswith("image-alt") for found in faults(page))
