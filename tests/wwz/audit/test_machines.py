"""Every table of states, walked: each state with each verb, and what is wrong with a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from django.apps import apps
from django.db import connection, models

from tests.cast import NOW
from tests.wwz.audit.made import least
from tests.wwz.opgave.test_two_at_once import at_once
from wwz.audit.log import SYSTEM, By
from wwz.audit.models import AuditEvent
from wwz.audit.states import (
    MACHINES,
    Machine,
    Transition,
    WrongStateError,
    may_move,
    move,
)
from wwz.notifications.models import OutgoingMail
from wwz.partners.matrix import MATRIX, Action, Reach, roles_that_may

BY = By(person=None, organisation=None, role="programmamanager")
# States that no person moves: sending mail and computing have locks of their own.
WITHOUT_TABLE = {
    "notifications.OutgoingMail", "opgave.LiveQuestion", "opgave.Study", "opgave.Weighing",
}  # fmt: skip


def label_of(machine: Machine) -> str:
    return machine.label


@pytest.fixture
def tables_alone(db: None) -> None:
    """Without the triggers of the apps, which ask for more than the table; each app tests its own.

    All of it is undone with the transaction of the test.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master "
                "WHERE type = 'trigger' AND tbl_name NOT LIKE 'audit%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        for (table,) in cursor.fetchall():
            if not table.startswith("audit"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


every_machine = pytest.mark.parametrize("machine", list(MACHINES.values()), ids=label_of)


@every_machine
def test_every_state_with_every_verb(machine: Machine, tables_alone: None) -> None:
    model = apps.get_model(machine.label)
    for state in machine.states:
        for row in machine.transitions:
            thing = least(model, **{machine.field: state})
            before = AuditEvent.objects.count()
            if state in row.sources:
                assert may_move(thing, row.verb)
                event = move(thing, row.verb, by=BY, now=NOW)
                thing.refresh_from_db()
                assert getattr(thing, machine.field) == row.target
                assert (event.before, event.after) == (
                    {machine.field: state},
                    {machine.field: row.target},
                )
                assert event.verb == f"{machine.label.lower().split('.')[-1]}.{row.verb}"
                assert AuditEvent.objects.count() == before + 1
            else:
                assert not may_move(thing, row.verb)
                with pytest.raises(WrongStateError, match=f"kan dus niet worden {row.words}"):
                    move(thing, row.verb, by=BY, now=NOW)
                thing.refresh_from_db()
                assert getattr(thing, machine.field) == state
                assert AuditEvent.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_wins() -> None:
    for machine in MACHINES.values():
        model = apps.get_model(machine.label)
        # A verb that leads away from the first state: the second one finds another state.
        row = next(
            row
            for row in machine.transitions
            if machine.initial in row.sources and row.target not in row.sources
        )
        pk = least(model).pk
        found = at_once(*[partial(move_anew, model, pk, row.verb)] * 2)
        won = [one for one in found if isinstance(one, AuditEvent)]
        lost = [one for one in found if isinstance(one, WrongStateError)]
        assert (len(won), len(lost)) == (1, 1), (machine.label, found)
        assert AuditEvent.objects.filter(object_id=pk).count() == 1


def move_anew(model: type[models.Model], pk: object, verb: str) -> AuditEvent:
    return move(model._base_manager.get(pk=pk), verb, by=BY, now=NOW)


# --- what a table must be ---


def faults(machine: Machine) -> list[str]:
    """What is wrong with a table; nothing when it is sound."""
    found = []
    reached, before = set(machine.beginnings), set[str]()
    while reached != before:
        before = set(reached)
        reached |= {row.target for row in machine.transitions if reached & set(row.sources)}
    found += [f"{state} is never reached" for state in machine.states if state not in reached]
    for row in machine.transitions:
        if isinstance(row.action, Action):
            if not roles_that_may(row.action):
                found.append(f"{row.verb}: nobody may")
        elif row.action is not None:
            found.append(f"{row.verb}: {row.action} is not in the matrix")
        if not row.words:
            found.append(f"{row.verb}: has no Dutch words")
    verbs = [row.verb for row in machine.transitions]
    found += [f"{verb} is there twice" for verb in set(verbs) if verbs.count(verb) > 1]
    return found


def misfits(machine: Machine) -> list[str]:
    """Where a table and the column of its class differ."""
    field = apps.get_model(machine.label)._meta.get_field(machine.field)
    choices = {value for value, _ in field.choices or ()}
    found = [f"{state} is not stored" for state in machine.states if state not in choices]
    found += [f"{state} is in no row" for state in choices if state not in machine.states]
    return found


@every_machine
def test_table_is_sound(machine: Machine) -> None:
    assert faults(machine) == []


@every_machine
def test_table_and_column_agree(machine: Machine) -> None:
    assert misfits(machine) == []


def test_every_class_with_a_state_has_a_table() -> None:
    with_state = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("wwz.")
        and any(field.name == "state" for field in model._meta.concrete_fields)
    }
    without = with_state - set(MACHINES) - WITHOUT_TABLE - {"meetings.Attendance"}
    assert without == set()
    assert OutgoingMail._meta.label in WITHOUT_TABLE


SOUND = MACHINES["comments.Comment"]
LOST = Transition("lose", ("kwijt",), "weg", Action.MODERATE, "kwijt")


def test_unreachable_state_is_found() -> None:
    planted = replace(SOUND, transitions=(*SOUND.transitions, LOST))
    assert faults(planted) == ["kwijt is never reached", "weg is never reached"]
    assert misfits(planted) == ["kwijt is not stored", "weg is not stored"]


def test_verb_that_nobody_may_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = dict.fromkeys(MATRIX[Action.MODERATE], Reach.NONE)
    monkeypatch.setitem(MATRIX, Action.MODERATE, nobody)
    assert "hide: nobody may" in faults(SOUND)


def test_verb_twice_and_words_missing_are_found() -> None:
    double = replace(SOUND.row("hide"), words="")
    found = faults(replace(SOUND, transitions=(*SOUND.transitions, double)))
    assert "hide is there twice" in found
    assert "hide: has no Dutch words" in found


@pytest.mark.django_db
def test_what_the_clock_does_is_written_as_the_system() -> None:
    outcome = least(apps.get_model("meetings.Outcome"))
    event = move(outcome, "review", by=SYSTEM, now=NOW)
    assert (event.role, event.actor_id) == ("systeem", None)
