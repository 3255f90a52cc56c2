"""Doors, facilities and streets of one gemeente, and the distances between them.

The one object that a study, the command and the live answers all work on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import dist

import numpy as np
import numpy.typing as npt

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.counted import how_many
from wwz_engine.facts import AreaRef
from wwz_engine.reach.distances import by_network, in_a_straight_line
from wwz_engine.reach.doors import Doors, doors_of
from wwz_engine.reach.kinds import basics, kinds
from wwz_engine.reach.network import Network, NetworkError, Spots, Whole, network_of
from wwz_engine.reach.open_map import facilities_on_map, map_of
from wwz_engine.reach.profiles import Profile, profiles
from wwz_engine.reach.rows import FacilityRow
from wwz_engine.reach.table import STREETS, facility_rows, facility_sources, loaded, streets_in
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.streets import StreetMap
from wwz_engine.sources.tidy import Source

DETOUR = "detour_factor"
SAME_PLACE = "facility_same_place"
AROUND = 2_000.0
"""Metres around the doors of which streets and facilities count."""
FAR_FROM_STREET = 20_000
"""Centimetres between a door and a street from which it is told."""


@dataclass(frozen=True)
class Ground:
    """Where people live and can walk in one gemeente; facilities come and go on it.

    streets : None where no network is loaded
    """

    doors: Doors
    units: tuple[AreaRef, ...]
    streets: StreetMap | None
    day: date

    @cached_property
    def _networks(self) -> dict[int, tuple[Network, Spots]]:
        return {}

    def network(self, profile: Profile) -> tuple[Network, Spots]:
        """The network of a profile, and where the doors lie on it.

        Raises
        ------
        NetworkError
        """
        if self.streets is None:
            raise NetworkError("Er is geen wegennet geladen. Geef een bestand met wegen op.")
        if profile.barred not in self._networks:
            network = network_of(self.streets, profile.barred)
            self._networks[profile.barred] = (network, network.spots(self.doors.x, self.doors.y))
        return self._networks[profile.barred]

    def distances(self, profile: Profile, places: Sequence[tuple[Floats, Floats]]) -> Whole:
        """From every door to the nearest of each set of places: (set, door), centimetres."""
        if self.streets is None:
            factor = parameters.load(DETOUR).number(self.day)
            return in_a_straight_line(self.doors.x, self.doors.y, places, factor)
        network, doors = self.network(profile)
        return by_network(network, doors, [network.spots(x, y) for x, y in places])

    @property
    def profiles(self) -> dict[str, Profile]:
        return profiles(self.day)


@dataclass(frozen=True)
class Measured:
    """Distances of one gemeente in one year.

    facilities : those that are open and of which is known where they stand
    distances : per profile and kind (door,), centimetres
    lacking : basic kinds of which nobody told a facility
    """

    ground: Ground
    facilities: tuple[FacilityRow, ...]
    distances: Mapping[str, Mapping[str, Whole]]
    lacking: tuple[str, ...]
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    def within(self, profile: Profile, kind: str) -> npt.NDArray[np.bool_]:
        """Which doors have a facility of a kind within the norm: (door,)."""
        found: npt.NDArray[np.bool_] = self.distances[profile.key][kind] <= profile.limit(kind)
        return found

    def all_within(self, profile: Profile) -> npt.NDArray[np.bool_]:
        """Which doors have every basic kind within the norm: (door,)."""
        found = np.ones(len(self.ground.doors), dtype=np.bool_)
        for kind in basics():
            found &= self.within(profile, kind)
        return found


def ground_of(
    tables: Tables, gemeente: str, units: Sequence[AreaRef], older: Sequence[float], day: date
) -> Ground:
    """Load where people live and can walk.

    Raises
    ------
    NoDoorsError, NetworkError, and the errors of damaged sources
    """
    doors = doors_of(tables, gemeente, units, older)
    table = loaded(tables, STREETS, gemeente)
    streets = None if table is None else _around(streets_in(table), doors)
    return Ground(doors, tuple(units), streets, day)


def _around(streets: StreetMap, doors: Doors) -> StreetMap | None:
    near = streets.within(
        doors.x.min() - AROUND, doors.y.min() - AROUND,
        doors.x.max() + AROUND, doors.y.max() + AROUND,
    )  # fmt: skip
    return near if len(near.one) else None


def measured(
    tables: Tables, gemeente: str, ground: Ground, profile_keys: Sequence[str] = ()
) -> Measured:
    """Distances from the doors to the facilities that were brought or stand on the open map.

    Parameters
    ----------
    profile_keys : which ways of walking; none: all
    """
    on_map = map_of(tables, gemeente)
    mapped = facilities_on_map(on_map) if on_map is not None else ()
    placed, notes = usable(facility_rows(tables, gemeente), ground, mapped)
    by_kind = sets_by_kind(placed)
    chosen = [ground.profiles[key] for key in profile_keys or ground.profiles]
    distances: dict[str, dict[str, Whole]] = {}
    alike: dict[int, dict[str, Whole]] = {}
    for profile in chosen:
        if profile.barred not in alike:
            found = ground.distances(profile, list(by_kind.values()))
            alike[profile.barred] = dict(zip(by_kind, found, strict=True))
        distances[profile.key] = alike[profile.barred]
    lacking = tuple(kind for kind in basics() if kind not in by_kind)
    told = [*facility_sources(tables, gemeente).values(), *ground.doors.sources]
    if on_map is not None:
        told.append(on_map.source)
    if ground.streets is not None:
        told.append(ground.streets.source)
    words = (*ground.doors.notes, *notes, *_about(ground, chosen, lacking))
    return Measured(ground, placed, distances, lacking, tuple(told), words)


def usable(
    rows: Sequence[FacilityRow], ground: Ground, mapped: Sequence[FacilityRow] = ()
) -> tuple[tuple[FacilityRow, ...], tuple[str, ...]]:
    """Facilities that are open, with x and y, and what is to be told of the others.

    Parameters
    ----------
    mapped : facilities of the open map; where a row tells of the same one, the row counts,
        also when it says that the facility is closed
    """
    doors, year = ground.doors, ground.day.year
    lost = sum(row.open_in(year) and _placed(row, doors) is None for row in rows)
    told = [row for row in (_placed(row, doors) for row in rows) if row is not None]
    near = [row for row in told if nearby(doors, *_at(row))]
    away = sum(row.open_in(year) for row in told) - sum(row.open_in(year) for row in near)
    found = [row for row in near if row.open_in(year)]
    margin = parameters.load(SAME_PLACE).number(ground.day)
    found += [row for row in mapped if nearby(doors, *_at(row)) and not _is_told(row, told, margin)]
    notes = []
    if lost:
        notes.append(
            f"Van {how_many(lost, 'voorziening', 'voorzieningen')} is de plek niet bekend: niet "
            "meegeteld. Vul x en y in."
        )
    if away:
        notes.append(
            how_many(
                away,
                "voorziening ligt ver buiten de gemeente en telt niet mee.",
                "voorzieningen liggen ver buiten de gemeente en tellen niet mee.",
            )
        )
    return tuple(found), tuple(notes)


def _placed(row: FacilityRow, doors: Doors) -> FacilityRow | None:
    """A facility with its place; None where that is not known."""
    if row.placed:
        return row
    at = doors.postcodes.get(_plain(row.postcode))
    return None if at is None else replace(row, x=float(at[0]), y=float(at[1]))


def _at(row: FacilityRow) -> tuple[float, float]:
    if row.x is None or row.y is None:
        raise ValueError(row.id)
    return row.x, row.y


def _is_told(row: FacilityRow, told: Sequence[FacilityRow], margin: float) -> bool:
    """Whether a row of the partnership is of this facility of the map."""
    return any(one.kind == row.kind and dist(_at(one), _at(row)) <= margin for one in told)


def _plain(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def nearby(doors: Doors, x: float, y: float) -> bool:
    """Whether a place lies in or around the gemeente."""
    return bool(
        doors.x.min() - AROUND <= x <= doors.x.max() + AROUND
        and doors.y.min() - AROUND <= y <= doors.y.max() + AROUND
    )


def sets_by_kind(rows: Sequence[FacilityRow]) -> dict[str, tuple[Floats, Floats]]:
    """Where the facilities of each kind stand, in the order of the closed list."""
    found = {}
    for kind in kinds():
        at = [(row.x, row.y) for row in rows if row.kind == kind]
        if at:
            x, y = np.array(at, dtype=np.float64).T
            found[kind] = (x, y)
    return found


def _about(ground: Ground, chosen: Sequence[Profile], lacking: Sequence[str]) -> list[str]:
    notes = []
    for kind in lacking:
        notes.append(
            f"Er is geen enkele voorziening van de soort ‘{kinds()[kind].label}’ opgegeven. "
            "Het deel met alle basisvoorzieningen is daarom onbekend."
        )
    if ground.streets is None:
        factor = parameters.load(DETOUR).number(ground.day)
        words = str(factor).replace(".", ",")
        notes.append(
            f"Er is geen wegennet geladen. Afstanden zijn hemelsbreed maal {words}: een schatting."
        )
        return notes
    told = set()
    for profile in chosen:
        if profile.barred in told:
            continue
        told.add(profile.barred)
        notes += _about_network(ground, profile)
    return notes


def _about_network(ground: Ground, profile: Profile) -> list[str]:
    network, doors = ground.network(profile)
    notes = []
    home = np.bincount(network.pieces).argmax()
    loose = network.pieces[network.streets.one[doors.link]] != home
    if loose.any():
        lie = how_many(int(loose.sum()), "adres ligt", "adressen liggen")
        notes.append(f"{lie} aan een los stuk van het wegennet ({profile.label}).")
    distant = doors.beside > FAR_FROM_STREET
    if distant.any():
        lie = how_many(int(distant.sum()), "adres ligt", "adressen liggen")
        metres = FAR_FROM_STREET // 100
        notes.append(f"{lie} meer dan {metres} meter van een straat ({profile.label}).")
    return notes
