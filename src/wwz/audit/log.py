"""Writing the log: one event per named change, in the same transaction as the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models

from wwz.audit.models import AuditEvent


@dataclass(frozen=True)
class By:
    """Who acts: ids only. ``on_behalf_of`` is the person for whom somebody writes at the desk."""

    person: UUID | None
    organisation: UUID | None
    role: str
    on_behalf_of: UUID | None = None


SYSTEM = By(person=None, organisation=None, role="systeem")
"""What happens because a date has passed; nobody pressed a button."""


def record(
    thing: models.Model,
    verb: str,
    *,
    by: By,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Write one event about a saved object. Before and after hold states, numbers and dates.

    No free text and no names: what people write is personal data until somebody says otherwise.
    """
    event = event_of(thing, verb, by=by, now=now, before=before, after=after)
    event.save()
    return event


def record_all(events: Iterable[AuditEvent]) -> None:
    """Write many events at once, each made by ``event_of``, in their order."""
    AuditEvent.objects.bulk_create(events)


def event_of(
    thing: models.Model,
    verb: str,
    *,
    by: By,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> AuditEvent:
    """An event that is not written yet."""
    return AuditEvent(
        at=now,
        verb=f"{thing._meta.label_lower.split('.')[-1]}.{verb}",
        kind=thing._meta.label,
        object_id=thing.pk,
        actor_id=by.person,
        organisation_id=by.organisation,
        role=by.role,
        on_behalf_of_id=by.on_behalf_of,
        partnership_id=getattr(thing, "partnership_id", None),
        before={name: plain(value) for name, value in (before or {}).items()},
        after={name: plain(value) for name, value in (after or {}).items()},
    )


def plain(value: object) -> object:
    """A value that JSON can hold: numbers, words and nothing stay, the rest becomes text."""
    return value if value is None or isinstance(value, bool | int | str) else str(value)
