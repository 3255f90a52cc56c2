from django.db import migrations, models

from wwz.audit.triggers import refuse

FROZEN = "OLD.state <> 'concept'"
CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("html", "snapshot_id", "period_id", "meeting_id", "partnership_id", "frozen_at")
)


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0001_board"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisionrequest",
            name="yes_words",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="woorden van de eerste knop"
            ),
        ),
        refuse(
            "monitor_boardpack",
            verbs=("update",),
            when=f"{FROZEN} AND (NEW.state = 'concept' OR {CHANGED})",
            sentence="a frozen pack is final: add an erratum",
        ),
        refuse(
            "monitor_boardpack",
            verbs=("delete",),
            when=FROZEN,
            sentence="a frozen pack is final: add an erratum",
        ),
        refuse("monitor_erratum", sentence="an erratum is final: add another one"),
        refuse(
            "monitor_decisionrequest",
            when="OLD.state <> 'gevraagd'",
            sentence="what is decided is final: ask a new decision",
        ),
        refuse(
            "monitor_decisionanswer",
            when=(
                "EXISTS (SELECT 1 FROM monitor_decisionrequest r "
                "WHERE r.id = OLD.request_id AND r.state <> 'gevraagd')"
            ),
            sentence="an answer is final once the decision is taken",
        ),
    ]
