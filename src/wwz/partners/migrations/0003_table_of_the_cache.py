"""The table that counts guesses: `createcachetable` as a migration, so that nobody forgets it."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

from wwz.audit.triggers import OnDatabase

TABLE = "partners_cache"


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_partnerships_and_mandates")]
    operations = [OnDatabase(make, drop)]
