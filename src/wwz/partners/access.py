"""Which roles somebody has today: one query per request, however often it is asked."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from wwz.partners.models import Account, Membership

Actor = AbstractBaseUser | AnonymousUser


def memberships(actor: Actor, today: date) -> list[Membership]:
    """Valid memberships with their organisation; remembered on the account of this request."""
    if not isinstance(actor, Account) or not actor.is_active:
        return []
    remembered: dict[date, list[Membership]] = actor.__dict__.setdefault("_memberships", {})
    if today not in remembered:
        remembered[today] = list(
            Membership.objects.valid(on=today)
            .filter(person__account=actor)
            .select_related("organisation", "person")
            .order_by("organisation__name", "role")
        )
    return remembered[today]


def roles(actor: Actor, today: date) -> frozenset[str]:
    """The roles of an account today; nobody has a role without a valid membership."""
    return frozenset(membership.role for membership in memberships(actor, today))
