"""Publishing a study: everything it found goes in at once, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol

from django.db import connection, transaction

from wwz.areas.models import Area, Level
from wwz.areas.services import Key, NewArea, store_areas
from wwz.errors import RuleBrokenError
from wwz.opgave.changes import Explained, store_explained
from wwz.opgave.models import Fact, Indicator, SourceRecord, State, Study

BATCH = 2000


class StudyStoppedError(RuleBrokenError):
    """The study was stopped, or another worker took it over: this run no longer counts."""

    def __init__(self) -> None:
        super().__init__("Deze analyse is gestopt. Vraag haar opnieuw aan als u haar nodig hebt.")


# --- what the engine gives, in shape: this module does not know the engine ---


class GivenArea(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def parent(self) -> str | None: ...


class GivenIndicator(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def definition(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def people(self) -> bool: ...
    @property
    def care(self) -> bool: ...
    @property
    def age_specific(self) -> bool: ...
    @property
    def counted_by(self) -> str: ...


class GivenSource(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def as_of(self) -> date: ...
    @property
    def licence(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def fictional(self) -> bool: ...
    @property
    def modelled(self) -> bool: ...


class GivenFact(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def indicator(self) -> GivenIndicator: ...
    @property
    def area(self) -> GivenArea: ...
    @property
    def year(self) -> int: ...
    @property
    def scenario(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def missing(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def sources(self) -> Sequence[GivenSource]: ...
    @property
    def fictional(self) -> bool: ...


class GivenShown(Protocol):
    """What may be shown of one fact."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def hidden(self) -> str: ...


class GivenResult(Protocol):
    @property
    def gemeente(self) -> GivenArea: ...
    @property
    def areas(self) -> Sequence[GivenArea]: ...
    @property
    def indicators(self) -> Sequence[GivenIndicator]: ...
    @property
    def facts(self) -> Sequence[GivenFact]: ...
    @property
    def gaps(self) -> Sequence[str]: ...
    @property
    def sources(self) -> Sequence[GivenSource]: ...
    @property
    def shapes(self) -> Mapping[str, dict[str, Any]]: ...
    @property
    def engine_version(self) -> str: ...
    @property
    def fictional(self) -> bool: ...


# --- publishing ---


def of_invented_people(result: GivenResult) -> bool:
    """Whether the place itself is invented; invented homes in a real place say so themselves."""
    return any(fact.fictional for fact in result.facts if fact.indicator.key == "inwoners")


@transaction.atomic
def publish(
    study: Study,
    result: GivenResult,
    shown: Sequence[GivenShown],
    *,
    attempt: int,
    now: datetime,
    explained: Explained | None = None,
) -> Study:
    """Store areas, definitions, sources and facts, and make the study public.

    ``shown`` says for each fact, in the same order, what may leave the server; ``explained``
    why figures differ from those of the study before.
    """
    # Locked, so that somebody who stops the study now waits, or we see that they did.
    study = Study.objects.select_for_update().get(pk=study.pk)
    if study.state != State.RUNNING or study.attempt != attempt:
        raise StudyStoppedError
    one_at_a_time()
    areas = store_result_areas(result)
    # By what they are, not by hash alone: two data sets may rest on one file.
    used = {source_key(each): each for fact in result.facts for each in fact.sources}
    sources = store_sources((used | {source_key(each): each for each in result.sources}).values())
    indicators = store_indicators(result.indicators)
    store_facts(study, zip(result.facts, shown, strict=True), areas, indicators, sources)
    if explained is not None:
        store_explained(study, explained)
    study.sources.set(sources.values())
    study.gemeente = areas[result.gemeente.code, result.gemeente.year]
    study.gaps = list(result.gaps)
    study.engine_version = result.engine_version
    study.data_hash = hash_of_sources(sources.values())
    study.fictional = of_invented_people(result)
    study.state, study.progress = State.PUBLISHED, 100
    count = f"{len(result.facts):,}".replace(",", ".")
    study.message = f"Klaar: {count} cijfers gepubliceerd."
    study.finished_at = now
    study.save()
    return study


def one_at_a_time() -> None:
    """Let publications wait for each other: they share definitions and sources.

    SQLite lets one writer in at a time by itself. Readers never wait.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE opgave_indicator IN SHARE ROW EXCLUSIVE MODE")


def hash_of_sources(sources: Iterable[SourceRecord]) -> str:
    """One hash for all raw input: equal input, equal hash."""
    listed = sorted({f"{source.table} {source.sha256}" for source in sources})
    return sha256("\n".join(listed).encode()).hexdigest()


def store_result_areas(result: GivenResult) -> dict[Key, Area]:
    """The country and gemeenten first, then the areas within the gemeente."""
    own = result.gemeente
    # Gemeenten that are laid beside it are no areas of the study: only facts name them.
    named = (own, *result.areas, *(fact.area for fact in result.facts))
    given = {(area.code, area.year): area for area in named}.values()
    above = store_areas(new_area(area, result) for area in given if not lies_within(area))
    inside = (new_area(area, result) for area in given if lies_within(area))
    return above | store_areas(inside, within=above[own.code, own.year])


def lies_within(area: GivenArea) -> bool:
    return area.level in (Level.WIJK, Level.BUURT)


def new_area(area: GivenArea, result: GivenResult) -> NewArea:
    shape = result.shapes.get(area.code)
    return NewArea(area.code, area.year, area.level, area.name, area.parent, shape)


SourceKey = tuple[str, str, str, date]


def source_key(source: GivenSource) -> SourceKey:
    return source.key, source.table, source.sha256, source.as_of


def store_sources(given: Iterable[GivenSource]) -> dict[SourceKey, SourceRecord]:
    """The records of these sources, made where they are new."""
    wanted = {source_key(source): source for source in given}
    hashes = {source.sha256 for source in wanted.values()}
    found: dict[SourceKey, SourceRecord] = {
        source_key(record): record for record in SourceRecord.objects.filter(sha256__in=hashes)
    }
    fields = ("key", "publisher", "table", "title", "as_of", "licence", "sha256", "url",
              "fictional", "modelled")  # fmt: skip
    for key, source in wanted.items():
        if key not in found:
            values = {field: getattr(source, field) for field in fields}
            found[key] = SourceRecord.objects.create(**values)
    return {key: found[key] for key in wanted}


MEANING = ("label", "unit", "definition", "theme", "method", "people", "care", "age_specific",
           "counted_by")  # fmt: skip


def store_indicators(given: Iterable[GivenIndicator]) -> dict[str, Indicator]:
    """The definitions with exactly this meaning; a changed meaning becomes a new version."""
    wanted = {indicator.key: indicator for indicator in given}
    newest: dict[str, Indicator] = {}
    for known in Indicator.objects.filter(key__in=wanted).order_by("version"):
        newest[known.key] = known
    return {
        key: same_or_next_version(newest.get(key), indicator) for key, indicator in wanted.items()
    }


def same_or_next_version(known: Indicator | None, given: GivenIndicator) -> Indicator:
    meaning = {field: getattr(given, field) for field in MEANING}
    if known and all(getattr(known, field) == value for field, value in meaning.items()):
        return known
    version = known.version + 1 if known else 1
    made: Indicator = Indicator.objects.create(key=given.key, version=version, **meaning)
    return made


def store_facts(
    study: Study,
    facts: Iterable[tuple[GivenFact, GivenShown]],
    areas: Mapping[Key, Area],
    indicators: Mapping[str, Indicator],
    sources: Mapping[SourceKey, SourceRecord],
) -> None:
    Fact.objects.bulk_create(
        (
            Fact(
                engine_id=fact.id,
                study=study,
                indicator=indicators[fact.indicator.key],
                area=areas[fact.area.code, fact.area.year],
                year=fact.year,
                scenario=fact.scenario,
                kind=fact.kind,
                value=fact.value,
                low=fact.low,
                high=fact.high,
                missing=fact.missing or "",
                shown_value=shown.value,
                shown_low=shown.low,
                shown_high=shown.high,
                hidden=shown.hidden,
                source_ids=sorted({sources[source_key(each)].pk for each in fact.sources}),
                fictional=fact.fictional,
            )
            for fact, shown in facts
        ),
        batch_size=BATCH,
    )
