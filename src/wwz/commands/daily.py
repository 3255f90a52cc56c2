"""What the clock does once a day: phases that open and close, silence that is noted, retention."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from django.apps import apps
from django.utils.module_loading import module_has_submodule

logger = logging.getLogger(__name__)


class Daily(Protocol):
    """The module ``daily`` of an app."""

    daily: Callable[..., None]


def works() -> Iterator[tuple[str, Callable[..., None]]]:
    """The daily work of every app that has any, in the order of the house from the top."""
    for config in apps.get_app_configs():
        if config.name.startswith("wwz.") and module_has_submodule(config.module, "daily"):
            module = cast("Daily", import_module(f"{config.name}.daily"))
            yield config.label, module.daily


def run_all(*, now: datetime) -> list[str]:
    """Do the daily work of every app; a fault in one does not keep the others from theirs.

    Gives the apps in which it went wrong.
    """
    failed = []
    for label, work in works():
        try:
            work(now=now)
        except Exception:
            logger.exception("The daily work of %s stopped half way", label)
            failed.append(label)
    return failed
