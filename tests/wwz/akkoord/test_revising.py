"""A promise in force changes only when every bound party consents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.agreements import make_promise, reservation
from tests.cast import NOW, TODAY, make_account
from tests.partnership import actor, give_mandate
from wwz.akkoord.models import Afspraak
from wwz.akkoord.services import content, refusals, revising, signing
from wwz.audit.snapshots import content_of
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.partners.models import Mandate, OrganisationKind, Role

pytestmark = pytest.mark.django_db

LATER = date(2030, 6, 30)
MOVED = revising.Change("Oplevering schuift een half jaar.", "De grond komt later.", due_on=LATER)


@pytest.fixture
def promise(in_force) -> Afspraak:
    return in_force.afspraken.get()


def test_change_applies_when_the_last_bound_party_consents(in_force, promise, cast):
    revision = revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    revising.consent(actor(cast.hugo), revision, now=NOW)
    promise.refresh_from_db()
    assert (revision.state, promise.due_on) == ("instemming_gevraagd", date(2029, 12, 31))

    revising.consent(actor(cast.meryem), revision, now=NOW)
    promise.refresh_from_db()
    assert (revision.state, promise.due_on) == ("aangenomen", LATER)
    assert content.is_as_agreed(in_force)


def test_what_was_signed_stays_readable_after_a_change(in_force, promise, cast):
    revision = adopted(promise, cast, MOVED)

    signed = content_of(in_force.snapshot)["afspraken"][0]
    changed = content_of(revision.snapshot)
    assert signed["klaar_op"] == "2029-12-31"
    assert (changed["was"], changed["wordt"]) == (
        {"due_on": "2029-12-31"}, {"due_on": "2030-06-30"},
    )  # fmt: skip
    assert changed["getekende_tekst_sha256"] == in_force.snapshot.sha256
    assert len(changed["instemming"]) == 2


def adopted(promise, cast, change):
    revision = revising.propose(actor(cast.ilse), promise, change, now=NOW)
    revising.consent(actor(cast.hugo), revision, now=NOW)
    return revising.consent(actor(cast.meryem), revision, now=NOW)


def test_path_quantity_and_text_change_together_and_twice(in_force, promise, cast):
    path = {2027: Decimal(20), 2029: Decimal(100)}
    first = revising.Change("Minder", "Bouwkosten.", "Wij bouwen 100.", Decimal(100), path=path)
    adopted(promise, cast, first)
    adopted(promise, cast, revising.Change("Weer meer", "Subsidie.", quantity=Decimal(110)))

    promise = Afspraak.objects.get(pk=promise.pk)
    assert (promise.text, promise.quantity) == ("Wij bouwen 100.", 110)
    assert {target.year: target.value for target in promise.path.all()} == path
    assert content.is_as_agreed(in_force)


def test_one_objection_leaves_the_promise_as_it_was_signed(in_force, promise, cast):
    revision = revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    with pytest.raises(refusals.IncompleteError):
        revising.object_to(actor(cast.meryem), revision, "", now=NOW)
    revising.object_to(actor(cast.meryem), revision, "Te laat.", now=NOW)

    promise.refresh_from_db()
    assert (revision.state, promise.due_on) == ("afgewezen", date(2029, 12, 31))
    with pytest.raises(WrongStateError):
        revising.consent(actor(cast.meryem), revision, now=NOW)


def test_consent_needs_a_mandate_for_revisions(promise, cast):
    revision = revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    Mandate.objects.update(covers="akkoord")

    with pytest.raises(refusals.NoMandateError):
        revising.consent(actor(cast.meryem), revision, now=NOW)
    with pytest.raises(NotAllowedError):
        revising.consent(actor(cast.sanne), revision, now=NOW)


def test_party_without_a_part_in_the_promise_is_not_asked(drafted, cast, make_party):
    from wwz.akkoord.services import drafting

    party = make_party("Buurtmaatjes", OrganisationKind.VRIJWILLIGERS)
    other = make_account("rosa", Role.BESTUURDER, party)
    give_mandate(other)
    drafting.add_party(actor(cast.sanne), drafted, party, now=NOW)
    signing.offer(actor(cast.sanne), drafted, now=NOW)
    for account, held in ((cast.meryem, None), (cast.hugo, reservation()), (other, None)):
        signing.sign(actor(account), drafted, reservation=held, now=NOW)
    revision = revising.propose(actor(cast.ilse), drafted.afspraken.get(), MOVED, now=NOW)

    assert revision.consents.count() == 2
    with pytest.raises(refusals.NotAPartyError):
        revising.consent(actor(other), revision, now=NOW)


def test_second_proposal_waits_for_the_first(promise, cast):
    revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    with pytest.raises(refusals.OpenRevisionError):
        revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)


def test_proposal_that_changes_nothing_is_refused(promise, cast):
    same = revising.Change("Niets", "Zomaar.", due_on=promise.due_on)
    with pytest.raises(refusals.IncompleteError, match="verandert niets"):
        revising.propose(actor(cast.ilse), promise, same, now=NOW)


def test_promise_that_is_not_in_force_is_edited_and_not_revised(drafted, cast):
    promise = make_promise(drafted, cast, "Concept")
    with pytest.raises(refusals.FrozenError):
        revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)


def test_promise_lapses_only_by_consent(promise, cast):
    adopted(promise, cast, revising.Change("Vervalt.", "De grond is weg.", drop=True))

    assert Afspraak.objects.get(pk=promise.pk).state == "vervallen"


def test_party_decides_about_an_open_change_before_it_leaves(in_force, promise, cast):
    revision = revising.propose(actor(cast.ilse), promise, MOVED, now=NOW)
    with pytest.raises(refusals.IncompleteError, match="eerst beslissen"):
        signing.withdraw(actor(cast.hugo), in_force, "Weg.", now=NOW)
    revising.consent(actor(cast.hugo), revision, now=NOW)
    signing.withdraw(actor(cast.hugo), in_force, "Weg.", now=NOW)

    assert TODAY < LATER
    assert in_force.signatures.get(organisation=cast.corporation).state == "uitgetreden"
