"""Somebody who acts: an account, the hat it wears now, and what that hat may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from wwz.audit.log import By
from wwz.partners.matrix import Action, Reach, reach
from wwz.partners.roles import VISITOR, Role

if TYPE_CHECKING:
    from wwz.partners.models import Account, Membership, Partnership


@dataclass(frozen=True)
class Actor:
    """Worked out once per request by `wwz.partners.access.actor_of`.

    ``participations`` maps each partnership of the hat to the part of its organisation there, and
    ``partnerships`` are those, read already, by their name in addresses.
    """

    account: Account | None = None
    hat: Membership | None = None
    hats: tuple[Membership, ...] = ()
    participations: Mapping[UUID, str] = field(default_factory=dict)
    partnerships: Mapping[str, Partnership] = field(default_factory=dict)

    @property
    def role(self) -> str:
        if self.hat is not None:
            return self.hat.role
        return Role.BEWONER if self.account is not None else VISITOR

    @property
    def person_id(self) -> UUID | None:
        if self.hat is not None:
            return self.hat.person_id
        person = getattr(self.account, "person", None) if self.account is not None else None
        return person.pk if person is not None else None

    @property
    def organisation_id(self) -> UUID | None:
        return self.hat.organisation_id if self.hat is not None else None

    @property
    def scope_id(self) -> UUID | None:
        return self.hat.scope_id if self.hat is not None else None

    @property
    def partnership_ids(self) -> tuple[UUID, ...]:
        return tuple(self.participations)

    def role_in(self, partnership_id: UUID) -> str:
        """The role there: an organisation that reads along gives its people no more than that."""
        if self.participations.get(partnership_id) == "meelezer":
            return Role.MEELEZER
        return self.role

    def may(self, action: Action) -> bool:
        """Whether this role may do it anywhere; what exactly, `reach` and `allows` say."""
        return reach(action, self.role) is not Reach.NONE

    def reach(self, action: Action, partnership_id: UUID) -> Reach:
        """How far it goes in one partnership; outside the own ones only what everybody may."""
        if partnership_id not in self.participations:
            outside = Role.BEWONER if self.account is not None else VISITOR
            return min_reach(reach(action, outside), reach(action, self.role))
        return reach(action, self.role_in(partnership_id))

    def by(self, on_behalf_of: UUID | None = None) -> By:
        """Who the log says did it."""
        return By(
            person=self.person_id,
            organisation=self.organisation_id,
            role=self.role,
            on_behalf_of=on_behalf_of,
        )


ORDER = (Reach.NONE, Reach.HELD, Reach.ITEMS, Reach.OWN, Reach.ALL)


def min_reach(one: Reach, other: Reach) -> Reach:
    return min(one, other, key=ORDER.index)
