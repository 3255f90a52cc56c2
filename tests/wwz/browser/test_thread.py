"""One promise, from a letter on paper to a decision of the board and a letter back (docs/story.md).

Every step goes through the real pages, as the person who takes it in life. The same play runs on
both databases: with the scripts of the site, and without any.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.wwz.browser.play import RefusedError
from tests.wwz.browser.story import LINKS, Play

pytestmark = pytest.mark.browser


def planted_links():
    """The first two of the table. Each plays until it stops: `make prove` names all thirteen."""
    named = os.environ.get("WWZ_TEST_LINKS", "")
    return [tuple(link.split(":")) for link in named.split()] or LINKS[:2]


@pytest.fixture
def site(
    live_server, transactional_db, gemeente, zwolle, zone, sanne, meryem, bas, ilse, hugo, fatima,
    tom, ruben,
):  # fmt: skip
    """The site with the people of the story and a published study; nothing has happened yet."""
    from tests.cast import request_and_publish, small_result

    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    return live_server.url


def test_promise_travels_from_a_letter_to_the_board_and_back(chromium_browser, site):
    """With the scripts of the site on PostgreSQL, and without any on SQLite."""
    from django.db import connection

    Play(chromium_browser, site, script=connection.vendor == "postgresql").all_of_it()


@pytest.mark.parametrize(("kind", "verb"), planted_links(), ids=lambda value: value.split(".")[-1])
def test_play_stops_where_a_link_was_taken_out(chromium_browser, site, monkeypatch, kind, verb):
    """Planted: the table of states without that one row."""
    from wwz.audit.states import MACHINES

    machine = MACHINES[kind]
    rest = tuple(row for row in machine.transitions if row.verb != verb)
    monkeypatch.setitem(MACHINES, kind, replace(machine, transitions=rest))
    with pytest.raises((RefusedError, PlaywrightError)):
        Play(chromium_browser, site, script=False).all_of_it()


def test_play_misses_the_decision_when_nobody_puts_it_on_the_thread(
    chromium_browser, site, monkeypatch
):
    """Planted: the board decides, and the thread is not told."""
    from wwz.monitor.services import decisions

    monkeypatch.setattr(decisions, "add_entry", lambda *args, **more: None)
    with pytest.raises(AssertionError, match="De huur is betaald"):
        Play(chromium_browser, site, script=False).all_of_it()
