"""What the home of a partnership says: who takes part, each step in a line, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from wwz.akkoord.models import Afspraak, Akkoord
from wwz.akkoord.models.agreements import AkkoordState
from wwz.areas.models import Area
from wwz.meetings.models import Meeting, MeetingState
from wwz.monitor.models import BoardPack
from wwz.opgave.wording import in_full
from wwz.pages.frame import STEPS, home_of
from wwz.partners.access import allows_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Participation, ParticipationRole, Partnership
from wwz.uitvoering.models import Initiative, Woonservicezone
from wwz.visie.models import Phase, PhaseState, Traject, Visie
from wwz.werkplaats.models import Insight, Question


@dataclass(frozen=True)
class StepLine:
    """One of the six steps: its name, how it stands in one line, and where it is."""

    title: str
    words: str
    address: str


@dataclass(frozen=True)
class OpenPhase:
    """A phase in which people can react; ``late`` when its last day has passed."""

    phase: Phase
    late: bool


@dataclass(frozen=True)
class PartnershipHome:
    partnership: Partnership
    gemeenten: Sequence[Area]
    leads: Sequence[Participation]
    parties: int
    steps: Sequence[StepLine]
    meeting: Meeting | None
    open_phases: Sequence[OpenPhase]
    may_add: bool
    may_compare: bool


def partnership_home(
    actor: Actor, partnership: Partnership, *, today: date, now: datetime
) -> PartnershipHome:
    """The page for this actor; every line counts only what the actor may see."""
    taken = Participation.objects.valid(on=today).filter(partnership=partnership)
    leads = taken.filter(role=ParticipationRole.TREKKER).select_related("organisation")
    gemeenten = newest_of(partnership)
    return PartnershipHome(
        partnership=partnership,
        gemeenten=gemeenten,
        leads=list(leads.order_by("organisation__name")),
        parties=taken.count(),
        steps=six_steps(actor, partnership, gemeenten),
        meeting=next_meeting(actor, partnership, now=now),
        open_phases=open_phases(actor, partnership, today=today),
        may_add=allows_in(actor, Action.MANAGE_PARTNERSHIP, partnership),
        may_compare=allows_in(actor, Action.READ_PARTNER, partnership),
    )


def newest_of(partnership: Partnership) -> list[Area]:
    """The gemeenten of a partnership, each once, in the newest layout."""
    found: dict[str, Area] = {}
    for area in partnership.areas.defer("geometry").order_by("name", "-year"):
        found.setdefault(area.code, area)
    return list(found.values())


def next_meeting(actor: Actor, partnership: Partnership, *, now: datetime) -> Meeting | None:
    coming = Meeting.objects.visible_to(actor).filter(
        partnership=partnership, state=MeetingState.UITGENODIGD, starts_at__gte=now
    )
    return coming.order_by("starts_at").first()


def open_phases(actor: Actor, partnership: Partnership, *, today: date) -> list[OpenPhase]:
    """Where people can react now; one that runs late is open still."""
    trajects = Traject.objects.visible_to(actor).filter(partnership=partnership)
    found = Phase.objects.filter(traject__in=trajects, state=PhaseState.OPEN)
    return [
        OpenPhase(phase, late=phase.ends_on < today)
        for phase in found.select_related("traject").order_by("ends_on")
    ]


def six_steps(actor: Actor, partnership: Partnership, gemeenten: Sequence[Area]) -> list[StepLine]:
    home = home_of(partnership.slug)
    one = len(gemeenten) == 1
    opgave = reverse("opgave:gemeente", args=[gemeenten[0].code]) if one else "#gemeenten"
    lines = {
        "visie": visie_line(actor, partnership),
        "akkoord": akkoord_line(actor, partnership),
        "uitvoering": uitvoering_line(actor, partnership),
        "werkplaats": werkplaats_line(actor, partnership),
        "monitor": monitor_line(actor, partnership),
    }
    first = StepLine("Opgave", f"Wat is nodig in {listing(gemeenten)}, nu en later.", opgave)
    rest = [
        StepLine(word, lines[key], f"{home}{path}") for key, word, _, path in STEPS if key in lines
    ]
    return [first, *rest]


def listing(gemeenten: Sequence[Area]) -> str:
    names = [area.name for area in gemeenten]
    if not names:
        return "het gebied"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def visie_line(actor: Actor, partnership: Partnership) -> str:
    found = Visie.objects.visible_to(actor).filter(partnership=partnership)
    adopted = found.filter(adopted_on__isnull=False).order_by("-adopted_on").first()
    if adopted is not None and adopted.adopted_on is not None:
        return f"‘{adopted.title}’, vastgesteld op {in_full(adopted.adopted_on)}."
    return "Er wordt aan een visie geschreven." if found.exists() else "Er is nog geen visie."


def akkoord_line(actor: Actor, partnership: Partnership) -> str:
    in_force = Akkoord.objects.visible_to(actor).filter(
        partnership=partnership, state=AkkoordState.VAN_KRACHT
    )
    newest = in_force.order_by("-starts_on").first()
    if newest is None:
        return "Er is nog geen akkoord van kracht."
    number = Afspraak.objects.visible_to(actor).filter(akkoord=newest).count()
    return f"‘{newest.title}’ is van kracht, met {counted(number, 'afspraak', 'afspraken')}."


def uitvoering_line(actor: Actor, partnership: Partnership) -> str:
    work = Initiative.objects.visible_to(actor).filter(partnership=partnership).count()
    zones = Woonservicezone.objects.visible_to(actor).filter(partnership=partnership).count()
    running = counted(work, "initiatief", "initiatieven")
    return f"{running}, {counted(zones, 'woonservicezone', 'woonservicezones').lower()}."


def werkplaats_line(actor: Actor, partnership: Partnership) -> str:
    asked = Question.objects.visible_to(actor).filter(partnership=partnership).count()
    learned = Insight.objects.visible_to(actor).filter(partnership=partnership).count()
    return f"{counted(asked, 'vraag', 'vragen')}, {counted(learned, 'les', 'lessen').lower()}."


def monitor_line(actor: Actor, partnership: Partnership) -> str:
    packs = BoardPack.objects.visible_to(actor).filter(partnership=partnership)
    newest = packs.select_related("period").order_by("-frozen_at").first()
    if not allows_in(actor, Action.READ_PARTNER, partnership):
        return "Wat partijen zeggen naast wat de cijfers zeggen. Alleen voor wie meedoet."
    if newest is None:
        return "Wat partijen zeggen naast wat de cijfers zeggen."
    return f"Nieuwste bestuursstukken: {newest.period}."


def counted(number: int, one: str, more: str) -> str:
    if number == 0:
        return f"Nog geen {more}"
    return f"{number} {one if number == 1 else more}"
