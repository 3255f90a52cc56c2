"""A decided proposal becomes draft commitments and initiatives: in one press, or not at all."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.cast import NOW, TODAY, logged_in, request_and_publish, small_result
from tests.partnership import actor
from tests.weighed import propose, weigh
from wwz.akkoord.models import Afspraak, Pledge, Signature
from wwz.akkoord.services import drafting, promising
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.weighing import deciding
from wwz.uitvoering.models import Initiative, ProposalWork
from wwz.uitvoering.proposals import turning
from wwz.uitvoering.proposals.turning import NotReadyError, Press

pytestmark = pytest.mark.django_db
WHY = deciding.Decision("Bestuurlijk overleg", TODAY, "Het past in het geld dat er is.")


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def submitted(gemeente, zwolle, corporation, sanne):
    zwolle.areas.add(gemeente)
    weighing = weigh(zwolle, corporation, request_and_publish(gemeente, small_result()))
    proposal = propose(weighing)
    deciding.submit(actor(sanne), proposal, now=NOW)
    return proposal


@pytest.fixture
def decided(submitted, meryem):
    deciding.settle(actor(meryem), submitted, "decide", WHY, now=NOW)
    return submitted


@pytest.fixture
def press(decided, drafted):
    return Press(drafted, turning.recognised(decided, TODAY))


def test_press_drafts_a_commitment_and_an_initiative_for_every_project(sanne, decided, press):
    before = Afspraak.objects.count()
    made = turning.turn(actor(sanne), decided, press, now=NOW)

    assert [one.plan for one in made] == ["K1", "L1"]
    assert Afspraak.objects.count() == before + 2
    work = made[0]
    assert str(work.afspraak.title) == "36 woningen: De Kade (laag)"
    assert "24 geclusterd en 12 nultreden. Sociale huur: 24. De bouw" in work.afspraak.text
    assert (work.afspraak.state, work.afspraak.quantity, work.afspraak.due_on.year) == (
        "concept", 36, 2030,
    )  # fmt: skip
    assert [one.code for one in work.afspraak.areas.all()] == ["BU01933110"]
    assert work.initiative.kind == "huisvestingsproject"
    assert work.initiative.afspraak == work.afspraak
    assert work.initiative.milestones.count() == 2


def test_parties_are_proposed_and_promise_themselves(sanne, ilse, decided, press, corporation):
    work = turning.turn(actor(sanne), decided, press, now=NOW)[0]

    parts = {(str(one.organisation), one.role): one for one in work.afspraak.pledges.all()}
    assert set(parts) == {
        ("De Stadspoort (demo)", "trekker"), ("De Stadspoort (demo)", "financier"),
        ("Gemeente Zwolle (demo)", "financier"),
    }  # fmt: skip
    assert not Pledge.objects.filter(afspraak=work.afspraak, pledged_at__isnull=False).exists()
    builder = parts["De Stadspoort (demo)", "trekker"]
    promising.pledge(actor(ilse), builder, now=NOW)
    assert builder.pledged_at == NOW


def test_second_press_makes_nothing_twice(sanne, decided, press):
    turning.turn(actor(sanne), decided, press, now=NOW)
    counted = (Afspraak.objects.count(), Initiative.objects.count())

    assert turning.turn(actor(sanne), decided, press, now=NOW) == []
    assert (Afspraak.objects.count(), Initiative.objects.count()) == counted


def test_press_after_one_was_made_makes_only_the_other(sanne, decided, press):
    first, second = turning.turn(actor(sanne), decided, press, now=NOW)
    ProposalWork.objects.filter(pk=second.pk).delete()
    afspraken, initiatieven = Afspraak.objects.count(), Initiative.objects.count()

    assert [one.plan for one in turning.turn(actor(sanne), decided, press, now=NOW)] == ["L1"]
    assert Afspraak.objects.count() == afspraken + 1
    assert Initiative.objects.count() == initiatieven + 1
    assert set(decided.works.values_list("plan", flat=True)) == {"K1", "L1"}
    assert ProposalWork.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("social", "told"),
    [(1, "Sociale huur: 1. De bouw begint in 2028; de woning is klaar in 2030."),
     (0, "1 nultreden. De bouw begint")],
)  # fmt: skip
def test_project_of_one_home_is_told_in_the_singular(decided, social, told):
    one = {**decided.chosen[0], "homes": {"nultreden": 1}, "social": social}
    found = turning.afspraak_text(decided, one, None)
    assert found.title == "1 woning: De Kade (laag)"
    assert told in found.text
    assert "1 woningen" not in found.text


def test_press_that_fails_half_way_leaves_nothing(sanne, decided, press, monkeypatch):
    before = (Afspraak.objects.count(), Initiative.objects.count())
    plain, times = turning.initiatives.propose, []

    def fails_second(*args, **more):
        times.append(1)
        if len(times) == 2:
            raise RuntimeError
        return plain(*args, **more)

    monkeypatch.setattr(turning.initiatives, "propose", fails_second)
    with pytest.raises(RuntimeError):
        turning.turn(actor(sanne), decided, press, now=NOW)
    assert (Afspraak.objects.count(), Initiative.objects.count()) == before
    assert not ProposalWork.objects.exists()


def test_what_is_missing_is_said_in_sentences(sanne, submitted, drafted, corporation):
    press = Press(drafted, {"gemeente": corporation})
    Signature.objects.filter(organisation=corporation).delete()
    with pytest.raises(NotReadyError) as caught:
        turning.turn(actor(sanne), submitted, press, now=NOW)

    assert list(caught.value.missing) == [
        "Over ‘Kade en Loods’ is nog niet besloten. Vraag de bestuurders om een besluit.",
        "Wij weten niet welke organisatie De Stadspoort is. Kies er een.",
        "De Stadspoort (demo) is geen partij bij ‘Woonzorgakkoord’. Voeg eerst toe wie mee moet "
        "doen.",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["bas", "ilse", "meryem", "wei"])
def test_only_the_programme_manager_presses(request, decided, press, who):
    with pytest.raises(NotAllowedError):
        turning.turn(actor(request.getfixturevalue(who)), decided, press, now=NOW)


def test_page_presses_and_the_thread_leads_both_ways(sanne, decided, drafted):
    client = logged_in(sanne)
    address = f"/voorstel/{decided.pk}/uitvoeren/"
    assert "Wie is wie" in text(client.get(address))
    answer = client.post(address, {"akkoord": str(drafted.pk)}, follow=True)

    thread = text(answer)
    assert "Twee afspraken en evenveel initiatieven staan klaar." in thread
    for words in ("Cijfers", "Afweging", "Voorstel", "wij doen dit", "Twee afspraken staan in",
                  "Twee initiatieven staan in het programma"):  # fmt: skip
        assert words in thread
    work = ProposalWork.objects.first()
    for page in (f"/afspraak/{work.afspraak_id}/", f"/initiatief/{work.initiative_id}/"):
        assert f"/voorstel/{decided.pk}/draad/" in client.get(page).content.decode()
    again = client.post(address, {"akkoord": str(drafted.pk)}, follow=True)
    assert "Dit is al eerder gedaan." in text(again)


def test_commitment_with_an_initiative_is_changed_and_not_struck(sanne, decided, press):
    work = turning.turn(actor(sanne), decided, press, now=NOW)[0]
    with pytest.raises(RuleBrokenError, match="Wijzig de afspraak"):
        drafting.strike_afspraak(actor(sanne), work.afspraak, now=NOW)
    assert Afspraak.objects.filter(pk=work.afspraak_id).exists()


def test_without_a_draft_the_page_says_what_to_do(sanne, decided):
    page = logged_in(sanne).get(f"/voorstel/{decided.pk}/uitvoeren/")
    assert "Er is geen akkoord in concept. Maak er eerst een." in text(page)
