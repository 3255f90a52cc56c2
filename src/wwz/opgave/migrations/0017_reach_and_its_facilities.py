"""Figures on reach are a theme of their own, and facilities a kind of own rows."""

from importlib import import_module

from django.db import migrations, models

from wwz.audit.triggers import lift

# Making the table anew on SQLite loses what guards it: taken off before, put back after.
care_theme = import_module("wwz.opgave.migrations.0007_care_theme")
THEMES = [*care_theme.THEMES, ("bereik", "voorzieningen op loopafstand")]
KINDS = [
    ("woningen", "woningen en plannen"),
    ("cijfers", "eigen cijfers"),
    ("groepen", "eigen indeling van groepen"),
    ("locaties", "locaties en projecten"),
    ("voorzieningen", "voorzieningen"),
]
RULES = import_module("wwz.opgave.migrations.0010_own_rows_keep_history").Migration.operations
KEPT = {"intake": "intake_kind_is_known", "ownrow": "own_row_kind_is_known"}


def kind_field():
    return models.CharField(choices=KINDS, max_length=20, verbose_name="soort")


class Migration(migrations.Migration):
    dependencies = [("opgave", "0016_kept_scenarios_stay_as_they_are")]

    operations = [
        *map(lift, RULES),
        migrations.RunPython(care_theme.leave_unguarded, care_theme.guard),
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
        migrations.RunPython(care_theme.guard, care_theme.leave_unguarded),
        *(migrations.RemoveConstraint(model_name=model, name=name) for model, name in KEPT.items()),
        *(
            migrations.AlterField(model_name=model, name="kind", field=kind_field())
            for model in (*KEPT, "knownheadings")
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=models.Q(kind__in=[key for key, _ in KINDS]), name=name
                ),
            )
            for model, name in KEPT.items()
        ),
        *RULES,
    ]
