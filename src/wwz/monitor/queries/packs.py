"""Packs of the board: the one at hand, the one before, and the list."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from wwz.audit.snapshots import content_of
from wwz.monitor.models import BoardPack, PackState
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership

Content = dict[str, object]


def packs_in(partnership: Partnership, actor: Actor) -> list[BoardPack]:
    found = BoardPack.objects.visible_to(actor).filter(partnership=partnership)
    return list(found.select_related("period", "meeting", "snapshot").defer("html"))


def pack_for(partnership: Partnership, actor: Actor, meeting_id: UUID) -> BoardPack | None:
    """The pack of one meeting, when the actor may read it."""
    found = BoardPack.objects.visible_to(actor).filter(partnership=partnership, meeting=meeting_id)
    return found.select_related("period", "snapshot").defer("html").first()


def earlier_pack(partnership: Partnership, *, than: BoardPack | None = None) -> BoardPack | None:
    """The newest frozen pack, or the one frozen before this one."""
    found = BoardPack.objects.filter(partnership=partnership).exclude(state=PackState.CONCEPT)
    if than is not None:
        found = found.exclude(pk=than.pk)
        if than.frozen_at is not None:
            found = found.filter(frozen_at__lt=than.frozen_at)
    return found.select_related("snapshot", "period", "meeting").order_by("-frozen_at").first()


def frozen_content(pack: BoardPack | None) -> Content:
    """What was frozen; nothing without a pack.

    Raises
    ------
    SnapshotBrokenError
    """
    if pack is None or pack.snapshot is None:
        return {}
    return content_of(pack.snapshot)


def frozen_lights(content: Content) -> dict[str, str]:
    """By promise what its party said in a frozen pack."""
    listed = content.get("promises")
    if not isinstance(listed, list):
        return {}
    return {str(one["id"]): str(one["stated"]) for one in listed}


def frozen_packs() -> Iterator[BoardPack]:
    """Every pack that was frozen, of all partnerships: for the check of the whole site."""
    found = BoardPack.objects.exclude(state=PackState.CONCEPT)
    yield from found.select_related("snapshot", "period").iterator(chunk_size=10)
