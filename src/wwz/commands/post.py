"""The worker's postman: a thread of its own, so that a long study holds no mail up."""

from __future__ import annotations

import logging
import threading

SECONDS_BETWEEN_ROUNDS = 5.0
LONGEST_PAUSE = 300.0
logger = logging.getLogger(__name__)


def deliver_on() -> None:
    """Empty the outbox again and again; while the mail server is away, ever less often."""
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from wwz.notifications import sending

    if not sending.can_send():
        say_why_not()
        return
    pause, wait = SECONDS_BETWEEN_ROUNDS, threading.Event()
    while True:
        try:
            reached = sending.send_due(now=timezone.now()).reached
        except DatabaseError:
            logger.exception("The outbox could not be read")
            reached = False
        finally:
            connection.close()
        pause = SECONDS_BETWEEN_ROUNDS if reached else min(pause * 2, LONGEST_PAUSE)
        wait.wait(pause)


def say_why_not() -> None:
    """A demo keeps its mail on purpose; any other site is told once."""
    from django.conf import settings

    from wwz.notifications.sending import NOT_SET

    if not settings.WWZ_DEMO:
        logger.warning("%s", NOT_SET)
