"""The visie in the browser: two who write at once, a proposal, adopting, and no faulty page."""

from __future__ import annotations

import pytest

from tests.axe import faults
from tests.wwz.browser.looking import looks_right
from tests.wwz.browser.play import press

pytestmark = pytest.mark.browser

MANY = "500 meter lopen, gemeten voor iemand met een rollator"


@pytest.fixture
def visie(transactional_db, study):
    """A concept of two passages, of which the second cites a figure."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.cast import make_account
    from tests.partnership import actor, give_mandate, join
    from wwz.documents import services as documents
    from wwz.documents.queries import newest_version
    from wwz.partners.models import Organisation, Partnership, Role
    from wwz.visie.services import texts

    now = timezone.now()
    gemeente = Organisation.objects.create(name="Gemeente Zwolle", kind="gemeente", demo=True)
    party = Organisation.objects.create(name="De Stadspoort", kind="corporatie", demo=True)
    zwolle = Partnership.objects.create(slug="zwolle", name="Platform WWZ Zwolle", demo=True)
    for one in (gemeente, party):
        join(zwolle, one)
    manager = make_account("sanne", Role.PROGRAMMAMANAGER, gemeente)
    give_mandate(make_account("meryem", Role.BESTUURDER, gemeente))
    make_account("ilse", Role.ORGANISATIEBEHEERDER, party)
    writer = actor(manager)
    day = timezone.localdate() + timedelta(days=400)
    new = texts.NewVisie("Samen thuis", adoption_on=day)
    made = texts.start_visie(writer, zwolle, new, now=now)
    version = newest_version(made.document_id)
    for words in ("Iedereen vindt een plek op loopafstand.", "Er wonen [feit] mensen."):
        passage = documents.NewPassage(1, "Elkaar ontmoeten", words)
        added = documents.add_passage(writer, version, passage, now=now)
    fact = study.facts.filter(indicator__key="inwoners_75plus", missing="", hidden="").last()
    texts.cite(writer, added, fact, edit=1, now=now)
    return made


def chapter(visie):
    return f"/visie/{visie.pk}/1/"


def write(page, visie, words):
    page.goto(chapter(visie))
    press(page, page.get_by_role("link", name="Schrijf in passage 1.1"))
    page.get_by_label("Tekst van passage 1.1").fill(words)


def test_two_writers_at_once_lose_no_word(opened, visie):
    first = opened("sanne")
    second = opened("sanne")
    write(first, visie, "Iedereen vindt een plek om de hoek.")
    write(second, visie, "Iedereen vindt een plek binnen 500 meter.")
    press(first, first.get_by_role("button", name="Bewaar"))
    first.get_by_text("Passage 1.1 is bewaard").wait_for()

    press(second, second.get_by_role("button", name="Bewaar"))
    second.get_by_role("heading", name="Twee teksten voor passage 1.1").wait_for()

    assert (
        second.get_by_label("Tekst van passage 1.1").input_value()
        == "Iedereen vindt een plek binnen 500 meter."
    )
    assert second.get_by_text("Iedereen vindt een plek om de hoek.").first.is_visible()
    assert faults(second) == []
    second.get_by_label("Tekst van passage 1.1").fill(
        "Iedereen vindt een plek om de hoek, binnen 500 meter."
    )
    press(second, second.get_by_role("button", name="Bewaar"))
    second.get_by_text("Passage 1.1 is bewaard").wait_for()
    second.get_by_text("om de hoek, binnen 500 meter").wait_for()

    from wwz.documents.models import Passage

    passage = Passage.objects.get(number=1)
    assert passage.history.count() == 3


def test_from_proposal_to_adopted_visie(opened, visie):
    party = opened("ilse")
    party.goto(chapter(visie))
    press(party, party.get_by_role("link", name="Stel een andere tekst voor voor passage 1.1"))
    party.get_by_label("Uw tekst").fill(f"Iedereen vindt een plek op {MANY}.")
    party.get_by_label("Waarom").fill("Zo is het te meten.")
    press(party, party.get_by_role("button", name="Dien het voorstel in"))
    press(party, party.get_by_role("link", name="Geef uw standpunt"))
    party.get_by_label("Instemming").check()
    press(party, party.get_by_role("button", name="Bewaar standpunt"))
    party.get_by_text("De Stadspoort: instemming").wait_for()

    manager = opened("sanne")
    manager.goto(chapter(visie))
    press(manager, manager.get_by_role("link", name="Wie zei wat?").first)
    manager.get_by_label("Reden van het besluit").fill("Goed te meten.")
    press(manager, manager.get_by_role("button", name="Bewaar het besluit"))
    manager.get_by_role("heading", name="Besluit: overgenomen").wait_for()
    manager.goto(f"/visie/{visie.pk}/")
    press(manager, manager.get_by_role("button", name="Leg voor ter instemming"))

    board = opened("meryem")
    board.goto(f"/visie/{visie.pk}/")
    press(board, board.get_by_role("link", name="Vaststellen"))
    press(board, board.get_by_role("button", name="Ja, stel vast"))
    board.get_by_text("Deze tekst ligt vast").wait_for()
    board.goto(chapter(visie))
    assert board.get_by_text(MANY).is_visible()
    assert board.get_by_role("link", name="Schrijf").count() == 0


def test_no_page_of_a_visie_has_an_accessibility_fault(opened, visie):
    from django.utils import timezone

    from tests.partnership import actor
    from wwz.documents.models import Passage
    from wwz.partners.models import Account
    from wwz.visie.services import voices

    passage = Passage.objects.select_related("version__document").get(number=1)
    proposal = voices.propose(
        actor(Account.objects.get(email__startswith="ilse")), visie, passage,
        text=f"Iedereen vindt een plek op {MANY}.", reason="Meetbaar.", now=timezone.now(),
    )  # fmt: skip
    page = opened("sanne")
    found = {}
    for address in (
        "/samen/zwolle/visie/",
        "/samen/zwolle/visie/nieuw/",
        f"/visie/{visie.pk}/",
        chapter(visie),
        f"/visie/{visie.pk}/passage/",
        f"/visie/{visie.pk}/tekst/",
        f"/visie/{visie.pk}/antwoordnota/",
        f"/passage/{passage.pk}/",
        f"/passage/{passage.pk}/tekst/",
        f"/passage/{passage.pk}/feit/",
        f"/passage/{passage.pk}/geschiedenis/",
        f"/wijzigingsvoorstel/{proposal.pk}/",
        f"/traject/{visie.traject_id}/",
    ):
        assert page.goto(address).status == 200, address
        found[address] = looks_right(page)
    board = opened("meryem")
    board.goto(f"/visie/{visie.pk}/vaststellen/")
    found["vaststellen"] = looks_right(board)
    assert {place: listed for place, listed in found.items() if listed} == {}
