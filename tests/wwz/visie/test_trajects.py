"""The way to adoption is planned back, and moves by its days."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.errors import NotAllowedError
from wwz.meetings.workdays import is_workday, workdays_between
from wwz.pages.partnership import open_phases
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership
from wwz.visie.daily import daily
from wwz.visie.errors import PlanWrongError, ReasonMissingError
from wwz.visie.models import Phase, PhaseState, Traject
from wwz.visie.planning import STEPS, days_short, earliest_adoption, plan_back
from wwz.visie.services import trajects

ADOPTION = date(2027, 6, 14)


@pytest.fixture
def traject(writer: Actor, zwolle: Partnership) -> Traject:
    return trajects.plan_traject(writer, zwolle, "Herziening", adoption_on=ADOPTION, now=NOW)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize("adoption_on", [ADOPTION, date(2027, 1, 4), date(2027, 5, 18)])
def test_plan_is_whole_working_days_one_step_after_the_other(adoption_on: date) -> None:
    plan = plan_back(adoption_on)
    assert [step.name for step in plan[:-1]] == [name for name, _, _ in STEPS]
    for step, (_, _, days) in zip(plan, STEPS, strict=False):
        assert is_workday(step.starts_on)
        assert is_workday(step.ends_on)
        assert workdays_between(step.starts_on, step.ends_on) + 1 == days
    for step, after in itertools.pairwise(plan):
        assert workdays_between(step.ends_on, after.starts_on) == 1
    assert plan[-1].starts_on == plan[-1].ends_on == adoption_on


def test_earliest_day_is_one_on_which_the_plan_fits() -> None:
    assert days_short(plan_back(TODAY + timedelta(days=30)), TODAY) > 0
    assert days_short(plan_back(earliest_adoption(TODAY)), TODAY) == 0


def test_adoption_in_the_past_cannot_be_planned(writer: Actor, zwolle: Partnership) -> None:
    with pytest.raises(PlanWrongError, match="nog komen"):
        trajects.plan_traject(writer, zwolle, "Te laat", adoption_on=TODAY, now=NOW)


def test_partner_cannot_plan(bas: Account, zwolle: Partnership) -> None:
    with pytest.raises(NotAllowedError):
        trajects.plan_traject(actor(bas), zwolle, "Ons plan", adoption_on=ADOPTION, now=NOW)


def test_home_says_of_an_open_phase_whether_it_runs_late(
    writer: Actor, traject: Traject, zwolle: Partnership
) -> None:
    phase = traject.phases.order_by("starts_on")[0]
    traject.phases.filter(pk=phase.pk).update(state=PhaseState.OPEN)
    last = phase.ends_on
    for today, late in ((last, False), (last + timedelta(days=1), True)):
        found = open_phases(writer, zwolle, today=today)
        assert [(one.phase.pk, one.late) for one in found] == [(phase.pk, late)]


def test_phases_open_and_close_on_their_day(writer: Actor, traject: Traject) -> None:
    first, second = list(traject.phases.all())[:2]
    daily(now=at(first.starts_on))
    first.refresh_from_db()
    assert first.state == "gepland"

    trajects.start_traject(writer, traject, now=NOW)
    daily(now=at(first.starts_on))
    first.refresh_from_db()
    assert first.state == "open"
    daily(now=at(second.starts_on))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("gesloten", "open")
    event = AuditEvent.objects.filter(verb="phase.open").first()
    assert event is not None
    assert event.role == "systeem"


def test_daily_work_twice_moves_nothing_twice(writer: Actor, traject: Traject) -> None:
    trajects.start_traject(writer, traject, now=NOW)
    assert trajects.keep_phases(now=at(ADOPTION)) > 0
    assert trajects.keep_phases(now=at(ADOPTION)) == 0


def test_closed_phase_is_finished_by_telling_what_was_done(writer: Actor, traject: Traject) -> None:
    trajects.start_traject(writer, traject, now=NOW)
    trajects.keep_phases(now=at(ADOPTION))
    phase = Phase.objects.filter(state="gesloten").first()
    assert phase is not None
    with pytest.raises(ReasonMissingError):
        trajects.report_back(writer, phase, " ", now=NOW)
    trajects.report_back(writer, phase, "Van 40 reacties namen wij er 31 over.", now=NOW)
    assert phase.state == "teruggekoppeld"


def test_other_day_moves_only_what_lies_ahead(writer: Actor, traject: Traject) -> None:
    trajects.start_traject(writer, traject, now=NOW)
    first = traject.phases.all()[0]
    trajects.keep_phases(now=at(first.starts_on))
    later = ADOPTION + timedelta(days=28)

    trajects.replan(writer, traject, adoption_on=later, now=NOW)

    phases = list(traject.phases.order_by("ends_on"))
    assert (phases[0].starts_on, phases[-1].ends_on) == (first.starts_on, later)


def test_traject_stops_only_with_a_reason(writer: Actor, traject: Traject) -> None:
    with pytest.raises(ReasonMissingError):
        trajects.stop_traject(writer, traject, "", now=NOW)
    trajects.stop_traject(writer, traject, "De gemeenten gaan samen verder.", now=NOW)
    assert traject.state == "gestopt"
