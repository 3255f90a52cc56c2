"""A map on which a facility is put: shares per area, what is there, and the one that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.figures.choropleth import HATCH, MapValue
from wwz.opgave.figures.classes import Classes
from wwz.opgave.figures.geometry import Outlines

DOT, MARK = 4.5, 10.0


@dataclass(frozen=True)
class Pin:
    """A facility in degrees; ``new`` is the one that opens or moves."""

    name: str
    lon: float
    lat: float
    new: bool = False


def facility_map(
    outlines: Outlines,
    values: Mapping[str, MapValue],
    classes: Classes,
    pins: Iterable[Pin],
    label: str,
) -> SafeString:
    """The areas coloured by class with facilities on top, each where it stands."""
    hatch = "zonder-cijfer"
    parts = [HATCH.format(id=hatch)]
    for code, path in outlines.paths.items():
        found = values.get(code)
        known = found is not None and found.value is not None
        paint: dict[str, svg.Attribute] = {"class_": "area", "fill": f"url(#{hatch})"}
        if found is not None and found.value is not None:
            paint = {"class_": f"area q{classes.of(found.value)}"}
        words = f"{found.name}: {found.words}" if found is not None else code
        title = svg.element("title", escape(words)) if known or found else ""
        parts.append(svg.element("path", title, **paint, d=path))
    parts.append(svg.element("path", class_="outline", d=outlines.whole))
    # The one that changes lies on top.
    parts += [_pin(outlines, pin) for pin in sorted(pins, key=lambda pin: pin.new)]
    return svg.picture(parts, outlines.width, outlines.height, label, "wwz-svg wwz-plek")


def _pin(outlines: Outlines, pin: Pin) -> str:
    x, y = outlines.spot(pin.lon, pin.lat)
    kind, size = ("plek-nieuw", MARK) if pin.new else ("plek-nu", DOT)
    title = svg.element("title", escape(pin.name))
    return svg.element("circle", title, class_=kind, cx=float(x), cy=float(y), r=size)
