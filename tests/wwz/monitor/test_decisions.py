"""The board is asked, answers beforehand for its own organisation, and decides in the meeting."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from tests.board import make_meeting
from tests.cast import NOW, logged_in
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from wwz.akkoord.models import Afspraak, Consent, Revision, RevisionState
from wwz.audit.models import AuditEvent
from wwz.errors import NotAllowedError
from wwz.meetings.models import Meeting, MeetingState, Outcome
from wwz.monitor.models import DecisionAnswer, DecisionRequest
from wwz.monitor.services import decisions
from wwz.notifications.models import Notice
from wwz.notifications.work import lines_for
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import Knelpunt, ThreadEntry, Woonservicezone

QUESTION = decisions.NewDecision(
    "Huur van de huiskamer betalen tot eind 2030?", "Het geld stopt op 12 oktober 2028."
)
DECISION = "Ja. De gemeente betaalt € 38.000 per jaar tot eind 2030 (demo-cijfer)."


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def knelpunt(zwolle: Partnership, zone: Woonservicezone, promised: list[Afspraak]) -> Knelpunt:
    return Knelpunt.objects.create(
        partnership=zwolle, zone=zone, title="Geen plek meer om elkaar te ontmoeten",
        afspraak=promised[1], raised_on=NOW.date(),
    )  # fmt: skip


@pytest.fixture
def request_(
    sanne: Account, meeting: Meeting, promised: list[Afspraak], knelpunt: Knelpunt
) -> DecisionRequest:
    wanted = decisions.NewDecision(QUESTION.question, QUESTION.text, afspraak=promised[1])
    return decisions.ask_decision(actor(sanne), meeting, wanted, now=NOW)


def begin(meeting: Meeting) -> datetime:
    """The meeting has begun an hour ago."""
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.BEZIG)
    return meeting.starts_at + timedelta(hours=1)


def test_questions_are_numbered_and_find_their_thread(
    sanne: Account, meeting: Meeting, request_: DecisionRequest, knelpunt: Knelpunt
) -> None:
    second = decisions.ask_decision(actor(sanne), meeting, QUESTION, now=NOW)
    assert (request_.number, second.number) == (1, 2)
    assert request_.knelpunt == knelpunt
    assert second.knelpunt is None


@pytest.mark.parametrize("name", ["meryem", "bas", "ilse", "hugo"])
def test_only_the_programme_manager_asks(
    name: str, request: pytest.FixtureRequest, meeting: Meeting
) -> None:
    somebody: Account = request.getfixturevalue(name)
    with pytest.raises(NotAllowedError):
        decisions.ask_decision(actor(somebody), meeting, QUESTION, now=NOW)


def test_nothing_is_asked_of_a_meeting_that_is_over(sanne: Account, zwolle: Partnership) -> None:
    held = make_meeting(zwolle, days=-3, state=MeetingState.GEHOUDEN)
    with pytest.raises(decisions.DecisionRefusedError, match="dat nog komt"):
        decisions.ask_decision(actor(sanne), held, QUESTION, now=NOW)


def test_each_organisation_answers_once_and_may_change_until_the_meeting(
    meryem: Account, hugo: Account, request_: DecisionRequest
) -> None:
    decisions.give_answer(actor(meryem), request_, "bespreken", now=NOW)
    decisions.give_answer(actor(meryem), request_, "akkoord", now=NOW)
    decisions.give_answer(actor(hugo), request_, "niet_akkoord", now=NOW)
    given = DecisionAnswer.objects.values_list("organisation__name", "answer")
    assert sorted(given) == [("De Stadspoort", "niet_akkoord"), ("Gemeente Zwolle", "akkoord")]
    last = AuditEvent.objects.filter(verb="decisionrequest.answer").order_by("id")[1]
    assert (last.before, last.after) == ({"answer": "bespreken"}, {"answer": "akkoord"})

    with pytest.raises(decisions.DecisionRefusedError, match="in het overleg zelf"):
        decisions.give_answer(actor(meryem), request_, "bespreken", now=request_.meeting.starts_at)


@pytest.mark.parametrize("name", ["sanne", "ilse", "bas"])
def test_only_a_bestuurder_answers(
    name: str, request: pytest.FixtureRequest, request_: DecisionRequest
) -> None:
    somebody: Account = request.getfixturevalue(name)
    with pytest.raises(NotAllowedError):
        decisions.give_answer(actor(somebody), request_, "akkoord", now=NOW)


def test_decision_reaches_the_meeting_the_thread_and_who_is_bound(
    sanne: Account, ilse: Account, request_: DecisionRequest, knelpunt: Knelpunt
) -> None:
    with pytest.raises(decisions.DecisionRefusedError, match="als het is genomen"):
        decisions.decide(actor(sanne), request_, DECISION, now=NOW)
    now = begin(request_.meeting)
    make_public(request_)
    with pytest.raises(decisions.DecisionRefusedError, match="wat het bestuur heeft besloten"):
        decisions.decide(actor(sanne), request_, " ", now=now)

    decisions.decide(actor(sanne), request_, DECISION, now=now)
    outcome = Outcome.objects.get(meeting=request_.meeting)
    assert (outcome.kind, outcome.pk) == ("besluit", request_.outcome_id)
    entry = ThreadEntry.objects.get(knelpunt=knelpunt)
    assert (entry.step, entry.title, entry.text) == ("besluit", decisions.DECIDED, DECISION)
    assert entry.address == f"/bijeenkomst/{request_.meeting_id}/"


def make_public(request_: DecisionRequest) -> None:
    """The promise that is decided on stands in a public agreement."""
    Afspraak.objects.filter(pk=request_.afspraak_id).update(visibility="openbaar")
    request_.refresh_from_db()


def test_residents_read_the_public_words_and_no_others(
    sanne: Account, request_: DecisionRequest, knelpunt: Knelpunt
) -> None:
    now = begin(request_.meeting)
    make_public(request_)
    words = "De huiskamer blijft open tot eind 2030."
    decisions.decide(actor(sanne), request_, DECISION, public=words, now=now)
    entry = ThreadEntry.objects.get(knelpunt=knelpunt)
    assert (entry.title, entry.text) == (decisions.DECIDED, words)
    request_.refresh_from_db()
    assert request_.decision == DECISION


def test_nothing_goes_public_of_a_decision_on_what_is_not_public(
    sanne: Account, request_: DecisionRequest, knelpunt: Knelpunt
) -> None:
    Knelpunt.objects.filter(pk=knelpunt.pk).update(visibility="openbaar")
    now = begin(request_.meeting)
    Meeting.objects.filter(pk=request_.meeting_id).update(visibility="openbaar")
    request_ = DecisionRequest.objects.get(pk=request_.pk)
    decisions.decide(actor(sanne), request_, DECISION, public="Voor iedereen", now=now)
    assert not ThreadEntry.objects.exists()
    assert Outcome.objects.get(meeting=request_.meeting).visibility == "partner"


def test_public_words_are_asked_only_where_residents_will_read_them(
    clock: None, sanne: Account, request_: DecisionRequest, knelpunt: Knelpunt
) -> None:
    Meeting.objects.filter(pk=request_.meeting_id).update(
        state=MeetingState.BEZIG, starts_at=NOW - timedelta(hours=1)
    )
    client, asked = logged_in(sanne), "Tekst voor de openbare draad"
    assert asked not in client.get("/samen/zwolle/besluiten/").content.decode()
    make_public(request_)
    assert asked in client.get("/samen/zwolle/besluiten/").content.decode()

    typed = {"decision": DECISION, "public": "De huiskamer blijft open."}
    assert client.post(f"/besluit/{request_.pk}/vastleggen/", typed).status_code == 302
    assert ThreadEntry.objects.get(knelpunt=knelpunt).text == "De huiskamer blijft open."


def test_what_is_decided_is_final_for_the_database(
    sanne: Account, meryem: Account, request_: DecisionRequest
) -> None:
    decisions.give_answer(actor(meryem), request_, "akkoord", now=NOW)
    decisions.leave(actor(sanne), request_, "Eerst met de raad.", now=begin(request_.meeting))
    assert request_.state == "niet_besloten"
    for statement in (
        "UPDATE monitor_decisionrequest SET decision = 'anders'",
        "DELETE FROM monitor_decisionanswer",
        "UPDATE monitor_decisionanswer SET answer = 'bespreken'",
    ):
        with (
            pytest.raises(IntegrityError, match="final"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


# --- the pages ---


def test_page_of_the_board_holds_the_count_the_decisions_and_the_signature(
    clock: None, meryem: Account, request_: DecisionRequest, promised: list[Afspraak],
    municipality: Organisation,
) -> None:  # fmt: skip
    revision = Revision.objects.create(
        partnership=promised[1].partnership, afspraak=promised[1], reason="De helling komt later.",
        before={}, after={}, words="De opening schuift naar 11 januari.", proposed_at=NOW,
    )  # fmt: skip
    Consent.objects.create(revision=revision, organisation=municipality)
    Revision.objects.filter(pk=revision.pk).update(state=RevisionState.INSTEMMING_GEVRAAGD)
    page = logged_in(meryem).get("/samen/zwolle/bestuur/").content.decode()
    assert "3 van 4 afspraken lopen goed. Eén besluit is aan u." in page
    assert QUESTION.question in page
    assert "Bijstelling van afspraak 2" in page
    assert "0 van 1 partijen stemden in" in page


def test_opening_a_page_or_a_link_answers_nothing(
    clock: None, meryem: Account, request_: DecisionRequest
) -> None:
    client = logged_in(meryem)
    client.get("/samen/zwolle/bestuur/")
    assert client.get(f"/besluit/{request_.pk}/antwoord/?antwoord=akkoord").status_code == 405
    assert not DecisionAnswer.objects.exists()

    answer = client.post(f"/besluit/{request_.pk}/antwoord/", {"antwoord": "akkoord"})
    assert answer["Location"] == "/samen/zwolle/bestuur/"
    assert "Uw antwoord: Akkoord" in client.get("/samen/zwolle/bestuur/").content.decode()


def test_unknown_answer_is_refused_with_a_sentence(
    clock: None, meryem: Account, request_: DecisionRequest
) -> None:
    answer = logged_in(meryem).post(f"/besluit/{request_.pk}/antwoord/", {"antwoord": "misschien"})
    assert answer.status_code == 422
    assert "Kies akkoord, niet akkoord of bespreken." in answer.content.decode()


def test_programme_manager_asks_and_records_through_the_page(
    clock: None, sanne: Account, zwolle: Partnership, meeting: Meeting, promised: list[Afspraak]
) -> None:
    client = logged_in(sanne)
    wanted = {"question": "Twee percelen vrijgeven?", "text": "Anders komen de woningen later.",
              "meeting": str(meeting.pk), "afspraak": str(promised[0].pk)}  # fmt: skip
    refused = client.post("/samen/zwolle/besluiten/", {**wanted, "question": ""})
    assert refused.status_code == 422
    assert "Anders komen de woningen later." in refused.content.decode()
    assert client.post("/samen/zwolle/besluiten/", wanted).status_code == 302
    made = DecisionRequest.objects.get()
    assert made.afspraak == promised[0]

    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.BEZIG, starts_at=NOW - timedelta(hours=1)
    )
    empty = client.post(f"/besluit/{made.pk}/vastleggen/", {"decision": ""})
    assert empty.status_code == 422
    done = client.post(f"/besluit/{made.pk}/vastleggen/", {"decision": "Ja, per 1 maart."})
    assert done["Location"] == "/samen/zwolle/besluiten/"
    assert "Ja, per 1 maart." in client.get("/samen/zwolle/besluiten/").content.decode()


def test_question_waits_on_the_own_page_until_it_is_answered(
    meryem: Account, request_: DecisionRequest
) -> None:
    def waiting() -> list[str]:
        return [line.text for line in lines_for(actor(meryem), NOW.date())]

    assert f"Besluit gevraagd: {QUESTION.question}" in waiting()
    decisions.give_answer(actor(meryem), request_, "akkoord", now=NOW)
    assert f"Besluit gevraagd: {QUESTION.question}" not in waiting()


def test_outsider_finds_no_question(outsider: Account, request_: DecisionRequest) -> None:
    for pk in (request_.pk, UUID(int=1)):
        answer = logged_in(outsider).post(f"/besluit/{pk}/antwoord/", {"antwoord": "akkoord"})
        assert answer.status_code in (403, 404)
    assert not Notice.objects.exists()


def test_decision_and_answers_are_not_replaced_or_emptied_at_once(
    sanne: Account, meryem: Account, request_: DecisionRequest
) -> None:
    decisions.give_answer(actor(meryem), request_, "akkoord", now=NOW)
    decisions.leave(actor(sanne), request_, "Eerst met de raad.", now=begin(request_.meeting))
    assert "is final" in refuses_overwriting("monitor_decisionrequest")
    assert "is final" in refuses_overwriting("monitor_decisionanswer")
