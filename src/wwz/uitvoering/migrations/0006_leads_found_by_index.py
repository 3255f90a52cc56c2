from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akkoord", "0005_never_replaced_or_emptied"),
        ("partners", "0004_parties_by_name"),
        ("uitvoering", "0005_never_replaced_or_emptied"),
        ("visie", "0004_never_replaced_or_emptied"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(fields=["partnership", "organisation"], name="initiatives_by_lead"),
        ),
    ]
