"""Signing in the browser: offered by Sanne, signed by Meryem and by Hugo with a reservation."""

from __future__ import annotations

import pytest

from tests.axe import faults
from tests.wwz.browser.looking import sticking_out
from tests.wwz.browser.play import log_in, press

pytestmark = pytest.mark.browser


@pytest.fixture
def akkoord(transactional_db):
    """A draft between gemeente and De Stadspoort, on the clock of the pages."""
    from tests.agreements import Cast, make_draft
    from tests.cast import make_account
    from tests.partnership import give_mandate, join
    from wwz.partners.models import Organisation, Partnership, Role

    gemeente = Organisation.objects.create(name="Gemeente Zwolle", kind="gemeente", demo=True)
    party = Organisation.objects.create(name="De Stadspoort", kind="corporatie", demo=True)
    zwolle = Partnership.objects.create(slug="zwolle", name="Platform WWZ Zwolle", demo=True)
    for one in (gemeente, party):
        join(zwolle, one)
    sanne = make_account("sanne", Role.PROGRAMMAMANAGER, gemeente)
    meryem = make_account("meryem", Role.BESTUURDER, gemeente)
    ilse = make_account("ilse", Role.ORGANISATIEBEHEERDER, party)
    hugo = make_account("hugo", Role.BESTUURDER, party)
    give_mandate(meryem)
    give_mandate(hugo, subject_to="de raad van commissarissen")
    return make_draft(zwolle, Cast(sanne, meryem, ilse, hugo, gemeente, party))


@pytest.fixture
def enter(opened, live_server):
    """A browser of its own, without script, logged in through the page."""

    def enter(name):
        page = opened(java_script_enabled=False)
        log_in(page, live_server.url, name)
        return page

    return enter


def test_akkoord_is_offered_signed_by_two_parties_and_in_force(enter, akkoord):
    from datetime import timedelta

    from django.utils.timezone import localdate

    address = f"/akkoord/{akkoord.pk}/"
    sanne = enter("sanne")
    sanne.goto(address)
    press(sanne, sanne.get_by_role("button", name="Bied aan ter ondertekening"))
    sanne.get_by_role("heading", name="van 2 hebben getekend").wait_for()

    meryem = enter("meryem")
    meryem.goto("/samen/zwolle/akkoorden/")
    press(meryem, meryem.get_by_role("link", name="Lees en teken"))
    press(meryem, meryem.get_by_role("link", name="Teken", exact=True))
    press(meryem, meryem.get_by_role("button", name="Teken", exact=True))
    meryem.get_by_text("Uw handtekening staat.").wait_for()

    hugo = enter("hugo")
    hugo.goto(f"{address}teken/")
    assert hugo.get_by_label("Voorbehoud (").input_value().endswith("raad van commissarissen")
    press(hugo, hugo.get_by_role("button", name="Teken", exact=True))
    hugo.get_by_text("Vul bij een voorbehoud beide in").first.wait_for()
    until = localdate() + timedelta(days=30)
    hugo.get_by_label("Voorbehoud tot en met").fill(until.isoformat())
    press(hugo, hugo.get_by_role("button", name="Teken", exact=True))
    hugo.get_by_role("heading", name="Eén afspraak tussen twee partijen").wait_for()
    hugo.get_by_text("Van kracht sinds").first.wait_for()


def test_no_page_of_an_akkoord_has_an_accessibility_fault(opened, akkoord):
    page = opened("sanne")
    promise = akkoord.afspraken.get().pk
    found = {}
    for path in (
        "/samen/zwolle/akkoorden/", "/samen/zwolle/afspraken/", f"/akkoord/{akkoord.pk}/",
        f"/afspraak/{promise}/", f"/afspraak/{promise}/inzet/", f"/afspraak/{promise}/nulmeting/",
        f"/akkoord/{akkoord.pk}/afspraak/",
    ):  # fmt: skip
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            found[path, width] = [*faults(page), *sticking_out(page)]
    assert {where: listed for where, listed in found.items() if listed} == {}
