"""What the board adopted is never changed, by whatever way; nor is what a party told."""

from django.db import migrations

from wwz.audit.triggers import refuse, refuse_overwriting

PROGRAMME, LINE = "uitvoering_housingprogramme", "uitvoering_housingline"
PROGRESS = "uitvoering_housingprogress"
SENTENCE = "an adopted programme is final: begin the next version"
TOLD = "what was told is final: tell it again"
FINAL = "('vastgesteld', 'vervangen')"
CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        "id", "partnership_id", "number", "title", "text", "first_year", "last_year", "follows_id",
        "submitted_on", "adopted_on", "adopted_for_id", "outcome_id", "snapshot_id",
    )
)  # fmt: skip


def of_final(row):
    """SQL: the programme of a line is adopted."""
    adopted = f"p.id = {row}.programme_id AND p.state IN {FINAL}"
    return f"EXISTS (SELECT 1 FROM {PROGRAMME} p WHERE {adopted})"  # noqa: S608 - our own names


class Migration(migrations.Migration):
    dependencies = [
        ("uitvoering", "0007_housing_programme"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse(
            PROGRAMME,
            verbs=("update",),
            when=f"OLD.state IN {FINAL} AND (NEW.state NOT IN {FINAL} OR {CHANGED})",
            sentence=SENTENCE,
        ),
        refuse(PROGRAMME, verbs=("delete",), when=f"OLD.state IN {FINAL}", sentence=SENTENCE),
        refuse_overwriting(
            PROGRAMME,
            when=f"old_row.state IN {FINAL}",
            same="old_row.id = NEW.id OR (old_row.partnership_id = NEW.partnership_id "
            "AND old_row.number = NEW.number)",
            sentence=SENTENCE,
        ),
        refuse(LINE, when=of_final("OLD"), sentence=SENTENCE),
        refuse(LINE, verbs=("insert",), when=of_final("NEW"), name="late", sentence=SENTENCE),
        refuse(
            LINE,
            verbs=("update",),
            columns=("programme_id",),
            when=of_final("NEW"),
            name="moved",
            sentence=SENTENCE,
        ),
        refuse_overwriting(
            LINE,
            when=of_final("old_row"),
            same="old_row.id = NEW.id OR (old_row.programme_id = NEW.programme_id "
            "AND old_row.number = NEW.number)",
            sentence=SENTENCE,
        ),
        refuse(PROGRESS, sentence=TOLD),
        refuse_overwriting(PROGRESS, sentence=TOLD),
    ]
