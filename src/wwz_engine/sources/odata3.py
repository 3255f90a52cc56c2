"""StatLine through OData v3: opendata.cbs.nl and dataderden.cbs.nl.

Known habits of the service: keys are padded with blanks; a call gives at most 10,000
rows and does not always say so; a filter that is too big is answered with status 500;
``$orderby`` is ignored. Hence: ask with keys as the service itself lists them, count
first, and halve what is refused or cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from wwz_engine.sources.delimited import ROW_LIMIT
from wwz_engine.sources.downloads import Download, Page
from wwz_engine.sources.errors import (
    NotDataError,
    RequestRefusedError,
    RowLimitError,
)

CBS = "https://opendata.cbs.nl/ODataFeed/odata"
THIRD_PARTIES = "https://dataderden.cbs.nl/ODataFeed/odata"
PAGE_ROWS = 5_000
# Longer filters make addresses that some proxies cut off.
KEYS_PER_CALL = 25

Row = Mapping[str, object]


@dataclass(frozen=True)
class Selection:
    """Keys asked for per dimension: any of the keys, in every dimension."""

    keys: Mapping[str, tuple[str, ...]]

    def text(self) -> str:
        parts = [
            "(" + " or ".join(f"{name} eq '{key}'" for key in keys) + ")"
            for name, keys in self.keys.items()
        ]
        return " and ".join(parts)

    def halves(self) -> list[Selection]:
        """The same in two parts, split along the longest list; none when all are single."""
        name = max(self.keys, key=lambda name: len(self.keys[name]))
        keys = self.keys[name]
        if len(keys) < 2:
            return []
        middle = len(keys) // 2
        return [Selection({**self.keys, name: part}) for part in (keys[:middle], keys[middle:])]

    def pieces(self, size: int = KEYS_PER_CALL) -> list[Selection]:
        """Small enough parts to begin with."""
        if all(len(keys) <= size for keys in self.keys.values()):
            return [self]
        return [piece for half in self.halves() for piece in half.pieces(size)]


@dataclass(frozen=True)
class Table3:
    """One table of a v3 service."""

    download: Download
    base: str = CBS

    @property
    def address(self) -> str:
        return f"{self.base}/{self.download.table}"

    def codes(self, dimension: str, condition: str = "") -> dict[str, str]:
        """Keys (padded, as the service wants them back) and titles of a dimension."""
        url = f"{self.address}/{dimension}?$format=json"
        if condition:
            url += f"&$filter={quote(condition)}"
        found: dict[str, str] = {}
        while url:
            page, content = self.download.json(url, kind=dimension)
            self.download.add(page)
            for row in rows_of(content, self.download.table):
                found[str(row.get("Key", ""))] = str(row.get("Title", "")).strip()
            url = str(content.get("odata.nextLink") or "")
        return found

    def region_codes(self, dimension: str, gemeente: str) -> dict[str, str]:
        """Keys of the country, a gemeente, its wijken and its buurten."""
        starts = ["NL", *(level + gemeente[2:] for level in ("GM", "WK", "BU"))]
        return self.codes(dimension, " or ".join(f"startswith(Key,'{start}')" for start in starts))

    def rows(self, selection: Selection) -> int:
        """Fetch every row of a selection; gives how many there are.

        Raises
        ------
        RowLimitError, FetchError
        """
        return sum(self._part(piece) for piece in selection.pieces())

    def _part(self, selection: Selection) -> int:
        try:
            total = self._count(selection)
            if total is not None and total > ROW_LIMIT and selection.halves():
                return sum(self._part(half) for half in selection.halves())
            pages, found = self._pages(selection, total)
        except RequestRefusedError as error:
            if error.status < 500 or not selection.halves():
                raise
            return sum(self._part(half) for half in selection.halves())
        cut = found < total if total is not None else found == ROW_LIMIT
        if not cut:
            self.download.add(*pages)
            return found
        for page in pages:
            self.download.drop(page)
        if not selection.halves():
            raise RowLimitError(
                f"antwoord van {self.download.table}",
                f"is afgekapt op {found} rijen" + (f" van {total}" if total else ""),
                "vraag minder jaren of gebieden tegelijk",
            )
        return sum(self._part(half) for half in selection.halves())

    def _count(self, selection: Selection) -> int | None:
        """How many rows there should be; None when the service does not count."""
        url = f"{self.address}/UntypedDataSet/$count?$filter={quote(selection.text())}"
        try:
            body = self.download.transport.get(url)
        except RequestRefusedError as error:
            if error.status >= 500:
                raise
            return None
        text = body.decode("utf-8", "replace").strip().lstrip("\ufeff")
        return int(text) if text.isdigit() else None

    def _pages(self, selection: Selection, total: int | None) -> tuple[list[Page], int]:
        pages: list[Page] = []
        found = 0
        while True:
            url = (
                f"{self.address}/UntypedDataSet?$format=json&$filter={quote(selection.text())}"
                f"&$top={PAGE_ROWS}&$skip={found}"
            )
            page, content = self.download.json(url)
            rows = len(rows_of(content, self.download.table))
            pages.append(page)
            found += rows
            if rows < PAGE_ROWS or found == total:
                return pages, found


def rows_of(content: Mapping[str, object], table: str) -> list[Row]:
    """The rows in an answer of OData v3 or v4."""
    rows = content.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotDataError(f"antwoord van {table}", "bevat geen rijen", "probeer het later")
    return rows
