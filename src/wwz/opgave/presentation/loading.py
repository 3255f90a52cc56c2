"""Fetching what a page of the opgave needs: few queries, however many areas there are."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from wwz.areas.models import COUNTRY, Area
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import Option, chosen_option, map_options
from wwz.opgave.presentation.areatable import INDICATORS
from wwz.opgave.presentation.choices import GROUPS, STANDARD_GROUP, Choices
from wwz.opgave.presentation.figure import Figure, Figures, figure_of, has_development
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.queries import published


def read_gemeente(study: Study, choices: Choices) -> tuple[Reading, Sequence[Option]]:
    """The gemeente with what its wijken and buurten need for the map, the table and the charts."""
    own = _figures(study, [study.gemeente.code, COUNTRY])
    choices = _with_known_group(choices, own, study.gemeente.code)
    options = map_options(Figures(own), study.gemeente.code, choices.share)
    option = chosen_option(options)
    figures = [*own, *_of_areas(study, choices, option, base_year(own, study))]
    return reading_of(study, study.gemeente, choices, figures), options


def read_area(study: Study, area: Area, choices: Choices) -> Reading:
    """One wijk or buurt, its gemeente and the country, and the newest counts of all the others."""
    own = _figures(study, [area.code, study.gemeente.code, COUNTRY])
    choices = _with_known_group(choices, own, area.code)
    base = base_year(own, study)
    others = figures_within(study, INDICATORS, years=(base, study.to_year))
    return reading_of(study, area, choices, [*own, *others])


def _with_known_group(choices: Choices, figures: Sequence[Figure], code: str) -> Choices:
    """The standard group in place of one that has no years to show here."""
    if choices.group in GROUPS:
        return choices
    series = Figures(figures).series(choices.group, code)
    return choices if has_development(series) else replace(choices, group=STANDARD_GROUP)


def _figures(study: Study, codes: Sequence[str]) -> Sequence[Figure]:
    return figures_of_places(study, tuple(codes))


@lru_cache(maxsize=64)
def figures_of_places(study: Study, codes: tuple[str, ...]) -> tuple[Figure, ...]:
    """Figures of a few areas. Read once: what is published stays as it is."""
    return tuple(figure_of(fact) for fact in published.facts_of_places(study, codes))


@lru_cache(maxsize=32)
def figures_within(
    study: Study,
    indicators: tuple[str, ...],
    levels: tuple[str, ...] = published.WITHIN,
    years: tuple[int, ...] = (),
) -> tuple[Figure, ...]:
    """Figures of all wijken or buurten. Read once: what is published stays as it is."""
    return tuple(
        figure_of(fact) for fact in published.facts_within(study, indicators, levels, years)
    )


def base_year(figures: Sequence[Figure], study: Study) -> int:
    code = study.gemeente.code
    counted = [
        figure.year
        for figure in figures
        if figure.indicator == "inwoners" and figure.area == code and figure.kind != "geraamd"
    ]
    return max(counted, default=study.to_year)


def _of_areas(study: Study, choices: Choices, option: Option | None, base: int) -> list[Figure]:
    """The table in two years, the map in its own, and the chosen group of wijken in all years."""
    figures = [
        *figures_within(study, INDICATORS, years=(base, study.to_year)),
        *figures_within(study, (choices.group,), levels=("wijk",)),
    ]
    if option:
        wanted = (option.indicator, option.people)
        figures += figures_within(study, wanted, years=(option.year, base))
    return figures


def reading_of(study: Study, place: Area, choices: Choices, figures: Sequence[Figure]) -> Reading:
    return Reading(
        study=study,
        place=place,
        within={area.code: area for area in published.areas_of(study)},
        figures=Figures(figures),
        sources=published.sources_of(study),
        choices=choices,
    )
