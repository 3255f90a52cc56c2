"""Fetching open data for the demo when there are none here: quickly, or not at all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from wwz.commands.site import say

if TYPE_CHECKING:
    from wwz_engine.sources.transport import Transport

SECONDS_TO_ANSWER = 5.0
# The whole demo has to stand within three minutes.
SECONDS_IN_ALL = 75.0


def fetched(name: str, transport: Transport | None = None) -> bool:
    """Try to fetch the open data of a gemeente; whether anything came.

    The first question is asked once, with a short wait: without a way to the publishers the
    demo goes on at once with invented data. What came in before time was up is kept, and
    `wwz data fetch` goes on from there.
    """
    from wwz_engine.errors import EngineError
    from wwz_engine.sources.fetch import Fetcher, ask_gemeente
    from wwz_engine.sources.folders import cache_folder
    from wwz_engine.sources.registry import default_catalogue
    from wwz_engine.sources.transport import Transport

    began = time.monotonic()
    say("Er zijn hier geen open gegevens. Ophalen bij CBS, RIVM en PDOK")
    line = transport or Transport(attempts=1, timeout=SECONDS_TO_ANSWER)
    try:
        code, title = ask_gemeente(name, line)
    except EngineError as error:
        say(f"  Dat lukt niet: {error}")
        return False
    came = 0
    for outcome in Fetcher(code, cache_folder(), default_catalogue(), line).run():
        came += not outcome.problem
        say(f"  {outcome.job.key} {outcome.job.period}: {outcome.problem or 'opgehaald'}")
        if time.monotonic() - began > SECONDS_IN_ALL:
            say(f"  De rest komt met `wwz data fetch --gemeente {title}`.")
            break
    return came > 0
