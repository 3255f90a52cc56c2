"""Reach that answers at once: what changes when a facility opens, closes or moves.

Holds the network, the doors and the distances of one profile. A question changes nothing: only
the kinds it is about are looked at again, and only where they get nearer or further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.backends.walking import Field, field_of
from wwz_engine.disclosure import rounded
from wwz_engine.disclosure.rules import SMALLEST_SHOWN, fine
from wwz_engine.errors import EngineError
from wwz_engine.reach.distances import door_distances
from wwz_engine.reach.figures import share_of
from wwz_engine.reach.kinds import basics, kinds
from wwz_engine.reach.measuring import Ground, Measured, nearby, sets_by_kind
from wwz_engine.reach.network import Network, Spots, Whole
from wwz_engine.reach.profiles import Profile
from wwz_engine.reach.rows import FacilityRow

OPEN, CLOSE, MOVE = "open", "sluit", "verplaats"


class ChangeError(EngineError):
    """A change that cannot be made: a facility that is not there, or a place far away."""


@dataclass(frozen=True)
class Change:
    """A facility that opens, closes or moves.

    id : of the facility that closes or moves
    kind : of the facility that opens
    x, y : metres, where it opens or moves to
    """

    action: str
    id: str = ""
    kind: str = ""
    x: float | None = None
    y: float | None = None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Change:
        """Read a change from JSON.

        Raises
        ------
        ChangeError
        """
        try:
            x, y = (None if told.get(axis) is None else float(told[axis]) for axis in "xy")
        except (TypeError, ValueError) as error:
            raise ChangeError("De plek is geen getal. Geef x en y in meters op.") from error
        return cls(
            str(told.get("action", "")), str(told.get("id", "")), str(told.get("kind", "")), x, y
        )


@dataclass(frozen=True)
class _Kind:
    """Facilities of one kind, and distances from them.

    spots : per facility by number its place on the network
    field : None where there is no network
    """

    rows: Mapping[int, FacilityRow]
    spots: Mapping[int, Spots]
    field: Field | None
    doors: Whole


class LiveReach:
    """Distances of one gemeente and profile, ready to be asked what changes.

    Parameters
    ----------
    found : with the distances of this profile
    members : (area, unit), which unit areas make up each area
    """

    def __init__(self, found: Measured, members: Floats, profile: Profile) -> None:
        self.ground: Ground = found.ground
        self.profile = profile
        self._members = members
        rows: dict[str, list[FacilityRow]] = {}
        for row in found.facilities:
            rows.setdefault(row.kind, []).append(row)
        self._kinds = {kind: self._begin(dict(enumerate(rows.get(kind, [])))) for kind in kinds()}
        self._older = self._summed(np.ones(len(self.ground.doors), dtype=bool))

    def answer(self, changes: Sequence[Change]) -> dict[str, Any]:
        """What the changes together do, per area: plain values, ready for JSON.

        Shares in percent before and after, and people of 75 and older as they may be shown;
        None where it is not known or may not be shown.

        Raises
        ------
        ChangeError
        """
        changed = dict(self._kinds)
        touched: dict[str, None] = {}
        for change in changes:
            kind, state = self._made(changed, change)
            changed[kind] = state
            touched[kind] = None
        return {
            "profile": self.profile.key,
            "all": self._compared(self._every(self._kinds), self._every(changed)),
            "kinds": {
                kind: self._compared(self._within(self._kinds, kind), self._within(changed, kind))
                for kind in touched
            },
            "estimated": True,
            "straight": self.ground.streets is None,
            "fictional": self._fictional(changed),
        }

    def places(self) -> list[dict[str, Any]]:
        """All facilities, as plain values."""
        return [
            {"id": row.id, "kind": row.kind, "name": row.name, "x": row.x, "y": row.y,
             "fictional": row.fictional}
            for state in self._kinds.values()
            for row in state.rows.values()
        ]  # fmt: skip

    def door_distances(self, changes: Sequence[Change], kind: str) -> Whole:
        """How far every door is from the nearest of a kind after the changes: (door,)."""
        changed = dict(self._kinds)
        for change in changes:
            at, state = self._made(changed, change)
            changed[at] = state
        return changed[kind].doors

    def _begin(self, rows: Mapping[int, FacilityRow]) -> _Kind:
        if self.ground.streets is None:
            return _Kind(rows, {}, None, self._straight(rows))
        network, _ = self.ground.network(self.profile)
        spots = {number: _spot(network, row) for number, row in rows.items()}
        seeds = {number: network.seeds(spot) for number, spot in spots.items()}
        field = field_of(network.prepared.graph, seeds)
        return _Kind(rows, spots, field, self._at_doors(field, spots))

    def _straight(self, rows: Mapping[int, FacilityRow]) -> Whole:
        sets = sets_by_kind(list(rows.values()))
        at = next(iter(sets.values()), (np.empty(0), np.empty(0)))
        found: Whole = self.ground.distances(self.profile, [at])[0]
        return found

    def _at_doors(self, field: Field, spots: Mapping[int, Spots]) -> Whole:
        network, doors = self.ground.network(self.profile)
        return door_distances(network, doors, field.distance, _together(list(spots.values())))

    def _made(self, states: Mapping[str, _Kind], change: Change) -> tuple[str, _Kind]:
        if change.action == OPEN:
            if change.kind not in kinds():
                raise ChangeError(f"De soort voorziening ‘{change.kind}’ kennen we niet.")
            row = self._placed(FacilityRow("nieuw", change.kind), change)
            state = states[change.kind]
            return change.kind, self._with(state, max(state.rows, default=-1) + 1, row)
        if change.action not in (CLOSE, MOVE):
            raise ChangeError(f"‘{change.action}’ kan niet. Kies {OPEN}, {CLOSE} of {MOVE}.")
        kind, number = _found(states, change.id)
        row = states[kind].rows[number]
        left = self._without(states[kind], number)
        if change.action == CLOSE:
            return kind, left
        return kind, self._with(left, number, self._placed(row, change))

    def _placed(self, row: FacilityRow, change: Change) -> FacilityRow:
        if change.x is None or change.y is None:
            raise ChangeError("De plek ontbreekt. Geef x en y in meters op.")
        if not nearby(self.ground.doors, change.x, change.y):
            raise ChangeError("Die plek ligt ver buiten de gemeente. Kies een plek dichterbij.")
        return replace(row, x=change.x, y=change.y)

    def _with(self, state: _Kind, number: int, row: FacilityRow) -> _Kind:
        rows = {**state.rows, number: row}
        if state.field is None:
            return _Kind(rows, {}, None, self._straight(rows))
        network, _ = self.ground.network(self.profile)
        spots = {**state.spots, number: _spot(network, row)}
        field = state.field.with_place(number, network.seeds(spots[number]))
        return _Kind(rows, spots, field, self._at_doors(field, spots))

    def _without(self, state: _Kind, number: int) -> _Kind:
        rows = {one: row for one, row in state.rows.items() if one != number}
        if state.field is None:
            return _Kind(rows, {}, None, self._straight(rows))
        spots = {one: spot for one, spot in state.spots.items() if one != number}
        field = state.field.without_place(number)
        return _Kind(rows, spots, field, self._at_doors(field, spots))

    def _within(self, states: Mapping[str, _Kind], kind: str) -> Floats:
        return self._summed(states[kind].doors <= self.profile.limit(kind))

    def _every(self, states: Mapping[str, _Kind]) -> Floats:
        if any(not states[kind].rows for kind in basics()):
            return np.full(len(self._members), np.nan)
        doors = np.ones(len(self.ground.doors), dtype=bool)
        for kind in basics():
            doors &= states[kind].doors <= self.profile.limit(kind)
        return self._summed(doors)

    def _summed(self, doors: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
        at = self.ground.doors
        found: Floats = self._members @ at.per_unit(at.older * doors, len(self.ground.units))
        return found

    def _compared(self, before: Floats, after: Floats) -> list[dict[str, Any]]:
        shares = [share_of(part, self._older).tolist() for part in (before, after)]
        return [
            {
                "before": _share(shares[0][area]), "after": _share(shares[1][area]),
                "people_before": _people(before[area]), "people_after": _people(after[area]),
            }
            for area in range(len(self._members))
        ]  # fmt: skip

    def _fictional(self, states: Mapping[str, _Kind]) -> bool:
        streets = self.ground.streets
        invented = any(row.fictional for state in states.values() for row in state.rows.values())
        drawn = streets is not None and streets.source.fictional
        return invented or drawn or any(source.fictional for source in self.ground.doors.sources)


def _spot(network: Network, row: FacilityRow) -> Spots:
    return network.spots(np.array([row.x], np.float64), np.array([row.y], np.float64))


def _together(spots: Sequence[Spots]) -> Spots:
    if not spots:
        return Spots(*(np.empty(0, np.int32) for _ in range(3)))
    return Spots(
        np.concatenate([spot.link for spot in spots]),
        np.concatenate([spot.along for spot in spots]),
        np.concatenate([spot.beside for spot in spots]),
    )


def _found(states: Mapping[str, _Kind], wanted: str) -> tuple[str, int]:
    for kind, state in states.items():
        for number, row in state.rows.items():
            if row.id == wanted:
                return kind, number
    raise ChangeError(f"De voorziening ‘{wanted}’ is er niet. Kies een andere.")


def _share(value: float) -> float | None:
    return None if np.isnan(value) else fine(value)


def _people(value: float) -> float | None:
    """As the rule of disclosure shows it: none of 1 to 4."""
    if np.isnan(value) or 0 < value < SMALLEST_SHOWN:
        return None
    return rounded(float(value))
