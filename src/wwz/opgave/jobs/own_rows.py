"""What a partnership brings of its own: its columns, its check, and its place beside open data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wwz.opgave.own.columns import AREA, CHOICE, DAY, NUMBER, TEXT, OwnChecked, OwnColumn
from wwz.opgave.own.counting import OwnRows
from wwz.opgave.own.models import OwnKind
from wwz.opgave.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from wwz_engine.sources.dataset import Tables
    from wwz_engine.sources.registry import Catalogue
    from wwz_engine.sources.tidy import Table
    from wwz_engine.supply.rows import Column

# Looking for a name much like a wrong one takes long: of a file only in so many lines.
MOST_HINTS = 100


def own_columns(kind: str) -> tuple[OwnColumn, ...]:
    """The columns of a kind of rows."""
    if kind == OwnKind.AANDACHTSGROEPEN:
        from wwz_engine.groups.own import COLUMNS as OF_GROUPS

        return tuple(
            OwnColumn(one.key, one.label, one.meaning, one.kind, one.values or {}, one.required)
            for one in OF_GROUPS
        )
    if kind == OwnKind.WONINGEN:
        from wwz_engine.supply.rows import COLUMNS

        return as_own(COLUMNS)
    if kind == OwnKind.LOCATIES:
        from wwz_engine.proposals.rows import COLUMNS as OF_SITES

        return as_own(OF_SITES)
    if kind == OwnKind.VOORZIENINGEN:
        from wwz_engine.reach.rows import COLUMNS as OF_FACILITIES

        return as_own(OF_FACILITIES)
    from wwz_engine.care.own import COLUMNS as OF_FIGURES
    from wwz_engine.services import kinds

    shapes = {"area": AREA, "area_year": NUMBER, "kind": CHOICE, "number": NUMBER, "as_of": DAY}
    choices = {"kind": {one.key: one.label for one in kinds().values()}}
    return tuple(
        OwnColumn(
            one.key, one.label, one.meaning, shapes.get(one.key, TEXT), choices.get(one.key, {}),
            one.required,
        )
        for one in OF_FIGURES
    )  # fmt: skip


def as_own(columns: Iterable[Column]) -> tuple[OwnColumn, ...]:
    return tuple(
        OwnColumn(
            one.key, upper_first(one.label), one.meaning, one.kind, one.values or {},
            one.required, one.usual or "",
        )
        for one in columns
    )  # fmt: skip


def check_own(
    kind: str, rows: Iterable[tuple[Mapping[str, str], int]], areas: Mapping[str, str], today: date
) -> Iterator[OwnChecked]:
    """Rows of text, each with the year of its areas, as the engine reads them."""
    from wwz_engine.care import own
    from wwz_engine.groups import own as groups
    from wwz_engine.proposals import checks as of_sites
    from wwz_engine.reach import checks as of_facilities
    from wwz_engine.sources.cells import Checked
    from wwz_engine.supply import checks

    wrong = 0
    for cells, layout in rows:
        checked: Checked[Any]
        hints = wrong < MOST_HINTS
        if kind == OwnKind.WONINGEN:
            checked = checks.check_row(cells, areas, layout, today, hints=hints)
        elif kind == OwnKind.AANDACHTSGROEPEN:
            checked = groups.check_row(cells, areas, layout, today, hints=hints)
        elif kind == OwnKind.LOCATIES:
            checked = of_sites.check_row(cells, areas, layout, hints=hints)
        elif kind == OwnKind.VOORZIENINGEN:
            checked = of_facilities.check_facility(cells, areas, layout, hints=hints)
        else:
            checked = own.check_row(cells, areas, layout, today, hints=hints)
        wrong += checked.row is None
        problems = tuple((one.column, one.words) for one in checked.problems)
        row = vars(checked.row).items() if checked.row is not None else None
        cells_read = {key: as_cell(value) for key, value in row} if row is not None else None
        yield OwnChecked(cells_read, problems)


def as_cell(value: object) -> str:
    """A value as text that reads back as the same value: 12,5 and 2026-01-01."""
    if value is None:
        return ""
    return f"{value:.10g}".replace(".", ",") if isinstance(value, float) else str(value)


def with_own(tables: Catalogue, own: OwnRows) -> Tables:
    """The open data, and beside them what partnerships brought, under keys of its own."""
    from wwz_engine.care.own import KEY as FIGURES
    from wwz_engine.groups.kept import own_groups_table
    from wwz_engine.groups.own import KEY as GROUPS
    from wwz_engine.groups.own import of_text
    from wwz_engine.reach.rows import KEY as FACILITIES
    from wwz_engine.sources.beside import WithOwn
    from wwz_engine.supply.table import KEY as HOMES

    found = {}
    if own.homes:
        found[HOMES] = homes_table(own)
    if own.figures:
        found[FIGURES] = figures_table(own)
    if own.groups:
        found[GROUPS] = own_groups_table(
            list(map(of_text, own.groups)), own.publisher, timezone.localdate(),
            fictional=own.fictional,
        )  # fmt: skip
    if own.facilities:
        found[FACILITIES] = facilities_table(own)
    return WithOwn(tables, found) if found else tables


def homes_table(own: OwnRows) -> Table:
    from wwz_engine.supply.rows import COLUMNS, NUMBER, SupplyRow
    from wwz_engine.supply.table import supply_table

    whole = {one.key for one in COLUMNS if one.kind == NUMBER}

    def value(key: str, cell: str) -> Any:
        return (int(cell) if cell else None) if key in whole else cell

    rows = [
        SupplyRow(**{key: value(key, cell) for key, cell in cells.items()}) for cells in own.homes
    ]
    return supply_table(rows, own.publisher, own.as_of)


def facilities_table(own: OwnRows) -> Table:
    """Facilities under the gemeente of the rows that name no area: each row names one."""
    from wwz_engine.reach.rows import BY_KEY, FacilityRow
    from wwz_engine.reach.table import facility_table
    from wwz_engine.supply.rows import NUMBER

    def value(key: str, cell: str) -> Any:
        if BY_KEY[key].kind != NUMBER:
            return cell
        if not cell:
            return None
        return float(cell.replace(",", ".")) if key in ("x", "y") else int(cell)

    rows = [
        FacilityRow(**{key: value(key, cell) for key, cell in cells.items()})
        for cells in own.facilities
    ]
    return facility_table(rows, "", own.publisher, own.as_of)


def figures_table(own: OwnRows) -> Table:
    from datetime import date

    from wwz_engine.care.own import OwnFigure, own_table

    rows = [
        OwnFigure(
            id=cells["id"],
            area=cells["area"],
            area_year=int(cells["area_year"]),
            kind=cells["kind"],
            number=float(cells["number"].replace(",", ".")),
            unit=cells["unit"],
            as_of=date.fromisoformat(cells["as_of"]),
            source=cells["source"],
        )
        for cells in own.figures
    ]
    return own_table(rows, own.publisher, fictional=own.fictional)
