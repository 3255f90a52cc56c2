"""Fetched pages on disk: each kept as it came, with its hash, until the whole is there.

A download is a folder ``fetched/<key>/<table>-<period>-<gemeente>``. Pages are written
one by one, so that a broken download goes on where it stopped. Only the last step, the
file ``manifest.json``, makes it count.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from wwz_engine.sources.errors import NotDataError
from wwz_engine.sources.transport import Transport

ROOT = "fetched"
MANIFEST = "manifest.json"
DATA = "data"


@dataclass(frozen=True)
class Page:
    """``kind`` is ``data``, or the name of the list of codes that the page holds."""

    file: str
    url: str
    sha256: str
    kind: str = DATA


@dataclass(frozen=True)
class Manifest:
    """What a finished download holds."""

    key: str
    table: str
    service: str
    period: int
    gemeente: str
    retrieved_at: str
    pages: tuple[Page, ...]

    @property
    def folder(self) -> str:
        return f"{ROOT}/{self.key}/{self.table}-{self.period}-{self.gemeente}"


@dataclass
class Download:
    """One download in progress."""

    cache: Path
    key: str
    table: str
    service: str
    period: int
    gemeente: str
    transport: Transport
    tick: Callable[[], None] = lambda: None
    pages: list[Page] = field(default_factory=list)
    # Lists of codes that several downloads of one run ask for, by address.
    lists: dict[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.cache / ROOT / self.key / f"{self.table}-{self.period}-{self.gemeente}"

    @property
    def done(self) -> bool:
        return (self.folder / MANIFEST).is_file()

    def json(self, url: str, kind: str = DATA) -> tuple[Page, dict[str, object]]:
        """One page as JSON, from disk when it was fetched before; not yet counted.

        Raises
        ------
        NotDataError, FetchError
        """
        name = hashlib.sha256(url.encode()).hexdigest()[:24] + ".json"
        path = self.folder / name
        body = path.read_bytes() if path.is_file() else self._fetched(url, kind)
        content = parsed(body, f"antwoord van {self.table}")
        if not path.is_file():
            write_whole(path, body)
        self.tick()
        return Page(name, url, hashlib.sha256(body).hexdigest(), kind), content

    def _fetched(self, url: str, kind: str) -> bytes:
        if kind == DATA:
            return self.transport.get(url)
        if url not in self.lists:
            self.lists[url] = self.transport.get(url)
        return self.lists[url]

    def add(self, *pages: Page) -> None:
        self.pages.extend(pages)

    def drop(self, page: Page) -> None:
        """Forget a page that turned out to be cut off."""
        (self.folder / page.file).unlink(missing_ok=True)

    def finish(self, now: datetime | None = None) -> Manifest:
        """Write the manifest: from here on the download counts."""
        moment = (now or datetime.now(UTC)).replace(microsecond=0).isoformat()
        manifest = Manifest(
            self.key,
            self.table,
            self.service,
            self.period,
            self.gemeente,
            moment,
            tuple(dict.fromkeys(self.pages)),
        )
        text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
        kept = {page.file for page in manifest.pages}
        for path in self.folder.glob("*.json"):
            if path.name not in kept:
                path.unlink()
        write_whole(self.folder / MANIFEST, text.encode())
        return manifest


def parsed(body: bytes, name: str) -> dict[str, object]:
    """A JSON object; an error page or a JSON error is refused."""
    try:
        content = json.loads(body)
    except ValueError as error:
        start = body[:200].lstrip().lower()
        what = "een webpagina" if start.startswith(b"<") else "geen geldige JSON"
        raise NotDataError(
            name, f"is {what} in plaats van gegevens", "probeer het later"
        ) from error
    if not isinstance(content, dict) or "odata.error" in content or "error" in content:
        raise NotDataError(name, "is een foutmelding in plaats van gegevens", "probeer het later")
    return content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there wholly or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def read_manifest(text: bytes) -> Manifest | None:
    """A manifest, or None when it is not one: then the download counts as not there."""
    try:
        content = json.loads(text)
        pages = tuple(Page(**page) for page in content.pop("pages"))
        return Manifest(**content, pages=pages)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
