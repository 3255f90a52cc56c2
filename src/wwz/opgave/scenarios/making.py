"""What people do with a scenario: keep it, share it, withdraw it, have it worked out whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wwz.areas.models import Area
from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs, services
from wwz.opgave.models import Study
from wwz.opgave.queries.published import latest_study
from wwz.opgave.scenarios.models import Scenario, ScenarioState
from wwz.partners.access import refusal, require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership

MOST_EACH = 200


class NothingChangedError(RuleBrokenError):
    """A scenario that says the same as the base."""


class TooManyScenariosError(RuleBrokenError):
    """Lists and comparisons stay readable."""


@dataclass(frozen=True)
class NewScenario:
    """What is asked to be kept."""

    gemeente: Area
    name: str
    reason: str
    changes: list[dict[str, Any]]
    follows: Scenario | None = None


@transaction.atomic
def keep(actor: Actor, partnership: Partnership, new: NewScenario, *, now: datetime) -> Scenario:
    """Keep changes under a name; as the next version of another when it follows one.

    Raises
    ------
    NotAllowedError, ScenarioRefusedError, NothingChangedError, TooManyScenariosError
    """
    require_in(actor, Action.KEEP_SCENARIO, partnership)
    if actor.organisation_id is None:
        raise NotAllowedError(refusal(actor, Action.KEEP_SCENARIO))
    # One at a time: a second click finds what the first kept.
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    changes = jobs.checked_changes(new.changes)
    if not changes:
        raise NothingChangedError(
            "Dit scenario verandert niets. Verander eerst een getal en bewaar het dan."
        )
    follows = following(actor, new.follows)
    known = Scenario.objects.filter(partnership=partnership)
    same = known.filter(
        gemeente=new.gemeente, name=new.name, changes=changes, organisation=actor.organisation_id
    ).exclude(state=ScenarioState.INGETROKKEN).first()  # fmt: skip
    if same is not None:
        return same
    if known.count() >= MOST_EACH:
        raise TooManyScenariosError(
            f"Er staan al {MOST_EACH} scenario’s in dit samenwerkingsverband. Gebruik er een van."
        )
    made = Scenario.objects.create(
        partnership=partnership,
        gemeente=new.gemeente,
        name=new.name,
        reason=new.reason,
        changes=changes,
        version=follows.version + 1 if follows is not None else 1,
        follows=follows,
        organisation_id=actor.organisation_id,
        made_by_id=actor.person_id,
        made_at=now,
    )
    record(made, "add", by=actor.by(), now=now, after={"state": made.state, "changes": changes})
    return made


def following(actor: Actor, earlier: Scenario | None) -> Scenario | None:
    """The last version of one's own scenario; of another's a new one begins."""
    if earlier is None or earlier.organisation_id != actor.organisation_id:
        return None
    while (later := earlier.later.first()) is not None:
        earlier = later
    return earlier


@transaction.atomic
def share(actor: Actor, scenario: Scenario, *, now: datetime) -> None:
    """Show it to all partners.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    require(actor, Action.KEEP_SCENARIO, scenario)
    move(scenario, "share", by=actor.by(), now=now)


@transaction.atomic
def withdraw(actor: Actor, scenario: Scenario, *, now: datetime) -> None:
    """It is not used any more; figures that were published stay to be found.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    require(actor, Action.KEEP_SCENARIO, scenario)
    move(scenario, "withdraw", by=actor.by(), now=now)


def work_out(actor: Actor, scenario: Scenario, *, now: datetime) -> Study:
    """Ask for a whole study of it, whose facts are published for everybody.

    Raises
    ------
    NotAllowedError, RuleBrokenError
    """
    if scenario.state != ScenarioState.GEDEELD:
        raise RuleBrokenError(
            "Deel dit scenario eerst met de partners. Dan kunt u er een hele analyse van maken."
        )
    return services.request_study(actor, scenario.gemeente, wanted_of(scenario), now=now)


def wanted_of(scenario: Scenario) -> services.Wanted:
    """A study like the newest of the base, so that the draws are the same."""
    base = latest_study(scenario.gemeente.code)
    like = {"to_year": base.to_year, "draws": base.draws, "seed": base.seed} if base else {}
    return services.Wanted(**like, scenario=scenario.key)
