"""The network that somebody can walk: streets without what bars the way, and places on them.

A place lies on a link, not at a node: so many centimetres from one end of it, and so many beside
it. See docs/methods/reach.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from wwz_engine.axes import Floats
from wwz_engine.backends.walking import Seeds, Streets, graph_of, prepared
from wwz_engine.errors import EngineError
from wwz_engine.sources.streets import StreetMap, cut_long_links

Whole = npt.NDArray[np.int32]
SMALLEST_PIECE = 20
"""Links that a loose piece of the network must have: a smaller one leads nowhere."""


class NetworkError(EngineError):
    """There are no streets that this person can walk on."""


@dataclass(frozen=True)
class Spots:
    """Places on links of a network.

    link : (place,), link it lies on
    along : (place,), centimetres from the ``one`` end of the link
    beside : (place,), centimetres from the place to the link
    """

    link: Whole
    along: Whole
    beside: Whole

    def __len__(self) -> int:
        return len(self.link)

    def at(self, chosen: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Spots:
        return Spots(self.link[chosen], self.along[chosen], self.beside[chosen])


@dataclass(frozen=True)
class Network:
    """Streets of one profile, with nodes in an order in which neighbours lie near in memory.

    pieces : (node,), number of the connected piece that a node lies in
    left_out : links in loose pieces too small to lead anywhere
    """

    streets: StreetMap
    prepared: Streets
    pieces: Whole
    left_out: int

    @property
    def nodes(self) -> int:
        return len(self.streets.x)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        one, other = self.streets.one, self.streets.other
        ends = np.empty((len(one), 2, 2))
        ends[:, 0, 0], ends[:, 0, 1] = self.streets.x[one], self.streets.y[one]
        ends[:, 1, 0], ends[:, 1, 1] = self.streets.x[other], self.streets.y[other]
        return shapely.STRtree(shapely.linestrings(ends))

    def spots(self, x: Floats, y: Floats) -> Spots:
        """Where places touch the nearest link; no walk to it is shorter than straight."""
        if not len(x):
            return Spots(*(np.empty(0, np.int32) for _ in range(3)))
        link = self._tree.nearest(shapely.points(x, y)).astype(np.int32)
        one, other = self.streets.one[link], self.streets.other[link]
        from_x, from_y = self.streets.x[one], self.streets.y[one]
        to_x, to_y = self.streets.x[other] - from_x, self.streets.y[other] - from_y
        size = np.maximum(to_x**2 + to_y**2, 1e-9)
        share = np.clip(((x - from_x) * to_x + (y - from_y) * to_y) / size, 0.0, 1.0)
        beside = np.hypot(x - from_x - share * to_x, y - from_y - share * to_y)
        along = np.round(share * self.streets.length[link]).astype(np.int32)
        return Spots(link, along, np.round(100 * beside).astype(np.int32))

    def seeds(self, spots: Spots) -> Seeds:
        """Both ends of the link of every place, and how far the place is from them."""
        one, other = self.streets.one[spots.link], self.streets.other[spots.link]
        back = self.streets.length[spots.link] - spots.along
        return Seeds(
            np.concatenate([one, other]),
            np.concatenate([spots.beside + spots.along, spots.beside + back]).astype(np.int32),
        )


def network_of(streets: StreetMap, barred: int = 0) -> Network:
    """The network without links on which one of the barred hindrances lies.

    Parameters
    ----------
    barred : bits of ``sources.streets``

    Raises
    ------
    NetworkError
    """
    open_ = streets.keeping((streets.hindrances & barred) == 0) if barred else streets
    open_ = cut_long_links(open_)
    pieces = _pieces(open_)
    size = np.bincount(pieces[open_.one], minlength=len(open_.x))
    worth = size >= min(SMALLEST_PIECE, size.max(initial=0))
    kept = open_.keeping(worth[pieces[open_.one]])
    if not len(kept.one):
        raise NetworkError(
            "In het wegennet is geen enkele weg waarover deze mensen kunnen lopen. Kies een ander "
            "bestand met wegen."
        )
    ordered = _in_order(kept)
    graph = graph_of(len(ordered.x), ordered.one, ordered.other, ordered.length)
    left_out = len(open_.one) - len(kept.one)
    return Network(ordered, prepared(graph), _pieces(ordered), left_out)


def _pieces(streets: StreetMap) -> Whole:
    count = len(streets.x)
    links = coo_matrix((np.ones(len(streets.one)), (streets.one, streets.other)), (count, count))
    found: Whole = connected_components(links, directed=False)[1].astype(np.int32)
    return found


def _in_order(streets: StreetMap) -> StreetMap:
    """Nodes along a curve that fills the plane (Morton), so that neighbours lie together."""
    order = np.argsort(morton(streets.x, streets.y), kind="stable")
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return replace(
        streets,
        x=streets.x[order],
        y=streets.y[order],
        one=number[streets.one],
        other=number[streets.other],
    )


def morton(x: Floats, y: Floats) -> npt.NDArray[np.uint64]:
    """Place along the curve: the bits of both coordinates, one by one."""
    key = np.zeros(len(x), np.uint64)
    for axis, values in enumerate((x, y)):
        span = max(float(np.ptp(values)), 1e-9) if len(values) else 1.0
        cell = ((values - values.min(initial=np.inf)) / span * 65_535).astype(np.uint64)
        for bit in range(16):
            key |= ((cell >> np.uint64(bit)) & np.uint64(1)) << np.uint64(2 * bit + axis)
    return key
