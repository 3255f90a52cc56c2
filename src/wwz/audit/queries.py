"""Reading the log and the snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from wwz.audit.models import AuditEvent, Snapshot
from wwz.audit.snapshots import is_whole

READ_AT_ONCE = 200


def history(object_id: UUID, also: Iterable[UUID] = ()) -> QuerySet[AuditEvent]:
    """What happened to an object, newest first; ``also`` are parts of it, such as signatures."""
    return AuditEvent.objects.filter(object_id__in=[object_id, *also]).order_by("-id")


def broken_snapshots() -> Iterator[Snapshot]:
    """Every snapshot whose content no longer has the number it was frozen with."""
    for snapshot in Snapshot.objects.order_by("made_at", "pk").iterator(chunk_size=READ_AT_ONCE):
        if not is_whole(snapshot):
            yield snapshot
