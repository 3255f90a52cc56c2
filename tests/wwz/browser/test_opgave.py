"""The opgave with script: typing a name, the map that moves, text that grows."""

from __future__ import annotations

import io
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pypdf
import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser


def typed(page, field, words):
    """Type as a reader does, until the list that belongs to all of it is there."""
    with page.expect_response(lambda answer: answer.url.endswith(f"q={words}")):
        field.press_sequentially(words)
    # htmx takes this mark away once the list stands.
    expect(field).not_to_have_class(re.compile("htmx-request"))


def test_gemeente_is_found_while_typing_its_name(page, addresses):
    page.goto(addresses["home"])
    typed(page, page.locator("main input[name=q]"), "verz")
    press(page, "#kies-lijst a:has-text('Verzonnendam')")
    assert page.url == addresses["opgave"]
    assert "Verzonnendam" in page.locator("h1").inner_text()


def test_area_is_chosen_with_the_keyboard_alone(page, addresses):
    page.goto(addresses["home"])
    field = page.locator("main input[name=q]")
    typed(page, field, "luchtkasteel")
    expect(page.locator("#kies-lijst [role=option]").first).to_be_visible()
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("main [data-gezegd]")).to_contain_text("Kies met de pijltjes")
    assert faults(page) == []

    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("ArrowUp")
    marked = page.locator("#kies-lijst [aria-selected=true]")
    assert marked.get_attribute("id") == field.get_attribute("aria-activedescendant")
    assert marked.get_attribute("id") == page.locator("#kies-lijst a").first.get_attribute("id")
    assert faults(page) == []

    field.press("Escape")
    expect(page.locator("#kies-lijst a")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")

    field.fill("")
    typed(page, field, "verz")
    expect(page.locator("#kies-lijst a").first).to_contain_text("Verzonnendam")
    field.press("ArrowDown")
    with page.expect_navigation(url=addresses["opgave"]):
        field.press("Enter")


def test_map_comes_to_life_and_says_what_is_pointed_at(page, addresses):
    page.goto(addresses["opgave"])
    page.locator("#kaart").scroll_into_view_if_needed()
    page.wait_for_selector(".wwz-map[data-ready]")
    assert faults(page) == []

    box = page.locator(".wwz-map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".wwz-map__words")
    name = page.locator(".wwz-map__words strong").inner_text()
    drawn = page.locator(".wwz-map > svg title").all_text_contents()
    assert any(title.startswith(f"{name}: ") for title in drawn)


def test_drawing_stays_when_the_browser_cannot_draw_the_map(page, addresses):
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(addresses["opgave"])
    page.locator("#kaart").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.locator(".wwz-map__live").count() == 0
    assert page.locator(".wwz-map > svg").is_visible()


def test_only_pages_with_a_map_load_the_map_library(page, addresses):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("home", "wijk", "feit-aandeel", "over"):
        page.goto(addresses[name])
        page.wait_for_load_state("networkidle")
    assert [address for address in asked if "maplibre" in address] == []


def test_every_map_area_stands_in_the_table(page, addresses):
    page.goto(addresses["opgave"])
    drawn = {t.split(": ")[0] for t in page.locator(".wwz-map title").all_text_contents()}
    rows = page.locator("section:has(> #kaart) details tbody th").all_text_contents()
    assert drawn
    assert drawn <= set(rows)


def test_text_size_is_kept_from_page_to_page(page, addresses):
    page.goto(addresses["home"])
    root = page.locator("html")
    for size in ("groot", "groter"):
        page.locator("button:has-text('Groter')").click()
        expect(root).to_have_attribute("data-tekst", size)
    page.goto(addresses["over"])
    assert root.get_attribute("data-tekst") == "groter"
    size = page.evaluate("() => getComputedStyle(document.documentElement).fontSize")
    assert size == "24px"


def test_nothing_moves_for_who_asked_for_rest(chromium_browser, addresses):
    context = chromium_browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(addresses["opgave"])
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((e) => {
          const style = getComputedStyle(e);
          return style.transitionDuration !== "0s" || style.animationName !== "none";
        }).map((e) => e.tagName + "." + e.getAttribute("class"))"""
    )
    assert moving == []
    context.close()


def test_paper_shows_the_figures_and_not_the_menus(page, addresses):
    page.goto(addresses["opgave"])
    page.emulate_media(media="print")
    assert not page.locator("header").is_visible()
    assert page.locator("section:has(> #ontwikkeling) svg.wwz-only-wide").is_visible()
    assert page.locator(".wwz-map > svg").is_visible()


@pytest.fixture
def another_site():
    """A site of somebody else, on this machine: it serves one page and knows nothing of us."""
    served = []

    def serve(body):
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

        site = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        Thread(target=site.serve_forever, daemon=True).start()
        served.append(site)
        return f"http://127.0.0.1:{site.server_port}/"

    yield serve
    for site in served:
        site.shutdown()
        site.server_close()


def test_figure_in_a_frame_of_another_site_is_shown_and_reachable(page, addresses, another_site):
    """The frame holds no header to skip: the first Tab is the way back to the site."""
    figure = addresses["feit-aandeel"].replace("/feit/", "/embed/feit/")
    page.goto(another_site(f'<iframe src="{figure}" title="Cijfer" height="400"></iframe>'))
    frame = page.frame_locator("iframe")
    assert frame.locator(".wwz-source").inner_text().strip()
    page.goto(figure)
    assert faults(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.target") == "_blank"


def test_browser_prints_a_buurt_on_one_a4(page, addresses):
    page.goto(addresses["a4"])
    printed = page.pdf(prefer_css_page_size=True)
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 1
