"""A row of dots: where one area stands among all others, with the gemeente as a line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.wording import number


@dataclass(frozen=True)
class Strip:
    width: float
    dot: float
    steps: int
    class_: str


WIDE = Strip(720, 4.2, 8, "wwz-svg wwz-only-wide")
NARROW = Strip(340, 3.4, 4, "wwz-svg wwz-only-narrow")
SIDE, HEAD = 16.0, 44.0


@dataclass(frozen=True)
class Mark:
    """A value with a name; the words at the mark, for example 'Zwolle 21,2%'."""

    value: float
    words: str


def dotstrip(
    values: Sequence[float],
    picked: Mark,
    whole: Mark | None,
    unit: str,
    label: str,
    strip: Strip = WIDE,
) -> SafeString:
    """Dots of equal value are stacked; ``picked`` is the page's area, ``whole`` the gemeente."""
    everything = [*values, picked.value, *([whole.value] if whole else [])]
    top = max(everything, default=1.0) or 1.0
    step = svg.nice_step(top, strip.steps)
    last = step * (int((top - 1e-9) / step) + 1)
    x = svg.Scale(0, last, SIDE, strip.width - SIDE)
    stacks = _stacks(values, x, strip)
    base = HEAD + max(64.0, max(stacks.values(), default=0) * strip.dot * 2.15) + 12
    parts = [*_grid(x, step, base, unit), *_dots(stacks, base, strip)]
    if whole:
        parts += _mark(
            whole, x, base, 16, "ink-line", "t-strong", before=whole.value <= picked.value
        )
    parts += _mark(
        picked, x, base, 32, "s1", "t1", before=bool(whole) and picked.value < _of(whole)
    )
    parts.append(svg.element("circle", class_="f1", cx=x(picked.value), cy=base - 6, r=7))
    return svg.picture(parts, strip.width, base + 32, label, strip.class_)


def _of(whole: Mark | None) -> float:
    return whole.value if whole else 0.0


def _stacks(values: Sequence[float], x: svg.Scale, strip: Strip) -> Counter[float]:
    """How many dots stand in each column of one dot wide."""
    wide = strip.dot * 2.1
    return Counter(round((x(value) - SIDE) / wide) * wide + SIDE for value in values)


def _grid(x: svg.Scale, step: float, base: float, unit: str) -> list[str]:
    sign = "%" if unit == "procent" else ""
    decimals = 0 if step == int(step) else 1
    parts = []
    for i in range(round(x.high / step) + 1):
        at = x(step * i)
        parts.append(svg.line(at, HEAD, at, base, "grid"))
        parts.append(svg.text(number(step * i, decimals) + sign, at, base + 20, "t-soft", "middle"))
    return [*parts, svg.line(x.start, base, x.end, base, "axis")]


def _dots(stacks: Counter[float], base: float, strip: Strip) -> list[str]:
    return [
        svg.element("circle", class_="dot", cx=at, cy=base - 6 - i * strip.dot * 2.15, r=strip.dot)
        for at, count in sorted(stacks.items())
        for i in range(count)
    ]


def _mark(
    mark: Mark, x: svg.Scale, base: float, y: float, line: str, text: str, *, before: bool
) -> list[str]:
    """A stroke with its words on the side where there is room."""
    at = x(mark.value)
    room = len(mark.words) * 7.6 + 8
    left = (before and at - room > 0) or at + room > x.end + SIDE
    words = (
        svg.text(mark.words, at - 7, y, f"{text} halo", "end")
        if left and at - room > 0
        else svg.text(mark.words, min(at + 7, x.end + SIDE - room + 8), y, f"{text} halo")
    )
    return [svg.line(at, y - 12, at, base, line, stroke_width=2.5), words]
