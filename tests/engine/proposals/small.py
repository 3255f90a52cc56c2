"""Small programmes that can be tried out in every way, and that way of trying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from wwz_engine.facts import AreaRef
from wwz_engine.proposals.question import Limits, Question, Weights
from wwz_engine.proposals.rows import FORMS, SiteRow
from wwz_engine.proposals.shortages import Shortages
from wwz_engine.shortage.cascade import hand_out

DAY = date(2026, 1, 1)
YEARS = (2027, 2028, 2029)
AREAS = ("WK000001", "WK000002")
PARTY = "Bouwer"
NOTHING = 1e-6


def needs_of(short: np.ndarray, years: Sequence[int] = YEARS) -> Shortages:
    """Needs of wijken from homes short per area, form, year and draw."""
    areas = tuple(AreaRef(code, code, "wijk", 2024) for code in AREAS[: len(short)])
    draws = short.shape[-1]
    within = {area.code: place for place, area in enumerate(areas)}
    weights = np.full(draws, 1 / draws)
    return Shortages(areas, tuple(years), short, weights, within, ("regulier",), ())


def some_rows(rng: np.random.Generator, sites: int = 3) -> tuple[SiteRow, ...]:
    rows = []
    for site in range(sites):
        for variant in range(int(rng.integers(1, 3))):
            homes = dict(zip(FORMS, rng.integers(0, 9, 4).tolist(), strict=True))
            earliest = int(rng.integers(2026, 2029))
            rows.append(
                SiteRow(
                    id=f"{site}-{variant}", site=str(site), name=f"Plan {site}{variant}",
                    area=AREAS[int(rng.integers(0, 2))], area_year=2024, party=PARTY,
                    status="hard", earliest=earliest, lead=int(rng.integers(0, 3)),
                    latest=earliest + 1 if rng.random() < 0.3 else None,
                    social=int(rng.integers(0, sum(homes.values()) + 1)),
                    cost_party=int(rng.integers(0, 900)), cost_gemeente=int(rng.integers(0, 400)),
                    care_hours=int(rng.integers(0, 500)),
                    after="0" if site == 2 and rng.random() < 0.4 else "",
                    fixed="ja" if site == 1 and variant == 0 and rng.random() < 0.2 else "nee",
                    **homes,
                )
            )  # fmt: skip
    return tuple(rows)


def some_question(rng: np.random.Generator) -> Question:
    """Each limit in some of the questions, now and then so tight that nothing fits."""

    def maybe(share: float, value: float) -> float | None:
        return value if rng.random() < share else None

    def per_year(share: float, low: int, high: int) -> dict[int, float]:
        return {year: float(rng.integers(low, high)) for year in YEARS if rng.random() < share}

    limits = Limits(
        budgets={"gemeente": per_year(0.5, 50, 500), PARTY: per_year(0.5, 200, 1200)},
        building=per_year(0.5, 5, 40),
        care_hours=per_year(0.5, 100, 900),
        social_least=maybe(0.3, float(rng.integers(10, 60))),
        social_most_wijk=maybe(0.2, float(rng.integers(40, 90))),
        target_most=maybe(0.2, float(rng.integers(30, 80))),
        remaining_most=maybe(0.15, float(rng.integers(60, 100))),
    )
    weights = Weights(
        forms={"zorggeschikt": 1.6, "geclusterd": 1.2, "nultreden": 1.0, "regulier": 0.5}
        if rng.random() < 0.5
        else None,
        fairness=float(maybe(0.3, 20.0) or 0.0),
        cost=0.01 if rng.random() < 0.5 else 2.0,
        bad_draws=float(maybe(0.3, 0.4) or 0.0),
        bad_share=0.5,
    )
    return Question("GM0001", YEARS[0], YEARS[-1], limits, weights)


@dataclass(frozen=True)
class Small:
    """A question, rows and needs; ``skipped`` are wijken whose mix is not looked at."""

    question: Question
    rows: tuple[SiteRow, ...]
    needs: Shortages
    skipped: tuple[str, ...] = ()


def small(seed: int) -> Small:
    rng = np.random.default_rng([seed, 77])
    short = rng.integers(-4, 15, (2, 4, 3, 2)).astype(np.float64)
    short[:, 3] = 0.0
    return Small(some_question(rng), some_rows(rng), needs_of(short))


Plan = tuple[SiteRow, int]
"""A row and the year it starts in."""


def every_programme(case: Small) -> Iterator[tuple[Plan, ...]]:
    """All ways to build at most one variant of each site, in any year that a row allows."""
    asked = case.question
    sites: dict[str, list[Plan | None]] = {}
    for row in case.rows:
        found = sites.setdefault(row.site, [None])
        for start in asked.years:
            in_time = row.is_fixed or start + row.lead <= asked.last_year
            if row.earliest <= start <= (row.latest or start) and in_time:
                found.append((row, start))
    for picked in product(*sites.values()):
        yield tuple(plan for plan in picked if plan is not None)


def keeps_all(case: Small, plans: Sequence[Plan]) -> bool:
    """Whether a programme keeps every limit, worked out from the rows alone."""
    return not broken(case, plans)


def broken(case: Small, plans: Sequence[Plan]) -> list[str]:
    """Which limits a programme breaks."""
    found = _single(case, plans) + _yearly(case, plans) + _shares(case, plans) + _order(case, plans)
    most = case.question.limits.remaining_most
    if most is not None and max(remaining(case, plans), default=0.0) > most / 100 + NOTHING:
        found.append("remaining_most")
    return found


def _single(case: Small, plans: Sequence[Plan]) -> list[str]:
    """Limits of plans one by one: what must be, may not be, and the mix inside a plan."""
    asked, limits = case.question, case.question.limits
    built = {row.id for row, _ in plans}
    found = []
    could = [
        row
        for row in case.rows
        if row.is_fixed and row.earliest <= asked.last_year
        and (row.latest is None or row.latest >= asked.first_year)
    ]  # fmt: skip
    if any(row.id not in built for row in could) or not set(asked.forced) <= built:
        found.append("must")
    if set(asked.banned) & built:
        found.append("banned")
    for row, _ in plans:
        target = row.zorggeschikt + row.geclusterd
        for most in (row.target_most, limits.target_most):
            if most is not None and target > most / 100 * row.homes:
                found.append("target_most")
    return found


def _yearly(case: Small, plans: Sequence[Plan]) -> list[str]:
    limits, found = case.question.limits, []
    for year in YEARS:
        busy = [
            (row, max(row.lead, 1)) for row, start in plans if 0 <= year - start < max(row.lead, 1)
        ]
        money = {
            "gemeente": sum(row.cost_gemeente / span for row, span in busy),
            PARTY: sum(row.cost_party / span for row, span in busy),
        }
        making = sum(
            (row.homes if row.building is None else row.building) / span for row, span in busy
        )
        hours = sum(row.care_hours for row, start in plans if start + row.lead <= year)
        for payer, amount in money.items():
            if amount > limits.budgets.get(payer, {}).get(year, np.inf) + NOTHING:
                found.append("budgets")
        if making > limits.building.get(year, np.inf) + NOTHING:
            found.append("building")
        if hours > limits.care_hours.get(year, np.inf) + NOTHING:
            found.append("care_hours")
    return found


def _shares(case: Small, plans: Sequence[Plan]) -> list[str]:
    limits, found = case.question.limits, []
    homes, social = sum(row.homes for row, _ in plans), sum(row.social for row, _ in plans)
    if limits.social_least is not None and social < limits.social_least / 100 * homes - NOTHING:
        found.append("social_least")
    for area in set(AREAS) - set(case.skipped):
        here = [row for row, _ in plans if row.area == area]
        most = limits.social_most_wijk
        all_homes = sum(row.homes for row in here)
        if most is not None and sum(r.social for r in here) > most / 100 * all_homes + NOTHING:
            found.append("social_most_wijk")
    return found


def _order(case: Small, plans: Sequence[Plan]) -> list[str]:
    ready = {row.site: start + row.lead for row, start in plans}
    sites = {row.site for row in case.rows}
    return [
        "after" for row, start in plans if row.after in sites and ready.get(row.after, 9999) > start
    ]


def unmet(case: Small, plans: Sequence[Plan]) -> np.ndarray:
    """Homes short per area, form, year and draw, by the cascade of a study."""
    short = case.needs.short
    demand, supply = np.maximum(short, 0.0), np.maximum(-short, 0.0)
    for row, start in plans:
        area = case.needs.within[row.area]
        for number, year in enumerate(YEARS):
            if start + row.lead <= year:
                supply[area, :, number] += np.array(list(row.per_form.values()))[:, None]
    return np.stack([hand_out(one, there).unmet for one, there in zip(demand, supply, strict=True)])


def remaining(case: Small, plans: Sequence[Plan]) -> list[float]:
    """Part of the shortage of each area that is left in the last year."""
    without = unmet(case, ())[:, :, -1].sum(axis=1).mean(axis=-1)
    left = unmet(case, plans)[:, :, -1].sum(axis=1).mean(axis=-1)
    return [one / all_ for one, all_ in zip(left, without, strict=True) if all_ > 0]


def weighed(case: Small, plans: Sequence[Plan]) -> float:
    """What a programme weighs, from the rows alone."""
    weights = case.question.weights
    forms = np.array([(weights.forms or dict.fromkeys(FORMS, 1.0))[form] for form in FORMS])
    per_draw = (unmet(case, plans).sum(axis=(0, 2)) * forms[:, None]).sum(axis=0)
    worst = sorted(per_draw)[-1]  # of two equal draws the worst half is the worst one
    found = (1 - weights.bad_draws) * per_draw.mean() + weights.bad_draws * worst
    found += weights.fairness * max(remaining(case, plans), default=0.0)
    money = sum(row.cost_party + row.cost_gemeente for row, _ in plans)
    return float(found + weights.cost * money / 1000)


def best_of_all(case: Small) -> float | None:
    """The least that any programme weighs; None when none keeps the limits."""
    values = [weighed(case, plans) for plans in every_programme(case) if keeps_all(case, plans)]
    return min(values, default=None)
