"""From one number to the next: what each cause added or took away, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg

NAME_LENGTH = 28
HEAD, FOOT = 8.0, 8.0
# The bars stand within this part of the width, so that words beside them have room.
LEAST = 3.0


@dataclass(frozen=True)
class Step:
    """A cause: ``size`` is what it did, ``words`` how that is written."""

    name: str
    size: float
    words: str


@dataclass(frozen=True)
class End:
    """The number before or after: ``words`` is how it is written."""

    name: str
    value: float
    words: str


@dataclass(frozen=True)
class Layout:
    width: float
    left: float
    right: float
    row: float
    above: bool
    class_: str


WIDE = Layout(720, 236, 150, 40, False, "wwz-svg wwz-only-wide")
NARROW = Layout(340, 14, 118, 60, True, "wwz-svg wwz-only-narrow")


def waterfall(
    before: End, steps: Sequence[Step], after: End, label: str, layout: Layout = WIDE
) -> SafeString:
    """A mark for the number before, a bar per cause, a mark for the number after.

    The axis runs over the change alone: of thousands of people tens would not be seen.
    Plus and minus differ in colour, in the side they grow to, and in their sign.
    """
    levels = [before.value]
    for step in steps:
        levels.append(levels[-1] + step.size)
    low, high = min(levels), max(levels)
    room = (high - low) * 0.06 or 1.0
    x = svg.Scale(low - room, high + room, layout.left, layout.width - layout.right)
    middles = [_middle(row, layout) for row in range(len(steps) + 2)]
    parts = _links(levels, x, middles)
    parts += _end(before, x, middles[0], layout)
    for step, start, middle in zip(steps, levels[:-1], middles[1:-1], strict=True):
        parts += _step(step, start, x, middle, layout)
    parts += _end(after, x, middles[-1], layout)
    height = HEAD + layout.row * (len(steps) + 2) + FOOT
    return svg.picture(parts, layout.width, height, label, layout.class_)


def _middle(row: int, layout: Layout) -> float:
    return HEAD + layout.row * (row + (0.7 if layout.above else 0.5))


def _links(levels: Sequence[float], x: svg.Scale, middles: Sequence[float]) -> list[str]:
    """Thin lines from the end of each row to the start of the next."""
    pairs = zip(levels, middles, middles[1:], strict=False)
    return [svg.line(x(level), top, x(level), bottom, "grid") for level, top, bottom in pairs]


def _end(end: End, x: svg.Scale, middle: float, layout: Layout) -> list[str]:
    at = x(end.value)
    return [
        svg.line(at, middle - 13, at, middle + 13, "ink-line", stroke_width=4),
        *_name(end.name, middle, layout, "t-strong"),
        svg.text(end.words, x.end + 10, middle + 5, "t-strong"),
    ]


def _step(step: Step, start: float, x: svg.Scale, middle: float, layout: Layout) -> list[str]:
    first, last = sorted((x(start), x(start + step.size)))
    box = {"x": first, "y": middle - 9, "width": max(last - first, LEAST), "height": 18.0}
    return [
        svg.element("rect", class_="f1" if step.size > 0 else "f2", **box),
        *_name(step.name, middle, layout, "t-soft"),
        svg.text(step.words, x.end + 10, middle + 5, "t1" if step.size > 0 else "t2"),
    ]


def _name(name: str, middle: float, layout: Layout, class_: str) -> list[str]:
    if layout.above:
        return [svg.text(name, layout.left, middle - 18, f"{class_} halo")]
    lines = wrap(name, NAME_LENGTH)[:2]
    top = middle + 5 - (len(lines) - 1) * 8.5
    return [
        svg.text(words, layout.left - 14, top + i * 17, class_, "end")
        for i, words in enumerate(lines)
    ]
