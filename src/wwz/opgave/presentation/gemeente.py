"""The page of a gemeente: the finding, three key figures, and everything under them."""

from typing import Any

from django.urls import reverse

from wwz.areas.models import COUNTRY
from wwz.opgave.models import Study
from wwz.opgave.presentation.areamap import SHARE, area_map
from wwz.opgave.presentation.areatable import area_table
from wwz.opgave.presentation.charts import (
    KeyFigure,
    development_chart,
    group_options,
    multiples,
    projected_key,
)
from wwz.opgave.presentation.choices import GROUPS, Choices
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.figure import Figures
from wwz.opgave.presentation.groups import group_table, unknown_groups
from wwz.opgave.presentation.growth import Growth, finding, growth, story
from wwz.opgave.presentation.homes import homes
from wwz.opgave.presentation.loading import read_gemeente
from wwz.opgave.presentation.places import pages_of
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.queries.changes import changed_fact
from wwz.opgave.wording import lower_first

# The finding is about the oldest group that has enough people to say something.
HEADLINES = ("inwoners_85plus", "inwoners_75plus", "inwoners_65plus")
KEY_GROUP = "beperking_bewegen_65plus"


def gemeente_page(study: Study, choices: Choices) -> dict[str, Any]:
    """Everything that templates/opgave/gemeente.html shows."""
    reading, options = read_gemeente(study, choices)
    title, lead = headline(reading)
    keys = [projected_key(reading, "inwoners_75plus"), projected_key(reading, "inwoners_85plus")]
    return {
        "study": study,
        "gemeente": study.gemeente,
        "title": title,
        "lead": lead,
        "newest_count": reading.base_year,
        "others": pages_of(study.gemeente.code, study.gemeente.code),
        "changed": changed_address(study),
        "keys": [key for key in (*keys, group_key(reading, KEY_GROUP)) if key],
        "development": development_chart(reading),
        "groups_of_age": group_options(reading),
        "certainty": certainty(reading.choices.group),
        "lookback": reverse("opgave:accuracy-gemeente", args=[study.gemeente.code]),
        "carried_by_group": reading.choices.carried("group"),
        "carried_by_map": reading.choices.carried("share"),
        "map": area_map(reading, options),
        "map_data": reverse("opgave:map-data", args=[study.gemeente.code])
        + reading.choices.query(),
        "multiples": multiples(reading),
        "areas": area_table(reading),
        "groups": [table for age in ("65plus", "18plus") if (table := group_table(reading, age))],
        "unknown_groups": unknown_groups(reading),
        "homes": homes(reading),
        "sources": list(reading.sources.values()),
        "everything": reading.table_downloads("feiten"),
    }


def changed_address(study: Study) -> str:
    """Where the first of the headline figures says why it changed; empty when none did."""
    fact = changed_fact(study, HEADLINES)
    return f"{reverse('opgave:fact', args=[fact.pk])}#verandering" if fact else ""


def headline(reading: Reading) -> tuple[str, str]:
    """Title and lead; when nothing may be said, the title is only the name of the page."""
    found = headline_growth(reading.figures, reading.code, reading.to_year)
    if found:
        group = GROUPS[found.then.indicator]
        return finding(reading.place.name, group, found), story(found, group)
    return (
        f"De opgave van {reading.place.name}",
        "Er zijn te weinig cijfers om hier een conclusie te trekken. Hieronder staat wat er is.",
    )


def headline_growth(figures: Figures, code: str, to_year: int) -> Growth | None:
    """The growth that the headline is about: of the oldest group that can be shown."""
    for indicator in HEADLINES:
        now, then = figures.last_known(indicator, code), figures.at(indicator, code, to_year)
        if found := growth(now, then):
            return found
    return None


def certainty(group: str) -> str:
    """What makes the projection of a group more or less sure: a word for the template."""
    if group == "inwoners":
        return "births"
    return "ages" if group in GROUPS else "shares"


def group_key(reading: Reading, key: str) -> KeyFigure | None:
    """A group with a need as key figure: how many people, which share, and the country's share."""
    share, people = reading.now(key + SHARE), reading.now_or_base(key)
    if share is None or people is None or people.absent:
        return None
    country = reading.figures.at(key + SHARE, COUNTRY, share.year)
    beside = f", Nederland {country.words()}" if country and country.known else ""
    return KeyFigure(
        label=f"{people.label}, {people.year}",
        value=people.words(),
        doubt="ongeveer",
        range_words=f"{share.words()} van de {_who(share.label)} in {share.year}{beside}",
        text="Dit is een schatting met een model. De bron geeft geen band."
        if share.kind == "geschat"
        else "",
        citation=cite([people, share], reading.sources),
    )


def _who(label: str) -> str:
    return lower_first(label.partition(" die ")[0])
