from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_table_of_the_cache"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                fields=["partnership", "organisation", "starts_on", "ends_on"],
                name="parties_of_a_day",
            ),
        ),
    ]
