"""An adopted version and its passages cannot be changed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse

SENTENCE = "adopted is final: make a new version instead"
ADOPTED = "('vastgesteld', 'vervangen')"
OF_PASSAGE = """
EXISTS (
  SELECT 1 FROM documents_documentversion v
  WHERE v.id = {row}.version_id AND v.state IN ('vastgesteld', 'vervangen')
)
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_texts_in_versions"), ("audit", "0002_written_once")]

    operations = [
        # Only the stand of an adopted version may go on, to vervangen.
        refuse(
            "documents_documentversion",
            verbs=("update",),
            when=f"OLD.state IN {ADOPTED}",
            columns=("document_id", "number", "open_until", "adopted_on", "snapshot_id"),
            sentence=SENTENCE,
        ),
        refuse(
            "documents_documentversion",
            verbs=("delete",),
            when=f"OLD.state IN {ADOPTED}",
            sentence=SENTENCE,
        ),
        refuse(
            "documents_passage",
            when=OF_PASSAGE.format(row="OLD"),
            sentence=SENTENCE,
        ),
        refuse(
            "documents_passage",
            verbs=("insert",),
            when=OF_PASSAGE.format(row="NEW"),
            sentence=SENTENCE,
        ),
    ]
