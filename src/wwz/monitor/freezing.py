"""Freezing a pack: gather what it says, render its page, and keep both."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from wwz.monitor import sheets
from wwz.monitor.contents import gather
from wwz.monitor.models import BoardPack
from wwz.monitor.services import packs as services
from wwz.partners.actor import Actor


def freeze_now(actor: Actor, pack: BoardPack, *, now: datetime) -> BoardPack:
    """Keep the pack as it stands at this moment."""
    content = gather(pack, actor, today=timezone.localtime(now).date())
    html = sheets.render(content, frozen=sheets.frozen_words(now))
    return services.freeze(actor, pack, content, html, now=now)
