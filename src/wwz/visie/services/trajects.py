"""The way to adoption: planning it, starting, stopping, and saying what was done with it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wwz.audit.log import SYSTEM, record
from wwz.audit.states import move
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.visie.errors import PlanWrongError, ReasonMissingError
from wwz.visie.models import Phase, PhaseState, Traject, TrajectState
from wwz.visie.planning import plan_back


@transaction.atomic
def plan_traject(
    actor: Actor, partnership: Partnership, title: str, *, adoption_on: date, now: datetime
) -> Traject:
    """A traject with the phases that lead back from the day of adoption."""
    require_in(actor, Action.EDIT_TEXT, partnership)
    if adoption_on <= timezone.localdate(now):
        raise PlanWrongError("De dag van vaststellen moet nog komen. Kies een latere dag.")
    traject = Traject.objects.create(partnership=partnership, title=title, adoption_on=adoption_on)
    make_phases(traject)
    record(traject, "plan", by=actor.by(), now=now, after={"adoption_on": adoption_on})
    return traject


def make_phases(traject: Traject) -> None:
    Phase.objects.bulk_create(
        Phase(
            traject=traject,
            name=step.name,
            text=step.text,
            starts_on=step.starts_on,
            ends_on=step.ends_on,
        )
        for step in plan_back(traject.adoption_on)
    )


@transaction.atomic
def replan(actor: Actor, traject: Traject, *, adoption_on: date, now: datetime) -> None:
    """Another day of adoption; only phases that have not begun get new days."""
    require(actor, Action.EDIT_TEXT, traject)
    if traject.state not in (TrajectState.VOORBEREIDING, TrajectState.LOPEND):
        raise PlanWrongError(f"Dit traject is {traject.get_state_display()}: de dag ligt vast.")
    if adoption_on <= timezone.localdate(now):
        raise PlanWrongError("De dag van vaststellen moet nog komen. Kies een latere dag.")
    before = traject.adoption_on
    traject.adoption_on = adoption_on
    traject.save(update_fields=["adoption_on"])
    new = {step.name: step for step in plan_back(adoption_on)}
    for phase in traject.phases.filter(state=PhaseState.GEPLAND):
        if phase.name in new:
            phase.starts_on, phase.ends_on = new[phase.name].starts_on, new[phase.name].ends_on
            phase.save(update_fields=["starts_on", "ends_on"])
    record(
        traject,
        "replan",
        by=actor.by(),
        now=now,
        before={"adoption_on": before},
        after={"adoption_on": adoption_on},
    )


def start_traject(actor: Actor, traject: Traject, *, now: datetime) -> None:
    require(actor, Action.EDIT_TEXT, traject)
    move(traject, "start", by=actor.by(), now=now)


def stop_traject(actor: Actor, traject: Traject, reason: str, *, now: datetime) -> None:
    """Stop with a reason that everybody who may see the traject can read."""
    require(actor, Action.EDIT_TEXT, traject)
    if not reason.strip():
        raise ReasonMissingError("Schrijf waarom het traject stopt. Iedereen kan dat lezen.")
    move(traject, "stop", by=actor.by(), now=now, changes={"stopped_because": reason.strip()})


def report_back(actor: Actor, phase: Phase, text: str, *, now: datetime) -> None:
    """Tell what was done with what people said in a closed phase."""
    require(actor, Action.EDIT_TEXT, phase.traject)
    if not text.strip():
        raise ReasonMissingError("Schrijf wat er met de inbreng is gedaan.")
    move(phase, "report_back", by=actor.by(), now=now, changes={"feedback": text.strip()})


@transaction.atomic
def keep_phases(*, now: datetime) -> int:
    """Open and close phases of running trajects by their days; how many moved."""
    today = timezone.localdate(now)
    running = Phase.objects.filter(traject__state=TrajectState.LOPEND)
    moved = 0
    for phase in running.filter(state=PhaseState.GEPLAND, starts_on__lte=today):
        move(phase, "open", by=SYSTEM, now=now)
        moved += 1
    for phase in running.filter(state=PhaseState.OPEN, ends_on__lt=today):
        move(phase, "close", by=SYSTEM, now=now)
        moved += 1
    return moved
