"""A network that can be walked, as its source gives it: nodes, links, and what hinders on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from wwz_engine.sources.tidy import Source

Floats = npt.NDArray[np.float64]

STEPS, UNPAVED, KERB, STEEP, GATE = 1, 2, 4, 8, 16
"""What stands or lies on a link, as bits: steps, no hard surface, a kerb, a slope, a barrier."""
HINDRANCES = {
    STEPS: "een trap",
    UNPAVED: "een onverharde of slechte weg",
    KERB: "een hoge stoeprand",
    STEEP: "een steile helling",
    GATE: "een hek, een draaipoort of een smalle doorgang",
}
LONGEST = 400_000
"""Centimetres: a longer link is cut into pieces."""


@dataclass(frozen=True)
class StreetMap:
    """Streets and paths; every bend is a node.

    x, y : (node,), metres
    one, other : (link,), node at either end
    length : (link,), whole centimetres
    hindrances : (link,), bits
    """

    x: Floats
    y: Floats
    one: npt.NDArray[np.int32]
    other: npt.NDArray[np.int32]
    length: npt.NDArray[np.int32]
    hindrances: npt.NDArray[np.uint8]
    source: Source

    @property
    def kilometres(self) -> float:
        return float(self.length.sum(dtype=np.int64)) / 100_000

    def within(self, west: float, south: float, east: float, north: float) -> StreetMap:
        """The links of which both ends lie in a rectangle, and their nodes."""
        inside = (self.x >= west) & (self.x <= east) & (self.y >= south) & (self.y <= north)
        return self.keeping(inside[self.one] & inside[self.other])

    def keeping(self, links: npt.NDArray[np.bool_]) -> StreetMap:
        """Only some of the links, and the nodes that they join."""
        used = np.zeros(len(self.x), dtype=bool)
        used[self.one[links]] = True
        used[self.other[links]] = True
        number = (np.cumsum(used) - 1).astype(np.int32)
        return replace(
            self,
            x=self.x[used],
            y=self.y[used],
            one=number[self.one[links]],
            other=number[self.other[links]],
            length=self.length[links],
            hindrances=self.hindrances[links],
        )


def cut_long_links(streets: StreetMap) -> StreetMap:
    """The same streets with a node on every link that is too long for the queue of a search."""
    pieces = np.maximum(1, -(-streets.length // LONGEST))
    if not (pieces > 1).any():
        return streets
    long = np.flatnonzero(pieces > 1)
    kept = np.flatnonzero(pieces == 1)
    x, y = [streets.x], [streets.y]
    parts: list[tuple[npt.NDArray[Any], ...]] = [
        (streets.one[kept], streets.other[kept], streets.length[kept], streets.hindrances[kept])
    ]
    count = len(streets.x)
    for link in long.tolist():
        number = int(pieces[link])
        share = np.arange(1, number) / number
        a, b = streets.one[link], streets.other[link]
        x.append(streets.x[a] + share * (streets.x[b] - streets.x[a]))
        y.append(streets.y[a] + share * (streets.y[b] - streets.y[a]))
        nodes = np.concatenate([[a], np.arange(count, count + number - 1), [b]]).astype(np.int32)
        count += number - 1
        ends = np.linspace(0, streets.length[link], number + 1).round().astype(np.int32)
        flags = np.full(number, streets.hindrances[link], np.uint8)
        parts.append((nodes[:-1], nodes[1:], np.diff(ends), flags))
    one, other, length, hindrances = (np.concatenate(column) for column in zip(*parts, strict=True))
    return replace(
        streets,
        x=np.concatenate(x),
        y=np.concatenate(y),
        one=one,
        other=other,
        length=length,
        hindrances=hindrances.astype(np.uint8),
    )


def links_frame(streets: StreetMap) -> pl.DataFrame:
    """A network as rows: a link with its nodes by number and by place."""
    one, other = streets.one, streets.other
    return pl.DataFrame(
        {
            "one": one, "other": other, "length": streets.length,
            "hindrances": streets.hindrances,
            "x1": streets.x[one], "y1": streets.y[one],
            "x2": streets.x[other], "y2": streets.y[other],
        }
    )  # fmt: skip


def streets_of(links: pl.DataFrame, source: Source) -> StreetMap:
    """The network that rows of links hold; those of several files lie side by side."""
    column = {name: links[name].to_numpy() for name in links.columns}
    number = np.stack([column["one"], column["other"]]).astype(np.int64)
    if "file" in column:
        number += column["file"].astype(np.int64) * 2**32
    nodes, at = np.unique(number, return_inverse=True)
    one, other = at.reshape(2, -1).astype(np.int32)
    x, y = np.zeros(len(nodes)), np.zeros(len(nodes))
    x[one], y[one] = column["x1"], column["y1"]
    x[other], y[other] = column["x2"], column["y2"]
    return StreetMap(
        x, y, one, other, column["length"].astype(np.int32), column["hindrances"].astype(np.uint8),
        source,
    )  # fmt: skip
