from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("akkoord", "0004_lists_counted_without_reading"),
        ("partners", "0004_parties_by_name"),
        ("uitvoering", "0003_letters_and_first_dates"),
        ("visie", "0003_adopted_is_final"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="initiative",
            index=models.Index(fields=["partnership", "visibility"], name="initiatives_to_count"),
        ),
        migrations.AddIndex(
            model_name="signaal",
            index=models.Index(
                fields=["partnership", "answer_by", "received_on", "id"], name="signalen_to_answer"
            ),
        ),
        migrations.AddIndex(
            model_name="signaal",
            index=models.Index(
                fields=["partnership", "state", "visibility", "reporter", "entered_by"],
                name="signalen_to_count",
            ),
        ),
    ]
