"""Whole studies of the scenarios that the demo tells of, in a process that has the engine."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from wwz.commands.compute import BROKEN_OFF, SCENARIOS
from wwz.commands.serving import stop
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
    code = _begin().wait()
    if code == BROKEN_OFF:
        raise KeyboardInterrupt
    if code != 0:
        raise SiteRefusedError("De scenario’s van de demo zijn niet uitgerekend; zie hierboven.")


@contextmanager
def worked_out_beside() -> Iterator[None]:
    """The same while the site serves: who looks around need not wait for it.

    A study that is broken off with the site is found back by the worker of the next start.
    """
    left = len(missing())
    if not left:
        yield
        return
    some = "Een scenario wordt" if left == 1 else f"{left} scenario’s worden"
    say(f"{some} nog uitgerekend. Dat duurt een minuut of twee; de site werkt al.")
    # A session of its own: Ctrl-C reaches us alone.
    process = _begin(apart=True)
    try:
        yield
    finally:
        stop(process)


def _begin(*, apart: bool = False) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-m", "wwz.commands.compute", SCENARIOS]
    return subprocess.Popen(argv, start_new_session=apart)  # noqa: S603 - our own module


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
