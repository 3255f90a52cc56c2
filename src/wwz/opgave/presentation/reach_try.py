"""Words, tables and the map of trying out a facility: before, after, and where it helps most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from wwz.opgave import jobs
from wwz.opgave.disclosure import HIDDEN_WORD
from wwz.opgave.figures.choropleth import MapValue
from wwz.opgave.figures.classes import classes_for
from wwz.opgave.figures.facilities import Pin, facility_map
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import LegendRow, legend, outlines_of
from wwz.opgave.presentation.reach import PROFILES
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.wording import lower_first, number, percentage

Told = Mapping[str, Any]
OPEN, MOVE, CLOSE = "open", "verplaats", "sluit"
GOALS = {
    jobs.MOST_REACH: "De meeste mensen erbij op loopafstand",
    jobs.LEAST_WALKING: "Gemiddeld het minst lopen",
}
EDGE = "de rand van de gemeente"


@dataclass(frozen=True)
class TryMap:
    drawing: SafeString
    legend: Sequence[LegendRow]


def try_address(slug: str, gemeente: str, **given: Any) -> str:
    """The page with a choice filled in: a link that can be shared."""
    query = {"gemeente": gemeente} | {
        key: one for key, one in given.items() if one not in ("", None)
    }
    return f"{reverse('reach:build', args=[slug])}?{urlencode(query)}"


def kind_label(key: str) -> str:
    return next((one.label for one in jobs.facility_kinds() if one.key == key), key)


# --- before and after ---


def headline(answer: Told, asked: Told) -> list[str]:
    """What changes for the whole gemeente, in one or two sentences."""
    whole = answer["areas"][0]
    before, after = whole["people_before"], whole["people_after"]
    if before is None or after is None:
        lacking = " en ".join(lower_first(kind_label(one)) for one in answer["lacking"])
        if lacking:
            return [
                f"Wie alles dichtbij heeft, is niet bekend: van {lacking} is er geen opgegeven."
            ]
        return ["Wie alles dichtbij heeft, kunnen wij hier niet tonen."]
    name, who = whole["name"], PROFILES[asked["profile"]]
    if not asked["action"]:
        return [
            f"Nu hebben ongeveer {number(before)} mensen van 75 jaar en ouder in {name} alle "
            f"basisvoorzieningen op loopafstand, gemeten voor {who}."
        ]
    found = [f"Alles op loopafstand in {name}: {change_words(before, after)}."]
    of_kind = next((one for one in answer["of_kind"] if one["code"] == whole["code"]), None)
    if of_kind and None not in (of_kind["people_before"], of_kind["people_after"]):
        told = change_words(of_kind["people_before"], of_kind["people_after"])
        found.append(f"{kind_label(asked['kind'])} op loopafstand: {told}.")
    if asked["kind"] not in [one.key for one in jobs.facility_kinds() if one.basic]:
        found.append("Deze soort hoort niet bij de basis. Daarom verandert ‘alles’ niet.")
    return found


def change_words(before: float, after: float) -> str:
    """'ongeveer 715 mensen van 75 jaar en ouder erbij, van 2.155 naar 2.870'"""
    if before == after:
        return f"geen verschil te zien, het blijven er ongeveer {number(before)}"
    many, word = number(abs(after - before)), "erbij" if after > before else "minder"
    return (
        f"ongeveer {many} mensen van 75 jaar en ouder {word}, "
        f"van {number(before)} naar {number(after)}"
    )


def before_after(answer: Told, *, only_changed: bool) -> Table:
    """Per area who has all basics near, before and after; the gemeente first."""
    rows = [area_row(area) for area in shown_areas(answer, only_changed=only_changed)]
    columns = (
        Column("Gebied", numeric=False), Column("Aandeel nu"), Column("Aandeel straks"),
        Column("Mensen nu"), Column("Verschil"),
    )  # fmt: skip
    words = "Waar iets verandert" if only_changed else "Alle wijken en buurten"
    return Table("bereik-proef", f"{words}: 75-plussers met alles op loopafstand", columns, rows)


def shown_areas(answer: Told, *, only_changed: bool) -> list[Told]:
    return [
        area
        for area in answer["areas"]
        if not only_changed or area["level"] == "gemeente" or differs(area)
    ]


def differs(area: Told) -> bool:
    return bool(area["people_before"] != area["people_after"] or area["before"] != area["after"])


def area_row(area: Told) -> Row:
    before, after = area["people_before"], area["people_after"]
    hidden = before is None or after is None
    difference = Cell("–") if hidden else Cell(signed_people(after - before), sort=after - before)
    return Row(
        [Cell(area["name"]), share_cell(area["before"], hidden=before is None),
         share_cell(area["after"], hidden=after is None), people_cell(before), difference],
        picked=area["level"] == "gemeente",
    )  # fmt: skip


def signed_people(value: float) -> str:
    if not value:
        return "0"
    return f"{'+' if value > 0 else '−'}{number(abs(value))}"


def people_cell(value: float | None) -> Cell:
    return Cell(HIDDEN_WORD) if value is None else Cell(number(value), sort=value)


def share_cell(value: float | None, *, hidden: bool) -> Cell:
    """A share goes where its number of people goes: the one gives the other."""
    if hidden:
        return Cell(HIDDEN_WORD)
    return Cell("geen cijfer") if value is None else Cell(percentage(value), sort=value)


def try_map(study: Study, answer: Told, asked: Told) -> TryMap | None:
    """Shares after the change, with the facilities of the kind; None where no borders are known."""
    for level in ("buurt", "wijk"):
        areas = [area for area in answer["areas"] if area["level"] == level]
        shapes = outlines_of(study.pk, level)
        if areas and shapes.paths:
            break
    else:
        return None
    shown = {
        area["code"]: share_cell(area["after"], hidden=area["people_after"] is None)
        for area in areas
    }
    before = [area["before"] for area in areas if area["people_before"] is not None]
    # The classes of before, so that a colour keeps its meaning when something changes.
    classes = classes_for([one for one in before if one is not None], "procent")
    values = {
        area["code"]: MapValue(
            area["name"], shown[area["code"]].words, value_of(shown[area["code"]])
        )
        for area in areas
    }
    label = (
        f"Kaart van {study.gemeente.name}: aandeel 75-plussers met alles op loopafstand. "
        "De tabel heeft dezelfde cijfers."
    )
    drawing = facility_map(shapes, values, classes, pins_of(answer, asked), label)
    return TryMap(drawing, legend(classes))


def value_of(cell: Cell) -> float | None:
    return cell.sort if isinstance(cell.sort, float) else None


def pins_of(answer: Told, asked: Told) -> list[Pin]:
    gone = asked["id"] if asked["action"] in (MOVE, CLOSE) else None
    pins = [
        Pin(one["name"] or kind_label(one["kind"]), one["lon"], one["lat"])
        for one in answer["facilities"]
        if one["id"] != gone
    ]
    if answer["spot"]:
        words = f"Nieuwe plek: {lower_first(kind_label(asked['kind']))}"
        pins.append(Pin(words, answer["spot"]["lon"], answer["spot"]["lat"], new=True))
    return pins


# --- best places ---


def best_table(gaps: Sequence[Told], names: Mapping[str, str], address: Any, caption: str) -> Table:
    """Places for one new facility, with a link that tries each."""
    columns = (
        Column("Plek", numeric=False), Column("Voorziening", numeric=False),
        Column("75-plussers erbij"),
    )  # fmt: skip
    rows = [
        Row([Cell(spot, address(soort=gap["kind"], x=gap["x"], y=gap["y"], wat=OPEN)),
             Cell(kind_label(gap["kind"])), Cell(number(gap["people"]), sort=gap["people"])])
        for gap, spot in zip(gaps, spots(gaps, names), strict=True)
    ]  # fmt: skip
    return Table("beste-plekken", caption, columns, rows)


def spots(found: Sequence[Told], names: Mapping[str, str]) -> list[str]:
    """What each place is called; of more in one area the others are numbered."""
    told: list[str] = []
    met: dict[tuple[str, str], int] = {}
    for one in found:
        where = f"Bij {names.get(one['area'], EDGE)}"
        same = (where, one.get("kind", ""))
        met[same] = met.get(same, 0) + 1
        told.append(where if met[same] == 1 else f"{where}, plek {met[same]}")
    return told


def several_words(found: Told, kind: str) -> str:
    """What several new ones do, and how far from the best that can be."""
    many = len(found["places"])
    if found.get("goal") == jobs.LEAST_WALKING:
        return walking_words(found, many, lower_first(kind_label(kind)))
    words = (
        f"Met {new_places(many)} krijgen ongeveer {number(found['people'])} mensen van 75 jaar "
        f"en ouder dit erbij: {lower_first(kind_label(kind))} op loopafstand."
    )
    if found["most"] > found["people"]:
        return f"{words} Meer dan {number(found['most'])} kan niet met de plekken die wij proberen."
    return f"{words} Beter kan niet met de plekken die wij proberen."


def new_places(many: int) -> str:
    return "één nieuwe plek" if many == 1 else f"{many} nieuwe plekken"


def walking_words(found: Told, many: int, kind: str) -> str:
    """How far people of 75 and older walk to the nearest one, with these places and without."""
    if found["metres"] is None:
        return "Van niemand van 75 jaar en ouder is bekend waar zij wonen en hoe zij lopen."
    words = (
        f"Met {new_places(many)} lopen mensen van 75 jaar en ouder gemiddeld "
        f"{number(found['metres'])} meter naar de dichtstbijzijnde voorziening van de soort {kind}."
    )
    if found["before"] is not None:
        words += f" Nu is dat {number(found['before'])} meter."
    if found["without"]:
        words += f" Ongeveer {number(found['without'])} van hen hebben geen weg erheen."
    percent = ceil(1000 * found["gap"]) / 10
    if not percent:
        return f"{words} Korter kan niet met de plekken die wij proberen."
    less = number(percent, 1)
    return f"{words} Met andere plekken die wij proberen is dat hooguit {less}% korter."
