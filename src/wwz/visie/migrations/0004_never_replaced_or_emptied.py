"""What 0003 left open: tables of adopted visies emptied at once on PostgreSQL."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting

SENTENCE = "adopted is final: begin a revision instead"
OF_VISIE = (
    "EXISTS (SELECT 1 FROM visie_visie v "
    "WHERE v.id = old_row.visie_id AND v.adopted_on IS NOT NULL)"
)
OF_THEME = (
    "EXISTS (SELECT 1 FROM visie_theme t JOIN visie_visie v ON v.id = t.visie_id "
    "WHERE t.id = old_row.theme_id AND v.adopted_on IS NOT NULL)"
)
OF_PASSAGE = (
    "EXISTS (SELECT 1 FROM documents_passage p "
    "JOIN documents_documentversion d ON d.id = p.version_id "
    "WHERE p.id = old_row.passage_id AND d.state IN ('vastgesteld', 'vervangen'))"
)
OF_VERSION = (
    "EXISTS (SELECT 1 FROM documents_documentversion d "
    "WHERE d.id = old_row.version_id AND d.state IN ('vastgesteld', 'vervangen'))"
)
FINAL = {
    "visie_visie": "old_row.adopted_on IS NOT NULL",
    "visie_theme": OF_VISIE,
    "visie_ambition": OF_THEME,
    "visie_citation": OF_PASSAGE,
    "visie_amendment": OF_PASSAGE,
    "visie_position": OF_VERSION,
}


class Migration(migrations.Migration):
    dependencies = [
        ("visie", "0003_adopted_is_final"),
        ("documents", "0003_never_replaced_or_emptied"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse_overwriting(table, when=when, sentence=SENTENCE) for table, when in FINAL.items()
    ]
