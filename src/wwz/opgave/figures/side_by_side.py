"""Areas under each other on one scale: a ring for now, a bar with its band for later."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.figures.development import Point
from wwz.opgave.wording import number

NAME_LENGTH = 26
HEAD = 10.0


@dataclass(frozen=True)
class Area:
    """``words`` stand at the end of its row: the value, or why there is none."""

    name: str
    now: Point | None
    then: Point | None
    words: str

    def top(self) -> float:
        return max((point.top() for point in (self.now, self.then) if point), default=0.0)


@dataclass(frozen=True)
class Layout:
    width: float
    left: float
    right: float
    step: float
    ticks: int
    above: bool
    class_: str


WIDE = Layout(720, 220, 130, 52, 5, False, "wwz-svg wwz-only-wide")
NARROW = Layout(340, 12, 100, 66, 3, True, "wwz-svg wwz-only-narrow")


def side_by_side(areas: Sequence[Area], unit: str, label: str, layout: Layout = WIDE) -> SafeString:
    """``label`` tells the finding; in the narrow drawing a name stands above its row."""
    top = max((area.top() for area in areas), default=0.0) or 1.0
    step = svg.nice_step(top, layout.ticks)
    last = step * (int((top - 1e-9) / step) + 1)
    x = svg.Scale(0, last, layout.left, layout.width - layout.right)
    height = HEAD + len(areas) * layout.step
    parts = _grid(x, step, last, height, unit)
    for index, area in enumerate(areas):
        middle = HEAD + index * layout.step + layout.step * (0.66 if layout.above else 0.5)
        parts += [*_name(area.name, middle, layout), *_marks(area, x, middle)]
        parts.append(svg.text(area.words, x.end + 10, middle + 5, "t1"))
    return svg.picture(parts, layout.width, height + 28, label, layout.class_)


def _grid(x: svg.Scale, step: float, last: float, height: float, unit: str) -> list[str]:
    sign = "%" if unit == "procent" else ""
    decimals = 0 if step == int(step) else 1
    parts = []
    for i in range(round(last / step) + 1):
        at = x(step * i)
        parts.append(svg.line(at, HEAD, at, height, "grid" if i else "axis"))
        words = number(step * i, decimals) + sign
        parts.append(svg.text(words, at, height + 19, "t-soft", "middle"))
    return parts


def _name(name: str, y: float, layout: Layout) -> list[str]:
    if layout.above:
        return [svg.text(name, layout.left, y - 19, "t-strong halo")]
    lines = wrap(name, NAME_LENGTH)[:2]
    top = y + 5 - (len(lines) - 1) * 8.5
    return [
        svg.text(words, layout.left - 14, top + i * 17, "t-strong", "end")
        for i, words in enumerate(lines)
    ]


def _marks(area: Area, x: svg.Scale, y: float) -> list[str]:
    parts = []
    then = area.then
    if then is not None and then.low is not None and then.high is not None:
        low, high = x(then.low), x(then.high)
        box = {"x": low, "y": y - 9, "width": max(high - low, 1.0), "height": 18.0}
        parts.append(svg.element("rect", class_="band", **box))
        parts += [svg.line(at, y - 9, at, y + 9, "s1", stroke_width=1.5) for at in (low, high)]
    if then is not None and then.value is not None:
        at = x(then.value)
        parts.append(svg.line(at, y - 12, at, y + 12, "s1", stroke_width=4))
    if area.now is not None and area.now.value is not None:
        ring: dict[str, svg.Attribute] = {"class_": "ink-line wwz-ring", "stroke_width": 2}
        parts.append(svg.element("circle", cx=x(area.now.value), cy=y, r=6, **ring))
    return parts
