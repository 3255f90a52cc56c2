"""What 0002 left open: tables with adopted texts emptied at once on PostgreSQL."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting

SENTENCE = "adopted is final: make a new version instead"
ADOPTED = "old_row.state IN ('vastgesteld', 'vervangen')"
OF_PASSAGE = (
    "EXISTS (SELECT 1 FROM documents_documentversion v "
    "WHERE v.id = old_row.version_id AND v.state IN ('vastgesteld', 'vervangen'))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_adopted_is_final"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse_overwriting(
            "documents_documentversion",
            when=ADOPTED,
            same="old_row.id = NEW.id OR (old_row.document_id = NEW.document_id "
            "AND old_row.number = NEW.number)",
            sentence=SENTENCE,
        ),
        refuse_overwriting("documents_passage", when=OF_PASSAGE, sentence=SENTENCE),
    ]
