"""A published study as a page reads it: its figures, areas and sources, and what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from wwz.areas.models import Area
from wwz.opgave.models import SourceRecord, Study
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.figure import Figure, Figures

PICTURE_FORMS = {"svg": "Beeld (SVG)", "png": "Beeld (PNG)", "pdf": "Beeld (PDF)"}


@dataclass(frozen=True)
class Download:
    label: str
    address: str


@dataclass(frozen=True)
class Reading:
    """``place`` is the area of the page; ``within`` its wijken and buurten by code."""

    study: Study
    place: Area
    within: Mapping[str, Area]
    figures: Figures
    sources: Mapping[int, SourceRecord]
    choices: Choices

    @property
    def gemeente(self) -> Area:
        return self.study.gemeente

    @property
    def code(self) -> str:
        return self.place.code

    @property
    def to_year(self) -> int:
        return self.study.to_year

    @property
    def base_year(self) -> int:
        """The last year in which people were counted here, or else the first that is projected."""
        counted = self.figures.last_known("inwoners", self.code)
        if counted:
            return counted.year
        first = self.figures.series("inwoners", self.code)
        return first[0].year if first else self.to_year

    def now(self, indicator: str, area: str = "") -> Figure | None:
        return self.figures.last_known(indicator, area or self.code)

    def then(self, indicator: str, area: str = "") -> Figure | None:
        """The projection for the last year of the study."""
        return self.figures.at(indicator, area or self.code, self.to_year)

    def now_or_base(self, indicator: str) -> Figure | None:
        """What is known now; of a figure that is only projected, its first year."""
        series = self.figures.series(indicator, self.code)
        return self.now(indicator) or (series[0] if series else None)

    def areas_at(self, level: str) -> list[Area]:
        return [area for area in self.within.values() if area.level == level]

    def area_address(self, area: str) -> str:
        return reverse("opgave:area", args=[self.gemeente.code, area])

    def table_downloads(
        self, name: str, parameters: Mapping[str, str] | None = None
    ) -> Sequence[Download]:
        """CSV and Excel of a table of this study, with the choices that the table depends on."""
        chosen = dict(parameters or {})
        if self.code != self.gemeente.code:
            chosen["gebied"] = self.code
        query = f"?{urlencode(chosen)}" if chosen else ""
        return [
            Download(label, reverse("opgave:table", args=[self.gemeente.code, name, kind]) + query)
            for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
        ]

    def picture_downloads(self, name: str, query: str = "") -> list[Download]:
        """A drawing of this study in every form."""
        code = self.gemeente.code
        return [
            Download(label, reverse("opgave:picture", args=[code, name, kind]) + query)
            for kind, label in PICTURE_FORMS.items()
        ]

    def embed_address(self, name: str, query: str = "") -> str:
        return reverse("opgave:embed-picture", args=[self.gemeente.code, name]) + query
