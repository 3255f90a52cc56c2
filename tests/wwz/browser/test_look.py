"""Every component in the browser: on paper, in forced colours, at rest, without script, themed."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.wwz.browser.looking import OVERFLOW
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser

# A4 without its margins, in CSS pixels.
PAPER = 672
GREEN = """:root {
  --wwz-thread: #00653d;
  --wwz-thread-deep: #004d2e;
  --wwz-thread-tint: #e6f3ec;
}"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<path fill="#00653d" d="M0 0h40v20H0z"/></svg>'
)


@pytest.fixture
def components(live_server, transactional_db, settings):
    settings.WWZ_DEMO = True
    return f"{live_server.url}/onderdelen/"


def test_every_component_fits_on_paper(page, components):
    page.set_viewport_size({"width": PAPER, "height": 950})
    page.goto(components)
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) <= 0
    for gone in ("header", "footer", ".wwz-filter", ".wwz-pager", ".wwz-actions", "[data-print]"):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in (".wwz-units", ".wwz-draad", ".wwz-pledge", ".wwz-plan", ".wwz-a4"):
        assert page.locator(kept).first.is_visible(), kept


def test_every_sheet_of_a_pack_begins_on_paper_of_its_own(page, components):
    page.goto(components)
    page.evaluate(
        "() => document.querySelector('main').replaceChildren(document.querySelector('.wwz-pack'))"
    )
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf())) == page.locator(".wwz-a4").count()


def test_what_is_folded_away_is_on_paper(page, components):
    page.goto(components)
    page.emulate_media(media="print")
    folded = page.locator("details.wwz-more:not([open]) p").first
    assert folded.bounding_box()["height"] > 0


def test_states_differ_without_colour(chromium_browser, components):
    """In forced colours only shape and word are left."""
    context = chromium_browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(components)
    shapes = {}
    for kind in ("done", "ok", "care", "bad", "unknown"):
        lamp = page.locator(f".wwz-light--{kind} > svg").first
        colour = lamp.evaluate("(svg) => getComputedStyle(svg).color")
        assert colour == page.evaluate("() => getComputedStyle(document.body).color"), kind
        shapes[kind] = lamp.screenshot()
    for one, other in combinations(shapes, 2):
        assert shapes[one] != shapes[other], (one, other)
    context.close()


@pytest.mark.parametrize(
    ("usual", "marked"),
    [
        (".wwz-steps a", ".wwz-steps a[aria-current]"),
        (".wwz-plan > li:not([class])", ".wwz-plan > .is-now"),
        (".wwz-plan > li:not([class])", ".wwz-plan > .is-done"),
        (".wwz-plan > li:not([class])", ".wwz-plan > .is-late"),
        (
            ".wwz-draad > li:not([class]) > .wwz-draad__dot",
            ".wwz-draad > .is-now > .wwz-draad__dot",
        ),
        (".wwz-choice:not(:has(:checked))", ".wwz-choice:has(:checked)"),
        (".wwz-draad > li:not([class])", ".wwz-draad > .is-next"),
    ],
)
def test_where_one_is_shows_in_forced_colours(chromium_browser, components, usual, marked):
    """The dots and lines are drawn by the style sheet, which forced colours empty."""
    context = chromium_browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(components)
    page.evaluate(
        "() => document.querySelector('.wwz-steps a').setAttribute('aria-current', 'true')"
    )
    page.check("#nieuw_stand_0")
    look = """(found) => [null, "::before", "::after"].map((side) => {
        const s = getComputedStyle(found, side);
        return [s.backgroundColor, s.backgroundImage, s.borderStyle, s.outline]; })"""
    assert page.locator(marked).first.evaluate(look) != page.locator(usual).last.evaluate(look)
    context.close()


def test_no_component_moves_for_who_asked_for_rest(chromium_browser, components):
    context = chromium_browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(components)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((e) => {
          const style = getComputedStyle(e);
          return style.transitionDuration !== "0s" || style.animationName !== "none";
        }).map((e) => e.tagName + "." + e.getAttribute("class"))"""
    )
    assert moving == []
    context.close()


@pytest.mark.parametrize("colours", ["none", "active"])
def test_every_size_and_spacing_fits_on_a_phone(chromium_browser, components, colours):
    """The reader's own display: each step of the buttons in the foot, with and without space."""
    context = chromium_browser.new_context(
        viewport={"width": 360, "height": 800}, forced_colors=colours
    )
    page = context.new_page()
    page.goto(components)
    too_wide = {}
    for size in ("klein", "", "groot", "groter", "grootst"):
        for space in ("", "ruim"):
            page.evaluate(
                "([size, space]) => Object.assign(document.documentElement.dataset, "
                "{ tekst: size, ruimte: space })",
                [size, space],
            )
            too_wide[size, space] = page.evaluate(OVERFLOW)
    context.close()
    assert {which: over for which, over in too_wide.items() if over > 0} == {}


def test_larger_text_makes_every_component_larger(page, components):
    """A size in pixels would stay behind; only drawings and hidden words may."""
    page.goto(components)
    measure = """() => [...document.querySelectorAll("body *")]
        .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
          && !e.closest("svg, .wwz-hidden, option"))
        .map((e) => [parseFloat(getComputedStyle(e).fontSize),
          e.tagName + "." + e.getAttribute("class")])"""
    before = page.evaluate(measure)
    page.evaluate("() => { document.documentElement.dataset.tekst = 'grootst'; }")
    after = page.evaluate(measure)
    # Titles and big numbers are large already, and grow with the window too: half of it is enough.
    behind = {
        name
        for (was, name), (grown, _) in zip(before, after, strict=True)
        if grown < was * (1.9 if was < 24 else 1.5)
    }
    assert behind == set()


def test_print_button_is_only_there_when_it_works(chromium_browser, components):
    for script in (True, False):
        context = chromium_browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(components)
        assert page.locator("[data-print]").is_visible() is script
        context.close()


def test_menus_filters_and_pages_work_without_script(chromium_browser, components):
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(components)
    page.locator(".wwz-menu summary").click()
    expect(page.locator(".wwz-menu__panel input[name=q]")).to_be_visible()

    page.select_option("#voorbeeldfilter select[name=area]", "aa")
    press(page, "#voorbeeldfilter button")
    assert "area=aa" in page.url
    press(page, "a[rel=next]")
    assert "area=aa" in page.url
    assert "bladzijde=" in page.url
    press(page, "text=Wis filter")
    assert page.url == components

    page.fill("#kop-zoek", "Zwolle")
    press(page, ".wwz-search button")
    assert "Gezocht: Zwolle" in page.locator("h1").inner_text()
    context.close()


def test_link_of_a_fault_leads_to_its_field(page, components):
    page.goto(components)
    links = page.locator(".wwz-errors a")
    assert links.count() >= 5
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href")
        assert page.locator(target).count() == 1, target
        assert page.locator(target).get_attribute("aria-invalid") == "true", target


def test_fault_is_read_with_its_field(page, components):
    page.goto(components)
    field = page.locator("#fout_homes")
    described = field.get_attribute("aria-describedby").split()
    said = " ".join(page.locator(f"#{name}").inner_text() for name in described)
    assert "Alleen woningen die u zelf bouwt" in said
    assert "Vul in hoeveel woningen u toezegt." in said


def test_a_green_theme_colours_the_thread_everywhere(page, components, settings, tmp_path):
    (tmp_path / "groen.css").write_text(GREEN, encoding="utf-8")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    settings.WWZ_THEME_CSS = str(tmp_path / "groen.css")
    settings.WWZ_LOGO = str(tmp_path / "logo.svg")
    page.goto(components)
    page.wait_for_load_state("networkidle")
    green = "rgb(0, 101, 61)"
    for at, what in (
        (".wwz-draad__dot", "backgroundColor"),
        (".utrecht-paragraph > .utrecht-link", "textDecorationColor"),
    ):
        found = page.locator(at).first.evaluate(f"(e) => getComputedStyle(e).{what}")
        assert found == green, at
    assert page.locator(".wwz-logo img").evaluate("(image) => image.naturalWidth") > 0
    assert faults(page) == []


def test_a_long_choice_is_not_cut_off_on_a_phone(page, components):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(components)
    choose = """(words) => { const list = document.querySelector("#kies-groep");
        list.options[list.selectedIndex].text = words; return list.offsetHeight; }"""
    short = page.evaluate(choose, "75-plussers")
    assert page.evaluate(choose, "65-plussers die een beperking in bewegen hebben, 2020") > short
    assert page.evaluate(OVERFLOW) <= 0
