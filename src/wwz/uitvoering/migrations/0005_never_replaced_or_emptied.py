"""What 0003 left open: a first date or a sent letter replaced, tables emptied at once."""

from django.db import migrations

from wwz.audit.triggers import refuse_overwriting


class Migration(migrations.Migration):
    dependencies = [
        ("uitvoering", "0004_lists_in_order"),
        ("audit", "0003_never_replaced_or_emptied"),
    ]

    operations = [
        refuse_overwriting(
            "uitvoering_milestone",
            sentence="what was said first stays: shift the milestone instead",
        ),
        refuse_overwriting(
            "uitvoering_terugkoppeling",
            sentence="what was sent is final: send another letter",
        ),
    ]
