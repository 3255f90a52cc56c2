"""'Hoe goed zijn onze cijfers?' of one place: the answer, the figure, and every miss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wwz.areas.models import Area, Level
from wwz.opgave.figures import launches as drawing
from wwz.opgave.models import Study
from wwz.opgave.presentation import accuracy_tables as tables
from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.choices import LONGEST
from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.evidence import (
    GROUP_WORDS,
    USUAL_HORIZON,
    WHOLE,
    Evidence,
    deviation,
    deviation_of_no_change,
    evidence_of,
    fitting_series,
    old_groups,
    too_few_people,
)
from wwz.opgave.presentation.reading import PICTURE_FORMS, Download
from wwz.opgave.presentation.references import Reference
from wwz.opgave.queries import backtests, published
from wwz.opgave.queries.backtests import Past, Series
from wwz.opgave.wording import how_many, listing, number, upper_first

SERIES, GROUP, AHEAD = "reeks", "groep", "vooruit"
Option = tuple[str, str, bool]


@dataclass(frozen=True)
class Lookback:
    """One place with what was measured for it, and what the reader chose."""

    study: Study
    area: Area
    evidence: Evidence
    others: Sequence[Evidence]
    group: str
    horizon: int

    @property
    def gemeente(self) -> Area:
        return self.study.gemeente

    @property
    def launch(self) -> int:
        return self.evidence.last_launch(self.horizon) or 0

    @property
    def told(self) -> list[Past]:
        """What the answer is about: old age at this horizon, from the newest launch."""
        groups = old_groups(self.evidence.series)
        found = [
            past for group in groups for past in self.evidence.of(group, self.horizon, self.launch)
        ]
        return found or self.evidence.of(WHOLE, self.horizon, self.launch)

    def chosen(self, *without: str) -> list[tuple[str, str]]:
        """Parameters of the address, but for those that a form asks itself."""
        every = ((SERIES, self.evidence.series.key), (GROUP, self.group),
                 (AHEAD, str(self.horizon)))  # fmt: skip
        return [(name, value) for name, value in every if name not in without]


def lookback_of(study: Study, area: Area, chosen: Mapping[str, str]) -> Lookback | None:
    """What the address asks for; what it does not know becomes the usual. None: not measured."""
    others = evidence_of(area, study.gemeente)
    if not others:
        return None
    wanted = chosen.get(SERIES, "")[:LONGEST]
    evidence = next((one for one in others if one.series.key == wanted), others[0])
    horizon = chosen.get(AHEAD, "")[:LONGEST]
    ahead = {str(one): one for one in evidence.horizons()}
    usual = max((one for one in evidence.horizons() if one <= USUAL_HORIZON), default=None)
    group, groups = chosen.get(GROUP, "")[:LONGEST], evidence.groups()
    return Lookback(
        study=study,
        area=area,
        evidence=evidence,
        others=others,
        group=group if group in groups else groups[min(1, len(groups) - 1)],
        horizon=ahead.get(horizon) or usual or evidence.horizons()[0],
    )


def accuracy_page(
    study: Study, area: Area, chosen: Mapping[str, str], site: str = ""
) -> dict[str, Any]:
    """Everything that templates/opgave/accuracy.html shows."""
    found = lookback_of(study, area, chosen)
    fitting = fitting_series(area, study.gemeente)
    shown = {
        "study": study,
        "gemeente": study.gemeente,
        "area": area,
        "crumbs": crumbs(study, area),
        **fitting_part(fitting, found.horizon if found else USUAL_HORIZON),
        "measured": found is not None,
        "meanings": tables.MEANINGS,
        "too_few": found is None and too_few_people(area),
        "inside": [] if found else measured_inside(study, area),
        "title": f"Voor {area.name} is niet gemeten hoe goed onze cijfers zijn",
    }
    return shown | (measured(found, site) if found else {})


def fitting_part(series: Series | None, horizon: int) -> dict[str, Any]:
    """The series that fits the place, at the chosen years ahead or what comes nearest."""
    if series is None:
        return {"fitting": None}
    near = min(series.horizons(), key=lambda one: (abs(one - horizon), one))
    every = series.horizons()
    return {
        "fitting": series,
        "series_table": tables.series_table(series, [near]),
        "series_all": tables.series_table(series, every) if len(every) > 1 else None,
        "series_citation": citation_of(series),
        "series_downloads": series_downloads(series),
    }


def measured(found: Lookback, site: str) -> dict[str, Any]:
    """What there is to show where past forecasts were measured."""
    one = found.evidence
    return {
        "title": title_of(found),
        "lead": lead_of(found),
        "evidence": one,
        "launch": found.launch,
        "other_launches": len({past.launch for past in one.pasts}) > 1,
        "chart": chart_of(found),
        **choices_of(found),
        "aheads": [(str(n), upper_first(how_many(n, "jaar", "jaar")), n == found.horizon)
                   for n in one.horizons()],
        "carried_by_ahead": found.chosen(AHEAD),
        "group_table": tables.group_table(one, found.area.name, [found.horizon]),
        "all_table": tables.group_table(one, found.area.name, one.horizons())
        if len(one.horizons()) > 1 else None,
        "group_downloads": table_downloads(found, "groepen"),
        "misses": misses_of(found),
        "citation": citation_of(one.series),
        "areas_table": areas_table(found),
        "areas_downloads": table_downloads(found, "gebieden"),
        "reference": reference_of(found, site),
    }  # fmt: skip


def choices_of(found: Lookback) -> dict[str, Any]:
    """The series, where there are more, and the age: asked in one form."""
    series = [(one.series.key, one.series.label, one is found.evidence) for one in found.others]
    evidence = found.evidence
    groups = [(key, upper_first(GROUP_WORDS[key]), key == found.group) for key in evidence.groups()]
    choices = [(GROUP, "Leeftijd", groups)]
    if len(series) > 1:
        choices.insert(0, (SERIES, "Reeks", series))
    return {
        "choices": choices,
        "carried_by_choices": found.chosen(*(name for name, *_ in choices)),
    }


def crumbs(study: Study, area: Area) -> list[tuple[str, str]]:
    gemeente = study.gemeente
    items = [(gemeente.name, reverse("opgave:gemeente", args=[gemeente.code]))]
    if area.level != Level.GEMEENTE:
        items.append((area.name, reverse("opgave:area", args=[gemeente.code, area.code])))
    return [*items, ("Hoe goed zijn onze cijfers?", "")]


# --- the answer ---


def title_of(found: Lookback) -> str:
    """'Wie in 2018 voor Berkum vooruitkeek, zat er drie jaar later gemiddeld 7% naast'."""
    mean = "gemiddeld " if len(found.told) > 1 else ""
    return (
        f"Wie in {found.launch} voor {found.area.name} vooruitkeek, zat er "
        f"{how_many(found.horizon, 'jaar', 'jaar')} later {mean}{whole_percent(found.told)} naast"
    )


def lead_of(found: Lookback) -> str:
    groups = [GROUP_WORDS[past.group] for past in found.told]
    year = found.launch + found.horizon
    sentences = [f"Dat gaat over {people_words(groups)}."]
    everybody = found.evidence.of(WHOLE, found.horizon, found.launch)
    if everybody and groups != [GROUP_WORDS[WHOLE]]:
        sentences.append(f"Bij alle inwoners samen was het {whole_percent(everybody)}.")
    sentences.append(
        f"Wij rekenden met wat in {found.launch} bekend was, en legden de uitkomst naast de "
        f"telling van {year}."
    )
    ours, naive = in_words(deviation(found.told)), in_words(deviation_of_no_change(found.told))
    too = "ook " if naive == ours else ""
    sentences.append(f"Wie had gezegd ‘alles blijft gelijk’, zat er {too}{naive} naast.")
    return " ".join(sentences)


def people_words(groups: Sequence[str]) -> str:
    """'mensen van 65 tot en met 74 jaar en 85 jaar en ouder'."""
    whole = groups == [GROUP_WORDS[WHOLE]]
    return listing(groups) if whole else f"mensen van {listing(groups)}"


def whole_percent(pasts: Sequence[Past]) -> str:
    return in_words(deviation(pasts))


def in_words(off: float | None) -> str:
    """'7%'; a part of a percent is not worth its decimals in a sentence."""
    return "minder dan 1%" if (off or 0.0) < 1 else f"{number(off or 0.0)}%"


def misses_of(found: Lookback) -> list[str]:
    """The three largest misses of this place, of any group and launch; nothing is left out."""
    groups = found.evidence.groups()
    own = [past for past in found.evidence.pasts if past.group in groups]
    worst = sorted(own, key=lambda past: -abs(past.percent))[:3]
    return [
        f"{upper_first(GROUP_WORDS[past.group])}: met de kennis van {past.launch} raamden wij "
        f"{number(past.forecast)} voor {past.year}, en het werden er {number(past.counted)}. "
        f"Dat is {number(abs(past.percent))}% te {tables.side(past.difference)}."
        for past in worst
        if past.difference
    ]


# --- the figure ---


def chart_of(found: Lookback) -> Chart:
    """Past forecasts of the chosen group as lines of dots beside the line of counts."""
    pasts = found.evidence.of(found.group)
    counted = {past.year: past.counted for past in pasts}
    counted |= {past.launch: past.at_launch for past in pasts}
    made = [
        drawing.Launch(launch, counted[launch], {p.year: p.forecast for p in pasts
                                                 if p.launch == launch})
        for launch in sorted({past.launch for past in pasts})
    ]  # fmt: skip
    title = chart_title(found)
    group = GROUP_WORDS[found.group]
    label = f"Lijngrafiek van {group} in {found.area.name}. {title}."
    address = picture_address(found)
    return Chart(
        title=title,
        sub=(
            f"{upper_first(group)}, {found.area.name}: geteld {min(counted)}–{max(counted)}, en "
            "wat wij in eerdere jaren zouden hebben geraamd"
        ),
        drawings=[
            drawing.launches(counted, made, found.launch, label, size)
            for size in (drawing.WIDE, drawing.NARROW)
        ],
        citation=citation_of(found.evidence.series),
        table=tables.launch_table(pasts, found.area.name, group),
        downloads=[
            *table_downloads(found, "terugblik"),
            *(Download(words, f"{address}.{kind}?{urlencode(found.chosen())}")
              for kind, words in PICTURE_FORMS.items()),
        ],
        notes=[reading_aid(found.launch, others=len(made) > 1)],
        embed=embed_address(found),
    )  # fmt: skip


def reading_aid(launch: int, *, others: bool) -> str:
    more = " Alleen stippen: geraamd in andere jaren." if others else ""
    return f"Doorgetrokken lijn: geteld. Ruiten: geraamd in {launch}.{more}"


def chart_title(found: Lookback) -> str:
    """'In 2018 raamden wij 190 voor 2021, en het werden er 205'."""
    told = found.evidence.of(found.group, found.horizon, found.launch)
    if not told:
        return f"Ramingen van eerder naast wat is geteld, {GROUP_WORDS[found.group]}"
    past = told[-1]
    return (
        f"Met de kennis van {past.launch} raamden wij {number(past.forecast)} voor {past.year}, "
        f"en het werden er {number(past.counted)}"
    )


# --- addresses, source and reference ---


def page_address(study: Study, area: Area) -> str:
    if area.level == Level.GEMEENTE:
        return reverse("opgave:accuracy-gemeente", args=[study.gemeente.code])
    return reverse("opgave:accuracy-area", args=[study.gemeente.code, area.code])


def picture_address(found: Lookback) -> str:
    """Without the dot and the form."""
    where = [found.gemeente.code, found.area.code, "svg"]
    return reverse("opgave:accuracy-picture", args=where).removesuffix(".svg")


def embed_address(found: Lookback) -> str:
    where = [found.gemeente.code, found.area.code]
    return f"{reverse('opgave:embed-accuracy', args=where)}?{urlencode(found.chosen())}"


def table_downloads(found: Lookback, name: str) -> list[Download]:
    query = urlencode([(SERIES, found.evidence.series.key)])
    where = [found.gemeente.code, found.area.code, name]
    return [
        Download(words, f"{reverse('opgave:accuracy-table', args=[*where, kind])}?{query}")
        for words, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def series_downloads(series: Series) -> list[Download]:
    forms = (("CSV", "csv"), ("Excel", "xlsx"), ("Alle gegevens (JSON)", "json"))
    return [
        Download(words, reverse("opgave:accuracy-series", args=[series.key, kind]))
        for words, kind in forms
    ]


def citation_of(series: Series) -> Citation:
    address = f"{reverse('opgave:accuracy')}?{urlencode([(SERIES, series.key)])}"
    return Citation(tables.source_words(series), address, link="Over deze meting")


def reference_of(found: Lookback, site: str) -> Reference:
    series = found.evidence.series
    address = f"{site}{page_address(found.study, found.area)}?{urlencode(found.chosen())}"
    words = f"{title_of(found)} (Platform WWZ, {tables.source_words(series)}). {address}"
    return Reference("aanhalen-terugblik", "Zo verwijst u naar deze bladzijde", words)


# --- the areas of a gemeente or a wijk ---


def measured_inside(study: Study, area: Area) -> list[tuple[str, str]]:
    """Of a wijk its buurten that were measured: name and address."""
    return [
        (one.name, page_address(study, one))
        for one in published.areas_of(study)
        if one.parent and one.parent.code == area.code and evidence_of(one, study.gemeente)
    ]


def areas_table(found: Lookback) -> Any:
    """On the page of a gemeente its areas, the largest miss on top."""
    if not found.evidence.summed:
        return None
    links = {area.code: page_address(found.study, area) for area in published.areas_of(found.study)}
    series = found.evidence.series
    every = (past for pasts in series.pasts.values() for past in pasts)
    told = backtests.not_hidden(every, series.names)
    return tables.areas_table(series, found.group, found.horizon, links, told)
