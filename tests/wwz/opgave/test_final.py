"""What is published stays as it is: the models say so, and the database when they are bypassed."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from tests.cast import publish_result, small_result
from wwz.opgave.models import Fact, Indicator, PublishedIsFinalError, SourceRecord, Study
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


def test_every_trigger_is_there_after_all_migrations(db: None) -> None:
    """SQLite drops a table's triggers when a migration rebuilds the table: make them again then."""
    migration = import_module("wwz.opgave.migrations.0002_published_is_final")
    wanted = {name for name, _, _ in migration.triggers(connection.vendor)}
    listing = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listing[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    assert wanted <= there
    assert len(wanted) == 8
