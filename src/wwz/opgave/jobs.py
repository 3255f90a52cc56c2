"""Work for the background worker: the only place of the site that uses the engine.

The engine is imported inside functions, so that pages, which import this module to put a job in
the queue, never load numpy.
"""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from wwz.areas.models import Area, Level
from wwz.areas.queries import known_postcodes
from wwz.areas.services import NewArea, store_areas, store_overlaps
from wwz.errors import RuleBrokenError
from wwz.opgave.changes import Change, Explained, earlier_facts, shown_number
from wwz.opgave.models import Fact, Study, StudyRecipe
from wwz.opgave.own.columns import AREA, CHOICE, DAY, NUMBER, TEXT, OwnChecked, OwnColumn
from wwz.opgave.own.counting import OwnRows, own_rows_of
from wwz.opgave.own.models import OwnKind
from wwz.opgave.publishing import StudyStoppedError, publish
from wwz.opgave.queries.published import areas_of, borders, latest_study
from wwz.opgave.releases import Released, released
from wwz.opgave.running import fail, in_hand, let_go, reporter, start
from wwz.opgave.wording import as_spoken, step_of, upper_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from wwz.opgave.own.groups import GroupOnDay
    from wwz_engine.disclosure import Shown
    from wwz_engine.explain import KeptStudy, Store
    from wwz_engine.facts import Fact as EngineFact
    from wwz_engine.sources.dataset import Tables
    from wwz_engine.sources.registry import Catalogue
    from wwz_engine.sources.tidy import Table
    from wwz_engine.study import StudyResult

    Report = Callable[[float, str], None]

logger = logging.getLogger(__name__)

# With fewer gemeenten than this a list does not cover the country.
WHOLE_COUNTRY = 300
# Looking for a name much like a wrong one takes long: of a file only in so many lines.
MOST_HINTS = 100
EXPLAINING = "Verschillen met de vorige analyse uitleggen"


@task()
def run_study(study_id: str, attempt: int) -> None:
    """Run one study and publish what it finds. A stopped study is left as it is."""
    carry_out(UUID(study_id), attempt)


def carry_out(
    pk: UUID, attempt: int, catalogue: Catalogue | None = None, own: OwnRows | None = None
) -> None:
    """Run, publish, or say in the study what went wrong. Unknown faults are raised as well.

    ``own`` are rows that count instead of those in the database.
    """
    from wwz_engine.errors import EngineError

    try:
        study = start(pk, attempt, now=timezone.now())
    except StudyStoppedError:
        return
    with in_hand(pk):
        try:
            compute_and_publish(study, catalogue, own)
        except StudyStoppedError:
            logger.info("Study %s was stopped", pk)
        except (KeyboardInterrupt, SystemExit):
            let_go(pk, attempt)
            raise
        except EngineError as error:
            fail(pk, attempt, str(error), now=timezone.now())
        except Exception:
            reference = secrets.token_hex(4)
            logger.exception("Study %s failed, reference %s", pk, reference)
            fail(pk, attempt, unknown_fault(reference), now=timezone.now())
            raise


def unknown_fault(reference: str) -> str:
    return (
        "De analyse is mislukt door een fout in het systeem. Er is niets gepubliceerd. Probeer het "
        f"opnieuw; lukt het weer niet, geef de beheerder dan kenmerk {reference}."
    )


def compute_and_publish(
    study: Study, catalogue: Catalogue | None = None, own: OwnRows | None = None
) -> None:
    from wwz_engine.explain import Recorder, kept_from
    from wwz_engine.sources import fictional
    from wwz_engine.study import StudyRequest
    from wwz_engine.study import run_study as run_engine

    report = reporter(study.pk, study.attempt)
    tables = catalogue or fictional.catalogue_for(study.gemeente.code)
    request = StudyRequest(
        gemeente=study.gemeente.code,
        to=study.to_year,
        draws=study.draws,
        seed=study.seed,
        scenario=study.scenario,
    )
    recorder = Recorder(with_own(tables, own or own_rows_of(study.gemeente.code)))
    result = run_engine(request, recorder, report)
    shown = shown_of(result, released(study.gemeente.code))
    kept = kept_from(recorder, request, result, kept_inputs())
    explained = explained_since(study, kept, (result, shown), report)
    report(0.95, "Cijfers publiceren")
    published = publish(
        study, result, shown, attempt=study.attempt, now=timezone.now(), explained=explained
    )
    store_postcodes(published.gemeente, tables)
    locate_postcodes(published, tables)


def data_catalogue() -> Catalogue:
    """Where the data are found."""
    from wwz_engine.sources.registry import default_catalogue

    return default_catalogue()


def fictional_catalogue() -> Catalogue:
    """The invented data of Verzonnendam, for where no real data can be had."""
    from wwz_engine.sources import fictional

    return fictional.catalogue()


def shown_of(result: StudyResult, before: Released | None = None) -> list[Shown]:
    """For each fact, in order, what may leave the server, beside what was published before."""
    from wwz_engine.disclosure.earlier import Earlier
    from wwz_engine.shown_facts import shown_facts

    earlier = Earlier.of(before.hidden, before.shown) if before else Earlier()
    return shown_facts(result.facts, result.indicators, earlier)


# --- why figures differ from those of the study before ---


def kept_inputs() -> Store:
    """Where the tables lie that studies rest on; studies with equal input share them."""
    from wwz_engine.explain import Store

    return Store(settings.VAR / "invoer")


def explained_since(
    study: Study, kept: KeptStudy, found: tuple[StudyResult, list[Shown]], report: Report
) -> Explained:
    """What to store beside a study: its recipe, and why its figures are others than before.

    A study before this one that cannot be run again leaves its differences unexplained; that
    is no reason not to publish.
    """
    from wwz_engine.errors import EngineError

    recipe = kept.recipe.as_json()
    earlier = latest_study(study.gemeente.code)
    before = StudyRecipe.objects.filter(study=earlier).first() if earlier else None
    if earlier is None or before is None:
        return Explained(recipe)
    try:
        changes = changes_since(earlier, before, kept, found, report)
    except EngineError as error:
        logger.warning("Study %s is not explained against %s: %s", study.pk, earlier.pk, error)
        return Explained(recipe)
    return Explained(recipe, earlier.pk, changes)


def changes_since(
    earlier: Study,
    before: StudyRecipe,
    kept: KeptStudy,
    found: tuple[StudyResult, list[Shown]],
    report: Report,
) -> list[Change]:
    """Every figure that is shown otherwise than in the earlier study, with the parts of that."""
    from wwz_engine.explain import Recipe, Reruns, recall

    facts = {(one.indicator.key, one.area.code, one.year): one for one in earlier_facts(earlier)}
    values = {place: one.value for place, one in facts.items() if one.value is not None}
    old = recall(Recipe.of_json(before.content), kept_inputs(), values)
    runs = Reruns(old, kept, progress=lambda share: report(0.8 + 0.1 * share, EXPLAINING))
    changes = []
    result, shown_now = found
    for fact, now in zip(result.facts, shown_now, strict=True):
        place = (fact.indicator.key, fact.area.code, fact.year)
        then = facts.get(place)
        ends = shown_ends(then, fact, now) if then else None
        if ends is not None and ends[0] != ends[1]:
            explanation = runs.explain(place)
            shown = explanation.shown(*ends, step_of(fact.indicator.unit))
            parts = [(part.key, part.label, value) for part, value in shown if value]
            changes.append(Change(place, parts, explanation.notes))
    return changes


def shown_ends(then: Fact, fact: EngineFact, now: Shown) -> tuple[float, float] | None:
    """Both numbers as the pages write them; nothing when one of them is not shown."""
    before = shown_number(then)
    if before is None or now.value is None or now.hidden:
        return None
    unit = fact.indicator.unit
    return as_spoken(before, unit, then.kind), as_spoken(now.value, unit, fact.kind)


# --- what a page may ask: of the engine only what loads no numpy ---


def last_year_near(
    years: Sequence[int],
    value: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
) -> int | None:
    """Up to which of these projected years the band stays near its value; None: not even one."""
    from wwz_engine.population.shelf_life import shelf_life

    return shelf_life(years, value, low, high)


def rows_of_workbook(
    name: str, content: bytes, refused: type[RuleBrokenError], *, keep_empty: bool = False
) -> list[list[str]]:
    """Cells of a workbook that somebody brings, read apart; else refused in a sentence."""
    from wwz_engine.errors import EngineError
    from wwz_engine.sources.raw import MEBIBYTE, Limits
    from wwz_engine.sources.workbook_apart import rows_apart

    limits = Limits(unpacked_bytes=16 * MEBIBYTE, ratio_from_bytes=4 * MEBIBYTE, cells=1_000_000)
    try:
        return rows_apart(name, content, limits, keep_empty=keep_empty)
    except EngineError as error:
        raise refused(str(error)) from error


# --- what a partnership brings of its own ---


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

        return tuple(
            OwnColumn(
                one.key, upper_first(one.label), one.meaning, one.kind, one.values or {},
                one.required, one.usual or "",
            )
            for one in COLUMNS
        )  # fmt: skip
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


def check_own(
    kind: str, rows: Iterable[tuple[Mapping[str, str], int]], areas: Mapping[str, str], today: date
) -> Iterator[OwnChecked]:
    """Rows of text, each with the year of its areas, as the engine reads them."""
    from wwz_engine.care import own
    from wwz_engine.groups import own as groups
    from wwz_engine.supply import checks

    wrong = 0
    for cells, layout in rows:
        checked: checks.Checked | own.Checked | groups.Checked
        hints = wrong < MOST_HINTS
        if kind == OwnKind.WONINGEN:
            checked = checks.check_row(cells, areas, layout, today, hints=hints)
        elif kind == OwnKind.AANDACHTSGROEPEN:
            checked = groups.check_row(cells, areas, layout, today, hints=hints)
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


def groups_on(day: date, rows: Iterable[Mapping[str, str]] = ()) -> Sequence[GroupOnDay]:
    """The classification of groups on a day; of own rows what was changed last comes last."""
    from wwz_engine.aandachtsgroepen import classification
    from wwz_engine.groups.in_force import in_force
    from wwz_engine.groups.own import of_text

    return in_force(classification(), map(of_text, rows), day)


# --- areas that people search for ---


def store_postcodes(gemeente: Area, tables: Catalogue) -> int:
    """Store the postcode areas of a gemeente, as far as a source gives them; how many."""
    if not tables.has("postcodes", gemeente.code):
        return 0
    listed = tables.load("postcodes", gemeente.code).extra
    if not listed.height:
        return 0
    rows = listed.select("area", "area_year", "plaats").rows()
    new = [NewArea(code, year, Level.PC4, f"{code} {place}") for code, year, place in rows]
    return len(store_areas(new, within=gemeente))


def locate_postcodes(study: Study, tables: Catalogue) -> int:
    """Store which wijken and buurten lie in each postcode, as far as maps tell; how many."""
    from wwz_engine.sources.boundaries import shapes
    from wwz_engine.sources.postcode_boundaries import overlaps

    gemeente = study.gemeente
    drawn = shapes(tables, gemeente.code, "pc4")
    if drawn is None:
        return 0
    codes = list(drawn.geometries)
    postcodes = {area.code: area for area in known_postcodes(gemeente, codes)}
    areas = {area.code: area for area in areas_of(study)}
    lying = (
        (postcodes[postcode], areas[code], share)
        for level in (Level.WIJK, Level.BUURT)
        for postcode, code, share in overlaps(drawn.geometries, borders(study.pk, level))
        if postcode in postcodes and code in areas
    )
    return store_overlaps(lying, within=gemeente)


def store_gemeenten(tables: Catalogue) -> int:
    """Store the gemeenten of today, as far as the data list them; how many."""
    years: dict[int, dict[str, str]] = {}
    for key in ("gemeente_boundaries", "kwb"):
        if tables.has(key):
            table = tables.load(key)
            frame = table.extra if table.extra.height else table.rows
            for code, year, level, name in (
                frame.select("area", "area_year", "level", "area_name").unique().rows()
            ):
                if level == Level.GEMEENTE:
                    years.setdefault(year, {})[code] = name
    newest = newest_layout(years)
    return len(store_areas(NewArea(c, y, Level.GEMEENTE, n) for (c, y), n in newest.items()))


def newest_layout(years: dict[int, dict[str, str]]) -> dict[tuple[str, int], str]:
    """The newest list of the whole country, and what is listed in later years.

    A gemeente that is only in an older list was merged into another.
    """
    whole = [year for year, names in years.items() if len(names) >= WHOLE_COUNTRY]
    since = max(whole, default=0)
    found: dict[str, tuple[int, str]] = {}
    for year in sorted(years):
        if year >= since:
            found.update({code: (year, name) for code, name in years[year].items()})
    return {(code, year): name for code, (year, name) in found.items()}
