"""A decided proposal becomes draft commitments and initiatives: all of them in one press, or none.

Nobody promises for another: what a party would do is proposed, and counts once it says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from wwz.akkoord.models import Afspraak, Akkoord, AkkoordState, PledgeRole
from wwz.akkoord.services import drafting, promising
from wwz.areas.models import Area
from wwz.areas.names import folded
from wwz.audit.log import record
from wwz.errors import RuleBrokenError
from wwz.opgave.weighing.models import Proposal
from wwz.opgave.weighing.words import FORMS, homes, money, per_form
from wwz.opgave.wording import in_full, listing, number
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, OrganisationKind, Participation, Visibility
from wwz.uitvoering.models import InitiativeKind
from wwz.uitvoering.proposals.models import ProposalWork
from wwz.uitvoering.services import initiatives

GEMEENTE = "gemeente"
"""How the engine calls the payer that every budget knows."""


class NotReadyError(RuleBrokenError):
    """What is still missing before the press can do its work; ``missing`` are sentences."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(missing))


@dataclass(frozen=True)
class Press:
    """Into which agreement, and which organisation each party of the proposal is."""

    akkoord: Akkoord
    parties: Mapping[str, Organisation]


def parties_of(proposal: Proposal) -> list[str]:
    """Everybody who builds or pays in a proposal, as the rows of projects call them."""
    named = {one["party"] for one in proposal.chosen}
    named |= {payer for one in proposal.chosen for payer, cost in one["costs"].items() if cost}
    return sorted(named)


def recognised(proposal: Proposal, today: date) -> dict[str, Organisation]:
    """The organisations of the partnership that are called so; the others are asked for."""
    known = taking_part(proposal, today)
    by_name = {plain(one.name): one for one in known}
    found = {name: by_name[plain(name)] for name in parties_of(proposal) if plain(name) in by_name}
    gemeenten = [one for one in known if one.kind == OrganisationKind.GEMEENTE]
    if GEMEENTE not in found and len(gemeenten) == 1:
        found[GEMEENTE] = gemeenten[0]
    return found


def taking_part(proposal: Proposal, today: date) -> list[Organisation]:
    """The organisations of the partnership, by name."""
    now = Participation.objects.valid(on=today).filter(partnership=proposal.partnership_id)
    found = Organisation.objects.filter(pk__in=now.values("organisation"))
    return list(found.order_by("name"))


def drafts_for(actor: Actor, proposal: Proposal) -> list[Akkoord]:
    """Agreements in draft that commitments may go into."""
    drafts = Akkoord.objects.visible_to(actor).filter(
        partnership=proposal.partnership_id, state=AkkoordState.CONCEPT
    )
    return list(drafts.order_by("title"))


def plain(name: str) -> str:
    return folded(name).removesuffix("demo").strip()


def missing(proposal: Proposal, press: Press | None) -> list[str]:
    """What is not there yet, each in a sentence that says what to do."""
    told = []
    if not proposal.is_decided():
        told.append(f"Over ‘{proposal}’ is nog niet besloten. Vraag de bestuurders om een besluit.")
    if press is None:
        told.append("Er is geen akkoord in concept. Maak er eerst een.")
        return told
    if press.akkoord.state != AkkoordState.CONCEPT:
        told.append(f"‘{press.akkoord}’ is geen concept meer. Kies een akkoord in concept.")
    unknown = [name for name in parties_of(proposal) if name not in press.parties]
    if unknown:
        told.append(f"Wij weten niet welke organisatie {listing(unknown)} is. Kies er een.")
    signing = set(press.akkoord.signatures.values_list("organisation", flat=True))
    absent = {str(one) for one in press.parties.values() if one.pk not in signing}
    if absent:
        verb = "is" if len(absent) == 1 else "zijn"
        told.append(
            f"{listing(sorted(absent))} {verb} geen partij bij ‘{press.akkoord}’. Voeg eerst toe "
            "wie mee moet doen."
        )
    return told


@transaction.atomic
def turn(actor: Actor, proposal: Proposal, press: Press, *, now: datetime) -> list[ProposalWork]:
    """Draft a commitment and put an initiative in the programme for every project.

    What was made already is not made again: who presses twice makes nothing twice.

    Raises
    ------
    NotAllowedError, NotReadyError
    """
    require(actor, Action.TURN_INTO_WORK, proposal)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    done = set(proposal.works.values_list("plan", flat=True))
    if done >= {one["id"] for one in proposal.chosen} and proposal.is_decided():
        return []
    lacking = missing(proposal, press)
    if lacking:
        raise NotReadyError(lacking)
    places = places_of(proposal)
    made = [
        turn_one(actor, proposal, press, one, places.get(one["area"]), now=now)
        for one in proposal.chosen
        if one["id"] not in done
    ]
    record(proposal, "turn", by=actor.by(), now=now,
           after={"akkoord": press.akkoord.pk, "projects": len(made)})  # fmt: skip
    return made


def turn_one(
    actor: Actor, proposal: Proposal, press: Press, one: Mapping[str, Any], place: Area | None, *,
    now: datetime,
) -> ProposalWork:  # fmt: skip
    builder = press.parties[one["party"]]
    afspraak = drafting.draft_afspraak(
        actor, press.akkoord, afspraak_text(proposal, one, place), now=now
    )
    propose_parts(actor, afspraak, press, one, now=now)
    promising.set_path(actor, afspraak, {one["ready"]: Decimal(total(one))}, now=now)
    nothing_yet = promising.Figure(
        value=Decimal(0),
        measured_on=timezone.localtime(now).date(),
        source=f"voorstel ‘{proposal}’: er is nog niets gebouwd"[:200],
        demo=bool(one["fictional"]),
    )
    promising.begin_from_measurement(actor, afspraak, nothing_yet, now=now)
    initiative = initiatives.propose(
        actor,
        initiatives.NewInitiative(
            partnership=proposal.partnership,
            kind=InitiativeKind.HUISVESTINGSPROJECT,
            title=one["title"][:200],
            text=f"{afspraak.text}",
            organisation=builder,
            afspraak=afspraak,
            starts_on=date(one["start"], 1, 1),
            ends_on=date(one["ready"], 12, 31),
            homes=total(one),
            visibility=Visibility.PARTNER,
        ),
        now=now,
    )
    for words, year in (("De bouw is begonnen", one["start"]), ("De sleutels", one["ready"])):
        initiatives.add_milestone(actor, initiative, words, date(year, 12, 31), now=now)
    return ProposalWork.objects.create(
        partnership=proposal.partnership,
        visibility=Visibility.PARTNER,
        proposal=proposal,
        plan=one["id"],
        title=one["title"][:200],
        afspraak=afspraak,
        initiative=initiative,
        made_at=now,
    )


def afspraak_text(
    proposal: Proposal, one: Mapping[str, Any], place: Area | None
) -> drafting.AfspraakText:
    """What is promised, measured in homes that are ready."""
    kinds = [form for form in FORMS if one["homes"].get(form)]
    many = total(one)
    social = f" Sociale huur: {number(one['social'])}." if one["social"] else ""
    are = "de woning is" if many == 1 else "de woningen zijn"
    invented = " Dit project is verzonnen voor de demo." if one["fictional"] else ""
    return drafting.AfspraakText(
        title=f"{homes(many)}: {one['title']}"[:200],
        text=(
            f"{one['party']} bouwt {homes(many)}: {per_form(one['homes'])}.{social} De bouw begint "
            f"in {one['start']}; {are} klaar in {one['ready']}.{invented}"
        ),
        due_on=date(one["ready"], 12, 31),
        areas=(place,) if place is not None else (),
        woonvorm=FORMS[kinds[0]] if len(kinds) == 1 else "",
        quantity=Decimal(many),
        unit="woningen",
        measure="woningen die klaar zijn",
        measure_unit="woningen",
        target=Decimal(many),
        evidence=f"Voorstel ‘{proposal}’, besloten op {in_full(proposal.decided_on)}"[:300],
    )


def total(one: Mapping[str, Any]) -> int:
    return int(sum(one["homes"].values()))


def propose_parts(
    actor: Actor, afspraak: Afspraak, press: Press, one: Mapping[str, Any], *, now: datetime
) -> None:
    """Who builds and who pays, as proposals: only the party itself can promise them."""
    builder = press.parties[one["party"]]
    parts = [
        promising.PledgeText(
            builder, PledgeRole.TREKKER, f"bouwt {homes(total(one))}", Decimal(total(one)),
            "woningen", one["ready"],
        )
    ]  # fmt: skip
    for payer, cost in one["costs"].items():
        organisation = press.parties.get(payer)
        if organisation is None or not cost:
            continue
        parts.append(
            promising.PledgeText(
                organisation, PledgeRole.FINANCIER, f"legt {money(cost)} bij",
                Decimal(cost) * 1000, "euro", one["start"],
            )
        )  # fmt: skip
    for part in parts:
        promising.propose_pledge(actor, afspraak, part, now=now)


def places_of(proposal: Proposal) -> dict[str, Area]:
    """The areas of the projects by code, in their newest layout."""
    codes = {one["area"] for one in proposal.chosen}
    found = Area.objects.filter(code__in=codes).defer("geometry").order_by("year")
    return {one.code: one for one in found}
