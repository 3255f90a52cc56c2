"""Mail of this app goes into the outbox, which stands above it in the house."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from wwz.partners.models import Partnership


class Outbox(Protocol):
    def __call__(
        self,
        key: str,
        to: str,
        subject: str,
        text: str,
        *,
        now: datetime,
        partnership: Partnership | None = None,
    ) -> bool: ...


def send(
    key: str,
    to: str,
    subject: str,
    text: str,
    *,
    now: datetime,
    partnership: Partnership | None = None,
) -> bool:
    """Write a mail in this transaction; the outbox that the settings name sends it after."""
    outbox: Outbox = import_string(settings.WWZ_OUTBOX)
    return outbox(key, to, subject, text, now=now, partnership=partnership)


def full_address(path: str) -> str:
    """A path of this site as people can open it from a mail."""
    return f"{settings.WWZ_ADDRESS}{path}"


def hashed(token: str) -> str:
    """What is kept of the word in a secret link: who reads the database cannot open the link."""
    return hashlib.sha256(token.encode()).hexdigest()
