"""Maps: shares in five classes with hatching where there is no figure, and where an area lies."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.figures.classes import Classes
from wwz.opgave.figures.geometry import Outlines

HATCH = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff"/>'
    '<line x1="0" x2="0" y1="0" y2="6" stroke="#6d7d80" stroke-width="1.6"/></pattern></defs>'
)


@dataclass(frozen=True)
class MapValue:
    """One area on the map; ``words`` is its value as the table writes it."""

    name: str
    words: str
    value: float | None


def choropleth(
    outlines: Outlines,
    values: Mapping[str, MapValue],
    classes: Classes,
    label: str,
    hatch: str,
    edge: str = "outline",
) -> SafeString:
    """The areas coloured by class; ``hatch`` is the id of the pattern, one per page.

    ``edge`` is how the whole is drawn around: ``picked`` makes it red, for where you are.
    """
    parts = [HATCH.format(id=escape(hatch))]
    for code, path in outlines.paths.items():
        found = values.get(code)
        if found is None or found.value is None:
            paint: dict[str, svg.Attribute] = {"class_": "area", "fill": f"url(#{hatch})"}
        else:
            paint = {"class_": f"area q{classes.of(found.value)}"}
        words = f"{found.name}: {found.words}" if found else code
        parts.append(svg.element("path", svg.element("title", escape(words)), **paint, d=path))
    parts.append(svg.element("path", class_=edge, d=outlines.whole))
    return svg.picture(parts, outlines.width, outlines.height, label)


def location(outlines: Outlines, picked: frozenset[str], label: str) -> SafeString:
    """Where the picked areas lie among the others: red is where you are."""
    rest = [
        svg.element("path", class_="out", d=path)
        for code, path in outlines.paths.items()
        if code not in picked
    ]
    here = [
        svg.element("path", class_="here", d=path)
        for code, path in outlines.paths.items()
        if code in picked
    ]
    return svg.picture([*rest, *here], outlines.width, outlines.height, label)


def legend_swatch(number: int) -> SafeString:
    """The colour of a class; 0 is the hatching of 'no figure'."""
    box = {"x": 0.5, "y": 0.5, "width": 30.0, "height": 19.0}
    if number:
        inside = svg.element("rect", class_=f"area q{number}", **box)
    else:
        inside = HATCH.format(id="arcering") + svg.element(
            "rect", class_="area", fill="url(#arcering)", **box
        )
    opening = '<svg class="wwz-svg" viewBox="0 0 31 20" aria-hidden="true" focusable="false">'
    # Safe: fixed markup and a class number, nothing from outside.
    return SafeString(f"{opening}{inside}</svg>")
