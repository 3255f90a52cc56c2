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
from wwz.partners.access import get_partnership
from wwz.partners.actor import Actor
from wwz.partners.choosing import MOST, chosen
from wwz.partners.models import Organisation, Participation, ParticipationRole, Partnership

PER_PAGE = 25
FIELDS = [field.attname for field in Partnership._meta.concrete_fields]
HERE = tuple(f"partnership__{name}" for name in FIELDS)
NAMED = ("organisation", "organisation__name", "organisation__demo")
# With their party in the same query.
PAID = Prefetch("funding", FundingLine.objects.select_related("organisation"))
PROMISED = Prefetch("pledges", Pledge.objects.select_related("organisation"))
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


def partnership_and_parties(slug: str) -> tuple[Partnership, list[Organisation] | None]:
    """A partnership and its parties by name, in one query; no parties when they are too many.

    Names are walked in order, so that it stops after the first too many.
    """
    found = Participation.objects.filter(partnership__slug=slug).exclude(
        role=ParticipationRole.MEELEZER
    )
    named = Organisation.objects.filter(Exists(found.filter(organisation=OuterRef("pk"))))
    first = named.order_by("name").values("pk")[: MOST + 1]
    taking_part = found.filter(organisation__in=first).order_by("organisation__name")
    lines = list(taking_part.values_list(*HERE, *NAMED))
    if not lines:
        return get_partnership(slug), []
    names = dict.fromkeys(line[len(HERE) :] for line in lines)
    partnership = Partnership.from_db(found.db, FIELDS, lines[0][: len(HERE)])
    if len(names) > MOST:
        return partnership, None
    return partnership, [Organisation(pk=pk, name=name, demo=demo) for pk, name, demo in names]


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


def with_facts(promises: QuerySet[Afspraak], today: date) -> QuerySet[Afspraak]:
    """The same rows with their lead, its reservation, and whether a pledge waits."""
    leading = Pledge.objects.filter(afspraak=OuterRef("pk"), role=PledgeRole.TREKKER)
    lead = leading.order_by("organisation__name")
    reserved = Signature.objects.filter(
        akkoord=OuterRef("akkoord"),
        organisation=OuterRef("lead_id"),
        state=SignatureState.GETEKEND_ONDER_VOORBEHOUD,
        reservation_until__gte=today,
    )
    # The others know what they can count on: only a promise that names a condition waits for it.
    conditional = leading.exclude(condition="")
    waiting = Pledge.objects.filter(afspraak=OuterRef("pk"), pledged_at__isnull=True)
    return promises.annotate(
        lead_id=Subquery(lead.values("organisation")[:1]),
        lead_name=Subquery(lead.values("organisation__name")[:1]),
        lead_demo=Subquery(lead.values("organisation__demo")[:1]),
        reserved_until=Subquery(reserved.values("reservation_until")[:1]),
        conditional=Exists(conditional),
        unconfirmed=Exists(waiting),
    )


def facts_of(afspraken: Iterable[Afspraak]) -> dict[UUID, Facts]:
    """What `with_facts` found, by promise."""
    found = {}
    for afspraak in afspraken:
        told = vars(afspraak)
        demo = " (demo)" if told["lead_demo"] else ""
        lead = f"{told['lead_name']}{demo}" if told["lead_name"] else ""
        until = told["reserved_until"] if told["conditional"] else None
        found[afspraak.pk] = Facts(lead, until, told["unconfirmed"])
    return found


def ledger_page(
    actor: Actor, partnership: Partnership, wanted: Wanted, today: date
) -> Page[Afspraak]:
    """One page of all promises of a partnership."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    rows = with_facts(promises, today).select_related("akkoord")
    pages = Paginator(rows.prefetch_related(PAID), PER_PAGE)
    # Counted without what the rows need: the same number, in a tenth of the time.
    pages.count = promises.count()
    return pages.get_page(wanted.page)


def ledger_rows(
    actor: Actor, partnership: Partnership, wanted: Wanted, today: date
) -> list[Afspraak]:
    """All of them, for a file."""
    promises = narrowed(promises_of(actor, partnership), wanted)
    rows = with_facts(promises, today).select_related("akkoord", "theme")
    return list(rows.prefetch_related(PAID, PROMISED))


def akkoord_rows(actor: Actor, akkoord: Akkoord, today: date) -> list[Afspraak]:
    """The promises of one agreement, by number."""
    promises = Afspraak.objects.visible_to(actor).filter(akkoord=akkoord)
    rows = with_facts(promises.order_by("number"), today)
    return list(rows.select_related("theme").prefetch_related(PAID, PROMISED, PLACES))
