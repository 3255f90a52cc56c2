"""Freezing: canonical JSON with its SHA-256, so that one changed byte is seen.

Canonical in the manner of RFC 8785: sorted keys, no spaces, UTF-8 in NFC, decimals as strings.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models

from wwz.audit.models import Snapshot
from wwz.errors import RuleBrokenError


class NotFreezableError(TypeError):
    def __init__(self, value: object) -> None:
        super().__init__(
            f"{value!r} cannot be frozen: give text, whole numbers, decimals, dates, lists or "
            "mappings. A float has no exact form."
        )


class SnapshotBrokenError(RuleBrokenError):
    """What is stored no longer has the number that it was frozen with."""


def plain(value: object) -> object:
    """The same value in types that JSON writes in one way only."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    raise NotFreezableError(value)


def canonical(content: Mapping[str, object]) -> str:
    """One text per content, whatever the order of its keys.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def freeze(thing: models.Model, content: Mapping[str, object], *, now: datetime) -> Snapshot:
    """Keep the whole content of something as it is now."""
    text = canonical(content)
    return Snapshot.objects.create(
        kind=thing._meta.label, object_id=thing.pk, content=text, sha256=sha256(text), made_at=now
    )


def is_whole(snapshot: Snapshot) -> bool:
    """Whether the content still has the number that it was frozen with."""
    return sha256(snapshot.content) == snapshot.sha256


def content_of(snapshot: Snapshot) -> dict[str, object]:
    """What was frozen.

    Raises
    ------
    SnapshotBrokenError
    """
    if not is_whole(snapshot):
        raise SnapshotBrokenError(
            f"Dit stuk is na het bevriezen veranderd: het controlegetal {snapshot.sha256[:12]} "
            "klopt niet meer. Gebruik het niet en waarschuw de beheerder van het platform."
        )
    content: dict[str, object] = json.loads(snapshot.content)
    return content
