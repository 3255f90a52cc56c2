"""Who may see and do what in this step: a pack or a question with its right, or no page."""

from __future__ import annotations

from uuid import UUID

from wwz.monitor.models import BoardPack
from wwz.partners.access import get_visible
from wwz.partners.actor import Actor


def get_pack(actor: Actor, pk: UUID) -> BoardPack:
    related = ("partnership", "period", "meeting", "snapshot")
    return get_visible(BoardPack.objects.select_related(*related), actor, pk)
