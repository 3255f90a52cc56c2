"""What is offered for signing or signed cannot be changed: the database says so too.

Frozen is what has a snapshot. A frozen promise changes only while a revision of it is adopted and
has no snapshot of its own yet: within the one transaction that applies it. See decision 0011.
"""

from django.db import migrations

from wwz.audit.triggers import refuse

SIGNED = "('getekend', 'getekend_onder_voorbehoud')"
UNSIGNED = (
    "EXISTS (SELECT 1 FROM akkoord_signature s WHERE s.akkoord_id = OLD.id AND s.required "
    "AND s.state NOT IN ('getekend', 'getekend_onder_voorbehoud'))"
)
OTHER_TEXT = (
    "EXISTS (SELECT 1 FROM akkoord_akkoord a WHERE a.id = NEW.akkoord_id "
    "AND a.snapshot_id IS NOT NULL "
    "AND (NEW.snapshot_id IS NULL OR a.snapshot_id <> NEW.snapshot_id))"
)
SENTENCE = "offered or signed: take it back, or let every party consent to a revision"

FROZEN_AKKOORD = (
    "EXISTS (SELECT 1 FROM akkoord_akkoord a WHERE a.id = {row}.akkoord_id "
    "AND a.snapshot_id IS NOT NULL)"
)
FROZEN_AFSPRAAK = (
    "EXISTS (SELECT 1 FROM akkoord_afspraak p JOIN akkoord_akkoord a ON a.id = p.akkoord_id "
    "WHERE p.id = {row}.afspraak_id AND a.snapshot_id IS NOT NULL)"
)
BEING_REVISED = (
    "EXISTS (SELECT 1 FROM akkoord_revision r WHERE r.afspraak_id = {row}.{key} "
    "AND r.state = 'aangenomen' AND r.snapshot_id IS NULL)"
)
PROMISED = (
    "akkoord_id", "number", "title", "text", "theme_id", "zone_id", '"group"', "woonvorm",
    "quantity", "unit", "due_on", "measure", "measure_unit", "indicator_id", "baseline_fact_id",
    "target", "tolerance", "evidence",
)  # fmt: skip
GIVEN = (
    "akkoord_id", "organisation_id", "required", "joined_later", "signed_at", "signed_by_id",
    "mandate_id", "snapshot_id", "reservation", "reservation_until",
)  # fmt: skip


def frozen_rows(table, *, revisable=False, columns=()):
    """No row added to, changed in or taken from a frozen promise."""
    steps = []
    for verb, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")):
        when = FROZEN_AFSPRAAK.format(row=row)
        if verb == "update":
            when = f"({when} OR {FROZEN_AFSPRAAK.format(row='NEW')})"
        if revisable:
            when += f" AND NOT {BEING_REVISED.format(row=row, key='afspraak_id')}"
        steps.append(refuse(table, verbs=(verb,), when=when, columns=columns, sentence=SENTENCE))
    return steps


AKKOORD = [
    refuse(
        "akkoord_akkoord", verbs=("update",), when="OLD.snapshot_id IS NOT NULL",
        columns=("kind", "title", "text", "visie_id", "ends_on", "partnership_id"),
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_akkoord", verbs=("delete",), when="OLD.snapshot_id IS NOT NULL",
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_akkoord", name="keeps_snapshot", verbs=("update",), columns=("snapshot_id",),
        when="OLD.snapshot_id IS NOT NULL AND NOT (OLD.state = 'ter_ondertekening' "
        "AND NEW.state = 'concept' AND NEW.snapshot_id IS NULL)",
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_akkoord", name="stays_in_force", verbs=("update",), columns=("state",),
        when="OLD.snapshot_id IS NOT NULL AND OLD.starts_on IS NOT NULL "
        "AND NEW.state IN ('concept', 'ter_ondertekening')",
        sentence="in force: it can be evaluated and ended, never undone",
    ),
    refuse(
        "akkoord_akkoord", name="all_signed", verbs=("update",), columns=("state",),
        when="NEW.state = 'van_kracht' AND NEW.snapshot_id IS NOT NULL "
        f"AND OLD.state <> 'van_kracht' AND {UNSIGNED}",
        sentence="not every required party has signed",
    ),
]  # fmt: skip
AFSPRAAK = [
    refuse(
        "akkoord_afspraak", verbs=("insert",), when=FROZEN_AKKOORD.format(row="NEW"),
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_afspraak", verbs=("update",), columns=PROMISED,
        when=f"({FROZEN_AKKOORD.format(row='OLD')} OR {FROZEN_AKKOORD.format(row='NEW')}) "
        f"AND NOT {BEING_REVISED.format(row='OLD', key='id')}",
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_afspraak", verbs=("delete",), when=FROZEN_AKKOORD.format(row="OLD"),
        sentence=SENTENCE,
    ),
    *frozen_rows("akkoord_afspraak_areas"),
    *frozen_rows("akkoord_pledge"),
    *frozen_rows("akkoord_fundingline"),
    *frozen_rows("akkoord_interimtarget", revisable=True),
    # Measuring goes on after signing; where it began does not change, nor what was measured.
    refuse(
        "akkoord_measurement", verbs=("insert",),
        when=f"NEW.baseline AND {FROZEN_AFSPRAAK.format(row='NEW')}", sentence=SENTENCE,
    ),
    refuse(
        "akkoord_measurement", verbs=("update", "delete"),
        when=FROZEN_AFSPRAAK.format(row="OLD"), sentence="measured: add a newer measurement",
    ),
]  # fmt: skip
SIGNATURE = [
    refuse(
        "akkoord_signature", verbs=("insert",),
        when=f"{FROZEN_AKKOORD.format(row='NEW')} AND NOT (NEW.joined_later "
        "AND NEW.state = 'gevraagd')",
        sentence=SENTENCE,
    ),
    refuse(
        "akkoord_signature", verbs=("update",), columns=GIVEN,
        when=f"OLD.state <> 'gevraagd' AND {FROZEN_AKKOORD.format(row='OLD')}",
        sentence="signed: a signature is not rewritten",
    ),
    refuse(
        "akkoord_signature", name="fits_text", verbs=("update",), columns=("state",),
        when=f"NEW.state IN {SIGNED} AND {OTHER_TEXT}",
        sentence="a signature under another text is worth nothing",
    ),
    refuse(
        "akkoord_signature", verbs=("delete",), when=FROZEN_AKKOORD.format(row="OLD"),
        sentence=SENTENCE,
    ),
]  # fmt: skip
ASKED = (
    "EXISTS (SELECT 1 FROM akkoord_revision r WHERE r.id = {row}.revision_id "
    "AND r.state <> 'voorgesteld')"
)
REVISION = [
    refuse(
        "akkoord_revision", verbs=("insert",), when="NEW.state <> 'voorgesteld'",
        sentence="a revision begins as a proposal",
    ),
    refuse(
        "akkoord_revision", verbs=("update",), when="OLD.state <> 'voorgesteld'",
        columns=("afspraak_id", "before", "after", "words", "reason", "proposed_at"),
        sentence="parties have been asked about these words: propose a new revision",
    ),
    refuse(
        "akkoord_revision", name="decided", verbs=("update",), columns=("state",),
        when="OLD.state IN ('aangenomen', 'afgewezen')", sentence="decided: it stays so",
    ),
    refuse(
        "akkoord_revision", name="all_consented", verbs=("update",), columns=("state",),
        when="NEW.state = 'aangenomen' AND (NOT EXISTS (SELECT 1 FROM akkoord_consent c "
        "WHERE c.revision_id = OLD.id) OR EXISTS (SELECT 1 FROM akkoord_consent c "
        "WHERE c.revision_id = OLD.id AND c.state <> 'ingestemd'))",
        sentence="not every bound party has consented",
    ),
    refuse(
        "akkoord_revision", name="keeps_snapshot", verbs=("update",), columns=("snapshot_id",),
        when="OLD.snapshot_id IS NOT NULL", sentence="adopted: its text is kept",
    ),
    refuse(
        "akkoord_revision", verbs=("delete",), when="OLD.state <> 'voorgesteld'",
        sentence="parties have been asked: it stays readable",
    ),
    refuse(
        "akkoord_consent", verbs=("insert",),
        when=f"NEW.state <> 'gevraagd' OR {ASKED.format(row='NEW')}",
        sentence="consent is asked first",
    ),
    refuse(
        "akkoord_consent", verbs=("update",), when="OLD.state <> 'gevraagd'",
        sentence="given: a party decides once about these words",
    ),
    refuse(
        "akkoord_consent", verbs=("delete",), when=ASKED.format(row="OLD"),
        sentence="parties have been asked: it stays readable",
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("akkoord", "0002_baselines_and_late_joiners"),
        ("audit", "0002_written_once"),
    ]

    operations = [*AKKOORD, *AFSPRAAK, *SIGNATURE, *REVISION]
