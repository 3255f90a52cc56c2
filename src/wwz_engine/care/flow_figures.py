"""Figures on groups that flow, from what a partnership brings of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from wwz_engine.aandachtsgroepen import Aandachtsgroep, classification
from wwz_engine.care.own import Brought
from wwz_engine.facts import COUNTED, ESTIMATED, AreaRef
from wwz_engine.figures import Figures
from wwz_engine.groups.flows import HOMES, Flow, StayError, apart, completed, homes_per_year
from wwz_engine.services import FLOW_MEASURES

FAR_APART = 0.25
"""A stock further than this from inflow times stay is told. How far would give a small one away."""


def flow_figures(own: Brought, areas: Sequence[AreaRef]) -> tuple[list[Figures], list[str]]:
    """Stock, inflow, stay and homes asked for of every group with own figures.

    Returns
    -------
    the figures, and what does not fit in Dutch sentences
    """
    found: list[Figures] = []
    notes: list[str] = []
    for group in classification().flows():
        kinds = [group.key, *(f"{group.key}_{measure}" for measure in FLOW_MEASURES)]
        for row in sorted({row for kind in kinds for row in own.of(kind)}):
            given = {kind: own.of(kind)[row] for kind in kinds if row in own.of(kind)}
            try:
                found += _figures(group, given, areas[row], own)
            except StayError as error:
                notes.append(f"Bij {areas[row].name}: {error}")
                continue
            far = apart(_flow(group, given))
            if far is not None and far > FAR_APART:
                notes.append(
                    f"Bij ‘{group.label}’ in {areas[row].name} past het aantal niet bij de "
                    f"instroom maal de verblijfsduur: het scheelt meer dan {FAR_APART:.0%}. Wij "
                    "laten het aantal staan dat is opgegeven."
                )
    return found, notes


def _flow(group: Aandachtsgroep, given: dict[str, tuple[float, int]]) -> Flow:
    key = group.key

    def number(kind: str) -> float | None:
        return given[kind][0] if kind in given else None

    asks = {kind: given[f"{key}_{kind}"][0] / 100 for kind in HOMES if f"{key}_{kind}" in given}
    stay = number(f"{key}_verblijfsduur")
    return Flow(group.label, number(key), number(f"{key}_instroom"), stay, asks)


def _figures(
    group: Aandachtsgroep, given: dict[str, tuple[float, int]], area: AreaRef, own: Brought
) -> Iterator[Figures]:
    key, flow = group.key, _flow(group, given)
    whole = completed(flow)
    newest = max(year for _, year in given.values())
    for kind, number in (
        (key, whole.stock),
        (f"{key}_instroom", whole.inflow),
        (f"{key}_verblijfsduur", whole.stay),
    ):
        if kind in given:
            yield _one(kind, area, given[kind], COUNTED, own)
        elif number is not None:
            yield _one(kind, area, (number, newest), ESTIMATED, own)
    for kind in HOMES:
        if f"{key}_{kind}" in given:
            yield _one(f"{key}_{kind}", area, given[f"{key}_{kind}"], COUNTED, own)
    for kind, homes in homes_per_year(flow).items():
        yield _one(f"{key}_woningen_{kind}", area, (homes, newest), ESTIMATED, own)


def _one(key: str, area: AreaRef, given: tuple[float, int], kind: str, own: Brought) -> Figures:
    number, year = given
    return Figures(key, (area,), (year,), np.array([[number]]), (kind,), own.sources)
