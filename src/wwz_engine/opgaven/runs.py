"""A run: which shards are still to do, done by one workforce or another, kept one by one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Protocol

import polars as pl

from wwz_engine.opgaven.folder import ResultFolder
from wwz_engine.opgaven.library import Library
from wwz_engine.opgaven.shards import Outcome, Shard, Write, seed_of, work
from wwz_engine.population.places import NoDataError, find_gemeente
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.gemeenten import SOURCES
from wwz_engine.sources.registry import Catalogue
from wwz_engine.study import StudyRequest

Pair = tuple[Shard, Outcome]
Working = Callable[[Sequence[str]], None]
"""Is told which gemeenten are being worked on now, by code."""


@dataclass(frozen=True)
class State:
    """How far a run is; ``last`` is the gemeente that came in last."""

    total: int
    done: int = 0
    kept: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    running: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True)
class Ended:
    """How a run ended; ``failed`` has name and reason, in order of code.

    kept : gemeenten of which the file was there already, made of the same
    """

    done: int
    kept: int
    failed: tuple[tuple[str, str], ...]


class Workforce(Protocol):
    """Whoever does shards, in any order."""

    def pairs(self, shards: Sequence[Shard], working: Working) -> Generator[Pair, None, None]:
        """Each shard once, with what came of it."""


class InTurn:
    """One shard after the other, in this process."""

    def pairs(self, shards: Sequence[Shard], working: Working) -> Generator[Pair, None, None]:
        for shard in shards:
            working([shard.code])
            yield shard, work(shard)


def shards_of(
    request: StudyRequest,
    gemeenten: Iterable[str],
    catalogue_for: Callable[[str], Catalogue],
    form: str,
    write: Write,
) -> list[Shard]:
    """A shard per gemeente, in order of code, each once.

    Parameters
    ----------
    request : what is asked of each; its own ``gemeente`` is not looked at
    gemeenten : names or codes
    catalogue_for : the data in which a gemeente of this name is to be found
    form, write : ending of the files, and what makes their text

    Raises
    ------
    NoDataError, GemeenteUnknownError, DataFolderError
    """
    libraries: dict[Catalogue, Library] = {}
    shards = {}
    for text in gemeenten:
        catalogue = catalogue_for(text)
        code, name = find_gemeente(catalogue, text)
        if catalogue not in libraries:
            libraries[catalogue] = Library.of(catalogue)
        own = replace(request, gemeente=code, seed=seed_of(request.seed, code))
        shards[code] = Shard(name, own, libraries[catalogue], form, write)
    return [shard for _, shard in sorted(shards.items())]


def all_gemeenten(tables: Tables) -> list[str]:
    """Codes of all gemeenten in the newest layout that the data have.

    Raises
    ------
    NoDataError
    """
    for key in SOURCES:
        if not tables.has(key):
            continue
        table = tables.load(key)
        frame = table.extra if table.extra.height else table.rows
        listed = frame.filter(pl.col("level") == "gemeente")
        newest = listed.filter(pl.col("area_year") == pl.col("area_year").max())
        if newest.height:
            return sorted(newest["area"].unique())
    raise NoDataError("Zwolle")


def run(
    shards: Sequence[Shard],
    folder: ResultFolder,
    workforce: Workforce,
    watch: Callable[[State], None] = lambda state: None,
) -> Ended:
    """Do what is not there yet and keep each result as it comes.

    Whatever ends a run half way, what came in stays, and the same run goes on from there.

    Parameters
    ----------
    shards : of different gemeenten
    watch : is told how far the run is

    Raises
    ------
    FolderError, ClusterError
    """
    open_shards = [shard for shard in shards if not folder.has(shard)]
    names = {shard.code: shard.name for shard in open_shards}
    state = State(len(shards), kept=len(shards) - len(open_shards))
    failed: dict[str, tuple[str, str]] = {}

    def working(codes: Sequence[str]) -> None:
        nonlocal state
        state = replace(state, running=tuple(names[code] for code in codes), last="")
        watch(state)

    watch(state)
    if open_shards:
        with closing(workforce.pairs(open_shards, working)) as pairs:
            for shard, outcome in pairs:
                folder.put(shard, outcome)
                if outcome.problem:
                    failed[shard.code] = (shard.name, outcome.problem)
                state = _after(state, shard, failed)
                watch(state)
    return Ended(state.done, state.kept, state.failed)


def _after(state: State, shard: Shard, failed: dict[str, tuple[str, str]]) -> State:
    return replace(
        state,
        done=state.done + (shard.code not in failed),
        failed=tuple(pair for _, pair in sorted(failed.items())),
        running=tuple(name for name in state.running if name != shard.name),
        last=shard.name,
    )
