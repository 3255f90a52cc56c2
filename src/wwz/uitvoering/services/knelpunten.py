"""From several signalen to one knelpunt, its facts, its options, and the choice of residents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from string import ascii_lowercase
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wwz.akkoord.models import Afspraak
from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import RuleBrokenError
from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.opgave.models import Fact
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Visibility
from wwz.uitvoering.access import require_zone
from wwz.uitvoering.models import Initiative, Knelpunt, Oplossing, Signaal
from wwz.uitvoering.services.signals import CLOSED
from wwz.uitvoering.services.threads import take_step, tell_who_follows


class NoMeetingError(RuleBrokenError):
    """A choice was asked before residents spoke about it."""


class ReporterUnheardError(RuleBrokenError):
    """Somebody who gave a signaal has no answer yet."""


class NoReasonError(RuleBrokenError):
    """A decision without its reason."""


@dataclass(frozen=True)
class Votes:
    """How many preferred it: in the room, online and on paper count alike."""

    in_room: int = 0
    online: int = 0
    on_paper: int = 0

    @property
    def total(self) -> int:
        return self.in_room + self.online + self.on_paper


@dataclass(frozen=True)
class NewOption:
    title: str
    pros: str = ""
    cons: str = ""
    cost: str = ""
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Discussion:
    """What came out of the wijkplatform, per option; a condition comes from an objection."""

    votes: Mapping[UUID, Votes] = field(default_factory=dict)
    conditions: Mapping[UUID, str] = field(default_factory=dict)


@transaction.atomic
def bundle(
    actor: Actor, signalen: Iterable[Signaal], title: str, *, now: datetime,
    into: Knelpunt | None = None,
) -> Knelpunt:  # fmt: skip
    """Put signalen about the same thing into one knelpunt, new or already there.

    Raises
    ------
    NotAllowedError, WrongStateError, RuleBrokenError
    """
    several = list(signalen)
    if not several:
        raise RuleBrokenError("Kies ten minste één signaal om te bundelen.")
    first = several[0]
    for signaal in several:
        require(actor, Action.TRIAGE, signaal)
        if signaal.partnership_id != first.partnership_id:
            raise RuleBrokenError("Deze signalen horen niet bij hetzelfde samenwerkingsverband.")
    if into is None:
        into = raise_knelpunt(actor, first, title, now=now)
    require(actor, Action.TRIAGE, into)
    if into.partnership_id != first.partnership_id:
        raise RuleBrokenError("Dit knelpunt hoort bij een ander samenwerkingsverband.")
    for signaal in several:
        move(signaal, "bundle", by=actor.by(), now=now, changes={"knelpunt": into})
    return into


def raise_knelpunt(actor: Actor, first: Signaal, title: str, *, now: datetime) -> Knelpunt:
    if not title.strip():
        raise RuleBrokenError("Geef het knelpunt een titel: wat is er voor bewoners mis?")
    require_zone(actor, Action.TRIAGE, first.partnership, first.zone)
    made = Knelpunt.objects.create(
        partnership=first.partnership,
        zone=first.zone,
        title=title,
        raised_on=timezone.localtime(now).date(),
    )
    record(made, "raise", by=actor.by(), now=now, after={"state": made.state})
    return made


@transaction.atomic
def describe(
    actor: Actor, knelpunt: Knelpunt, *, analysis: str, thread_title: str, now: datetime
) -> None:
    """Write what is going on, and how the thread page calls it."""
    require(actor, Action.TRIAGE, knelpunt)
    knelpunt.analysis, knelpunt.thread_title = analysis, thread_title
    knelpunt.save(update_fields=["analysis", "thread_title"])
    record(knelpunt, "describe", by=actor.by(), now=now, after={"length": len(analysis)})


def analyse(actor: Actor, knelpunt: Knelpunt, *, now: datetime) -> None:
    require(actor, Action.TRIAGE, knelpunt)
    take_step(actor, knelpunt, "analyse", now=now)


@transaction.atomic
def put_fact_beside(actor: Actor, knelpunt: Knelpunt, fact: Fact, *, now: datetime) -> None:
    """Lay a published figure beside the stories; a figure never changes a state."""
    require(actor, Action.TRIAGE, knelpunt)
    if not fact.study.is_published():
        raise RuleBrokenError("Dit cijfer is niet gepubliceerd. Kies een cijfer uit de opgave.")
    knelpunt.facts.add(fact)
    record(knelpunt, "put_fact_beside", by=actor.by(), now=now, after={"fact": fact.pk})


@transaction.atomic
def take_fact_away(actor: Actor, knelpunt: Knelpunt, fact: Fact, *, now: datetime) -> None:
    require(actor, Action.TRIAGE, knelpunt)
    knelpunt.facts.remove(fact)
    record(knelpunt, "take_fact_away", by=actor.by(), now=now, before={"fact": fact.pk})


@transaction.atomic
def add_option(actor: Actor, knelpunt: Knelpunt, new: NewOption, *, now: datetime) -> Oplossing:
    require(actor, Action.TRIAGE, knelpunt)
    used = set(knelpunt.options.values_list("letter", flat=True))
    letter = next((one for one in ascii_lowercase if one not in used), "")
    if not letter:
        raise RuleBrokenError("Er staan al 26 oplossingen bij dit knelpunt. Voeg er samen.")
    made = Oplossing.objects.create(
        knelpunt=knelpunt,
        letter=letter,
        title=new.title,
        pros=new.pros,
        cons=new.cons,
        cost=new.cost,
        organisation=new.organisation,
    )
    record(knelpunt, "add_option", by=actor.by(), now=now, after={"letter": letter})
    return made


@transaction.atomic
def discuss(
    actor: Actor, knelpunt: Knelpunt, meeting: Meeting, said: Discussion, *, now: datetime
) -> None:
    """Note what residents said at the wijkplatform: preferences and conditions.

    Raises
    ------
    NoMeetingError, NotAllowedError, WrongStateError
    """
    require(actor, Action.TRIAGE, knelpunt)
    require_held(knelpunt, meeting)
    options = {option.pk: option for option in knelpunt.options.all()}
    if not options:
        raise RuleBrokenError("Er is nog geen oplossing om te bespreken. Voeg er eerst een toe.")
    for pk, option in options.items():
        votes = said.votes.get(pk, Votes())
        option.votes_in_room, option.votes_online = votes.in_room, votes.online
        option.votes_on_paper = votes.on_paper
        option.condition = said.conditions.get(pk, "")
        option.save(update_fields=["votes_in_room", "votes_online", "votes_on_paper", "condition"])
    take_step(actor, knelpunt, "discuss", now=now, changes={"meeting": meeting})


def require_held(knelpunt: Knelpunt, meeting: Meeting) -> None:
    right = (
        meeting.partnership_id == knelpunt.partnership_id
        and meeting.kind == MeetingKind.WIJKPLATFORM
        and meeting.state == MeetingState.GEHOUDEN
    )
    if not right:
        raise NoMeetingError(
            f"‘{meeting}’ is geen gehouden wijkplatform van dit samenwerkingsverband. Kies de "
            "bijeenkomst waar bewoners erover spraken."
        )


@transaction.atomic
def choose(
    actor: Actor, knelpunt: Knelpunt, option: Oplossing, *, because: str, now: datetime
) -> None:
    """Set the chosen option; residents spoke about it first, and the reason is public.

    Raises
    ------
    NoMeetingError, NoReasonError, NotAllowedError, WrongStateError
    """
    require(actor, Action.CHOOSE_SOLUTION, knelpunt)
    if knelpunt.meeting_id is None:
        raise NoMeetingError(
            "Bewoners hebben hier nog niet over gesproken. Bespreek het eerst op een wijkplatform "
            "en leg vast wat daar is gezegd."
        )
    if option.knelpunt_id != knelpunt.pk:
        raise RuleBrokenError("Deze oplossing hoort bij een ander knelpunt.")
    require_reason(because, "Schrijf waarom deze oplossing is gekozen: bewoners lezen dat mee.")
    today = timezone.localtime(now).date()
    changes = {"chosen": option, "chosen_because": because, "chosen_on": today}
    take_step(actor, knelpunt, "choose", now=now, changes=changes)


def require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise NoReasonError(sentence)


@transaction.atomic
def link(
    actor: Actor, knelpunt: Knelpunt, *, now: datetime,
    afspraak: Afspraak | None = None, initiative: Initiative | None = None,
) -> None:  # fmt: skip
    """Tie the knelpunt to what was promised and what is being done. A link changes no state."""
    require(actor, Action.CHOOSE_SOLUTION, knelpunt)
    for thing in (afspraak, initiative):
        if thing is not None and thing.partnership_id != knelpunt.partnership_id:
            raise RuleBrokenError("Dit hoort bij een ander samenwerkingsverband.")
    before = {"afspraak": knelpunt.afspraak_id, "initiative": knelpunt.initiative_id}
    knelpunt.afspraak = afspraak or knelpunt.afspraak
    knelpunt.initiative = initiative or knelpunt.initiative
    knelpunt.save(update_fields=["afspraak", "initiative"])
    after = {"afspraak": knelpunt.afspraak_id, "initiative": knelpunt.initiative_id}
    record(knelpunt, "link", by=actor.by(), now=now, before=before, after=after)


def carry_out(actor: Actor, knelpunt: Knelpunt, *, now: datetime) -> None:
    require(actor, Action.MANAGE_PROGRAMME, knelpunt)
    if knelpunt.afspraak_id is None and knelpunt.initiative_id is None:
        raise RuleBrokenError(
            "Er is nog geen afspraak of initiatief voor dit knelpunt. Koppel er eerst een: dan is "
            "duidelijk wie het doet."
        )
    take_step(actor, knelpunt, "carry_out", now=now)


def solve(actor: Actor, knelpunt: Knelpunt, *, now: datetime) -> None:
    """It is over: everybody who told of it has had an answer.

    Raises
    ------
    ReporterUnheardError, NotAllowedError, WrongStateError
    """
    require(actor, Action.CHOOSE_SOLUTION, knelpunt)
    unheard = knelpunt.signalen.exclude(state__in=CLOSED).count()
    if unheard:
        raise ReporterUnheardError(
            f"{unheard} van de melders hebben nog geen antwoord. Geef eerst iedereen een "
            "terugkoppeling; daarna is het knelpunt verholpen."
            if unheard > 1
            else "Eén melder heeft nog geen antwoord. Geef eerst een terugkoppeling; daarna is "
            "het knelpunt verholpen."
        )
    take_step(actor, knelpunt, "solve", now=now)


def accept(actor: Actor, knelpunt: Knelpunt, *, because: str, now: datetime) -> None:
    """Decide to do nothing about it, and say in public why."""
    require(actor, Action.CHOOSE_SOLUTION, knelpunt)
    require_reason(because, "Schrijf waarom hier niets aan wordt gedaan: iedereen mag dat lezen.")
    changes = {"accepted_because": because, "visibility": Visibility.OPENBAAR}
    take_step(actor, knelpunt, "accept", now=now, changes=changes)


@transaction.atomic
def publish(actor: Actor, knelpunt: Knelpunt, *, now: datetime) -> None:
    """Let everybody read the thread. The analysis and the signalen stay with the partners."""
    require(actor, Action.CHOOSE_SOLUTION, knelpunt)
    before = {"visibility": knelpunt.visibility}
    knelpunt.visibility = Visibility.OPENBAAR
    knelpunt.save(update_fields=["visibility"])
    record(knelpunt, "publish", by=actor.by(), now=now, before=before,
           after={"visibility": knelpunt.visibility})  # fmt: skip
    if knelpunt.zone is not None:
        tell_who_follows(knelpunt, "u kunt nu meelezen", of=knelpunt.zone, now=now)
