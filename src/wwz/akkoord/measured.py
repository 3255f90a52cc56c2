"""What the figures say about a promise: the newest figure beside the promised path, today.

The path runs in straight lines between its points: where it began, and the end of each year.
Who is less behind than the margin is on course; less than twice the margin asks for attention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from wwz.addresses import address_of
from wwz.akkoord.funding import FundingGap, funding_gap, promise_ends_on
from wwz.akkoord.models import Afspraak, InterimTarget, Measurement
from wwz.areas.models import Area
from wwz.beside import read_beside
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, Kind, Study

__all__ = [
    "FundingGap", "Measured", "funding_gap", "measured", "measured_of", "path_points",
    "promise_ends_on", "promised_on",
]  # fmt: skip

OLDEST = timedelta(days=200)
"""A figure that is older says nothing about today."""
SLACK = Decimal("0.05")
"""Part of the promised value that counts as margin when the parties agreed on none."""

# Borders are large, and no promise needs them.
PLACES = Prefetch("areas", Area.objects.defer("geometry"))

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
    points = [(date(target.year, 12, 31), target.value) for target in afspraak.path.all()]
    if not points and afspraak.target is not None:
        points = [(afspraak.due_on, afspraak.target)]
    points.sort()
    start = next((one for one in afspraak.measurements.all() if one.baseline), None)
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
    afspraak: Afspraak, facts: Mapping[tuple[int, str], Reading], today: date
) -> Reading | None:
    """The newest of what was measured for this promise and what the opgave published."""
    found = [reading_of(one) for one in afspraak.measurements.all() if one.measured_on <= today]
    if afspraak.indicator_id is not None:
        published = facts.get((afspraak.indicator_id, only_area(afspraak)))
        found += [published] if published is not None else []
    return max(found, key=lambda reading: reading.as_of, default=None)


def reading_of(measurement: Measurement) -> Reading:
    address = address_of("opgave:fact", measurement.fact_id) if measurement.fact_id else ""
    return Reading(
        measurement.value, measurement.measured_on, measurement.source, address, measurement.demo
    )


def only_area(afspraak: Afspraak) -> str:
    """The code of its area; several areas have no published figure together."""
    areas = afspraak.areas.all()
    return areas[0].code if len(areas) == 1 else ""


def newest_facts(afspraken: Iterable[Afspraak], today: date) -> dict[tuple[int, str], Reading]:
    """By indicator and area the newest published figure that is not a projection."""
    bound = [afspraak for afspraak in afspraken if afspraak.indicator_id is not None]
    if not bound:
        return {}
    prefetch_related_objects(bound, PLACES)
    facts = (
        Fact.objects.filter(
            study__in=Study.objects.published(),
            indicator__in={afspraak.indicator_id for afspraak in bound},
            area__code__in={only_area(afspraak) for afspraak in bound} - {""},
            year__lte=today.year,
            missing="",
            hidden="",
        )
        .exclude(kind=Kind.PROJECTED)
        .select_related("area", "indicator")
        .defer("value", "low", "high", "area__geometry")
        .order_by("-year", "-study__finished_at")
    )
    newest: dict[tuple[int, str], Fact] = {}
    for fact in facts:
        newest.setdefault((fact.indicator_id, fact.area.code), fact)
    return readings(newest)


def readings(newest: Mapping[tuple[int, str], Fact]) -> dict[tuple[int, str], Reading]:
    """What may be shown of each. A year stands for its first day: no figure seems newer than it is.

    The page of the fact names publisher and day; a list of promises has no room to ask for them.
    """
    found = {}
    for key, fact in newest.items():
        shown = disclose(fact)
        if shown.value is None:
            continue
        found[key] = Reading(
            value=Decimal(str(round(shown.value, 2))),
            as_of=date(fact.year, 1, 1),
            source=f"opgave, {fact.indicator.label}, {fact.year}",
            address=address_of("opgave:fact", fact.pk),
            demo=fact.fictional,
        )
    return found
