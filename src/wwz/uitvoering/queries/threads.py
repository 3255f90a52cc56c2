"""The thread of one knelpunt, from signaal to measured fact: for residents and partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from wwz.akkoord.measured import Measured, measured, path_points
from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Meeting
from wwz.opgave.models import Fact
from wwz.opgave.wording import in_full, number
from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Visibility
from wwz.uitvoering.models import Initiative, Knelpunt, KnelpuntState, Signaal, Terugkoppeling
from wwz.uitvoering.queries import thread_steps as make
from wwz.uitvoering.queries.progress import stated
from wwz.uitvoering.queries.thread_steps import Step
from wwz.uitvoering.wording import lower_start

NOW_WORDS = {
    KnelpuntState.GESIGNALEERD: "Wij hebben de signalen bij elkaar gelegd",
    KnelpuntState.IN_ANALYSE: "Wij zoeken uit wat er aan de hand is",
    KnelpuntState.BESPROKEN: "Bewoners hebben erover gepraat",
    KnelpuntState.OPLOSSING_GEKOZEN: "Er is gekozen; nu afspreken wie het doet",
    KnelpuntState.IN_UITVOERING: "Wij voeren het uit",
    KnelpuntState.VERHOLPEN: "Het is opgelost",
    KnelpuntState.AANVAARD: "Wij doen hier niets aan",
}
NEXT_WORDS = {
    KnelpuntState.GESIGNALEERD: "Uitzoeken wat er aan de hand is",
    KnelpuntState.IN_ANALYSE: "Praten met bewoners op een wijkplatform",
    KnelpuntState.BESPROKEN: "Een oplossing kiezen",
    KnelpuntState.OPLOSSING_GEKOZEN: "Afspreken wie het doet en wie betaalt",
}


@dataclass(frozen=True)
class Brief:
    """'In het kort': four lines beside the thread."""

    began: str
    now: str
    following: str
    whose: str


@dataclass(frozen=True)
class Thread:
    """``full`` when it is shown to a partner: then its steps lead to the objects."""

    knelpunt: Knelpunt
    title: str
    lead: str
    steps: tuple[Step, ...]
    brief: Brief
    full: bool

    @property
    def signalen(self) -> int:
        return sum(step.kind == "signaal" and not step.word for step in self.steps)


@dataclass(frozen=True)
class Links:
    """What hangs on the knelpunt and may be shown to this reader."""

    signalen: Sequence[Signaal]
    sent: Sequence[Terugkoppeling]
    facts: Sequence[Fact]
    meeting: Meeting | None
    afspraak: Afspraak | None
    initiative: Initiative | None


def thread(knelpunt: Knelpunt, actor: Actor | None, *, today: date | None = None) -> Thread:
    """The thread as a partner reads it, or in plain words for the resident (no actor)."""
    today = today or timezone.localdate()
    full = actor is not None and is_partner(actor, knelpunt)
    links = links_of(knelpunt, actor if full else None)
    sees_signalen = full and actor is not None and allows(actor, Action.TRIAGE, knelpunt)
    figures = measured(links.afspraak, today) if links.afspraak else None
    steps = all_steps(knelpunt, links, full=full, sees_signalen=sees_signalen)
    if figures is not None and links.afspraak is not None:
        steps += [measured_step(links.afspraak, figures, full=full)]
    return Thread(
        knelpunt=knelpunt,
        title=knelpunt.thread_title or knelpunt.title,
        lead=lead_of(steps, knelpunt),
        steps=tuple(steps),
        brief=brief_of(knelpunt, links, steps),
        full=full,
    )


def is_partner(actor: Actor, knelpunt: Knelpunt) -> bool:
    return allows(actor, Action.READ_PARTNER, knelpunt)


def links_of(knelpunt: Knelpunt, partner: Actor | None) -> Links:
    """Each linked object only when this reader may see it; a resident sees what is public."""
    reader = partner or Actor()
    nothing = UUID(int=0)
    told = knelpunt.signalen.select_related("organisation")
    signalen = list(told.order_by("received_on", "-may_quote", "id"))
    sent = Terugkoppeling.objects.filter(signaal__knelpunt=knelpunt).order_by("sent_on")
    facts = knelpunt.facts.select_related("indicator", "area", "study").defer("area__geometry")
    meetings = Meeting.objects.visible_to(reader).prefetch_related("attendances")
    afspraken = Afspraak.objects.visible_to(reader).select_related("akkoord")
    initiatives = Initiative.objects.visible_to(reader).select_related("organisation", "proeftuin")
    return Links(
        signalen=signalen,
        sent=list(sent),
        facts=list(facts.order_by("indicator__label", "year")),
        meeting=meetings.filter(pk=knelpunt.meeting_id or nothing).first(),
        afspraak=afspraken.prefetch_related("pledges__organisation")
        .filter(pk=knelpunt.afspraak_id or nothing)
        .first(),
        initiative=initiatives.prefetch_related("milestones")
        .filter(pk=knelpunt.initiative_id or nothing)
        .first(),
    )


def all_steps(knelpunt: Knelpunt, links: Links, *, full: bool, sees_signalen: bool) -> list[Step]:
    """Everything that happened by date, then where we are now, then what comes."""
    steps: list[Step] = []
    if links.signalen:
        steps.append(make.signaal_step(links.signalen, links.sent, full=sees_signalen))
    steps.append(make.knelpunt_step(knelpunt, links.signalen, links.facts, full=full))
    options = list(knelpunt.options.all())
    solution = make.solution_step(knelpunt, options, links.meeting, full=full)
    steps += [solution] if solution else []
    steps += make.reopened_steps(links.signalen)
    if links.afspraak:
        steps.append(make.afspraak_step(links.afspraak, full=full))
        steps += stated_steps(links.afspraak) if full else []
    elif knelpunt.afspraak_id:
        steps.append(Step("afspraak", "Organisaties hebben er een afspraak over gemaakt"))
    if links.initiative:
        steps.append(make.initiative_step(links.initiative, full=full))
        steps += make.milestone_steps(links.initiative)
    steps += [make.entry_step(entry, full=full) for entry in knelpunt.entries.all()]
    return make.with_news(with_now(in_order(steps), knelpunt), links.sent)


def in_order(steps: Sequence[Step]) -> list[Step]:
    """Past by date; on one day in the order of the chain. Then now, then what comes."""
    past = [step for step in steps if not step.state]
    known = sorted((step for step in past if step.on), key=lambda step: step.on or date.min)
    unknown = [step for step in past if not step.on]
    rest = [step for state in ("now", "next") for step in steps if step.state == state]
    return [*known, *unknown, *rest]


def with_now(steps: list[Step], knelpunt: Knelpunt) -> list[Step]:
    """Exactly one step says 'U bent hier': the last that happened when none is being done."""
    over = knelpunt.state in (KnelpuntState.VERHOLPEN, KnelpuntState.AANVAARD)
    if knelpunt.state == KnelpuntState.AANVAARD:
        steps.append(Step("besluit", "Wij doen hier niets aan",
                          paragraphs=(knelpunt.accepted_because,)))  # fmt: skip
    if over or any(step.state == "now" for step in steps):
        return steps
    past = [step for step in steps if not step.state]
    if not past:
        return steps
    last = replace(past[-1], state="now", when=past[-1].date)
    return [last if step is past[-1] else step for step in steps]


def measured_step(afspraak: Afspraak, figures: Measured, *, full: bool) -> Step:
    """What was measured beside what was promised; demo figures say so."""
    unit = f" {figures.unit}" if figures.unit not in ("procent", "%", "") else ""
    sign = "%" if figures.unit in ("procent", "%") else unit
    what = lower_start(afspraak.measure or afspraak.title)
    parts = []
    if figures.value is not None:
        demo = " (demo-cijfer)" if figures.demo else ""
        source = f" Bron: {figures.source}, {in_full(figures.as_of)}." if figures.source else ""
        parts.append(f"Nu is het {plain(figures.value)}{sign}{demo}: {what}.{source}")
    else:
        parts.append(f"Wij meten: {what}. Er is nog geen cijfer.")
    points = path_points(afspraak)
    if points:
        parts.append(f"Het doel is {plain(points[-1][1])}{sign}.")
    return Step(
        kind="feit",
        title="We meten of het helpt",
        when="elk half jaar",
        paragraphs=(" ".join(parts),),
        links=(("Over dit cijfer", figures.address),) if figures.address else (),
        state="" if figures.light == "gerealiseerd" else "next",
        lamp=figures.light if full else "",
    )


def plain(value: Decimal) -> str:
    return number(float(value), 0 if value == value.to_integral_value() else 1)


def stated_steps(afspraak: Afspraak) -> list[Step]:
    """What the party says of its promise, once its organisation has approved it."""
    said = stated(afspraak, None)
    if said.approved_at is None:
        return []
    return [
        Step(
            kind="voortgangsmelding",
            word="Voortgang",
            title=f"{said.organisation} zegt hoe het gaat",
            on=timezone.localtime(said.approved_at).date(),
            paragraphs=(said.text,) if said.text else (),
            lamp=said.light,
        )
    ]


def lead_of(steps: Sequence[Step], knelpunt: Knelpunt) -> str:
    """What comes and when, in two sentences."""
    if knelpunt.state == KnelpuntState.VERHOLPEN:
        return "Het is opgelost. Hieronder ziet u alle stappen."
    if knelpunt.state == KnelpuntState.AANVAARD:
        return "Wij doen hier niets aan. Hieronder leest u waarom."
    coming = [step for step in steps if step.kind == "mijlpaal" and step.state]
    if not coming:
        now = NOW_WORDS[KnelpuntState(knelpunt.state)]
        return f"{now}. Hieronder ziet u alle stappen."
    target = coming[1] if len(coming) > 1 else coming[0]
    later = "Dat is later dan eerst gezegd. " if target.lamp == "verschoven" else ""
    return (
        f"{target.title}: naar verwachting op {in_full(target.on)}. {later}"
        "Hieronder ziet u alle stappen."
    )


def brief_of(knelpunt: Knelpunt, links: Links, steps: Sequence[Step]) -> Brief:
    first = links.signalen[0] if links.signalen else None
    began = in_full(first.received_on if first else knelpunt.raised_on)
    if first:
        began += f", {make.began(first)}"
    state = KnelpuntState(knelpunt.state)
    doing = next((s for s in steps if s.kind == "mijlpaal" and s.state == "now"), None)
    following = NEXT_WORDS.get(state, "")
    if doing is not None:
        following = f"{doing.title}, vóór {in_full(doing.on)}"
    return Brief(began, NOW_WORDS[state], following, whose_turn(knelpunt, links))


def whose_turn(knelpunt: Knelpunt, links: Links) -> str:
    """The organisation that must do the next thing; never a person."""
    if knelpunt.state in (KnelpuntState.VERHOLPEN, KnelpuntState.AANVAARD):
        return "Niemand: dit is afgerond"
    if links.initiative is not None:
        return str(links.initiative.organisation)
    return f"Het team van {knelpunt.zone}" if knelpunt.zone else "Het samenwerkingsverband"


def address_of(knelpunt: Knelpunt) -> str:
    return reverse("uitvoering:thread", args=[knelpunt.pk])


def threads_of(actor: Actor, **links: object) -> list[tuple[str, str]]:
    """Every thread that runs through an object: title and address. For 'Volg de draad'."""
    found = Knelpunt.objects.visible_to(actor).filter(**links)
    return [(one.thread_title or one.title, address_of(one)) for one in found]


def is_public(knelpunt: Knelpunt) -> bool:
    return knelpunt.visibility == Visibility.OPENBAAR
