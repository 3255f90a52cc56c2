"""Names and codes of gemeenten, gathered from the layouts we have.

Names alone are no key: two gemeenten of different years can share one. This list is
only for finding a code by a name in tables that give no codes, and for people who type.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from wwz_engine.sources.dataset import Tables

# Complete lists first; both give their newest layout first, so that a name finds the
# gemeente of today.
SOURCES = ("gemeente_boundaries", "kwb")


def gemeente_names(tables: Tables) -> dict[str, str]:
    """Every gemeente known, code to name, newest layout first."""
    found: dict[str, str] = {}
    for key in SOURCES:
        if not tables.has(key):
            continue
        table = tables.load(key)
        frame = table.extra if table.extra.height else table.rows
        listed = frame.filter(pl.col("level") == "gemeente").select("area", "area_name")
        for code, name in listed.unique(maintain_order=True).rows():
            found.setdefault(code, name)
    return found


def folded(name: str) -> str:
    """A name without accents and capitals: tables differ in both.

    >>> folded("Noardeast-Fryslân")
    'noardeast-fryslan'
    """
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


class GemeenteFinder:
    """Finds a gemeente's code by its name; the newest layout wins."""

    def __init__(self, tables: Tables) -> None:
        self.codes: dict[str, str] = {}
        for code, name in gemeente_names(tables).items():
            self.codes.setdefault(folded(name), code)

    def code(self, name: str) -> str | None:
        """The code, or None.

        StatLine adds "(gemeente)" or "(O.)" to some names that other tables leave bare.
        The addition is dropped only when the full name is unknown: Bergen (L.) and
        Bergen (NH.) are two gemeenten.
        """
        full = folded(name)
        return self.codes.get(full) or self.codes.get(re.sub(r"\s*\([^)]*\)$", "", full))
