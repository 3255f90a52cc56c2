"""An answer in words and tables: the programme per year, per party, and what stays short."""

from __future__ import annotations

import numpy as np

from wwz_engine.proposals.answer import (
    DONE,
    Answer,
    Chosen,
    PartyLine,
    ShortageLine,
    YearLine,
)
from wwz_engine.proposals.choosing import Choice
from wwz_engine.proposals.instance import Whole
from wwz_engine.proposals.posing import Posed
from wwz_engine.proposals.rows import FORMS


def answer_of(posed: Posed, choice: Choice, stage: str, seconds: float = 0.0) -> Answer:
    """The programme that a choice is, without prices and reasons."""
    chosen = chosen_of(posed, choice.taken)
    proven = bool(np.isfinite(choice.bound))
    return Answer(
        status=DONE,
        stage=stage,
        chosen=chosen,
        years=_years(posed, choice.taken),
        parties=_parties(chosen),
        shortages=_shortages(posed, choice.taken),
        short=choice.value,
        without=choice.without,
        home_years=posed.instance.home_years(choice.taken),
        home_years_without=posed.instance.home_years([]),
        bound=choice.bound if proven else None,
        gap=choice.gap if proven else None,
        notes=posed.notes,
        seconds=seconds,
        fictional=posed.needs.fictional or any(row.fictional for row in posed.rows),
    )


def chosen_of(posed: Posed, taken: Whole) -> tuple[Chosen, ...]:
    """Plans of a choice, by the year they start in."""
    options = posed.instance.options
    found = []
    for option in taken.tolist():
        row = posed.rows[options.row[option]]
        found.append(
            Chosen(
                row.id, row.site, row.title, row.area, row.party,
                posed.year(int(options.start[option])), posed.year(int(options.ready[option])),
                dict(row.per_form), row.social, dict(row.costs()), row.care_hours, row.is_fixed,
                row.fictional,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.start, one.title, one.id)))


def _years(posed: Posed, taken: Whole) -> tuple[YearLine, ...]:
    options = posed.instance.options
    found = []
    for number, year in enumerate(posed.question.years):
        costs: dict[str, float] = {}
        homes = dict.fromkeys(FORMS, 0)
        building, hours, started = 0.0, 0, 0
        for option in taken.tolist():
            row = posed.rows[options.row[option]]
            start, ready = int(options.start[option]), int(options.ready[option])
            span = max(ready - start, 1)
            started += start == number
            if start <= number < start + span:
                building += (row.homes if row.building is None else row.building) / span
                for payer, cost in row.costs().items():
                    costs[payer] = costs.get(payer, 0.0) + cost / span
            if ready == number:
                homes = {form: homes[form] + count for form, count in row.per_form.items()}
            hours += row.care_hours if ready <= number else 0
        found.append(YearLine(year, started, homes, costs, building, hours))
    return tuple(found)


def _parties(chosen: tuple[Chosen, ...]) -> tuple[PartyLine, ...]:
    """Builders bring plans and homes; every payer brings money."""
    names = {one.party for one in chosen} | {who for one in chosen for who in one.costs}
    found = []
    for name in sorted(names):
        own = [one for one in chosen if one.party == name]
        money = sum(one.costs.get(name, 0) for one in chosen)
        homes = sum(sum(one.homes.values()) for one in own)
        found.append(PartyLine(name, len(own), homes, sum(one.social for one in own), money))
    return tuple(found)


def _shortages(posed: Posed, taken: Whole) -> tuple[ShortageLine, ...]:
    instance, draws = posed.instance, posed.needs.weights
    without, left = instance.unmet([]), instance.unmet(taken)
    found = []
    for place, area in enumerate(posed.needs.areas):
        for form, name in enumerate(FORMS):
            for number, year in enumerate(posed.question.years):
                before, after = without[place, form, number], left[place, form, number]
                if before.any() or after.any():
                    found.append(
                        ShortageLine(
                            area.code, name, year, float(before @ draws), float(after @ draws),
                            float(after.min()), float(after.max()),
                        )
                    )  # fmt: skip
    return tuple(found)
