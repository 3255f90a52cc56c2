"""Keeping what a study rests on: its tables under their hash, and the rest as its recipe."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from wwz_engine.errors import EngineError
from wwz_engine.explain.recipe import Question, Recipe, parameters_on
from wwz_engine.indicators import definitions
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import DatasetNotFoundError
from wwz_engine.sources.tidy import Source, Table
from wwz_engine.study import Progress, StudyRequest, StudyResult, run_study

Place = tuple[str, str, int]
"""Key of an indicator, code of an area, year."""
RECIPE, FACTS, INPUTS = "recept.json", "cijfers.parquet", "invoer"


class NotKeptError(EngineError):
    """A study is to be run again of which the input is gone or damaged."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"De invoer van een analyse is niet meer te gebruiken: {what}. Zonder haar invoer is "
            "een analyse niet opnieuw uit te rekenen."
        )


class Recorder:
    """Tables that remember what was asked of them and what they answered."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.asked: dict[Question, bool] = {}
        self.loaded: dict[Question, Table] = {}

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        found = self._tables.has(key, gemeente, period)
        self.asked[key, gemeente, period] = found
        return found

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        table = self._tables.load(key, gemeente, period)
        self.loaded[key, gemeente, period] = table
        return table


@dataclass(frozen=True)
class KeptTables:
    """The tables of a study that was run before, as they were then."""

    asked: Mapping[Question, bool]
    tables: Mapping[Question, Table] = field(repr=False)

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        question = (key, gemeente, period)
        if question in self.asked:
            return self.asked[question]
        return question in self.tables or bool(self._of_all_years(key, gemeente, period))

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        kept = self.tables.get((key, gemeente, period))
        kept = kept or self._of_all_years(key, gemeente, period)
        if kept is None:
            raise DatasetNotFoundError(key, key, "de analyse heeft haar destijds niet gebruikt")
        return kept

    def _of_all_years(self, key: str, gemeente: str | None, period: int | None) -> Table | None:
        """A year that was not asked for by itself, out of a table of all years."""
        whole = self.tables.get((key, gemeente, None))
        if whole is None or period is None:
            return None
        rows = whole.rows.filter(pl.col("period") == period)
        return Table(whole.source, rows, whole.extra) if rows.height else None


class Store:
    """Tables in a folder, each in a file that is named after the hash of its content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, table: Table) -> str:
        """Keep a table; its hash. What is there whole is not written again."""
        content = _packed(table)
        digest = hashlib.sha256(content).hexdigest()
        path = self._folder / digest
        if not path.exists() or path.stat().st_size != len(content):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, aside = tempfile.mkstemp(dir=self._folder, prefix=".")
            with os.fdopen(descriptor, "wb") as out:
                out.write(content)
                # Else a power cut leaves the name with half of what it stands for.
                out.flush()
                os.fsync(out.fileno())
            Path(aside).replace(path)
        return digest

    def get(self, digest: str) -> Table:
        """The table with this hash.

        Raises
        ------
        NotKeptError
            it is not there, or is not what it was
        """
        try:
            content = (self._folder / digest).read_bytes()
        except OSError as error:
            raise NotKeptError(f"bestand {digest[:12]} ontbreekt") from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise NotKeptError(f"bestand {digest[:12]} is veranderd sinds het is bewaard")
        return _unpacked(content)


def _packed(table: Table) -> bytes:
    """A line with the source and the sizes, then rows and extra as Parquet."""
    rows, extra = _parquet(table.rows), _parquet(table.extra)
    source = {**asdict(table.source), "as_of": table.source.as_of.isoformat()}
    head = json.dumps({"source": source, "rows": len(rows)}, sort_keys=True)
    return head.encode() + b"\n" + rows + extra


def _unpacked(content: bytes) -> Table:
    line, _, rest = content.partition(b"\n")
    head = json.loads(line)
    source = Source(**{**head["source"], "as_of": date.fromisoformat(head["source"]["as_of"])})
    return Table(source, _frame(rest[: head["rows"]]), _frame(rest[head["rows"] :]))


def _parquet(frame: pl.DataFrame) -> bytes:
    if not frame.width:
        return b""
    # Where borders run is drawn, never counted, and takes most of the room.
    out = io.BytesIO()
    frame.drop("geometry", strict=False).write_parquet(out, compression="zstd")
    return out.getvalue()


def _frame(content: bytes) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(content)) if content else pl.DataFrame()


@dataclass(frozen=True)
class KeptStudy:
    """A study as it was published, with all that is needed to run it again.

    values : what it published, by indicator, area and year
    """

    recipe: Recipe
    tables: Tables = field(repr=False)
    values: Mapping[Place, float] = field(repr=False)


def keep(
    request: StudyRequest,
    tables: Tables,
    store: Store,
    progress: Progress = lambda share, text: None,
) -> tuple[StudyResult, KeptStudy]:
    """Run a study and keep what it rests on; raises what ``run_study`` does."""
    recorder = Recorder(tables)
    result = run_study(request, recorder, progress)
    return result, kept_from(recorder, request, result, store)


def kept_from(
    recorder: Recorder, request: StudyRequest, result: StudyResult, store: Store
) -> KeptStudy:
    """What to keep of a study that was run on recorded tables."""
    used = {question: table for question, table in recorder.loaded.items() if _counts(question)}
    recipe = Recipe(
        request=request,
        engine_version=result.engine_version,
        day=result.day,
        parameters=parameters_on(result.day),
        definitions=definitions(),
        asked={question: found for question, found in recorder.asked.items() if _counts(question)},
        tables={question: store.put(table) for question, table in used.items()},
    )
    return KeptStudy(recipe, KeptTables(recipe.asked, used), values_of(result))


def _counts(question: Question) -> bool:
    """Borders of one gemeente are asked for to draw them; of all, to find a name."""
    key, gemeente, _ = question
    return gemeente is None or not key.endswith("boundaries")


def values_of(result: StudyResult) -> dict[Place, float]:
    """What a study found, by indicator, area and year."""
    return {
        (fact.indicator.key, fact.area.code, fact.year): fact.value
        for fact in result.facts
        if fact.value is not None
    }


def recall(recipe: Recipe, store: Store, values: Mapping[Place, float]) -> KeptStudy:
    """A kept study with its tables read back.

    Raises
    ------
    NotKeptError
    """
    read = {digest: store.get(digest) for digest in set(recipe.tables.values())}
    tables = {question: read[digest] for question, digest in recipe.tables.items()}
    return KeptStudy(recipe, KeptTables(recipe.asked, tables), values)


def save_kept(kept: KeptStudy, folder: Path) -> None:
    """Write recipe and figures beside the tables of ``store_in(folder)``."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(kept.recipe.as_json(), ensure_ascii=False, indent=1)
    (folder / RECIPE).write_text(content, encoding="utf-8")
    rows = [(*place, value) for place, value in kept.values.items()]
    frame = pl.DataFrame(rows, schema=["indicator", "area", "year", "value"], orient="row")
    frame.write_parquet(folder / FACTS)


def open_kept(folder: Path) -> KeptStudy:
    """The study that ``save_kept`` wrote.

    Raises
    ------
    NotKeptError, RecipeError
    """
    try:
        content: Any = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
        rows = pl.read_parquet(folder / FACTS).rows()
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise NotKeptError(f"in {folder} staat geen bewaarde analyse") from error
    values = {(indicator, area, year): value for indicator, area, year, value in rows}
    return recall(Recipe.of_json(content), store_in(folder), values)


def store_in(folder: Path) -> Store:
    """Where the tables lie of a study that is kept in a folder of its own."""
    return Store(folder / INPUTS)
