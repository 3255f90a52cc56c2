"""An adopted version and its passages cannot be changed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse

SENTENCE = "adopted is final: make a new version instead"
# Only the stand of an adopted version may go on, to vervangen.
CHANGED = """
OLD.state IN ('vastgesteld', 'vervangen') AND (
  NOT (NEW.state = OLD.state OR (OLD.state = 'vastgesteld' AND NEW.state = 'vervangen'))
  OR NEW.id <> OLD.id OR NEW.document_id <> OLD.document_id OR NEW.number <> OLD.number
  OR NEW.made_at <> OLD.made_at OR NEW.open_until IS DISTINCT FROM OLD.open_until
  OR NEW.adopted_on IS DISTINCT FROM OLD.adopted_on
  OR NEW.snapshot_id IS DISTINCT FROM OLD.snapshot_id
)
"""
# SQLite can replace a row while inserting it: look at what stands there already.
REPLACED = """
EXISTS (
  SELECT 1 FROM documents_documentversion v
  WHERE v.state IN ('vastgesteld', 'vervangen')
    AND (v.id = NEW.id OR (v.document_id = NEW.document_id AND v.number = NEW.number))
)
"""
OF_PASSAGE = """
EXISTS (
  SELECT 1 FROM documents_documentversion v
  WHERE v.id = {row}.version_id AND v.state IN ('vastgesteld', 'vervangen')
)
"""
REPLACED_PASSAGE = """
EXISTS (
  SELECT 1 FROM documents_passage p JOIN documents_documentversion v ON v.id = p.version_id
  WHERE p.id = NEW.id AND v.state IN ('vastgesteld', 'vervangen')
)
"""
# Not edited_by_id: somebody who wrote along can still be erased.
TEXT = ("id", "version_id", "chapter", "chapter_title", "number", "text", "edit", "edited_at")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_texts_in_versions"), ("audit", "0002_written_once")]

    operations = [
        refuse("documents_documentversion", verbs=("update",), when=CHANGED, sentence=SENTENCE),
        refuse(
            "documents_documentversion",
            verbs=("delete",),
            when="OLD.state IN ('vastgesteld', 'vervangen')",
            sentence=SENTENCE,
        ),
        refuse("documents_documentversion", verbs=("insert",), when=REPLACED, sentence=SENTENCE),
        refuse(
            "documents_passage",
            verbs=("update",),
            when=f"({OF_PASSAGE.format(row='OLD')}) OR ({OF_PASSAGE.format(row='NEW')})",
            columns=TEXT,
            sentence=SENTENCE,
        ),
        refuse(
            "documents_passage",
            verbs=("delete",),
            when=OF_PASSAGE.format(row="OLD"),
            sentence=SENTENCE,
        ),
        refuse(
            "documents_passage",
            verbs=("insert",),
            when=f"({OF_PASSAGE.format(row='NEW')}) OR ({REPLACED_PASSAGE})",
            sentence=SENTENCE,
        ),
    ]
