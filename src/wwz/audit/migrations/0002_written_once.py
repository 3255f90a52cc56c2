"""The log and what was frozen cannot be changed or removed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse

SENTENCE = "written once: nothing in the log or in a snapshot is changed or removed"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_events_and_snapshots")]

    operations = [
        refuse("audit_auditevent", sentence=SENTENCE),
        refuse("audit_snapshot", sentence=SENTENCE),
    ]
