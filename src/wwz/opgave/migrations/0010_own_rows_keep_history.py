"""A row of a partnership is never lost, and never changed under the revision that people saw.

A plain `refuse_overwriting` would refuse the upsert too, in which a taken in file rises revisions.
"""

from django.db import migrations

from wwz.audit.triggers import refuse, refuse_overwriting

TABLE = "opgave_ownrow"
# What a row says; who changed it last may be erased later.
CONTENT = ("partnership_id", "organisation_id", "kind", "number", "area_id", "cells",
           "taken_out_at", "revision")  # fmt: skip
SAME_NUMBER = (
    "old_row.partnership_id = NEW.partnership_id AND old_row.kind = NEW.kind"
    " AND old_row.number = NEW.number"
)
STAYS = "a row of a partnership stays: take it out of the list instead"
RISES = "a row of a partnership keeps its history: a change raises its revision"


class Migration(migrations.Migration):
    dependencies = [
        ("opgave", "0009_groups_of_partnerships"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse(TABLE, verbs=("delete",), sentence=STAYS),
        refuse(
            TABLE,
            verbs=("update",),
            columns=CONTENT,
            when="NEW.revision <= OLD.revision",
            sentence=RISES,
        ),
        # Of a row with the same key a newer revision may be written: that is the upsert.
        refuse_overwriting(
            TABLE,
            same=f"old_row.id = NEW.id OR ({SAME_NUMBER})",
            when="old_row.id <> NEW.id OR NEW.revision <= old_row.revision",
            sentence=RISES,
        ),
    ]
