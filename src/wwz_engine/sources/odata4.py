"""StatLine through OData v4 (datasets.cbs.nl): observations in long form.

An observation names its measure by a code (M001642). The list of measures gives the
title; v3 makes its column names from the same titles, so both lead to one stem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from wwz_engine.sources.downloads import Download
from wwz_engine.sources.errors import RequestRefusedError, RowLimitError
from wwz_engine.sources.odata3 import Selection, rows_of

BASE = "https://datasets.cbs.nl/odata/v1/CBS"
MEASURES = "MeasureCodes"
# The service says why a value is missing; the codes are those of the v3 cells.
REASONS = {"Impossible": "", "Confidential": ".", "Unknown": ".", "NotAvailable": "."}


@dataclass(frozen=True)
class Table4:
    """One table of the v4 service."""

    download: Download
    base: str = BASE

    @property
    def address(self) -> str:
        return f"{self.base}/{self.download.table}"

    def codes(self, dimension: str, condition: str = "") -> dict[str, str]:
        """Identifiers and titles of a dimension."""
        name = dimension if dimension == MEASURES else f"{dimension}Codes"
        url = f"{self.address}/{name}"
        if condition:
            url += f"?$filter={quote(condition)}"
        found: dict[str, str] = {}
        while url:
            page, content = self.download.json(url, kind=dimension)
            self.download.add(page)
            for row in rows_of(content, self.download.table):
                found[str(row.get("Identifier", ""))] = str(row.get("Title", "")).strip()
            url = str(content.get("@odata.nextLink") or "")
        return found

    def region_codes(self, dimension: str, gemeente: str) -> dict[str, str]:
        """Keys of the country, a gemeente, its wijken and its buurten."""
        starts = ["NL", *(level + gemeente[2:] for level in ("GM", "WK", "BU"))]
        return self.codes(
            dimension, " or ".join(f"startswith(Identifier,'{start}')" for start in starts)
        )

    def rows(self, selection: Selection) -> int:
        """Fetch every observation of a selection; gives how many there are.

        Raises
        ------
        RowLimitError, FetchError
        """
        # Without the list of measures the observations are numbers without a name.
        self.codes(MEASURES)
        return sum(self._part(piece) for piece in selection.pieces())

    def _part(self, selection: Selection) -> int:
        condition = quote(selection.text())
        url = f"{self.address}/Observations?$filter={condition}"
        pages, found = [], 0
        try:
            while url:
                page, content = self.download.json(url)
                pages.append(page)
                found += len(rows_of(content, self.download.table))
                url = str(content.get("@odata.nextLink") or "")
        except RequestRefusedError as error:
            if error.status < 500 or not selection.halves():
                raise
            return sum(self._part(half) for half in selection.halves())
        total = self._count(condition)
        if total is not None and found < total:
            for page in pages:
                self.download.drop(page)
            raise RowLimitError(
                f"antwoord van {self.download.table}", f"is afgekapt op {found} rijen van {total}"
            )
        self.download.add(*pages)
        return found

    def _count(self, condition: str) -> int | None:
        url = f"{self.address}/Observations/$count?$filter={condition}"
        try:
            text = self.download.transport.get(url).decode("utf-8", "replace")
        except RequestRefusedError:
            return None
        text = text.strip().lstrip("\ufeff")
        return int(text) if text.isdigit() else None


def stem_of_title(title: str) -> str:
    """The stem that v3 makes of a title.

    >>> stem_of_title("Aantal inwoners"), stem_of_title("0 tot 15 jaar")
    ('AantalInwoners', 'k_0Tot15Jaar')
    """
    words = re.findall(r"[^\W_]+", title)
    name = "".join(word[0].upper() + word[1:] for word in words)
    return f"k_{name}" if name[:1].isdigit() else name
