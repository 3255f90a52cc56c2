"""What the back-test found: the files that come with the engine, read as the data they are.

The engine itself is not loaded, for pages never load numpy. docs/howto/back-test.md tells what
the files hold; numbers of people leave only through ``disclose_count``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wwz.opgave.disclosure import disclose_count
from wwz.opgave.models import Fact, Hidden, Kind, Study


def folder_of_engine() -> Path:
    """Where the results lie that come with the engine, without importing it."""
    found = find_spec("wwz_engine")
    if found is None or found.origin is None:
        raise FileNotFoundError("wwz_engine")
    return Path(found.origin).parent / "backtest" / "results"


FOLDER = folder_of_engine()
COUNTED_IN = ("scores", "errors", "wholes")
COUNTS = ("at_launch", "forecast", "counted")
Cell = tuple[str, str, int]
"""Code of an area, group of age, year."""
OLD = ("65-74", "75-84", "85+", "65+", "75+")
INDICATORS = {
    "inwoners": ("totaal",),
    "inwoners_65plus": OLD,
    "inwoners_75plus": OLD,
    "inwoners_85plus": OLD,
}
"""Groups that may not be told where a study hides a number: they add up to it or within it."""
LEVEL = 0.8
"""Bands on the pages hold four out of five."""


@dataclass(frozen=True)
class Score:
    """One method on one group, years ahead; ``within`` are shares within 5, 10 and 20%."""

    method: str
    group: str
    horizon: int
    launches: int
    areas: int
    counted: float
    medape: float | None
    wape: float
    malpe: float
    within: tuple[float, ...]
    baseline: str
    skill: float


@dataclass(frozen=True, slots=True)
class Past:
    """A forecast that was made for a year that is past, and what was counted then.

    The numbers are as coarse as may be shown, and so is all that is worked out from them.
    """

    area: str
    group: str
    launch: int
    horizon: int
    at_launch: float
    forecast: float
    counted: float

    @property
    def year(self) -> int:
        return self.launch + self.horizon

    @property
    def difference(self) -> float:
        return self.forecast - self.counted

    @property
    def percent(self) -> float:
        """How far off, in percent of what was counted; above zero is too many."""
        return 100 * self.difference / self.counted


@dataclass(frozen=True)
class Origin:
    """Where the counts come from."""

    publisher: str
    table: str
    as_of: str
    licence: str
    sha256: str


@dataclass(frozen=True)
class Series:
    """What was measured on one series of areas, all launches together."""

    key: str
    label: str
    level: str
    default: str
    engine_version: str
    stamp: str
    years: Sequence[int]
    groups: Sequence[str]
    names: Mapping[str, str]
    methods: Mapping[str, str]
    sources: Sequence[Origin]
    left_out: Sequence[str]
    scores: Mapping[tuple[str, str, int], Score]
    of_launch: Mapping[tuple[str, str, int, int], Score]
    """Ours and the best simple method of one launch: method, group, years ahead, launch."""
    held: Mapping[tuple[str, int], float]
    """Percent of counts inside the band per group and years ahead; empty until measured."""
    pasts: Mapping[str, Sequence[Past]]
    whole: Sequence[Past] = field(default=())

    def horizons(self) -> list[int]:
        return sorted({horizon for _, _, horizon in self.scores})

    def ours(self, group: str, horizon: int) -> Score | None:
        return self.scores.get((self.default, group, horizon))

    def simple(self, group: str, horizon: int) -> Score | None:
        """The best simple method, picked afterwards."""
        own = self.ours(group, horizon)
        return self.scores.get((own.baseline, group, horizon)) if own else None


@dataclass(frozen=True)
class Target:
    """What was asked of a forecast before the first run, and what came of it; in Dutch."""

    target: str
    wanted: str
    state: str
    found: str


def targets() -> Sequence[Target]:
    """Every target in order; none where the file does not come along."""
    return _read_targets(FOLDER.with_name("targets.json"))


@lru_cache(maxsize=2)
def _read_targets(path: Path) -> Sequence[Target]:
    if not path.exists():
        return ()
    return tuple(Target(**one) for one in json.loads(path.read_text(encoding="utf-8")))


def results_of(series: Series) -> str:
    """All that was measured, as JSON, with numbers of people as coarse as on the pages."""
    return _disclosed_results(FOLDER / f"{series.key}.json", hidden_counts(series.names))


@lru_cache(maxsize=8)
def _disclosed_results(path: Path, hidden: frozenset[Cell]) -> str:
    content = json.loads(path.read_text(encoding="utf-8"))
    for name in COUNTED_IN:
        table = content[name]
        places = [table["columns"].index(one) for one in COUNTS if one in table["columns"]]
        told = name == "errors"
        for row in table["rows"]:
            secret = told and _is_hidden(dict(zip(table["columns"], row, strict=True)), hidden)
            for place in places:
                row[place] = None if secret else disclose_count(row[place])
    return json.dumps(content, ensure_ascii=False)


def hidden_counts(areas: Iterable[str]) -> frozenset[Cell]:
    """What published studies hide of these areas, and what would give it away with the rest."""
    facts = Fact.objects.filter(
        area__code__in=list(areas), indicator__key__in=INDICATORS, hidden=Hidden.WHOLLY
    ).filter(study__in=Study.objects.published(), kind=Kind.COUNTED)
    rows = facts.order_by().values_list("area__code", "indicator__key", "year").distinct()
    return frozenset(
        (area, group, year) for area, key, year in rows for group in INDICATORS[key]
    )  # fmt: skip


def not_hidden(pasts: Iterable[Past], areas: Iterable[str]) -> list[Past]:
    """Past forecasts without those of counts that published studies hide."""
    hidden = hidden_counts(areas)
    return [
        past
        for past in pasts
        if not {(past.area, past.group, year) for year in (past.launch, past.year)} & hidden
    ]


def _is_hidden(row: Mapping[str, Any], hidden: frozenset[Cell]) -> bool:
    years = (row["launch"], row["launch"] + row["horizon"])
    return any((row["area"], row["group"], year) in hidden for year in years)


def all_series() -> Mapping[str, Series]:
    """Every series with results, by its key."""
    return _read_all(FOLDER)


def series_with(code: str) -> list[Series]:
    """The series that know this area, whether or not enough people lived there to measure."""
    return [one for one in all_series().values() if code in one.names]


def series_within(gemeente: str) -> Series | None:
    """A series of which all areas lie in this gemeente."""
    number = gemeente[2:]
    for one in all_series().values():
        if one.names and all(_lies_in(code, number) for code in one.names):
            return one
    return None


def _lies_in(code: str, number: str) -> bool:
    return code[:2] in ("BU", "WK") and code[2:6] == number


@lru_cache(maxsize=2)
def _read_all(folder: Path) -> Mapping[str, Series]:
    found = [read_series(path) for path in sorted(folder.glob("*.json"))]
    return {one.key: one for one in found}


def read_series(path: Path) -> Series:
    """One file; all launches together, and of areas the default method alone."""
    content = json.loads(path.read_text(encoding="utf-8"))
    pooled = [row for row in _rows(content, "scores") if row["launch"] is None and not row["least"]]
    kept = {(row["method"], row["group"], row["horizon"]): _score(row) for row in pooled}
    # Of a series with one launch, that one is all of them.
    for row in _rows(content, "scores"):
        key = (row["method"], row["group"], row["horizon"])
        if not row["least"] and row["launches"] == 1 and key not in kept:
            kept[key] = _score(row)
    pasts: dict[str, list[Past]] = defaultdict(list)
    for row in _rows(content, "errors"):
        if past := _past(row):
            pasts[past.area].append(past)
    return Series(
        key=content["series"],
        **{
            name: content[name]
            for name in ("label", "level", "default", "engine_version", "stamp", "years",
                         "groups", "names", "methods", "left_out")
        },
        sources=[Origin(**one) for one in content["sources"]],
        scores=kept,
        of_launch=_of_launch(content),
        held=_held(content),
        pasts=dict(pasts),
        whole=[past for row in _rows(content, "wholes") if (past := _past(row))],
    )  # fmt: skip


def _rows(content: Mapping[str, Any], table: str) -> Iterable[dict[str, Any]]:
    found = content[table]
    return (dict(zip(found["columns"], row, strict=True)) for row in found["rows"])


def _of_launch(content: Mapping[str, Any]) -> dict[tuple[str, str, int, int], Score]:
    """Of a series with one launch the file has that one only as all of them together."""
    only = content["years"][0] if len(content["years"]) == 2 else 0
    found = {}
    for row in _rows(content, "scores"):
        launch = row["launch"] or only
        if launch and not row["least"] and row["method"] in (row["baseline"], content["default"]):
            found[row["method"], row["group"], row["horizon"], launch] = _score(row)
    return found


def _score(row: Mapping[str, Any]) -> Score:
    return Score(
        method=row["method"],
        group=row["group"],
        horizon=row["horizon"],
        launches=row["launches"],
        areas=row["areas"],
        counted=row["counted"],
        medape=row["medape"],
        wape=float(row["wape"]),
        malpe=float(row["malpe"]),
        within=tuple(row["within"]),
        baseline=row["baseline"],
        skill=float(row["skill"]),
    )


def _past(row: Mapping[str, Any]) -> Past | None:
    """Nothing when one of the three numbers may not be shown."""
    numbers = [disclose_count(row[name]) for name in COUNTS]
    then, forecast, counted = numbers
    if then is None or forecast is None or not counted:
        return None
    return Past(row["area"], row["group"], row["launch"], row["horizon"], then, forecast, counted)


def _held(content: Mapping[str, Any]) -> dict[tuple[str, int], float]:
    return {
        (row["group"], row["horizon"]): float(row["coverage"])
        for row in _rows(content, "bands")
        if row["method"] == content["default"] and abs(float(row["level"]) - LEVEL) < 1e-9
    }
