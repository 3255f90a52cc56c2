"""Everything that somebody without an account can download, and the figures in it.

Follows every address that pages give. Files are read as the tables they are; pages, drawings,
papers and frames are searched for the figures they link to and for numbers in full.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from pypdf import PdfReader

from tests.attacker import Attack, Place, Rule, Seen
from wwz_engine.indicators import all_indicators
from wwz_engine.sources.raw import MEBIBYTE, Limits
from wwz_engine.sources.workbook import rows_of

ADDRESS = re.compile(r'(?:href|src|hx-get|action)="(/[^"#]*)')
OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[/-])(?:BU|WK|GM)\d+|(?<=/groep/)[^/]+")
FACT = re.compile(r'/feit/([0-9a-f-]{36})/"')
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
LIMITS = Limits(unpacked_bytes=256 * MEBIBYTE, ratio_from_bytes=64 * MEBIBYTE)


@dataclass(frozen=True)
class Answer:
    """What one address gave."""

    address: str
    kind: str
    content: bytes

    def text(self) -> str:
        """All text in it: of a workbook that of its parts, of a paper that of its pages."""
        if self.kind == "application/pdf":
            return "\n".join(
                page.extract_text() for page in PdfReader(io.BytesIO(self.content)).pages
            )
        if self.content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(self.content)) as book:
                return "".join(book.read(name).decode() for name in book.namelist())
        return "" if self.kind == "image/png" else self.content.decode("utf-8-sig")


def crawl(client: Client, start: Iterable[str], *, of_each: int) -> Iterator[Answer]:
    """Everything that can be reached; of pages of one kind no more than ``of_each``."""
    asked = tuple(start)
    queue, seen, counted = deque(asked), set(asked), Counter[str]()
    while queue:
        address = queue.popleft()
        name = OWN.sub("*", address.partition("?")[0])
        counted[name] += 1
        if counted[name] > of_each and address not in asked:
            continue
        found = client.get(address)
        if found.status_code != 200:
            continue
        answer = Answer(address, found.headers["Content-Type"].partition(";")[0], body_of(found))
        yield answer
        if answer.kind == "text/html":
            new = {unescape(one) for one in ADDRESS.findall(answer.text())} - seen
            seen |= new
            # A picture of dots holds no text; the same drawing is there in lines and on paper.
            queue.extend(one for one in sorted(new) if not (one.startswith("//") or ".png" in one))


def body_of(found: HttpResponseBase) -> bytes:
    content: bytes = found.getvalue()
    return content


@dataclass
class Gathered:
    """Figures by their place, and facts that a page shows or hides by their number."""

    seen: dict[Place, Seen] = field(default_factory=dict)
    numbers: dict[str, Place] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    around: dict[str, str] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    said_hidden: list[tuple[str, str]] = field(default_factory=list)
    rows_of_facts: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, answer: Answer) -> None:
        """Take in what an answer tells."""
        self.kinds[answer.kind] += 1
        readers: Mapping[str, Callable[[Answer], Iterable[Mapping[str, Any]]]] = {
            "text/csv": _csv_rows,
            "application/json": _json_rows,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _xlsx_rows,
        }
        reader = readers.get(answer.kind)
        for row in reader(answer) if reader else ():
            self._figure(row)
        if answer.kind == "text/html":
            for row_text in ROW.findall(answer.text()):
                for fact in FACT.findall(row_text):
                    self.rows_of_facts.append((answer.address, fact, row_text))

    def _figure(self, row: Mapping[str, Any]) -> None:
        place = (KEYS[row["cijfer"]], row["gebiedscode"], int(row["jaar"]))
        self.numbers[row["kenmerk van het feit"]] = place
        self.levels[row["gebiedscode"]] = row["soort gebied"]
        new = Seen(
            _number(row["waarde"]), _number(row["laag"]), _number(row["hoog"]),
            hidden="verborgen" in row["opmerking"], counted=row["soort"] == "geteld",
        )  # fmt: skip
        if new.value is not None:
            # The band beside a value says nothing more about it.
            new = Seen(new.value, hidden=new.hidden, counted=new.counted)
        old = self.seen.setdefault(place, new)
        if old.hidden and not new.hidden:
            # What one channel hides and another shows is shown.
            self.seen[place] = new

    def attack(self) -> Attack:
        wijken = {code for code, level in self.levels.items() if level == "wijk"}
        (whole,) = [code for code, level in self.levels.items() if level == "gemeente"]
        around = {code: f"WK{code[2:8]}" for code in self.levels if f"WK{code[2:8]}" in wijken}
        around |= dict.fromkeys(wijken, whole)
        return Attack(self.seen, RULES, around)


KEYS = {item.label: key for key, item in all_indicators().items()}
RULES = {
    key: Rule(item.people, item.care)
    if item.relations is None
    else Rule(
        item.people, item.care, item.relations.parts, item.relations.within,
        item.relations.share, item.relations.share_of,
    )
    for key, item in all_indicators().items()
}  # fmt: skip


def _number(text: Any) -> float | None:
    if text is None or text == "":
        return None
    return float(str(text).replace(",", "."))


def _csv_rows(answer: Answer) -> Iterator[dict[str, Any]]:
    text = answer.text()
    separator = ";" if text.partition("\n")[0].count(";") > 2 else ","
    for row in csv.DictReader(io.StringIO(text), delimiter=separator):
        if "kenmerk van het feit" in row:
            yield row


def _xlsx_rows(answer: Answer) -> Iterator[dict[str, Any]]:
    head, *rows = rows_of(answer.address, answer.content, LIMITS)
    if "kenmerk van het feit" in head:
        yield from (dict(zip(head, row, strict=False)) for row in rows if any(row))


def _json_rows(answer: Answer) -> Iterator[dict[str, Any]]:
    """The page of a fact for programs; other JSON is searched as text."""
    said = json.loads(answer.content)
    if "/feit/" in answer.address:
        yield _row_of_json(said)


def _row_of_json(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cijfer": said["label"], "gebiedscode": said["area"]["code"], "jaar": said["year"],
        "kenmerk van het feit": said["uuid"], "soort gebied": said["area"]["level"],
        "waarde": said["value"], "laag": said["low"], "hoog": said["high"],
        "soort": said["kind"], "opmerking": said["missing"] or "",
    }  # fmt: skip


LINK = re.compile(r'<a\b[^>]*href="/feit/([0-9a-f-]{36})/"[^>]*>(.*?)</a>', re.DOTALL)
FIGURE = re.compile(r"(?:ongeveer\s)?[0-9][0-9.]*(?:,[0-9]+)?\s?%?")
TAG = re.compile(r"<[^>]*>")


def numbers_on_pages(answer: Answer, gathered: Gathered) -> Iterator[tuple[Place, str]]:
    """Figures that a page links to by a number, with what stands there."""
    for fact, inside in LINK.findall(answer.text()):
        words = unescape(TAG.sub("", inside)).strip()
        place = gathered.numbers.get(fact)
        if place is not None and FIGURE.fullmatch(words) and words != str(place[2]):
            yield place, words
