"""The promised path as a red line per year, and what was measured as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from wwz.akkoord.models import Afspraak, Measurement
from wwz.akkoord.presentation.words import about, amount
from wwz.opgave.figures import svg
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.wording import in_full, listing, number


@dataclass(frozen=True)
class Year:
    """One year: what was promised for its end, and the last value measured in it."""

    year: int
    promised: Decimal | None
    measured: Decimal | None


@dataclass(frozen=True)
class Size:
    width: float
    height: float
    left: float
    right: float
    bottom: float
    bar: float
    class_: str


WIDE = Size(720, 250, 40, 20, 32, 0.64, "wwz-svg wwz-only-wide")
NARROW = Size(340, 240, 40, 20, 32, 0.64, "wwz-svg wwz-only-narrow")
TOP = 22.0


def years_of(afspraak: Afspraak) -> list[Year]:
    """Every year with a goal or a measurement, in order."""
    promised = {target.year: target.value for target in afspraak.path.all()}
    measured: dict[int, Decimal] = {}
    for one in sorted(afspraak.measurements.all(), key=lambda m: m.measured_on):
        measured[year_of(one, promised)] = one.value
    return [
        Year(year, promised.get(year), measured.get(year))
        for year in sorted(promised.keys() | measured.keys())
    ]


def year_of(one: Measurement, promised: dict[int, Decimal]) -> int:
    """A baseline stands under the year before, where the path begins, when there is one."""
    before = one.measured_on.year - 1
    return before if one.baseline and before in promised else one.measured_on.year


def path_chart(afspraak: Afspraak, place: str) -> Chart | None:
    """The chart with its title, table and source; none without a path."""
    years = years_of(afspraak)
    goals = [year for year in years if year.promised is not None]
    if not goals:
        return None
    unit = afspraak.measure_unit or afspraak.unit
    first, last = goals[0].promised, goals[-1].promised
    label = label_of(years, unit)
    demo = any(one.demo for one in afspraak.measurements.all())
    sub = f"{afspraak.measure[:1].upper()}{afspraak.measure[1:]}, {place}"
    return Chart(
        title=f"Van {amount(first, unit)} naar {amount(last, unit)}: het afgesproken pad",
        sub=sub + (" (demo-cijfer)" if demo else ""),
        drawings=[drawing(years, unit, label, size) for size in (WIDE, NARROW)],
        citation=cited(afspraak),
        table=table(years, unit, sub),
    )


def cited(afspraak: Afspraak) -> Citation:
    newest = max(afspraak.measurements.all(), key=lambda m: m.measured_on, default=None)
    if newest is None:
        return Citation("nog niet gemeten; het pad staat in het akkoord")
    return Citation(f"{newest.source}, {in_full(newest.measured_on)}")


def label_of(years: Sequence[Year], unit: str) -> str:
    promised = [f"{amount(y.promised, unit)} in {y.year}" for y in years if y.promised is not None]
    measured = [f"{amount(y.measured, unit)} in {y.year}" for y in years if y.measured is not None]
    words = f"Staafgrafiek. Afgesproken pad: {listing(promised)}. "
    return words + (f"Gemeten: {listing(measured)}." if measured else "Nog niet gemeten.")


def drawing(years: Sequence[Year], unit: str, label: str, size: Size) -> SafeString:
    values = [float(v) for y in years for v in (y.promised, y.measured) if v is not None]
    scale = svg.Scale(0, max([*values, 1.0]) * 1.08, size.height - size.bottom, TOP)
    step = (size.width - size.left - size.right) / len(years)
    parts = list(grid(scale, size))
    for place, year in enumerate(years):
        middle = size.left + step * (place + 0.5)
        parts += column(year, middle, step * size.bar, scale, unit)
        parts.append(svg.text(str(year.year), middle, size.height - 11, None, "middle"))
    base = scale(0)
    parts.append(svg.line(size.left, base, size.width - size.right, base, "axis"))
    return svg.picture(parts, size.width, size.height, label, size.class_)


def grid(scale: svg.Scale, size: Size) -> list[str]:
    parts = []
    for value in svg.ticks_from_zero(scale.high, 3):
        y = scale(value)
        parts.append(svg.line(size.left, y, size.width - size.right, y, "grid"))
        words = number(value, 0 if value == int(value) else 1)
        parts.append(svg.text(words, size.left - 8, y + 4.5, "t-soft", "end"))
    return parts


def column(year: Year, middle: float, width: float, scale: svg.Scale, unit: str) -> list[str]:
    """A bar for what was measured, a red line for what was promised, each with its number."""
    parts = []
    short = "procent" if unit in ("procent", "%") else ""
    if year.measured is not None:
        top = scale(float(year.measured))
        parts.append(
            svg.element("rect", class_="f1", x=middle - width / 2, y=top, width=width,
                        height=scale(0) - top)
        )  # fmt: skip
        inside = scale(0) - top > 26
        parts.append(
            svg.text(amount(year.measured, short), middle, top + 20 if inside else top - 8,
                     "t-white" if inside else "t1 halo", "middle")
        )  # fmt: skip
    if year.promised is not None:
        y, half = scale(float(year.promised)), width / 2 + 6
        parts.append(svg.line(middle - half, y, middle + half, y, "goal"))
        parts.append(
            svg.text(about(year.promised, short), middle + half, y - 7, "t-thread halo", "end")
        )
    return parts


def table(years: Sequence[Year], unit: str, caption: str) -> Table:
    rows = [
        Row([
            Cell(str(year.year)),
            Cell(amount(year.promised, unit) if year.promised is not None else "geen doel"),
            Cell(amount(year.measured, unit) if year.measured is not None else "niet gemeten"),
        ])
        for year in years
    ]  # fmt: skip
    columns = [Column("Eind van het jaar", numeric=False), Column("Afgesproken"), Column("Gemeten")]
    return Table("pad", caption, columns, rows)
