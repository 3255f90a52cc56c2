"""Every promise of a partnership in one list, in a few queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value

from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    FundingLine,
    Pledge,
    PledgeRole,
    Signature,
    SignatureState,
)
from wwz.areas.models import Area
from wwz.beside import read_beside
from wwz.partners.actor import Actor
from wwz.partners.choosing import chosen, parties_to_choose
from wwz.partners.models import Organisation, Participation, ParticipationRole, Partnership

PER_PAGE = 25
# With their party in the same query.
PAID = Prefetch("funding", FundingLine.objects.select_related("organisation"))
PROMISED = Prefetch("pledges", Pledge.objects.select_related("organisation"))
# Borders are large, and no promise needs them.
PLACES = Prefetch("areas", Area.objects.defer("geometry"))
# What a row shows or is worked out from; the rest of a promise is read on its own page.
SHOWN = ("number", "title", "state", "due_on", "target", "tolerance", "unit", "measure_unit",
         "indicator", "akkoord__title")  # fmt: skip
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


class Part(NamedTuple):
    """What a row tells of one pledge, with a reservation under the signature of its party."""

    role: str
    condition: str
    pledged_at: datetime | None
    party: str
    demo: bool
    reserved_until: date | None


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
        lies = Afspraak.areas.through.objects.filter(area__code=wanted.place)
        promises = promises.filter(Exists(lies.filter(afspraak=OuterRef("pk"))))
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


def facts_of(afspraken: Iterable[Afspraak], today: date) -> dict[UUID, Facts]:
    """Of each its lead, a reservation of that lead, and whether a pledge waits; in one query."""
    by_promise: dict[UUID, list[Part]] = defaultdict(list)
    for afspraak_id, *told in parts_on(today).filter(afspraak__in=[one.pk for one in afspraken]):
        by_promise[afspraak_id].append(Part(*told))
    return {one.pk: facts(by_promise[one.pk]) for one in afspraken}


@lru_cache(maxsize=2)
def parts_on(today: date) -> QuerySet[Pledge, Any]:
    """What `Part` tells of every pledge. To put the question together takes longer than to ask."""
    reserved = Signature.objects.filter(
        akkoord=OuterRef("afspraak__akkoord"),
        organisation=OuterRef("organisation"),
        state=SignatureState.GETEKEND_ONDER_VOORBEHOUD,
        reservation_until__gte=today,
    )
    parts = Pledge.objects.values_list(
        "afspraak_id", "role", "condition", "pledged_at",
        "organisation__name", "organisation__demo",
        Subquery(reserved.values("reservation_until")[:1]),
    )  # fmt: skip
    return parts.order_by("organisation__name")


def facts(parts: Sequence[Part]) -> Facts:
    leading = [part for part in parts if part.role == PledgeRole.TREKKER]
    lead = leading[0] if leading else None
    # The others know what they can count on: only a named condition waits for it.
    conditional = any(part.condition for part in leading)
    return Facts(
        lead=str(Organisation(name=lead.party, demo=lead.demo)) if lead else "",
        reserved_until=lead.reserved_until if lead and conditional else None,
        unconfirmed=any(part.pledged_at is None for part in parts),
    )


def with_parts(promises: QuerySet[Afspraak]) -> list[Afspraak]:
    """The rows with who promised what and who pays."""
    rows = list(promises.prefetch_related(PROMISED))
    read_beside(rows, FundingLine.objects.select_related("organisation"), "afspraak")
    return rows


def page_with_count(promises: QuerySet[Afspraak], asked: str) -> Page[Afspraak]:
    """The rows of one page, and how many there are in all, in one query.

    A page that is not there takes a second one: then the nearest is shown.
    """
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    first = max(number - 1, 0) * PER_PAGE
    counted = promises.order_by().values(all=Value(1)).values(many=Count("*"))
    rows = list(promises.annotate(many=Subquery(counted))[first : first + PER_PAGE])
    pages = Paginator(promises, PER_PAGE)
    if not rows:
        return pages.get_page(asked)
    pages.count = rows[0].many
    page = pages.page(max(number, 1))
    page.object_list = rows
    return page


def ledger_page(actor: Actor, partnership: Partnership, wanted: Wanted) -> Page[Afspraak]:
    """One page of all promises of a partnership."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    page = page_with_count(promises.select_related("akkoord").only(*SHOWN), wanted.page)
    rows = list(page.object_list)
    read_beside(rows, FundingLine.objects.select_related("organisation"), "afspraak")
    page.object_list = rows
    return page


def ledger_rows(actor: Actor, partnership: Partnership, wanted: Wanted) -> list[Afspraak]:
    """All of them, for a file."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    return with_parts(promises.select_related("akkoord", "theme"))


def akkoord_rows(actor: Actor, akkoord: Akkoord) -> list[Afspraak]:
    """The promises of one agreement, by number."""
    promises = Afspraak.objects.visible_to(actor).filter(akkoord=akkoord)
    found = promises.order_by("number").select_related("theme").prefetch_related(PLACES)
    return with_parts(found)
