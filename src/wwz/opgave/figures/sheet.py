"""A drawing as a sheet of its own: title above, legend and source below, as text in the image."""

from collections.abc import Sequence
from dataclasses import dataclass
from re import search
from textwrap import wrap

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg

MARGIN = 16.0
# Height of a line, and about how wide a letter of it is, per class of text.
TITLE, PLAIN = (26.0, 10.0), (20.0, 7.4)
SWATCH = 24.0


@dataclass(frozen=True)
class Words:
    """``legend`` names the classes of a map in order; the last is that of no figure."""

    title: str
    sub: str
    notes: Sequence[str]
    legend: Sequence[str] = ()


def sheet(drawing: str, words: Words, style: str, hatch: str) -> SafeString:
    """``hatch`` is the id of the pattern of no figure in the drawing."""
    width, height = _size(drawing)
    inner = width - 2 * MARGIN
    parts, top = [style], MARGIN
    above, top = _lines([words.title], inner, top, TITLE, "title")
    parts += above
    above, top = _lines([words.sub], inner, top, PLAIN, None)
    parts += above
    place = f'x="0" y="{svg.coordinate(top + MARGIN)}" width="{width}" height="{height}"'
    parts.append(drawing.replace("<svg ", f"<svg {place} ", 1))
    top += height + 2 * MARGIN
    for number, name in enumerate(words.legend, start=1):
        last = number == len(words.legend)
        paint = {"fill": f"url(#{hatch})"} if last else {}
        box = {"x": MARGIN, "y": top, "width": 30.0, "height": 18.0}
        parts.append(svg.element("rect", class_="area" if last else f"area q{number}",
                                 **paint, **box))  # fmt: skip
        parts.append(svg.text(name, MARGIN + 40, top + 14))
        top += SWATCH
    below, top = _lines(words.notes, inner, top + MARGIN / 2, PLAIN, "t-soft")
    return svg.picture([*parts, *below], width, top + MARGIN, words.title)


def _size(drawing: str) -> tuple[float, float]:
    found = search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    if found is None:
        raise ValueError("A drawing without a viewBox has no size: make it with svg.picture().")
    return float(found[1]), float(found[2])


def _lines(
    texts: Sequence[str], width: float, top: float, size: tuple[float, float], class_: str | None
) -> tuple[list[str], float]:
    """The texts wrapped to the width, and how far down they reach."""
    height, letter = size
    lines = [line for text in texts for line in wrap(text, int(width / letter))]
    parts = [
        svg.text(line, MARGIN, top + height * (number + 0.75), class_)
        for number, line in enumerate(lines)
    ]
    return parts, top + height * len(lines)
