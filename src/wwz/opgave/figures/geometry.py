"""From GeoJSON in degrees to paths in units of the drawing, small enough for a page.

Plain Python on purpose: pages never load numpy, and shapely would.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan, exp, log, pi, tan
from typing import Any

from wwz.opgave.figures.svg import coordinate

Geometry = Mapping[str, Any]
Spot = tuple[float, float]
Ring = list[Spot]
# Half a unit of a drawing that is 720 wide: nobody sees what is left out.
TOLERANCE = 0.6
# A line of the outer edge that is shorter than this part of the longest is a sliver inside.
SLIVER = 0.15


@dataclass(frozen=True)
class Outlines:
    """Paths per area code, in a drawing of ``width`` by ``height``; ``whole`` is the outer edge.

    left, top, scale, margin : how a place on earth comes to stand in the drawing
    """

    width: float
    height: float
    paths: Mapping[str, str]
    whole: str
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0
    margin: float = 0.0

    def spot(self, lon: float, lat: float) -> Spot:
        """Where a place in degrees stands in the drawing."""
        ((x, y),) = _mercator([(lon, lat)])
        return (x - self.left) * self.scale + self.margin, (self.top - y) * self.scale + self.margin

    def degrees(self, x: float, y: float) -> Spot:
        """The place, in degrees of longitude and latitude, of a spot in the drawing.

        >>> square = {"type": "Polygon", "coordinates": [[[6, 52], [7, 52], [7, 53], [6, 52]]]}
        >>> drawn = outlines({"BU00010000": square})
        >>> [round(one, 6) for one in drawn.degrees(*drawn.spot(6.25, 52.5))]
        [6.25, 52.5]
        """
        across = (x - self.margin) / self.scale + self.left
        up = self.top - (y - self.margin) / self.scale
        return across * 180 / pi, atan(exp(up)) * 360 / pi - 90


def outlines(shapes: Mapping[str, Geometry], width: float = 720.0, margin: float = 4.0) -> Outlines:
    """Project, simplify and write the areas; borders that areas share stay shared.

    Parameters
    ----------
    shapes : GeoJSON Polygon or MultiPolygon per area code, in degrees (WGS84)
    width, margin : of the drawing, in its units
    """
    rings = {code: [_mercator(ring) for ring in _rings(shape)] for code, shape in shapes.items()}
    spots = [spot for group in rings.values() for ring in group for spot in ring]
    if not spots:
        return Outlines(width, width, {}, "")
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    bottom, top = min(y for _, y in spots), max(y for _, y in spots)
    scale = (width - 2 * margin) / max(right - left, 1e-12)

    def place(spot: Spot) -> Spot:
        return round((spot[0] - left) * scale + margin, 1), round(
            (top - spot[1]) * scale + margin, 1
        )

    placed = {code: [_closed(map(place, ring)) for ring in group] for code, group in rings.items()}
    simple = _simplify(placed)
    return Outlines(
        width=width,
        height=(top - bottom) * scale + 2 * margin,
        paths={code: _path(group) for code, group in simple.items()},
        whole=_outer_edge(simple),
        left=left,
        top=top,
        scale=scale,
        margin=margin,
    )


def _rings(shape: Geometry) -> list[Sequence[Sequence[float]]]:
    coordinates = shape["coordinates"]
    polygons = [coordinates] if shape["type"] == "Polygon" else coordinates
    return [ring for polygon in polygons for ring in polygon]


def _mercator(ring: Sequence[Sequence[float]]) -> Ring:
    """Web Mercator, as MapLibre draws it, so that both maps cover each other."""
    return [(spot[0] * pi / 180, log(tan(pi / 4 + spot[1] * pi / 360))) for spot in ring]


def _closed(spots: Iterable[Spot]) -> Ring:
    """The ring without its closing point and without points that fell together."""
    ring: Ring = []
    for spot in spots:
        if not ring or spot != ring[-1]:
            ring.append(spot)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def _simplify(areas: Mapping[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Thin each border once, between the points where three or more borders meet.

    Each stretch is thinned in one fixed direction, so both neighbours get the same points.
    """
    neighbours: dict[Spot, set[Spot]] = defaultdict(set)
    for group in areas.values():
        for ring in group:
            for spot, following in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                neighbours[spot].add(following)
                neighbours[following].add(spot)
    junctions = {spot for spot, around in neighbours.items() if len(around) != 2}
    simple = {
        code: [_thin_ring(ring, junctions) for ring in group if len(ring) > 2]
        for code, group in areas.items()
    }
    return {code: [ring for ring in group if len(ring) > 2] for code, group in simple.items()}


def _thin_ring(ring: Ring, junctions: set[Spot]) -> Ring:
    starts = [i for i, spot in enumerate(ring) if spot in junctions]
    if not starts:
        # An island touches nothing: start at a point that does not depend on the file's order.
        starts = sorted({ring.index(min(ring)), ring.index(max(ring))})
    thinned: Ring = []
    for start, end in zip(starts, [*starts[1:], starts[0] + len(ring)], strict=True):
        stretch = [ring[i % len(ring)] for i in range(start, end + 1)]
        thinned += _thin(stretch)[:-1]
    return thinned


def _thin(stretch: Ring) -> Ring:
    """Douglas-Peucker on an open line, without recursion."""
    turned = stretch[0] > stretch[-1]
    spots = stretch[::-1] if turned else stretch
    keep = {0, len(spots) - 1}
    open_parts = [(0, len(spots) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        far, at = max(
            ((_distance(spots[i], spots[first], spots[last]), i) for i in range(first + 1, last)),
            default=(0.0, first),
        )
        if far > TOLERANCE:
            keep.add(at)
            open_parts += [(first, at), (at, last)]
    kept = [spots[i] for i in sorted(keep)]
    return kept[::-1] if turned else kept


def _distance(spot: Spot, start: Spot, end: Spot) -> float:
    """From a point to the straight line through two others, or to the point they share."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    if not length:
        return float(((spot[0] - start[0]) ** 2 + (spot[1] - start[1]) ** 2) ** 0.5)
    return float(abs(dx * (start[1] - spot[1]) - dy * (start[0] - spot[0])) / length)


def _path(group: list[Ring]) -> str:
    return "".join(
        "M" + "L".join(f"{coordinate(x)},{coordinate(y)}" for x, y in ring) + "Z" for ring in group
    )


def _outer_edge(areas: Mapping[str, list[Ring]]) -> str:
    """The pieces of border that one area has to itself, where they make up a long line.

    Neighbours that do not quite touch leave slivers between them; those are short lines.
    """
    owners: dict[frozenset[Spot], int] = defaultdict(int)
    pieces: dict[frozenset[Spot], tuple[Spot, Spot]] = {}
    for group in areas.values():
        for ring in group:
            for start, end in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                key = frozenset((start, end))
                owners[key] += 1
                pieces[key] = (start, end)
    alone = [piece for key, piece in pieces.items() if owners[key] == 1]
    lines = _connected(alone)
    least = SLIVER * max((_reach(line) for line in lines), default=0.0)
    return "".join(
        f"M{coordinate(a[0])},{coordinate(a[1])}L{coordinate(b[0])},{coordinate(b[1])}"
        for line in lines
        if _reach(line) >= least
        for a, b in line
    )


def _connected(pieces: Sequence[tuple[Spot, Spot]]) -> list[list[tuple[Spot, Spot]]]:
    """Pieces that hang together by their ends, each group once."""
    at: dict[Spot, list[int]] = defaultdict(list)
    for number, ends in enumerate(pieces):
        for spot in ends:
            at[spot].append(number)
    groups: list[list[tuple[Spot, Spot]]] = []
    seen: set[int] = set()
    for first in range(len(pieces)):
        group, todo = [], [first]
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                group.append(pieces[number])
                todo += [other for spot in pieces[number] for other in at[spot]]
        if group:
            groups.append(group)
    return groups


def _reach(line: Sequence[tuple[Spot, Spot]]) -> float:
    """How far a line stretches: the larger side of the box around it."""
    xs, ys = [s[0] for piece in line for s in piece], [s[1] for piece in line for s in piece]
    return max(max(xs) - min(xs), max(ys) - min(ys))
