"""Every promise of a partnership in one list, in a few queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from wwz.akkoord.measured import PLACES
from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    FundingLine,
    Pledge,
    PledgeRole,
    Signature,
    SignatureState,
)
from wwz.beside import read_beside
from wwz.partners.actor import Actor
from wwz.partners.choosing import chosen, parties_to_choose
from wwz.partners.models import Organisation, Participation, ParticipationRole, Partnership

PER_PAGE = 25
# With their party in the same query.
PAID = Prefetch("funding", FundingLine.objects.select_related("organisation"))
PROMISED = Prefetch("pledges", Pledge.objects.select_related("organisation"))
# What a row shows or is worked out from; the rest of a promise is read on its own page.
SHOWN = ("number", "title", "state", "due_on", "target", "tolerance", "unit", "measure_unit",
         "indicator", "akkoord__title")  # fmt: skip
PART = ("afspraak", "role", "condition", "pledged_at", "organisation__name", "organisation__demo")
ORDERS = {
    "klaar": ("due_on", "number"),
    "-klaar": ("-due_on", "number"),
    "titel": ("title", "number"),
    "-titel": ("-title", "number"),
    "nummer": ("number", "title"),
}


@dataclass(frozen=True)
class Wanted:
    """What a reader narrows a list to; empty is everything."""

    party: str = ""
    place: str = ""
    state: str = ""
    kind: str = ""
    text: str = ""
    order: str = "klaar"
    page: str = "1"


@dataclass(frozen=True)
class Facts:
    """What a row needs besides its own columns."""

    lead: str = ""
    reserved_until: date | None = None
    unconfirmed: bool = False


def parties_of(partnership: Partnership) -> list[Organisation] | None:
    """Who can promise something here, by name; nothing when they are too many to list.

    Names are walked in order, so that it stops after the first too many.
    """
    taking_part = Participation.objects.filter(
        organisation=OuterRef("pk"), partnership=partnership
    ).exclude(role=ParticipationRole.MEELEZER)
    return parties_to_choose(Organisation.objects.filter(Exists(taking_part)))


def promises_of(actor: Actor, partnership: Partnership) -> QuerySet[Afspraak]:
    return Afspraak.objects.visible_to(actor).filter(partnership=partnership)


def narrowed(promises: QuerySet[Afspraak], wanted: Wanted) -> QuerySet[Afspraak]:
    """The promises that a reader asked for, in the order asked for."""
    if wanted.party:
        part = Pledge.objects.filter(chosen(wanted.party, "organisation"), afspraak=OuterRef("pk"))
        promises = promises.filter(Exists(part))
    if wanted.place:
        promises = promises.filter(areas__code=wanted.place).distinct()
    if wanted.state:
        promises = promises.filter(state=wanted.state)
    if wanted.kind:
        promises = promises.filter(akkoord__kind=wanted.kind)
    for word in wanted.text.split()[:8]:
        promises = promises.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return promises.order_by(*ORDERS.get(wanted.order, ORDERS["klaar"]), "pk")


def is_wanted(afspraak: Afspraak, wanted: Wanted) -> bool:
    """The same for a promise that is read already, with its pledges and areas."""
    if wanted.party and not any(
        wanted.party == str(pledge.organisation_id)
        or wanted.party.casefold() in pledge.organisation.name.casefold()
        for pledge in afspraak.pledges.all()
    ):
        return False
    return not wanted.place or wanted.place in {area.code for area in afspraak.areas.all()}


def promised(today: date) -> QuerySet[Pledge]:
    """Pledges with their party, and until when that party signed with a reservation."""
    reserved = Signature.objects.filter(
        akkoord=OuterRef("afspraak__akkoord"),
        organisation=OuterRef("organisation"),
        state=SignatureState.GETEKEND_ONDER_VOORBEHOUD,
        reservation_until__gte=today,
    )
    found = Pledge.objects.select_related("organisation").order_by("organisation__name")
    return found.annotate(reserved_until=Subquery(reserved.values("reservation_until")[:1]))


def facts_of(afspraken: Iterable[Afspraak]) -> dict[UUID, Facts]:
    """What `promised` tells about each: its lead, a reservation, and whether a pledge waits."""
    found = {}
    for afspraak in afspraken:
        pledges = list(afspraak.pledges.all())
        leading = [one for one in pledges if one.role == PledgeRole.TREKKER]
        # The others know what they can count on: only a named condition waits for it.
        conditional = any(one.condition for one in leading)
        found[afspraak.pk] = Facts(
            lead=str(leading[0].organisation) if leading else "",
            reserved_until=vars(leading[0])["reserved_until"] if conditional else None,
            unconfirmed=any(one.pledged_at is None for one in pledges),
        )
    return found


def with_parts(promises: Iterable[Afspraak], pledges: QuerySet[Pledge]) -> list[Afspraak]:
    """The rows with who promised what and who pays."""
    rows = list(promises)
    read_beside(rows, pledges, "afspraak")
    read_beside(rows, FundingLine.objects.select_related("organisation"), "afspraak")
    return rows


def ledger_page(
    actor: Actor, partnership: Partnership, wanted: Wanted, today: date
) -> Page[Afspraak]:
    """One page of all promises of a partnership."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    shown = promises.select_related("akkoord").only(*SHOWN)
    page = Paginator(shown, PER_PAGE).get_page(wanted.page)
    page.object_list = with_parts(page.object_list, promised(today).only(*PART))
    return page


def ledger_rows(
    actor: Actor, partnership: Partnership, wanted: Wanted, today: date
) -> list[Afspraak]:
    """All of them, for a file."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    return with_parts(promises.select_related("akkoord", "theme"), promised(today))


def akkoord_rows(actor: Actor, akkoord: Akkoord, today: date) -> list[Afspraak]:
    """The promises of one agreement, by number."""
    promises = Afspraak.objects.visible_to(actor).filter(akkoord=akkoord)
    found = promises.order_by("number").select_related("theme").prefetch_related(PLACES)
    return with_parts(found, promised(today))
