"""A proposal: made of an outcome, put before the board, decided with a reason, and final."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW, TODAY, logged_in, request_and_publish, small_result
from tests.partnership import actor
from tests.weighed import propose, weigh
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications.models import Notice
from wwz.opgave.final import PublishedIsFinalError
from wwz.opgave.weighing import deciding
from wwz.opgave.weighing.deciding import Decision, Words
from wwz.opgave.weighing.models import Proposal, WeighingAnswer
from wwz.opgave.weighing.swapping import moved_along

pytestmark = pytest.mark.django_db
WHY = Decision("Bestuurlijk overleg Wonen en zorg", TODAY, "Het past in het geld dat er is.")


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def weighing(gemeente, zwolle, corporation):
    zwolle.areas.add(gemeente)
    return weigh(zwolle, corporation, request_and_publish(gemeente, small_result()))


@pytest.fixture
def proposal(weighing):
    return propose(weighing)


def test_outcome_becomes_a_proposal_with_its_name_and_reason(sanne, bas, weighing):
    made = deciding.keep(actor(sanne), weighing, Words(" Kade ", "Het meeste."), now=NOW)

    assert (made.title, made.state) == ("Kade", "concept")
    assert [one["id"] for one in made.chosen] == ["K1", "L1"]
    with pytest.raises(NotAllowedError):
        deciding.keep(actor(bas), weighing, Words("x", "y"), now=NOW)


def test_board_decides_with_a_meeting_a_day_and_a_reason(sanne, meryem, proposal):
    deciding.submit(actor(sanne), proposal, now=NOW)
    assert Notice.objects.filter(text__contains="Er ligt een voorstel").exists()
    deciding.settle(actor(meryem), proposal, "decide", WHY, now=NOW)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_on) == ("besloten", TODAY)
    assert proposal.decided_for == actor(meryem).hat.organisation
    told = AuditEvent.objects.filter(object_id=str(proposal.pk)).values_list("verb", flat=True)
    assert set(told) == {"proposal.submit", "proposal.decide"}


@pytest.mark.parametrize("verb", ["decide", "reject", "postpone"])
@pytest.mark.parametrize("lacking", [{"because": " "}, {"decided_in": ""}])
def test_nothing_is_settled_without_a_reason(sanne, meryem, proposal, verb, lacking):
    deciding.submit(actor(sanne), proposal, now=NOW)
    words = Decision(**(vars(WHY) | lacking))

    with pytest.raises(deciding.DecisionMissesError, match="waarom"):
        deciding.settle(actor(meryem), proposal, verb, words, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == "voorgelegd"


def test_what_was_postponed_comes_back_and_what_was_rejected_does_not(sanne, meryem, weighing):
    later, never = propose(weighing, "Later"), propose(weighing, "Nooit")
    for one, verb in ((later, "postpone"), (never, "reject")):
        deciding.submit(actor(sanne), one, now=NOW)
        deciding.settle(actor(meryem), one, verb, WHY, now=NOW)

    deciding.submit(actor(sanne), later, now=NOW)
    assert later.state == "voorgelegd"
    with pytest.raises(WrongStateError, match="afgewezen"):
        deciding.submit(actor(sanne), never, now=NOW)


@pytest.mark.parametrize(
    ("verb", "who"),
    [("submit", "wei"), ("submit", "meryem"), ("submit", "ilse"), ("decide", "sanne"),
     ("decide", "wei"), ("decide", "bas")],
)  # fmt: skip
def test_only_the_programme_manager_submits_and_only_a_board_decides(
    request, sanne, proposal, verb, who
):
    person = actor(request.getfixturevalue(who))
    if verb == "decide":
        deciding.submit(actor(sanne), proposal, now=NOW)
    with pytest.raises(NotAllowedError):
        if verb == "submit":
            deciding.submit(person, proposal, now=NOW)
        else:
            deciding.settle(person, proposal, "decide", WHY, now=NOW)


# --- what was worked out and decided stays as it was ---


def refused(statement, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def key_of(thing):
    return thing.pk.hex if connection.vendor == "sqlite" else thing.pk


def test_answer_and_programme_never_change(weighing, proposal):
    answer = WeighingAnswer.objects.get()
    with pytest.raises(PublishedIsFinalError):
        answer.save()
    refused("UPDATE opgave_weighinganswer SET seconds = 0 WHERE id = %s", key_of(answer))
    refused("DELETE FROM opgave_weighinganswer WHERE id = %s", key_of(answer))
    refused("UPDATE opgave_weighing SET question = '{}' WHERE id = %s", key_of(weighing))
    refused("UPDATE opgave_proposal SET content = '{}' WHERE id = %s", key_of(proposal))


def test_decision_is_final_in_the_database_too(sanne, meryem, proposal):
    deciding.submit(actor(sanne), proposal, now=NOW)
    refused("UPDATE opgave_proposal SET title = 'Anders' WHERE id = %s", key_of(proposal))
    deciding.settle(actor(meryem), proposal, "decide", WHY, now=NOW)
    refused("UPDATE opgave_proposal SET because = 'Anders' WHERE id = %s", key_of(proposal))
    refused("UPDATE opgave_proposal SET state = 'concept' WHERE id = %s", key_of(proposal))
    refused("DELETE FROM opgave_proposal WHERE id = %s", key_of(proposal))


# --- on the pages ---


def test_pages_say_what_came_out_in_plain_words(sanne, weighing):
    page = text(logged_in(sanne).get(f"/afweging/{weighing.pk}/"))

    assert "Twee projecten, samen 72 woningen" in page
    assert "33% minder tekort aan woningen" in page
    assert "Hooguit 0,8% beter is mogelijk." in page
    assert "De Molen past niet meer in het geld van de gemeente." in page
    assert "Eén woning meer in aanbouw in 2028" in page
    assert "In toekomst 1, die voor 50% meetelt, is dit programma zo goed als het beste." in page
    assert (
        "In toekomst 2, die voor 50% meetelt, blijft er 3,0% meer tekort dan met het beste" in page
    )
    assert (
        "Komt ‘Langer gezond’ uit, dan blijft er 3,0% meer tekort dan met het beste programma dat "
        "wij ervoor vonden; hooguit 4,0% meer tekort dan bij het beste dat kan."
    ) in page
    assert "‘Alles later’: Dat jaar is niet bekend." in page
    assert "bevat verzonnen invoer" in page


def test_proposal_is_made_submitted_and_decided_on_the_pages(sanne, meryem, weighing):
    client = logged_in(sanne)
    empty = client.post(f"/afweging/{weighing.pk}/bewaar/", {"title": "", "reason": ""})
    assert empty.status_code == 422
    made = client.post(
        f"/afweging/{weighing.pk}/bewaar/", {"title": "Kade", "reason": "Het meeste."}
    )
    assert made.status_code == 302
    client.post(f"{made.url}voorleggen/")
    board = logged_in(meryem)
    assert "Wat is er besloten?" in text(board.get(made.url))
    lacking = board.post(f"{made.url}besluit/", {"verb": "decide"})
    assert lacking.status_code == 422
    assert "Schrijf waarom zo is besloten." in text(lacking)
    board.post(f"{made.url}besluit/", {
        "verb": "decide", "decided_in": "Bestuurlijk overleg", "decided_on": "2026-11-06",
        "because": "Het past.",
    })  # fmt: skip
    page = text(board.get(made.url))
    assert "Besloten op 6 november 2026" in page
    assert Proposal.objects.get().state == "besloten"


def test_list_filters_compares_and_exports(sanne, weighing):
    first, second = propose(weighing, "Kade"), propose(weighing, "Loods")
    client = logged_in(sanne)

    assert "Kade" in text(client.get("/samen/zwolle/voorstellen/?zoek=kade"))
    assert "Niets gevonden" in text(client.get("/samen/zwolle/voorstellen/?stand=besloten"))
    exported = client.get("/samen/zwolle/voorstellen.csv").getvalue().decode("utf-8-sig")
    assert "Kade" in exported
    assert "Loods" in exported
    beside = text(client.get(
        f"/samen/zwolle/voorstellen/vergelijk/?voorstel={first.pk}&voorstel={second.pk}"
    ))  # fmt: skip
    assert "Geclusterd 48 48" in beside


@pytest.mark.parametrize(
    "name",
    ["programma", "projecten", "partijen", "tekorten", "grenzen", "waarom-niet", "toekomsten",
     "scenarios"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_table_can_be_had_as_a_file(sanne, weighing, proposal, name, kind):
    client = logged_in(sanne)
    for address in (f"/afweging/{weighing.pk}/", f"/voorstel/{proposal.pk}/"):
        assert client.get(f"{address}{name}.{kind}").status_code == 200
    assert client.get(f"/afweging/{weighing.pk}/anders.{kind}").status_code == 404


def test_outsider_sees_neither_question_nor_proposal(outsider, weighing, proposal):
    client = logged_in(outsider)
    assert client.get(f"/afweging/{weighing.pk}/").status_code == 404
    assert client.get(f"/voorstel/{proposal.pk}/").status_code == 404


def test_swap_names_the_other_projects_that_move(weighing):
    before = weighing.answers.get().content
    kade, loods = before["chosen"]
    molen = loods | {"id": "M1", "title": "De Molen"}
    swap = {"entered": ["M1"], "left": ["L1"], "answer": {"chosen": [kade, molen]}}
    assert moved_along(before, swap) == ""
    park = kade | {"id": "P1", "title": "Het Park"}
    swap["answer"] = {"chosen": [park, molen]}
    told = moved_along(before, swap)
    assert told.endswith("Eruit: De Kade (laag); erin: Het Park.")
