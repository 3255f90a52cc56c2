"""The way to an adopted visie, planned back from the day of adoption, in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from wwz.meetings.workdays import add_workdays, next_workday, workdays_between


@dataclass(frozen=True)
class Step:
    """One phase of the proposal."""

    name: str
    text: str
    starts_on: date
    ends_on: date


# From the first step to the last before adoption, with the working days that each asks for.
STEPS: tuple[tuple[str, str, int], ...] = (
    ("Opgave lezen", "Partijen kijken samen naar de cijfers van wijken en buurten.", 15),
    ("Schrijven in werksessies", "Per thema een werksessie; de redacteur schrijft mee.", 30),
    ("Ter inzage", "Iedereen kan reageren en een andere tekst voorstellen.", 30),
    ("Voorstellen verwerken", "Over elk voorstel een besluit met een reden.", 15),
    ("Instemming vragen", "Elke organisatie geeft haar standpunt.", 25),
)
LAST = ("Vaststellen", "Het bestuur stelt de visie vast.")


def plan_back(adoption_on: date) -> list[Step]:
    """Each step ends on the last working day before the next one begins.

    Examples
    --------
    >>> plan = plan_back(date(2027, 2, 8))
    >>> plan[-1].starts_on, plan[-2].ends_on
    (datetime.date(2027, 2, 8), datetime.date(2027, 2, 5))
    """
    plan = [Step(*LAST, adoption_on, adoption_on)]
    for name, text, days in reversed(STEPS):
        ends_on = add_workdays(plan[0].starts_on, -1)
        # The last day counts as one of them.
        plan.insert(0, Step(name, text, add_workdays(ends_on, 1 - days), ends_on))
    return plan


def earliest_adoption(today: date) -> date:
    """The first day on which a visie could be adopted when the first step begins tomorrow."""
    days = sum(step[2] for step in STEPS)
    return next_workday(add_workdays(today, days + 1))


def days_short(plan: list[Step], today: date) -> int:
    """How many working days are missing when the plan should have begun already."""
    start = plan[0].starts_on
    return workdays_between(start, today + timedelta(days=1)) if start <= today else 0
