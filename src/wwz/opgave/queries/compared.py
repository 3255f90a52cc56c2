"""What the page that compares areas reads: a few areas, perhaps of several gemeenten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wwz.areas.models import Area, Level
from wwz.opgave.models import Fact, SourceRecord, Study
from wwz.opgave.queries.published import latest_of

SHOWN = (Level.GEMEENTE, Level.WIJK, Level.BUURT)


@dataclass(frozen=True)
class Compared:
    """An area with the newest published study that has figures of it."""

    area: Area
    study: Study

    @property
    def gemeente(self) -> Area:
        return self.study.gemeente


@dataclass(frozen=True)
class Measurable:
    """An indicator that at least one of the areas has facts of."""

    key: str
    label: str
    unit: str
    theme: str


def compared_areas(codes: Sequence[str]) -> list[Compared]:
    """The areas with these codes that have figures, in the order of the codes.

    The layout of an area is the one that its study used: another year of the same code may have
    other borders.
    """
    listed = Area.objects.filter(code__in=list(codes), level__in=SHOWN)
    homes = {
        code: home or code
        for code, home in listed.values_list("code", "gemeente__code").order_by("year")
    }
    studies = {study.gemeente.code: study for study in latest_of(set(homes.values()))}
    chosen = {code: studies[home] for code, home in homes.items() if home in studies}
    wanted = Fact.objects.filter(
        study__in=[study.pk for study in chosen.values()], area__code__in=list(chosen)
    )
    pairs = wanted.order_by().values_list("study", "area").distinct()
    used: dict[object, set[object]] = {}
    for study, area in pairs:
        used.setdefault(area, set()).add(study)
    areas = Area.objects.select_related("parent").defer("geometry", "parent__geometry")
    found: dict[str, Compared] = {}
    for area in areas.filter(pk__in=list(used)).order_by("year"):
        study = chosen[area.code]
        if study.pk in used[area.pk] and has_more(area, found.get(area.code)):
            found[area.code] = Compared(area, study)
    return [found[code] for code in codes if code in found]


def has_more(area: Area, known: Compared | None) -> bool:
    """Of an area with facts in two layouts the newest is compared."""
    return known is None or area.year > known.area.year


def measurable(compared: Sequence[Compared]) -> list[Measurable]:
    """Indicators that one or more of the areas have facts of, in the order of publishing."""
    facts = Fact.objects.filter(
        study__in={one.study.pk for one in compared}, area__in=[one.area.pk for one in compared]
    )
    names = ("indicator__key", "indicator__label", "indicator__unit", "indicator__theme")
    rows = facts.order_by("indicator").values_list(*names).distinct()
    return list({row[0]: Measurable(*row) for row in rows}.values())


def compared_facts(compared: Sequence[Compared], indicators: Iterable[str]) -> list[Fact]:
    """Facts of a few indicators for these areas, each out of its own study, of all years."""
    by_study: Mapping[object, set[object]] = {
        one.study.pk: {other.area.pk for other in compared if other.study.pk == one.study.pk}
        for one in compared
    }
    facts = Fact.objects.filter(
        study__in=list(by_study),
        area__in=[one.area.pk for one in compared],
        indicator__key__in=list(indicators),
    )
    named = facts.select_related("indicator", "area").defer("area__geometry")
    return [
        fact
        for fact in named.order_by("indicator", "year")
        if fact.area_id in by_study[fact.study_id]
    ]


def sources_of_all(studies: Iterable[Study]) -> dict[int, SourceRecord]:
    """The sources of several studies by number."""
    records = SourceRecord.objects.filter(studies__in={study.pk for study in studies}).distinct()
    return {source.pk: source for source in records.order_by("publisher", "title")}
