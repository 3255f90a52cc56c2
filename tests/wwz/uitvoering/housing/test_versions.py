"""A version is written, put before the board, adopted and followed; what is adopted stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import GEMEENTE, NOW, TODAY, request_and_publish, small_result
from tests.housing import YEARS, adopt, other
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.audit.models import AuditEvent
from wwz.audit.snapshots import SnapshotBrokenError, content_of
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.models import Fact, Study
from wwz.partners.models import Account, Organisation, Partnership, Visibility
from wwz.uitvoering.housing import lines, versions
from wwz.uitvoering.housing.content import contents_of
from wwz.uitvoering.housing.lines import LineChangedError, LineText
from wwz.uitvoering.housing.models import (
    AdoptedIsFinalError,
    HousingLine,
    HousingProgramme,
    HousingProgress,
)
from wwz.uitvoering.housing.versions import HousingRefusedError, VersionText


def test_programme_goes_from_its_first_line_to_the_board_and_is_public_then(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    assert concept.visibility == Visibility.PARTNER
    made = adopt(sanne, meryem, concept)
    assert (made.state, made.visibility) == ("vastgesteld", Visibility.OPENBAAR)
    assert (made.adopted_on, made.adopted_by, made.adopted_for) == (
        TODAY, meryem.person, meryem.person.membership_set.get().organisation,
    )  # fmt: skip
    assert made.snapshot is not None
    assert content_of(made.snapshot)["lines"][0]["homes"] == 24
    verbs = AuditEvent.objects.filter(kind="uitvoering.HousingProgramme").order_by("at", "pk")
    assert {event.verb.split(".")[1] for event in verbs} == {"make", "add", "submit", "adopt"}


def test_empty_programme_is_not_put_before_the_board(
    sanne: Account, concept: HousingProgramme
) -> None:
    with pytest.raises(HousingRefusedError, match="nog geen regel"):
        versions.submit(actor(sanne), concept, now=NOW, today=TODAY)


def test_line_outside_the_years_stands_in_the_way(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    with pytest.raises(HousingRefusedError, match="Kies een jaar van 2027"):
        lines.add_line(actor(sanne), concept, other(line_text, year=2035), now=NOW)
    versions.describe(actor(sanne), concept, VersionText(2029, 2033), now=NOW)
    with pytest.raises(HousingRefusedError, match="Regel 1 ligt buiten 2029"):
        versions.submit(actor(sanne), concept, now=NOW, today=TODAY)


def test_what_lies_before_the_board_is_not_changed_until_it_comes_back(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine,
    line_text: LineText,
) -> None:  # fmt: skip
    versions.submit(actor(sanne), concept, now=NOW, today=TODAY)
    with pytest.raises(WrongStateError, match="voorgelegd aan het bestuur"):
        lines.change_line(actor(sanne), line, other(line_text, homes=30), now=NOW)
    with pytest.raises(HousingRefusedError, match="Schrijf wat er eerst anders moet"):
        versions.send_back(actor(meryem), concept, " ", now=NOW)
    versions.send_back(actor(meryem), concept, "Eerst het geld regelen.", now=NOW)
    lines.change_line(actor(sanne), line, other(line_text, homes=30), now=NOW)
    concept.refresh_from_db()
    assert (concept.state, concept.returned_because) == ("concept", "Eerst het geld regelen.")
    versions.submit(actor(sanne), concept, now=NOW, today=TODAY)
    versions.take_back(actor(sanne), concept, now=NOW)
    assert HousingProgramme.objects.get().state == "concept"


@pytest.mark.parametrize("who", ["bas", "ilse", "hugo", "fatima", "kees", "wei", "ruben", "tom"])
def test_only_the_programme_manager_begins_a_version(
    who: str, zwolle: Partnership, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowedError):
        versions.begin(actor(request.getfixturevalue(who)), zwolle, YEARS, now=NOW)


@pytest.mark.parametrize("who", ["sanne", "bas", "ilse", "fatima", "kees", "wei", "outsider"])
def test_only_a_bestuurder_of_the_partnership_adopts(
    who: str, sanne: Account, concept: HousingProgramme, line: HousingLine,
    nieuwegein: Partnership, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    versions.submit(actor(sanne), concept, now=NOW, today=TODAY)
    with pytest.raises(NotAllowedError):
        versions.adopt(actor(request.getfixturevalue(who)), concept, today=TODAY, now=NOW)


def test_one_version_is_open_at_a_time(
    sanne: Account, zwolle: Partnership, concept: HousingProgramme
) -> None:
    with pytest.raises(HousingRefusedError, match="al een versie in bewerking"):
        versions.begin(actor(sanne), zwolle, YEARS, now=NOW)


def test_figure_that_is_renewed_before_the_board_decides_is_answered_first(
    sanne: Account, meryem: Account, concept: HousingProgramme, line: HousingLine, study: Study,
    gemeente: Area,
) -> None:  # fmt: skip
    shortage = Fact.objects.get(
        study=study, indicator__key="vraag_nultreden", area__code=GEMEENTE.code, year=2040
    )
    lines.cite(actor(sanne), line, shortage, now=NOW)
    versions.submit(actor(sanne), concept, now=NOW, today=TODAY)
    request_and_publish(gemeente, small_result(factor=0.9), now=NOW + timedelta(days=1))
    with pytest.raises(HousingRefusedError, match="Bij regel 1 is een cijfer vernieuwd"):
        versions.adopt(actor(meryem), concept, today=TODAY, now=NOW)
    kept = HousingProgramme.objects.get()
    assert (kept.state, kept.snapshot, kept.adopted_on) == ("voorgelegd", None, None)
    assert kept.visibility == Visibility.PARTNER


# --- lines ---


def test_same_line_is_made_once_from_the_screen_and_another_beside_it(
    sanne: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText
) -> None:
    who = actor(sanne)
    assert lines.add_line_once(who, concept, line_text, now=NOW) == (line, False)
    for text in (other(line_text, text="Het tweede hof."), other(line_text, homes=None)):
        made, new = lines.add_line_once(who, concept, text, now=NOW)
        assert new
        assert lines.add_line_once(who, concept, text, now=NOW) == (made, False)
    # What was dropped does not count: the same can be promised anew.
    lines.drop_line(who, line, "De grond is verkocht.", now=NOW)
    assert lines.add_line_once(who, concept, line_text, now=NOW)[1]
    assert list(concept.lines.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_party_keeps_its_own_lines_and_no_other(
    bas: Account, concept: HousingProgramme, line: HousingLine, line_text: LineText,
    municipality: Organisation, fatima: Account,
) -> None:  # fmt: skip
    lines.change_line(actor(bas), line, other(line_text, homes=20), now=NOW)
    theirs = other(line_text, organisation=municipality)
    with pytest.raises(NotAllowedError):
        lines.add_line(actor(bas), concept, theirs, now=NOW)
    with pytest.raises(NotAllowedError):
        lines.change_line(actor(bas), line, theirs, now=NOW)
    with pytest.raises(NotAllowedError):
        lines.drop_line(actor(fatima), line, "Zomaar", now=NOW)


def test_who_saves_second_is_told_and_nothing_is_lost(
    sanne: Account, line: HousingLine, line_text: LineText
) -> None:
    lines.change_line(actor(sanne), line, other(line_text, homes=30), revision=1, now=NOW)
    with pytest.raises(LineChangedError, match="Regel 1 is intussen gewijzigd"):
        lines.change_line(actor(sanne), line, other(line_text, homes=40), revision=1, now=NOW)
    assert HousingLine.objects.get().homes == 30


def test_dropped_line_needs_a_reason_and_can_come_back(
    sanne: Account, concept: HousingProgramme, line: HousingLine
) -> None:
    with pytest.raises(HousingRefusedError, match="Schrijf waarom"):
        lines.drop_line(actor(sanne), line, "", now=NOW)
    lines.drop_line(actor(sanne), line, "De grond is verkocht.", now=NOW)
    assert contents_of(concept, today=TODAY).counting == []
    lines.take_up_line(actor(sanne), line, now=NOW)
    assert len(contents_of(concept, today=TODAY).counting) == 1


# --- the next version ---


def test_next_version_begins_as_a_copy_with_the_same_numbers(
    sanne: Account, meryem: Account, zwolle: Partnership, concept: HousingProgramme,
    line: HousingLine, line_text: LineText,
) -> None:  # fmt: skip
    gone = lines.add_line(actor(sanne), concept, other(line_text, homes=5), now=NOW)
    lines.drop_line(actor(sanne), gone, "De grond is verkocht.", now=NOW)
    first = adopt(sanne, meryem, concept)
    later = NOW + timedelta(days=300)
    second = versions.begin(actor(sanne), zwolle, VersionText(2028, 2031), now=later)
    assert (second.number, second.follows) == (2, first)
    assert list(second.lines.values_list("number", "homes")) == [(1, 24)]
    # A number that was used once is never given to another line.
    assert lines.add_line(actor(sanne), second, line_text, now=later).number == 3
    adopt(sanne, meryem, second)
    first.refresh_from_db()
    assert (first.state, first.visibility) == ("vervangen", Visibility.OPENBAAR)


# --- adopted is final ---


def test_adopted_version_and_its_lines_are_refused_by_the_model(
    adopted: HousingProgramme, sanne: Account, line_text: LineText
) -> None:
    line = adopted.lines.get()
    line.homes = 1
    for act in (
        line.save,
        line.delete,
        lambda: HousingLine.objects.update(homes=1),
        lambda: HousingLine.objects.all().delete(),
        lambda: HousingLine.objects.create(
            programme=adopted, number=9, group="ouderen", woonvorm="gewoon", year=2028,
            area=line.area, organisation=line.organisation,
        ),
        adopted.save,
        adopted.delete,
    ):  # fmt: skip
        with pytest.raises(AdoptedIsFinalError):
            act()
    with pytest.raises(WrongStateError):
        lines.change_line(actor(sanne), line, line_text, now=NOW)
    assert HousingLine.objects.get().homes == 24


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE uitvoering_housingline SET homes = 99",
        "DELETE FROM uitvoering_housingline",
        "UPDATE uitvoering_housingprogramme SET title = 'Anders'",
        "UPDATE uitvoering_housingprogramme SET state = 'concept'",
        "UPDATE uitvoering_housingprogramme SET snapshot_id = NULL",
        "DELETE FROM uitvoering_housingprogramme",
    ],
)
def test_adopted_version_is_refused_by_the_database(
    statement: str, adopted: HousingProgramme
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_line_does_not_slip_into_an_adopted_version(
    adopted: HousingProgramme, sanne: Account, zwolle: Partnership, line_text: LineText
) -> None:
    second = versions.begin(actor(sanne), zwolle, YEARS, now=NOW)
    new = lines.add_line(actor(sanne), second, line_text, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE uitvoering_housingline SET programme_id = "
            "(SELECT id FROM uitvoering_housingprogramme WHERE number = 1) WHERE number = %s",
            [new.number],
        )


@pytest.mark.parametrize("table", ["housingprogramme", "housingline"])
def test_adopted_rows_are_neither_replaced_nor_emptied(
    table: str, adopted: HousingProgramme
) -> None:
    assert "final" in refuses_overwriting(f"uitvoering_{table}")


def test_what_was_frozen_is_read_and_a_changed_byte_is_seen(adopted: HousingProgramme) -> None:
    assert contents_of(adopted, today=TODAY).rows[0].homes == 24
    assert adopted.snapshot is not None
    adopted.snapshot.content = adopted.snapshot.content.replace('"homes":24', '"homes":25')
    with pytest.raises(SnapshotBrokenError):
        contents_of(adopted, today=TODAY)


# --- progress ---


def test_party_tells_what_is_delivered_and_what_was_told_stays(
    adopted: HousingProgramme, bas: Account, outsider: Account, nieuwegein: Partnership
) -> None:
    line = adopted.lines.select_related("programme").get()
    with pytest.raises(RuleBrokenError, match="hoogstens zoveel"):
        lines.tell(actor(bas), line, 25, told_on=TODAY, now=NOW)
    with pytest.raises(NotAllowedError):
        lines.tell(actor(outsider), line, 1, told_on=TODAY, now=NOW)
    with pytest.raises(HousingRefusedError, match="toekomst"):
        lines.tell(actor(bas), line, 12, told_on=TODAY + timedelta(days=1), now=NOW)
    lines.tell(actor(bas), line, 12, told_on=TODAY, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        HousingProgress.objects.update(delivered=24)
    assert "told is final" in refuses_overwriting("uitvoering_housingprogress")


def test_progress_is_of_a_version_that_is_adopted(sanne: Account, line: HousingLine) -> None:
    with pytest.raises(HousingRefusedError, match="nog niet vastgesteld"):
        lines.tell(actor(sanne), line, 1, told_on=TODAY, now=NOW)
