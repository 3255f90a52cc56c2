"""Whether a scenario and the base differ by the scenario alone, and else what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from wwz.opgave.models import Study, StudyRecipe
from wwz.opgave.scenarios.models import Scenario
from wwz.opgave.wording import in_full, listing

OTHER_DRAWS = "andere trekkingen"
OTHER_YEAR = "een ander eindjaar"
OTHER_VERSION = "een andere rekenversie"
OTHER_DATA = "andere gegevens"
# Asked of in every study; where nobody brought rows, nothing of it is kept.
OWN_TABLES = ("own_clients", "own_groups", "supply", "facilities")
Answers = dict[tuple[Any, ...], Any]
"""Per question that a study asked of its data, the mark of the table that it got."""


def unlike(base: Study, studies: Sequence[tuple[Scenario, Study]]) -> list[tuple[str, str]]:
    """Per scenario that differs from the base by more than itself its name, and a sentence.

    A study that was made again from the same data has the same figures: its day alone says
    nothing. Where it is not known what one of both rests on, the day decides.
    """
    if not studies:
        return []
    answers = answers_of([base, *(study for _, study in studies)])
    found = []
    for scenario, study in studies:
        words = difference_words(base, study, answers.get(base.pk), answers.get(study.pk))
        if words:
            found.append((str(scenario), words))
    return found


def answers_of(studies: Sequence[Study]) -> dict[UUID, Answers]:
    """What studies rest on; of one that is not kept nothing."""
    kept = StudyRecipe.objects.filter(study__in=[study.pk for study in studies])
    return {
        key: {tuple(question): mark for *question, mark in tables}
        for key, tables in kept.values_list("study", "content__tables")
    }


def difference_words(
    base: Study, study: Study, before: Answers | None, after: Answers | None
) -> str:
    known = before is not None and after is not None
    data = known and differ(before or {}, after or {})
    version, newer = base.engine_version != study.engine_version, is_newer(base, study)
    others = {
        OTHER_DRAWS: (base.draws, base.seed) != (study.draws, study.seed),
        OTHER_YEAR: base.to_year != study.to_year,
        OTHER_VERSION: version,
        OTHER_DATA: data,
    }
    reasons = [words for words, there in others.items() if there]
    if not reasons and (known or not newer):
        return ""
    # A scenario gets the draws of the base that is there; newer data that base never gets.
    redo = "de raming" if (data or version) and not newer else "de analyse van dit scenario"
    told = f"is gemaakt met {listing(reasons)}" if reasons else "is nieuwer"
    why = (
        "komt dus niet alleen door het scenario" if reasons else "kan dus ook van iets anders zijn"
    )
    return (
        f"De raming van {day_of(base)} {told} dan de analyse van dit scenario van {day_of(study)}. "
        f"Het verschil {why}. Laat {redo} opnieuw maken."
    )


def differ(before: Answers, after: Answers) -> bool:
    """Whether both were told the same of what both asked, and of what partnerships brought."""
    asked = {one for one in before.keys() | after.keys() if one[0] in OWN_TABLES}
    asked |= before.keys() & after.keys()
    return any(before.get(one) != after.get(one) for one in asked)


def is_newer(base: Study, study: Study) -> bool:
    """Whether the base was not there yet when the scenario was worked out."""
    began = study.started_at or study.requested_at
    return base.finished_at is not None and base.finished_at > began


def day_of(study: Study) -> str:
    return in_full(localtime(study.finished_at).date()) if study.finished_at else ""
