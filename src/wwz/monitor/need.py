"""The need behind the promises: how many of the oldest there are and will be, per gemeente."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wwz.opgave.figures import development as drawing
from wwz.opgave.figures.development import Point
from wwz.opgave.models import Study
from wwz.opgave.presentation.charts import Chart, development_chart, development_label, past_kind
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.loading import figures_of_places, reading_of
from wwz.opgave.queries.published import latest_of
from wwz.partners.models import Partnership

GROUP = "inwoners_85plus"


def needs_of(partnership: Partnership) -> list[dict[str, Any]]:
    """One series per gemeente of this partnership, with the facts it is made of."""
    codes = [area.code for area in partnership.areas.all()]
    return [found for study in latest_of(codes) if (found := _need(study))]


def _need(study: Study) -> dict[str, Any] | None:
    gemeente = study.gemeente
    figures = figures_of_places(study, (gemeente.code,))
    reading = reading_of(study, gemeente, Choices(group=GROUP), figures)
    chart = development_chart(reading)
    if chart is None:
        return None
    series = reading.figures.series(GROUP, gemeente.code)
    return {
        "gemeente": gemeente.name,
        "title": chart.title,
        "sub": chart.sub,
        "label": development_label(series, gemeente.name),
        "unit": series[0].unit,
        "before": past_kind(series),
        "source": chart.citation.words,
        "address": chart.citation.address,
        "fictional": chart.citation.fictional,
        "points": [_kept(figure) for figure in series],
    }


def _kept(figure: Figure) -> dict[str, Any]:
    return {
        "fact": str(figure.pk),
        "year": figure.year,
        "kind": figure.kind,
        "value": _exact(figure.value),
        "low": _exact(figure.low),
        "high": _exact(figure.high),
    }


def _exact(value: float | None) -> Decimal | None:
    """A shown figure as it is written; what is frozen has one exact form."""
    return None if value is None else Decimal(repr(value))


def _drawable(kept: str | None) -> float | None:
    return None if kept is None else float(kept)


def chart_of(need: Mapping[str, Any]) -> Chart:
    """The drawing of a series as it was kept: it reads nothing else."""
    points = [
        Point(
            year=one["year"],
            value=_drawable(one["value"]),
            low=_drawable(one["low"]),
            high=_drawable(one["high"]),
            counted=one["kind"] != "geraamd",
        )
        for one in need["points"]
    ]
    return Chart(
        title=need["title"],
        sub=need["sub"],
        drawings=[
            drawing.development(points, need["label"], need["unit"], size, before=need["before"])
            for size in (drawing.WIDE, drawing.NARROW)
        ],
        citation=Citation(need["source"], need["address"], need["fictional"]),
    )
