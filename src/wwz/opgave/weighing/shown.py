"""What of an outcome may be kept and shown: it may not give back what its study hides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wwz.opgave.models import Fact
from wwz.opgave.weighing.words import FORMS
from wwz.opgave.wording import how_many

FIGURES = [f"tekort_{form}" for form in FORMS]
# Homes in the digits of these would tell how many people ask for them.
IN_HOMES = ("without", "left", "low", "high")


def may_be_shown(study: UUID, content: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome in whole homes, without the areas of which the study hides a shortage.

    Such an area goes out in all years and woonvormen: what is left of it would tell the rest.
    """
    hidden = set(
        Fact.objects.filter(study=study, indicator__key__in=FIGURES, area__level="wijk")
        .exclude(hidden="")
        .values_list("area__code", flat=True)
    )
    lines = [
        {**one, **{name: float(round(one[name])) for name in IN_HOMES}}
        for one in content["shortages"]
        if one["area"] not in hidden
    ]
    notes = list(content["notes"])
    if hidden and content["shortages"]:
        notes.append(
            f"Het tekort van {how_many(len(hidden), 'wijk', 'wijken')} tonen wij niet: daar gaat "
            "het over te weinig mensen. In de tabellen met tekorten tellen zij niet mee."
        )
    return {**content, "shortages": lines, "notes": notes}
