"""Figures on how groups of adults overlap in a gemeente: docs/methods/groups.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.care_indicators import (
    COUNTED_GROUPS,
    OVERLAPPING,
    WITH_OTHERS,
    by_others,
    overlaps,
    pair_key,
)
from wwz_engine.facts import ESTIMATED, UNKNOWN
from wwz_engine.figures import Figures
from wwz_engine.groups.overlap import Overlap, overlap, with_others
from wwz_engine.population.figures import People
from wwz_engine.sources.tidy import Source
from wwz_engine.unknowns import register


@dataclass(frozen=True)
class Size:
    """People of one group at the start, with what they rest on.

    units : (unit,), persons
    """

    units: Floats
    sources: tuple[Source, ...]


def overlap_figures(people: People, sizes: Mapping[str, Size]) -> list[Figures]:
    """Pairs of groups with their bounds, each group by its others, and people by groups.

    Parameters
    ----------
    sizes : by key of the number of people, of 18 and older and of 65 and older
    """
    slugs = list(OVERLAPPING)
    if any(f"{slug}_{age}" not in sizes for slug in slugs for age in ("18plus", "65plus")):
        return [_unknown(item.key, people) for item in overlaps()]
    adults = [people.of(f"inwoners_{age}")[:, 0].mean(axis=-1) for age in ("18plus", "65plus")]
    members = np.stack([cells(sizes, slug, adults) for slug in slugs])
    everyone = np.concatenate([np.maximum(adults[0] - adults[1], 0.0), adults[1]])
    everyone = np.maximum(everyone, members.max(axis=0))
    return list(_Overlapping(people, sizes, members, everyone).figures())


def cells(sizes: Mapping[str, Size], slug: str, adults: list[Floats]) -> Floats:
    """A group cut up by age: (2 * unit,), first those under 65, then the older.

    The number of adults stays what it is. Where the older would be more than all, or the
    rest more than there are, the older give way.
    """
    everyone, older = sizes[f"{slug}_18plus"].units, sizes[f"{slug}_65plus"].units
    least = np.maximum(everyone - np.maximum(adults[0] - adults[1], 0.0), 0.0)
    old = np.minimum(np.maximum(older, least), everyone)
    return np.concatenate([everyone - old, old])


@dataclass(frozen=True)
class _Overlapping:
    people: People
    sizes: Mapping[str, Size]
    members: Floats
    everyone: Floats

    def figures(self) -> Iterator[Figures]:
        found: Overlap = overlap(self.members, self.everyone)
        slugs = list(OVERLAPPING)
        for one, other in combinations(range(len(slugs)), 2):
            names = (slugs[one], slugs[other])
            parts = {"": found.both, "_minstens": found.least, "_hoogstens": found.most}
            for end, part in parts.items():
                yield self._figure(pair_key(*names) + end, part[one, other], names)
        for place, slug in enumerate(slugs):
            counted = _gathered(with_others(self.members, self.everyone, place), len(WITH_OTHERS))
            for key, column in zip(by_others(slug), counted.T, strict=True):
                yield self._figure(key, column, tuple(slugs))
        counted = _gathered(found.in_groups, len(COUNTED_GROUPS))
        for number, column in zip(COUNTED_GROUPS, counted.T, strict=True):
            yield self._figure(f"samen_in_{number}_groepen", column, tuple(slugs))

    def _figure(self, key: str, in_cells: Floats, slugs: tuple[str, ...]) -> Figures:
        used = [self.sizes[f"{slug}_{age}"] for slug in slugs for age in ("18plus", "65plus")]
        # Per wijk an estimate would give back a number of people that is hidden there.
        value = np.array([[in_cells.sum()]])
        sources = tuple(
            {source.sha256: source for size in used for source in size.sources}.values()
        )
        return Figures(
            key, self.people.areas[:1], (self.people.base_year,), value, (ESTIMATED,), sources
        )


def _gathered(counted: Floats, columns: int) -> Floats:
    """The last column holds that number and all above it: (cell, number)."""
    head, tail = counted[:, : columns - 1], counted[:, columns - 1 :]
    return np.concatenate([head, tail.sum(axis=1, keepdims=True)], axis=1)


def _unknown(key: str, people: People) -> Figures:
    return Figures(
        key, people.areas[:1], (people.base_year,), np.full((1, 1), np.nan), (ESTIMATED,),
        (register().source,), missing=UNKNOWN,
    )  # fmt: skip
