"""A proposal: made of an outcome, put before the board, decided with a reason, and final."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.cast import NOW, TODAY, logged_in, request_and_publish, small_result
from tests.partnership import actor
from tests.weighed import propose, weigh
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications.models import Notice
from wwz.opgave.final import PublishedIsFinalError
from wwz.opgave.live import asking as live
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.weighing import deciding, running
from wwz.opgave.weighing.deciding import Decision, Words
from wwz.opgave.weighing.models import Proposal, Weighing, WeighingAnswer
from wwz.opgave.weighing.presentation import about, outcome_page, plan_label, regret_words
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


@pytest.mark.parametrize("verb", ["decide", "reject", "postpone"])
def test_nothing_is_settled_on_a_day_that_is_still_to_come(sanne, meryem, proposal, verb):
    deciding.submit(actor(sanne), proposal, now=NOW)
    tomorrow = replace(WHY, decided_on=TODAY + timedelta(days=1))

    with pytest.raises(deciding.DecisionMissesError, match="toekomst"):
        deciding.settle(actor(meryem), proposal, verb, tomorrow, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == "voorgelegd"


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
    assert "25% minder tekort aan woningen" in page
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


def test_proposals_beside_one_another_can_be_had_as_a_file(sanne, outsider, weighing):
    first, second = propose(weighing, "Kade"), propose(weighing, "Loods")
    page = f"/samen/zwolle/voorstellen/vergelijk/?voorstel={first.pk}&voorstel={second.pk}"
    client = logged_in(sanne)
    address, excel = (
        re.search(rf'href="(/[^"]*vergelijk\.{kind}[^"]*)"', client.get(page).content.decode())[1]
        for kind in ("csv", "xlsx")
    )

    told = client.get(unescape(address)).getvalue().decode("utf-8-sig")
    assert "Kade;Loods" in told
    (money,) = (line for line in told.splitlines() if line.startswith("Geld (euro)"))
    assert [float(one.replace(",", ".")) for one in money.split(";")[1:]] == [10_200_000] * 2
    assert client.get(unescape(excel)).status_code == 200
    assert logged_in(outsider).get(unescape(address)).status_code == 403


def test_what_fairness_weighs_is_not_called_a_shortage(sanne, weighing):
    weighing.question |= {"weights": {"fairness": 200.0}}
    address = f"/afweging/{weighing.pk}/"
    told = outcome_page(weighing, weighing.answers.get().content, address)

    assert "25% minder tekort aan woningen" in told.lead
    assert told.regrets[1] == (
        "In toekomst 2, die voor 50% meetelt, pakt dit programma 3,0% minder goed uit dan het "
        "beste programma."
    )
    assert told.scenarios[0] == (
        "Komt ‘Langer gezond’ uit, dan pakt dit programma 3,0% minder goed uit dan het beste "
        "programma dat wij ervoor vonden; hooguit 4,0% minder goed dan het beste dat kan."
    )


@pytest.mark.parametrize(
    ("best", "proven", "end"),
    [
        (400.0, True, "is dit programma zo goed als het beste."),
        (400.0, False, "is dit programma zo goed als het beste dat wij vonden."),
        (200.0, True, "blijft er 100,0% meer tekort dan met het beste programma."),
        (200.0, False, "blijft er 100,0% meer tekort dan met het beste programma dat wij vonden."),
    ],
)
def test_regret_is_only_beside_the_best_when_that_is_proven(best, proven, end):
    one = {"draw": 0, "weight": 1.0, "best": best, "regret": 400.0 - best, "proven": proven}
    assert regret_words(one, weighed=False).endswith(end)


def test_gap_that_nobody_knows_is_not_promised_once_all_is_done(weighing):
    content = weighing.answers.get().content | {"gap": None}
    address = f"/afweging/{weighing.pk}/"
    assert outcome_page(weighing, content, address).gap.endswith("weten wij niet.")
    weighing.state = "verfijnen"
    assert outcome_page(weighing, content, address).gap.endswith("weten wij nog niet.")


def test_gap_of_a_variant_is_of_programmes_with_its_swap(sanne, weighing):
    first = propose(weighing, "Kade")
    swap = {"sentence": "Deze ruil geeft evenveel.", "homes": {}, "social": 0, "costs": {},
            "care_hours": 0}  # fmt: skip
    variant = propose(weighing, "Geruild", parent=first, swap=swap)
    client = logged_in(sanne)
    told = "Met deze ruil erin: hooguit 0,8% beter is mogelijk."

    assert told in text(client.get(f"/voorstel/{variant.pk}/"))
    assert "Met deze ruil erin" not in text(client.get(f"/voorstel/{first.pk}/"))
    beside = f"/samen/zwolle/voorstellen/vergelijk/?voorstel={first.pk}&voorstel={variant.pk}"
    assert f"Hooguit 0,8% beter is mogelijk. {told}" in text(client.get(beside))
    assert ("Hoe goed", told) in about(weighing, variant.answer, variant)


def test_first_outcome_says_so_when_searching_on_went_wrong(sanne, weighing):
    kept = weighing.answers.get().content
    refining = Weighing.objects.create(**{
        name: getattr(weighing, name)
        for name in ("partnership", "organisation", "asked_at", "study", "question", "sites",
                     "data_hash")
    }, state="verfijnen")  # fmt: skip
    bare = kept | {"prices": [], "why_not": [], "regrets": []}
    WeighingAnswer.objects.create(
        weighing=refining, kind="eerste", content=bare, engine_version="0.4.0", answered_at=NOW,
        seconds=0.1,
    )  # fmt: skip
    client, coming = logged_in(sanne), "zoeken wij nu uit"
    assert coming in text(client.get(f"/afweging/{refining.pk}/"))
    running.failed(refining.pk, "De rekendienst is uitgevallen.", now=NOW)

    page = text(client.get(f"/afweging/{refining.pk}/"))
    assert (
        "Verder zoeken is niet gelukt; de eerste uitkomst blijft staan. De rekendienst is "
        "uitgevallen."
    ) in page
    assert coming not in page
    assert "niet gelukt" not in text(client.get(f"/afweging/{weighing.pk}/"))


# --- a swap at the table of the board, asked and not answered by the engine here ---


def swap_asked(sanne, proposal, **question):
    return live.ask(
        actor(sanne), "ruil", {"proposal": str(proposal.pk), **question},
        partnership=proposal.partnership, now=timezone.now(),
    )  # fmt: skip


def test_question_that_only_warms_is_no_swap_to_see_or_keep(sanne, proposal):
    warm = swap_asked(sanne, proposal)
    LiveQuestion.objects.filter(pk=warm.pk).update(state="beantwoord", answer={"warm": True})
    client, address = logged_in(sanne), f"/voorstel/{proposal.pk}/bestuurstafel/{warm.pk}/"

    assert client.get(address).status_code == 404
    kept = client.post(f"{address}bewaar/", {"title": "Geruild", "reason": "Om te zien."})
    assert kept.status_code == 404


def test_swap_of_one_proposal_is_not_shown_beside_another(sanne, weighing, proposal):
    asked = swap_asked(sanne, proposal, out="K1", into="M1")
    other, client = propose(weighing, "Anders"), logged_in(sanne)

    assert client.get(f"/voorstel/{proposal.pk}/bestuurstafel/{asked.pk}/").status_code == 200
    assert client.get(f"/voorstel/{other.pk}/bestuurstafel/{asked.pk}/").status_code == 404


def test_projects_at_the_table_are_counted_in_words(sanne, weighing):
    one, many = ({"name": "Hof", "regulier": str(many)} for many in (1, 13))
    assert plan_label(one) == "Hof: 1 andere woning"
    assert plan_label(many | {"nultreden": "12"}) == "Hof: 12 nultreden en 13 andere woningen"


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
    assert ";25;" in exported
    beside = text(client.get(
        f"/samen/zwolle/voorstellen/vergelijk/?voorstel={first.pk}&voorstel={second.pk}"
    ))  # fmt: skip
    assert "Geclusterd 48 48" in beside
    assert "Minder tekort (%) 25,0% 25,0%" in beside
    assert "Gemeente Zwolle Zwolle Analyse van" in beside
    assert "Bevat verzonnen invoer ja ja" in beside
    assert "Bron: onze berekening van elk voorstel" in beside


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


@pytest.mark.parametrize("name", ["programma", "projecten"])
def test_heads_of_files_say_in_what_they_count(sanne, weighing, name):
    address = f"/afweging/{weighing.pk}/{name}.csv"
    heads = logged_in(sanne).get(address).getvalue().decode("utf-8-sig").splitlines()[0]
    assert heads.endswith("Kosten (euro);Uren zorg per jaar")
    assert ("Woningen in aanbouw" in heads) == (name == "programma")


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
