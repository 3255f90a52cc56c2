"""What `wwz check` looks at here: mail that will not go out by itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from wwz.notifications.queries import parked_count, waiting_count
from wwz.notifications.sending import NOT_SET, can_send


def check() -> Iterator[str]:
    parked = parked_count()
    if parked:
        yield (
            f"{parked} mails zijn niet verstuurd en worden niet vanzelf nog eens geprobeerd. "
            "Kijk in de uitgaande post (stand ‘mislukt’) wat er misging."
        )
    if waiting_count() and not can_send() and not settings.WWZ_DEMO:
        yield NOT_SET
