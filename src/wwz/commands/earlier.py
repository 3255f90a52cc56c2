"""An earlier edition of one opgave of the demo, so that a reader sees why figures change.

It rests on real data, with one file less: the key figures of five years before are not at hand
yet, as on a first day. The edition after it has them, and says on the page of each figure what
they did to it.
"""

from __future__ import annotations

from wwz_engine.sources.registry import Catalogue
from wwz_engine.sources.tidy import Table

KEY_FIGURES = "kwb"


class NewestKeyFigures(Catalogue):
    """The same folders, of which the older key figures are not asked for."""

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        if key == KEY_FIGURES and gemeente is not None and period is None:
            known = super().load(key, gemeente).rows["period"].unique().to_list()
            period = max(known, default=None)
        return super().load(key, gemeente, period)


def earlier_edition(tables: Catalogue) -> Catalogue:
    return NewestKeyFigures(tables.folders)
