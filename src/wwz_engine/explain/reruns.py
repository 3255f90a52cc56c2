"""Two studies run again with what they rest on swapped: why a number changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from importlib.metadata import version

from wwz_engine.errors import EngineError
from wwz_engine.explain.keeping import KeptStudy, Place
from wwz_engine.explain.parts import MICRO, TOGETHER, Explanation, Part, part_of, shares_of, subsets
from wwz_engine.explain.recipe import (
    LABELS,
    Group,
    Recipe,
    group_of_field,
    group_of_table,
    rates_and_definitions,
)
from wwz_engine.facts import Fact
from wwz_engine.population.places import Places, places_of
from wwz_engine.sources.bridge import Bridge, BridgedTables
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Table
from wwz_engine.study import StudyRequest, work_out

Values = Mapping[Place, float]
NO_BRIDGE = (
    "De indeling in buurten of wijken is veranderd. Zonder brugtabel zijn grenzen en gegevens niet "
    "te scheiden; zij staan samen bij de gegevens."
)
OLDER_ENGINE = (
    "Een van de analyses is met een andere rekenversie gemaakt. Wat die versie scheelt, staat bij "
    "de rekenmethode."
)
NOT_SPLIT = "Dit gebied of dit jaar bestaat niet in elke tussenstap. Het verschil is één deel."


class NotComparableError(EngineError):
    """Two facts that are not the same figure, or of which one has no number."""


class Reruns:
    """Two kept studies of one gemeente, run again as often as it takes.

    Parameters
    ----------
    bridge : from the areas of the earlier study to those of the later one, where they differ
    progress : called with a share 0..1 before each run

    Raises
    ------
    NotComparableError
    """

    def __init__(
        self,
        earlier: KeptStudy,
        later: KeptStudy,
        bridge: Bridge | None = None,
        progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        self._before, self._after = earlier, later
        self._progress = progress
        self._runs: dict[frozenset[Group], Values] = {}
        places = _places(earlier), _places(later)
        if places[0].gemeente.code != places[1].gemeente.code:
            raise NotComparableError(
                f"De analyses gaan over {places[0].gemeente.name} en {places[1].gemeente.name}. "
                "Kies twee analyses van dezelfde gemeente."
            )
        self._bridge = bridge
        self._gemeente = places[1].gemeente.code
        found = _differing(earlier.recipe, later.recipe)
        if bridge is not None:
            found.add(Group.BORDERS)
        self.groups = tuple(group for group in Group if group in found)
        self.notes = _notes(earlier.recipe, later.recipe, places, bridge)

    def code_of(self, area: str) -> str:
        """The code of an area that may be named as the study was asked for: Zwolle, GM0193."""
        asked = (self._before.recipe.request.gemeente, self._after.recipe.request.gemeente)
        return self._gemeente if area in asked else area

    def explain(self, place: Place) -> Explanation:
        """Why the figure at this indicator, area and year changed.

        Raises
        ------
        NotComparableError
            one of the studies has no number there
        """
        first, last = self._before.values.get(place), self._after.values.get(place)
        if first is None or last is None:
            raise NotComparableError(
                f"Het cijfer {place[0]} van {place[1]} in {place[2]} staat niet in beide analyses "
                "met een getal."
            )
        before, after = millionths(first), millionths(last)
        parts, notes = self._parts(place, before, after)
        return Explanation(
            place[0], place[1], place[2],
            Decimal(before) / MICRO, Decimal(after) / MICRO, parts, (*self.notes, *notes),
        )  # fmt: skip

    def explain_all(self, places: Iterable[Place]) -> list[Explanation]:
        """Every figure that both studies have, and that is not equal in both."""
        before, after = self._before.values, self._after.values
        both = (place for place in places if place in before and place in after)
        return [self.explain(place) for place in both if before[place] != after[place]]

    def _parts(
        self, place: Place, before: int, after: int
    ) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        start, end = self._value(frozenset(), place), self._value(self._all, place)
        if start is None or end is None:
            return (part_of(Group.METHOD, after - before),), ()
        found, together = self._divided(place, start, end)
        # What the engine makes of an older study now, against what was published then.
        found[Group.METHOD] = found.get(Group.METHOD, 0) + (start - before) + (after - end)
        parts = [part_of(group, found[group]) for group in Group if found.get(group)]
        if not together:
            return tuple(parts), ()
        words = ", ".join(LABELS[group].lower() for group in self.groups)
        one = Part(TOGETHER, f"Samen: {words}", Decimal(together) / MICRO)
        return (*parts, one), (NOT_SPLIT,)

    def _divided(self, place: Place, start: int, end: int) -> tuple[dict[Group, int], int]:
        """Millionths per group, and what is left because a mixture has no such figure."""
        found: dict[Group, int] = {}
        on_later_borders = self._all & {Group.BORDERS}
        if on_later_borders:
            # First of all: figures can be compared only on the same land.
            moved = self._value(on_later_borders, place)
            if moved is None:
                return found, end - start
            found[Group.BORDERS] = moved - start
        others = [group for group in self.groups if group is not Group.BORDERS]
        worth = {
            chosen: self._value(chosen | on_later_borders, place) for chosen in subsets(others)
        }
        whole = {chosen: value for chosen, value in worth.items() if value is not None}
        if len(whole) < len(worth):
            return found, end - start - found.get(Group.BORDERS, 0)
        found.update(zip(others, shares_of(others, whole.__getitem__), strict=True))
        return found, 0

    @property
    def runs_needed(self) -> int:
        """How many times a study is run to explain any figure."""
        borders = Group.BORDERS in self.groups
        return int(2 ** (len(self.groups) - borders)) + borders

    @property
    def _all(self) -> frozenset[Group]:
        return frozenset(self.groups)

    def _value(self, groups: frozenset[Group], place: Place) -> int | None:
        value = self.values(groups).get(place)
        return None if value is None else millionths(value)

    def values(self, groups: frozenset[Group]) -> Values:
        """All figures when these groups are those of the later study; none when that cannot be."""
        if groups not in self._runs:
            self._progress(min(1.0, len(self._runs) / self.runs_needed))
            try:
                self._runs[groups] = self._run(groups)
            except EngineError:
                # An end year before the later start, say: a mixture that never was a study.
                self._runs[groups] = {}
        return self._runs[groups]

    def _run(self, groups: frozenset[Group]) -> Values:
        def of(group: Group) -> Recipe:
            return (self._after if group in groups else self._before).recipe

        request = _mixed(of, self._before.recipe.request)
        with rates_and_definitions(rates=of(Group.RATES), meaning=of(Group.DEFINITION)):
            worked = work_out(request, self._tables(groups))
            return {
                (figures.indicator, area.code, year): value
                for figures in worked.figures
                for area, year, value in figures.known()
            }

    def _tables(self, groups: frozenset[Group]) -> Tables:
        own = {
            group: (self._after if group in groups else self._before).tables
            for group in (Group.DATA, Group.RATES, Group.PLANS)
        }
        data = own.pop(Group.DATA)
        if self._bridge is not None and Group.BORDERS in groups and Group.DATA not in groups:
            data = BridgedTables(data, self._bridge)
        return _Mixed(data, own)


class _Mixed:
    """Counts of one study, rates and plans of another."""

    def __init__(self, data: Tables, others: Mapping[Group, Tables]) -> None:
        self._data, self._others = data, others

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return self._of(key).has(key, gemeente, period)

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        return self._of(key).load(key, gemeente, period)

    def _of(self, key: str) -> Tables:
        return self._others.get(group_of_table(key), self._data)


def explain(fact_a: Fact, fact_b: Fact, runs: Reruns) -> Explanation:
    """Why the same figure has another value in a later study.

    Parameters
    ----------
    fact_a, fact_b : of the earlier and of the later study: same indicator, area and year
    runs : the two studies, kept when they were run

    Raises
    ------
    NotComparableError
    """
    places = [(one.indicator.key, one.area.code, one.year) for one in (fact_a, fact_b)]
    if places[0] != places[1]:
        raise NotComparableError(
            "De twee feiten gaan over een ander cijfer, gebied of jaar. Kies twee keer hetzelfde "
            "cijfer, uit twee analyses."
        )
    return runs.explain(places[0])


def millionths(value: float) -> int:
    """A number of a fact, which has six decimals, as a whole number."""
    return round(value * MICRO)


def _differing(before: Recipe, after: Recipe) -> set[Group]:
    """The groups in which two studies are not the same."""
    found = {
        group_of_field(field.name)
        for field in fields(StudyRequest)
        if field.name != "gemeente"
        and getattr(before.request, field.name) != getattr(after.request, field.name)
    }
    if _numbers(before) != _numbers(after):
        found.add(Group.RATES)
    if before.definitions != after.definitions:
        found.add(Group.DEFINITION)
    for question in {*before.tables, *after.tables}:
        if before.tables.get(question) != after.tables.get(question):
            found.add(group_of_table(question[0]))
    return found


def _numbers(recipe: Recipe) -> dict[str, float | dict[str, float]]:
    return {name: one.values[0].value for name, one in recipe.parameters.items()}


def _mixed(of: Callable[[Group], Recipe], start: StudyRequest) -> StudyRequest:
    """A request with each field from the study that its group is taken from."""
    return replace(
        start,
        **{
            field.name: getattr(of(group_of_field(field.name)).request, field.name)
            for field in fields(StudyRequest)
            if field.name != "gemeente"
        },
    )


def _places(kept: KeptStudy) -> Places:
    request = kept.recipe.request
    return places_of(kept.tables, request.gemeente, request.composed)


def _notes(
    before: Recipe, after: Recipe, places: tuple[Places, Places], bridge: Bridge | None
) -> tuple[str, ...]:
    notes = []
    layouts = [{unit.code for unit in one.units} for one in places]
    if bridge is None and layouts[0] != layouts[1]:
        notes.append(NO_BRIDGE)
    if {before.engine_version, after.engine_version} != {version("wwz-platform")}:
        notes.append(OLDER_ENGINE)
    return tuple(notes)
