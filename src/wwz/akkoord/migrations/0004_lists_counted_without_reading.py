from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akkoord", "0003_signed_is_final"),
        ("areas", "0002_postcode_overlap"),
        ("opgave", "0003_published_takes_nothing_more"),
        ("partners", "0004_parties_by_name"),
        ("visie", "0003_adopted_is_final"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="afspraak",
            index=models.Index(fields=["partnership", "visibility"], name="afspraken_to_count"),
        ),
    ]
