"""Who did what: the log of one object with names, for partners who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps

from wwz.audit import queries
from wwz.audit.models import AuditEvent
from wwz.audit.words import shown, spoken
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Person, Role, Shared
from wwz.partners.roles import VISITOR

MOST = 50
SYSTEM = "systeem"


@dataclass(frozen=True)
class Happened:
    """One line of the log as people read it."""

    at: datetime
    what: str
    who: str
    organisation: str
    role: str
    on_behalf_of: str
    change: str


def history(
    thing: Shared,
    actor: Actor,
    also: Iterable[UUID] = (),
    change_of: Callable[[AuditEvent], str] | None = None,
) -> Sequence[Happened]:
    """What happened to an object that was fetched with `visible_to`: three queries.

    Only for who may read what is for partners there: others see nothing, not even names.
    ``change_of`` tells what an event changed; without it only another state is told.
    """
    if actor.reach(Action.READ_PARTNER, thing.partnership_id) in (Reach.NONE, Reach.HELD):
        return ()
    events = list(queries.history(thing.pk, also)[:MOST])
    people = names(Person, [e.actor_id for e in events] + [e.on_behalf_of_id for e in events])
    parties = names(Organisation, [event.organisation_id for event in events])
    return [line(event, people, parties, change_of or change) for event in events]


def names(model: type[Person] | type[Organisation], ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {pk for pk in ids if pk is not None}
    return {pk: str(found) for pk, found in model._base_manager.in_bulk(wanted).items()}


def line(
    event: AuditEvent,
    people: dict[UUID, str],
    parties: dict[UUID, str],
    change_of: Callable[[AuditEvent], str],
) -> Happened:
    return Happened(
        at=event.at,
        what=f"{kind_of(event)}: {spoken(event)}",
        who=who(event, people),
        organisation=parties.get(event.organisation_id, "") if event.organisation_id else "",
        role=role_of(event),
        on_behalf_of=people.get(event.on_behalf_of_id, "iemand") if event.on_behalf_of_id else "",
        change=change_of(event),
    )


def who(event: AuditEvent, people: dict[UUID, str]) -> str:
    """A name; somebody who was erased stays in the log without one."""
    if event.actor_id is not None:
        return people.get(event.actor_id, "iemand die hier niet meer is")
    return "vanzelf, op de dag zelf" if event.role == SYSTEM else "een bezoeker"


def kind_of(event: AuditEvent) -> str:
    try:
        return str(apps.get_model(event.kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return "stuk"


def role_of(event: AuditEvent) -> str:
    if event.role in (SYSTEM, VISITOR):
        return ""
    return str(Role(event.role).label) if event.role in Role.values else event.role


def change(event: AuditEvent) -> str:
    """``ter ondertekening, daarna van kracht``, when a state changed."""
    before, after = event.before.get("state"), event.after.get("state")
    if before is None or after is None or before == after:
        return ""
    return f"was {shown(before)}, is {shown(after)}"
