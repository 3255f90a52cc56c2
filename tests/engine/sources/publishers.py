"""A local server that speaks as CBS, RIVM and PDOK do, with their habits and their faults.

Habits: padded keys, ``odata.error`` bodies, at most 10,000 rows in all (silently), status
500 for a filter that is too long, pages with next links, gzip for who asks. Faults are
planted per address and wear off after some times.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

HOSTS = ("opendata.cbs.nl", "dataderden.cbs.nl", "datasets.cbs.nl", "api.pdok.nl")
TERM = re.compile(r"^(?:(\w+) eq '([^']*)'|startswith\((\w+),'([^']*)'\))$")
Row = dict[str, Any]


@dataclass
class StatTable:
    """A table: its dimensions (key, title) and rows of padded cells by column name."""

    dimensions: dict[str, list[tuple[str, str]]]
    rows: list[Row]
    # Title of each measure column, for v4.
    titles: dict[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """What goes wrong for addresses with ``part`` in them, so many times."""

    part: str
    kind: str
    times: int = 1


@dataclass
class Publishers:
    """All that the server knows; tests set its habits and read its log."""

    tables: dict[str, StatTable] = field(default_factory=dict)
    features: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    row_limit: int = 10_000
    # "silent" gives the first rows as if they were all; "error" answers 500.
    limit_mode: str = "silent"
    most_terms: int = 60
    counts: bool = True
    v3: bool = True
    page_rows: int = 400
    log: list[str] = field(default_factory=list)
    base: str = ""

    @property
    def stand_ins(self) -> dict[str, str]:
        return dict.fromkeys(HOSTS, self.base)

    def fault_for(self, address: str) -> str:
        for fault in self.faults:
            if fault.part in address and fault.times > 0:
                fault.times -= 1
                return fault.kind
        return ""


class StatusError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def matches(condition: str) -> Callable[[Row], bool]:
    """The small part of OData filters that we use; anything else is a bad request."""
    if not condition:
        return lambda row: True
    groups = [re.sub(r"^\((.*)\)$", r"\1", part) for part in condition.split(" and ")]
    tests: list[list[tuple[str, str, bool]]] = []
    for group in groups:
        terms = []
        for term in group.split(" or "):
            found = TERM.match(term)
            if found is None:
                raise StatusError(400, f"cannot read {term}")
            exact = found[1] is not None
            terms.append((found[1] or found[3], found[2] if exact else found[4], exact))
        tests.append(terms)

    def fits(row: Row) -> bool:
        return all(
            any(
                row[name] == value if exact else str(row[name]).startswith(value)
                for name, value, exact in terms
            )
            for terms in tests
        )

    return fits


@dataclass
class Call:
    """One request, taken apart."""

    publishers: Publishers
    host: str
    path: list[str]
    query: dict[str, str]

    @property
    def condition(self) -> str:
        return self.query.get("$filter", "")

    def answer(self) -> Row | str:
        if self.host == "api.pdok.nl":
            return self._features()
        table = self.publishers.tables.get(self._table_id())
        if table is None:
            raise StatusError(404, "Resource not found")
        if self.condition.count(" eq ") > self.publishers.most_terms:
            raise StatusError(500, "the filter is too long")
        return self._v4(table) if self.host == "datasets.cbs.nl" else self._v3(table)

    def _table_id(self) -> str:
        return self.path[3] if self.host == "datasets.cbs.nl" else self.path[2]

    def _v3(self, table: StatTable) -> Row | str:
        if not self.publishers.v3:
            raise StatusError(404, "this service has ended")
        what = self.path[3:]
        if what[0] != "UntypedDataSet":
            rows = [{"Key": key, "Title": title} for key, title in table.dimensions[what[0]]]
            return {"odata.metadata": "", "value": list(filter(matches(self.condition), rows))}
        rows = list(filter(matches(self.condition), table.rows))
        if what[1:] == ["$count"]:
            if not self.publishers.counts:
                raise StatusError(404, "no counting here")
            return str(len(rows))
        limit = self.publishers.row_limit
        if len(rows) > limit:
            if self.publishers.limit_mode == "error":
                raise StatusError(500, f"query returns more than {limit} records")
            rows = rows[:limit]
        skip = int(self.query.get("$skip", 0))
        return {"odata.metadata": "", "value": rows[skip : skip + int(self.query["$top"])]}

    def _v4(self, table: StatTable) -> Row | str:
        what = self.path[4:]
        if what[0] == "MeasureCodes":
            return {"value": [{"Identifier": c, "Title": t} for c, t in self._measures(table)]}
        if what[0] != "Observations":
            listed = table.dimensions[what[0].removesuffix("Codes")]
            rows = [{"Identifier": key.strip(), "Title": title} for key, title in listed]
            return self._paged(list(filter(matches(self.condition), rows)))
        rows = list(filter(matches(self.condition), self._observations(table)))
        if what[1:] == ["$count"]:
            return str(len(rows))
        return self._paged(rows)

    def _measures(self, table: StatTable) -> list[tuple[str, str]]:
        return [(f"M{at:06d}", title) for at, title in enumerate(table.titles.values())]

    def _observations(self, table: StatTable) -> list[Row]:
        codes = dict(zip(table.titles, (code for code, _ in self._measures(table)), strict=True))
        found: list[Row] = []
        for row in table.rows:
            place = {name: row[name].strip() for name in table.dimensions}
            for column, code in codes.items():
                text = row[column].strip()
                why = {"": "Impossible", ".": "Confidential"}.get(text, "None")
                value = float(text) if why == "None" else None
                cell = {"ValueAttribute": why, "Value": value, "StringValue": None}
                found.append({"Id": len(found), "Measure": code, **cell, **place})
        return found

    def _paged(self, rows: list[Row]) -> Row:
        size, skip = self.publishers.page_rows, int(self.query.get("$skip", 0))
        page: Row = {"value": rows[skip : skip + size]}
        if skip + size < len(rows):
            page["@odata.nextLink"] = self._link({**self.query, "$skip": str(skip + size)})
        return page

    def _link(self, query: dict[str, str]) -> str:
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return f"https://{self.host}/{'/'.join(self.path)}?{text}".replace(" ", "%20")

    def _features(self) -> Row:
        unknown = set(self.query) - {"f", "limit", "bbox", "offset"}
        if unknown:
            raise StatusError(400, f"unknown query parameter(s) found: {unknown}")
        found = self.publishers.features[self.path[-2]]
        if "bbox" in self.query:
            west, south, east, north = map(float, self.query["bbox"].split(","))
            found = [
                one
                for one in found
                if any(west <= x <= east and south <= y <= north for x, y in corners(one))
            ]
        size, offset = int(self.query["limit"]), int(self.query.get("offset", 0))
        links = [{"rel": "self", "href": "self"}]
        if offset + size < len(found):
            links.append(
                {"rel": "next", "href": self._link({**self.query, "offset": str(offset + size)})}
            )
        return {
            "type": "FeatureCollection",
            "links": links,
            "features": found[offset : offset + size],
        }


def corners(feature: Row) -> Iterator[tuple[float, float]]:
    polygons = feature["geometry"]["coordinates"]
    if feature["geometry"]["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        for point in polygon[0]:
            yield point[0], point[1]


def call_of(publishers: Publishers, address: str) -> Call:
    parts = urlsplit(address)
    host, *path = [unquote(part) for part in parts.path.strip("/").split("/")]
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return Call(publishers, host, path, query)


class PublishersServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, publishers: Publishers) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.publishers = publishers


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PublishersServer

    def do_GET(self) -> None:
        publishers = self.server.publishers
        publishers.log.append(unquote(self.path))
        kind = publishers.fault_for(unquote(self.path))
        if kind.startswith("redirect "):
            self.send_response(302)
            self.send_header("Location", kind.removeprefix("redirect "))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, body = self._answer(kind)
        self._send(status, body, cut=kind == "cut")

    def _answer(self, kind: str) -> tuple[int, bytes]:
        if kind.isdigit():
            return int(kind), b"Service Unavailable"
        if kind in BROKEN_BODIES:
            return 200, BROKEN_BODIES[kind]
        try:
            answer = call_of(self.server.publishers, self.path).answer()
        except StatusError as error:
            message = {"odata.error": {"code": "", "message": {"value": str(error)}}}
            return error.status, json.dumps(message).encode()
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        return 200, text.encode()

    def _send(self, status: int, body: bytes, *, cut: bool) -> None:
        packed = "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body, 1) if packed else body
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the log is in ``publishers.log``."""


BROKEN_BODIES = {
    "html": b"<!DOCTYPE html><html><body>Onderhoud</body></html>",
    "json error": b'{"odata.error": {"code": "", "message": {"value": "stuk"}}}',
    "huge": b" " * 3_000_000,
}


@contextmanager
def serving(publishers: Publishers) -> Iterator[Publishers]:
    """The server on a free port of this machine, for the time of a test."""
    server = PublishersServer(publishers)
    publishers.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield publishers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
