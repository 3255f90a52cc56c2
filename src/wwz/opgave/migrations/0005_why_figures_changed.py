"""What a study rests on, and why its figures are others than before: written once."""

import django.db.models.deletion
from django.db import migrations, models

from wwz.audit.triggers import OnDatabase

SENTENCE = "published is final: request a new study instead"
WRITTEN_ONCE = {"opgave_studyrecipe": "study_id", "opgave_factchange": "fact_id"}

SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_ROW = """
CREATE TRIGGER {name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION opgave_published_is_final()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION opgave_published_is_final()
"""


def triggers(vendor):
    """(name, table, statement) of every trigger."""
    for table, owner in WRITTEN_ONCE.items():
        for verb in ("update", "delete"):
            name = f"{table}_no_{verb}"
            parts = {"name": name, "table": table, "event": verb.upper(), "sentence": SENTENCE}
            form = SQLITE if vendor == "sqlite" else POSTGRESQL_ROW
            yield name, table, form.format(when="1", **parts)
        if vendor == "sqlite":
            # SQLite's REPLACE removes the old row without its delete trigger.
            same = f"old_row.id = NEW.id OR old_row.{owner} = NEW.{owner}"
            when = f"EXISTS (SELECT 1 FROM {table} AS old_row WHERE {same})"  # noqa: S608 - our own names
            name = f"{table}_no_replace"
            parts = {"name": name, "table": table, "event": "INSERT", "sentence": SENTENCE}
            yield name, table, SQLITE.format(when=when, **parts)
        else:
            name = f"{table}_no_truncate"
            yield name, table, POSTGRESQL_TRUNCATE.format(name=name, table=table)


def make_final(apps, schema_editor):
    for _, _, statement in triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def make_changeable(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _ in triggers(vendor):
        on_table = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}")


class Migration(migrations.Migration):
    dependencies = [
        ("opgave", "0004_objections"),
    ]

    operations = [
        migrations.CreateModel(
            name="FactChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("parts", models.JSONField(verbose_name="delen")),
                ("notes", models.JSONField(default=list, verbose_name="opmerkingen")),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="opgave.fact",
                        verbose_name="eerder feit",
                    ),
                ),
                (
                    "fact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change",
                        to="opgave.fact",
                        verbose_name="feit",
                    ),
                ),
            ],
            options={
                "verbose_name": "verschil met een eerder feit",
                "verbose_name_plural": "verschillen met eerdere feiten",
            },
        ),
        migrations.CreateModel(
            name="StudyRecipe",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField(verbose_name="recept")),
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipe",
                        to="opgave.study",
                        verbose_name="analyse",
                    ),
                ),
            ],
            options={
                "verbose_name": "recept van een analyse",
                "verbose_name_plural": "recepten van analyses",
            },
        ),
        OnDatabase(make_final, make_changeable),
    ]
