"""What a scenario changes stays as it was kept: figures carry its key."""

from django.db import migrations

from wwz.audit.triggers import refuse, refuse_overwriting

KEPT = (
    "partnership_id", "gemeente_id", "name", "reason", "changes", "layout", "version",
    "follows_id", "organisation_id", "made_at",
)  # fmt: skip
SENTENCE = "kept: make a next version instead"


class Migration(migrations.Migration):
    dependencies = [("opgave", "0015_scenarios_that_somebody_kept")]

    operations = [
        refuse("opgave_scenario", verbs=("update",), columns=KEPT, sentence=SENTENCE),
        refuse(
            "opgave_scenario", verbs=("delete",), when="OLD.state <> 'concept'", sentence=SENTENCE
        ),
        refuse_overwriting(
            "opgave_scenario",
            when="old_row.state <> 'concept'",
            same="old_row.id = NEW.id OR old_row.follows_id = NEW.follows_id",
            sentence=SENTENCE,
        ),
    ]  # fmt: skip
