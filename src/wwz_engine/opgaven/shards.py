"""A shard: the study of one gemeente, with all that a worker elsewhere needs to do it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from wwz_engine.errors import EngineError
from wwz_engine.facts import stamp_of
from wwz_engine.opgaven.library import Library
from wwz_engine.study import StudyRequest, StudyResult, run_study

Write = Callable[[StudyResult], str]
"""Makes the text of a file of a result; a function of a module, so that it can travel."""


def seed_of(seed: int, gemeente: str) -> int:
    """The seed of one gemeente, out of the seed of the run and its code and nothing else.

    Examples
    --------
    >>> seed_of(1, "GM0193"), seed_of(1, "GM0114")
    (4139788508, 3025225402)
    """
    return int.from_bytes(hashlib.sha256(f"{seed} {gemeente}".encode()).digest()[:4], "big")


@dataclass(frozen=True)
class Shard:
    """The study of one gemeente; ``request`` has the gemeente's own seed.

    form : ending of its file
    """

    name: str
    request: StudyRequest
    library: Library = field(repr=False)
    form: str
    write: Write = field(repr=False)

    @property
    def code(self) -> str:
        return self.request.gemeente

    @property
    def stamp(self) -> str:
        """Equal stamp, equal file: request, data, engine and form in one short hash."""
        content = {**asdict(self.request), "rests_on": self.library.digest, "form": self.form}
        return stamp_of(content)


@dataclass(frozen=True)
class Outcome:
    """What came of a shard: the content of a file, packed, or a sentence why there is none."""

    packed: bytes = field(default=b"", repr=False)
    facts: int = 0
    fictional: bool = False
    engine_version: str = ""
    problem: str = ""

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)


def work(shard: Shard) -> Outcome:
    """Do one shard, here. It never raises: one gemeente must not take the others along."""
    try:
        result = _studied(shard)
        content = shard.write(result).encode()
    except EngineError as error:
        return Outcome(problem=str(error))
    # What nobody foresaw in one gemeente must not cost the work on the others.
    except Exception as error:  # noqa: BLE001
        return Outcome(problem=unforeseen(error))
    # The text of a large gemeente is a hundred megabyte, and may have to cross a network.
    packed = zlib.compress(content, level=1)
    return Outcome(packed, len(result.facts), result.fictional, result.engine_version)


def _studied(shard: Shard) -> StudyResult:
    tables = shard.library.tables()
    try:
        return run_study(shard.request, tables)
    finally:
        tables.forget(shard.code)


def unforeseen(error: BaseException) -> str:
    """A sentence about an error that is not one of ours."""
    return f"Er ging iets mis dat niet was voorzien ({type(error).__name__}: {error})."
