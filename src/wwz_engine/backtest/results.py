"""Results as data: what the page, the site and the choice of the default read.

One JSON file a series, documented in docs/howto/back-test.md. Reading one back gives
the same object; a file of another version is refused.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from wwz_engine.backtest.metrics import Errors
from wwz_engine.backtest.scores import Score, Shelf, Structure
from wwz_engine.errors import EngineError

VERSION = 1
FOLDER = Path(__file__).resolve().parent / "results"
"""Where the results that come with the engine lie."""
DIGITS = 4


class ResultsError(EngineError):
    """A results file that is not there, or of another version."""


@dataclass(frozen=True)
class Origin:
    """Where counts come from: enough to check that they are the same bytes."""

    publisher: str
    table: str
    as_of: str
    licence: str
    sha256: str


@dataclass(frozen=True)
class AreaError:
    """How far off the default method was in one area, or in all together; persons."""

    area: str
    group: str
    launch: int
    horizon: int
    at_launch: float
    forecast: float
    counted: float


@dataclass(frozen=True)
class BandScore:
    """How bands held for one group at one horizon, all launches together."""

    method: str
    group: str
    horizon: int
    level: float
    areas: int
    coverage: float
    width: float
    winkler: float


@dataclass(frozen=True)
class StratumScore:
    """How bands of 80% held for one group of one size at one horizon, all launches together.

    unit : ``gebied``, or ``gemeente`` for sums of areas
    ages : class of age that the group belongs to, ``totaal``, ``65+`` or ``75+`` for sums
    size : people forecast, from and to
    areas : number of areas times launches
    """

    unit: str
    group: str
    ages: str
    size: str
    horizon: int
    areas: int
    coverage: float


@dataclass(frozen=True)
class Pooled:
    """Gain over the best simple method, over groups, launches and horizons together."""

    method: str
    groups: tuple[str, ...]
    horizons: tuple[int, ...]
    skill: float
    low: float
    high: float
    clusters: int


@dataclass(frozen=True)
class Result:
    """Everything measured on one series; see the module for the file."""

    series: str
    label: str
    level: str
    engine_version: str
    stamp: str
    default: str
    names: dict[str, str]
    methods: dict[str, str]
    years: tuple[int, ...]
    groups: tuple[str, ...]
    sources: tuple[Origin, ...]
    left_out: tuple[str, ...]
    scores: tuple[Score, ...]
    structures: tuple[Structure, ...]
    shelves: tuple[Shelf, ...]
    pooled: tuple[Pooled, ...]
    bands: tuple[BandScore, ...]
    strata: tuple[StratumScore, ...]
    errors: tuple[AreaError, ...]
    wholes: tuple[AreaError, ...]

    def launches(self, horizon: int) -> int:
        """From how many launches this horizon was scored."""
        return max((one.launches for one in self.scores if one.horizon == horizon), default=0)

    def ranked(
        self, group: str, horizon: int, launch: int | None = None, least: float = 0.0
    ) -> list[Score]:
        """All methods on one group at one horizon, best first; without launch over all of them."""
        wanted = (group, horizon, launch, least)
        found = [
            one for one in self.scores if (one.group, one.horizon, one.launch, one.least) == wanted
        ]
        return sorted(found, key=lambda one: one.errors.wape)


def as_text(result: Result) -> str:
    """The JSON of a result: one row a line, so that two editions can be compared."""
    plain = {
        field.name: getattr(result, field.name)
        for field in fields(result)
        if field.name not in _TABLES
    }
    plain["sources"] = [asdict(one) for one in result.sources]
    head = json.dumps({"version": VERSION, **plain}, ensure_ascii=False, indent=1)
    parts = [head[:-2]]
    for name, kind in _TABLES.items():
        rows = [_row(one) for one in getattr(result, name)]
        columns = json.dumps(_columns(kind), ensure_ascii=False)
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f' "{name}": {{"columns": {columns}, "rows": [\n{lines}\n]}}')
    return ",\n".join(parts) + "\n}\n"


def from_text(text: str) -> Result:
    """Read a result back.

    Raises
    ------
    ResultsError
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ResultsError("Deze uitslag is geen leesbaar JSON-bestand.") from error
    if not isinstance(content, dict) or content.pop("version", None) != VERSION:
        raise ResultsError(
            "Deze uitslag heeft een andere vorm. Maak hem opnieuw met ‘wwz backtest --write’."
        )
    tables = {name: content.pop(name, {"columns": [], "rows": []}) for name in _TABLES}
    for name, kind in _TABLES.items():
        if tables[name]["columns"] != _columns(kind):
            raise ResultsError(f"De tabel ‘{name}’ in deze uitslag heeft andere kolommen.")
    try:
        return Result(
            **{key: tuple(v) if isinstance(v, list) else v for key, v in content.items()}
            | {"sources": tuple(Origin(**one) for one in content["sources"])}
            | {name: tuple(_built(kind, row) for row in tables[name]["rows"])
               for name, kind in _TABLES.items()}
        )  # fmt: skip
    except (TypeError, KeyError) as error:
        raise ResultsError(
            "Deze uitslag mist een onderdeel. Maak hem opnieuw met ‘wwz backtest --write’."
        ) from error


def kept(result: Result) -> Result:
    """The result without what a file need not hold.

    Of single launches only the default and the simple method it is set against stay, and
    none where there was but one launch: that is what the pooled score says.
    """
    return replace(
        result,
        scores=tuple(
            one
            for one in result.scores
            if one.launch is None
            or (result.launches(one.horizon) > 1 and one.method in (result.default, one.baseline))
        ),
    )


def write(result: Result, folder: Path = FOLDER) -> Path:
    """One file a series, as ``kept``.

    Raises
    ------
    ResultsError
    """
    path = folder / f"{result.series}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(kept(result)), encoding="utf-8")
    except OSError as error:
        raise ResultsError(
            f"{path} kan niet worden geschreven ({error.strerror}). Kies een andere map."
        ) from error
    return path


def read_all(folder: Path = FOLDER) -> dict[str, Result]:
    """Every result in a folder by series.

    Raises
    ------
    ResultsError
    """
    found = [from_text(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return {result.series: result for result in found}


_TABLES: dict[str, type] = {
    "scores": Score,
    "structures": Structure,
    "shelves": Shelf,
    "pooled": Pooled,
    "bands": BandScore,
    "strata": StratumScore,
    "errors": AreaError,
    "wholes": AreaError,
}


def _columns(kind: type) -> list[str]:
    found: list[str] = []
    for field in fields(kind):
        found += [one.name for one in fields(Errors)] if field.name == "errors" else [field.name]
    return found


def _row(one: Any) -> list[Any]:
    values: list[Any] = []
    for field in fields(one):
        value = getattr(one, field.name)
        parts = (
            [getattr(value, f.name) for f in fields(Errors)] if field.name == "errors" else [value]
        )
        values += [_plain(part) for part in parts]
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        # JSON has no way to write "not a number".
        return None if math.isnan(value) else _short(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def _short(value: float) -> float | int | str:
    if math.isinf(value):
        return "-inf" if value < 0 else "inf"
    rounded = round(value, DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def _built(kind: type, row: Sequence[Any]) -> Any:
    given = dict(zip(_columns(kind), row, strict=True))
    built: dict[str, Any] = {}
    for field in fields(kind):
        if field.name == "errors":
            parts = {f.name: _back(f.type, given[f.name]) for f in fields(Errors)}
            built["errors"] = Errors(**parts)
        else:
            built[field.name] = _back(field.type, given[field.name])
    return kind(**built)


def _back(kind: Any, value: Any) -> Any:
    if kind == "float":
        return float("nan") if value is None else float(value)
    if kind == "float | None":
        return None if value is None else float(value)
    return (
        tuple(_back("float", part) if isinstance(part, float) else part for part in value)
        if isinstance(value, list)
        else value
    )
