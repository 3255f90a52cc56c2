"""The front page: gemeenten with their finding, and the map of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import area_map
from wwz.opgave.presentation.choices import GROUPS, Choices
from wwz.opgave.presentation.figure import Figures, figure_of
from wwz.opgave.presentation.gemeente import HEADLINES, headline_growth
from wwz.opgave.presentation.growth import finding
from wwz.opgave.presentation.loading import read_gemeente
from wwz.opgave.queries.published import facts_of_gemeenten, most_detailed
from wwz.opgave.wording import lower_first

MOST_LISTED = 8
MAP_SHARE = "aandeel_75plus"


@dataclass(frozen=True)
class Listed:
    """A gemeente that has an opgave, with its finding as the words of the link."""

    words: str
    address: str
    study: Study


def front_page(studies: Sequence[Study]) -> dict[str, Any]:
    """Everything that templates/pages/home.html shows; ``studies`` in the order of the list."""
    context: dict[str, Any] = {"listed": listed(studies[:MOST_LISTED])}
    if studies:
        # A made-up gemeente is only drawn where there is no real one.
        real = [study for study in studies if not study.fictional]
        context |= map_of(most_detailed(real or studies))
    return context


def listed(studies: Sequence[Study]) -> list[Listed]:
    """One query for all of them."""
    facts = facts_of_gemeenten(studies, HEADLINES)
    found = []
    for study in studies:
        code = study.gemeente.code
        figures = Figures(figure_of(fact) for fact in facts if fact.study_id == study.pk)
        grown = headline_growth(figures, code, study.to_year)
        name = study.gemeente.name
        words = finding(name, GROUPS[grown.then.indicator], grown) if grown else name
        found.append(Listed(words, reverse("opgave:gemeente", args=[code]), study))
    return found


def map_of(study: Study) -> dict[str, Any]:
    """The share of people aged 75 and over, as it was counted last."""
    reading, options = read_gemeente(study, Choices(share=_counted_share(study)))
    found = area_map(reading, options)
    title = f"{study.gemeente.name}: {lower_first(found.chart.title)}" if found else ""
    return {"study": study, "gemeente": study.gemeente, "map": found, "map_title": title}


def _counted_share(study: Study) -> str:
    facts = facts_of_gemeenten([study], [MAP_SHARE])
    counted = [fact.year for fact in facts if fact.kind != "geraamd"]
    return f"{MAP_SHARE}-{max(counted)}" if counted else ""
