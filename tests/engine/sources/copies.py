"""Where the files of a test come from, and how to write and change copies of them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wwz_engine.sources import fictional, verzonnendam
from wwz_engine.sources.folders import shared_folder


@dataclass(frozen=True, eq=False)
class Origin:
    """Raw files of one gemeente; ``series`` is the key of its municipal series."""

    gemeente: str
    series: str
    series_file: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    folder: Path | None = None

    def names(self) -> list[str]:
        if self.folder is None:
            return sorted(self.files)
        return sorted(path.name for path in self.folder.iterdir())

    def read(self, name: str) -> bytes:
        return self.files[name] if self.folder is None else (self.folder / name).read_bytes()


INVENTED = Origin(
    verzonnendam.GEMEENTE, "fictional_buurten", verzonnendam.SERIES_FILE, fictional.files(1)
)
ORIGINS = {"verzonnen": INVENTED}
if (REAL_FOLDER := shared_folder()) is not None:
    ORIGINS["echt"] = Origin(
        "GM0193", "zwolle_buurten", "zwolle_buurt_bevolking_2015_2021.csv", folder=REAL_FOLDER
    )


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change what is inside a file, and pack it again when it was packed."""
    before = unpacked(path)
    after = change(before)
    assert after != before, "the damage changed nothing"
    path.write_bytes(gzip.compress(after, 1, mtime=0) if path.suffix == ".gz" else after)


def lines(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    """A change of the lines of a text; the first is the header."""

    def changed(content: bytes) -> bytes:
        return ("\n".join(change(content.decode().splitlines())) + "\n").encode()

    return changed


def cell(row: int, column: str, value: str, delimiter: str = ",") -> Callable[[bytes], bytes]:
    """Put a value in one cell; ``column`` by the start of its name."""

    def change(text: list[str]) -> list[str]:
        at = column_at(text[0], column, delimiter)
        cells = text[row].split(delimiter)
        cells[at] = value
        return [*text[:row], delimiter.join(cells), *text[row + 1 :]]

    return lines(change)


def column_at(header: str, column: str, delimiter: str = ",") -> int:
    names = header.split(delimiter)
    return next(at for at, name in enumerate(names) if name.startswith(column))
