"""Who walks: how far somebody can go, how fast, and what bars the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wwz_engine import parameters
from wwz_engine.errors import EngineError
from wwz_engine.sources.streets import GATE, KERB, STEEP, STEPS, UNPAVED

NORMS, SPEEDS, BENCHES = "walk_norms", "walk_speeds", "bench_spacing"
ASSUMED = (NORMS, SPEEDS, BENCHES)
BENCH = "bankje"


class ProfileUnknownError(EngineError):
    """No profile of this name."""


@dataclass(frozen=True)
class Profile:
    """One way of going on foot.

    norm : metres within which the basics should lie
    speed : kilometres an hour
    bench : metres within which a bench should lie
    barred : bits of ``sources.streets`` that bar the way
    """

    key: str
    label: str
    norm: float
    speed: float
    bench: float
    barred: int

    def limit(self, kind: str) -> int:
        """Centimetres within which a facility of this kind should lie."""
        return round(100 * (min(self.bench, self.norm) if kind == BENCH else self.norm))

    def minutes(self, metres: float) -> float:
        """How long a walk takes."""
        return metres / (self.speed * 1000 / 60)


# What bars whom is part of what a profile means, not a number: docs/methods/reach.md.
_PROFILES: Mapping[str, tuple[str, int]] = {
    "algemeen": ("iedereen", 0),
    "65plus": ("65-plussers", 0),
    "rollator": ("mensen met een rollator", STEPS | STEEP),
    "rolstoel": ("mensen met een rolstoel", STEPS | UNPAVED | KERB | STEEP | GATE),
}


def profiles(day: date) -> dict[str, Profile]:
    """All profiles by key, with the norms of this day."""
    norms, speeds = (parameters.load(name).table(day) for name in (NORMS, SPEEDS))
    bench = parameters.load(BENCHES).number(day)
    return {
        key: Profile(key, label, norms[key], speeds[key], bench, barred)
        for key, (label, barred) in _PROFILES.items()
    }


def profile_named(key: str, day: date) -> Profile:
    """One profile.

    Raises
    ------
    ProfileUnknownError
    """
    found = profiles(day)
    if key not in found:
        raise ProfileUnknownError(
            f"Het profiel ‘{key}’ bestaat niet. Kies uit: {', '.join(found)}."
        )
    return found[key]
