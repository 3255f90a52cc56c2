"""Triggers for migrations: rows that the database itself refuses to change, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations, router

Verbs = Sequence[str]

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table}
WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  {back}
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


class OnDatabase(migrations.RunPython):
    """A step in SQL alone: it asks for no models, as building them takes longer than the SQL."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(self.code, app_label, schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(self.reverse_code, app_label, schema_editor)

    def _run(self, step: Any, app_label: str, schema_editor: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            step(None, schema_editor)


def refuse(
    table: str,
    *,
    verbs: Verbs = ("update", "delete"),
    when: str = "1 = 1",
    columns: Sequence[str] = (),
    name: str = "",
    sentence: str = "this is final: make a new version instead",
) -> OnDatabase:
    """A migration step: refuse these verbs on rows of a table.

    ``when`` is SQL about ``OLD`` (``NEW`` on insert), may hold a subquery, and must read the same
    on SQLite and PostgreSQL. ``columns`` limits an update to those columns. A table with several
    rules for one verb gives each a ``name``.
    """

    def each(verb: str) -> dict[str, str]:
        event = f"UPDATE OF {', '.join(columns)}" if verb == "update" and columns else verb.upper()
        back = "RETURN OLD;" if verb == "delete" else "RETURN NEW;"
        return {
            "name": f"{table}_{name or 'no'}_{verb}", "event": event, "table": table,
            "condition": when, "sentence": sentence, "back": back,
        }  # fmt: skip

    def make(apps: Any, schema_editor: Any) -> None:
        for verb in verbs:
            for statement in statements(schema_editor.connection.vendor):
                schema_editor.execute(statement.format(**each(verb)))

    def drop(apps: Any, schema_editor: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        for verb in verbs:
            name = each(verb)["name"]
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
            if postgresql:
                schema_editor.execute(f"DROP FUNCTION {name}()")

    return OnDatabase(make, drop)


SQLITE_REPLACED = "EXISTS (SELECT 1 FROM {table} AS old_row WHERE ({same}) AND ({when}))"
SAME_ROW = "old_row.id = NEW.id"
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()
"""


def refuse_overwriting(
    table: str,
    *,
    when: str = "1 = 1",
    same: str = SAME_ROW,
    sentence: str = "this is final: make a new version instead",
) -> OnDatabase:
    """A migration step against the ways around `refuse`.

    SQLite's REPLACE removes a row without its delete trigger; ``when`` is SQL about ``old_row``.
    ``same`` says which old row a new one takes the place of: name every unique key in it.
    PostgreSQL's TRUNCATE looks at no row, so there the whole table is never emptied at once.
    """

    def make(apps: Any, schema_editor: Any) -> None:
        parts = {"table": table, "sentence": sentence}
        if schema_editor.connection.vendor == "sqlite":
            condition = SQLITE_REPLACED.format(table=table, same=same, when=when)
            parts |= {"name": f"{table}_no_replace", "event": "INSERT", "condition": condition}
            schema_editor.execute(SQLITE.format(**parts))
            return
        parts |= {"name": f"{table}_no_truncate", "condition": "1 = 1", "back": "RETURN NULL;"}
        for statement in (POSTGRESQL_FUNCTION, POSTGRESQL_TRUNCATE):
            schema_editor.execute(statement.format(**parts))

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_no_replace")
            return
        schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        schema_editor.execute(f"DROP FUNCTION {table}_no_truncate()")

    return OnDatabase(make, drop)


def statements(vendor: str) -> tuple[str, ...]:
    return (SQLITE,) if vendor == "sqlite" else (POSTGRESQL_FUNCTION, POSTGRESQL)


def lift(step: OnDatabase) -> OnDatabase:
    """The step the other way round, before the table itself changes; repeat the step after it.

    SQLite makes a changed table anew and forgets its triggers without a word.
    """
    if step.reverse_code is None:
        raise ValueError("A step without a way back cannot be lifted.")
    return OnDatabase(step.reverse_code, step.code)
