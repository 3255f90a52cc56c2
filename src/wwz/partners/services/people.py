"""People of an organisation: ending a membership, a deputy, mandates, people without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from wwz.audit.log import record
from wwz.errors import RuleBrokenError
from wwz.partners.actor import Actor
from wwz.partners.models import (
    Mandate,
    Membership,
    Organisation,
    Partnership,
    Person,
    Role,
)


class PeopleRuleError(RuleBrokenError):
    """This cannot be done with this person or membership."""


@dataclass(frozen=True)
class NewMandate:
    """What may be signed. ``limit`` in euro, nothing for no limit."""

    covers: str
    starts_on: date
    ends_on: date | None = None
    limit: Decimal | None = None
    subject_to: str = ""


def gone_before(today: date, starts_on: date) -> tuple[date, date]:
    """Start and end of something that must not count any more today."""
    yesterday = today - timedelta(days=1)
    return min(starts_on, yesterday), yesterday


@transaction.atomic
def end_membership(actor: Actor, membership: Membership, *, today: date, now: datetime) -> None:
    """From now on this person does nothing for this organisation in this role.

    Rights go at once: each request asks anew which memberships are valid.

    Raises
    ------
    PeopleRuleError
    """
    if membership.role == Role.PROGRAMMAMANAGER and is_last(membership, today=today):
        raise PeopleRuleError(
            f"{membership.person} is de enige programmamanager. Nodig eerst een opvolger uit."
        )
    for mandate in Mandate.objects.valid(on=today).filter(membership=membership):
        end_mandate(actor, mandate, today=today, now=now)
    before = {"starts_on": membership.starts_on, "ends_on": membership.ends_on}
    membership.starts_on, membership.ends_on = gone_before(today, membership.starts_on)
    membership.save(update_fields=["starts_on", "ends_on"])
    record(
        membership, "end", by=actor.by(), now=now, before=before,
        after={"ends_on": membership.ends_on},
    )  # fmt: skip


def is_last(membership: Membership, *, today: date) -> bool:
    others = Membership.objects.valid(on=today).filter(
        role=membership.role, organisation=membership.organisation_id
    )
    return not others.exclude(pk=membership.pk).exists()


@transaction.atomic
def set_deputy(
    actor: Actor, membership: Membership, deputy: Person | None, *, today: date, now: datetime
) -> None:
    """Who is asked when this person does not answer; a colleague of the same organisation.

    Raises
    ------
    PeopleRuleError
    """
    if deputy is not None and deputy not in colleagues(membership, today=today):
        raise PeopleRuleError(
            f"{deputy} werkt niet bij {membership.organisation}. Kies een collega van dezelfde "
            "organisatie."
        )
    before = {"deputy": membership.deputy_id}
    membership.deputy = deputy
    membership.save(update_fields=["deputy"])
    after = {"deputy": deputy.pk if deputy is not None else None}
    record(membership, "set_deputy", by=actor.by(), now=now, before=before, after=after)


def colleagues(membership: Membership, *, today: date) -> list[Person]:
    """People of the same organisation today, without the person itself."""
    held = Membership.objects.valid(on=today).filter(organisation=membership.organisation_id)
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=membership.person_id)
    return list(people.order_by("name"))


@transaction.atomic
def give_mandate(
    actor: Actor, membership: Membership, mandate: NewMandate, *, now: datetime
) -> Mandate:
    """Let a bestuurder sign for the organisation. Nobody gives this to themselves.

    Raises
    ------
    PeopleRuleError
    """
    if membership.role != Role.BESTUURDER:
        raise PeopleRuleError(
            f"{membership.person} is {membership.get_role_display()}. Alleen een bestuurder kan "
            "tekenen: nodig deze persoon eerst uit als bestuurder."
        )
    if membership.person_id == actor.person_id:
        raise PeopleRuleError("Een mandaat geeft u niet aan uzelf. Vraag een collega-beheerder.")
    if mandate.ends_on is not None and mandate.ends_on < mandate.starts_on:
        raise PeopleRuleError("Het mandaat eindigt voor het begint. Kijk naar de twee datums.")
    made = Mandate.objects.create(
        membership=membership,
        covers=mandate.covers,
        limit=mandate.limit,
        subject_to=mandate.subject_to,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
    )
    after = {"covers": made.covers, "limit": made.limit, "ends_on": made.ends_on}
    record(made, "give", by=actor.by(), now=now, after=after)
    return made


@transaction.atomic
def end_mandate(actor: Actor, mandate: Mandate, *, today: date, now: datetime) -> None:
    """From now on nothing can be signed with it; what was signed stays signed."""
    before = {"starts_on": mandate.starts_on, "ends_on": mandate.ends_on}
    mandate.starts_on, mandate.ends_on = gone_before(today, mandate.starts_on)
    mandate.save(update_fields=["starts_on", "ends_on"])
    record(
        mandate, "end", by=actor.by(), now=now, before=before, after={"ends_on": mandate.ends_on}
    )


@transaction.atomic
def add_person(
    actor: Actor,
    organisation: Organisation,
    partnership: Partnership,
    name: str,
    role: Role,
    *,
    today: date,
    now: datetime,
) -> Membership:
    """Somebody without an account: takes part on paper, is asked and thanked like the others."""
    person = Person.objects.create(name=name.strip())
    made = Membership.objects.create(
        person=person,
        organisation=organisation,
        partnership=partnership,
        role=role,
        starts_on=today,
    )
    record(made, "begin", by=actor.by(), now=now, after={"role": made.role})
    return made
