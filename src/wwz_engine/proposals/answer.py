"""What comes back: the programme, what it leaves, and why; JSON-able, with Dutch sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

QUICK, CERTIFIED, EXACT = "eerste antwoord", "met grens", "nagerekend"
"""Stages of an answer: found quickly; with a proven bound; searched until the gap is closed."""
DONE, CLASH = "programma", "botsing"


@dataclass(frozen=True)
class Chosen:
    """A plan of the programme.

    start, ready : years in which building starts and homes are ready
    costs : payer -> thousands of euros
    """

    id: str
    site: str
    title: str
    area: str
    party: str
    start: int
    ready: int
    homes: Mapping[str, int]
    social: int
    costs: Mapping[str, int]
    care_hours: int
    fixed: bool
    fictional: bool


@dataclass(frozen=True)
class YearLine:
    """One year: what starts and gets ready, and what that asks of the limits.

    homes : per woonvorm, ready in this year
    costs : payer -> thousands of euros in this year
    building : homes in the making; care_hours : asked by all new homes that are ready
    """

    year: int
    started: int
    homes: Mapping[str, int]
    costs: Mapping[str, float]
    building: float
    care_hours: int


@dataclass(frozen=True)
class PartyLine:
    """What one party brings: plans, homes, and money over all years (thousands of euros)."""

    party: str
    plans: int
    homes: int
    social: int
    costs: float


@dataclass(frozen=True)
class ShortageLine:
    """Homes short of one woonvorm in an area and year, without and with the programme.

    Mean over the draws, with their least and most.
    """

    area: str
    form: str
    year: int
    without: float
    left: float
    low: float
    high: float


@dataclass(frozen=True)
class Price:
    """What one unit more of a limit would bring.

    limit : key as in ``Limits``; who : payer or area, empty where there is none
    gives : homes short for one year that go, per unit
    """

    limit: str
    who: str
    year: int | None
    unit: str
    gives: float
    sentence: str


@dataclass(frozen=True)
class WhyNot:
    """Why a plan is not in the programme.

    costs : homes short for one year that come with forcing it in; None where it cannot be
    instead : titles of plans that would then fall out
    certain : whether the amount is proven, or at most this
    """

    id: str
    title: str
    sentence: str
    costs: float | None
    instead: tuple[str, ...]
    certain: bool


@dataclass(frozen=True)
class Regret:
    """How much more this programme weighs in one draw than the best one for that draw alone.

    proven : whether that best one is; if not, the regret is at least this
    """

    draw: int
    weight: float
    short: float
    best: float
    regret: float
    proven: bool


@dataclass(frozen=True)
class Clash:
    """Limits that cannot hold together: leave out any one of them and these can.

    limits : keys as in ``Limits``, ``fixed``, ``forced`` or ``after``, with year or plan
    """

    limits: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Answer:
    """The answer to a ``Question``.

    status : DONE or CLASH
    short : what the programme weighs: homes short over all years, fairness, bad draws and cost;
        without : the same with no plan at all
    home_years : homes short for one year that are left: the shortage alone, mean over the draws;
        home_years_without : the same with no plan at all
    bound : no programme can leave less than this; None before anything is proven
    gap : percent of the best thinkable gain that may still be missed, at most; None likewise
    """

    status: str
    stage: str
    chosen: tuple[Chosen, ...] = ()
    years: tuple[YearLine, ...] = ()
    parties: tuple[PartyLine, ...] = ()
    shortages: tuple[ShortageLine, ...] = ()
    short: float = 0.0
    without: float = 0.0
    home_years: float = 0.0
    home_years_without: float = 0.0
    bound: float | None = None
    gap: float | None = None
    prices: tuple[Price, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    regrets: tuple[Regret, ...] = ()
    clashes: tuple[Clash, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    fictional: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Swap:
    """What changes when a plan goes in and another goes out.

    homes : per woonvorm; social : homes; costs : payer -> thousands of euros
    short : difference in homes short for one year; negative is better
    """

    entered: tuple[str, ...]
    left: tuple[str, ...]
    homes: Mapping[str, int]
    social: int
    costs: Mapping[str, int]
    care_hours: int
    short: float
    sentence: str
    answer: Answer
