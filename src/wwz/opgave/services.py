"""What people do with studies: ask for one, stop it, try again. And what a worker finds back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from wwz.areas.models import Area, Level
from wwz.errors import RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.access import require_runner
from wwz.opgave.models import State, Study
from wwz.opgave.running import lost
from wwz.partners.actor import Actor
from wwz.partners.models import Account

FIRST_YEAR, LAST_YEAR = 2025, 2050
FEWEST_DRAWS, MOST_DRAWS = 100, 5_000
# A study that took a worker down with it this often is not tried again by itself.
MOST_ATTEMPTS = 2


class Verb(Protocol):
    """A change that somebody makes to one study."""

    def __call__(self, actor: Actor, pk: UUID, *, now: datetime) -> Study: ...


class StudyRunsAlreadyError(RuleBrokenError):
    def __init__(self, gemeente: Area) -> None:
        super().__init__(
            f"Er loopt al een analyse van {gemeente.name}. Wacht tot die klaar is, of stop haar "
            "eerst."
        )


class NothingToStopError(RuleBrokenError):
    def __init__(self, study: Study) -> None:
        super().__init__(f"Deze {study} is al klaar of gestopt. Er valt niets meer te stoppen.")


class StudyOutOfRangeError(RuleBrokenError):
    """A year or a number of draws that cannot be worked out."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of a study."""

    to_year: int = 2040
    draws: int = 1000
    seed: int = 1
    scenario: str = "basis"

    def check(self) -> None:
        if not FIRST_YEAR <= self.to_year <= LAST_YEAR:
            raise StudyOutOfRangeError(
                f"Het jaar {self.to_year} kan niet: kies een jaar van {FIRST_YEAR} tot en met "
                f"{LAST_YEAR}."
            )
        if not FEWEST_DRAWS <= self.draws <= MOST_DRAWS:
            raise StudyOutOfRangeError(
                f"{self.draws} trekkingen kan niet: kies een aantal van {FEWEST_DRAWS} tot en met "
                f"{MOST_DRAWS}."
            )


def request_study(actor: Actor, gemeente: Area, wanted: Wanted, *, now: datetime) -> Study:
    """Ask for a study; a worker takes it up.

    Raises
    ------
    NotAllowedError, StudyOutOfRangeError, StudyRunsAlreadyError
    """
    require_runner(actor, gemeente)
    return enqueue_study(gemeente, wanted, requested_by=actor.account, now=now)


def enqueue_study(
    gemeente: Area, wanted: Wanted, *, requested_by: Account | None, now: datetime
) -> Study:
    """A requested study with its job, in one transaction. The caller has checked the right."""
    wanted.check()
    if gemeente.level != Level.GEMEENTE:
        raise StudyOutOfRangeError(f"{gemeente.name} is geen gemeente. Kies een gemeente.")
    study = Study(
        gemeente=gemeente,
        to_year=wanted.to_year,
        draws=wanted.draws,
        seed=wanted.seed,
        scenario=wanted.scenario,
        requested_by=requested_by,
        requested_at=now,
        message="De analyse wacht op de rekendienst.",
    )
    return save_and_enqueue(study)


def save_and_enqueue(study: Study) -> Study:
    """Store a requested study and its job; the database allows one unfinished per gemeente."""
    gemeente = study.gemeente
    try:
        with transaction.atomic():
            # Another year's layout of the same gemeente is the same gemeente.
            if Study.objects.unfinished().of_gemeente(gemeente.code).exclude(pk=study.pk).exists():
                raise StudyRunsAlreadyError(gemeente)
            study.save()
            jobs.run_study.enqueue(str(study.pk), study.attempt)
    except IntegrityError as error:
        raise StudyRunsAlreadyError(gemeente) from error
    return study


@transaction.atomic
def stop_study(actor: Actor, pk: UUID, *, now: datetime) -> Study:
    """Stop a study that waits or runs; its worker notices at its next step."""
    study = Study.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=pk)
    require_runner(actor, study.gemeente)
    if not study.is_unfinished():
        raise NothingToStopError(study)
    study.state = State.FAILED
    study.attempt += 1
    study.message = "Deze analyse is gestopt. U kunt haar opnieuw laten uitvoeren."
    study.finished_at = now
    study.save(update_fields=["state", "attempt", "message", "finished_at"])
    return study


def retry_study(actor: Actor, pk: UUID, *, now: datetime) -> Study:
    """Run a failed or stopped study again with the same request.

    Raises
    ------
    NotAllowedError, StudyRunsAlreadyError, RuleBrokenError
    """
    study = Study.objects.select_related("gemeente").get(pk=pk)
    require_runner(actor, study.gemeente)
    if not study.has_failed():
        raise RuleBrokenError(
            f"Deze {study} is niet mislukt en hoeft niet opnieuw. Vraag een nieuwe analyse aan als "
            "u nieuwe cijfers wilt."
        )
    return put_back(study, now=now)


def put_back(study: Study, *, now: datetime) -> Study:
    """Make a study wait again, under a new attempt."""
    study.state = State.REQUESTED
    study.attempt += 1
    study.progress = 0
    study.message = "De analyse wacht op de rekendienst."
    study.requested_at = now
    study.started_at = study.finished_at = study.heartbeat_at = None
    return save_and_enqueue(study)


def recover_lost_studies(*, now: datetime) -> list[Study]:
    """Studies whose worker was killed: tried once more, then given up with a clear sentence."""
    recovered = []
    for study in lost(now=now).select_related("gemeente"):
        with transaction.atomic():
            # Only the one who still finds it lost may take it: two workers may look at once.
            found = lost(now=now).filter(pk=study.pk, attempt=study.attempt)
            if not found.update(heartbeat_at=now):
                continue
            if study.attempt < MOST_ATTEMPTS:
                put_back(study, now=now)
            else:
                give_up(study, now=now)
            recovered.append(study)
    return recovered


def give_up(study: Study, *, now: datetime) -> None:
    study.state = State.FAILED
    study.attempt += 1
    study.message = (
        "De rekendienst is tijdens deze analyse uitgevallen, ook bij de tweede poging. Probeer het "
        "later opnieuw. Lukt het weer niet, vraag dan de beheerder om het logboek te bekijken."
    )
    study.finished_at = now
    study.save(update_fields=["state", "attempt", "message", "finished_at"])
