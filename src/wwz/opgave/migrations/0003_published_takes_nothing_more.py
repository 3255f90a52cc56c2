"""What 0002 left open: rows added to what is published, rows replaced, tables emptied at once."""

from django.db import migrations

from wwz.audit.triggers import OnDatabase

SENTENCE = "published is final: request a new study instead"
PUBLISHED = (
    "EXISTS (SELECT 1 FROM opgave_study WHERE id = {row}.study_id AND state = 'gepubliceerd')"
)
# SQLite's REPLACE removes the old row without its delete trigger.
SAME_ROW = {
    "opgave_fact": "old_row.id = NEW.id",
    "opgave_indicator": (
        "old_row.id = NEW.id OR (old_row.key = NEW.key AND old_row.version = NEW.version)"
    ),
    "opgave_sourcerecord": (
        'old_row.id = NEW.id OR (old_row.key = NEW.key AND old_row."table" = NEW."table"'
        " AND old_row.sha256 = NEW.sha256 AND old_row.as_of = NEW.as_of)"
    ),
    "opgave_study": "old_row.id = NEW.id AND old_row.state = 'gepubliceerd'",
}
REPLACED = "EXISTS (SELECT 1 FROM {table} AS old_row WHERE {same})"
NEVER_EMPTIED = ("opgave_fact", "opgave_indicator", "opgave_sourcerecord", "opgave_study",
                 "opgave_study_sources")  # fmt: skip
# Which facts and sources belong to a published study: table, event, the row that is looked at.
OF_A_STUDY = (
    ("opgave_fact", "insert", "NEW"),
    ("opgave_study_sources", "insert", "NEW"),
    ("opgave_study_sources", "update", "OLD"),
    ("opgave_study_sources", "delete", "OLD"),
)

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
# A function of its own: the condition of a trigger cannot look into another table.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION opgave_study_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched record;
BEGIN
  IF TG_OP = 'INSERT' THEN touched := NEW; ELSE touched := OLD; END IF;
  IF EXISTS (SELECT 1 FROM opgave_study WHERE id = touched.study_id AND state = 'gepubliceerd')
  THEN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN touched;
END $$
"""
POSTGRESQL_ROW = """
CREATE TRIGGER {name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION opgave_study_is_final()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION opgave_published_is_final()
"""


def triggers(vendor):
    """(name, table, statement) of every trigger."""
    for table, event, row in OF_A_STUDY:
        name = f"{table}_closed_{event}"
        parts = {"name": name, "table": table, "event": event.upper(), "sentence": SENTENCE}
        if vendor == "sqlite":
            yield name, table, SQLITE.format(when=PUBLISHED.format(row=row), **parts)
        else:
            yield name, table, POSTGRESQL_ROW.format(**parts)
    if vendor == "sqlite":
        for table, same in SAME_ROW.items():
            name = f"{table}_no_replace"
            when = REPLACED.format(table=table, same=same)
            yield (
                name,
                table,
                SQLITE.format(name=name, table=table, event="INSERT", when=when, sentence=SENTENCE),
            )
    else:
        for table in NEVER_EMPTIED:
            name = f"{table}_no_truncate"
            yield name, table, POSTGRESQL_TRUNCATE.format(name=name, table=table)


def close(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION.format(sentence=SENTENCE))
    for _, _, statement in triggers(vendor):
        schema_editor.execute(statement)


def reopen(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _ in triggers(vendor):
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION opgave_study_is_final()")


class Migration(migrations.Migration):
    dependencies = [("opgave", "0002_published_is_final")]

    operations = [OnDatabase(close, reopen)]
