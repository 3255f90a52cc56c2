"""Facts, indicators, sources and published studies cannot be changed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import OnDatabase

WRITTEN_ONCE = ("opgave_fact", "opgave_indicator", "opgave_sourcerecord")
# Everything of a study but who asked for it: an account may be erased later.
RESULT = (
    "gemeente_id", "to_year", "draws", "seed", "scenario", "state", "requested_at", "attempt",
    "finished_at", "gaps", "engine_version", "data_hash", "fictional",
)  # fmt: skip
SENTENCE = "published is final: request a new study instead"

SQLITE_ONCE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
SQLITE_STUDY = """
CREATE TRIGGER opgave_study_no_{verb} BEFORE {event} ON opgave_study
WHEN OLD.state = 'gepubliceerd'
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION opgave_published_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL_ONCE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION opgave_published_is_final()
"""
POSTGRESQL_STUDY = """
CREATE TRIGGER opgave_study_no_{verb} BEFORE {event} ON opgave_study
FOR EACH ROW WHEN (OLD.state = 'gepubliceerd') EXECUTE FUNCTION opgave_published_is_final()
"""
STUDY_EVENTS = {"update": f"UPDATE OF {', '.join(RESULT)}", "delete": "DELETE"}


def triggers(vendor):
    """(name, table, statement) of every trigger."""
    once, study = (
        (SQLITE_ONCE, SQLITE_STUDY) if vendor == "sqlite" else (POSTGRESQL_ONCE, POSTGRESQL_STUDY)
    )
    for table in WRITTEN_ONCE:
        for verb in ("update", "delete"):
            statement = once.format(table=table, verb=verb, sentence=SENTENCE)
            yield f"{table}_no_{verb}", table, statement
    for verb, event in STUDY_EVENTS.items():
        statement = study.format(verb=verb, event=event, sentence=SENTENCE)
        yield f"opgave_study_no_{verb}", "opgave_study", statement


def make_final(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION.format(sentence=SENTENCE))
    for _, _, statement in triggers(vendor):
        schema_editor.execute(statement)


def make_changeable(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _ in triggers(vendor):
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION opgave_published_is_final()")


class Migration(migrations.Migration):
    dependencies = [("opgave", "0001_studies_and_facts")]

    operations = [OnDatabase(make_final, make_changeable)]
