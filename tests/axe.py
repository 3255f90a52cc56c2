"""Accessibility of a page in the browser, by axe-core, with no rule left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Everything axe knows of WCAG 2.2 A and AA, and its advice beyond that.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def faults(page: Page) -> list[str]:
    """A line per fault: rule, how bad, the element, and what to do. Empty is what we want."""
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response
    return [
        f"{fault['id']} ({fault['impact']}): {' '.join(node['target'])}: {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
