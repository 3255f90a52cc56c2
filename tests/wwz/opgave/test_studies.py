"""Asking for a study, stopping it, trying again; and a worker that dies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.cast import NOW, make_account, publish_result, request_and_publish, small_result
from tests.partnership import actor, join
from wwz.areas.models import Area, Level
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import running, services
from wwz.opgave.access import may_run_for, may_run_studies
from wwz.opgave.models import State, Study
from wwz.opgave.publishing import StudyStoppedError
from wwz.opgave.services import (
    NothingToStopError,
    StudyOutOfRangeError,
    StudyRunsAlreadyError,
    Wanted,
)
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Organisation, ParticipationRole, Partnership, Role

MAY_RUN = {Role.PROGRAMMAMANAGER, Role.ANALIST}


@pytest.mark.parametrize("role", list(Role))
def test_only_analist_and_programmamanager_run_studies(
    role: Role, municipality: Organisation, gemeente: Area
) -> None:
    account = make_account("iemand", role, municipality)
    if role in MAY_RUN:
        study = services.request_study(actor(account), gemeente, Wanted(), now=NOW)
        services.stop_study(actor(account), study.pk, now=NOW)
        services.retry_study(actor(account), study.pk, now=NOW)
        return
    with pytest.raises(NotAllowedError, match="analist of programmamanager"):
        services.request_study(actor(account), gemeente, Wanted(), now=NOW)
    study = services.enqueue_study(gemeente, Wanted(), requested_by=None, now=NOW)
    for verb in (services.stop_study, services.retry_study):
        with pytest.raises(NotAllowedError):
            verb(actor(account), study.pk, now=NOW)


def test_visitor_runs_no_study(gemeente: Area) -> None:
    with pytest.raises(NotAllowedError):
        services.request_study(Actor(), gemeente, Wanted(), now=NOW)
    assert not may_run_studies(Actor())


def test_unpublished_studies_are_seen_only_by_who_may_run_them(
    study: Study, sanne: Account, bas: Account, outsider: Account
) -> None:
    waiting = services.enqueue_study(study.gemeente, Wanted(), requested_by=None, now=NOW)

    assert set(Study.objects.visible_to(actor(sanne))) == {study, waiting}
    for reader in (actor(bas), actor(outsider), Actor()):
        assert set(Study.objects.visible_to(reader)) == {study}


def test_requested_study_has_a_job_in_the_queue(requested: Study) -> None:
    assert requested.state == State.REQUESTED
    job = DBTaskResult.objects.get()
    assert job.args_kwargs["args"] == [str(requested.pk), 1]


def test_second_study_of_a_gemeente_waits_for_the_first(
    requested: Study, sanne: Account, gemeente: Area
) -> None:
    with pytest.raises(StudyRunsAlreadyError, match="Er loopt al een analyse van Zwolle"):
        services.request_study(actor(sanne), gemeente, Wanted(), now=NOW)
    assert DBTaskResult.objects.count() == 1


def test_layout_of_another_year_is_the_same_gemeente(requested: Study, sanne: Account) -> None:
    newer = Area.objects.create(code="GM0193", year=2025, level=Level.GEMEENTE, name="Zwolle")
    with pytest.raises(StudyRunsAlreadyError):
        services.request_study(actor(sanne), newer, Wanted(), now=NOW)


def test_published_study_makes_room_for_the_next(study: Study, sanne: Account) -> None:
    services.request_study(actor(sanne), study.gemeente, Wanted(), now=NOW)
    assert Study.objects.count() == 2


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted(to_year=2024), "kies een jaar van 2025"),
        (Wanted(to_year=2051), "tot en met 2050"),
        (Wanted(draws=99), "kies een aantal van 100"),
        (Wanted(draws=5_001), "tot en met 5000"),
    ],
)
def test_request_that_cannot_be_worked_out_is_refused(
    wanted: Wanted, sentence: str, sanne: Account, gemeente: Area
) -> None:
    with pytest.raises(StudyOutOfRangeError, match=sentence):
        services.request_study(actor(sanne), gemeente, wanted, now=NOW)
    assert not Study.objects.exists()


def test_study_of_a_wijk_is_refused(sanne: Account, gemeente: Area) -> None:
    wijk = Area.objects.create(code="WK019331", year=2022, level=Level.WIJK, name="Aa-landen")
    with pytest.raises(StudyOutOfRangeError, match="geen gemeente"):
        services.request_study(actor(sanne), wijk, Wanted(), now=NOW)


def test_stopped_study_can_be_tried_again(requested: Study, sanne: Account) -> None:
    stopped = services.stop_study(actor(sanne), requested.pk, now=NOW)
    assert stopped.state == State.FAILED
    assert "gestopt" in stopped.message

    again = services.retry_study(actor(sanne), requested.pk, now=NOW)

    assert again.state == State.REQUESTED
    assert again.progress == 0
    published = publish_result(again, small_result())
    assert published.is_published()


def test_published_study_can_be_neither_stopped_nor_retried(study: Study, sanne: Account) -> None:
    with pytest.raises(NothingToStopError, match="al klaar"):
        services.stop_study(actor(sanne), study.pk, now=NOW)
    with pytest.raises(RuleBrokenError, match="niet mislukt"):
        services.retry_study(actor(sanne), study.pk, now=NOW)


def test_job_of_a_stopped_study_does_not_start(requested: Study, sanne: Account) -> None:
    services.stop_study(actor(sanne), requested.pk, now=NOW)
    with pytest.raises(StudyStoppedError):
        running.start(requested.pk, 1, now=NOW)


def test_two_workers_cannot_start_the_same_study(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    with pytest.raises(StudyStoppedError):
        running.start(requested.pk, 1, now=NOW)


def test_progress_is_stored_and_kept_below_a_hundred(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    running.reporter(requested.pk, 1)(1.0, "Bijna klaar")
    requested.refresh_from_db()
    assert (requested.progress, requested.message) == (99, "Bijna klaar")


def test_progress_is_written_at_most_once_a_second(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    report = running.reporter(requested.pk, 1)
    for step in range(100):
        report(step / 100, f"stap {step}")
    requested.refresh_from_db()
    assert requested.message == "stap 0"


def test_worker_hears_that_its_study_was_stopped(requested: Study, sanne: Account) -> None:
    running.start(requested.pk, 1, now=NOW)
    report = running.reporter(requested.pk, 1)
    services.stop_study(actor(sanne), requested.pk, now=NOW)
    with pytest.raises(StudyStoppedError):
        report(0.5, "Verder")


def test_study_of_a_killed_worker_is_tried_once_more_and_then_given_up(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    later = NOW + running.LEASE + timedelta(seconds=1)

    assert services.recover_lost_studies(now=later) == [requested]
    requested.refresh_from_db()
    assert (requested.state, requested.attempt) == (State.REQUESTED, 2)
    assert DBTaskResult.objects.count() == 2

    running.start(requested.pk, 2, now=later)
    services.recover_lost_studies(now=later + running.LEASE + timedelta(seconds=1))
    requested.refresh_from_db()
    assert requested.state == State.FAILED
    assert "uitgevallen" in requested.message


def test_study_of_a_living_worker_is_left_alone(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    later = NOW + running.LEASE + timedelta(seconds=1)
    with running.in_hand(requested.pk):
        running.beat(now=later)
    assert services.recover_lost_studies(now=later) == []


def test_worker_that_was_only_slow_writes_nothing_any_more(requested: Study) -> None:
    running.start(requested.pk, 1, now=NOW)
    report = running.reporter(requested.pk, 1)
    services.recover_lost_studies(now=NOW + running.LEASE + timedelta(seconds=1))

    with pytest.raises(StudyStoppedError):
        report(0.9, "Toch nog klaar")
    running.fail(requested.pk, 1, "te laat", now=NOW)

    requested.refresh_from_db()
    assert requested.state == State.REQUESTED
    assert requested.message != "te laat"


def test_study_that_waits_is_not_lost(requested: Study) -> None:
    assert services.recover_lost_studies(now=NOW + timedelta(days=1)) == []


def test_newest_published_study_counts(gemeente: Area) -> None:
    from wwz.opgave.queries import published

    request_and_publish(gemeente, small_result())
    newer = request_and_publish(gemeente, small_result(factor=1.2), now=NOW + timedelta(days=30))
    assert published.latest_study("GM0193") == newer


# --- whose gemeente it is ---


@pytest.fixture
def elsewhere(gemeente: Area, municipality: Organisation) -> Partnership:
    """Zwolle belongs to a partnership; another gemeente to one that Sanne is not in."""
    ours = Partnership.objects.create(slug="zwolle", name="Zwolle")
    ours.areas.add(gemeente)
    join(ours, municipality)
    other = Partnership.objects.create(slug="nieuwegein", name="Nieuwegein")
    other.areas.add(
        Area.objects.create(code="GM0356", year=2022, level=Level.GEMEENTE, name="Nieuwegein")
    )
    return other


def test_studies_are_run_for_ones_own_partnership_and_for_gemeenten_of_nobody(
    elsewhere: Partnership, gemeente: Area, sanne: Account
) -> None:
    foreign = Area.objects.get(code="GM0356")
    free = Area.objects.create(code="GM0114", year=2022, level=Level.GEMEENTE, name="Emmen")
    for area in (gemeente, free):
        assert may_run_for(actor(sanne), area.code)
        services.request_study(actor(sanne), area, Wanted(), now=NOW)
    assert not may_run_for(actor(sanne), foreign.code)
    with pytest.raises(NotAllowedError, match="hoort bij een ander samenwerkingsverband"):
        services.request_study(actor(sanne), foreign, Wanted(), now=NOW)


def test_study_of_another_partnership_is_not_stopped_tried_again_or_seen(
    elsewhere: Partnership, gemeente: Area, sanne: Account
) -> None:
    foreign = Area.objects.get(code="GM0356")
    waiting = services.enqueue_study(foreign, Wanted(), requested_by=None, now=NOW)
    own = services.enqueue_study(gemeente, Wanted(), requested_by=None, now=NOW)
    for verb in (services.stop_study, services.retry_study):
        with pytest.raises(NotAllowedError):
            verb(actor(sanne), waiting.pk, now=NOW)
    assert set(Study.objects.visible_to(actor(sanne))) == {own}


def test_who_reads_along_in_a_partnership_runs_no_studies_of_it(
    elsewhere: Partnership, sanne: Account, municipality: Organisation
) -> None:
    join(elsewhere, municipality, ParticipationRole.MEELEZER)
    assert not may_run_for(actor(sanne), "GM0356")
