"""A fact as it may be shown, and the words for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wwz.opgave.disclosure import disclose
from wwz.opgave.figures.development import Point
from wwz.opgave.models import Fact
from wwz.opgave.wording import between, spoken

# The reader's words for why there is no number: docs/glossary.md, figures.
ABSENT_WORDS = {
    "geheim": "geen cijfer",
    "bestaat niet": "geen cijfer",
    "nihil": "geen cijfer",
    "niet gevraagd": "niet gevraagd",
    "onbekend": "onbekend",
    "verborgen": "verborgen",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One disclosed fact. ``absent`` is a word when there is nothing to show, else empty.

    value, low and high are what may be shown, already rounded; value is empty while low and high
    are not when only the band may be shown.
    """

    pk: UUID
    indicator: str
    label: str
    unit: str
    area: str
    area_name: str
    year: int
    kind: str
    value: float | None
    low: float | None
    high: float | None
    absent: str = ""
    source_ids: tuple[int, ...] = ()
    fictional: bool = False

    @property
    def address(self) -> str:
        return reverse("opgave:fact", args=[self.pk])

    @property
    def known(self) -> bool:
        return not self.absent

    @property
    def has_band(self) -> bool:
        return self.low is not None and self.high is not None

    def words(self) -> str:
        """What stands in a cell: a number, a band, or the word for why there is none."""
        if self.absent:
            return self.absent
        if self.value is None:
            return self.band_words()
        return spoken(self.value, self.unit, self.kind)

    def band_words(self) -> str:
        """'3.490 tot 4.690', or nothing when the figure has no band."""
        if self.low is None or self.high is None:
            return ""
        low, high = (spoken(end, self.unit, self.kind) for end in (self.low, self.high))
        return f"{low} tot {high}"

    def end_words(self, end: str) -> str:
        """The low or the high end of the band, or nothing when there is none."""
        value = self.low if end == "low" else self.high
        return "" if value is None else spoken(value, self.unit, self.kind)

    def sentence(self) -> str:
        """The figure as it is said: counted plainly, estimated and projected with their doubt."""
        if self.absent:
            return self.absent
        if self.value is None:
            return between(self.low or 0, self.high or 0, self.unit, self.kind)
        number = spoken(self.value, self.unit, self.kind)
        if self.kind == "geteld":
            return number
        doubt = "naar verwachting ongeveer" if self.kind == "geraamd" else "ongeveer"
        return f"{doubt} {number}"

    def point(self) -> Point:
        return Point(self.year, self.value, self.low, self.high, counted=self.kind != "geraamd")


class Figures:
    """Figures of one study, found by indicator, area and year."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._found: dict[tuple[str, str], dict[int, Figure]] = defaultdict(dict)
        for figure in figures:
            self._found[figure.indicator, figure.area][figure.year] = figure

    def at(self, indicator: str, area: str, year: int) -> Figure | None:
        return self._series(indicator, area).get(year)

    def series(self, indicator: str, area: str) -> list[Figure]:
        """All years of one figure, in order."""
        return [figure for _, figure in sorted(self._series(indicator, area).items())]

    def last_known(self, indicator: str, area: str) -> Figure | None:
        """The newest figure that is not projected and has something to show."""
        past = [f for f in self.series(indicator, area) if f.kind != "geraamd" and f.known]
        return past[-1] if past else None

    def last(self, indicator: str, area: str) -> Figure | None:
        series = self.series(indicator, area)
        return series[-1] if series else None

    def over(self, indicator: str, year: int) -> Mapping[str, Figure]:
        """The figure of every area in one year, by area code."""
        return {
            area: years[year]
            for (key, area), years in self._found.items()
            if key == indicator and year in years
        }

    def indicators(self, area: str) -> list[str]:
        """Keys of the indicators that an area has facts of, in the order they were read."""
        return [key for key, code in self._found if code == area]

    def _series(self, indicator: str, area: str) -> Mapping[int, Figure]:
        return self._found.get((indicator, area), {})


def has_development(series: Sequence[Figure]) -> bool:
    """Whether a series of numbers says something about change: shares of a model do not."""
    return sum(f.known for f in series) > 1 and series[0].unit != "procent"


def figure_of(fact: Fact) -> Figure:
    """The fact as ``disclose`` lets it out; needs its indicator and area loaded."""
    shown = disclose(fact)
    return Figure(
        pk=fact.pk,
        indicator=fact.indicator.key,
        label=fact.indicator.label,
        unit=fact.indicator.unit,
        area=fact.area.code,
        area_name=fact.area.name,
        year=fact.year,
        kind=fact.kind,
        value=shown.value,
        low=shown.low,
        high=shown.high,
        absent=ABSENT_WORDS.get(shown.absent, ""),
        source_ids=tuple(fact.source_ids),
        fictional=fact.fictional,
    )
