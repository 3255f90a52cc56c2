"""Gemeenten that are most like one, and what is published for all of them.

The key is shown: which variables decide who is like whom. See docs/methods/shortage.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.errors import UnknownDatasetError
from wwz_engine.sources.tidy import Source

PERIOD = 2022
"""The year of which the key figures of all gemeenten are at hand."""
WEIGHTS, COUNT = "similar_gemeenten_weights", "similar_gemeenten_count"


@dataclass(frozen=True)
class Variable:
    """A figure of the key: what it is, and where it stands in the key figures.

    key : of the indicator that shows it
    label : as in the weights
    logarithm : twice as many people are as far apart in small as in large gemeenten
    """

    key: str
    label: str
    unit: str
    measure: str
    age: str = "totaal"
    logarithm: bool = False


VARIABLES = (
    Variable("naast_65plus", "65-plussers", "procent van de inwoners", "aandeel_inwoners", "65+"),
    Variable("naast_koop", "koopwoningen", "procent van de woningen", "aandeel_koopwoningen"),
    Variable(
        "naast_laag_inkomen", "lage inkomens", "procent van de inwoners", "aandeel_laag_inkomen"
    ),
    Variable("naast_woningwaarde", "woningwaarde", "1.000 euro", "gemiddelde_woz_waarde"),
    Variable("naast_stedelijkheid", "stedelijkheid", "klasse van 1 tot 5", "stedelijkheid"),
    Variable("naast_inwoners", "inwoners", "personen", "inwoners", logarithm=True),
)


@dataclass(frozen=True)
class Compared:
    """A gemeente beside others.

    distance : 0 for the gemeente itself; 1 is one standard deviation on every variable
    values : of the key, in the order of ``VARIABLES``
    older_per_1000 : people of 65 and older per 1,000 homes, who ask for such homes
    """

    code: str
    name: str
    distance: float
    values: tuple[float, ...]
    older_per_1000: float

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "distance": round(self.distance, 4),
            "key": dict(zip((one.label for one in VARIABLES), self.values, strict=True)),
            "older_per_1000_homes": round(self.older_per_1000, 1),
        }


@dataclass(frozen=True)
class Benchmark:
    """One gemeente and those that are most like it, the nearest first."""

    own: Compared
    peers: tuple[Compared, ...]
    source: Source

    def sentence(self) -> str:
        """Who is like whom, by what, and what cannot be compared."""
        names = [one.name for one in self.peers[:5]]
        key = [one.label for one in VARIABLES]
        return (
            "Tekorten zijn niet te vergelijken met die van andere gemeenten: hun voorraad staat in "
            f"geen open tabel. Het meest lijken op {self.own.name}: {_listed(names)}. Daarbij "
            f"kijken wij naar {_listed(key)}. Op 1.000 woningen wonen hier "
            f"{self.own.older_per_1000:.0f} 65-plussers. In {self._whole()} is dat in het midden "
            f"{self.middle():.0f}. Deze cijfers zijn van {self.source.publisher}, {PERIOD}."
        )

    def _whole(self) -> str:
        """Of how many gemeenten the middle is taken: more than are named."""
        count = len(self.peers)
        return "die gemeente" if count == 1 else f"de {count} gemeenten die het meest lijken"

    def middle(self) -> float:
        """The median of its peers, people of 65 and older per 1,000 homes."""
        return float(np.median([one.older_per_1000 for one in self.peers]))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} en {words[-1]}"


def benchmark(tables: Tables, gemeente: str, day: date) -> Benchmark | None:
    """The gemeenten that are most like one; None where the key figures do not hold it.

    A gemeente of which a figure of the key is unknown is none of them.

    Parameters
    ----------
    day : of the parameters: how many to find, and what each variable weighs
    """
    found = _key_figures(tables)
    if found is None:
        return None
    frame, source = found
    codes = frame["area"].to_list()
    if gemeente not in codes or frame.height < 2:
        return None
    values = frame.select(f"v{number}" for number in range(len(VARIABLES))).to_numpy()
    own = codes.index(gemeente)
    count = int(parameters.load(COUNT).number(day))
    weights = parameters.load(WEIGHTS).table(day)
    far = distances(values, own, np.array([weights[one.label] for one in VARIABLES]))
    per_home = frame["older_per_1000"].to_numpy()
    ordered = sorted((at for at in range(len(codes)) if at != own), key=lambda at: (far[at], at))
    names = frame["area_name"].to_list()
    compared = [
        Compared(codes[at], names[at], float(far[at]), tuple(values[at].tolist()),
                 float(per_home[at]))
        for at in (own, *ordered[:count])
    ]  # fmt: skip
    return Benchmark(compared[0], tuple(compared[1:]), source)


def distances(values: Floats, own: int, weights: Floats) -> Floats:
    """How far every gemeente is from one: (gemeente,).

    Each variable counts in standard deviations over all gemeenten, so that none outweighs
    another by its unit.

    Parameters
    ----------
    values : (gemeente, variable), in the order of ``VARIABLES``
    weights : (variable,), what each counts for

    Examples
    --------
    >>> values = np.array([[10.0, 50, 40, 300, 2, 1000], [20, 50, 40, 300, 2, 1000]])
    >>> distances(values, 0, np.ones(6)).round(3)
    array([0.   , 0.816])
    """
    scaled = values.copy()
    for number, one in enumerate(VARIABLES):
        if one.logarithm:
            scaled[:, number] = np.log(np.maximum(scaled[:, number], 1.0))
    spread = scaled.std(axis=0)
    gaps = (scaled - scaled[own]) / np.where(spread > 0, spread, 1.0)
    far: Floats = np.sqrt((gaps**2) @ weights / weights.sum())
    return far


def _key_figures(tables: Tables) -> tuple[pl.DataFrame, Source] | None:
    """Gemeenten of which every figure of the key is known, in order of code."""
    try:
        if not tables.has("kwb"):
            return None
    except UnknownDatasetError:
        return None
    # The whole of it is read already, to find a gemeente by its name.
    table = tables.load("kwb")
    rows = table.rows.filter(
        (pl.col("level") == "gemeente") & (pl.col("sex") == "totaal") & (pl.col("period") == PERIOD)
    )
    names = rows.select("area", "area_name").unique("area")
    for number, one in enumerate(VARIABLES):
        of_one = rows.filter((pl.col("measure") == one.measure) & (pl.col("age") == one.age))
        names = names.join(of_one.select("area", pl.col("value").alias(f"v{number}")), on="area")
    homes = rows.filter((pl.col("measure") == "woningen") & (pl.col("age") == "totaal"))
    frame = names.join(homes.select("area", homes="value"), on="area").drop_nulls()
    older, people = pl.col("v0") / 100, pl.col(f"v{len(VARIABLES) - 1}")
    frame = frame.filter(pl.col("homes") > 0).with_columns(
        older_per_1000=1000 * older * people / pl.col("homes")
    )
    return frame.sort("area"), table.source
