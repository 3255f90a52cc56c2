"""No table that refuses changes can be replaced row by row, or emptied at once."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.overwriting import guarded_tables, triggers

pytestmark = pytest.mark.django_db
ENDS = {"sqlite": "no_replace", "postgresql": "no_truncate"}
# At least these; a migration that rebuilds a table on SQLite drops its triggers.
KNOWN = {
    "akkoord_akkoord", "akkoord_afspraak", "akkoord_afspraak_areas", "akkoord_consent",
    "akkoord_fundingline", "akkoord_interimtarget", "akkoord_measurement", "akkoord_pledge",
    "akkoord_revision", "akkoord_signature", "audit_auditevent", "audit_snapshot",
    "documents_documentversion", "documents_passage", "meetings_minutes", "monitor_boardpack",
    "monitor_decisionanswer", "monitor_decisionrequest", "monitor_erratum", "opgave_fact",
    "opgave_factchange", "opgave_indicator", "opgave_ownrow", "opgave_proposal",
    "opgave_scenario", "opgave_sourcerecord",
    "opgave_study", "opgave_studyrecipe", "opgave_weighing", "opgave_weighinganswer",
    "uitvoering_milestone",
    "uitvoering_terugkoppeling", "visie_ambition", "visie_amendment", "visie_citation",
    "visie_position", "visie_theme", "visie_visie",
}  # fmt: skip


def open_ways() -> set[str]:
    there = triggers()
    return {
        table for table in guarded_tables() if f"{table}_{ENDS[connection.vendor]}" not in there
    }


def test_every_table_with_final_rows_is_guarded_against_overwriting() -> None:
    assert guarded_tables() >= KNOWN
    assert open_ways() == set()


def test_guard_that_is_gone_is_seen() -> None:
    """The planted defect."""
    end = ENDS[connection.vendor]
    on_table = " ON monitor_erratum" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER monitor_erratum_{end}{on_table}")
    assert open_ways() == {"monitor_erratum"}
