"""The tables of trying out a facility as files: each row says what it is and on what it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from wwz.opgave import jobs
from wwz.opgave.disclosure import HIDDEN_WORD
from wwz.opgave.exports import FICTION_NOTE, REMARKS
from wwz.opgave.presentation.reach import PROFILES
from wwz.opgave.presentation.reach_try import (
    MOVE,
    OPEN,
    Told,
    before_after,
    kind_label,
    several_words,
    shown_areas,
    spots,
)
from wwz.opgave.presentation.reading import Download
from wwz.opgave.presentation.tables import Row
from wwz.opgave.wording import lower_first
from wwz.spreadsheets import Column, Sheet, Value

CHANGED, AREAS = "verandering", "gebieden"
ANY, OF_KIND, TOGETHER = "alles", "soort", "samen"
CHANGE_TABLES, PLACE_TABLES = (CHANGED, AREAS), (ANY, OF_KIND, TOGETHER)
SOURCE = "eigen berekening van Platform WWZ, met de 75-plussers zoals zij op de site staan"
STRAIGHT = "De afstand is hemelsbreed, maal een vaste factor voor de omweg."
ON_STREETS = "De afstand is gemeten over straten en paden."
LEFT_OUT = "Waar het aantal mensen verborgen is, tellen zij niet mee."
PEOPLE = "mensen van 75 jaar en ouder"


def downloads(address: str, pk: UUID, name: str) -> list[Download]:
    """CSV and Excel of a table, by the name of its address."""
    return [
        Download(words, reverse(address, args=[pk, name, form]))
        for words, form in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def change_sheet(
    answer: Told, asked: Told, name: str, answered: datetime
) -> Sheet[Sequence[Value]]:
    """Per area who has all basics near before and after: the rows of the page."""
    only = name == CHANGED
    areas = shown_areas(answer, only_changed=only)
    rows = before_after(answer, only_changed=only).rows
    told = (f"Aandeel en aantal {PEOPLE} met alle basisvoorzieningen op loopafstand "
            f"({basics_words()}), voor {PROFILES[asked['profile']]}. {how(answer)}")  # fmt: skip
    tail = (SOURCE, date(answer["year"], 1, 1), answered.date(), told)
    titles = (
        "gebied", "gebiedscode", "soort gebied", "proef", "aandeel nu (procent)",
        "aandeel straks (procent)", "mensen nu", "verschil in mensen", "opmerking",
    )  # fmt: skip
    lines = [
        (area["name"], area["code"], area["level"], change_told(answer, asked),
         *(value_of(row, column) for column in range(1, 5)), remark_of(row, answer), *tail)
        for area, row in zip(areas, rows, strict=True)
    ]  # fmt: skip
    return sheet_of(f"bereik-proef-{name}", titles, lines, answer, told)


def places_sheet(
    found: Told, asked: Told, name: str, names: Mapping[str, str], answered: datetime
) -> Sheet[Sequence[Value]]:
    """Where one new facility helps most, or where several do: the rows of the page."""
    several = found["several"] or {"places": []}
    places = {ANY: found["any"], OF_KIND: found["of_kind"], TOGETHER: several["places"]}[name]
    counted = (f"Hoeveel {PEOPLE} er iets bij krijgen, voor {PROFILES[asked['profile']]}. "
               f"{how(found)}")  # fmt: skip
    told = counted
    if name == TOGETHER and found["several"]:
        walks = several.get("goal") == jobs.LEAST_WALKING
        rest = f"Voor {PROFILES[asked['profile']]}. {how(found)}" if walks else counted
        told = f"{several_words(several, asked['kind'])} {rest}"
    tail = (SOURCE, answered.date(), told)
    titles = ("plek", "gebiedscode", "voorziening", "x", "y", "75-plussers erbij", "opmerking")
    lines = [
        (spot, one["area"],
         kind_label(one.get("kind", asked["kind"])), one["x"], one["y"], one.get("people"),
         fiction_of(found), *tail)
        for one, spot in zip(places, spots(places, names), strict=True)
    ]  # fmt: skip
    return sheet_of(f"bereik-plekken-{name}", titles, lines, found, told)


def sheet_of(
    name: str,
    titles: Sequence[str],
    lines: Sequence[Sequence[Value]],
    answer: Told,
    told: str,
) -> Sheet[Sequence[Value]]:
    dated = ("peildatum",) if "year" in answer else ()
    titles = (*titles, "bron", *dated, "berekend op", "omschrijving")

    def column(place: int, title: str) -> Column[Sequence[Value]]:
        wide = title in ("bron", "omschrijving", "proef")
        return Column(title, lambda line: line[place], 60 if wide else 18)

    about = [("Let op", FICTION_NOTE)] if answer["fictional"] else []
    about += [("Omschrijving", told), ("Bron", SOURCE), ("Leeg vak", "Leeg is nooit nul.")]
    columns = tuple(column(place, title) for place, title in enumerate(titles))
    return Sheet(name, columns, lines, tuple(about))


def value_of(row: Row, column: int) -> Value:
    """What the page shows; of what it hides or does not know nothing."""
    return row.cells[column].sort


def remark_of(row: Row, answer: Told) -> str:
    words = [cell.words for cell in row.rest]
    remarks = [REMARKS[HIDDEN_WORD]] if HIDDEN_WORD in words else []
    remarks += ["geen cijfer"] if "geen cijfer" in words else []
    return "; ".join(one for one in (*remarks, fiction_of(answer)) if one)


def fiction_of(answer: Told) -> str:
    return FICTION_NOTE if answer["fictional"] else ""


def how(answer: Told) -> str:
    return f"{STRAIGHT if answer['straight'] else ON_STREETS} {LEFT_OUT}"


def basics_words() -> str:
    return ", ".join(one.label.lower() for one in jobs.facility_kinds() if one.basic)


def change_told(answer: Told, asked: Told) -> str:
    """What was tried: 'Huisarts erbij (x 203000, y 503000)'."""
    if not asked["action"]:
        return "zoals het nu is"
    spot = answer["spot"]
    where = f" (x {spot['x']:.0f}, y {spot['y']:.0f})" if spot else ""
    if asked["action"] == OPEN:
        return f"{kind_label(asked['kind'])} erbij{where}"
    known = {one["id"]: one["name"] for one in answer["facilities"]}
    name = known.get(asked["id"]) or asked["id"]
    done = "verplaatst" if asked["action"] == MOVE else "gesloten"
    return f"{name} ({lower_first(kind_label(asked['kind']))}) {done}{where}"
