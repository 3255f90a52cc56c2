"""Accounts, organisations, people, partnerships, and what everything of a partnership shares."""

from wwz.partners.models.accounts import Account, AccountManager
from wwz.partners.models.organisations import (
    Invitation,
    Mandate,
    MandateCover,
    Membership,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationRole,
    Person,
)
from wwz.partners.models.partnerships import Partnership
from wwz.partners.models.shared import Shared, SharedQuerySet, Visibility
from wwz.partners.roles import Role

__all__ = [
    "Account",
    "AccountManager",
    "Invitation",
    "Mandate",
    "MandateCover",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Participation",
    "ParticipationRole",
    "Partnership",
    "Person",
    "Role",
    "Shared",
    "SharedQuerySet",
    "Visibility",
]
