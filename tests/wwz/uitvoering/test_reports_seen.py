"""What a party is still writing stays its own, however public the promise is."""

from __future__ import annotations

import pytest

from tests.cast import NOW, logged_in
from tests.partnership import actor
from tests.promises import make_afspraak, make_akkoord, make_period
from wwz.akkoord.models import Afspraak
from wwz.partners.models import Account, Organisation, Partnership, Visibility
from wwz.uitvoering.models import ProgressReport
from wwz.uitvoering.services import progress

TEXT = "Wij denken dat het mislukt, maar dat zeggen wij nog niet."


@pytest.fixture
def draft(
    zwolle: Partnership, corporation: Organisation, sanne: Account, bas: Account
) -> ProgressReport:
    afspraak = make_afspraak(make_akkoord(zwolle), 4, corporation)
    Afspraak.objects.filter(pk=afspraak.pk).update(visibility=Visibility.OPENBAAR)
    afspraak.refresh_from_db()
    asked = progress.ask(actor(sanne), make_period(zwolle), afspraak, corporation, now=NOW)
    return progress.draft(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)


def test_draft_about_a_public_promise_is_read_by_its_own_party_only(
    draft: ProgressReport, bas: Account, sanne: Account, meryem: Account,
    outsider: Account, nieuwegein: Partnership,
) -> None:  # fmt: skip
    address = f"/voortgang/{draft.pk}/"
    assert TEXT in logged_in(bas).get(address).content.decode()
    for other in (meryem, outsider):
        assert logged_in(other).get(address).status_code == 404
