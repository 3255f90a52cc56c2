"""Facts: immutable figures, each with its definition, area, year and sources."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from wwz_engine import parameters
from wwz_engine.sources.tidy import Source

COUNTED, ESTIMATED, PROJECTED = "geteld", "geschat", "geraamd"
UNKNOWN = "onbekend"
FICTION_NOTE = "bevat verzonnen invoer"


@dataclass(frozen=True)
class AreaRef:
    """An area in the layout of one year; code and year together are the key.

    members : codes of the areas that a composed area is made of; others have their parent
    """

    code: str
    name: str
    level: str
    year: int
    parent: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relations:
    """How a number of people hangs together with other figures: what outsiders can subtract.

    areas : buurten add up to their wijk, wijken to their gemeente
    parts : sets of figures that together make up this one
    within : a figure that is never smaller than this one
    share : the percentage that gives this number when it is taken of ``share_of``
    share_of : number of people that the percentage is taken of; empty when it is not published
    """

    areas: bool = True
    parts: tuple[tuple[str, ...], ...] = ()
    within: str = ""
    share: str = ""
    share_of: str = ""


@dataclass(frozen=True)
class IndicatorDef:
    """What a figure means.

    theme is ``bevolking``, ``aandachtsgroep`` or ``woonvorm``; method is a page in
    docs/methods; people, care and age_specific decide what may be shown
    (``disclosure.shown``); counted_by names the indicator with the number of people
    behind a percentage; grows_with names the number of people that this figure is a
    multiple of and, for a share, the number it is divided by (``disclosure.derived``);
    relations are declared for every number of people (docs/methods/disclosure.md);
    gives_back names the number of people that can be worked out again from this figure and
    others that are shown: demand from a shortage and a stock; hidden_with names numbers of
    people that this figure would give away, so that it is hidden with each of them: a length
    of stay with a stock and an inflow.
    """

    key: str
    label: str
    unit: str
    definition: str
    theme: str
    method: str
    people: bool = False
    care: bool = False
    age_specific: bool = False
    counted_by: str = ""
    grows_with: tuple[str, ...] = ()
    relations: Relations | None = None
    gives_back: str = ""
    hidden_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One figure of one area in one year.

    value is the mean of the draws for a projected figure, so that areas add up; low and
    high are the ends of the band, None for a figure that is counted or that its source
    gives without a margin. A figure that is not known has no value but a reason.
    """

    indicator: IndicatorDef
    area: AreaRef
    year: int
    scenario: str
    value: float | None
    low: float | None
    high: float | None
    missing: str | None
    kind: str
    sources: tuple[Source, ...]
    engine_version: str
    stamp: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self._content_id())

    @property
    def fictional(self) -> bool:
        return any(source.fictional for source in self.sources)

    @property
    def brought_by(self) -> list[str]:
        """Whose own figures this one rests on: partnerships, no publishers."""
        return sorted({source.publisher for source in self.sources if source.own})

    def _content_id(self) -> str:
        """Equal content, equal id: 26 characters of a SHA-256."""
        content = "|".join(
            (
                self.indicator.key, self.area.code, str(self.area.year), str(self.year),
                self.scenario, repr(self.value), repr(self.low), repr(self.high),
                str(self.missing), self.kind, self.engine_version, self.stamp,
                *(source.sha256 for source in self.sources),
            )
        )  # fmt: skip
        digest = hashlib.sha256(content.encode()).digest()
        # Five bytes give eight characters: the first twenty give all that are kept.
        return base64.b32encode(digest[:20]).decode().lower()[:26]

    def as_json(self) -> dict[str, Any]:
        """The fact as a table of plain values with English keys, for files."""
        return {
            "id": self.id,
            "indicator": self.indicator.key,
            "label": self.indicator.label,
            "unit": self.indicator.unit,
            "area": {
                "code": self.area.code,
                "name": self.area.name,
                "level": self.area.level,
                "year": self.area.year,
            },
            "year": self.year,
            "scenario": self.scenario,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "missing": self.missing,
            "kind": self.kind,
            "definition": self.indicator.definition,
            "sources": [source_json(source) for source in self.sources],
            "fictional": self.fictional,
            "own": self.brought_by,
            "engine_version": self.engine_version,
        }


def source_json(source: Source) -> dict[str, Any]:
    """Where a figure comes from, as a table of plain values."""
    return {
        "publisher": source.publisher,
        "table": source.table,
        "title": source.title,
        "as_of": source.as_of.isoformat(),
        "licence": source.licence,
        "sha256": source.sha256,
        "fictional": source.fictional,
        "own": source.own,
    }


def parameter_source(*names: str) -> Source:
    """Parameters as the source of a figure: the platform's own, each with its own source.

    Parameters
    ----------
    names : parameters the figure rests on; one hash is taken over all their files
    """
    found = [parameters.load(name) for name in names]
    one = found[0]
    digests = "".join(item.sha256 for item in found)
    return Source(
        key="parameters",
        publisher="Platform WWZ",
        table=f"parameter {one.name}" if len(found) == 1 else "parameters van de raming",
        title=one.label if len(found) == 1 else f"{len(found)} aannames, elk met een eigen bron",
        as_of=max(value.published_on() for item in found for value in item.values),
        licence="EUPL-1.2",
        sha256=one.sha256 if len(found) == 1 else hashlib.sha256(digests.encode()).hexdigest(),
    )


def stamp_of(content: dict[str, Any]) -> str:
    """A short hash of the settings of a run, part of the id of its facts."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
