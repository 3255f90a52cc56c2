"""Any bytes at all: a file is read or refused as damaged, and never breaks the reader."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.sources.copies import INVENTED
from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.registry import DATASETS, Catalogue
from wwz_engine.sources.tidy import TIDY_SCHEMA

FILES = {
    name: next(
        key for key, one in DATASETS.items() if any(p.match(name) is not None for p in one.files)
    )
    for name in INVENTED.files
    if name != "VERZONNEN.txt"
}
Change = Callable[[bytes], bytes]


def at(content: bytes, share: float) -> int:
    return int(share * max(len(content) - 1, 0))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """One small change somewhere in a text."""
    share = draw(st.floats(0, 1))
    piece = draw(
        st.sampled_from(
            [
                b"",
                b",",
                b";",
                b'"',
                b"\n",
                b"-",
                b"\xff",
                b"1e999",
                b"null",
                b"{}",
                b"[]",
                b"0" * 30,
            ]
        )
    )
    length = draw(st.integers(0, 40))
    return lambda content: (
        content[: at(content, share)] + piece + content[at(content, share) + length :]
    )


def load(files: dict[str, bytes], key: str) -> None:
    with contextlib.suppress(SourceDamagedError):
        table = Catalogue([MemoryFolder(files)]).load(key, INVENTED.gemeente)
        assert dict(table.rows.schema) == TIDY_SCHEMA
        filled = table.rows["value"].is_not_null() == table.rows["missing"].is_null()
        assert filled.all()


@pytest.mark.parametrize("name", sorted(FILES))
@settings(max_examples=60)
@given(change=changes())
def test_changed_text_is_read_or_refused(name: str, change: Change) -> None:
    content = INVENTED.files[name]
    packed = name.endswith(".gz")
    text = change(gzip.decompress(content) if packed else content)
    load(
        {**INVENTED.files, name: gzip.compress(text, 1) if packed else text},
        FILES[name],
    )


@settings(max_examples=150)
@given(content=st.binary(max_size=400), name=st.sampled_from(sorted(FILES)))
def test_any_bytes_are_refused(content: bytes, name: str) -> None:
    catalogue = Catalogue([MemoryFolder({**INVENTED.files, name: content})])

    with pytest.raises(SourceDamagedError):
        catalogue.load(FILES[name], INVENTED.gemeente)
