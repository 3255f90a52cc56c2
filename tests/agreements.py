"""An akkoord between the gemeente and De Stadspoort, in each of its stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor
from wwz.akkoord.models import Afspraak, Akkoord, AkkoordKind, PledgeRole, Regime
from wwz.akkoord.services import drafting, promising, signing
from wwz.partners.models import Account, Organisation, Partnership

UNTIL = date(2030, 12, 31)


@dataclass(frozen=True)
class Cast:
    """The accounts that write and sign it, and their parties."""

    sanne: Account
    meryem: Account
    ilse: Account
    hugo: Account
    municipality: Organisation
    corporation: Organisation


@pytest.fixture
def cast(
    sanne: Account,
    meryem: Account,
    ilse: Account,
    hugo: Account,
    municipality: Organisation,
    corporation: Organisation,
) -> Cast:
    return Cast(sanne, meryem, ilse, hugo, municipality, corporation)


@pytest.fixture
def drafted(zwolle: Partnership, cast: Cast) -> Akkoord:
    """A draft with two parties and one promise of which both have confirmed their part."""
    return make_draft(zwolle, cast)


def make_draft(zwolle: Partnership, cast: Cast) -> Akkoord:
    akkoord = drafting.draft_akkoord(
        actor(cast.sanne),
        zwolle,
        drafting.AkkoordText(
            kind=AkkoordKind.WOONZORGAKKOORD, title="Woonzorgakkoord", text="Samen.", ends_on=UNTIL
        ),
        now=NOW,
    )
    for party in (cast.municipality, cast.corporation):
        drafting.add_party(actor(cast.sanne), akkoord, party, now=NOW)
    make_promise(akkoord, cast)
    return akkoord


def make_promise(akkoord: Akkoord, cast: Cast, title: str = "120 woningen") -> Afspraak:
    """De Stadspoort leads, the gemeente pays until the middle of 2028."""
    afspraak = drafting.draft_afspraak(
        actor(cast.ilse),
        akkoord,
        drafting.AfspraakText(
            title=title,
            text="De Stadspoort bouwt 120 geclusterde huurwoningen.",
            due_on=date(2029, 12, 31),
            quantity=Decimal(120),
            unit="woningen",
            measure="opgeleverde woningen",
            measure_unit="woningen",
            tolerance=Decimal(5),
        ),
        now=NOW,
    )
    promising.give_pledge(
        actor(cast.ilse),
        afspraak,
        promising.PledgeText(cast.corporation, PledgeRole.TREKKER, "bouwt", Decimal(120)),
        now=NOW,
    )
    proposed = promising.propose_pledge(
        actor(cast.ilse),
        afspraak,
        promising.PledgeText(cast.municipality, PledgeRole.FINANCIER, "betaalt de grond"),
        now=NOW,
    )
    promising.pledge(actor(cast.meryem), proposed, now=NOW)
    promising.add_funding(
        actor(cast.ilse),
        afspraak,
        promising.Money(
            cast.municipality, Regime.GEMEENTE, "grondprijs", date(2026, 1, 1), date(2028, 6, 30),
            Decimal(100_000),
        ),
        now=NOW,
    )  # fmt: skip
    path = {2026: Decimal(0), 2027: Decimal(40), 2028: Decimal(80), 2029: Decimal(120)}
    promising.set_path(actor(cast.ilse), afspraak, path, now=NOW)
    return afspraak


@pytest.fixture
def offered(drafted: Akkoord, cast: Cast) -> Akkoord:
    return signing.offer(actor(cast.sanne), drafted, now=NOW)


@pytest.fixture
def in_force(offered: Akkoord, cast: Cast) -> Akkoord:
    signing.sign(actor(cast.meryem), offered, now=NOW)
    signing.sign(actor(cast.hugo), offered, reservation=reservation(), now=NOW)
    return offered


@pytest.fixture
def afspraak(drafted: Akkoord) -> Afspraak:
    return drafted.afspraken.get()


def reservation(until: date = TODAY + timedelta(days=30)) -> signing.Reservation:
    return signing.Reservation("besluit van de raad van commissarissen", until)
