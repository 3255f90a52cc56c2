"""Whole studies of the scenarios that the demo tells of, in a process that has the engine."""

from __future__ import annotations

import subprocess
import sys
import time

from django.utils import timezone

from wwz.commands.compute import BROKEN_OFF, SCENARIOS
from wwz.commands.site import SiteRefusedError, say
from wwz.opgave import jobs, services
from wwz.opgave.models import Study
from wwz.opgave.scenarios.making import wanted_of
from wwz.opgave.scenarios.models import Scenario, ScenarioState


def work_out_missing() -> None:
    """Have a study made of every shared scenario that has none; of none when all have one.

    Raises
    ------
    SiteRefusedError, KeyboardInterrupt
    """
    if not missing():
        return
    say("Scenario’s van de demo uitrekenen")
    argv = [sys.executable, "-m", "wwz.commands.compute", SCENARIOS]
    code = subprocess.run(argv, check=False).returncode  # noqa: S603 - our own module
    if code == BROKEN_OFF:
        raise KeyboardInterrupt
    if code != 0:
        raise SiteRefusedError("De scenario’s van de demo zijn niet uitgerekend; zie hierboven.")


def missing() -> list[Scenario]:
    """Shared scenarios that nobody had worked out, oldest first."""
    tried = set(Study.objects.exclude(scenario="basis").values_list("scenario", flat=True))
    shared = Scenario.objects.filter(state=ScenarioState.GEDEELD).select_related("gemeente")
    return [one for one in shared.order_by("made_at") if one.key not in tried]


def work_out(scenario: Scenario) -> None:
    """Here and now, as the worker would do it; says how it went."""
    began, now = time.monotonic(), timezone.now()
    study = services.enqueue_study(
        scenario.gemeente, wanted_of(scenario), requested_by=None, now=now
    )
    jobs.carry_out(study.pk, study.attempt)
    study.refresh_from_db()
    say(f"  {scenario}. {study.message} ({time.monotonic() - began:.0f} s)")
