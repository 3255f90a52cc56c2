"""Sites are rows of a partnership too; the rules of the table hold again when it has changed."""

from importlib import import_module

from django.db import migrations, models

from wwz.audit.triggers import lift

RULES = import_module("wwz.opgave.migrations.0010_own_rows_keep_history").Migration.operations


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_postcode_overlap"),
        ("opgave", "0013_questions_to_the_live_worker"),
        ("partners", "0004_parties_by_name"),
    ]

    operations = [
        *map(lift, RULES),
        migrations.RemoveConstraint(
            model_name="intake",
            name="intake_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="ownrow",
            name="own_row_kind_is_known",
        ),
        migrations.AlterField(
            model_name="intake",
            name="kind",
            field=models.CharField(
                choices=[
                    ("woningen", "woningen en plannen"),
                    ("cijfers", "eigen cijfers"),
                    ("groepen", "eigen indeling van groepen"),
                    ("locaties", "locaties en projecten"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="knownheadings",
            name="kind",
            field=models.CharField(
                choices=[
                    ("woningen", "woningen en plannen"),
                    ("cijfers", "eigen cijfers"),
                    ("groepen", "eigen indeling van groepen"),
                    ("locaties", "locaties en projecten"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        migrations.AlterField(
            model_name="ownrow",
            name="kind",
            field=models.CharField(
                choices=[
                    ("woningen", "woningen en plannen"),
                    ("cijfers", "eigen cijfers"),
                    ("groepen", "eigen indeling van groepen"),
                    ("locaties", "locaties en projecten"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["woningen", "cijfers", "groepen", "locaties"])),
                name="intake_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["woningen", "cijfers", "groepen", "locaties"])),
                name="own_row_kind_is_known",
            ),
        ),
        *RULES,
    ]
