"""Small figures on one scale: how each wijk develops, beside the others."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.figures.development import Point

WIDTH, BASE, TOP, LEFT, RIGHT = 160.0, 60.0, 6.0, 3.0, 153.0


def multiple(points: Sequence[Point], top: float, label: str) -> SafeString:
    """One small figure; ``top`` is the highest value of all small figures of the set."""
    known = [point for point in points if point.value is not None]
    axis = svg.line(0, BASE, WIDTH, BASE, "axis")
    if not known:
        return svg.picture([axis], WIDTH, 64, label)
    x = svg.Scale(points[0].year, points[-1].year, LEFT, RIGHT)
    y = svg.Scale(0, top or 1.0, BASE, TOP)
    counted = [(x(p.year), y(p.value or 0.0)) for p in known if p.counted]
    rest = [(x(p.year), y(p.value or 0.0)) for p in known if not p.counted]
    parts = [*_band(points, x, y), axis]
    if len(counted) > 1:
        parts.append(svg.element("polyline", class_="line s1", points=svg.points(counted)))
    if rest:
        dotted = svg.points([*counted[-1:], *rest])
        parts.append(
            svg.element("polyline", class_="line s1", stroke_dasharray="1 5", points=dotted)
        )
    for cx, cy in (counted[-1:] if rest else []) + (rest or counted)[-1:]:
        parts.append(svg.element("circle", class_="f1", cx=cx, cy=cy, r=4))
    return svg.picture(parts, WIDTH, 64, label)


def _band(points: Sequence[Point], x: svg.Scale, y: svg.Scale) -> list[str]:
    start = [(p.year, p.value, p.value) for p in points if p.counted and p.value is not None]
    banded = [(p.year, p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if not banded:
        return []
    rows = [*start[-1:], *banded]
    low = [(x(year), y(lower)) for year, lower, _ in rows]
    high = [(x(year), y(upper)) for year, _, upper in rows]
    return [svg.element("polygon", class_="band", points=svg.points([*high, *reversed(low)]))]
