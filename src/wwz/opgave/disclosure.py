"""The one door through which a figure leaves the server."""

from __future__ import annotations

from dataclasses import dataclass

from wwz.opgave.models import Fact, Hidden

HIDDEN_WORD = "verborgen"
# As the engine rounds and hides facts: docs/methods/disclosure.md.
ROUND_TO, SMALLEST_SHOWN = 5, 5


@dataclass(frozen=True)
class Disclosed:
    """What may be shown of a fact, already rounded.

    ``absent`` is the reason when there is nothing to show: ``verborgen`` (too few people), or
    why the source has no figure. When only the band may be shown, ``value`` is None and ``low``
    and ``high`` are not.
    """

    value: float | None
    low: float | None
    high: float | None
    absent: str = ""


def disclose(fact: Fact) -> Disclosed:
    """What a page, file or answer may say about a fact.

    What may be shown was worked out over the whole study when it was published, so that two
    pages can never give different answers. Every output goes through here.
    """
    if fact.missing:
        return Disclosed(None, None, None, absent=fact.missing)
    if fact.hidden == Hidden.WHOLLY:
        return Disclosed(None, None, None, absent=HIDDEN_WORD)
    if fact.hidden == Hidden.BAND_ONLY:
        return Disclosed(None, fact.shown_low, fact.shown_high)
    if fact.hidden or fact.shown_value is None:
        # A pattern we do not know: say nothing rather than too much.
        return Disclosed(None, None, None, absent=HIDDEN_WORD)
    return Disclosed(fact.shown_value, fact.shown_low, fact.shown_high)


def disclose_count(value: float | None) -> float | None:
    """A number of people that is no fact, such as of a back-test: as coarse as facts are.

    >>> disclose_count(1163.4), disclose_count(3.0), disclose_count(0.0)
    (1165.0, None, 0.0)
    """
    if value is None or 0 < value < SMALLEST_SHOWN:
        return None
    return float(round(value / ROUND_TO) * ROUND_TO)
