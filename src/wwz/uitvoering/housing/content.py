"""What a version says: plain words, numbers and days, the same for pages, files and freezing.

A concept is gathered from the database; of an adopted version only what was frozen is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from wwz.addresses import address_of
from wwz.akkoord.models import Regime
from wwz.audit.snapshots import canonical, content_of
from wwz.opgave.jobs.groups import group_labels
from wwz.opgave.models import Fact, SourceRecord
from wwz.opgave.presentation.cited import source_words
from wwz.opgave.presentation.figure import figure_of
from wwz.partners.models import Visibility
from wwz.uitvoering.housing.models import HousingKind, HousingLine, HousingProgramme
from wwz.uitvoering.housing.wording import counted
from wwz.visie.citations import in_words
from wwz.visie.services.adoption import fact_content

FORM = "huisvestingsprogramma 1"
# Signs that no document can hold: pasted along, never meant.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BESIDE = ("area", "organisation", "supported_by", "initiative", "afspraak",
          "fact__indicator", "fact__area", "fact__study")  # fmt: skip
HEAVY = ("area__geometry", "fact__area__geometry", "fact__value", "fact__low", "fact__high")


@dataclass(frozen=True)
class Need:
    """The published figure that a line answers, as it may be shown."""

    key: str
    label: str
    unit: str
    area: str
    year: int
    kind: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    absent: str
    fictional: bool
    words: str
    source: str

    @property
    def address(self) -> str:
        return address_of("opgave:fact", UUID(self.key))

    @property
    def title(self) -> str:
        return f"{self.label}, {self.area}, {self.year}"

    @property
    def counts_homes(self) -> bool:
        return self.unit == "woningen"


@dataclass(frozen=True)
class Work:
    """The project or the promise behind a line; its name is only for who may read it."""

    key: str
    title: str
    public: bool
    kind: str

    @property
    def address(self) -> str:
        page = "uitvoering:initiative" if self.kind == "initiatief" else "akkoord:afspraak"
        return address_of(page, UUID(self.key))


@dataclass(frozen=True)
class Row:
    """One line. What nobody knows is None, and shown so."""

    number: int
    group: str
    group_label: str
    woonvorm: str
    woonvorm_label: str
    year: int
    area: str
    area_name: str
    area_level: str
    party: str
    party_name: str
    homes: int | None
    support_places: int | None
    support_hours: Decimal | None
    supported_by: str
    amount: Decimal | None
    regime: str
    need: str
    kept_because: str
    initiative: Work | None
    afspraak: Work | None
    text: str
    dropped: bool
    because: str
    demo: bool

    @property
    def place(self) -> str:
        """A wijk and a buurt can have the same name."""
        return f"{self.area_name} ({self.area_level})"

    @property
    def many(self) -> str:
        """'24 woningen', '1 plek', or that nobody knows the number."""
        return "aantal niet bekend" if self.homes is None else counted(self.homes, [self.woonvorm])


@dataclass(frozen=True)
class Contents:
    """A whole version."""

    number: int
    title: str
    text: str
    partnership: str
    first_year: int
    last_year: int
    follows: int | None
    adopted_on: date | None
    adopted_for: str
    decision: str
    demo: bool
    rows: Sequence[Row]
    needs: Mapping[str, Need]

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def counting(self) -> list[Row]:
        return [row for row in self.rows if not row.dropped]

    def need_of(self, row: Row) -> Need | None:
        return self.needs.get(row.need)


def contents_of(programme: HousingProgramme, *, today: date) -> Contents:
    """What this version says; of an adopted one what was frozen, checked against its number.

    Raises
    ------
    SnapshotBrokenError
    """
    if programme.snapshot is not None:
        return read(content_of(programme.snapshot))
    return read(json.loads(canonical(gather(programme, today=today))))


# --- from the database ---


def gather(
    programme: HousingProgramme, *, today: date, adopted_on: date | None = None,
    adopted_for: str = "", decision: str = "",
) -> dict[str, Any]:  # fmt: skip
    lines = list(programme.lines.select_related(*BESIDE).defer(*HEAVY))
    facts = {line.fact_id: line.fact for line in lines if line.fact is not None}
    labels = group_labels(today)
    return {
        "form": FORM,
        "number": programme.number,
        "title": programme.title,
        "text": programme.text,
        "partnership": programme.partnership.name,
        "first_year": programme.first_year,
        "last_year": programme.last_year,
        "follows": programme.follows.number if programme.follows else None,
        "adopted_on": adopted_on,
        "adopted_for": adopted_for,
        "decision": decision,
        "demo": programme.partnership.demo,
        "lines": [line_content(line, labels) for line in lines],
        "needs": needs_content(facts.values()),
    }


def line_content(line: HousingLine, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": line.number,
        "group": line.group,
        "group_label": labels.get(line.group, line.group.replace("_", " ")),
        "woonvorm": line.woonvorm,
        "woonvorm_label": HousingKind(line.woonvorm).label,
        "year": line.year,
        "area": line.area.code,
        "area_name": line.area.name,
        "area_level": line.area.get_level_display(),
        "party": line.organisation_id,
        "party_name": str(line.organisation),
        "homes": line.homes,
        "support_places": line.support_places,
        "support_hours": line.support_hours,
        "supported_by": str(line.supported_by or ""),
        "amount": line.amount,
        "regime": Regime(line.regime).label if line.regime else "",
        "need": str(line.fact_id or ""),
        "kept_because": line.kept_because,
        "initiative": initiative_content(line),
        "afspraak": afspraak_content(line),
        "text": line.text,
        "dropped": line.dropped,
        "because": line.because,
        "demo": line.demo,
    }


def initiative_content(line: HousingLine) -> dict[str, Any] | None:
    one = line.initiative
    if one is None:
        return None
    public = one.visibility == Visibility.OPENBAAR
    return {"key": one.pk, "title": one.title, "public": public, "kind": "initiatief"}


def afspraak_content(line: HousingLine) -> dict[str, Any] | None:
    one = line.afspraak
    if one is None:
        return None
    public = one.visibility == Visibility.OPENBAAR
    return {"key": one.pk, "title": str(one), "public": public, "kind": "afspraak"}


def needs_content(facts: Iterable[Fact]) -> dict[str, Any]:
    """Each cited figure once, with all that it rests on."""
    found = list(facts)
    sources = SourceRecord.objects.in_bulk({n for fact in found for n in fact.source_ids})
    told: dict[str, Any] = {}
    for fact in found:
        figure = figure_of(fact)
        named = [sources[n] for n in fact.source_ids if n in sources]
        told[str(fact.pk)] = fact_content(fact, sources) | {
            "gelezen": in_words(figure),
            "afwezig": figure.absent,
            "bron": source_words(named),
            "verzonnen": fact.fictional,
        }
    return told


# --- from what was kept ---


def read(kept: Mapping[str, Any]) -> Contents:
    kept = writable(kept)
    plain = {one.name: kept[one.name] for one in fields(Contents) if one.name in kept}
    day = kept["adopted_on"]
    return Contents(
        **plain
        | {
            "adopted_on": date.fromisoformat(day) if day else None,
            "rows": [read_row(one) for one in kept["lines"]],
            "needs": {key: read_need(key, one) for key, one in kept["needs"].items()},
        }
    )


def writable(kept: Any) -> Any:
    """The same, with a space for every sign that a Word file cannot hold.

    >>> writable({"text": ["a\\x0bb", None]})
    {'text': ['a b', None]}
    """
    if isinstance(kept, str):
        return UNWRITABLE.sub(" ", kept)
    if isinstance(kept, Mapping):
        return {key: writable(one) for key, one in kept.items()}
    return [writable(one) for one in kept] if isinstance(kept, list) else kept


def read_row(kept: dict[str, Any]) -> Row:
    return Row(
        **kept
        | {
            "support_hours": exact(kept["support_hours"]),
            "amount": exact(kept["amount"]),
            "initiative": Work(**kept["initiative"]) if kept["initiative"] else None,
            "afspraak": Work(**kept["afspraak"]) if kept["afspraak"] else None,
        }
    )


def read_need(key: str, kept: Mapping[str, Any]) -> Need:
    return Need(
        key=key,
        label=kept["naam"],
        unit=kept["eenheid"],
        area=kept["gebiedsnaam"],
        year=kept["jaar"],
        kind=kept["soort"],
        value=exact(kept["waarde"]),
        low=exact(kept["laag"]),
        high=exact(kept["hoog"]),
        absent=kept["afwezig"],
        fictional=kept["verzonnen"],
        words=kept["gelezen"],
        source=kept["bron"],
    )


def exact(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)
