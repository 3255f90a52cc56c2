"""Standing bodies: who is in them, who chairs, and how often they meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wwz.audit.log import record
from wwz.errors import NotAllowedError
from wwz.meetings.models import StandingBody
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Partnership, Person, Visibility


@dataclass(frozen=True)
class NewBody:
    name: str
    members: tuple[Organisation, ...] = ()
    chair: Person | None = None
    every_months: int = 6
    zone_id: UUID | None = None
    visibility: str = Visibility.PARTNER


@transaction.atomic
def make_body(
    actor: Actor, partnership: Partnership, new: NewBody, *, now: datetime
) -> StandingBody:
    """Set up a group that meets in a rhythm.

    Raises
    ------
    NotAllowedError
    """
    reach = actor.reach(Action.PLAN_MEETING, partnership.pk)
    own_zone = new.zone_id is not None and new.zone_id == actor.scope_id
    if reach is not Reach.ALL and not (reach is Reach.OWN and own_zone):
        raise NotAllowedError(refusal(actor, Action.PLAN_MEETING))
    body = StandingBody.objects.create(
        partnership=partnership,
        visibility=new.visibility,
        name=new.name,
        chair=new.chair,
        every_months=new.every_months,
        zone_id=new.zone_id,
    )
    body.members.set(new.members)
    record(body, "make", by=actor.by(), now=now, after={"every_months": new.every_months})
    return body


@transaction.atomic
def change_body(
    actor: Actor,
    body: StandingBody,
    *,
    members: Iterable[Organisation],
    chair: Person | None,
    every_months: int,
    now: datetime,
) -> None:
    """Change who is in it, who chairs and how often it meets."""
    require(actor, Action.PLAN_MEETING, body)
    before = {"every_months": body.every_months}
    body.chair, body.every_months = chair, every_months
    body.save(update_fields=["chair", "every_months"])
    body.members.set(members)
    after = {"every_months": every_months}
    record(body, "change", by=actor.by(), now=now, before=before, after=after)
