"""Forms of own rows: a file, its columns, one row, and the filters of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wwz.areas.models import Area
from wwz.opgave import jobs
from wwz.opgave.own.columns import AREA, CHOICE, DAY, ID, NUMBER, OwnColumn
from wwz.opgave.own.models import OwnKind
from wwz.opgave.own.reading import LONGEST_CELL
from wwz.opgave.rival_files import MOST_BYTES

# The column of a kind that a list can be filtered by.
PICKED = {
    OwnKind.WONINGEN: "status",
    OwnKind.CIJFERS: "kind",
    OwnKind.AANDACHTSGROEPEN: "group",
    OwnKind.LOCATIES: "status",
    OwnKind.VOORZIENINGEN: "kind",
}


class FileForm(forms.Form):
    file = forms.FileField(
        label="Het bestand",
        help_text="Excel (XLSX) of CSV, hoogstens 900 kB en 5.000 regels.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        max_length=200,
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Dit bestand is leeg. Gebruik het voorbeeldbestand.",
            "max_length": "De naam van dit bestand is te lang. Geef het een kortere naam.",
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        given: UploadedFile[Any] = self.cleaned_data["file"]
        # Looked at before a byte of it is read.
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Dit bestand is groter dan 900 kB. Deel het in tweeën.")
        return given


class ColumnsForm(forms.Form):
    """For each column of ours, which of the file it is."""

    def __init__(
        self, data: Any, columns: Sequence[OwnColumn], headings: Sequence[str],
        mapping: Mapping[str, int],
    ) -> None:  # fmt: skip
        super().__init__(data)
        offered = [(str(place), words or f"(kolom {place + 1})")
                   for place, words in enumerate(headings)]  # fmt: skip
        # What every row needs comes first.
        for one in sorted(columns, key=lambda column: not column.required):
            self.fields[one.key] = forms.ChoiceField(
                label=one.label,
                help_text=one.meaning,
                choices=[("", "Staat niet in dit bestand"), *offered],
                initial=str(mapping.get(one.key, "")),
                required=one.required,
                error_messages={"required": "Kies de kolom. Elke regel heeft dit nodig."},
            )

    def clean(self) -> dict[str, Any]:
        used: dict[str, str] = {}
        for key, place in list(self.cleaned_data.items()):
            if place and used.setdefault(place, key) != key:
                label = self.fields[used[place]].label
                self.add_error(key, f"Deze kolom koos u ook bij ‘{label}’. Kies een andere.")
        return self.cleaned_data

    def mapping(self) -> dict[str, int]:
        return {key: int(place) for key, place in self.cleaned_data.items() if place}


class RowForm(forms.Form):
    """All cells of one row. What may stand in them, the engine says."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, columns: Sequence[OwnColumn], areas: Mapping[str, Area],
        cells: Mapping[str, str], *, revision: int | None = None, keep_number: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"revision": revision})
        for one in columns:
            if one.key == ID and keep_number:
                continue
            self.fields[one.key] = field_of(one, areas, cells.get(one.key, one.usual))

    def cells(self) -> dict[str, str]:
        return {key: given for key, given in self.cleaned_data.items() if key != "revision"}

    def refuse(self, problems: Iterable[tuple[str, str]]) -> None:
        """Say beside each field what is wrong with it."""
        for key, words in problems:
            self.add_error(key if key in self.fields else None, words)


def field_of(column: OwnColumn, areas: Mapping[str, Area], cell: str) -> forms.Field:
    known: dict[str, Any] = {
        "label": column.label,
        "help_text": column.meaning,
        "required": column.required,
        "initial": as_stored(column, areas, cell),
        "error_messages": {
            "required": "Vul dit in.",
            "invalid_choice": "Kies een van de woorden uit de lijst.",
        },
    }
    stored: str = known["initial"]
    if column.kind == CHOICE:
        return forms.ChoiceField(choices=offered(column, stored), **known)
    if column.kind == AREA:
        choices = [("", "Kies een gebied"), *places(areas, stored)]
        return forms.ChoiceField(choices=choices, **known)
    shape = {NUMBER: {"inputmode": "decimal"}, DAY: {"placeholder": "2026-01-01"}}
    widget = forms.TextInput(attrs=shape.get(column.kind, {}))
    return forms.CharField(max_length=LONGEST_CELL, widget=widget, **known)


def as_stored(column: OwnColumn, areas: Mapping[str, Area], cell: str) -> str:
    """What somebody wrote, as the value of a list when it is one: a label, or a name."""
    values = {label: key for key, label in column.values.items()}
    if column.kind == AREA:
        values = {area.name: code for code, area in areas.items()} | {code: code for code in areas}
    by_word = {word.casefold(): value for word, value in values.items()}
    return by_word.get(cell.strip().casefold(), cell)


def offered(column: OwnColumn, cell: str) -> list[tuple[str, str]]:
    """The values of a choice; a word that is none of them stays, so that it can be seen."""
    values = list(column.values.items())
    if not column.usual:
        values = [("", "Kies uit de lijst"), *values]
    known = cell in column.values or not cell
    return values if known else [(cell, f"{cell} (kennen wij niet)"), *values]


def places(areas: Mapping[str, Area], cell: str) -> list[tuple[str, str]]:
    found = [(code, f"{area.name} ({area.get_level_display()})") for code, area in areas.items()]
    return found if not cell or cell in areas else [(cell, f"{cell} (kennen wij niet)"), *found]


class RowsFilterForm(forms.Form):
    """What of a list is shown; the choice stands in the address."""

    def __init__(
        self, data: Any, kind: str, columns: Sequence[OwnColumn], areas: Mapping[str, Area],
        organisations: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.fields["zoek"] = forms.CharField(label="Zoek", required=False, max_length=100)
        self.fields["gebied"] = choice("Gebied", places(areas, ""))
        self.fields["van"] = choice("Gebracht door", organisations)
        if kind == OwnKind.VOORZIENINGEN:
            self.fields["leefgebied"] = choice("Leefgebied", leefgebieden())
        key = PICKED[OwnKind(kind)]
        column = next(one for one in columns if one.key == key)
        self.fields[key] = choice(column.label, list(column.values.items()))

    def wanted(self) -> dict[str, str]:
        """What was asked and can be; an odd value in the address asks for nothing."""
        self.is_valid()
        return {key: str(value) for key, value in self.cleaned_data.items() if value}


def leefgebieden() -> list[tuple[str, str]]:
    """The leefgebieden, in their fixed order."""
    return [(area, area) for area in dict.fromkeys(one.area for one in jobs.facility_kinds())]


def choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", "Alle"), *choices])
