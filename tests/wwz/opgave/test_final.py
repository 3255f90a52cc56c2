"""What is published stays as it is: the models say so, and the database when they are bypassed."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.cast import publish_result, small_result
from wwz.opgave.final import PublishedIsFinalError
from wwz.opgave.models import Fact, Indicator, SourceRecord, Study
from wwz.partners.models import Account

FINAL: tuple[type[Model], ...] = (Fact, Indicator, SourceRecord)


@pytest.mark.parametrize("model", FINAL)
def test_saved_row_cannot_be_saved_again(model: type[Model], study: Study) -> None:
    row = model._default_manager.first()
    with pytest.raises(PublishedIsFinalError, match="nieuwe analyse"):
        row.save()


@pytest.mark.parametrize("model", FINAL)
def test_row_cannot_be_deleted(model: type[Model], study: Study) -> None:
    with pytest.raises(PublishedIsFinalError):
        model._default_manager.first().delete()


@pytest.mark.parametrize("model", FINAL)
def test_rows_cannot_be_changed_or_deleted_together(model: type[Model], study: Study) -> None:
    with pytest.raises(PublishedIsFinalError):
        model._default_manager.all().delete()
    with pytest.raises(PublishedIsFinalError):
        model._default_manager.update(fictional=True)


@pytest.mark.parametrize("table", ["opgave_fact", "opgave_indicator", "opgave_sourcerecord"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_refuses_to_change_what_is_written_once(
    table: str, statement: str, study: Study
) -> None:
    with (
        pytest.raises(IntegrityError, match="published is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE opgave_study SET state = 'mislukt'",
        "UPDATE opgave_study SET data_hash = ''",
        "UPDATE opgave_study SET seed = 7",
        "DELETE FROM opgave_study",
    ],
)
def test_database_refuses_to_change_a_published_study(statement: str, study: Study) -> None:
    with (
        pytest.raises(IntegrityError, match="published is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_unpublished_study_can_still_change(requested: Study) -> None:
    requested.message = "iets anders"
    requested.save()
    assert Study.objects.get().message == "iets anders"


def test_account_of_a_published_study_can_be_erased(requested: Study, sanne: Account) -> None:
    study = publish_result(requested, small_result())

    sanne.delete()

    study.refresh_from_db()
    assert study.requested_by is None


COLUMNS_OF_A_FACT = """
    engine_id, study_id, indicator_id, area_id, scenario, kind, value, missing, shown_value,
    hidden, source_ids, fictional
"""
LATECOMERS = {
    "a fact": "INSERT INTO opgave_fact (id, year, {columns})"
    " SELECT study_id, 2099, {columns} FROM opgave_fact LIMIT 1",
    "a source": "INSERT INTO opgave_study_sources (study_id, sourcerecord_id)"
    " SELECT study_id, 987654 FROM opgave_study_sources LIMIT 1",
    "another source": "UPDATE opgave_study_sources SET sourcerecord_id = 987654",
    "a source less": "DELETE FROM opgave_study_sources",
}
TABLES = ("opgave_fact", "opgave_indicator", "opgave_sourcerecord", "opgave_study")
AT_ONCE = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "TRUNCATE {table} CASCADE",
}


@pytest.mark.parametrize("what", LATECOMERS)
def test_nothing_is_added_to_a_published_study_or_taken_from_it(what: str, study: Study) -> None:
    with (
        pytest.raises(IntegrityError, match="published is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(LATECOMERS[what].format(columns=COLUMNS_OF_A_FACT))


@pytest.mark.parametrize("table", TABLES)
def test_published_rows_are_not_replaced_or_emptied_at_once(table: str, study: Study) -> None:
    with (
        pytest.raises(IntegrityError, match="published is final"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        if connection.vendor == "postgresql":
            # What this test has just written is checked first: else that stands in the way.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(AT_ONCE[connection.vendor].format(table=table))


@pytest.mark.parametrize("module", ["0002_published_is_final", "0003_published_takes_nothing_more"])
def test_every_trigger_is_there_after_all_migrations(module: str, db: None) -> None:
    """SQLite drops a table's triggers when a migration rebuilds the table: make them again then."""
    migration = import_module(f"wwz.opgave.migrations.{module}")
    wanted = {name for name, _, _ in migration.triggers(connection.vendor)}
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listing[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert wanted <= there
    assert len(wanted) >= 8
