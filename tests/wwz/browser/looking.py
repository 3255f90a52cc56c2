"""How a page looks to the eye: nothing wider than its screen, nothing folded away, no fault."""

from __future__ import annotations

from tests.axe import faults
from tests.wwz.browser.play import WIDE

PHONE = {"width": 320, "height": 900}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Names what sticks out, so that a failing test says where to look.
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !e.closest(".wwz-tablebox") && !e.closest(".wwz-hidden"))
  .slice(0, 3).map((e) => e.tagName + "." + e.getAttribute("class"))"""
OPEN = "(which) => document.querySelectorAll(which).forEach((d) => { d.open = true; })"
SIZE = "(size) => { document.documentElement.dataset.tekst = size; }"


def open_details(page, which="details"):
    """What is folded away must be as good as what is not."""
    page.evaluate(OPEN, which)


def sticking_out(page):
    """What is wider than the screen, and how much; nothing when all fits."""
    over = page.evaluate(OVERFLOW)
    return [f"{over} px too wide: {page.evaluate(WIDEST)}"] if over > 0 else []


def looks_right(page):
    """No fault, here and on a narrow screen with the largest text, and nothing sticks out."""
    found = faults(page)
    page.set_viewport_size(PHONE)
    page.evaluate(SIZE, "grootst")
    found += [*faults(page), *sticking_out(page)]
    page.set_viewport_size(WIDE)
    page.evaluate(SIZE, "")
    return found
