"""The programme as bars: how many homes are ready in each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.wording import listing, number

TOP, BOTTOM = 22.0, 32.0


@dataclass(frozen=True)
class Size:
    width: float
    height: float
    left: float
    class_: str


WIDE = Size(720, 220, 44, "wwz-svg wwz-only-wide")
NARROW = Size(340, 210, 40, "wwz-svg wwz-only-narrow")


def programme_drawings(years: Sequence[dict[str, Any]]) -> list[SafeString]:
    """Bars per year, wide and for a phone; nothing when there is no year."""
    ready = [(int(one["year"]), int(sum(one["homes"].values()))) for one in years]
    if not ready:
        return []
    told = listing([f"{many} in {year}" for year, many in ready if many])
    label = f"Staafgrafiek. Woningen die klaar zijn: {told or 'geen'}."
    return [drawing(ready, label, size) for size in (WIDE, NARROW)]


def drawing(ready: Sequence[tuple[int, int]], label: str, size: Size) -> SafeString:
    highest = max(1, *(many for _, many in ready))
    scale = svg.Scale(0, highest * 1.1, size.height - BOTTOM, TOP)
    step = (size.width - size.left - 10) / len(ready)
    parts = []
    for value in svg.ticks_from_zero(scale.high, 3):
        y = scale(value)
        parts.append(svg.line(size.left, y, size.width - 10, y, "grid"))
        parts.append(svg.text(number(value), size.left - 8, y + 4.5, "t-soft", "end"))
    # On a phone not every year fits under its bar.
    every = max(1, round(36 / step))
    for place, (year, many) in enumerate(ready):
        middle = size.left + step * (place + 0.5)
        parts += bar(many, middle, step * 0.64, scale)
        if place % every == 0:
            parts.append(svg.text(str(year), middle, size.height - 11, None, "middle"))
    base = scale(0)
    parts.append(svg.line(size.left, base, size.width - 10, base, "axis"))
    return svg.picture(parts, size.width, size.height, label, size.class_)


def bar(many: int, middle: float, width: float, scale: svg.Scale) -> list[str]:
    if not many:
        return []
    top, base = scale(many), scale(0)
    shape = svg.element(
        "rect", class_="f1", x=middle - width / 2, y=top, width=width, height=base - top
    )
    return [shape, svg.text(number(many), middle, top - 7, "t1 halo t-small", "middle")]
