"""Figures on what a partnership brings of its own on groups: inflow, stay and homes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.care.own import Brought
from wwz_engine.facts import COUNTED, ESTIMATED, AreaRef
from wwz_engine.figures import Figures
from wwz_engine.groups.flows import HOMES, Flow, StayError, apart, completed, homes_per_year
from wwz_engine.groups.in_force import InForce
from wwz_engine.groups.kept import Kept, OwnNumber
from wwz_engine.services import FLOW_MEASURES
from wwz_engine.sources.tidy import Source

FAR_APART = 0.25
"""A stock further than this from inflow times stay is told. How far would give a small one away."""
MEASURED = {"inflow": "instroom", "stay": "verblijfsduur", "independent": "zelfstandig",
            "clustered": "geclusterd", "supported": "begeleid"}  # fmt: skip
"""What is asked of every group, and how an indicator of it ends; the stock is the group itself."""


@dataclass(frozen=True)
class _Given:
    number: float
    year: int
    sources: tuple[Source, ...]


def flow_figures(
    own: Brought, areas: Sequence[AreaRef], kept: Kept
) -> tuple[list[Figures], list[str]]:
    """Stock, inflow, stay and homes asked for of every group with own figures.

    Parameters
    ----------
    own : figures per area
    kept : the groups, with own numbers of the gemeente as a whole

    Returns
    -------
    the figures, and what does not fit in Dutch sentences
    """
    found: list[Figures] = []
    notes: list[str] = []
    for group in kept.standing:
        for row, given in _brought(own, group, kept.numbers(group)).items():
            try:
                found += _figures(group, given, areas[row])
            except StayError as error:
                notes.append(f"Bij {areas[row].name}: {error}")
                continue
            far = apart(_flow(group, given))
            if far is not None and far > FAR_APART:
                notes.append(
                    f"Bij ‘{group.group.label}’ in {areas[row].name} past het aantal niet bij de "
                    f"instroom maal de verblijfsduur: het scheelt meer dan {FAR_APART:.0%}. Wij "
                    "laten het aantal staan dat is opgegeven."
                )
    return found, notes


def _brought(
    own: Brought, group: InForce, numbers: Mapping[str, OwnNumber]
) -> dict[int, dict[str, _Given]]:
    """Per area what is known of a group; of the gemeente the newest counts.

    Of one year that of the classification goes before an own figure.
    """
    key = group.group.key
    found: dict[int, dict[str, _Given]] = {}
    for kind in (key, *(f"{key}_{measure}" for measure in FLOW_MEASURES)):
        for row, (number, year) in own.of(kind).items():
            found.setdefault(row, {})[kind] = _Given(number, year, own.sources)
    for what, one in numbers.items():
        kind = f"{key}_{MEASURED[what]}" if what in MEASURED else key
        before = found.setdefault(0, {}).get(kind)
        if before is None or before.year <= one.year:
            found[0][kind] = _Given(one.number, one.year, (one.source,))
    return dict(sorted(found.items()))


def _flow(group: InForce, given: Mapping[str, _Given]) -> Flow:
    key = group.group.key

    def number(kind: str) -> float | None:
        return given[kind].number if kind in given else None

    asks = {kind: given[f"{key}_{kind}"].number / 100 for kind in HOMES if f"{key}_{kind}" in given}
    stay = number(f"{key}_verblijfsduur")
    return Flow(group.group.label, number(key), number(f"{key}_instroom"), stay, asks)


def _figures(group: InForce, given: Mapping[str, _Given], area: AreaRef) -> Iterator[Figures]:
    key, flow = group.group.key, _flow(group, given)
    whole = completed(flow)
    rests = tuple({one.sha256: one for g in given.values() for one in g.sources}.values())
    newest = max(one.year for one in given.values())
    for kind, number in (
        (key, whole.stock),
        (f"{key}_instroom", whole.inflow),
        (f"{key}_verblijfsduur", whole.stay),
    ):
        if kind == key != group.stock_key:
            # Measured per area: an own stock sets the level of that.
            continue
        if kind in given:
            yield _one(kind, area, given[kind], COUNTED)
        elif number is not None:
            yield _one(kind, area, _Given(number, newest, rests), ESTIMATED)
    for kind in HOMES:
        if f"{key}_{kind}" in given:
            yield _one(f"{key}_{kind}", area, given[f"{key}_{kind}"], COUNTED)
    for kind, homes in homes_per_year(flow).items():
        yield _one(f"{key}_woningen_{kind}", area, _Given(homes, newest, rests), ESTIMATED)


def _one(key: str, area: AreaRef, given: _Given, kind: str) -> Figures:
    return Figures(key, (area,), (given.year,), np.array([[given.number]]), (kind,), given.sources)
