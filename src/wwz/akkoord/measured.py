"""What the figures say about a promise: the newest figure beside the promised path, today.

The path runs in straight lines between its points: where it began, and the end of each year.
Who is less behind than the margin is on course; less than twice the margin asks for attention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from wwz.addresses import address_of
from wwz.akkoord.funding import FundingGap, funding_gap, promise_ends_on
from wwz.akkoord.models import Afspraak, InterimTarget, Measurement
from wwz.areas.models import Area
from wwz.beside import below, read_beside
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, Kind, State

__all__ = [
    "FundingGap", "Measured", "funding_gap", "measured", "measured_of", "path_points",
    "promise_ends_on", "promised_on",
]  # fmt: skip

OLDEST = timedelta(days=200)
"""A figure that is older says nothing about today."""
SLACK = Decimal("0.05")
"""Part of the promised value that counts as margin when the parties agreed on none."""

# What a reading needs of a fact.
TOLD = ("id", "year", "missing", "hidden", "shown_value", "shown_low", "shown_high", "fictional")

Point = tuple[date, Decimal]


@dataclass(frozen=True)
class Measured:
    """``light`` is gerealiseerd, op_koers, aandacht, loopt_achter or nog_niet_te_meten.

    An old figure is still here with its day, so that a page can say how old it is.
    """

    light: str
    value: Decimal | None = None
    promised: Decimal | None = None
    unit: str = ""
    as_of: date | None = None
    source: str = ""
    address: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Reading:
    """One figure, from a measurement or from a published fact."""

    value: Decimal
    as_of: date
    source: str
    address: str = ""
    demo: bool = False


def measured(afspraak: Afspraak, today: date) -> Measured:
    return measured_of([afspraak], today)[afspraak.pk]


def measured_of(afspraken: Sequence[Afspraak], today: date) -> dict[UUID, Measured]:
    """The light of each, in a fixed number of queries however many there are."""
    read_beside(afspraken, InterimTarget.objects.all(), "afspraak")
    read_beside(afspraken, Measurement.objects.all(), "afspraak")
    facts = newest_facts(afspraken, today)
    return {
        afspraak.pk: judged(afspraak, newest_reading(afspraak, facts, today), today)
        for afspraak in afspraken
    }


def judged(afspraak: Afspraak, reading: Reading | None, today: date) -> Measured:
    """The light for one figure."""
    points = path_points(afspraak)
    unit = afspraak.measure_unit or afspraak.unit
    promised = promised_on(points, today) if points else None
    if reading is None:
        return Measured("nog_niet_te_meten", promised=promised, unit=unit)
    light = "nog_niet_te_meten"
    if promised is not None and today - reading.as_of <= OLDEST:
        light = light_of(reading.value, promised, points, afspraak.tolerance)
    return Measured(
        light=light,
        value=reading.value,
        promised=promised,
        unit=unit,
        as_of=reading.as_of,
        source=reading.source,
        address=reading.address,
        demo=reading.demo,
    )


def light_of(value: Decimal, promised: Decimal, points: Sequence[Point], margin: Decimal) -> str:
    """The word for a value beside what was promised for this day.

    >>> path = [(date(2025, 12, 31), Decimal(48)), (date(2030, 12, 31), Decimal(70))]
    >>> light_of(Decimal(48), Decimal(52), path, Decimal(3))
    'aandacht'
    """
    first, last = points[0][1], points[-1][1]
    falling = last < first
    behind = value - promised if falling else promised - value
    reached = value <= last if falling else value >= last
    if reached and first != last:
        return "gerealiseerd"
    margin = margin or abs(promised) * SLACK
    if behind <= margin:
        return "op_koers"
    return "aandacht" if behind <= 2 * margin else "loopt_achter"


# --- the promised path ---


def path_points(afspraak: Afspraak) -> list[Point]:
    """Where the promise begins and what there is at the end of each year; empty without a goal."""
    points = [(date(target.year, 12, 31), target.value) for target in below(afspraak, "path")]
    if not points and afspraak.target is not None:
        points = [(afspraak.due_on, afspraak.target)]
    points.sort()
    start = next((one for one in below(afspraak, "measurements") if one.baseline), None)
    if start is not None and points and start.measured_on < points[0][0]:
        points.insert(0, (start.measured_on, start.value))
    return points


def promised_on(points: Sequence[Point], day: date) -> Decimal:
    """The promised value on a day, on the straight line between two points.

    >>> promised_on([(date(2026, 1, 1), Decimal(0)), (date(2026, 1, 11), Decimal(10))],
    ...             date(2026, 1, 4))
    Decimal('3')
    """
    if day <= points[0][0]:
        return points[0][1]
    for (since, low), (until, high) in pairwise(points):
        if day <= until:
            return low + (high - low) * (day - since).days / (until - since).days
    return points[-1][1]


# --- the newest figure ---


def newest_reading(
    afspraak: Afspraak, facts: Mapping[UUID, Reading], today: date
) -> Reading | None:
    """The newest of what was measured for this promise and what the opgave published."""
    found = [reading_of(one) for one in below(afspraak, "measurements") if one.measured_on <= today]
    if afspraak.pk in facts:
        found.append(facts[afspraak.pk])
    return max(found, key=lambda reading: reading.as_of, default=None)


def reading_of(measurement: Measurement) -> Reading:
    address = address_of("opgave:fact", measurement.fact_id) if measurement.fact_id else ""
    return Reading(
        measurement.value, measurement.measured_on, measurement.source, address, measurement.demo
    )


def newest_facts(afspraken: Iterable[Afspraak], today: date) -> dict[UUID, Reading]:
    """By promise the newest published figure that is not a projection, all in one query.

    Several areas have no published figure together. A gemeente has a row per year of layout, so
    the code joins them.
    """
    bound = [afspraak.pk for afspraak in afspraken if afspraak.indicator_id is not None]
    if not bound:
        return {}
    facts = (
        Fact.objects.filter(
            study__state=State.PUBLISHED,
            indicator=OuterRef("afspraak__indicator"),
            area__in=Area.objects.filter(code=OuterRef(OuterRef("area__code"))).values("pk"),
            year__lte=today.year,
            missing="",
            hidden="",
        )
        .exclude(kind=Kind.PROJECTED)
        .order_by("-year", "-study__finished_at")
        .values_list(JSONObject(label="indicator__label", **{name: name for name in TOLD}))
    )
    places = Afspraak.areas.through.objects.filter(afspraak__in=bound)
    found: dict[UUID, list[dict[str, Any] | None]] = defaultdict(list)
    for pk, told in places.values_list("afspraak_id", Subquery(facts[:1])):
        found[pk].append(told)
    read = {
        pk: reading_of_fact(rows[0]) for pk, rows in found.items() if len(rows) == 1 and rows[0]
    }
    return {pk: reading for pk, reading in read.items() if reading is not None}


def reading_of_fact(told: Mapping[str, Any]) -> Reading | None:
    """What may be shown of it. A year stands for its first day: no figure seems newer than it is.

    The page of the fact names publisher and day; a list of promises has no room to ask for them.
    """
    fact = Fact(**{name: told[name] for name in TOLD})
    shown = disclose(fact)
    if shown.value is None:
        return None
    return Reading(
        value=Decimal(str(round(shown.value, 2))),
        as_of=date(fact.year, 1, 1),
        source=f"opgave, {told['label']}, {fact.year}",
        address=address_of("opgave:fact", UUID(told["id"])),
        demo=bool(fact.fictional),
    )
