"""From one layout of areas to another: merged, split and moved, with nobody lost.

A bridge says which part of each old area lies in which new one. What is counted is carried
over in that proportion; what is a percentage becomes the mean of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from wwz_engine.axes import Floats, check_shape
from wwz_engine.errors import EngineError
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import BadValueError, MissingColumnError
from wwz_engine.sources.raw import RawFile, decoded
from wwz_engine.sources.tidy import WITHHELD, Table, conform

ADDRESSES, PEOPLE, SURFACE = "adressen", "inwoners", "oppervlakte"
COUNTS = ("personen", "woningen", "huishoudens", "ha")
"""Units that add up; any other is a mean over people."""


class BridgeError(EngineError):
    """A bridge that loses people, invents them, or does not fit the areas."""


@dataclass(frozen=True)
class Bridge:
    """Which part of each old area lies in which new one.

    share : (before, after), share 0..1; each old area is wholly given away
    year : layout year of the new areas
    weighted_by : what the shares were worked out from: adressen, inwoners or oppervlakte
    names : of new areas, by code, where they are known
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    share: Floats
    year: int
    weighted_by: str
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_shape("share", self.share, before=len(self.before), after=len(self.after))
        check_nobody_lost(self)

    def carried(self, counts: Floats) -> Floats:
        """Counts of old areas on the new ones; a part that is not known makes them unknown.

        Parameters
        ----------
        counts : (before, ...), anything that adds up

        Returns
        -------
        (after, ...)
        """
        flat = counts.reshape(len(self.before), -1)
        unknown = (self.share > 0).T.astype(np.float64) @ np.isnan(flat).astype(np.float64)
        carried = self.share.T @ np.nan_to_num(flat)
        carried[unknown > 0] = np.nan
        found: Floats = carried.reshape(len(self.after), *counts.shape[1:])
        return found

    def share_bridged(self, people: Floats) -> float:
        """Share of the people who live in an old area that was divided: those are estimated.

        Parameters
        ----------
        people : (before,), persons
        """
        known = np.nan_to_num(people)
        divided = self.share.max(axis=1) < 1 - 1e-9
        return float(known[divided].sum() / max(float(known.sum()), 1e-9))


def check_nobody_lost(bridge: Bridge) -> None:
    """Refuse shares below nil, or of which an old area's do not make up one whole.

    Raises
    ------
    BridgeError
    """
    if not np.isfinite(bridge.share).all() or (bridge.share < 0).any():
        raise BridgeError("Een brugtabel heeft een aandeel onder nul of zonder getal.")
    given = bridge.share.sum(axis=1)
    for index in np.flatnonzero(np.abs(given - 1) > 1e-9):
        raise BridgeError(
            f"Van het oude gebied {bridge.before[index]} gaat {100 * given[index]:.1f}% over naar "
            "nieuwe gebieden, en dat hoort precies 100% te zijn. Vul de brugtabel aan."
        )


def bridge_of(parts: Iterable[tuple[str, str, float]], year: int, weighted_by: str) -> Bridge:
    """A bridge from parts: old area, new area, and the addresses (or people) that they share.

    Raises
    ------
    BridgeError

    Examples
    --------
    >>> found = bridge_of([("A", "X", 30.0), ("A", "Y", 10.0), ("B", "Y", 5.0)], 2022, ADDRESSES)
    >>> found.share.tolist()
    [[0.75, 0.25], [0.0, 1.0]]
    """
    listed = list(parts)
    before = tuple(dict.fromkeys(old for old, _, _ in listed))
    after = tuple(dict.fromkeys(new for _, new, _ in listed))
    weight = np.zeros((len(before), len(after)))
    for old, new, size in listed:
        weight[before.index(old), after.index(new)] += size
    whole = weight.sum(axis=1, keepdims=True)
    if (whole <= 0).any():
        code = before[int(np.flatnonzero(whole[:, 0] <= 0)[0])]
        raise BridgeError(
            f"Van het oude gebied {code} is van geen deel bekend hoe groot het is. Geef per deel "
            f"het aantal {weighted_by}."
        )
    return Bridge(before, after, weight / whole, year, weighted_by)


def read_bridge(name: str, content: bytes, year: int) -> Bridge:
    """A bridge from a CSV with the columns oud, nieuw and adressen (or inwoners, oppervlakte).

    Raises
    ------
    SourceDamagedError, BridgeError
    """
    file = RawFile(name, content, decoded(content, name), year)
    delimiter = ";" if b";" in file.data.split(b"\n", 1)[0] else ","
    frame = read_delimited(file, delimiter)
    frame.columns = [column.strip().lower() for column in frame.columns]
    found = [column for column in (ADDRESSES, PEOPLE, SURFACE) if column in frame.columns]
    if not found:
        raise MissingColumnError(name, "mist een kolom ‘adressen’, ‘inwoners’ of ‘oppervlakte’")
    require(frame, ("oud", "nieuw"), name)
    size = pl.col(found[0]).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    frame = frame.with_columns(size=size)
    if frame["size"].null_count():
        raise BadValueError(name, f"heeft een cel onder ‘{found[0]}’ die geen getal is")
    return bridge_of(frame.select("oud", "nieuw", "size").rows(), year, found[0])


def bridged_rows(rows: pl.DataFrame, bridge: Bridge) -> pl.DataFrame:
    """Tidy rows of old areas on the new ones; rows of other areas stay as they are.

    Counts are added up, percentages become the mean of their parts by people. A new area
    of which a part is withheld is withheld.
    """
    old = rows.filter(pl.col("area").is_in(bridge.before))
    if old.is_empty():
        return rows
    pairs = pl.DataFrame(
        [
            (bridge.before[i], bridge.after[j], float(bridge.share[i, j]))
            for i, j in zip(*np.nonzero(bridge.share), strict=True)
        ],
        schema={"area": pl.String, "new": pl.String, "share": pl.Float64},
        orient="row",
    )
    people = old.filter(
        (pl.col("measure") == "inwoners")
        & (pl.col("age") == "totaal")
        & (pl.col("sex") == "totaal")
    ).select("area", "period", people="value")
    parts = old.join(pairs, on="area").join(people, on=["area", "period"], how="left")
    counted = pl.col("unit").is_in(COUNTS)
    weight = pl.col("share") * pl.when(counted).then(1.0).otherwise(
        pl.col("people").fill_null(0.0) + 1e-9
    )
    one = ["new", "level", "period", "measure", "sex", "age", "unit"]
    summed = (
        parts.with_columns(weight=weight)
        .group_by(one, maintain_order=True)
        .agg(
            total=(pl.col("value") * pl.col("weight")).sum(),
            weight=pl.col("weight").sum(),
            hidden=pl.col("value").is_null().any(),
            why=pl.col("missing").drop_nulls().first(),
        )
    )
    value = pl.when(counted).then(pl.col("total")).otherwise(pl.col("total") / pl.col("weight"))
    new = summed.with_columns(
        area=pl.col("new"),
        area_year=pl.lit(bridge.year),
        area_name=pl.col("new").replace(bridge.names),
        value=pl.when(~pl.col("hidden")).then(value),
        missing=pl.when(pl.col("hidden")).then(pl.col("why").fill_null(WITHHELD)),
    )
    kept = rows.filter(~pl.col("area").is_in(bridge.before))
    return pl.concat([conform(kept), conform(new)])


@dataclass(frozen=True)
class BridgedTables:
    """The tables of a catalogue, on the areas of another layout."""

    tables: Tables
    bridge: Bridge

    def has(self, key: str, gemeente: str | None = None, period: int | None = None) -> bool:
        return self.tables.has(key, gemeente, period)

    def load(self, key: str, gemeente: str | None = None, period: int | None = None) -> Table:
        table = self.tables.load(key, gemeente, period)
        if not table.rows.height:
            return table
        rows = bridged_rows(table.rows, self.bridge)
        # A gemeente stays in its series, in the layout that its buurten now have.
        moved = pl.col("level").is_in(["gemeente", "land"]) & (rows.height != table.rows.height)
        year = pl.when(moved).then(self.bridge.year).otherwise(pl.col("area_year"))
        return replace(table, rows=rows.with_columns(area_year=year.cast(pl.Int16)))
