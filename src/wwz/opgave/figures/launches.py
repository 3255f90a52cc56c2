"""What was forecast then beside what was counted: a line of counts, and dots from every launch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.wording import number

LABEL_GAP = 18.0


@dataclass(frozen=True)
class Launch:
    """A forecast of then: the year it was made from, the number of that year, and its years."""

    year: int
    people: float
    forecast: Mapping[int, float]

    def points(self) -> list[tuple[int, float]]:
        return [(self.year, self.people), *sorted(self.forecast.items())]


@dataclass(frozen=True)
class Size:
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    steps: int
    class_: str


WIDE = Size(720, 340, 58, 120, 14, 34, 4, "wwz-svg wwz-only-wide")
NARROW = Size(340, 290, 52, 96, 14, 34, 3, "wwz-svg wwz-only-narrow")


def launches(
    counted: Mapping[int, float], made: Sequence[Launch], picked: int, label: str, size: Size = WIDE
) -> SafeString:
    """``picked`` is the year of the launch that is told about; the others stay in the back."""
    numbers = [*counted.values(), *(value for one in made for _, value in one.points())]
    years = [*counted, *(year for one in made for year, _ in one.points())]
    x = svg.Scale(min(years), max(years), size.left, size.width - size.right)
    y = svg.Scale(0, (max(numbers) or 1.0) * 1.04, size.height - size.bottom, size.top)
    told = next((one for one in made if one.year == picked), None)
    parts = [*_grid(x, y, size), *_years(sorted(set(years)), x, y)]
    for one in made:
        if one.year != picked:
            parts.append(_dots(one, x, y, "line s6", "1 6"))
    parts += _counted(counted, x, y)
    if told:
        parts += _told(told, x, y)
    parts += _labels(counted, told, x, y)
    return svg.picture(parts, size.width, size.height, label, size.class_)


def _grid(x: svg.Scale, y: svg.Scale, size: Size) -> list[str]:
    parts = []
    for value in svg.ticks_from_zero(y.high, size.steps):
        at = y(value)
        parts.append(svg.line(x.start, at, x.end, at, "grid" if value else "axis"))
        parts.append(svg.text(number(value), x.start - 8, at + 4.5, "t-soft", "end"))
    return parts


def _years(years: Sequence[int], x: svg.Scale, y: svg.Scale) -> list[str]:
    """Every year that has room; the first and the last always."""
    shown = [years[0], years[-1]]
    for year in years:
        if all(abs(x(year) - x(other)) > 38 for other in shown):
            shown.append(year)
    parts = []
    for year in sorted(set(shown)):
        parts.append(svg.line(x(year), y.start, x(year), y.start + 5, "axis"))
        parts.append(svg.text(str(year), x(year), y.start + 22, None, "middle"))
    return parts


def _places(points: Sequence[tuple[int, float]], x: svg.Scale, y: svg.Scale) -> str:
    return svg.points([(x(year), y(value)) for year, value in points])


def _dots(one: Launch, x: svg.Scale, y: svg.Scale, class_: str, dashes: str) -> str:
    return svg.element(
        "polyline", class_=class_, fill="none", stroke_dasharray=dashes, stroke_linecap="round",
        points=_places(one.points(), x, y),
    )  # fmt: skip


def _counted(counted: Mapping[int, float], x: svg.Scale, y: svg.Scale) -> list[str]:
    points = sorted(counted.items())
    line = svg.element("polyline", class_="line s1", points=_places(points, x, y))
    return [
        line,
        *(svg.element("circle", class_="f1", cx=x(year), cy=y(value), r=3.6)
          for year, value in points),
    ]  # fmt: skip


def _told(told: Launch, x: svg.Scale, y: svg.Scale) -> list[str]:
    """Diamonds on a dotted line, so that it also differs without its colour."""
    marks = []
    for year, value in sorted(told.forecast.items()):
        at, high = x(year), y(value)
        corners = [(at, high - 6), (at + 6, high), (at, high + 6), (at - 6, high)]
        marks.append(svg.element("polygon", class_="f2", points=svg.points(corners)))
    return [_dots(told, x, y, "line s2", "1 7"), *marks]


def _labels(
    counted: Mapping[int, float], told: Launch | None, x: svg.Scale, y: svg.Scale
) -> list[str]:
    """Both last numbers at the end of the lines, pushed apart."""
    last = max(counted)
    rows = [(y(counted[last]) + 4.5, f"geteld {number(counted[last])}", "t1")]
    if told and told.forecast:
        end = max(told.forecast)
        value = told.forecast[end]
        rows.append((y(value) + 4.5, f"geraamd {number(value)}", "t2"))
    rows.sort()
    if len(rows) == 2 and rows[1][0] - rows[0][0] < LABEL_GAP:
        middle = (rows[0][0] + rows[1][0]) / 2
        rows = [(middle - LABEL_GAP / 2, *rows[0][1:]), (middle + LABEL_GAP / 2, *rows[1][1:])]
    return [svg.text(words, x.end + 10, at, class_) for at, words, class_ in rows]
