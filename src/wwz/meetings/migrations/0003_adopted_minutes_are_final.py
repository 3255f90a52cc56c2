"""Adopted minutes are not changed or removed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse, refuse_overwriting

SENTENCE = "adopted minutes are final: write down a correction in the next meeting"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_dropped_outcomes"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]
    operations = [
        refuse("meetings_minutes", when="OLD.state = 'vastgesteld'", sentence=SENTENCE),
        refuse_overwriting(
            "meetings_minutes", when="old_row.state = 'vastgesteld'", sentence=SENTENCE
        ),
    ]
