"""Weigh sites against needs: the one place where a question becomes an answer.

first answer -> certified answer -> exact answer -> why; docs/methods/proposals.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from time import perf_counter

import numpy as np

from wwz_engine.counted import how_many
from wwz_engine.proposals import wording
from wwz_engine.proposals.answer import CERTIFIED, CLASH, EXACT, QUICK, Answer, Swap
from wwz_engine.proposals.answering import answer_of
from wwz_engine.proposals.choosing import Choice, Chooser, chooser, first_choice
from wwz_engine.proposals.clashing import clashes
from wwz_engine.proposals.explaining import LITTLE, prices, regrets, why_not
from wwz_engine.proposals.posing import Posed, pose
from wwz_engine.proposals.question import Question
from wwz_engine.proposals.rows import FORMS, SiteRow
from wwz_engine.proposals.shortages import Shortages
from wwz_engine.proposals.solver import in_time

MOST_WORK = 10_000
"""Options that the rounds of a certified answer together may look at."""
FEW_OPTIONS, SWAP_SECONDS = 500, 0.4
"""Up to so many options a swap is searched exactly as well, for so long: it is waited for."""
NEAR_ENOUGH = 1.0
"""Percent of the gain: a certified answer looks no further once its gap is this."""
CLOSE = 1e-6
LONG = 40
"""Rounds of searching before the exact search begins."""


@dataclass
class Weighing:
    """One question on one list of sites, kept warm for what is asked next.

    best : the best choice so far; None before the first and when limits clash
    until : moment of the clock of this process after which every answer but the first is refused
        with a ``TimeOverError``
    """

    posed: Posed
    rows: tuple[SiteRow, ...]
    day: date
    chooser: Chooser | None = None
    best: Choice | None = None
    until: float = np.inf

    def first(self) -> Answer:
        """An answer at once, without a bound."""
        began = perf_counter()
        if not self.posed.clashing:
            self._keep(first_choice(self.posed.instance))
        return self._answer(QUICK, began)

    def certified(self) -> Answer:
        """An answer with a proven bound; or what clashes."""
        began = perf_counter()
        if self.posed.clashing:
            return self._answer(CERTIFIED, began)
        known = self._chooser()
        self._keep(known.choose(0, None if self.best is None else self.best.taken))
        rounds = max(2, min(10, MOST_WORK // max(1, len(self.posed.instance.options))))
        self._search(known, rounds, NEAR_ENOUGH)
        return self._answer(CERTIFIED, began)

    def exact(self, seconds: float, gap: float = CLOSE, threads: int = 2) -> Answer:
        """The answer when the gap is closed, or how far that came in the time."""
        began = perf_counter()
        if self.best is None:
            self.certified()
        if self.posed.clashing:
            return self._answer(CERTIFIED, began)
        known = self._chooser()
        known.solver.threads = threads
        self._search(known, LONG, 0.0, until=began + seconds / 2)
        seconds -= perf_counter() - began
        start = None if self.best is None else self.best.taken
        found, closed = known.exactly(seconds, gap, start)
        self._keep(found)
        if found is not None and self.best is not None:
            bound = min(max(found.bound, self.best.bound), self.best.value)
            self.best = replace(self.best, bound=bound)
        return self._answer(EXACT if closed else CERTIFIED, began)

    def explained(
        self, answer: Answer, *, effort: int = 1, seconds: float = 0.0, within: float = np.inf
    ) -> Answer:
        """The answer with prices, reasons and regret; a better programme, if one shows up.

        Parameters
        ----------
        within : seconds for the reasons of all plans that are left out
        """
        if self.best is None:
            return answer
        known, until = self._chooser(), perf_counter() + within
        reasons = partial(why_not, self.posed, known, effort=effort, seconds=seconds, until=until)
        told = reasons(self.best)
        while told.better is not None:
            # Each time a better one, so that this ends.
            self.best = known.choice(told.better.taken, self.best.bound)
            told = reasons(self.best)
        return replace(
            answer_of(self.posed, self.best, answer.stage, answer.seconds),
            prices=prices(self.posed, known),
            why_not=told.why_not,
            regrets=regrets(self.posed, self.best, until=self.until),
        )

    def swapped(self, entered: Sequence[str], left: Sequence[str]) -> Swap:
        """Force plans in and others out, from where the search was, and lay the two side by side.

        Parameters
        ----------
        entered, left : ids of rows

        Raises
        ------
        TimeOverError
        """
        in_time(self.until)
        if self.best is None:
            self.certified()
        began = perf_counter()
        places = {row.id: number for number, row in enumerate(self.posed.rows)}
        if self.best is None or any(one not in places for one in entered):
            return self._asked_anew(entered, left, began)
        known = self._chooser()
        banned = [places[one] for one in left if one in places]
        with known.varied([places[one] for one in entered], banned) as varied:
            found = varied.choose(1, self.best.taken)
            if found is not None and len(self.posed.instance.options) <= FEW_OPTIONS:
                exact, _ = varied.exactly(SWAP_SECONDS, CLOSE, found.taken)
                found = exact if exact is not None and exact.value < found.value else found
        in_time(self.until)
        if found is None:
            return self._asked_anew(entered, left, began)
        after = answer_of(self.posed, found, CERTIFIED, perf_counter() - began)
        return _compared(self._answer(CERTIFIED, began), after, entered, left)

    def _asked_anew(self, entered: Sequence[str], left: Sequence[str], began: float) -> Swap:
        """The same as a question of its own: it may clash, and then says so."""
        asked = self.posed.question
        changed = replace(
            asked,
            forced=(*(one for one in asked.forced if one not in left), *entered),
            banned=(*(one for one in asked.banned if one not in entered), *left),
        )
        other = weighing(changed, self.rows, self.posed.needs, self.day)
        other.until = self.until
        after = other.certified()
        return _compared(self._answer(CERTIFIED, began), after, entered, left)

    def _chooser(self) -> Chooser:
        if self.chooser is None:
            self.chooser = chooser(self.posed.instance, until=self.until)
            if self.best is not None:
                self.best = self.chooser.choice(self.best.taken)
        self.chooser.solver.until = self.until
        return self.chooser

    def _keep(self, found: Choice | None) -> None:
        if found is not None:
            if self.best is None or found.value < self.best.value - 1e-9:
                self.best = found
            elif found.bound > self.best.bound:
                self.best = replace(self.best, bound=min(found.bound, self.best.value))

    def _search(self, known: Chooser, rounds: int, enough: float, until: float = np.inf) -> None:
        """Round after round, until the gap is small enough or the time is over."""
        for round_ in range(rounds):
            in_time(self.until)
            if self.best is None or self.best.gap <= enough or perf_counter() > until:
                return
            self._keep(known.further(self.best.taken, round_))

    def _answer(self, stage: str, began: float) -> Answer:
        if self.best is not None:
            return answer_of(self.posed, self.best, stage, perf_counter() - began)
        found = clashes(self.posed, self.until)
        notes = self.posed.notes
        if not found:
            notes = (
                *notes,
                "Wij vonden in de tijd die er was geen programma dat binnen alle grenzen past. Of "
                "er één is, weten we niet.",
            )
        return Answer(CLASH, stage, clashes=found, notes=notes, seconds=perf_counter() - began)


def weighing(question: Question, rows: Sequence[SiteRow], needs: Shortages, day: date) -> Weighing:
    """Put a question; nothing is searched yet.

    Parameters
    ----------
    day : of the parameters

    Raises
    ------
    QuestionError
    """
    return Weighing(pose(question, rows, needs, day), tuple(rows), day)


def _compared(before: Answer, after: Answer, entered: Sequence[str], left: Sequence[str]) -> Swap:
    """What differs between two answers: after less before."""
    old, new = totals(before), totals(after)
    homes = {form: new.homes[form] - old.homes[form] for form in FORMS}
    payers = sorted({*old.costs, *new.costs})
    costs = {who: new.costs.get(who, 0) - old.costs.get(who, 0) for who in payers}
    social, hours = new.social - old.social, new.care_hours - old.care_hours
    short = after.home_years - before.home_years
    if after.status == CLASH:
        told = (*(one.sentence for one in after.clashes), *after.notes[-1:])
        sentence = f"Deze ruil kan niet. {told[0]}"
        homes, costs, social, hours, short = dict.fromkeys(FORMS, 0), {}, 0, 0, 0.0
    else:
        sentence = _difference(sum(homes.values()), sum(costs.values()), hours, short)
    return Swap(tuple(entered), tuple(left), homes, social, costs, hours, short, sentence, after)


@dataclass(frozen=True)
class Totals:
    """What a programme is in all: homes per woonvorm, thousands of euros per payer, hours."""

    homes: Mapping[str, int]
    social: int
    costs: Mapping[str, int]
    care_hours: int


def totals(answer: Answer) -> Totals:
    """Sums over the plans of an answer."""
    costs: dict[str, int] = {}
    for one in answer.chosen:
        for who, cost in one.costs.items():
            costs[who] = costs.get(who, 0) + cost
    return Totals(
        {form: sum(one.homes[form] for one in answer.chosen) for form in FORMS},
        sum(one.social for one in answer.chosen),
        costs,
        sum(one.care_hours for one in answer.chosen),
    )


def _difference(homes: int, costs: int, hours: int, short: float) -> str:
    def more(amount: float, words: str) -> str:
        return f"{words} {'meer' if amount > 0 else 'minder'}"

    parts = [
        more(homes, how_many(abs(homes), "woning", "woningen")) if homes else "evenveel woningen",
        more(costs, wording.euros(abs(costs))) if costs else "evenveel geld",
        more(hours, f"{wording.number(abs(hours))} uur zorg per jaar")
        if hours
        else "evenveel uren zorg",
    ]
    if abs(short) < LITTLE:
        end = "Het tekort blijft gelijk."
    else:
        grows = "groter" if short > 0 else "kleiner"
        end = f"Het tekort wordt {wording.home_years(abs(short))} woningjaren {grows}."
    return f"Deze ruil geeft {wording.listed(parts)}. {end}"
