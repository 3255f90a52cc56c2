"""Figures on care and welfare are a theme of their own."""

from importlib import import_module

from django.db import migrations, models

TABLE = "opgave_indicator"
EARLIER = ("0002_published_is_final", "0003_published_takes_nothing_more")
THEMES = [
    ("bevolking", "bevolking"),
    ("aandachtsgroep", "aandachtsgroepen"),
    ("woonvorm", "woonvormen"),
    ("zorg", "zorg en welzijn"),
]


def triggers(vendor):
    """(name, statement) of what guards the table; SQLite makes it anew and forgets them."""
    if vendor != "sqlite":
        return
    for name in EARLIER:
        guards = import_module(f"wwz.opgave.migrations.{name}").triggers(vendor)
        yield from ((trigger, made) for trigger, table, made in guards if table == TABLE)


def leave_unguarded(apps, schema_editor):
    for name, _ in triggers(schema_editor.connection.vendor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def guard(apps, schema_editor):
    for _, statement in triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("opgave", "0006_forecasts_by_others")]

    operations = [
        migrations.RunPython(leave_unguarded, guard),
        migrations.RemoveConstraint(model_name="indicator", name="indicator_theme_is_known"),
        migrations.AlterField(
            model_name="indicator",
            name="theme",
            field=models.CharField(choices=THEMES, max_length=20, verbose_name="onderwerp"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(theme__in=[key for key, _ in THEMES]),
                name="indicator_theme_is_known",
            ),
        ),
        migrations.RunPython(guard, leave_unguarded),
    ]
