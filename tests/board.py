"""Fixtures of the board: promises of every kind, a half year, and a meeting that will come.

Taken in by `tests/wwz/monitor/conftest.py` once the site has its settings.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import NOW
from tests.promises import Says, fund, make_afspraak, make_akkoord, make_period, say
from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import ReportingPeriod, ReportState

BEFORE: dict[str, object] = {
    "asked_at": NOW - timedelta(days=30),
    "reminded_at": NOW - timedelta(days=4),
}


def make_meeting(partnership: Partnership, *, days: int = 28, **more: object) -> Meeting:
    fields: dict[str, object] = {
        "kind": MeetingKind.BESTUURLIJK_OVERLEG,
        "title": "Bestuurlijk overleg",
        "starts_at": NOW + timedelta(days=days),
        "ends_at": NOW + timedelta(days=days, hours=2),
        "state": MeetingState.UITGENODIGD,
    }
    return Meeting.objects.create(partnership=partnership, **(fields | more))


@pytest.fixture
def meeting(zwolle: Partnership) -> Meeting:
    return make_meeting(zwolle)


@pytest.fixture
def period(zwolle: Partnership) -> ReportingPeriod:
    return make_period(zwolle)


@pytest.fixture
def promised(
    zwolle: Partnership, corporation: Organisation, welfare: Organisation,
    municipality: Organisation, period: ReportingPeriod,
) -> list[Afspraak]:  # fmt: skip
    """Four promises: on course, contradicted with money that stops, realised, and silent."""
    akkoord = make_akkoord(zwolle)
    made = [
        make_afspraak(akkoord, 1, corporation, title="Woningen", reached="100"),
        make_afspraak(akkoord, 2, corporation, title="Ontmoetingsplek", reached="48"),
        make_afspraak(akkoord, 3, welfare, title="Gesprek thuis", reached="100"),
        make_afspraak(akkoord, 4, welfare, title="Nachtzorg"),
    ]
    say(period, made[0], corporation)
    say(period, made[1], corporation, Says(text="De helling is besteld."))
    say(period, made[2], welfare, Says(light="gerealiseerd", text="Klaar."))
    say(period, made[3], welfare, Says(light="", text="", state=ReportState.GEVRAAGD, more=BEFORE))
    fund(made[1], municipality, date(2026, 12, 1))
    return made
