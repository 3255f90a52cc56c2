"""From one sentence of Bas to a decision of the board, in the browser, and no faulty page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.wwz.browser.looking import looks_right
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser

QUESTION = "Huur van de huiskamer betalen tot eind 2030?"


@pytest.fixture
def board(transactional_db):
    """One promise that the figures contradict, asked this half year, and a meeting to come."""
    from django.utils import timezone

    from tests import promises
    from tests.board import make_meeting
    from tests.cast import make_account
    from tests.partnership import actor, give_mandate, join
    from wwz.monitor.services import decisions
    from wwz.partners.models import Organisation, Partnership, Role
    from wwz.uitvoering.models import ReportingPeriod

    now = timezone.now()
    gemeente = Organisation.objects.create(name="Gemeente Zwolle", kind="gemeente", demo=True)
    party = Organisation.objects.create(name="De Stadspoort", kind="corporatie", demo=True)
    zwolle = Partnership.objects.create(slug="zwolle", name="Platform WWZ Zwolle", demo=True)
    for one in (gemeente, party):
        join(zwolle, one)
    manager = make_account("sanne", Role.PROGRAMMAMANAGER, gemeente)
    give_mandate(make_account("meryem", Role.BESTUURDER, gemeente))
    make_account("bas", Role.ORGANISATIEMEDEWERKER, party)
    make_account("ilse", Role.ORGANISATIEBEHEERDER, party)
    today = timezone.localdate()
    afspraak = promises.make_afspraak(promises.make_akkoord(zwolle), 4, party, title="Huiskamer")
    promises.measure(afspraak, "48", on=today)
    promises.fund(afspraak, gemeente, today)
    period = ReportingPeriod.objects.create(
        partnership=zwolle, year=today.year, half=2, asked_on=today, due_on=today + timedelta(20)
    )
    promises.say(period, afspraak, party, promises.Says(light="", text="", state="gevraagd"))
    meeting = make_meeting(
        zwolle, starts_at=now + timedelta(days=28), ends_at=now + timedelta(days=28, hours=2)
    )
    wanted = decisions.NewDecision(QUESTION, "Het geld stopt op 12 oktober.", afspraak)
    decisions.ask_decision(actor(manager), meeting, wanted, now=now)
    return period.reports.get()


def test_from_one_sentence_to_the_answer_of_the_board(opened, board):
    address = f"/voortgang/{board.pk}/"
    bas = opened("bas")
    bas.goto(address)
    bas.get_by_label("Wat is er gebeurd").fill("De helling is besteld.")
    press(bas, bas.get_by_role("button", name="Op koers"))
    bas.get_by_text("Een collega accordeert dit nog").wait_for()

    ilse = opened("ilse")
    ilse.goto(address)
    press(ilse, ilse.get_by_role("button", name="Accordeer namens De Stadspoort"))
    ilse.get_by_role("heading", name="De Stadspoort zegt: op koers").wait_for()

    sanne = opened("sanne")
    sanne.goto("/samen/zwolle/monitor/")
    sanne.get_by_role(
        "heading", name="1 van 1 afspraken op koers; bij 1 spreken de cijfers dat tegen"
    ).wait_for()
    press(sanne, sanne.get_by_role("button", name="Maak de stukken"))
    press(sanne, sanne.get_by_role("button", name="Bevries de stukken"))
    sanne.get_by_text("Bevroren op").first.wait_for()
    press(sanne, sanne.get_by_role("button", name="Geef vrij aan het bestuur"))
    sanne.get_by_text("Het bestuur kan ze nu lezen").wait_for()

    meryem = opened("meryem")
    meryem.goto("/samen/zwolle/bestuur/")
    press(meryem, meryem.get_by_role("button", name="Akkoord", exact=True))
    meryem.get_by_role("button", name="Uw antwoord: Akkoord").wait_for()
    press(meryem, meryem.get_by_role("link", name="Alle stukken"))
    assert meryem.get_by_role("heading", name="Uitzonderingen").is_visible()
    assert meryem.get_by_role("cell", name="Besluit 1").first.is_visible()


def test_no_page_of_the_monitor_has_an_accessibility_fault(opened, board):
    from django.utils import timezone

    from tests.partnership import actor
    from wwz.monitor.freezing import freeze_now
    from wwz.monitor.models import DecisionRequest
    from wwz.monitor.services import packs
    from wwz.partners.models import Account

    manager = actor(Account.objects.get(email__startswith="sanne"))
    meeting, now = DecisionRequest.objects.get().meeting, timezone.now()
    pack = packs.make(manager, board.period, meeting, now=now)
    sanne = opened("sanne")
    found = {}
    sanne.goto(f"/bestuursstukken/{pack.pk}/")
    found["concept"] = looks_right(sanne)
    freeze_now(manager, pack, now=now)
    for address in (
        "/samen/zwolle/monitor/",
        "/samen/zwolle/monitor/afspraken/",
        "/samen/zwolle/voortgang/",
        "/samen/zwolle/besluiten/",
        "/samen/zwolle/bestuursstukken/",
        f"/bestuursstukken/{pack.pk}/",
    ):
        assert sanne.goto(address).status == 200, address
        found[address] = looks_right(sanne)
    bas = opened("bas")
    bas.goto(f"/voortgang/{board.pk}/")
    found["melding"] = looks_right(bas)
    press(bas, bas.get_by_role("button", name="Er is een knelpunt"))
    bas.get_by_role("heading", name="Dit moet nog anders").wait_for()
    found["melding met fouten"] = looks_right(bas)
    meryem = opened("meryem")
    meryem.goto("/samen/zwolle/bestuur/")
    found["bestuur"] = looks_right(meryem)
    assert {place: listed for place, listed in found.items() if listed} == {}
