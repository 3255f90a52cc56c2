"""What 0002 left open: rows replaced on SQLite, tables emptied at once on PostgreSQL."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting

SENTENCE = "written once: nothing in the log or in a snapshot is changed or removed"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_written_once")]
    operations = [
        refuse_overwriting("audit_auditevent", sentence=SENTENCE),
        refuse_overwriting("audit_snapshot", sentence=SENTENCE),
    ]
