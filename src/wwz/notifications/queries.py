"""Reading somebody's own notices, what they follow, and the outbox of a demo."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import F, QuerySet

from wwz.notifications.models import MailState, Notice, OutgoingMail, Subscription
from wwz.partners.actor import Actor
from wwz.partners.models import Shared, SharedQuerySet


def notices(actor: Actor) -> QuerySet[Notice]:
    """One's own, unread first, newest on top."""
    if actor.person_id is None:
        return Notice.objects.none()
    return (
        Notice.objects.filter(person=actor.person_id)
        .select_related("partnership")
        .order_by(F("read_at").desc(nulls_first=True), "-made_at", "pk")
    )


def unread_count(actor: Actor) -> int:
    return notices(actor).filter(read_at=None).count()


@dataclass(frozen=True)
class Followed:
    """Something that is followed and may still be seen."""

    title: str
    kind: str
    address: str
    object_id: UUID


def followed(actor: Actor) -> list[Followed]:
    """What one follows, as far as this hat may see it: one query per kind of thing."""
    if actor.person_id is None:
        return []
    mine = Subscription.objects.filter(person=actor.person_id).order_by("-started_at")
    by_kind: dict[str, list[Subscription]] = {}
    for one in mine:
        by_kind.setdefault(one.kind, []).append(one)
    return [line for kind, found in by_kind.items() for line in visible_lines(kind, found, actor)]


def visible_lines(kind: str, found: list[Subscription], actor: Actor) -> list[Followed]:
    model = apps.get_model(kind)
    if not issubclass(model, Shared):
        return []
    same: SharedQuerySet[Shared] = SharedQuerySet(model)
    seen = same.visible_to(actor).in_bulk([one.object_id for one in found])
    name = str(model._meta.verbose_name)
    return [
        Followed(str(seen[one.object_id]), name, one.address, one.object_id)
        for one in found
        if one.object_id in seen
    ]


def is_followed(actor: Actor, thing: Shared) -> bool:
    return (
        actor.person_id is not None
        and Subscription.objects.filter(person=actor.person_id, object_id=thing.pk).exists()
    )


def confirmable(token_sha256: str) -> Subscription | None:
    return Subscription.objects.filter(token_sha256=token_sha256).first()


def by_mail(pk: UUID) -> Subscription | None:
    """A subscription of somebody without an account."""
    return Subscription.objects.filter(pk=pk, person=None).first()


def outbox() -> QuerySet[OutgoingMail]:
    """Every mail of a demo, newest first."""
    return OutgoingMail.objects.select_related("partnership").order_by("-written_at", "pk")


def parked_count() -> int:
    return OutgoingMail.objects.filter(state=MailState.MISLUKT).count()


def waiting_count() -> int:
    return OutgoingMail.objects.filter(state=MailState.WACHT).count()
