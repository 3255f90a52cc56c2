"""What 0003 left open: signed rows replaced on SQLite, tables emptied at once on PostgreSQL."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting

SENTENCE = "offered or signed: take it back, or let every party consent to a revision"
OF_AKKOORD = (
    "EXISTS (SELECT 1 FROM akkoord_akkoord a "
    "WHERE a.id = old_row.akkoord_id AND a.snapshot_id IS NOT NULL)"
)
OF_AFSPRAAK = (
    "EXISTS (SELECT 1 FROM akkoord_afspraak p JOIN akkoord_akkoord a ON a.id = p.akkoord_id "
    "WHERE p.id = old_row.afspraak_id AND a.snapshot_id IS NOT NULL)"
)
GIVEN = (
    "old_row.state <> 'gevraagd' OR EXISTS (SELECT 1 FROM akkoord_revision r "
    "WHERE r.id = old_row.revision_id AND r.state <> 'voorgesteld')"
)
FINAL = {
    "akkoord_akkoord": "old_row.snapshot_id IS NOT NULL",
    "akkoord_afspraak": OF_AKKOORD,
    "akkoord_afspraak_areas": OF_AFSPRAAK,
    "akkoord_pledge": OF_AFSPRAAK,
    "akkoord_fundingline": OF_AFSPRAAK,
    "akkoord_interimtarget": OF_AFSPRAAK,
    "akkoord_measurement": OF_AFSPRAAK,
    "akkoord_signature": OF_AKKOORD,
    "akkoord_revision": "old_row.state <> 'voorgesteld'",
    "akkoord_consent": GIVEN,
}
# A new row of the same party would push the given one out as well.
PARTY = "old_row.id = NEW.id OR (old_row.{0} = NEW.{0} "
PARTY += "AND old_row.organisation_id = NEW.organisation_id)"
SAME = {
    "akkoord_signature": {"same": PARTY.format("akkoord_id")},
    "akkoord_consent": {"same": PARTY.format("revision_id")},
}


class Migration(migrations.Migration):
    dependencies = [
        ("akkoord", "0004_lists_counted_without_reading"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse_overwriting(table, when=when, sentence=SENTENCE, **SAME.get(table, {}))
        for table, when in FINAL.items()
    ]
