"""What is invented for the demo: beside the first study of Zwolle, and then in its story.

The study is worked out before the story is told, by a process of its own. So the rows are made
there, and lie in a file until the story puts them in the list of the partnership.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from wwz.opgave import jobs
from wwz.opgave.own.counting import OwnRows

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue

GEMEENTE = "GM0193"
PUBLISHER = "Platform WWZ Zwolle"
SOURCE = "Verzonnen voor de demo"
# Plainly invented: nobody counted these.
FIGURES = (
    ("wmo_hulp_clienten", "2222"),
    ("wmo_begeleiding_clienten", "1111"),
    ("wmo_dagbesteding_clienten", "444"),
    ("wmo_beschermd_wonen_wachtlijst", "33"),
)
# How many leave the opvang in a year, how long they wait and what they ask for.
GROUP = {"inflow": 111.0, "stay": 0.5, "independent": 50.0, "supported": 25.0}
RECORD = "demo-rows.json"
WEIGHED = "demo-weighing.json"
# Parties of the story, in the order of those that the engine invents.
BUILDERS = ("De Stadspoort", "Vechtwonen", "Onder Dak")
YEARS = 10
BROUGHT = timedelta(days=-30)
# Of these there are hundreds, and no other figure rests on them.
LEFT_OUT = "bankje"


def path() -> Path:
    return Path(settings.VAR) / RECORD


def invented_rows_of(code: str, tables: Catalogue) -> OwnRows | None:
    """Rows of the demo for this gemeente, kept for the story; nothing for another one."""
    if code != GEMEENTE:
        return None
    from wwz_engine.care.own import OwnFigure
    from wwz_engine.groups.own import of_text
    from wwz_engine.services import kinds
    from wwz_engine.supply.fictional import invented_for

    homes = invented_for(tables, code)
    sites = invented_sites_of(tables)
    counted = date(localdate().year, 1, 1)
    figures = [
        OwnFigure(
            id=f"verzonnen-{number}",
            area=code,
            area_year=homes[0].area_year,
            kind=key,
            number=float(many),
            unit=kinds()[key].unit,
            as_of=counted,
            source=SOURCE,
        )
        for number, (key, many) in enumerate(FIGURES, start=1)
    ]
    group = {
        "id": "verzonnen-groep", "area": code, "area_year": str(homes[0].area_year),
        "group": "uitstroom_opvang", "since": counted.isoformat(), "source": SOURCE,
        "year": str(counted.year - 1), "confidence": "D",
    }  # fmt: skip
    numbers = {key: jobs.as_cell(value) for key, value in GROUP.items()}
    own = OwnRows(
        homes=[as_cells(vars(row)) for row in homes],
        figures=[as_cells(vars(row)) for row in figures],
        groups=[as_cells(vars(of_text(group | numbers)))],
        facilities=invented_facilities_of(tables),
        publisher=PUBLISHER,
        # As the list in the story: else a scenario would seem to rest on other rows than the base.
        as_of=localdate() + BROUGHT,
        fictional=True,
        invented_streets=True,
    )
    kept = {
        "homes": own.homes, "figures": own.figures, "groups": own.groups, "sites": sites,
        "facilities": own.facilities,
    }  # fmt: skip
    path().write_text(json.dumps(kept))
    return own


def invented_facilities_of(tables: Catalogue) -> list[dict[str, str]]:
    """Plainly invented facilities near the real doors of Zwolle; none where no doors are known."""
    from wwz_engine.reach.fictional import invented_facilities

    if not tables.has("doors", GEMEENTE):
        return []
    doors = tables.load("doors", GEMEENTE).extra
    rows = invented_facilities(doors["x"].to_numpy(), doors["y"].to_numpy())
    year = str(localdate().year)
    return [
        as_cells(vars(row)) | {"area": GEMEENTE, "area_year": year}
        for row in rows
        if row.kind != LEFT_OUT
    ]


def invented_sites_of(tables: Catalogue) -> list[dict[str, str]]:
    """Plainly invented projects on the real areas of Zwolle, by parties of the story."""
    from wwz_engine.proposals.fictional import PARTIES, invented_for

    named = dict(zip(PARTIES, BUILDERS, strict=True))
    rows = invented_for(tables, GEMEENTE, localdate().year + 1)
    return [as_cells(vars(row)) | {"party": named[row.party]} for row in rows]


def keep_weighing(study: UUID, scenarios: Sequence[jobs.SharedScenario]) -> None:
    """Weigh the invented sites of the demo on its study, for the story; by who has the engine."""
    sites = kept_rows().get("sites")
    if not sites:
        return
    first_year = localdate().year + 1
    start = jobs.start_question(GEMEENTE, sites, first_year, first_year + YEARS - 1)
    told = jobs.weighed_beforehand(study, start.question, sites, scenarios)
    weighing_path().write_text(json.dumps({"question": start.question, **told}))


def weighing_path() -> Path:
    return Path(settings.VAR) / WEIGHED


def kept_weighing() -> dict[str, Any]:
    """The question of the demo with its answers and a swap; nothing without open data."""
    path = weighing_path()
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def as_cells(row: Mapping[str, object]) -> dict[str, str]:
    return {key: jobs.as_cell(value) for key, value in row.items()}


def kept_rows() -> dict[str, Sequence[Mapping[str, str]]]:
    """What the first study of the demo counted with; nothing when there is no open data."""
    if not path().exists():
        return {}
    found: dict[str, Sequence[Mapping[str, str]]] = json.loads(path().read_text())
    return found
