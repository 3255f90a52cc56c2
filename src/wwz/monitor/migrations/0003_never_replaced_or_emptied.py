"""What 0002 left open: frozen rows replaced on SQLite, tables emptied at once on PostgreSQL."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting

DECIDED = (
    "EXISTS (SELECT 1 FROM monitor_decisionrequest r "
    "WHERE r.id = old_row.request_id AND r.state <> 'gevraagd')"
)
SAME_DECISION = (
    "old_row.id = NEW.id OR (old_row.meeting_id = NEW.meeting_id AND old_row.number = NEW.number)"
)
SAME_ANSWER = (
    "old_row.id = NEW.id OR (old_row.request_id = NEW.request_id "
    "AND old_row.organisation_id = NEW.organisation_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0002_frozen_packs"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse_overwriting(
            "monitor_boardpack",
            when="old_row.state <> 'concept'",
            sentence="a frozen pack is final: add an erratum",
        ),
        refuse_overwriting("monitor_erratum", sentence="an erratum is final: add another one"),
        refuse_overwriting(
            "monitor_decisionrequest",
            when="old_row.state <> 'gevraagd'",
            same=SAME_DECISION,
            sentence="what is decided is final: ask a new decision",
        ),
        refuse_overwriting(
            "monitor_decisionanswer",
            when=DECIDED,
            same=SAME_ANSWER,
            sentence="an answer is final once the decision is taken",
        ),
    ]
