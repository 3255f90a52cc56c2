"""The lines as a list for Excel and CSV, which can be edited and brought in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from wwz.akkoord.models import Regime
from wwz.opgave.wording import in_full
from wwz.spreadsheets import Column, Sheet, Value
from wwz.uitvoering.housing.content import Contents
from wwz.uitvoering.housing.models import HousingKind, HousingProgramme
from wwz.uitvoering.housing.shown import ShownRow
from wwz.uitvoering.housing.wording import UNKNOWN

YES, NO = "ja", "nee"
Reader = Callable[[ShownRow], Value]
# Key of the field, heading, width, and what stands in the cell: these are taken in again.
WRITTEN: tuple[tuple[str, str, int, Reader], ...] = (
    ("number", "Regel", 8, lambda one: one.row.number),
    ("group", "Groep", 36, lambda one: one.row.group_label),
    ("woonvorm", "Woonvorm", 28, lambda one: one.row.woonvorm_label),
    ("year", "Klaar in", 9, lambda one: one.row.year),
    ("area", "Gebied", 26, lambda one: one.row.place),
    ("organisation", "Partij", 26, lambda one: one.row.party_name),
    ("homes", "Woningen of plekken", 12, lambda one: one.row.homes),
    ("support_places", "Plekken met begeleiding", 12, lambda one: one.row.support_places),
    ("support_hours", "Uren begeleiding per week", 12, lambda one: one.row.support_hours),
    ("supported_by", "Begeleiding door", 26, lambda one: one.row.supported_by),
    ("amount", "Bedrag in euro", 14, lambda one: one.row.amount),
    ("regime", "Geld uit", 26, lambda one: one.row.regime),
    ("initiative", "Project", 36, lambda one: work_of(one, 0)),
    ("afspraak", "Afspraak", 36, lambda one: work_of(one, 1)),
    ("text", "Toelichting", 40, lambda one: one.row.text),
    ("dropped", "Vervalt", 9, lambda one: YES if one.row.dropped else NO),
    ("because", "Waarom anders of vervallen", 40, lambda one: one.row.because),
)
# For who reads; nothing of these is taken in.
READ: tuple[tuple[str, int, Reader], ...] = (
    ("Antwoord op", 40, lambda one: one.need.title if one.need else "geen openbaar cijfer"),
    ("Wat dat cijfer zegt", 40, lambda one: one.need.words if one.need else UNKNOWN),
    ("Bron van het cijfer", 40, lambda one: one.need.source if one.need else ""),
    ("Opgeleverd", 11, lambda one: one.stand.delivered),
    ("Gemeld op", 12, lambda one: one.stand.told_on),
    ("Hoe ver", 36, lambda one: one.stand.words),
    ("Verzonnen voor de demo", 12, lambda one: YES if one.row.demo else NO),
)


def work_of(one: ShownRow, place: int) -> str:
    """The project or the promise, in the words of a choice."""
    works = [one.row.initiative, one.row.afspraak]
    there = [work for work in works if work is not None]
    wanted = works[place]
    return one.works[there.index(wanted)].title if wanted is not None else ""


def offered(groups: Mapping[str, str], parties: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What a workbook lets somebody choose from, by field."""
    return {
        "group": tuple(groups.values()),
        "woonvorm": tuple(str(label) for _, label in HousingKind.choices),
        "organisation": tuple(parties),
        "supported_by": tuple(parties),
        "regime": tuple(str(label) for _, label in Regime.choices),
        "dropped": (NO, YES),
    }


def rows_sheet(
    programme: HousingProgramme, contents: Contents, rows: Sequence[ShownRow], *, today: date,
    choices: Mapping[str, tuple[str, ...]],
) -> Sheet[ShownRow]:  # fmt: skip
    columns = [
        Column[ShownRow](heading, value, width, choices.get(key, ()))
        for key, heading, width, value in WRITTEN
    ]
    columns += [Column[ShownRow](heading, value, width) for heading, width, value in READ]
    return Sheet(
        file_name(programme, contents), tuple(columns), rows, about(programme, contents, today)
    )


def file_name(programme: HousingProgramme, contents: Contents) -> str:
    return f"huisvestingsprogramma-{programme.partnership.slug}-versie-{contents.number}"


def status_words(contents: Contents, state: str) -> str:
    """'Vastgesteld op 3 maart 2026 door Gemeente Zwolle', or that it is a concept."""
    if contents.adopted_on is None:
        return "Concept, nog niet vastgesteld" if state == "concept" else (
            "Concept, voorgelegd aan het bestuur en nog niet vastgesteld"
        )  # fmt: skip
    told = f"Vastgesteld op {in_full(contents.adopted_on)}"
    if contents.adopted_for:
        told += f" door {contents.adopted_for}"
    if contents.decision:
        told += f", na een besluit in het {contents.decision}"
    return f"{told}. Vervangen door een nieuwere versie" if state == "vervangen" else told


def about(
    programme: HousingProgramme, contents: Contents, today: date
) -> tuple[tuple[str, str], ...]:
    fictional = (("Let op", "Dit programma hoort bij de demo. Regels en partijen zijn verzonnen."),)
    return (
        ("Programma", f"{contents.title}, {contents.partnership}"),
        ("Versie", str(contents.number)),
        ("Status", status_words(contents, programme.state)),
        ("Jaren", f"{contents.first_year} tot en met {contents.last_year}"),
        ("Voortgang tot en met", in_full(today)),
        ("Leeg", "Een lege cel is niet bekend. Dat is geen nul."),
        ("Aanvullen", "Wijzig een cel of voeg onderaan regels toe. Lees het bestand dan weer in."),
        ("Regel", "Laat het nummer staan: daaraan herkennen wij een regel. Nieuw? Laat leeg."),
        *(fictional if any(row.demo for row in contents.rows) else ()),
    )
