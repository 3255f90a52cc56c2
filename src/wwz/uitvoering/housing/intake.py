"""A file of lines, beside the lines that stand: new, other, the same, or wrong and why.

Nothing is kept between looking and taking in: the page carries what was read, signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction

from wwz.areas.names import folded
from wwz.errors import RuleBrokenError
from wwz.opgave.own.models import Difference
from wwz.opgave.own.reading import Content
from wwz.opgave.rival_files import FileRefusedError
from wwz.partners.actor import Actor
from wwz.partners.choosing import TypedChoice, flat
from wwz.spreadsheets import Value, as_text
from wwz.uitvoering.housing.content import contents_of
from wwz.uitvoering.housing.forms import LineChoices, LineForm
from wwz.uitvoering.housing.lines import WRITTEN as KEPT
from wwz.uitvoering.housing.lines import (
    LineText,
    add_line,
    change_line,
    drop_line,
    may_keep,
    take_up_line,
)
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.uitvoering.housing.sheets import NO, WRITTEN, YES
from wwz.uitvoering.housing.shown import shown_rows
from wwz.uitvoering.housing.versions import hold_concept

MOST = 500
SALT = "wwz.uitvoering.housing.intake"
HEADINGS = {key: heading for key, heading, _, _ in WRITTEN}
NEEDED = ("group", "woonvorm", "year", "area", "organisation")
# What a field of choices says of a word that it does not know.
PICKED = ("group", "woonvorm", "area", "organisation", "supported_by", "regime", "initiative",
          "afspraak")  # fmt: skip
Cells = Mapping[str, str]
Line = tuple[int, Cells]


class ExpiredError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__("Wij kennen dit bestand niet meer. Lees het opnieuw in.")


@dataclass(frozen=True)
class Fault:
    """One wrong cell: where it stands, what is in it, and what to do."""

    line: int
    heading: str
    given: str
    words: str


@dataclass
class Planned:
    """What one line of the file comes to."""

    line: int
    number: int | None
    difference: str
    form: LineForm | None = None
    stands: HousingLine | None = None
    dropped: bool = False
    changes: Sequence[tuple[str, str, str]] = ()
    faults: list[Fault] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Regel {self.number}" if self.number else "Nieuwe regel"


def lines_of(content: Content) -> list[Line]:
    """The cells of a file by field, from its headings.

    Raises
    ------
    FileRefusedError
    """
    known = {folded(heading): key for key, heading in HEADINGS.items()}
    places = {known[folded(title)]: place for place, title in enumerate(content.headings)
              if folded(title) in known}  # fmt: skip
    missing = [f"‘{HEADINGS[key]}’" for key in NEEDED if key not in places]
    if missing:
        raise FileRefusedError(
            f"Wij missen de kolom {', '.join(missing)}. Begin met het Excel-bestand van deze "
            "versie: daarin staan alle kolommen."
        )
    if len(content.lines) > MOST:
        raise FileRefusedError(f"Dit bestand heeft meer dan {MOST} regels. Deel het in tweeën.")
    return [
        (line, {key: cells[place] if place < len(cells) else "" for key, place in places.items()})
        for line, cells in content.lines
    ]


def packed(programme: HousingProgramme, lines: Sequence[Line]) -> str:
    """What was read, so that the next press can bring it along and nobody can change it."""
    rows = [[line, dict(cells)] for line, cells in lines]
    seen = [list(one) for one in programme.lines.values_list("number", "revision")]
    return signing.dumps([str(programme.pk), rows, seen], salt=SALT, compress=True)


def unpacked(programme: HousingProgramme, text: str) -> tuple[list[Line], dict[int, int]]:
    """The lines again, and per line that stood the revision that was looked at.

    Raises
    ------
    ExpiredError
    """
    try:
        of, rows, seen = signing.loads(text, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise ExpiredError from error
    if of != str(programme.pk):
        raise ExpiredError
    return [(line, cells) for line, cells in rows], dict(seen)


# --- looking ---


class Planner:
    """Lays each line of a file beside what stands."""

    def __init__(
        self, actor: Actor, programme: HousingProgramme, choices: LineChoices, *, now: datetime
    ) -> None:
        self.actor, self.programme, self.choices = actor, programme, choices
        fields = choices.fields(years=programme.years)
        self.fields = {key: named_choice(key, one) for key, one in fields.items()}
        self.standing = {one.number: one for one in programme.lines.select_related("organisation")}
        contents = contents_of(programme, today=now.date())
        told = shown_rows(contents, contents.rows, {}, inside=True, today=now.date())
        self.cells = {
            one.row.number: {key: cell_text(value(one)) for key, _, _, value in WRITTEN}
            for one in told
        }
        self.seen: dict[int, int] = {}
        self.unnamed: dict[int, list[Any]] = {}

    def plan(self, lines: Sequence[Line]) -> list[Planned]:
        named = {cells.get("number", "").strip() for _, cells in lines}
        said = self.programme.lines.values_list("number", "dropped", *KEPT)
        self.unnamed = {number: words for number, *words in said if str(number) not in named}
        return [self.planned(line, cells) for line, cells in lines]

    def planned(self, line: int, given: Cells) -> Planned:
        cells = {key: text.strip() for key, text in given.items()}
        number, faults = self.number_of(line, cells)
        stands = self.standing.get(number) if number else None
        whole = {**self.cells.get(number or 0, {}), **cells}
        dropped = whole.get("dropped", NO).casefold() == YES
        form = LineForm(whole, self.fields, choices=self.choices)
        if not form.is_valid():
            faults += [
                Fault(line, HEADINGS[key], whole.get(key, ""), str(words[0]))
                for key, words in form.errors.items()
            ]
        faults += self.about_dropping(line, whole, dropped)
        if stands is not None and not may_keep(self.actor, self.programme, stands.organisation_id):
            words = "Deze regel is van een andere partij. Vraag haar om hem te wijzigen."
            faults.append(Fault(line, HEADINGS["organisation"], str(stands.organisation), words))
        if faults:
            return Planned(line, number, Difference.WRONG, faults=faults)
        if stands is None and (there := self.taken_before(form.line(), dropped=dropped)):
            return Planned(line, there, Difference.SAME)
        changes = self.changes(number, whole)
        difference = Difference.NEW if stands is None else (
            Difference.CHANGED if changes else Difference.SAME
        )  # fmt: skip
        return Planned(line, number, difference, form, stands, dropped, changes)

    def number_of(self, line: int, cells: Cells) -> tuple[int | None, list[Fault]]:
        text = cells.get("number", "")
        if not text:
            return None, []
        number = int(text) if text.isdecimal() and len(text) < 6 else 0
        words = ""
        if number not in self.standing:
            words = "Deze versie heeft geen regel met dit nummer. Is de regel nieuw? Laat leeg."
        elif (before := self.seen.setdefault(number, line)) != line:
            words = f"Dit nummer staat ook in regel {before} van uw bestand."
        return number or None, [Fault(line, HEADINGS["number"], text, words)] if words else []

    def about_dropping(self, line: int, cells: Cells, dropped: bool) -> list[Fault]:
        text = cells.get("dropped", "")
        if text.casefold() not in ("", YES, NO):
            return [Fault(line, HEADINGS["dropped"], text, "Vul ja of nee in.")]
        if dropped and not cells.get("because"):
            words = "Schrijf waarom deze regel vervalt: dat leest het bestuur."
            return [Fault(line, HEADINGS["because"], "", words)]
        return []

    def taken_before(self, text: LineText, *, dropped: bool) -> int | None:
        """The line that says just this and that no other line of the file is about.

        A press that comes twice brings the same new lines again.
        """
        said = [getattr(text, name) for name in KEPT]
        words = [dropped, *(getattr(one, "pk", one) for one in said)]
        there = next((one for one, other in self.unnamed.items() if other == words), None)
        if there is not None:
            del self.unnamed[there]
        return there

    def changes(self, number: int | None, cells: Cells) -> list[tuple[str, str, str]]:
        """Each cell that is other than what stands: its heading, what it was, what it becomes."""
        before = self.cells.get(number or 0, {})
        return [
            (HEADINGS[key], before.get(key, ""), text)
            for key, text in cells.items()
            if key in HEADINGS and key != "number" and alike(text) != alike(before.get(key, ""))
        ]


def cell_text(value: Value) -> str:
    """A cell as it is read back; no sign before what looks a formula."""
    return value if isinstance(value, str) else as_text(value, False)


def alike(text: str) -> str:
    """Cells that say the same: 24 and 24,0 and 24.00."""
    plain = text.replace(",", ".")
    try:
        return f"{float(plain):g}"
    except ValueError:
        return " ".join(text.split())


def named_choice(key: str, one: Any) -> Any:
    """A field of choices that takes the words of the list, as a file has them."""
    if key in PICKED and not isinstance(one, TypedChoice):
        return TypedChoice(one, flat(one.choices))
    return one


# --- taking in ---


@transaction.atomic
def take_in(
    actor: Actor, programme: HousingProgramme, lines: Sequence[Line], choices: LineChoices, *,
    seen: Mapping[int, int], now: datetime,
) -> int:  # fmt: skip
    """All good lines that change something, whole or not at all; how many.

    Raises
    ------
    NotAllowedError, WrongStateError, HousingRefusedError, LineChangedError
    """
    # Locked before looking: a second press finds the lines that the first made.
    hold_concept(programme)
    taken = 0
    for one in Planner(actor, programme, choices, now=now).plan(lines):
        if one.form is not None and one.difference != Difference.SAME:
            revision = seen.get(one.number or 0)
            put_in(actor, programme, one, one.form.line(), revision, now=now)
            taken += 1
    return taken


def put_in(
    actor: Actor, programme: HousingProgramme, one: Planned, text: LineText,
    revision: int | None, *, now: datetime,
) -> None:  # fmt: skip
    if one.stands is None:
        line = add_line(actor, programme, text, now=now)
    else:
        one.stands.programme = programme
        line = change_line(actor, one.stands, text, revision=revision, now=now)
    if one.dropped:
        drop_line(actor, line, text.because, now=now)
    elif line.dropped:
        take_up_line(actor, line, now=now)
