"""Partnerships and who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wwz.areas.models import Area, Level
from wwz.partners.actor import Actor
from wwz.partners.models import Invitation, Membership, Participation, Partnership, Role


def own_slugs(actor: Actor) -> list[str]:
    """The partnerships of the hat that is worn, by their names in the address."""
    found = Partnership.objects.filter(pk__in=actor.partnership_ids)
    return list(found.values_list("slug", flat=True))


@dataclass(frozen=True)
class PlatformLine:
    """A partnership as the administrator of the platform sees it: no content."""

    partnership: Partnership
    areas: str
    parties: int
    managers: Sequence[str]
    invited: Sequence[str]


def every_partnership(*, today: date, now: datetime) -> list[PlatformLine]:
    """All partnerships with who takes part and who leads them, in a fixed number of queries."""
    found = list(Partnership.objects.order_by("name").prefetch_related("areas"))
    joined = Participation.objects.valid(on=today).values_list("partnership", "organisation")
    parties: dict[UUID, set[UUID]] = {}
    for partnership, organisation in joined:
        parties.setdefault(partnership, set()).add(organisation)
    leading = Membership.objects.valid(on=today).filter(role=Role.PROGRAMMAMANAGER)
    held = list(leading.select_related("person").order_by("person__name"))
    open_ones = Invitation.objects.filter(
        role=Role.PROGRAMMAMANAGER, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    invited = list(open_ones.order_by("name"))
    return [
        PlatformLine(
            partnership=one,
            areas=", ".join(dict.fromkeys(area.name for area in one.areas.all())),
            parties=len(parties.get(one.pk, ())),
            managers=[
                membership.person.name
                for membership in held
                if membership.partnership_id == one.pk
                or (
                    membership.partnership_id is None
                    and membership.organisation_id in parties.get(one.pk, ())
                )
            ],
            invited=[line.name for line in invited if line.partnership_id == one.pk],
        )
        for one in found
    ]


def gemeenten() -> dict[str, Area]:
    """Every gemeente by its code, in the newest layout."""
    found = Area.objects.filter(level=Level.GEMEENTE).defer("geometry").order_by("name", "-year")
    newest: dict[str, Area] = {}
    for area in found:
        newest.setdefault(area.code, area)
    return newest
