"""A comment remembers who could read along when it was written."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

VISIBILITIES = [
    ("openbaar", "openbaar"),
    ("partner", "voor partners"),
    ("bestuur", "voor bestuurders"),
]


def as_the_discussion(apps, schema_editor):
    """Until now a comment was shown to whoever could see the discussion."""
    discussion = apps.get_model("comments", "Discussion").objects.filter(pk=OuterRef("discussion"))
    comments = apps.get_model("comments", "Comment").objects
    comments.update(visibility=Subquery(discussion.values("visibility")[:1]))


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_discussion_in_a_scope")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="visibility",
            field=models.CharField(
                choices=VISIBILITIES, default="partner", max_length=10, verbose_name="zichtbaar"
            ),
        ),
        migrations.RunPython(as_the_discussion, migrations.RunPython.noop),
    ]
