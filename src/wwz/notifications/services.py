"""Telling people: a line on their own page, a mail in the outbox, and following.

A mail is written in the same transaction as what it tells of; `sending` takes it from there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications.models import MailState, Notice, OutgoingMail, Subscription
from wwz.partners.access import actor_for, refusal
from wwz.partners.actor import Actor
from wwz.partners.mail import full_address, hashed
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import (
    Membership,
    Organisation,
    Participation,
    Partnership,
    Person,
    Shared,
    SharedQuerySet,
    Visibility,
)

LONGEST_SUBJECT = 200
LONGEST_NOTICE = 300
MAIL_KEPT = timedelta(days=30)
"""How long it can be seen what was mailed to whom, for when somebody asks where a mail stays."""
CONFIRM_WITHIN = timedelta(days=14)
READ_NOTICE_KEPT = timedelta(days=90)
"""How long a notice stays after it was read."""
UNREAD_NOTICE_KEPT = timedelta(days=365)
"""How long a notice waits for somebody who never looks."""
NOBODY_ANSWERS = "Dit bericht is automatisch verstuurd. Antwoorden op deze mail leest niemand."


class CannotFollowError(RuleBrokenError):
    """Somebody without a name here cannot follow."""


# --- mail ---


def queue_mail(
    key: str,
    to: str,
    subject: str,
    text: str,
    *,
    now: datetime,
    partnership: Partnership | None = None,
    calendar: str = "",
) -> bool:
    """Put a mail in the outbox; whether it was new. The same key is never sent twice.

    ``calendar`` is an invitation (iCalendar) that goes along.
    """
    _, new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "partnership": partnership,
            "to": to,
            # A line break in a subject would begin another header.
            "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
            "text": text,
            "calendar": calendar,
            "written_at": now,
            "next_at": now,
        },
    )
    return new


# --- lines on somebody's own page ---


@transaction.atomic
def notify(
    person: Person,
    text: str,
    address: str,
    *,
    partnership: Partnership,
    now: datetime,
    calendar: str = "",
) -> Notice:
    """Tell one person, on the site and by mail; the same unread line does not come twice."""
    text = text if len(text) <= LONGEST_NOTICE else f"{text[: LONGEST_NOTICE - 1]}…"
    told = Notice.objects.filter(person=person, text=text, address=address, read_at=None).first()
    if told is not None:
        return told
    notice = Notice.objects.create(
        person=person, partnership=partnership, text=text, address=address, made_at=now
    )
    if person.account is not None and person.account.is_active:
        queue_mail(
            f"bericht:{notice.pk}",
            person.account.email,
            f"{partnership}: {text}",
            f"{text}\n\n{full_address(address)}\n\n{NOBODY_ANSWERS}",
            now=now,
            partnership=partnership,
            calendar=calendar,
        )
    return notice


def notify_organisation(
    organisation: Organisation,
    roles: Iterable[str],
    text: str,
    address: str,
    *,
    partnership: Partnership,
    today: date,
    now: datetime,
) -> list[Notice]:
    """Tell everybody who has one of these roles for the organisation here today."""
    people = people_of(organisation, roles, partnership=partnership, today=today)
    return [notify(person, text, address, partnership=partnership, now=now) for person in people]


def people_of(
    organisation: Organisation,
    roles: Iterable[str],
    *,
    partnership: Partnership,
    today: date,
    scopes: Iterable[UUID] | None = None,
) -> list[Person]:
    """Who has one of these roles for the organisation in this partnership today, each once.

    With ``scopes`` a role for one zone, document or traject counts only when it is among them.
    """
    takes_part = Participation.objects.valid(on=today).filter(
        organisation=organisation, partnership=partnership
    )
    if not takes_part.exists():
        return []
    held = (
        Membership.objects.valid(on=today)
        .filter(organisation=organisation, role__in=list(roles))
        .filter(Q(partnership=None) | Q(partnership=partnership))
    )
    if scopes is not None:
        held = held.filter(Q(scope_id=None) | Q(scope_id__in=list(scopes)))
    people = Person.objects.filter(pk__in=held.values("person")).select_related("account")
    return list(people.order_by("name"))


def mark_read(actor: Actor, pk: UUID, *, now: datetime) -> Notice | None:
    """Put a line of one's own among those that were read; nothing when it is not there."""
    notice = Notice.objects.filter(pk=pk, person=actor.person_id).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def mark_all_read(actor: Actor, *, now: datetime) -> int:
    unread = Notice.objects.filter(person=actor.person_id, read_at=None)
    return unread.update(read_at=now) if actor.person_id is not None else 0


# --- following ---


@transaction.atomic
def follow(actor: Actor, thing: Shared, *, now: datetime, address: str = "") -> Subscription:
    """Hear of what happens to something. The caller fetched it with `visible_to`.

    Raises
    ------
    NotAllowedError, CannotFollowError
    """
    if actor.reach(Action.COMMENT, thing.partnership_id) is Reach.NONE:
        raise NotAllowedError(refusal(actor, Action.COMMENT))
    if actor.person_id is None:
        raise CannotFollowError("Log in om dit te volgen, of laat uw e-mailadres achter.")
    known = Subscription.objects.filter(person=actor.person_id, object_id=thing.pk).first()
    return known or Subscription.objects.create(
        partnership_id=thing.partnership_id,
        person_id=actor.person_id,
        kind=thing._meta.label,
        object_id=thing.pk,
        address=own_path(address),
        started_at=now,
        confirmed_at=now,
    )


def own_path(address: str) -> str:
    """A path of this site; whatever else somebody sent becomes nothing."""
    inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address[:300] if inside else ""


def stop_following(actor: Actor, object_id: UUID) -> bool:
    """Hear no more of it; whether it was followed."""
    if actor.person_id is None:
        return False
    deleted, _ = Subscription.objects.filter(person=actor.person_id, object_id=object_id).delete()
    return deleted > 0


@transaction.atomic
def follow_by_mail(thing: Shared, email: str, *, now: datetime) -> None:
    """Ask whoever reads this address to confirm; the page says the same for every address.

    Raises
    ------
    CannotFollowError
        when the thing is not public
    """
    if thing.visibility != Visibility.OPENBAAR:
        raise CannotFollowError("Alleen wat openbaar is, kunt u per mail volgen.")
    email = email.strip().lower()
    token = secrets.token_urlsafe(24)
    known = Subscription.objects.filter(email=email, object_id=thing.pk).first()
    if known is not None and known.confirmed_at is not None:
        return
    if known is None:
        known = Subscription(email=email, object_id=thing.pk, kind=thing._meta.label)
    known.partnership_id, known.started_at = thing.partnership_id, now
    known.token_sha256 = hashed(token)
    known.save()
    queue_mail(
        f"volgen:{known.token_sha256}",
        email,
        f"Wilt u ‘{thing}’ volgen?",
        f"Iemand vroeg met dit adres om bericht over ‘{thing}’.\n\nWilt u dat? Bevestig het hier:\n"
        f"{full_address(f'/volgen/{token}/')}\n\nWilt u het niet? Dan hoeft u niets te doen.",
        now=now,
        partnership=known.partnership,
    )


def confirm_following(token: str, *, now: datetime) -> Subscription | None:
    """The reader of the mail says yes; nothing when the link is unknown."""
    found = Subscription.objects.filter(token_sha256=hashed(token)).first()
    if found is not None and found.confirmed_at is None:
        found.confirmed_at = now
        found.save(update_fields=["confirmed_at"])
    return found


def stop_by_mail(pk: UUID) -> bool:
    """The reader of a mail wants no more of them. Its number stands only in that mail."""
    deleted, _ = Subscription.objects.filter(pk=pk, person=None).delete()
    return deleted > 0


def tell_followers(thing: Shared, text: str, address: str, *, now: datetime) -> int:
    """Tell everybody who follows it and may still see it; how many were told."""
    told = 0
    followers = Subscription.objects.filter(object_id=thing.pk, confirmed_at__isnull=False)
    for one in followers.select_related("person__account", "partnership"):
        if one.person is None:
            told += tell_by_mail(one, thing, text, address, now=now)
        elif may_see(one.person, thing, today=timezone.localtime(now).date()):
            notify(one.person, text, address, partnership=one.partnership, now=now)
            told += 1
    return told


def tell_by_mail(
    one: Subscription, thing: Shared, text: str, address: str, *, now: datetime
) -> bool:
    """A mail for somebody without an account, only about what is public."""
    if thing.visibility != Visibility.OPENBAAR:
        return False
    return queue_mail(
        f"volger:{one.pk}:{hashed(text + address)[:16]}:{now:%Y%m%d%H}",
        one.email,
        f"{one.partnership}: {text}",
        f"{text}\n\n{full_address(address)}\n\nGeen bericht meer? Dat zegt u hier:\n"
        f"{full_address(f'/volgen/stop/{one.pk}/')}",
        now=now,
        partnership=one.partnership,
    )


def may_see(person: Person, thing: Shared, *, today: date) -> bool:
    """Whether somebody may read it today, through any of their hats."""
    if person.account is None:
        return thing.visibility == Visibility.OPENBAAR
    first = actor_for(person.account, today=today)
    hats = [actor_for(person.account, today=today, hat=str(hat.pk)) for hat in first.hats]
    same: SharedQuerySet[Shared] = SharedQuerySet(type(thing)).filter(pk=thing.pk)
    return any(same.visible_to(actor).exists() for actor in (first, *hats))


# --- forgetting ---


def forget_mails(*, now: datetime) -> int:
    """Wipe who a mail went to and what was in it; that it went stays, so that none goes twice."""
    over = OutgoingMail.objects.filter(
        state__in=(MailState.VERSTUURD, MailState.MISLUKT), written_at__lt=now - MAIL_KEPT
    )
    return over.exclude(to="").update(to="", subject="", text="", calendar="")


def forget_unconfirmed(*, now: datetime) -> int:
    """Wipe addresses whose owner never said yes to being mailed."""
    silent = Subscription.objects.filter(
        person=None, confirmed_at=None, started_at__lt=now - CONFIRM_WITHIN
    )
    return silent.delete()[0]


def forget_notices(*, now: datetime) -> int:
    """Throw away notices that were read, and old ones that nobody read; how many."""
    read = Q(read_at__lt=now - READ_NOTICE_KEPT)
    unread = Q(read_at=None, made_at__lt=now - UNREAD_NOTICE_KEPT)
    return Notice.objects.filter(read | unread).delete()[0]
