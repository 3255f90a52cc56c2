"""What is different between two packs, as both were written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COMPARED = ("stated", "measured")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """One promise then and now; empty where it did not stand."""

    number: int
    title: str
    was: Row | None
    now: Row | None

    @property
    def same(self) -> bool:
        if self.was is None or self.now is None:
            return False
        return all(self.was[key] == self.now[key] for key in COMPARED)


@dataclass(frozen=True)
class Difference:
    changed: Sequence[Pair]
    same: Sequence[Pair]

    @property
    def title(self) -> str:
        many = len(self.changed)
        if not many:
            return "Er veranderde niets sinds de vorige stukken"
        verb = "afspraak veranderde" if many == 1 else "afspraken veranderden"
        return f"{many} {verb}, {len(self.same)} bleven gelijk"


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Promise by promise, in the order of their numbers."""
    was = {str(row["id"]): row for row in before.get("promises", [])}
    now = {str(row["id"]): row for row in after.get("promises", [])}
    pairs = []
    for key in {**was, **now}:
        row = now.get(key) or was[key]
        pairs.append(Pair(int(row["number"]), str(row["title"]), was.get(key), now.get(key)))
    pairs.sort(key=lambda pair: pair.number)
    return Difference(
        changed=[pair for pair in pairs if not pair.same],
        same=[pair for pair in pairs if pair.same],
    )
