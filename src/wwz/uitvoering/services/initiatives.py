"""An initiative from idea to end; a proeftuin ends only with what was learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wwz.akkoord.models import Afspraak
from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications.services import tell_followers
from wwz.partners.access import refusal, require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Partnership, Visibility
from wwz.uitvoering.models import (
    Initiative,
    InitiativeKind,
    Milestone,
    Proeftuin,
    Programme,
    Woonservicezone,
)


class ProeftuinEndsOtherwiseError(RuleBrokenError):
    """A proeftuin is scaled up, adapted or stopped, with a lesson; it is never just finished."""


@dataclass(frozen=True)
class NewInitiative:
    partnership: Partnership
    kind: str
    title: str
    organisation: Organisation
    text: str = ""
    zone: Woonservicezone | None = None
    afspraak: Afspraak | None = None
    programme: Programme | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    homes: int | None = None
    visibility: str = Visibility.PARTNER


@dataclass(frozen=True)
class Experiment:
    """The card of a proeftuin."""

    hypothesis: str
    measure: str
    stop_rule: str
    decide_on: date


@transaction.atomic
def propose(
    actor: Actor, new: NewInitiative, *, now: datetime, experiment: Experiment | None = None
) -> Initiative:
    """Put an initiative into the programme; a proeftuin with its card.

    Raises
    ------
    NotAllowedError, RuleBrokenError
    """
    require_in(actor, Action.MANAGE_PROGRAMME, new.partnership)
    own = actor.reach(Action.MANAGE_PROGRAMME, new.partnership.pk) is Reach.OWN
    in_zone = new.zone is not None and new.zone.pk == actor.scope_id
    if own and new.organisation.pk != actor.organisation_id and not in_zone:
        raise NotAllowedError(refusal(actor, Action.MANAGE_PROGRAMME))
    if (new.kind == InitiativeKind.PROEFTUIN) != (experiment is not None):
        raise RuleBrokenError(
            "Een proeftuin heeft een kaart: wat u verwacht, waaraan u het ziet en wanneer u stopt."
        )
    made = Initiative.objects.create(
        partnership=new.partnership,
        visibility=new.visibility,
        programme=new.programme,
        kind=new.kind,
        title=new.title,
        text=new.text,
        organisation=new.organisation,
        zone=new.zone,
        afspraak=new.afspraak,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        homes=new.homes,
    )
    if experiment is not None:
        Proeftuin.objects.create(initiative=made, **vars(experiment))
    record(made, "propose", by=actor.by(), now=now, after={"state": made.state, "kind": made.kind})
    return made


def go_on(actor: Actor, initiative: Initiative, verb: str, *, now: datetime) -> None:
    """Explore, decide or begin."""
    require(actor, Action.MANAGE_PROGRAMME, initiative)
    if verb not in ("explore", "decide", "begin"):
        raise RuleBrokenError("Zo kan een initiatief niet verder. Kies een van de knoppen.")
    changes: dict[str, object] = {}
    if verb == "begin" and initiative.starts_on is None:
        changes["starts_on"] = timezone.localtime(now).date()
    move(initiative, verb, by=actor.by(), now=now, changes=changes)


@transaction.atomic
def finish(actor: Actor, initiative: Initiative, *, now: datetime) -> None:
    require(actor, Action.MANAGE_PROGRAMME, initiative)
    if initiative.kind == InitiativeKind.PROEFTUIN:
        raise ProeftuinEndsOtherwiseError(
            "Een proeftuin eindigt met een besluit: groter maken, aanpassen of stoppen. Schrijf "
            "erbij wat is geleerd."
        )
    today = timezone.localtime(now).date()
    move(initiative, "finish", by=actor.by(), now=now, changes={"ends_on": today})
    tell(initiative, "het is af", now=now)


@transaction.atomic
def stop(
    actor: Actor, initiative: Initiative, *, because: str, learned: str = "", now: datetime
) -> None:
    """End it, with the reason; of a proeftuin also what was learned."""
    require(actor, Action.MANAGE_PROGRAMME, initiative)
    if not because.strip():
        raise RuleBrokenError("Schrijf waarom het stopt: partners en bewoners lezen dat terug.")
    end_experiment(initiative, learned)
    changes = {"ended_because": because, "ends_on": timezone.localtime(now).date()}
    move(initiative, "stop", by=actor.by(), now=now, changes=changes)
    tell(initiative, "het stopt; lees waarom", now=now)


def tell(initiative: Initiative, news: str, *, now: datetime) -> None:
    """Let who follows the initiative know."""
    address = reverse("uitvoering:initiative", args=[initiative.pk])
    tell_followers(initiative, f"‘{initiative}’: {news}", address, now=now)


@transaction.atomic
def decide_proeftuin(
    actor: Actor, initiative: Initiative, verb: str, *,
    learned: str, pays_next: Organisation | None, now: datetime,
) -> None:  # fmt: skip
    """Scale up or adapt: with the lesson, and who pays from now on.

    Raises
    ------
    ProeftuinEndsOtherwiseError, NotAllowedError, WrongStateError
    """
    require(actor, Action.MANAGE_PROGRAMME, initiative)
    if initiative.kind != InitiativeKind.PROEFTUIN or verb not in ("scale_up", "adapt"):
        raise ProeftuinEndsOtherwiseError("Alleen een proeftuin wordt groter gemaakt of aangepast.")
    if pays_next is None:
        raise ProeftuinEndsOtherwiseError(
            "Kies wie hierna betaalt. Zonder geld voor daarna houdt het op als de proef stopt."
        )
    end_experiment(initiative, learned, pays_next)
    move(initiative, verb, by=actor.by(), now=now)


def end_experiment(
    initiative: Initiative, learned: str, pays_next: Organisation | None = None
) -> None:
    if initiative.kind != InitiativeKind.PROEFTUIN:
        return
    if not learned.strip():
        raise ProeftuinEndsOtherwiseError(
            "Schrijf wat deze proeftuin heeft geleerd, ook als het niet werkte."
        )
    card = Proeftuin.objects.get(initiative=initiative)
    card.learned, card.pays_next = learned, pays_next
    card.save(update_fields=["learned", "pays_next"])


# --- milestones keep the date that was said first ---


@transaction.atomic
def add_milestone(
    actor: Actor, initiative: Initiative, title: str, due_on: date, *, now: datetime
) -> Milestone:
    require(actor, Action.MANAGE_PROGRAMME, initiative)
    made = Milestone.objects.create(
        initiative=initiative, title=title, first_on=due_on, due_on=due_on
    )
    record(made, "plan", by=actor.by(), now=now, after={"due_on": due_on})
    return made


@transaction.atomic
def reach(actor: Actor, milestone: Milestone, *, now: datetime) -> None:
    require(actor, Action.MANAGE_PROGRAMME, milestone.initiative)
    today = timezone.localtime(now).date()
    move(milestone, "reach", by=actor.by(), now=now, changes={"done_on": today})
    tell(milestone.initiative, f"‘{milestone}’ is klaar", now=now)


@transaction.atomic
def shift(actor: Actor, milestone: Milestone, to: date, *, because: str, now: datetime) -> None:
    """Move to a later date, with the reason; the first date stays where it was.

    Raises
    ------
    RuleBrokenError, NotAllowedError, WrongStateError
    """
    require(actor, Action.MANAGE_PROGRAMME, milestone.initiative)
    if not because.strip():
        raise RuleBrokenError(f"Schrijf waarom ‘{milestone}’ later wordt: dat staat in de draad.")
    if to <= milestone.due_on:
        raise RuleBrokenError(
            f"Kies een dag na {milestone.due_on:%d-%m-%Y}: verschuiven kan alleen naar later."
        )
    changes = {"due_on": to, "shifted_because": because, "shifts": milestone.shifts + 1}
    move(milestone, "shift", by=actor.by(), now=now, changes=changes)
    tell(milestone.initiative, f"‘{milestone}’ wordt later", now=now)


def drop(actor: Actor, milestone: Milestone, *, because: str, now: datetime) -> None:
    require(actor, Action.MANAGE_PROGRAMME, milestone.initiative)
    if not because.strip():
        raise RuleBrokenError(f"Schrijf waarom ‘{milestone}’ vervalt.")
    move(milestone, "drop", by=actor.by(), now=now, changes={"shifted_because": because})
