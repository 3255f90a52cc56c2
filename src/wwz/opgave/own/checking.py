"""What each line of a file would change: new, other, the same, or wrong and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from wwz.areas.models import Area, Level
from wwz.areas.names import folded
from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.own.columns import ID, OwnChecked
from wwz.opgave.own.models import Difference, OwnKind, OwnRow
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership

LEVELS = {
    OwnKind.WONINGEN: (Level.WIJK, Level.BUURT),
    OwnKind.CIJFERS: (Level.GEMEENTE, Level.WIJK, Level.BUURT),
    OwnKind.LOCATIES: (Level.WIJK, Level.BUURT),
    OwnKind.AANDACHTSGROEPEN: (Level.GEMEENTE,),
    OwnKind.VOORZIENINGEN: (Level.GEMEENTE, Level.WIJK, Level.BUURT),
}
# What only one row of a kind may say, the column to tell it at, and what to do.
ONCE = {
    OwnKind.CIJFERS: (
        ("area", "kind", "as_of"), "kind",
        "Dit cijfer staat al bij nummer {}, voor hetzelfde gebied en dezelfde dag. Haal een van "
        "de twee weg.",
    ),
    OwnKind.AANDACHTSGROEPEN: (
        ("area", "group", "name", "since"), "since",
        "Bij kenmerk {} staat deze groep al, vanaf dezelfde dag. Wijzig die regel, of kies een "
        "andere dag.",
    ),
}  # fmt: skip
Problems = Sequence[tuple[str, str]]


class NoAreasError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__(
            "Wij kennen nog geen wijken en buurten van uw gemeente. Laat eerst een analyse draaien."
        )


@dataclass(frozen=True)
class Outcome:
    """What one line comes to, beside the rows that stand."""

    difference: str
    cells: Mapping[str, str]
    problems: Problems = ()
    row: OwnRow | None = None
    area: Area | None = None


def areas_of(partnership: Partnership, kind: str) -> dict[str, Area]:
    """Areas that rows can be of, by code: of each gemeente in its newest layout with buurten."""
    codes = list(partnership.areas.values_list("code", flat=True))
    found = (
        Area.objects.filter(Q(gemeente__code__in=codes) | Q(code__in=codes))
        .filter(level__in=(Level.GEMEENTE, Level.WIJK, Level.BUURT))
        .select_related("gemeente")
        .defer("geometry", "gemeente__geometry")
        .order_by("name", "code")
    )
    layouts: dict[str, int] = {}
    for one in found:
        if one.level != Level.GEMEENTE:
            layouts[code_of(one)] = max(layouts.get(code_of(one), 0), one.year)
    return {
        one.code: one
        for one in found
        if one.level in LEVELS[OwnKind(kind)] and one.year == layouts.get(code_of(one))
    }


def code_of(area: Area) -> str:
    return area.gemeente.code if area.gemeente is not None else area.code


@dataclass
class Checker:
    """Checks line after line, and remembers which numbers a file has given already."""

    actor: Actor
    partnership: Partnership
    kind: str
    today: date
    areas: Mapping[str, Area]
    known: Mapping[str, OwnRow]
    seen: dict[str, int] = field(default_factory=dict)
    told: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, partnership: Partnership, kind: str, today: date) -> Checker:
        """With all areas and rows of a partnership: three queries.

        Raises
        ------
        NoAreasError
        """
        areas = areas_of(partnership, kind)
        if not areas:
            raise NoAreasError
        rows = OwnRow.objects.filter(partnership=partnership, kind=kind)
        known = {row.number: row for row in rows.select_related("organisation")}
        return cls(actor, partnership, kind, today, areas, known)

    def outcomes(self, lines: Iterable[tuple[int, Mapping[str, str]]]) -> list[Outcome]:
        """Of lines with their numbers, in the order of the file."""
        found = [(line, self.placed(cells)) for line, cells in lines]
        rows = [(cells, self.layout_of(cells)) for _, cells in found]
        names = {area.code: area.name for area in self.areas.values()}
        checked = jobs.check_own(self.kind, rows, names, self.today)
        self.told = {self.said(row.cells): row.number for row in self.known.values()
                     if row.taken_out_at is None}  # fmt: skip
        return [
            self.outcome(line, cells, one)
            for (line, cells), one in zip(found, checked, strict=True)
        ]

    def placed(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """A facility that names no area lies in the gemeente, where there is only one."""
        if self.kind != OwnKind.VOORZIENINGEN or cells.get("area", "").strip():
            return cells
        whole = [area for area in self.areas.values() if area.level == Level.GEMEENTE]
        return {**cells, "area": whole[0].code} if len(whole) == 1 else cells

    def layout_of(self, cells: Mapping[str, str]) -> int:
        """The year of the area that is named, else of the newest areas there are."""
        text = cells.get("area", "").strip()
        area = self.areas.get(text.upper())
        if area is None:
            name = folded(text)
            named = (one for one in self.areas.values() if one.search_name == name)
            area = next(named, None)
        return area.year if area else max(one.year for one in self.areas.values())

    def outcome(self, line: int, cells: Mapping[str, str], checked: OwnChecked) -> Outcome:
        number = cells.get(ID, "").strip()
        row = self.known.get(number)
        problems = [*checked.problems, *self.about_number(line, number, row)]
        if checked.cells is not None and not problems:
            problems += self.about_double(number, checked.cells)
        if checked.cells is not None and not checked.cells["area"]:
            problems.append(("area", "Gebied: kies de gemeente of de buurt."))
        if problems or checked.cells is None:
            return Outcome(Difference.WRONG, dict(cells), problems, row)
        difference = Difference.CHANGED
        if row is None or row.taken_out_at is not None:
            difference = Difference.NEW
        elif row.cells == checked.cells:
            difference = Difference.SAME
        area = self.areas[checked.cells["area"]]
        return Outcome(difference, checked.cells, row=row, area=area)

    def about_number(self, line: int, number: str, row: OwnRow | None) -> Problems:
        """One number is one row, and belongs to one organisation."""
        if not number:
            return []
        before = self.seen.setdefault(number, line)
        if before != line:
            return [
                (ID, f"‘{number}’ staat ook in regel {before}. Geef elke regel een eigen kenmerk.")
            ]
        if row is not None and not self.may_change(row):
            return [
                (ID, f"‘{number}’ is van {row.organisation}. Kies een ander kenmerk, of vraag die "
                     "organisatie om de regel te wijzigen.")
            ]  # fmt: skip
        return []

    def may_change(self, row: OwnRow) -> bool:
        far = self.actor.reach(Action.KEEP_OWN_ROWS, self.partnership.pk)
        return far is Reach.ALL or (
            far is Reach.OWN and row.organisation_id == self.actor.organisation_id
        )

    def about_double(self, number: str, cells: Mapping[str, str]) -> Problems:
        """The same of one area and day under another number would count twice."""
        if self.kind not in ONCE:
            return []
        other = self.told.setdefault(self.said(cells), number)
        if other == number:
            return []
        _, column, words = ONCE[OwnKind(self.kind)]
        return [(column, words.format(other))]

    def said(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """What a row says that no other may say too."""
        keys = ONCE[OwnKind(self.kind)][0] if self.kind in ONCE else (ID,)
        return tuple(folded(cells.get(key, "")) for key in keys)
