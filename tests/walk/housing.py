"""A version of the huisvestingsprogramma in writing, with a secret in every text of its lines."""

from __future__ import annotations

from collections.abc import Callable

from wwz.areas.models import Area, Level
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import HousingLine, HousingProgramme, Initiative

OF_VERSION = (
    "programme", "difference", "edit", "discard", "submit", "take_back", "send_back", "adopt",
    "rows", "add", "bring", "take_in",
)  # fmt: skip
OF_LINE = ("line", "change", "drop", "take_up", "cite", "renew", "keep", "tell")


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    one = HousingProgramme.objects.filter(partnership=partnership).first()
    if one is None:
        one = HousingProgramme.objects.create(
            partnership=partnership, number=1, title=secret(), text=secret(), first_year=2027,
            last_year=2030, returned_because=secret(),
        )  # fmt: skip
    area, _ = Area.objects.get_or_create(
        code="GM0193", year=2022, defaults={"level": Level.GEMEENTE, "name": "Zwolle"}
    )
    project = Initiative.objects.create(
        partnership=partnership, kind="huisvestingsproject", title=secret(), homes=10,
        organisation=organisation,
    )  # fmt: skip
    line = HousingLine.objects.create(
        programme=one, number=one.lines.count() + 1, group="ouderen", woonvorm="geclusterd",
        year=2028, area=area, organisation=organisation, homes=24, initiative=project,
        text=secret(), because=secret(), kept_because=secret(),
    )  # fmt: skip
    version = {"pk": one.pk}
    return (
        {f"housing:{name}": version for name in OF_VERSION}
        | {f"housing:{name}": version | {"number": line.number} for name in OF_LINE}
        | {
            "housing:document": version | {"form": "docx"},
            "housing:rows_file": version | {"form": "csv"},
        }
    )
