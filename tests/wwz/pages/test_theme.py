"""The look of a gemeente: one file and a logo; what somebody could not read is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template

from wwz.pages.theme import NEUTRAL, theme, theme_faults

pytestmark = pytest.mark.django_db

GREEN = """/* Huisstijl van een gemeente */
:root {
  --wwz-thread: #00653d;
  --wwz-thread-deep: #004D2E;
  --wwz-thread-tint: #e6f3ec;
  --wwz-font-head: "Huisletter", sans-serif;
}
@font-face { font-family: "Huisletter"; src: url("huisletter.woff2") format("woff2"); }
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'


@pytest.fixture
def house(settings, tmp_path):
    """A site with a theme, a font and a logo."""
    (tmp_path / "groen.css").write_text(GREEN, encoding="utf-8")
    (tmp_path / "huisletter.woff2").write_bytes(b"wOF2 letter")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    settings.WWZ_THEME_CSS = str(tmp_path / "groen.css")
    settings.WWZ_LOGO = str(tmp_path / "logo.svg")
    return tmp_path


def test_every_page_carries_the_theme_after_ours(client, house):
    page = client.get("/over/").content.decode()
    ours, theirs = page.index("neutraal.css"), page.index(f"/huisstijl/{theme().sheet}")
    assert ours < theirs
    assert f'src="/huisstijl/{theme().logo}" alt=""' in page


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_that_stand_alone_carry_it_too(house, name):
    assert f"/huisstijl/{theme().sheet}" in get_template(name).render()


def test_files_are_served_by_us_and_kept_for_ever(client, house):
    for address, kind in (
        (theme().sheet, "text/css"),
        (theme().logo, "image/svg+xml"),
        (theme().sheet.replace("thema.css", "huisletter.woff2"), "font/woff2"),
    ):
        response = client.get(f"/huisstijl/{address}")
        assert response.status_code == 200, address
        assert response["Content-Type"] == kind
        assert "immutable" in response["Cache-Control"]
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_nothing_else_is_served_from_there(client, house):
    mark = theme().sheet.split("/")[0]
    for address in (
        "",
        f"{mark}/groen.css",
        f"{mark}/../settings.py",
        "0000000000000000/thema.css",
    ):
        assert client.get(f"/huisstijl/{address}").status_code == 404, address


def test_a_site_without_a_theme_has_our_own_look(client, settings):
    settings.WWZ_THEME_CSS = settings.WWZ_LOGO = ""
    page = client.get("/over/").content.decode()
    assert "/huisstijl/" not in page
    assert (theme().sheet, theme().logo) == ("", "")


def test_our_own_theme_and_a_green_one_pass():
    assert list(theme_faults("")) == []
    assert list(theme_faults(GREEN)) == []


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (":root { --wwz-thread: #8fd6a8; }", "wit op thread"),
        (":root { --wwz-thread: #8FD6A8; }", "wit op thread"),
        (":root { --wwz-ink: #c8c8c8; }", "ink op paper"),
        (":root { --wwz-thread: rgb(143, 214, 168); }", "moet een kleur zijn"),
        (":root { --wwz-thread: #8fd; }", "moet een kleur zijn"),
        (":root { --wwz-thread: var(--x); }", "moet een kleur zijn"),
        (":root { --wwz-thread: #00653d; --wwz-thread: #8fd6a8; }", "twee keer"),
        (":root { --wwz-thread: #00653d; } :root { --wwz-thread: #8fd6a8; }", "twee keer"),
        (":root { --wwz-ok: #123456; }", "betekent overal hetzelfde"),
        (":root { --wwz-seq-1: #ffffff; }", "betekent overal hetzelfde"),
        (":root { --utrecht-link-color: #eeeeee; }", "geen eigenschap van ons"),
        ("p { color: #eeeeee; }", "alleen :root"),
        ("@media (width) { :root { --wwz-ink: #eeeeee; } }", "alleen :root"),
        ("@import 'https://elders.example/x.css';", "alleen :root"),
        ('@font-face { src: url("https://elders.example/x.woff2"); }', "geen letterbestand"),
        ('@font-face { src: url("../../etc/geheim.woff2"); }', "geen letterbestand"),
    ],
)
def test_a_theme_that_may_not_be_is_refused(css, said):
    assert any(said in fault for fault in theme_faults(css)), list(theme_faults(css))


def test_refusal_names_the_file_the_fault_and_what_to_do(settings, tmp_path):
    weak = tmp_path / "zwak.css"
    weak.write_text(":root { --wwz-thread: #8fd6a8; }", encoding="utf-8")
    settings.WWZ_THEME_CSS = str(weak)
    with pytest.raises(ImproperlyConfigured, match=r"zwak\.css kan zo niet: .*theme\.md"):
        theme()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("weg.svg", None, "niet te lezen"),
        ("logo.exe", b"x", "geen SVG of PNG"),
        ("groot.png", b"x" * 600_000, "te groot"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(settings, tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    settings.WWZ_THEME_CSS, settings.WWZ_LOGO = "", str(tmp_path / name)
    with pytest.raises(ImproperlyConfigured, match=said):
        theme()


def test_site_does_not_start_with_a_failing_theme(settings, tmp_path):
    from django.apps import apps

    weak = tmp_path / "zwak.css"
    weak.write_text(":root { --wwz-ink: #c8c8c8; }", encoding="utf-8")
    settings.WWZ_THEME_CSS = str(weak)
    with pytest.raises(ImproperlyConfigured):
        apps.get_app_config("pages").ready()


def test_a_changed_file_gets_another_address(settings, tmp_path):
    first, second = tmp_path / "een.css", tmp_path / "twee.css"
    first.write_text(":root { --wwz-thread: #00653d; }", encoding="utf-8")
    second.write_text(":root { --wwz-thread: #00643d; }", encoding="utf-8")
    settings.WWZ_THEME_CSS = str(first)
    before = theme().sheet
    settings.WWZ_THEME_CSS = str(second)
    assert theme().sheet != before


def test_our_theme_has_every_property_that_is_checked():
    """A renamed property would silently leave the check."""
    css = NEUTRAL.read_text(encoding="utf-8")
    for name in ("thread", "ink", "paper", "mist", "thread-deep", "thread-tint", "line-strong"):
        assert f"--wwz-{name}: #" in css
