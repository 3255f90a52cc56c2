"""What belongs to an adopted visie cannot be changed: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse

SENTENCE = "adopted is final: begin a revision instead"
VISIE = "EXISTS (SELECT 1 FROM visie_visie v WHERE v.id = {0} AND v.adopted_on IS NOT NULL)"
AMBITION = """
EXISTS (
  SELECT 1 FROM visie_theme t JOIN visie_visie v ON v.id = t.visie_id
  WHERE t.id = {0} AND v.adopted_on IS NOT NULL
)
"""
PASSAGE = """
EXISTS (
  SELECT 1 FROM documents_passage p JOIN documents_documentversion d ON d.id = p.version_id
  WHERE p.id = {0} AND d.state IN ('vastgesteld', 'vervangen')
)
"""
VERSION = """
EXISTS (
  SELECT 1 FROM documents_documentversion d
  WHERE d.id = {0} AND d.state IN ('vastgesteld', 'vervangen')
)
"""
REPLACED = """
EXISTS (
  SELECT 1 FROM visie_visie v
  WHERE v.adopted_on IS NOT NULL AND (v.id = NEW.id OR v.document_id = NEW.document_id)
)
"""
# SQLite can replace a row while inserting it: look at what stands there already.
OLD_THEME = "EXISTS (SELECT 1 FROM visie_theme o WHERE o.id = NEW.id AND {0})"
OLD_AMBITION = "EXISTS (SELECT 1 FROM visie_ambition o WHERE o.id = NEW.id AND {0})"
OLD_CITATION = "EXISTS (SELECT 1 FROM visie_citation o WHERE o.id = NEW.id AND {0})"
OLD_AMENDMENT = "EXISTS (SELECT 1 FROM visie_amendment o WHERE o.id = NEW.id AND {0})"
OLD_POSITION = "EXISTS (SELECT 1 FROM visie_position o WHERE o.id = NEW.id AND {0})"
# Writers can still be erased, and who may see something can still be widened.
TABLES = (
    ("visie_theme", VISIE, "visie_id", OLD_THEME, ("id", "visie_id", "number", "name")),
    ("visie_ambition", AMBITION, "theme_id", OLD_AMBITION, ("id", "theme_id", "number", "text")),
    (
        "visie_citation", PASSAGE, "passage_id", OLD_CITATION,
        ("id", "passage_id", "number", "fact_id", "follows_newest", "kept_because",
         "kept_against_id"),
    ),
    (
        "visie_amendment", PASSAGE, "passage_id", OLD_AMENDMENT,
        ("id", "passage_id", "organisation_id", "old_text", "new_text", "reason", "state",
         "decision", "made_at", "decided_at"),
    ),
    (
        "visie_position", VERSION, "version_id", OLD_POSITION,
        ("id", "version_id", "amendment_id", "organisation_id", "stance", "reason", "given_at"),
    ),
)  # fmt: skip


def closed(
    table: str, condition: str, parent: str, replaced: str, columns: tuple[str, ...]
) -> list[migrations.RunPython]:
    """No row of an adopted visie is changed, taken away, added or moved to it."""
    before, after = condition.format(f"OLD.{parent}"), condition.format(f"NEW.{parent}")
    there = replaced.format(condition.format(f"o.{parent}"))
    return [
        refuse(
            table, verbs=("update",), when=f"({before}) OR ({after})", columns=columns,
            sentence=SENTENCE,
        ),
        refuse(table, verbs=("delete",), when=before, sentence=SENTENCE),
        refuse(table, verbs=("insert",), when=f"({after}) OR ({there})", sentence=SENTENCE),
    ]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("visie", "0002_renewal_and_feedback"), ("audit", "0002_written_once")]

    operations = [
        refuse(
            "visie_visie",
            when="OLD.adopted_on IS NOT NULL",
            columns=("id", "partnership_id", "title", "document_id", "follows_id", "adopted_on"),
            sentence=SENTENCE,
        ),
        refuse("visie_visie", verbs=("insert",), when=REPLACED, sentence=SENTENCE),
        *(step for table in TABLES for step in closed(*table)),
    ]
