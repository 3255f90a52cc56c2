"""Rows, needs and a question put together as one instance, and what is ruled out beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import scipy.sparse as sp

from wwz_engine import parameters
from wwz_engine.axes import Floats
from wwz_engine.counted import how_many
from wwz_engine.proposals.instance import Asked, Instance, LimitName, Options, Whole
from wwz_engine.proposals.question import Question, QuestionError
from wwz_engine.proposals.rows import FORMS, SiteRow
from wwz_engine.proposals.shortages import Shortages
from wwz_engine.supply.rows import SOFT

BANNED, EARLY, LATE, TARGET, OTHER, LAND, SOFTNESS = (
    "banned", "early", "late", "target_most", "other_variant", "land_from", "soft_from"
)  # fmt: skip
"""Why a row has no option at all."""
ELSEWHERE = "gebieden waarvan het tekort niet bekend is"
"""Together the wijk of plans in an area without a known shortage."""


@dataclass(frozen=True)
class Posed:
    """A question that can be answered.

    rows : those with an option, in the order of the instance
    ruled_out : the others, with the reason
    must : rows that are built in any case; of a site at most one
    clashing : pairs of a row that must be built and the reason why it cannot
    """

    question: Question
    needs: Shortages
    day: date
    rows: tuple[SiteRow, ...]
    ruled_out: tuple[tuple[SiteRow, str], ...]
    must: tuple[SiteRow, ...]
    clashing: tuple[tuple[SiteRow, str], ...]
    instance: Instance
    notes: tuple[str, ...]

    @property
    def weighs_more(self) -> bool:
        """Whether more weighs than homes that are short, so that a value is not a shortage."""
        return bool(self.question.weights.fairness or self.question.weights.bad_draws)

    def year(self, number: int) -> int:
        return self.question.first_year + number


def pose(
    question: Question,
    rows: Sequence[SiteRow],
    needs: Shortages,
    day: date,
    *,
    binding: bool = True,
) -> Posed:
    """The instance of a question.

    Parameters
    ----------
    day : of the parameters
    binding : whether a variant that must be built rules out the others of its site beforehand

    Raises
    ------
    QuestionError
    """
    first, last = needs.years[0], needs.years[-1]
    if not (first <= question.first_year and question.last_year <= last):
        raise QuestionError(
            f"De tekorten zijn bekend van {first} tot en met {last}. Kies jaren daarbinnen."
        )
    _know(question, rows)
    must = [row for row in rows if row.is_fixed or row.id in question.forced]
    why = {row.id: _ruled_out(row, question, must if binding else ()) for row in rows}
    kept = tuple(row for row in rows if not why[row.id])
    out = tuple((row, why[row.id]) for row in rows if why[row.id])
    # What started before these years, or ends after them, is no commitment of this programme.
    clashing = tuple(
        (row, why[row.id])
        for row in must
        if why[row.id] and not (row.is_fixed and why[row.id] in (EARLY, LATE))
    )
    begun = {row.site for row, reason in out if row.is_fixed and reason == EARLY}
    waited = {row.site for row in rows} - begun
    instance = _instance(question, kept, needs, day, {row.id for row in must}, waited)
    return Posed(
        question, needs, day, kept, out, tuple(must), clashing, instance, _notes(rows, needs, out)
    )


def _know(question: Question, rows: Sequence[SiteRow]) -> None:
    known = {row.id for row in rows}
    for one in (*question.forced, *question.banned):
        if one not in known:
            raise QuestionError(f"Het plan ‘{one}’ kennen we niet. Kies een kenmerk uit de lijst.")


def _ruled_out(row: SiteRow, question: Question, must: Sequence[SiteRow]) -> str:
    limits = question.limits
    if row.id in question.banned:
        return BANNED
    if any(other.site == row.site and other.id != row.id for other in must):
        return OTHER
    if _too_much_target(row, limits.target_most):
        return TARGET
    start = _earliest(row, question)
    if row.latest is not None and row.latest < max(start, question.first_year):
        return EARLY if row.latest < question.first_year else _later_by(row, question)
    if start > question.last_year:
        return LATE if row.earliest > question.last_year else _later_by(row, question)
    # A commitment may get ready after the last year; it takes its part of the limits.
    if start + row.lead > question.last_year and not row.is_fixed:
        by_itself = max(row.earliest, question.first_year) + row.lead
        return LATE if by_itself > question.last_year else _later_by(row, question)
    return ""


def _too_much_target(row: SiteRow, most: float | None) -> bool:
    for limit in (row.target_most, most):
        if limit is not None and 100 * (row.zorggeschikt + row.geclusterd) > limit * row.homes:
            return True
    return False


def _earliest(row: SiteRow, question: Question) -> int:
    limits = question.limits
    start = max(row.earliest, question.first_year, limits.land_from.get(row.land_owner, 0))
    return max(start, limits.soft_from or 0) if row.status == SOFT else start


def _later_by(row: SiteRow, question: Question) -> str:
    land = question.limits.land_from.get(row.land_owner, 0)
    return LAND if land >= (question.limits.soft_from or 0) else SOFTNESS


def _notes(
    rows: Sequence[SiteRow], needs: Shortages, out: Sequence[tuple[SiteRow, str]]
) -> tuple[str, ...]:
    notes = []
    lost = [row for row in rows if row.area not in needs.within]
    if lost:
        notes.append(
            how_many(len(lost), "plan ligt", "plannen liggen")
            + " in een gebied waarvan het tekort niet bekend is. Daar neemt deze berekening geen "
            "tekort weg."
        )
    sites = {row.site for row in rows}
    if any(row.after and row.after not in sites for row in rows):
        notes.append(
            "Een plan wacht op een locatie die niet in de lijst staat. Wij rekenen alsof die "
            "locatie klaar is."
        )
    for form in needs.unknown:
        notes.append(f"Het tekort aan {form}e woningen is niet bekend en telt niet mee.")
    if any(row.is_fixed and reason == EARLY for row, reason in out):
        notes.append(
            "Een afspraak is al begonnen vóór het eerste jaar. Tel die mee bij de woningen en "
            "plannen, niet hier."
        )
    if any(row.fictional for row in rows):
        notes.append("De locaties bevatten verzonnen regels, als voorbeeld.")
    return tuple(notes)


def _instance(
    question: Question,
    rows: tuple[SiteRow, ...],
    needs: Shortages,
    day: date,
    must: set[str],
    waited: set[str],
) -> Instance:
    sites = {site: number for number, site in enumerate(dict.fromkeys(row.site for row in rows))}
    # Homes in an area without a known shortage count for the limits alone.
    elsewhere = len(needs.areas)
    short = np.zeros((elsewhere + 1, len(FORMS), len(question.years), len(needs.weights)))
    begin = question.first_year - needs.years[0]
    short[:-1] = needs.short[:, :, begin : begin + len(question.years)]
    options = _options(question, rows)
    site = np.array([sites[row.site] for row in rows], dtype=np.int64)
    area = np.array([needs.within.get(row.area, elsewhere) for row in rows], dtype=np.int64)
    wijken = [*(one.code for one in needs.areas), ELSEWHERE]
    lines = _Lines(question, rows, options, (area, wijken))
    lines.gather(waited)
    bound = np.zeros(len(sites), dtype=bool)
    bound[[sites[row.site] for row in rows if row.id in must]] = True
    money = np.array([sum(row.costs().values()) for row in rows], dtype=np.float64)
    return Instance(
        np.array([list(row.per_form.values()) for row in rows], float).reshape(-1, len(FORMS)),
        site, area, options, _asked(question, short, needs.weights, day), lines.matrix(),
        np.array([name.most for name in lines.names]), tuple(lines.names), bound,
        (question.weights.cost * money / 1000)[options.row],
    )  # fmt: skip


def _asked(question: Question, short: Floats, draws: Floats, day: date) -> Asked:
    given = parameters.load("shortage_weights").table(day) | dict(question.weights.forms or {})
    weights = np.array([given[form] for form in FORMS])
    if (np.diff(weights) > 0).any():
        raise QuestionError(
            "Een woonvorm die een andere kan vervangen, weegt minstens even zwaar. Geef "
            f"gewichten die niet oplopen in deze volgorde: {', '.join(FORMS)}."
        )
    limits, weighed = question.limits, question.weights
    left = None if limits.remaining_most is None else limits.remaining_most / 100
    return Asked(
        short, np.arange(len(FORMS)) == 0, weights, np.ones(short.shape[2]), draws,
        weighed.fairness, left, weighed.bad_draws, weighed.bad_share,
    )  # fmt: skip


def _options(question: Question, rows: tuple[SiteRow, ...]) -> Options:
    first = question.first_year
    found = [
        (number, start - first, start - first + row.lead)
        for number, row in enumerate(rows)
        for start in range(
            _earliest(row, question), min(row.latest or question.last_year, question.last_year) + 1
        )
        if start + row.lead <= question.last_year or row.is_fixed
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Options(table[:, 0], table[:, 1], table[:, 2])


class _Lines:
    """Every limit of a question as a line over the options."""

    def __init__(
        self, question: Question, rows: tuple[SiteRow, ...], options: Options,
        place: tuple[Whole, Sequence[str]],
    ) -> None:  # fmt: skip
        """``place`` is the number of the wijk of each row, and the codes by those numbers."""
        self.question, self.rows, self.options = question, rows, options
        self.area, self.wijken = place
        self.names: list[LimitName] = []
        self._at: list[Whole] = []
        self._option: list[Whole] = []
        self._value: list[Floats] = []
        self._span = np.maximum(options.ready - options.start, 1)

    def gather(self, waited: set[str]) -> None:
        """All limits; ``waited`` are the sites that a plan can wait for, built or not."""
        limits = self.question.limits
        for payer, budget in sorted(limits.budgets.items()):
            cost = np.array([row.costs().get(payer, 0) for row in self.rows], dtype=np.float64)
            self._in_the_making("budgets", payer, budget, cost)
        building = [row.homes if row.building is None else row.building for row in self.rows]
        self._in_the_making("building", "", limits.building, np.array(building, dtype=np.float64))
        hours = np.array([row.care_hours for row in self.rows], dtype=np.float64)[self.options.row]
        for number, year in enumerate(self.question.years):
            if year in limits.care_hours:
                asks = np.where(self.options.ready <= number, hours, 0.0)
                self._line(LimitName("care_hours", "", year, limits.care_hours[year]), asks)
        self._social()
        self._precedence(waited)

    def matrix(self) -> sp.csc_array:
        shape = (len(self.names), len(self.options))
        if not self._at:
            return sp.csc_array(shape)
        at = (np.concatenate(self._at), np.concatenate(self._option))
        return sp.csc_array((np.concatenate(self._value), at), shape=shape)

    def _line(self, name: LimitName, asks: Floats) -> None:
        option = np.flatnonzero(asks)
        if len(option) or name.most < 0:
            self._at.append(np.full(len(option), len(self.names)))
            self._option.append(option)
            self._value.append(asks[option])
            self.names.append(name)

    def _in_the_making(self, key: str, who: str, most: Mapping[int, float], asks: Floats) -> None:
        for number, year in enumerate(self.question.years):
            if year in most:
                busy = (self.options.start <= number) & (number < self.options.start + self._span)
                part = np.where(busy, asks[self.options.row] / self._span, 0.0)
                self._line(LimitName(key, who, year, most[year]), part)

    def _social(self) -> None:
        limits, row = self.question.limits, self.options.row
        social = np.array([one.social for one in self.rows], dtype=np.float64)[row]
        homes = np.array([one.homes for one in self.rows], dtype=np.float64)[row]
        if limits.social_least is not None:
            asks = limits.social_least / 100 * homes - social
            self._line(LimitName("social_least"), asks)
        if limits.social_most_wijk is not None:
            over = social - limits.social_most_wijk / 100 * homes
            for area in np.unique(self.area):
                here = np.where(self.area[row] == area, over, 0.0)
                self._line(LimitName("social_most_wijk", self.wijken[area]), here)

    def _precedence(self, waited: set[str]) -> None:
        """By every year no more has started than what it waits for is ready."""
        sites = np.array([row.site for row in self.rows])[self.options.row]
        for number, row in enumerate(self.rows):
            first = sites == row.after
            if row.after not in waited:
                continue
            own = self.options.row == number
            for year in np.unique(self.options.start[own]):
                begun = (own & (self.options.start <= year)).astype(float)
                ready = (first & (self.options.ready <= year)).astype(float)
                name = LimitName("after", row.id, self.question.first_year + int(year))
                self._line(name, begun - ready)
