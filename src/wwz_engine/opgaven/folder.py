"""A folder with a file per gemeente, and an index that says what each is worth."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wwz_engine.errors import EngineError
from wwz_engine.opgaven.shards import Outcome, Shard

INDEX = "index.json"


class FolderError(EngineError):
    """The folder of results cannot be read or written."""


@dataclass(frozen=True)
class Entry:
    """One gemeente in the index: its file, and the settings it was made with.

    seed : the gemeente's own, with which ``wwz opgave`` gives the same file
    """

    code: str
    name: str
    file: str
    sha256: str
    facts: int
    fictional: bool
    to: int
    draws: int
    scenario: str
    seed: int
    engine_version: str
    stamp: str


class ResultFolder:
    """Results on disk; every change leaves whole files and an index that fits them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: dict[str, Entry] = {}
        self._failed: dict[str, dict[str, str]] = {}
        self._read()

    def has(self, shard: Shard) -> bool:
        """Whether the file of this shard is there, made of the same, and not damaged since."""
        entry = self._entries.get(shard.code)
        if entry is None or entry.stamp != shard.stamp:
            return False
        try:
            content = (self.path / entry.file).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == entry.sha256

    def put(self, shard: Shard, outcome: Outcome) -> None:
        """Keep what came of a shard. Of one that failed no older file stays behind.

        Raises
        ------
        FolderError
        """
        earlier = self._entries.pop(shard.code, None)
        self._failed.pop(shard.code, None)
        if outcome.problem:
            self._failed[shard.code] = {
                "code": shard.code, "name": shard.name, "reason": outcome.problem,
            }  # fmt: skip
        else:
            entry = _entry(shard, outcome)
            self._write(entry.file, outcome.content)
            self._entries[shard.code] = entry
        self._write_index()
        now = self._entries.get(shard.code)
        if earlier is not None and (now is None or now.file != earlier.file):
            (self.path / earlier.file).unlink(missing_ok=True)

    def _read(self) -> None:
        path = self.path / INDEX
        try:
            content: Any = json.loads(path.read_text(encoding="utf-8"))
            self._entries = {item["code"]: Entry(**item) for item in content["gemeenten"]}
            self._failed = {item["code"]: item for item in content["failed"]}
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FolderError(
                f"{path} is niet te lezen. Kies een andere map, of haal dat bestand weg."
            ) from error
        self._entries = {code: entry for code, entry in self._entries.items() if _plain(entry.file)}

    def _write_index(self) -> None:
        content = {
            "gemeenten": [asdict(entry) for _, entry in sorted(self._entries.items())],
            "failed": [item for _, item in sorted(self._failed.items())],
        }
        self._write(INDEX, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")

    def _write(self, name: str, content: bytes) -> None:
        """All or nothing: written beside its place, then put there in one step."""
        aside = self.path / f".{name}.{os.getpid()}"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(content)
                aside.replace(self.path / name)
            finally:
                aside.unlink(missing_ok=True)
        except OSError as error:
            raise FolderError(
                f"{self.path / name} kan niet worden geschreven ({error.strerror}). Kies een "
                "andere map."
            ) from error


def _entry(shard: Shard, outcome: Outcome) -> Entry:
    return Entry(
        code=shard.code,
        name=shard.name,
        file=f"{shard.code}.{shard.form}",
        sha256=hashlib.sha256(outcome.content).hexdigest(),
        facts=outcome.facts,
        fictional=outcome.fictional,
        to=shard.request.to,
        draws=shard.request.draws,
        scenario=shard.request.scenario.key,
        seed=shard.request.seed,
        engine_version=outcome.engine_version,
        stamp=shard.stamp,
    )


def _plain(name: str) -> bool:
    """The name of a file in this folder, and not a way out of it."""
    return name == Path(name).name and name not in ("", ".", "..", INDEX)
