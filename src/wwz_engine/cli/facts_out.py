"""Facts of a study as text on screen, JSON, CSV or Excel."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

from wwz_engine.errors import EngineError
from wwz_engine.facts import FICTION_NOTE, PROJECTED, AreaRef, Fact, IndicatorDef
from wwz_engine.population.shelf_life import shelf_life
from wwz_engine.sources.tidy import Source

COLUMNS = (
    "id", "indicator", "label", "unit", "area_code", "area_name", "area_level", "area_year",
    "year", "scenario", "value", "low", "high", "missing", "kind", "keeps_until", "sources",
    "as_of", "definition", "engine_version", "note",
)  # fmt: skip
SHOWN_YEARS = (2025, 2030, 2035, 2040)
# A cell that begins so is a formula to a spreadsheet; the name of a zone is typed by anyone.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class OutputError(EngineError):
    """The file cannot be written."""


class Told(Protocol):
    """What is written: a study, or a part of one by itself."""

    @property
    def gemeente(self) -> AreaRef: ...

    @property
    def indicators(self) -> tuple[IndicatorDef, ...]: ...

    @property
    def facts(self) -> tuple[Fact, ...]: ...

    @property
    def gaps(self) -> tuple[str, ...]: ...

    @property
    def sources(self) -> tuple[Source, ...]: ...

    @property
    def fictional(self) -> bool: ...


def write(result: Told, form: str, output: Path | None, name: str = "opgave") -> None:
    """Write all facts in the form asked for, to a file or to standard output.

    Raises
    ------
    OutputError
    """
    if form != "xlsx":
        put(TEXTS[form](result), output)
    else:
        output = output or Path(f"{name}-{result.gemeente.code}.xlsx")
        with _told_when_it_fails(output):
            _xlsx(result, output)
    if output is not None:
        print(f"{len(result.facts)} feiten geschreven naar {output}", file=sys.stderr)


def put(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output.

    Raises
    ------
    OutputError
    """
    if output is None:
        sys.stdout.write(text)
        return
    with _told_when_it_fails(output):
        output.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _told_when_it_fails(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{output} kan niet worden geschreven ({error.strerror}). Kies een andere map."
        ) from error


def make_folder(path: Path) -> None:
    """A folder to write in, which may be there already.

    Raises
    ------
    OutputError
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} kan niet worden gemaakt ({error.strerror}). Kies een andere map."
        ) from error


def _json(result: Told) -> str:
    # One fact a line: a file of 30,000 facts stays readable and can be compared.
    until = shelf_lives(result.facts)
    lines = (
        json.dumps(fact.as_json() | {"keeps_until": _kept(fact, until)}, ensure_ascii=False)
        for fact in result.facts
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def shelf_lives(facts: Sequence[Fact]) -> dict[tuple[str, str], int | None]:
    """Per indicator and area with a projection, the last year up to which it keeps."""
    series: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == PROJECTED:
            series[fact.indicator.key, fact.area.code].append(fact)
    found = {}
    for key, rows in series.items():
        rows.sort(key=lambda fact: fact.year)
        found[key] = shelf_life(
            [fact.year for fact in rows],
            [fact.value for fact in rows],
            [fact.low for fact in rows],
            [fact.high for fact in rows],
        )
    return found


def _kept(fact: Fact, until: dict[tuple[str, str], int | None]) -> int | None:
    """Of a projected fact; what was counted or estimated has no shelf life."""
    key = (fact.indicator.key, fact.area.code)
    return until.get(key) if fact.kind == PROJECTED else None


def _rows(result: Told) -> Iterator[tuple[Any, ...]]:
    until = shelf_lives(result.facts)
    for fact in result.facts:
        yield (
            fact.id, fact.indicator.key, fact.indicator.label, fact.indicator.unit,
            fact.area.code, fact.area.name, fact.area.level, fact.area.year,
            fact.year, fact.scenario, fact.value, fact.low, fact.high, fact.missing, fact.kind,
            _kept(fact, until),
            "; ".join(f"{source.publisher}, {source.table}" for source in fact.sources),
            "; ".join(source.as_of.isoformat() for source in fact.sources),
            fact.indicator.definition, fact.engine_version, FICTION_NOTE if fact.fictional else "",
        )  # fmt: skip


def _csv(result: Told) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(cell) for cell in row] for row in _rows(result))
    return text.getvalue()


def _guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _xlsx(result: Told, output: Path) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        facts = workbook.add_worksheet("feiten")
        facts.write_row(0, 0, COLUMNS, workbook.add_format({"bold": True}))
        for number, row in enumerate(_rows(result), start=1):
            facts.write_row(number, 0, row)
        notes = workbook.add_worksheet("bronnen")
        notes.write_row(0, 0, ("publisher", "table", "title", "as_of", "licence", "sha256"))
        for number, source in enumerate(result.sources, start=1):
            notes.write_row(
                number, 0,
                (source.publisher, source.table, source.title, source.as_of.isoformat(),
                 source.licence, source.sha256),
            )  # fmt: skip
        for number, gap in enumerate(result.gaps, start=len(result.sources) + 3):
            notes.write_string(number, 0, gap)


def _table(result: Told) -> str:
    of_gemeente = [fact for fact in result.facts if fact.area == result.gemeente]
    lines = [f"Opgave van {result.gemeente.name} ({result.gemeente.code})"]
    if result.fictional:
        lines.append(f"LET OP: {FICTION_NOTE}.")
    for indicator in result.indicators:
        facts = [fact for fact in of_gemeente if fact.indicator.key == indicator.key]
        last_counted = max((f.year for f in facts if f.kind != "geraamd"), default=0)
        shown = [f for f in facts if f.year == last_counted or f.year in SHOWN_YEARS]
        if shown:
            lines += ["", f"{indicator.label} ({indicator.unit})"]
            lines += [_line(fact) for fact in sorted(shown, key=lambda fact: fact.year)]
            lines += _keeps(facts)
    lines += ["", "Wat we niet weten"] + [f"- {gap}" for gap in result.gaps]
    lines += ["", "Bronnen"]
    lines += [
        f"- {source.publisher}, {source.table}, {source.as_of:%d-%m-%Y} ({source.licence})"
        for source in result.sources
    ]
    return "\n".join(lines) + "\n"


def _keeps(facts: list[Fact]) -> list[str]:
    """Up to which year one projected series keeps, in words."""
    return [
        "  niet houdbaar: de band is meteen ruimer dan 10 procent"
        if year is None
        else f"  houdbaar tot en met {year}: tot dan blijft de band binnen 10 procent"
        for year in shelf_lives(facts).values()
    ]


def _line(fact: Fact) -> str:
    if fact.value is None:
        return f"  {fact.year}  {fact.missing}"
    text = f"  {fact.year}  {_number(fact.value, fact.indicator.unit):>10}  {fact.kind}"
    if fact.low is not None and fact.high is not None:
        low, high = (_number(end, fact.indicator.unit) for end in (fact.low, fact.high))
        text += f", tussen {low} en {high}"
    return text


def _number(value: float, unit: str) -> str:
    if unit == "procent":
        return f"{value:.1f}%".replace(".", ",")
    return f"{value:,.0f}".replace(",", ".")


TEXTS: dict[str, Callable[[Told], str]] = {"json": _json, "csv": _csv, "table": _table}
"""What makes the text of a file, by form."""
