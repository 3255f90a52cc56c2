"""A number is changed and the figures move by themselves; and the page without a script."""

from __future__ import annotations

import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.wwz.browser.looking import looks_right
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser
YEARS_LATER = "[name='gezond_ouder_worden.jaren_per_decennium']"
# How often somebody looks whether there is an outcome.
PATIENCE = 100


@pytest.fixture
def answering(transactional_db):
    """The live worker, here in a thread of the test."""
    from django.db import connection
    from django.utils import timezone

    from wwz.opgave import jobs

    ending = threading.Event()

    def work():
        while not ending.is_set():
            if not jobs.answer_next(now=timezone.now()):
                ending.wait(0.05)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    yield
    ending.set()
    worker.join()


@pytest.fixture
def place(study, zwolle):
    zwolle.areas.add(study.gemeente)
    return study.gemeente


def test_figures_move_with_a_number(place, sanne, answering, opened):
    from playwright.sync_api import expect

    page = opened("sanne")
    page.goto(reverse("scenarios:build", args=["zwolle"]))
    figures = page.locator("#cijfers")
    expect(figures).to_contain_text("Mensen die verpleging nodig hebben")
    before = figures.inner_text()
    page.fill(YEARS_LATER, "2")
    expect(page.locator("#uitkomst")).to_contain_text("2,0 jaar per tien jaar")
    assert figures.inner_text() != before
    given = parse_qs(urlsplit(page.url).query)
    assert given["gezond_ouder_worden.jaren_per_decennium"] == ["2.0"]
    assert looks_right(page) == []


def test_tried_and_kept_without_script(place, sanne, answering, opened):
    page = opened("sanne", java_script_enabled=False)
    page.goto(reverse("scenarios:build", args=["zwolle"]))
    page.fill(YEARS_LATER, "1")
    press(page, "button:has-text('Reken door')")
    looked = 0
    while page.locator("#cijfers").count() == 0:
        looked += 1
        assert looked < PATIENCE, page.inner_text("#uitkomst")
        page.wait_for_timeout(200)
        press(page, "a:has-text('Toon de uitkomst')")
    assert page.input_value(YEARS_LATER) == "1.0"
    page.click("summary:has-text('Bewaar dit scenario')")
    page.fill("[name=name]", "Langer gezond")
    page.fill("[name=reason]", "Wat doet preventie?")
    press(page, "button:has-text('Bewaar')")
    assert page.locator("h1").inner_text() == "Langer gezond"
    # What looks for faults is a script itself.
    seen = opened("sanne")
    seen.goto(page.url)
    assert looks_right(seen) == []
