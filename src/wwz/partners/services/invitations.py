"""Inviting by mail: a link that works once, for two weeks, and gives an account and a role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wwz.audit.log import By, record
from wwz.errors import RuleBrokenError
from wwz.partners import mail
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import (
    Account,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Person,
    Role,
)
from wwz.partners.services.accounts import check_password

VALID_FOR = timedelta(days=14)
KEPT = timedelta(days=90)
"""How long it can be seen whom an invitation went to, after it was taken, withdrawn or lapsed."""
# Roles that reach over the whole partnership are not for one organisation to give.
OWN_ROLES = (Role.ORGANISATIEMEDEWERKER, Role.ORGANISATIEBEHEERDER, Role.BESTUURDER)
TEAM_ROLES = (Role.PROFESSIONAL,)
NOT_GIVEN = (Role.PLATFORMBEHEERDER,)


class NoSuchInvitationError(RuleBrokenError):
    """Wrong, expired, withdrawn or used: the same sentence, so that nobody learns which."""

    def __init__(self) -> None:
        super().__init__(
            "Deze uitnodiging werkt niet of niet meer. Vraag wie u uitnodigde om een nieuwe."
        )


class CannotInviteError(RuleBrokenError):
    """This address or this role cannot be invited here."""


@dataclass(frozen=True)
class Invitee:
    """Who is invited, as what. ``scope`` is the zone, document or traject of the role."""

    email: str
    name: str
    role: Role
    scope: UUID | None = None


def roles_to_give(actor: Actor, partnership: Partnership) -> tuple[Role, ...]:
    """What the actor may invite people for, in this partnership."""
    reach = actor.reach(Action.INVITE, partnership.pk)
    if reach is Reach.ALL:
        return tuple(role for role in Role if role not in NOT_GIVEN)
    if reach is Reach.OWN:
        return TEAM_ROLES if actor.role == Role.WIJKMANAGER else OWN_ROLES
    return ()


@transaction.atomic
def invite(
    actor: Actor,
    organisation: Organisation,
    partnership: Partnership,
    invitee: Invitee,
    *,
    now: datetime,
) -> Invitation:
    """Write an invitation and its mail. The caller fetched the organisation with rights.

    Raises
    ------
    CannotInviteError
    """
    if invitee.role not in roles_to_give(actor, partnership):
        raise CannotInviteError(
            f"U kunt niemand uitnodigen als {invitee.role.label}. Kies een andere rol, of vraag "
            "de programmamanager."
        )
    # A wijkmanager invites for the own zone, whatever the form says.
    scope = actor.scope_id if actor.role == Role.WIJKMANAGER else invitee.scope
    return write_invitation(
        organisation,
        partnership,
        invitee,
        scope,
        by=actor.by(),
        invited_by=actor.person_id,
        now=now,
    )


def write_invitation(
    organisation: Organisation,
    partnership: Partnership,
    invitee: Invitee,
    scope: UUID | None,
    *,
    by: By,
    invited_by: UUID | None,
    now: datetime,
) -> Invitation:
    email = invitee.email.strip().lower()
    check_address(email)
    check_new(email, organisation, invitee.role, now=now)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email,
        name=invitee.name.strip(),
        organisation=organisation,
        partnership=partnership,
        role=invitee.role,
        scope_id=scope,
        invited_by_id=invited_by,
        token_sha256=mail.hashed(token),
        expires_at=now + VALID_FOR,
    )
    record(made, "invite", by=by, now=now, after={"role": invitee.role})
    send_invitation(made, token, now=now)
    return made


def check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CannotInviteError(
            f"‘{email}’ is geen e-mailadres. Schrijf het als naam@gemeente.nl."
        ) from error


def check_new(email: str, organisation: Organisation, role: Role, *, now: datetime) -> None:
    today = timezone.localtime(now).date()
    held = Membership.objects.valid(on=today).filter(
        person__account__email__iexact=email, organisation=organisation, role=role
    )
    if held.exists():
        raise CannotInviteError(
            f"{email} werkt al als {role.label} bij {organisation}. Een uitnodiging is niet nodig."
        )
    waiting = Invitation.objects.filter(
        email=email, organisation=organisation, role=role, accepted_at=None, withdrawn_at=None
    )
    if waiting.filter(expires_at__gt=now).exists():
        raise CannotInviteError(
            f"Er staat al een uitnodiging open voor {email}. Trek die in als u een nieuwe wilt "
            "sturen."
        )


def send_invitation(made: Invitation, token: str, *, now: datetime) -> None:
    link = mail.full_address(f"/uitnodiging/{token}/")
    until = timezone.localtime(made.expires_at)
    mail.send(
        f"uitnodiging:{made.pk}",
        made.email,
        f"Uitnodiging voor {made.partnership}",
        f"Beste {made.name},\n\n{made.organisation} nodigt u uit om mee te werken op het platform "
        f"van {made.partnership}, als {made.get_role_display()}.\n\n"
        f"Maak hier uw account:\n{link}\n\n"
        f"De link werkt één keer, tot en met {until:%d-%m-%Y}. Verwachtte u deze mail niet? Dan "
        "hoeft u niets te doen.",
        now=now,
        partnership=made.partnership,
    )


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The open invitation of a link.

    Raises
    ------
    NoSuchInvitationError
    """
    found = (
        Invitation.objects.filter(token_sha256=mail.hashed(token), expires_at__gt=now)
        .filter(accepted_at=None, withdrawn_at=None)
        .select_related("organisation", "partnership")
        .first()
    )
    if found is None:
        raise NoSuchInvitationError
    return found


@transaction.atomic
def accept_as_new(token: str, name: str, password: str, *, now: datetime) -> Account:
    """Make the account of somebody who has none yet, with the role of the invitation.

    Raises
    ------
    NoSuchInvitationError, AccountRefusedError
    """
    invitation = taken(token, now=now)
    if Account.objects.filter(email__iexact=invitation.email).exists():
        raise NoSuchInvitationError
    account = Account(email=invitation.email)
    check_password(password, account)
    account.set_password(password)
    account.save()
    person = Person.objects.create(name=name.strip() or invitation.name, account=account)
    finish(invitation, person, now=now)
    return account


@transaction.atomic
def accept_as_known(token: str, account: Account, *, now: datetime) -> Membership:
    """Give the role to somebody who is logged in with the address that was invited.

    Raises
    ------
    NoSuchInvitationError
    """
    invitation = taken(token, now=now)
    if invitation.email != account.email.lower():
        raise NoSuchInvitationError
    person, _ = Person.objects.get_or_create(account=account, defaults={"name": invitation.name})
    return finish(invitation, person, now=now)


def taken(token: str, *, now: datetime) -> Invitation:
    """The open invitation, locked: two clicks at once give one account."""
    found = find_invitation(token, now=now)
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.accepted_at is not None or locked.withdrawn_at is not None:
        raise NoSuchInvitationError
    return locked


def finish(invitation: Invitation, person: Person, *, now: datetime) -> Membership:
    today = timezone.localtime(now).date()
    membership, _ = Membership.objects.get_or_create(
        person=person,
        organisation=invitation.organisation,
        role=invitation.role,
        starts_on=today,
        defaults={"partnership": invitation.partnership, "scope_id": invitation.scope_id},
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    by = By(person=person.pk, organisation=invitation.organisation_id, role=invitation.role)
    record(invitation, "accept", by=by, now=now)
    record(membership, "begin", by=by, now=now, after={"role": membership.role})
    return membership


@transaction.atomic
def withdraw(actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an open invitation back; its link works no more."""
    if invitation.accepted_at is not None:
        raise CannotInviteError(
            f"{invitation.name} heeft de uitnodiging al aangenomen. Beëindig het lidmaatschap als "
            "het niet de bedoeling was."
        )
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(invitation, "withdraw", by=actor.by(), now=now)


def forget_invitations(*, now: datetime) -> int:
    """Throw away the name and address of invitations that lead nowhere any more; how many."""
    before = now - KEPT
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    gone, _ = Invitation.objects.filter(over).delete()
    return gone
