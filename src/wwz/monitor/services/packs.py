"""The board's pack: live while it is a concept; frozen, released, discussed and public after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wwz.audit.log import record
from wwz.audit.snapshots import freeze as freeze_content
from wwz.audit.snapshots import sha256
from wwz.audit.states import move
from wwz.errors import RuleBrokenError
from wwz.meetings.models import Meeting, MeetingState
from wwz.monitor.models import BoardPack, Erratum, PackState
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Visibility
from wwz.uitvoering.models import ReportingPeriod


class PackRefusedError(RuleBrokenError):
    """A pack cannot be made or changed like this."""


@transaction.atomic
def make(actor: Actor, period: ReportingPeriod, meeting: Meeting, *, now: datetime) -> BoardPack:
    """Begin the pack of one meeting; it shows the present until it is frozen."""
    require_in(actor, Action.FREEZE_PACK, meeting.partnership)
    known = BoardPack.objects.filter(meeting=meeting).first()
    if known is not None:
        return known
    if meeting.partnership_id != period.partnership_id:
        raise PackRefusedError("Deze periode en dit overleg horen niet bij elkaar.")
    made = BoardPack.objects.create(
        partnership=meeting.partnership,
        visibility=Visibility.BESTUUR,
        period=period,
        meeting=meeting,
    )
    record(made, "make", by=actor.by(), now=now)
    return made


@transaction.atomic
def freeze(
    actor: Actor, pack: BoardPack, content: Mapping[str, object], html: str, *, now: datetime
) -> BoardPack:
    """Keep the content and the page as they are now; the page's SHA-256 stands in the content."""
    require(actor, Action.FREEZE_PACK, pack)
    whole = {**content, "html_sha256": sha256(html), "frozen_at": now}
    snapshot = freeze_content(pack, whole, now=now)
    changes = {"snapshot_id": snapshot.pk, "html": html, "frozen_at": now}
    move(pack, "freeze", by=actor.by(), now=now, changes=changes)
    return pack


@transaction.atomic
def release(actor: Actor, pack: BoardPack, *, now: datetime) -> BoardPack:
    """Let the board read it."""
    require(actor, Action.FREEZE_PACK, pack)
    move(pack, "release", by=actor.by(), now=now)
    return pack


@transaction.atomic
def discuss(actor: Actor, pack: BoardPack, *, now: datetime) -> BoardPack:
    """Note that the meeting was held."""
    require(actor, Action.FREEZE_PACK, pack)
    held = pack.meeting.state in (MeetingState.GEHOUDEN, MeetingState.BEZIG)
    if not held or pack.meeting.starts_at > now:
        raise PackRefusedError(
            "Het overleg is nog niet gehouden. Sluit eerst de bijeenkomst af, dan de stukken."
        )
    move(pack, "discuss", by=actor.by(), now=now)
    return pack


@transaction.atomic
def publish(actor: Actor, pack: BoardPack, *, now: datetime) -> BoardPack:
    """Let everybody read it."""
    require(actor, Action.PUBLISH_PACK, pack)
    changes = {"visibility": Visibility.OPENBAAR}
    move(pack, "publish", by=actor.by(), now=now, changes=changes)
    return pack


@transaction.atomic
def add_erratum(actor: Actor, pack: BoardPack, text: str, *, now: datetime) -> Erratum:
    """Tell under a frozen pack what turned out wrong; the pack itself stays as it was."""
    require(actor, Action.FREEZE_PACK, pack)
    if pack.state == PackState.CONCEPT:
        raise PackRefusedError("Deze stukken zijn nog niet bevroren. Verbeter de bron zelf.")
    if not text.strip():
        raise PackRefusedError("Schrijf op wat er niet klopt en wat er moet staan.")
    made = Erratum.objects.create(pack=pack, text=text.strip(), made_at=now)
    record(pack, "add_erratum", by=actor.by(), now=now)
    return made
