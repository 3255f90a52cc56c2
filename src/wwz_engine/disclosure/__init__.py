"""Which numbers about people may be shown: docs/methods/disclosure.md.

``rules`` is about one figure by itself, ``secondary`` about all figures together: what an
outsider can subtract. ``shown_facts`` does both for the facts of a study.
"""

from __future__ import annotations

from wwz_engine.disclosure.rules import (
    BAND_ONLY,
    DECIMALS,
    HIDDEN,
    ROUND_TO,
    SMALLEST_MODELLED,
    SMALLEST_SHOWN,
    SMALLEST_SHOWN_CARE,
    People,
    Shown,
    derived,
    fine,
    rounded,
    shown,
)

__all__ = [
    "BAND_ONLY",
    "DECIMALS",
    "HIDDEN",
    "ROUND_TO",
    "SMALLEST_MODELLED",
    "SMALLEST_SHOWN",
    "SMALLEST_SHOWN_CARE",
    "People",
    "Shown",
    "derived",
    "fine",
    "rounded",
    "shown",
]
