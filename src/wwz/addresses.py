"""Addresses that return on page after page, worked out once and not per row."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

ANY = UUID(int=0)


def address_of(page: str, key: UUID | str | None = None) -> str:
    """What `reverse` says of a page, or of the page about one thing.

    Raises
    ------
    NoReverseMatch
        when there is no such page
    """
    where = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    if isinstance(key, UUID):
        before, _, after = _reversed(page, (ANY,), *where).partition(str(ANY))
        return f"{before}{key}{after}"
    return _reversed(page, () if key is None else (key,), *where)


@lru_cache(maxsize=1024)
def _reversed(page: str, args: tuple[UUID | str, ...], urls: str, _prefix: str) -> str:
    return reverse(page, urls, args)
