"""Rows of marks: one area (disc), its gemeente (diamond) and the country (square) per subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.wording import percentage

# As many letters as fit before the first grid line of the wide drawing.
NAME_LENGTH = 30


@dataclass(frozen=True)
class Row:
    """One subject in percent; what is unknown or hidden is empty and gets no mark."""

    name: str
    area: float | None
    gemeente: float | None
    country: float | None

    def known(self) -> list[float]:
        return [v for v in (self.area, self.gemeente, self.country) if v is not None]


@dataclass(frozen=True)
class Layout:
    width: float
    left: float
    right: float
    step: float
    above: bool
    class_: str


WIDE = Layout(720, 250, 52, 50, False, "wwz-svg wwz-only-wide")
NARROW = Layout(340, 10, 52, 62, True, "wwz-svg wwz-only-narrow")


def comparison(rows: Sequence[Row], label: str, layout: Layout = WIDE) -> SafeString:
    """``rows`` in percent; in the narrow drawing the name stands above its row."""
    top = max((value for row in rows for value in row.known()), default=1.0)
    step = svg.nice_step(top, 6 if layout is WIDE else 4)
    last = step * (int((top - 1e-9) / step) + 1)
    x = svg.Scale(0, last, layout.left, layout.width - layout.right)
    height = len(rows) * layout.step + 16
    parts = []
    for i in range(round(last / step) + 1):
        at = x(step * i)
        parts.append(svg.line(at, 8, at, height, "grid"))
        parts.append(svg.text(percentage(step * i, 0), at, height + 19, "t-soft", "middle"))
    for i, row in enumerate(rows):
        middle = i * layout.step + (layout.step * 0.68 if layout.above else layout.step / 2 + 8)
        parts += _row(row, x, middle, layout)
    return svg.picture(parts, layout.width, height + 28, label, layout.class_)


def _name(name: str, y: float, layout: Layout) -> list[str]:
    """Above the row when narrow; before it when wide, over two lines when it is long."""
    if layout.above:
        return [svg.text(name, layout.left, y - 18, "t-strong halo")]
    lines = wrap(name, NAME_LENGTH)
    top = y + 5 - (len(lines) - 1) * 8.5
    return [
        svg.text(words, layout.left - 16, top + i * 17, "t-strong halo", "end")
        for i, words in enumerate(lines)
    ]


def _row(row: Row, x: svg.Scale, y: float, layout: Layout) -> list[str]:
    known = row.known()
    parts = _name(row.name, y, layout)
    if len(known) > 1:
        parts.append(svg.line(x(min(known)), y, x(max(known)), y, "axis", stroke_width=2))
    if row.country is not None:
        square: dict[str, svg.Attribute] = {
            "class_": "ink-line wwz-ring",
            "stroke_width": 2,
            "width": 10,
            "height": 10,
        }
        parts.append(svg.element("rect", x=x(row.country) - 5, y=y - 5, **square))
    if row.gemeente is not None:
        at = svg.coordinate(x(row.gemeente))
        shape = f"M{at},{svg.coordinate(y - 8)}l8,8l-8,8l-8,-8z"
        parts.append(svg.element("path", class_="f2", d=shape))
    if row.area is not None:
        parts.append(svg.element("circle", class_="f1", cx=x(row.area), cy=y, r=8))
        right = max(x(value) for value in known) + 14
        parts.append(svg.text(percentage(row.area, 0), right, y + 5, "t1 halo"))
    return parts
