"""Development over the years: a line for what was counted, dots with a band for the future."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.wording import amount, number, spoken

LABEL_GAP = 17.0


@dataclass(frozen=True)
class Point:
    """One year. ``value`` is empty when it may not be shown; then the band may still be there."""

    year: int
    value: float | None
    low: float | None = None
    high: float | None = None
    counted: bool = False

    def top(self) -> float:
        return max((v for v in (self.value, self.low, self.high) if v is not None), default=0.0)


@dataclass(frozen=True)
class Size:
    """A drawing in units of the page: text stays 14 units, so each size is drawn on its own."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    steps: int
    class_: str


WIDE = Size(720, 340, 58, 150, 14, 34, 4, "wwz-svg wwz-only-wide")
NARROW = Size(340, 290, 52, 66, 14, 34, 3, "wwz-svg wwz-only-narrow")


@dataclass(frozen=True)
class Frame:
    """Scales of one drawing; ``split`` is the last counted year, where projecting begins."""

    size: Size
    x: svg.Scale
    y: svg.Scale
    split: int | None
    unit: str

    def place(self, year: int, value: float) -> tuple[float, float]:
        return self.x(year), self.y(value)


def development(
    points: Sequence[Point], label: str, unit: str, size: Size = WIDE, before: str = "geteld"
) -> SafeString:
    """Line chart from zero; ``points`` in order of year, ``label`` tells the finding.

    ``before`` is the word for the years that are not projected: counted or estimated.
    """
    frame = _frame(points, unit, size)
    parts = [
        *_grid(frame),
        *_years(points, frame),
        *_band(points, frame),
        *_split(points, frame, before),
        *_lines(points, frame),
        *_end_labels(points, frame),
    ]
    return svg.picture(parts, size.width, size.height, label, size.class_)


def _frame(points: Sequence[Point], unit: str, size: Size) -> Frame:
    top = max((point.top() for point in points), default=1.0) or 1.0
    counted = [point.year for point in points if point.counted]
    first, last = points[0].year, points[-1].year
    return Frame(
        size=size,
        x=svg.Scale(first, last, size.left, size.width - size.right),
        y=svg.Scale(0, top * 1.04, size.height - size.bottom, size.top),
        split=counted[-1] if counted else None,
        unit=unit,
    )


def _grid(frame: Frame) -> list[str]:
    left, right = frame.x.start, frame.x.end
    parts = []
    for value in svg.ticks_from_zero(frame.y.high, frame.size.steps):
        y = frame.y(value)
        parts.append(svg.line(left, y, right, y, "grid" if value else "axis"))
        decimals = 0 if value == int(value) else 1
        words = number(value, decimals) + ("%" if frame.unit == "procent" else "")
        parts.append(svg.text(words, left - 8, y + 4.5, "t-soft", "end"))
    return parts


def _tick_years(points: Sequence[Point], frame: Frame) -> list[int]:
    """First, last counted and last year, and multiples of five (ten when narrow) between them."""
    years = [point.year for point in points]
    fixed = {years[0], years[-1]} | ({frame.split} if frame.split else set())
    every = 5 if frame.size.width >= WIDE.width else 10
    room = 34.0
    chosen = sorted(fixed)
    for year in years:
        far = all(abs(frame.x(year) - frame.x(other)) > room for other in chosen)
        if year % every == 0 and far:
            chosen.append(year)
    return sorted(chosen)


def _years(points: Sequence[Point], frame: Frame) -> list[str]:
    base = frame.y.start
    parts = []
    for year in _tick_years(points, frame):
        x = frame.x(year)
        parts.append(svg.line(x, base, x, base + 5, "axis"))
        parts.append(svg.text(str(year), x, base + 22, None, "middle"))
    return parts


def _split(points: Sequence[Point], frame: Frame, before: str) -> list[str]:
    projected = any(not point.counted for point in points)
    if frame.split is None or not projected or frame.split == points[0].year:
        return []
    x, top, base = frame.x(frame.split), frame.size.top, frame.y.start
    return [
        svg.line(x, top, x, base, "axis", stroke_dasharray="2 3"),
        svg.text(before, x - 7, top + 11, "t-soft", "end"),
        svg.text("geraamd", x + 7, top + 11, "t-soft"),
    ]


def _band(points: Sequence[Point], frame: Frame) -> list[str]:
    """The band opens in the last counted value, so that it grows out of what is known."""
    edges = [
        (point.year, point.low, point.high)
        for point in points
        if point.low is not None and point.high is not None
    ]
    start = [(p.year, p.value, p.value) for p in points if p.year == frame.split and p.value]
    rows = [*start, *edges] if start and edges else edges
    low = [frame.place(year, lower) for year, lower, _ in rows]
    high = [frame.place(year, upper) for year, _, upper in rows]
    if len(rows) < 2:
        return []
    return [
        svg.element("polygon", class_="band", points=svg.points([*high, *reversed(low)])),
        svg.element("polyline", class_="band-edge", points=svg.points(high)),
        svg.element("polyline", class_="band-edge", points=svg.points(low)),
    ]


def _lines(points: Sequence[Point], frame: Frame) -> list[str]:
    known = [point for point in points if point.value is not None]
    counted = [frame.place(p.year, p.value or 0.0) for p in known if p.counted]
    projected = [frame.place(p.year, p.value or 0.0) for p in known if not p.counted]
    parts = []
    if len(counted) > 1:
        parts.append(svg.element("polyline", class_="line s1", points=svg.points(counted)))
    if projected:
        dotted = svg.points([*counted[-1:], *projected])
        parts.append(
            svg.element("polyline", class_="line s1", stroke_dasharray="1 7", points=dotted)
        )
    marked = {known[-1].year, frame.split} if known else set()
    for point in known:
        if point.year in marked or (not point.counted and point.year % 5 == 0):
            x, y = frame.place(point.year, point.value or 0.0)
            parts.append(svg.element("circle", class_="f1", cx=x, cy=y, r=3.6))
    return parts


def _end_labels(points: Sequence[Point], frame: Frame) -> list[str]:
    """Values at the end of the line, pushed apart so that they do not lie over each other."""
    last = points[-1]
    wide = frame.size.width >= WIDE.width
    kind = "geteld" if last.counted else "geraamd"
    rows: list[tuple[float, str, str]] = []
    for value, word, class_ in (
        (last.high, "hoog ", "t-small"),
        (last.value, "", "t1"),
        (last.low, "laag ", "t-small"),
    ):
        if value is not None:
            words = (word if wide else "") + spoken(value, frame.unit, kind)
            rows.append((frame.y(value) + 4.5, words, class_))
    x = frame.x.end + 9
    parts = [svg.text(words, x, y, class_) for y, words, class_ in _apart(rows)]
    return parts + _split_label(points, frame)


def _split_label(points: Sequence[Point], frame: Frame) -> list[str]:
    at = next((p for p in points if p.year == frame.split and p is not points[-1]), None)
    if at is None or at.value is None or at is points[0]:
        return []
    x, y = frame.place(at.year, at.value)
    above = y - 11 if y - 11 > frame.size.top + 26 else y + 20
    return [svg.text(amount(at.value, frame.unit), x - 6, above, "t1 halo", "end")]


def _apart(rows: list[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Keep the middle label where it is; move the upper up and the lower down until they fit."""
    if len(rows) < 3:
        return rows
    high, middle, low = rows
    upper = (min(high[0], middle[0] - LABEL_GAP), *high[1:])
    lower = (max(low[0], middle[0] + LABEL_GAP), *low[1:])
    return [upper, middle, lower]
