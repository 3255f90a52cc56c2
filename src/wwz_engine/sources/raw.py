"""Raw bytes from disk: opened within limits, hashed, unpacked and decoded.

Nothing here trusts a file: not its size, not its name, not its compression.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from wwz_engine.sources.errors import (
    EmptyFileError,
    EncodingError,
    NotDataError,
    TooLargeError,
    TruncatedFileError,
)

MEBIBYTE = 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"
ARCHIVES = {GZIP_MAGIC: "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"
BINARY = (".parquet", ".pbf")
"""Names of files that hold no text: their readers take ``content``."""


@dataclass(frozen=True)
class Limits:
    """How much may be read; the defaults are far above any file we know."""

    file_bytes: int = 200 * MEBIBYTE
    unpacked_bytes: int = 400 * MEBIBYTE
    # Below this size the ratio says nothing: a short file of zeros packs very well.
    ratio_from_bytes: int = 8 * MEBIBYTE
    ratio: int = 100
    # Of a workbook, with the empty ones that make all rows as long as the longest.
    cells: int = 5_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class RawFile:
    """One file as found: ``content`` the bytes on disk, ``data`` unpacked UTF-8 text."""

    name: str
    content: bytes
    data: bytes
    period: int | None = None
    kind: str = "data"


def sha256_of(files: list[RawFile]) -> str:
    """Hash of the raw bytes of all files, one after another in order of name."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        digest.update(file.content)
    return digest.hexdigest()


def opened(
    name: str, content: bytes, period: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> RawFile:
    """Unpack and decode one file.

    Raises
    ------
    TooLargeError, EmptyFileError, TruncatedFileError, EncodingError, NotDataError
    """
    if name.endswith(BINARY):
        if not content:
            raise EmptyFileError(name, "is leeg")
        return RawFile(name, content, b"", period)
    data = unpack(content, name, limits) if name.endswith(".gz") else content
    return RawFile(name, content, decoded(data, name), period)


def unpack(content: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes inside a gzip file, members one after another, within the limits."""
    if not content:
        raise EmptyFileError(name, "is leeg")
    if not content.startswith(GZIP_MAGIC):
        raise NotDataError(name, "is geen gzip-bestand, al heet het wel zo")
    allowed = limits.unpacked_bytes
    if len(content) * limits.ratio > limits.ratio_from_bytes:
        allowed = min(allowed, len(content) * limits.ratio)
    else:
        allowed = min(allowed, limits.ratio_from_bytes)
    parts: list[bytes] = []
    rest = content
    while rest:
        part, rest = _member(rest, name, allowed)
        allowed -= len(part)
        parts.append(part)
    return b"".join(parts)


def _member(packed: bytes, name: str, allowed: int) -> tuple[bytes, bytes]:
    """One gzip member and the bytes after it."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        data = unpacker.decompress(packed, allowed + 1)
    except zlib.error as error:
        raise TruncatedFileError(name, "is beschadigd in de gzip-compressie") from error
    if len(data) > allowed:
        raise TooLargeError(
            name, "wordt bij het uitpakken onwaarschijnlijk groot en is niet geopend"
        )
    if not unpacker.eof:
        raise TruncatedFileError(name, "is afgebroken: het einde van de gzip-inhoud ontbreekt")
    return data, unpacker.unused_data


def decoded(data: bytes, name: str) -> bytes:
    """The same text as UTF-8 without byte order mark; anything else is refused."""
    if not data.strip():
        raise EmptyFileError(name, "is leeg")
    for magic, kind in ARCHIVES.items():
        if data.startswith(magic):
            raise NotDataError(
                name, f"bevat een {kind}-archief in plaats van een tabel", "pak het eerst uit"
            )
    if data.startswith(UTF16_MARKS) or b"\x00" in data:
        raise EncodingError(
            name, "is geen UTF-8-tekst (het lijkt UTF-16 of binair)", "sla het op als UTF-8"
        )
    data = data.removeprefix(UTF8_MARK)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            name, f"is geen UTF-8-tekst (regel {line})", "sla het op als UTF-8"
        ) from error
    return data
