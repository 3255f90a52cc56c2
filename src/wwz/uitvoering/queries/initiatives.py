"""Lists of initiatives with their lights, the page of one, and the programme at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wwz.akkoord.models import Afspraak
from wwz.audit.states import MACHINES, may_move
from wwz.beside import read_beside
from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.choosing import chosen, parties_to_choose
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import (
    Initiative,
    InitiativeKind,
    InitiativeState,
    Knelpunt,
    Milestone,
    MilestoneState,
)
from wwz.uitvoering.proposals.threads import proposal_threads
from wwz.uitvoering.queries.threads import threads_of

RUNNING = (
    InitiativeState.VERKENNING,
    InitiativeState.BESLOTEN,
    InitiativeState.UITVOERING,
)
ENDED = (InitiativeState.GESTOPT, InitiativeState.AFGEROND, InitiativeState.OPGESCHAALD,
         InitiativeState.AANGEPAST)  # fmt: skip
SORTS = {
    "titel": ("title", "id"),
    "begin": ("starts_on", "title", "id"),
    "stand": ("state", "title", "id"),
    "trekker": ("organisation__name", "title", "id"),
}
BESIDE = ("organisation", "zone", "afspraak")
# What a row of the list shows; the rest of an initiative is read on its own page.
SHOWN = ("kind", "title", "state", "organisation__name", "organisation__demo", "zone__name",
         "afspraak__number")  # fmt: skip
OPEN_MILESTONES = (MilestoneState.GEPLAND, MilestoneState.VERSCHOVEN)


@dataclass(frozen=True)
class Lit:
    """An initiative with its lamp, worked out from its milestones; nobody sets it."""

    initiative: Initiative
    following: Milestone | None
    lamp: str
    words: str

    @property
    def title(self) -> str:
        return self.initiative.title


def listed(
    actor: Actor, partnership: Partnership, wanted: Mapping[str, Any]
) -> QuerySet[Initiative]:
    found = Initiative.objects.visible_to(actor).filter(partnership=partnership)
    if wanted.get("zoek"):
        words = wanted["zoek"]
        found = found.filter(Q(title__icontains=words) | Q(text__icontains=words))
    for name, field in (("zone", "zone"), ("soort", "kind"), ("stand", "state")):
        if wanted.get(name):
            found = found.filter(**{field: wanted[name]})
    if wanted.get("trekker"):
        found = found.filter(chosen(wanted["trekker"], "organisation"))
    order = SORTS.get(wanted.get("volgorde") or "", SORTS["titel"])
    return found.select_related(*BESIDE).order_by(*order)


def lit(initiatives: Iterable[Initiative], *, today: date) -> list[Lit]:
    """Each with its lamp; one query more for all milestones together."""
    if isinstance(initiatives, QuerySet):
        initiatives = initiatives.select_related(*BESIDE)
    rows = list(initiatives)
    read_beside(rows, Milestone.objects.all(), "initiative")
    return [with_lamp(one, today) for one in rows]


def with_lamp(initiative: Initiative, today: date) -> Lit:
    """Late is behind, shifted asks for attention; without a milestone nothing can be said."""
    open_ones = [m for m in initiative.milestones.all() if m.state in OPEN_MILESTONES]
    following = min(open_ones, key=lambda one: one.due_on, default=None)
    if initiative.state in (InitiativeState.AFGEROND, InitiativeState.OPGESCHAALD):
        return Lit(
            initiative, following, "gerealiseerd", initiative.get_state_display().capitalize()
        )
    if initiative.state in ENDED:
        return Lit(initiative, following, "ended", initiative.get_state_display().capitalize())
    if following is None:
        reached = any(m.state == MilestoneState.GEHAALD for m in initiative.milestones.all())
        words = "Alle mijlpalen gehaald" if reached else "Nog geen mijlpaal"
        return Lit(initiative, None, "op_koers" if reached else "nog_niet_te_meten", words)
    if following.due_on < today:
        return Lit(initiative, following, "loopt_achter", "Te laat")
    if following.shifts:
        return Lit(initiative, following, "verschoven", "Verschoven")
    return Lit(initiative, following, "op_koers", "Op koers")


def leads_of(partnership: Partnership) -> list[Organisation] | None:
    """The organisations that lead something here; nothing when they are too many to list."""
    led = Initiative.objects.filter(partnership=partnership, organisation=OuterRef("pk"))
    return parties_to_choose(Organisation.objects.filter(Exists(led)))


@dataclass(frozen=True)
class InitiativePage:
    initiative: Initiative
    lit: Lit
    milestones: Sequence[Milestone]
    threads: Sequence[tuple[str, str]]
    afspraak: Afspraak | None
    may_manage: bool
    can: frozenset[str]
    ended: bool


def initiative_page(actor: Actor, initiative: Initiative, *, today: date) -> InitiativePage:
    milestones = list(initiative.milestones.order_by("due_on", "title"))
    verbs = [row.verb for row in MACHINES["uitvoering.Initiative"].transitions]
    proeftuin = initiative.kind == InitiativeKind.PROEFTUIN
    unfit = {"finish"} if proeftuin else {"adapt", "scale_up"}
    afspraken = Afspraak.objects.visible_to(actor).select_related("akkoord")
    return InitiativePage(
        initiative=initiative,
        lit=with_lamp(initiative, today),
        milestones=milestones,
        threads=threads_of(actor, initiative=initiative)
        + proposal_threads(actor, initiative=initiative),
        afspraak=afspraken.filter(initiatives=initiative).first(),
        may_manage=allows(actor, Action.MANAGE_PROGRAMME, initiative),
        can=frozenset(verb for verb in verbs if may_move(initiative, verb)) - unfit,
        ended=initiative.state in ENDED,
    )


def of_afspraak(actor: Actor, afspraak: Afspraak, *, today: date) -> list[Lit]:
    found = Initiative.objects.visible_to(actor).filter(afspraak=afspraak)
    return lit(found.order_by("title"), today=today)


@dataclass(frozen=True)
class Overview:
    """The programme: how many of what, what is late, what runs as an experiment."""

    counts: Sequence[tuple[str, int]]
    late: Sequence[Lit]
    experiments: Sequence[Lit]
    total: int
    knelpunten: Sequence[Knelpunt]


def overview(actor: Actor, partnership: Partnership, *, today: date) -> Overview:
    mine = Initiative.objects.visible_to(actor).filter(partnership=partnership)
    states = dict(mine.order_by().values_list("state").annotate(number=Count("pk")))
    late = mine.filter(
        state__in=RUNNING, milestones__state__in=OPEN_MILESTONES, milestones__due_on__lt=today
    ).distinct()
    knelpunten = Knelpunt.objects.visible_to(actor).filter(partnership=partnership)
    return Overview(
        counts=[(str(InitiativeState(key).label), states[key]) for key in InitiativeState.values
                if key in states],
        late=lit(late.order_by("title")[:10], today=today),
        experiments=lit(
            mine.filter(kind=InitiativeKind.PROEFTUIN).order_by("title")[:10], today=today
        ),
        total=sum(states.values()),
        knelpunten=list(
            knelpunten.annotate(number=Count("signalen")).select_related("zone")[:10]
        ),
    )  # fmt: skip
