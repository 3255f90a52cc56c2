"""The steps of a thread, each worked out from the object it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from wwz.akkoord.models import Afspraak, Pledge
from wwz.meetings.models import AttendanceState, Meeting
from wwz.opgave.models import Fact
from wwz.opgave.presentation.figure import figure_of
from wwz.opgave.presentation.statement import statement
from wwz.opgave.wording import how_many, in_full, listing, upper_first
from wwz.uitvoering.models import (
    Channel,
    Initiative,
    InitiativeKind,
    Knelpunt,
    Milestone,
    MilestoneState,
    Oplossing,
    Signaal,
    Terugkoppeling,
    ThreadEntry,
)
from wwz.uitvoering.wording import ended, lower_start

Link = tuple[str, str]
"""Words and the address they lead to."""

TOLD = {
    Channel.WEB: "Een bewoner stuurt een bericht",
    Channel.TELEFOON: "Een bewoner belt",
    Channel.BALIE: "Een bewoner komt langs",
    Channel.PAPIER: "Een bewoner schrijft een brief",
    Channel.PROFESSIONAL: "Mensen die hier werken zien het",
    Channel.BIJEENKOMST: "Een bewoner vertelt het op een bijeenkomst",
}
BEGAN = {
    Channel.WEB: "met een bericht",
    Channel.TELEFOON: "met een telefoontje",
    Channel.BALIE: "aan de balie",
    Channel.PAPIER: "met een brief",
    Channel.PROFESSIONAL: "met wat een professional zag",
    Channel.BIJEENKOMST: "op een bijeenkomst",
}
TIMES = ("", "één keer", "twee keer", "drie keer")
REOPENED = "Heropend"
FINISHED = (MilestoneState.GEHAALD, MilestoneState.VERVALLEN)


def told(signaal: Signaal) -> str:
    return TOLD[Channel(signaal.channel)]


def began(signaal: Signaal) -> str:
    return BEGAN[Channel(signaal.channel)]


@dataclass(frozen=True)
class Step:
    """One stop on the thread. ``state`` is empty when past, else ``now`` or ``next``."""

    kind: str
    title: str
    on: date | None = None
    when: str = ""
    word: str = ""
    quote: str = ""
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    state: str = ""
    lamp: str = ""
    lamp_words: str = ""

    @property
    def date(self) -> str:
        return self.when or ("" if self.state == "now" else in_full(self.on))


def signaal_step(
    signalen: Sequence[Signaal], sent: Sequence[Terugkoppeling], *, full: bool
) -> Step:
    """The first signaal in the words of who gave it, and who else said the same."""
    first, *others = signalen
    paragraphs = []
    quoted = first.quote if first.may_quote else ""
    if quoted:
        paragraphs.append("Met toestemming geplaatst.")
    also = list(dict.fromkeys(str(one.organisation) for one in others if one.organisation))
    residents = sum(1 for one in others if one.organisation is None)
    if residents:
        also.insert(0, how_many(residents, "andere bewoner", "andere bewoners"))
    if also:
        paragraphs.append(f"Ook {listing(also)} {'hoorde' if len(also) == 1 else 'hoorden'} dit.")
    heard = next((one for one in sent if one.signaal_id == first.pk), None)
    if heard:
        paragraphs.append(f"De schrijver kreeg op {in_full(heard.sent_on)} bericht.")
    links = [
        (f"Signaal van {in_full(one.received_on)}", reverse("uitvoering:signal", args=[one.pk]))
        for one in (signalen if full else ())
    ]
    return Step(
        kind="signaal",
        title=told(first),
        on=first.received_on,
        quote=quoted,
        paragraphs=(" ".join(paragraphs),) if paragraphs else (),
        links=tuple(links),
    )


def knelpunt_step(
    knelpunt: Knelpunt, signalen: Sequence[Signaal], facts: Sequence[Fact], *, full: bool
) -> Step:
    number = len(signalen)
    text = f"{upper_first(how_many(number, 'signaal', 'signalen'))} gingen over hetzelfde."
    paragraphs = [text] if number > 1 else []
    if facts:
        paragraphs.append("Dit zeggen de cijfers:")
    links: tuple[Link, ...] = ()
    if full:
        paragraphs[:0] = [knelpunt.analysis] if knelpunt.analysis else []
        links = (("Bekijk het knelpunt", reverse("uitvoering:knelpunt", args=[knelpunt.pk])),)
    return Step(
        kind="knelpunt",
        title=knelpunt.title,
        on=knelpunt.raised_on,
        paragraphs=tuple(paragraphs),
        bullets=tuple(fact_line(fact) for fact in facts),
        links=links,
    )


def fact_line(fact: Fact) -> Link:
    """A fact as a sentence, with the way to its page."""
    figure = figure_of(fact)
    return ended(statement(figure)), figure.address


def solution_step(
    knelpunt: Knelpunt, options: Sequence[Oplossing], meeting: Meeting | None, *, full: bool
) -> Step | None:
    """What residents said about the ideas, and which one was chosen."""
    if knelpunt.meeting_id is None and not options:
        return None
    paragraphs = [options_words(options, meeting)]
    chosen = knelpunt.chosen
    conditions = [option.condition for option in options if option.condition]
    if conditions:
        paragraphs.append(
            f"Er was een bezwaar. Dat werd een voorwaarde: {lower_start(ended(conditions[0]))}"
        )
    if knelpunt.chosen_because:
        paragraphs.append(ended(knelpunt.chosen_because))
    links: tuple[Link, ...] = ()
    if full and meeting is not None:
        links = ((str(meeting), reverse("meetings:meeting", args=[meeting.pk])),)
    return Step(
        kind="oplossing",
        title=f"De buurt kiest: {lower_start(chosen.title)}" if chosen else "De buurt praat erover",
        on=knelpunt.chosen_on or (meeting.starts_at.date() if meeting else None),
        paragraphs=tuple(filter(None, paragraphs)),
        links=links,
    )


def options_words(options: Sequence[Oplossing], meeting: Meeting | None) -> str:
    names = [lower_start(option.title) for option in options]
    words = []
    if meeting is not None:
        there, on_paper = people_at(meeting)
        said = f"Op het wijkplatform spraken {there} bewoners" if there else ""
        if said and on_paper:
            said += f", {how_many(on_paper, 'van hen', 'van hen')} op papier"
        words.append(ended(said))
    if names:
        ideas = how_many(len(names), "idee", "ideeën")
        verb = "lag" if len(names) == 1 else "lagen"
        listed = ", ".join(names[:-1]) + f" of {names[-1]}" if len(names) > 1 else names[0]
        words.append(f"Er {verb} {ideas}: {listed}.")
    return " ".join(filter(None, words))


def people_at(meeting: Meeting) -> tuple[int, int]:
    """How many took part, and how many of them on paper."""
    counts = {AttendanceState.AANWEZIG: 0, AttendanceState.OP_PAPIER: 0}
    for attendance in meeting.attendances.all():
        state = AttendanceState(attendance.state)
        if state in counts:
            counts[state] += attendance.people
    return sum(counts.values()), counts[AttendanceState.OP_PAPIER]


def afspraak_step(afspraak: Afspraak, *, full: bool) -> Step:
    pledges = list(afspraak.pledges.all())
    organisations = len({pledge.organisation_id for pledge in pledges})
    promise = "belooft iets" if organisations == 1 else "beloven ieder iets"
    named = how_many(organisations, "organisatie", "organisaties")
    address = reverse("akkoord:afspraak", args=[afspraak.pk])
    bullets = [(promise_words(pledge), "") for pledge in pledges]
    return Step(
        kind="afspraak",
        title=f"{upper_first(named)} {promise}" if pledges else afspraak.title,
        on=afspraak.akkoord.starts_on,
        paragraphs=(ended(afspraak.title),) if pledges else (),
        bullets=tuple(bullets),
        links=((f"Lees afspraak {afspraak.number}", address),) if full else (),
    )


def promise_words(pledge: Pledge) -> str:
    """'De Stadspoort opent de ruimte.' or, when it is no such sentence, with a colon."""
    sign = "" if pledge.text[:1].islower() else ":"
    return f"{pledge.organisation}{sign} {ended(pledge.text)}"


def initiative_step(initiative: Initiative, *, full: bool) -> Step:
    paragraphs = [initiative.text] if initiative.text else []
    if initiative.kind == InitiativeKind.PROEFTUIN and hasattr(initiative, "proeftuin"):
        card = initiative.proeftuin
        until = f" tot {in_full(initiative.ends_on)}" if initiative.ends_on else ""
        paragraphs.append(f"Het is een proef{until}. {ended(card.stop_rule)}")
        paragraphs += [f"Geleerd: {ended(card.learned)}"] if card.learned else []
    address = reverse("uitvoering:initiative", args=[initiative.pk])
    begun = initiative.starts_on is not None
    return Step(
        kind="initiatief",
        title=f"{initiative.title} {'begint' if begun else 'wordt voorbereid'}",
        on=initiative.starts_on,
        paragraphs=tuple(paragraphs),
        links=(("Bekijk het initiatief", address),) if full else (),
    )


def milestone_steps(initiative: Initiative) -> list[Step]:
    """Reached ones are past; the first that is not is where we are now; the rest comes."""
    steps, now_given = [], initiative.starts_on is None
    for milestone in initiative.milestones.all():
        past = milestone.state in FINISHED
        state = "" if past else ("next" if now_given else "now")
        now_given = now_given or state == "now"
        steps.append(milestone_step(milestone, state))
    return steps


def milestone_step(milestone: Milestone, state: str) -> Step:
    dropped = milestone.state == MilestoneState.VERVALLEN
    moved = bool(milestone.shifts) and not dropped
    texts = [moved_words(milestone)] if moved else []
    if dropped:
        texts.append(f"Dit gaat niet door: {ended(lower_start(milestone.shifted_because))}")
    elif state == "now" and not moved:
        texts.append(f"Gepland op {in_full(milestone.due_on)}.")
    lamp_words = ""
    if state and moved:
        lamp_words = f"Verschoven, {TIMES[min(milestone.shifts, 3)]}"
    return Step(
        kind="mijlpaal",
        title=milestone.title,
        on=milestone.done_on or milestone.due_on,
        paragraphs=tuple(texts),
        state=state,
        lamp="verschoven" if lamp_words else ("vervallen" if dropped else ""),
        lamp_words=lamp_words,
    )


def moved_words(milestone: Milestone) -> str:
    """'Eerst was dit 1 december 2026. Het wordt 11 januari 2027, omdat de helling later komt.'"""
    because = lower_start(milestone.shifted_because.strip().rstrip("."))
    because = because.removeprefix("omdat ")
    first = f"Eerst was dit {in_full(milestone.first_on)}."
    if milestone.done_on:
        return f"{first} Het werd {in_full(milestone.done_on)}, omdat {because}."
    return f"{first} Het wordt {in_full(milestone.due_on)}, omdat {because}."


def with_news(steps: Sequence[Step], sent: Iterable[Terugkoppeling]) -> list[Step]:
    """Beside each step on which days its reporters were told: the last step before that day.

    News since the work began belongs to what is being done now.
    """
    days: dict[int, list[date]] = {}
    now = next((i for i, step in enumerate(steps) if step.state == "now"), None)
    begun = next((step.on for step in steps if step.kind == "initiatief"), None)
    for on in sorted({one.sent_on for one in sent}):
        before = [i for i, one in enumerate(steps) if not one.state and one.on and one.on <= on]
        at = before[-1] if before else 0
        if now is not None and begun and on > begun and steps[at].word != REOPENED:
            at = now
        days.setdefault(at, []).append(on)
    return [with_words(step, days.get(i, [])) for i, step in enumerate(steps)]


def with_words(step: Step, days: Sequence[date]) -> Step:
    """The last day says enough, except beside the first signaal, which has said it already."""
    if not days or (step.kind == "signaal" and not step.word):
        return step
    text = f"Wie een signaal gaf, kreeg hierover op {in_full(days[-1])} bericht."
    if step.word == REOPENED:
        text = f"Het antwoord kwam op {in_full(days[-1])}."
    return replace(step, paragraphs=(*step.paragraphs, text))


def reopened_steps(signalen: Iterable[Signaal]) -> list[Step]:
    return [
        Step(
            kind="signaal",
            word=REOPENED,
            title="Een bewoner vraagt hoe het zit",
            on=one.reopened_on,
            paragraphs=("Het signaal is opnieuw geopend.",)
            if one.closed_on
            else ("Het signaal is opnieuw geopend. Er komt opnieuw antwoord.",),
        )
        for one in signalen
        if one.reopened_on
    ]


def entry_step(entry: ThreadEntry, *, full: bool) -> Step:
    kinds = {"besluit": "besluit", "inzicht": "leerinzicht", "bericht": "terugkoppeling"}
    return Step(
        kind=kinds.get(entry.step, "feit"),
        word=entry.get_step_display(),
        title=entry.title,
        on=entry.happened_on,
        paragraphs=(entry.text,) if entry.text else (),
        links=(("Lees verder", entry.address),) if full and entry.address else (),
    )
