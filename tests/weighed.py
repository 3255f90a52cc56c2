"""A weighing with an outcome in the words of the engine, worked out by hand: two plans of three."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wwz.opgave.models import Study
from wwz.opgave.weighing.models import AnswerKind, Proposal, Weighing, WeighingAnswer
from wwz.partners.models import Organisation, Partnership
from wwz_engine.proposals.answer import (
    EXACT,
    Answer,
    Chosen,
    PartyLine,
    Price,
    Regret,
    ShortageLine,
    WhyNot,
    YearLine,
)

AT = datetime(2026, 11, 6, 12, tzinfo=UTC)
SCENARIOS = [
    {"key": "a", "name": "Langer gezond", "without": 500.0, "short": 309.0, "best": 300.0,
     "most": 12.0},
    {"key": "b", "name": "Alles later", "problem": "Dat jaar is niet bekend."},
]  # fmt: skip
NONE = dict.fromkeys(("zorggeschikt", "geclusterd", "nultreden", "regulier"), 0)


def plan(key: str, title: str, party: str, **more: Any) -> Chosen:
    return Chosen(
        id=key,
        site=key,
        title=title,
        area="BU01933110",
        party=party,
        start=2028,
        ready=2030,
        homes=NONE | {"geclusterd": 24, "nultreden": 12},
        social=24,
        costs={party: 4_500, "gemeente": 600},
        care_hours=1_200,
        fixed=False,
        fictional=True,
        **more,
    )


def outcome(party: str) -> dict[str, Any]:
    """72 homes of 200 that are short, and one plan that is left out.

    Of the shortage alone a quarter goes; of all that weighs a third.
    """
    chosen = (plan("K1", "De Kade (laag)", party), plan("L1", "De Loods", party))
    years = tuple(
        YearLine(year, 2 * (year == 2028), NONE | ({"geclusterd": 48, "nultreden": 24}
                 if year == 2030 else {}), {party: 4_500.0, "gemeente": 600.0}, 36.0,
                 2_400 if year >= 2030 else 0)
        for year in (2028, 2029, 2030)
    )  # fmt: skip
    return Answer(
        status="programma",
        stage=EXACT,
        chosen=chosen,
        years=years,
        parties=(PartyLine(party, 2, 72, 48, 9_000.0),),
        shortages=(
            ShortageLine("WK019331", "geclusterd", 2030, 120.0, 72.0, 60.0, 85.0),
            ShortageLine("WK019331", "nultreden", 2030, 80.0, 56.0, 40.0, 70.0),
        ),
        short=400.0,
        without=600.0,
        home_years=300.0,
        home_years_without=400.0,
        bound=397.0,
        gap=0.8,
        prices=(
            Price("building", "", 2028, "woning", 1.5,
                  "Eén woning meer in aanbouw in 2028 neemt anderhalve woning tekort weg."),
        ),
        why_not=(
            WhyNot("M1", "De Molen", "De Molen past niet meer in het geld van de gemeente.", 12.0,
                   ("De Loods",), certain=True),
        ),
        regrets=(Regret(0, 0.5, 400.0, 400.0, 0.0, proven=True),
                 Regret(1, 0.5, 412.0, 400.0, 12.0, proven=True)),
        fictional=True,
    ).as_json() | {"scenarios": SCENARIOS}  # fmt: skip


def cells(key: str, name: str, party: str) -> dict[str, str]:
    return {
        "id": key, "site": key, "name": name, "variant": "", "area": "BU01933110",
        "area_year": "2024", "geclusterd": "24", "nultreden": "12", "party": party,
        "status": "zacht", "earliest": "2028", "lead": "2", "origin": "verzonnen",
    }  # fmt: skip


def weigh(partnership: Partnership, organisation: Organisation, study: Study) -> Weighing:
    """Answered, and worked out exactly."""
    party = organisation.name
    made = Weighing.objects.create(
        partnership=partnership,
        organisation=organisation,
        asked_at=AT,
        study=study,
        question={"gemeente": "GM0193", "first_year": 2028, "last_year": 2030,
                  "limits": {"building": {"2028": 40.0, "2029": 40.0, "2030": 40.0}}},
        sites=[cells("K1", "De Kade", party), cells("L1", "De Loods", party),
               cells("M1", "De Molen", party)],
        data_hash="0" * 64,
        fictional=True,
        state="klaar",
    )  # fmt: skip
    WeighingAnswer.objects.create(
        weighing=made, kind=AnswerKind.EXACT, content=outcome(party), engine_version="0.4.0",
        answered_at=AT, seconds=0.1,
    )  # fmt: skip
    return made


def propose(weighing: Weighing, title: str = "Kade en Loods", **more: Any) -> Proposal:
    answer = weighing.answers.get()
    made: Proposal = Proposal.objects.create(
        partnership=weighing.partnership,
        organisation=weighing.organisation,
        weighing=weighing,
        answer=answer,
        title=title,
        reason="Het meeste voor dit geld.",
        content=answer.content,
        made_at=AT,
        **more,
    )
    return made
