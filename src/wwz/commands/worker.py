"""``wwz worker``: does the studies that people ask for, with the kernels warm.

``wwz worker --live`` is the other one: it answers what pages ask at once.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import threading
from time import monotonic
from types import FrameType

from wwz.commands.post import deliver_on
from wwz.commands.site import refusals, start_django

SECONDS_BETWEEN_BEATS = 5.0
# How long a question waits before a live worker sees it: who asks often asks again soon.
SECONDS_BETWEEN_QUESTIONS = 0.05
SECONDS_WHEN_QUIET = 0.2
QUIET_AFTER_SECONDS = 60.0
DAYS_JOBS_ARE_KEPT = 30
logger = logging.getLogger(__name__)


class WorkerCommand:
    name = "worker"
    help = "voer de aangevraagde analyses uit"

    def configure(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--batch", action="store_true", help="doe wat er nu wacht en stop daarna"
        )
        parser.add_argument(
            "--live", action="store_true", help="beantwoord vragen van bladzijden, meteen"
        )
        parser.add_argument("--with-parent", type=int, default=0, help=argparse.SUPPRESS)

    def run(self, args: argparse.Namespace) -> int:
        with refusals():
            start_django()
        (work_live if args.live else work)(batch=args.batch, parent=args.with_parent)
        return 0


def work(*, batch: bool, parent: int) -> None:
    """Take studies from the queue until told to stop."""
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    prepare()
    pulse = threading.Thread(target=beat_on, args=(parent,), daemon=True)
    pulse.start()
    threading.Thread(target=deliver_on, daemon=True).start()
    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


def work_live(*, batch: bool, parent: int) -> None:
    """Answer questions until told to stop."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from wwz.opgave import jobs
    from wwz_engine.backends import warm_for_questions

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    warm_for_questions()
    pause = threading.Event()
    asked = monotonic()
    while not orphaned(parent):
        close_old_connections()
        found = False
        try:
            found = jobs.answer_next(now=timezone.now())
        except DatabaseError:
            logger.exception("The live worker could not reach the database")
            pause.wait(SECONDS_BETWEEN_BEATS)
        if found:
            asked = monotonic()
            continue
        if batch:
            return
        quiet = monotonic() - asked > QUIET_AFTER_SECONDS
        pause.wait(SECONDS_WHEN_QUIET if quiet else SECONDS_BETWEEN_QUESTIONS)


def orphaned(parent: int) -> bool:
    """Whether the server that started us was killed: we do not stay behind alone."""
    return bool(parent) and os.getppid() != parent


def leave(number: int, frame: FrameType | None) -> None:
    """Asked to end before there was any work."""
    sys.exit(0)


def prepare() -> None:
    """Warm the kernels, learn the gemeenten, and find back what a killed worker left."""
    from django.utils import timezone

    from wwz.opgave import jobs, services
    from wwz_engine.backends import warm_for_studies
    from wwz_engine.errors import EngineError

    warm_for_studies()
    try:
        jobs.store_gemeenten(jobs.data_catalogue())
    except EngineError as error:
        # Studies will say the same to whoever asks for them; the worker can still serve others.
        logger.warning("%s", error)
    services.recover_lost_studies(now=timezone.now())
    clean_up()


def clean_up() -> None:
    """Forget jobs that ended long ago and logins that ran out."""
    from django.core.management import call_command

    call_command("prune_db_task_results", min_age_days=DAYS_JOBS_ARE_KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)


def beat_on(parent: int) -> None:
    """Every few seconds: say that our studies live and find lost ones; each day: the daily work."""
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from wwz.commands import daily
    from wwz.opgave import running, services
    from wwz.opgave.weighing.running import give_up_lost

    pause = threading.Event()
    done_on = None
    while True:
        if orphaned(parent):
            os._exit(0)
        try:
            running.beat(now=timezone.now())
            services.recover_lost_studies(now=timezone.now())
            give_up_lost(now=timezone.now())
            if done_on != timezone.localdate():
                daily.run_all(now=timezone.now())
                done_on = timezone.localdate()
        except DatabaseError:
            logger.exception("The pulse missed a beat")
        finally:
            connection.close()
        pause.wait(SECONDS_BETWEEN_BEATS)


command = WorkerCommand()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="wwz worker")
    command.configure(parser)
    sys.exit(command.run(parser.parse_args()))
