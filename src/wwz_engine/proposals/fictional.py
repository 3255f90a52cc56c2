"""Invented sites and limits for a demo: plainly made up, marked so, the same every time.

The areas are real ones; the places, plans, parties and amounts are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wwz_engine.population.inputs import gather
from wwz_engine.population.places import places_of
from wwz_engine.proposals.question import Limits, Question
from wwz_engine.proposals.rows import GEMEENTE, SiteRow
from wwz_engine.sources.dataset import Tables
from wwz_engine.supply.rows import HARD, INVENTED, NO, SOFT, YES

SITES = 44
SOURCE = "Verzonnen (geen bron)"


@dataclass(frozen=True)
class _Kind:
    """A kind of plan: its homes per woonvorm as shares, and what one home asks.

    costs : thousands of euros a home that the party and the gemeente add
    """

    name: str
    zorggeschikt: float
    geclusterd: float
    nultreden: float
    social: float
    costs: tuple[float, float]
    hours: float


KINDS = (
    _Kind("zorgwoningen", 0.5, 0.3, 0.2, 0.6, (62.0, 18.0), 210.0),
    _Kind("hofje", 0.0, 0.7, 0.0, 0.4, (38.0, 12.0), 60.0),
    _Kind("gemengd plan", 0.1, 0.2, 0.4, 0.3, (24.0, 9.0), 55.0),
    _Kind("appartementen", 0.0, 0.0, 0.8, 0.5, (20.0, 6.0), 25.0),
)
PARTIES = ("Verzonnen corporatie A", "Verzonnen corporatie B", "Verzonnen bouwer C")
OWNERS = ("gemeente", "corporatie", "marktpartij", "zorgaanbieder")


def invented_sites(
    areas: Sequence[tuple[str, str]], layout: int, older: Sequence[float], first_year: int,
    seed: int = 1,
) -> tuple[SiteRow, ...]:  # fmt: skip
    """Invented sites with one to three variants, more where more older people live.

    Parameters
    ----------
    areas : code and name of buurten or wijken
    layout : year of those codes
    older : people of 65 and older per area; what is not known counts as none
    first_year : of the programme

    Examples
    --------
    >>> rows = invented_sites([("BU01933110", "Aa-landen-Oost")], 2024, [900.0], 2027)
    >>> rows[0].name, rows[0].origin, len({row.site for row in rows})
    ('Verzonnen locatie 1, Aa-landen-Oost', 'verzonnen', 44)
    """
    rng = np.random.default_rng([seed, 6])
    known = sorted(zip(areas, np.nan_to_num(np.asarray(older, dtype=np.float64)), strict=True))
    people = np.array([count for _, count in known])
    # Along the sum of older people at equal distances, so that no area is left out by chance.
    places = (np.arange(SITES) + 0.5) / SITES * people.sum()
    at = np.minimum(np.searchsorted(people.cumsum(), places), len(known) - 1)
    rows: list[SiteRow] = []
    for number, place in enumerate(at.tolist()):
        rows += _site(number, known[place][0], layout, first_year, rng)
    return tuple(rows)


def invented_for(tables: Tables, gemeente: str, first_year: int) -> tuple[SiteRow, ...]:
    """Invented sites on the real areas of a gemeente.

    Raises
    ------
    GemeenteUnknownError, NoPopulationError
    """
    places = places_of(tables, gemeente)
    counts = gather(tables, places).counts.by_sum
    # Where nobody publishes ages every fifth is taken for older: an example needs no better.
    older = counts.get("inwoners_65plus", counts["inwoners"] / 5)[:, -1]
    units = [(unit.code, unit.name) for unit in places.units]
    return invented_sites(units, places.gemeente.year, older.tolist(), first_year)


def invented_question(
    rows: Sequence[SiteRow], gemeente: str, first_year: int, last_year: int
) -> Question:
    """Invented limits that leave no room for all plans, least of all for their hours of care."""
    years = range(first_year, last_year + 1)
    plans = [row for row in rows if row.id.endswith("-1")]
    part = 0.67 / len(years)
    payers = sorted({payer for row in plans for payer in row.costs()})
    money = {
        payer: round(
            sum(row.costs().get(payer, 0) for row in plans)
            * part
            * (1 if payer == GEMEENTE else 2),
            -2,
        )
        for payer in payers
    }
    homes = sum(row.homes for row in plans)
    hours = sum(row.care_hours for row in plans)
    return Question(
        gemeente,
        first_year,
        last_year,
        Limits(
            budgets={payer: dict.fromkeys(years, float(sum_)) for payer, sum_ in money.items()},
            building=dict.fromkeys(years, float(round(homes * part, -1))),
            care_hours={
                year: float(round(hours * part * (number + 1), -2))
                for number, year in enumerate(years)
            },
            social_least=30.0,
            target_most=80.0,
        ),
    )


def _site(
    number: int, area: tuple[str, str], layout: int, first_year: int, rng: np.random.Generator
) -> list[SiteRow]:
    code, name = area
    size = int(rng.integers(16, 110))
    earliest = first_year + int(rng.integers(0, 5))
    lead = int(rng.integers(1, 4))
    status = HARD if number % 3 == 0 else SOFT
    variants = (1, 2, 3, 2)[number % 4]
    party = PARTIES[number % len(PARTIES)]
    # Two commitments, and one plan that waits for another: what a real list has too.
    fixed = YES if number in (3, 21) else NO
    after = f"L{number - 1:02d}" if number in (12, 30) else ""
    found = []
    for variant in range(variants if fixed == NO else 1):
        kind = KINDS[(number + variant) % len(KINDS)]
        homes = max(8, round(size * (1 - 0.12 * variant)))
        parts = [round(homes * part) for part in (kind.zorggeschikt, kind.geclusterd)]
        stairless = min(round(homes * kind.nultreden), homes - sum(parts))
        social = round(homes * kind.social)
        own, gemeente = (round(homes * cost) for cost in kind.costs)
        found.append(
            SiteRow(
                id=f"L{number + 1:02d}-{variant + 1}", site=f"L{number + 1:02d}",
                name=f"Verzonnen locatie {number + 1}, {name}", variant=kind.name,
                area=code, area_year=layout, zorggeschikt=parts[0], geclusterd=parts[1],
                nultreden=stairless, regulier=homes - sum(parts) - stairless, social=social,
                party=party, cost_party=own, cost_gemeente=gemeente,
                land_owner=OWNERS[number % len(OWNERS)], status=status, earliest=earliest,
                lead=lead, care_hours=round(homes * kind.hours), after=after, fixed=fixed,
                source=SOURCE, origin=INVENTED,
            )
        )  # fmt: skip
    return found
