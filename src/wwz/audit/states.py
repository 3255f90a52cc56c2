"""State machines as tables: which verb leads from which states to which, and who may do it.

An app declares its machines in its ``states.py``. `move` is the only way to a new state: it
checks the table, saves, and writes the event, all or nothing. Links never change states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import models, transaction

from wwz.audit.log import By, record
from wwz.audit.models import AuditEvent
from wwz.errors import RuleBrokenError


class WrongStateError(RuleBrokenError):
    """The state that something is in does not allow this."""


@dataclass(frozen=True)
class Transition:
    """One row of a table. ``action`` is the row of the permission matrix that this verb needs."""

    verb: str
    sources: tuple[str, ...]
    target: str
    action: Enum | None
    # Dutch, for people: "‘Huiskamer’ is ... en kan niet meer worden <words>."
    words: str
    requires: str = ""


@dataclass(frozen=True)
class Machine:
    """All states of one kind of object, the first one, and the rows that lead on."""

    label: str
    initial: str
    transitions: tuple[Transition, ...]
    field: str = "state"
    # Other states that something may begin in: a visitor's comment waits, a decision is done.
    other_beginnings: tuple[str, ...] = ()

    @property
    def beginnings(self) -> tuple[str, ...]:
        return (self.initial, *self.other_beginnings)

    @property
    def states(self) -> tuple[str, ...]:
        named = [*self.beginnings]
        for row in self.transitions:
            named += [*row.sources, row.target]
        return tuple(dict.fromkeys(named))

    def row(self, verb: str) -> Transition:
        return next(row for row in self.transitions if row.verb == verb)

    def words(self, verb: str) -> str:
        """How a verb is spoken; nothing when it is not a move of this machine."""
        return next((row.words for row in self.transitions if row.verb == verb), "")


SYSTEM_ACTION = None
"""Instead of an action: the clock does this, no role may."""

MACHINES: dict[str, Machine] = {}
"""Every declared machine by the label of its model, for example ``akkoord.Akkoord``."""


def declare(machine: Machine) -> Machine:
    MACHINES[machine.label] = machine
    return machine


def may_move(thing: models.Model, verb: str) -> bool:
    """Whether the table allows this verb in the present state."""
    machine = MACHINES[thing._meta.label]
    return getattr(thing, machine.field) in machine.row(verb).sources


@transaction.atomic
def move(
    thing: models.Model,
    verb: str,
    *,
    by: By,
    now: datetime,
    changes: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Bring a saved object to the state that this verb leads to, and write who did it.

    ``changes`` are other fields that change with the state (a date, a reason).

    Raises
    ------
    WrongStateError
    """
    machine = MACHINES[thing._meta.label]
    row = machine.row(verb)
    # Read again under a lock: somebody else may have moved it since this page was shown.
    stored = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    state = getattr(stored, machine.field)
    if state not in row.sources:
        raise WrongStateError(
            f"‘{thing}’ is nu {state.replace('_', ' ')} en kan dus niet worden {row.words}. "
            "Laad de pagina opnieuw om te zien wat er is gebeurd."
        )
    setattr(thing, machine.field, row.target)
    for name, value in (changes or {}).items():
        setattr(thing, name, value)
    thing.save(update_fields=[machine.field, *(changes or {})])
    return record(
        thing,
        verb,
        by=by,
        now=now,
        before={machine.field: state},
        after={machine.field: row.target},
    )
