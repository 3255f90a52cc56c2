"""What the pages read of a published study. Every fact goes out through ``disclose``."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wwz.areas.models import Area, Level
from wwz.opgave.models import Fact, Indicator, SourceRecord, Study, StudyQuerySet, Theme

WITHIN = (Level.WIJK, Level.BUURT)
OVERLAP = "samen_"
BESIDE = "naast_"


def latest_study(gemeente: str) -> Study | None:
    """The newest published study of a gemeente, by its code."""
    published = Study.objects.without_scenario().of_gemeente(gemeente).select_related("gemeente")
    return published.order_by("-finished_at").first()


def latest_studies() -> list[Study]:
    """The newest published study of each gemeente, by name; the real before the fictional."""
    return _newest(Study.objects.without_scenario())


def latest_of(gemeenten: Iterable[str]) -> list[Study]:
    """The newest published study of each of these gemeenten, by code."""
    return _newest(Study.objects.without_scenario().filter(gemeente__code__in=list(gemeenten)))


def _newest(studies: StudyQuerySet) -> list[Study]:
    newest: dict[str, Study] = {}
    for study in studies.select_related("gemeente").order_by("-finished_at"):
        newest.setdefault(study.gemeente.code, study)
    return sorted(newest.values(), key=lambda study: (study.fictional, study.gemeente.name))


def most_detailed(studies: Sequence[Study]) -> Study:
    """The study with figures for the most areas; of equals the first."""
    counted = Fact.objects.filter(study__in=studies, indicator__key="inwoners")
    areas = counted.order_by().values("study").annotate(areas=Count("area", distinct=True))
    numbers = {row["study"]: row["areas"] for row in areas}
    return max(studies, key=lambda study: numbers.get(study.pk, 0))


def areas_of(study: Study) -> list[Area]:
    """Wijken and buurten that the study counts people of, without their borders, by name.

    Found through the facts: wijken and buurten of one study can have layouts of other years.
    """
    names = _names(study.pk)
    within = [names.areas[pk] for pk in names.counted if names.areas[pk].level in WITHIN]
    return sorted(within, key=lambda area: (area.name, area.code))


def borders(study: UUID, level: str) -> dict[str, dict[str, Any]]:
    """GeoJSON geometry per area code of one level; areas without a border are left out."""
    rows = Area.objects.filter(pk__in=_counted_areas(study), level=level, geometry__isnull=False)
    found = rows.order_by("code").values_list("code", "geometry")
    return {code: geometry for code, geometry in found if geometry}


def _counted_areas(study: UUID) -> QuerySet[Fact, UUID]:
    return Fact.objects.filter(study=study, indicator__key="inwoners").values_list(
        "area", flat=True
    )


def facts_of_places(
    study: Study, codes: Iterable[str], indicators: Iterable[str] = ()
) -> list[Fact]:
    """Facts of a few areas, by code: a page's own area, its gemeente, the country.

    Of a few indicators, or of all when none is named.
    """
    wanted, keys = Q(area__code__in=list(codes)), list(indicators)
    return _with_names(study, wanted & Q(indicator__key__in=keys) if keys else wanted)


def facts_named(study: Study, start: str) -> list[Fact]:
    """Facts of every area whose indicator has a key that begins so."""
    return _with_names(study, Q(indicator__key__startswith=start))


def facts_of_gemeenten(studies: Iterable[Study], indicators: Iterable[str]) -> list[Fact]:
    """Facts of a few indicators for the gemeente itself, of several studies at once."""
    facts = Fact.objects.filter(
        study__in=[study.pk for study in studies],
        indicator__key__in=list(indicators),
        area__level=Level.GEMEENTE,
    )
    named = facts.select_related("indicator", "area").defer("area__geometry")
    return list(named.order_by("indicator", "year"))


def facts_within(
    study: Study,
    indicators: Iterable[str],
    levels: Collection[str] = WITHIN,
    years: Sequence[int] = (),
) -> list[Fact]:
    """Facts of a few indicators for all wijken or buurten; of all years when none is named."""
    wanted = Q(indicator__key__in=list(indicators), area__level__in=list(levels))
    return _with_names(study, wanted & Q(year__in=list(years)) if years else wanted)


def _with_names(study: Study, wanted: Q) -> list[Fact]:
    """Facts with their indicator and area, by indicator in the order of publishing.

    Joined here and not by the database: 2,000 facts share some 150 indicators and areas, and
    making each of those once is four times as quick. What may not be shown is not even read.
    """
    facts = Fact.objects.filter(wanted, study=study, scenario=study.scenario)
    read = list(facts.defer("value", "low", "high").order_by("indicator", "year"))
    names = _names(study.pk)
    for fact in read:
        fact.indicator = names.indicators[fact.indicator_id]
        fact.area = names.areas[fact.area_id]
    return read


@dataclass(frozen=True)
class Names:
    """What the facts of a study are about; ``counted`` are the areas whose people are counted."""

    indicators: dict[int, Indicator]
    areas: dict[UUID, Area]
    counted: frozenset[UUID]


@lru_cache(maxsize=16)
def _names(study: UUID) -> Names:
    """Indicators and areas of a published study: they stay as they are, like the study."""
    pairs = set(Fact.objects.filter(study=study).order_by().values_list("indicator", "area"))
    indicators = Indicator.objects.in_bulk([*{indicator for indicator, _ in pairs}])
    areas = Area.objects.defer("geometry").in_bulk([*{area for _, area in pairs}])
    for area in areas.values():
        # A parent is one of the same areas, or lies outside what the study counts.
        area.parent = areas.get(area.parent_id)
    counted = {area for number, area in pairs if indicators[number].key == "inwoners"}
    return Names(indicators, areas, frozenset(counted))


def topics(study: Study, theme: str) -> list[Indicator]:
    """The groups or woonvormen of a study, each by the indicator that counts it, in order."""
    found = [one for one in _names(study.pk).indicators.values() if one.theme == theme]
    return sorted((one for one in found if is_topic(one)), key=lambda one: one.pk)


def indicators_named(study: Study, start: str) -> list[Indicator]:
    """Indicators of a study whose key begins so, in the order of publishing."""
    found = [one for one in _names(study.pk).indicators.values() if one.key.startswith(start)]
    return sorted(found, key=lambda one: one.pk)


def is_topic(indicator: Indicator) -> bool:
    """Whether an indicator stands for its group or woonvorm: not its share, stock or shortage."""
    if indicator.theme == Theme.WOONVORM:
        return indicator.key.startswith("vraag_")
    # How groups overlap is told of all groups together.
    overlap = indicator.key.startswith(OVERLAP)
    is_group = indicator.theme == Theme.AANDACHTSGROEP and indicator.unit != "procent"
    return is_group and not overlap


def sources_of(study: Study) -> dict[int, SourceRecord]:
    """The sources of a study by number, as facts name them in ``source_ids``."""
    if not study.is_published():
        return _sources_of.__wrapped__(study.pk)
    return dict(_sources_of(study.pk))


@lru_cache(maxsize=16)
def _sources_of(study: UUID) -> dict[int, SourceRecord]:
    records = SourceRecord.objects.filter(studies=study)
    return {source.pk: source for source in records.order_by("publisher", "title")}


def published_fact(pk: UUID) -> Fact | None:
    """One fact of a published study with all that its page needs, or nothing."""
    facts = Fact.objects.filter(study__in=Study.objects.published())
    return (
        facts.select_related(
            "indicator", "area", "area__parent", "study", "study__gemeente", "change"
        )
        .defer("area__geometry")
        .filter(pk=pk)
        .first()
    )


def newer_fact(fact: Fact) -> Fact | None:
    """The same figure in a later published study, when there is one."""
    later = Fact.objects.filter(
        study__in=Study.objects.published().filter(finished_at__gt=fact.study.finished_at),
        area__code=fact.area.code,
        indicator__key=fact.indicator.key,
        year=fact.year,
        scenario=fact.scenario,
    )
    return later.order_by("-study__finished_at").first()
