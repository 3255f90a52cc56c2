"""Walking distances against SciPy, igraph and pandana, in turn, on this machine.

Nearest of 12 kinds for every node, and how many of each within 500 m. Every way gets the same
links in whole centimetres. A peer has two minutes; pandana only gets streets of at most 42,000
nodes, as its preparation of a grid was seen not to end.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.environments import PeerNotInstalledError, python_of
from benchmarks.networks import (
    GRID_MILLION,
    LIECHTENSTEIN,
    STREETS_MILLION,
    STREETS_SMALL,
    there_is,
    there_is_zwolle,
    write_network,
)
from benchmarks.parts import Found, Measured, NotFinishedError, Row, last_line, limit, ratio
from benchmarks.processes import PYTHON, ROOT

ROUNDS = 3
PEER_SECONDS = 120
PEERS = ROOT / "benchmarks" / "peers"
TIMES_SCIPY, TIMES_PANDANA, TIMES_COUNTS = 7.0, 500.0, 250.0
ZWOLLE_SECONDS = 1.0
OUR_WAYS = ("ours", "preparing", "counting", "scipy")
NETWORKS = (LIECHTENSTEIN, STREETS_SMALL, STREETS_MILLION, GRID_MILLION)
WITH_PANDANA = (STREETS_SMALL,)
"""Most metres, as a share, that sums of a peer may be off: it counts in its own way."""
PEER_OFF = 1e-6


def rows(show: Callable[[list[Row]], None]) -> list[Row]:
    """Everything about walking, shown as it comes."""
    found: list[Row] = []
    every: list[Callable[[], list[Row]]] = [zwolle, *(partial(on_network, one) for one in NETWORKS)]
    for part in every:
        new = part()
        show(new)
        found += new
    return found


def zwolle() -> list[Row]:
    """Every door of a real gemeente, every kind, every profile; doors and streets are loaded."""
    if not there_is_zwolle():
        return [{"measure": "reach in Zwolle", "not measured": "its doors are not here"}]
    measured = Measured()
    for _ in range(ROUNDS):
        measured.take("zwolle", last_line([PYTHON, "-m", "benchmarks.walking_zwolle"]))
    again = statistics.median(seconds(measured, "zwolle"))
    return [
        measured.row("zwolle", 1.0) | {"measure": "reach in Zwolle"},
        limit("reach in Zwolle: seconds", again, ZWOLLE_SECONDS),
    ]


def on_network(name: str) -> list[Row]:
    if not there_is(name):
        return [{"measure": f"walking, {name}", "not measured": "its extract is not here"}]
    measured = Measured()
    peers = ["igraph", *(["pandana"] if name in WITH_PANDANA else [])]
    lost: dict[str, Row] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.npz"
        write_network(path, name)
        for _ in range(ROUNDS):
            for way in OUR_WAYS:
                measured.take(way, one_way(way, name))
            for peer in peers:
                if peer not in lost:
                    take_peer(peer, name, path, measured, lost)
    return [
        limit(f"walking, {name}: distances that differ from SciPy's", differing(name), 0),
        *(measured.row(way, 1.0) | {"measure": f"walking, {name}: {way}"} for way in OUR_WAYS),
        ratio(
            f"walking, {name}, 12 kinds, than SciPy", seconds(measured, "scipy"),
            seconds(measured, "ours"), TIMES_SCIPY,
        ),
        ratio(
            f"walking, {name}, with our preparation, than SciPy without",
            seconds(measured, "scipy"), both(measured), None,
        ),
        *(row for peer in peers for row in of_peer(peer, name, measured, lost)),
    ]  # fmt: skip


def one_way(way: str, name: str) -> Found:
    return last_line([PYTHON, "-m", "benchmarks.walking_ways", way, name])


def differing(name: str) -> float:
    return float(one_way("exact", name)["differ"])


def take_peer(peer: str, name: str, path: Path, measured: Measured, lost: dict[str, Row]) -> None:
    label = f"walking, {name}: {peer}"
    try:
        argv = [str(python_of(peer)), str(PEERS / f"walk_{peer}.py"), str(path), str(PEER_SECONDS)]
        measured.take(peer, last_line(argv, timeout=PEER_SECONDS))
    except PeerNotInstalledError as error:
        lost[peer] = {"measure": label, "not measured": str(error)}
    except NotFinishedError:
        lost[peer] = {"measure": label, "not finished": f"in {PEER_SECONDS} s"}


def seconds(measured: Measured, way: str, part: str = "wall") -> list[float]:
    return [float(run[part]) for run in measured.found[way]]


def both(measured: Measured) -> list[float]:
    """Ours with the preparation of the network, which is done once."""
    pairs = zip(seconds(measured, "ours"), seconds(measured, "preparing"), strict=True)
    return [query + once for query, once in pairs]


def of_peer(peer: str, name: str, measured: Measured, lost: dict[str, Row]) -> list[Row]:
    if peer in lost:
        return [lost[peer]]
    row = measured.row(peer, 1.0) | {"measure": f"walking, {name}: {peer}"}
    if peer == "igraph":
        return [
            row, agreement(peer, name, measured),
            ratio(f"walking, {name}, 12 kinds, than igraph", seconds(measured, peer),
                  seconds(measured, "ours"), None),
        ]  # fmt: skip
    counted = measured.found[peer][-1]["within"], measured.found["counting"][-1]["within"]
    theirs = seconds(measured, peer)
    return [
        row,
        limit(f"walking, {name}: pandana counts otherwise", abs(counted[0] / counted[1] - 1), 1e-4),
        ratio(f"walking, {name}, 12 kinds, than pandana with its preparation", theirs,
              seconds(measured, "ours"), TIMES_PANDANA),
        ratio(f"walking, {name}, the same, ours with preparation too", theirs,
              both(measured), None),
        ratio(f"walking, {name}, counts within 500 m, than pandana",
              seconds(measured, peer, "counting"), seconds(measured, "counting"), TIMES_COUNTS),
    ]  # fmt: skip


def agreement(peer: str, name: str, measured: Measured) -> Row:
    theirs, ours = measured.found[peer][-1], measured.found["ours"][-1]
    off = abs(theirs["metres"] / ours["metres"] - 1) + abs(theirs["reached"] - ours["reached"])
    return limit(f"walking, {name}: difference of {peer} in metres, share", off, PEER_OFF)
