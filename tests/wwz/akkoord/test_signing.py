"""Who signs what, with which mandate, and when it comes into force."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.agreements import make_promise, reservation
from tests.cast import NOW, TODAY, make_account
from tests.partnership import actor, give_mandate
from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    AkkoordKind,
    Measurement,
    PledgeRole,
    Signature,
)
from wwz.akkoord.queries import bound_organisations, signatories
from wwz.akkoord.services import content, drafting, promising, refusals, signing
from wwz.audit.models import AuditEvent, Snapshot
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.partners.models import Mandate, OrganisationKind, Role

pytestmark = pytest.mark.django_db


def test_last_required_signature_puts_akkoord_in_force_and_settles_its_afspraken(offered, cast):
    signing.sign(actor(cast.meryem), offered, now=NOW)
    assert (offered.state, offered.starts_on) == ("ter_ondertekening", None)

    signing.sign(actor(cast.hugo), offered, reservation=reservation(), now=NOW)
    assert (offered.state, offered.starts_on) == ("van_kracht", TODAY)
    assert offered.afspraken.get().state == "vastgesteld"


def test_signature_refers_to_the_frozen_text(in_force):
    frozen = content.agreed_content(in_force)

    assert frozen["afspraken"][0]["hoeveel"] == "120"
    assert {party["naam"] for party in frozen["partijen"]} == {"Gemeente Zwolle", "De Stadspoort"}
    for signature in in_force.signatures.all():
        assert signature.snapshot == in_force.snapshot
    assert content.is_as_agreed(in_force)


def test_mandate_that_waits_for_others_signs_only_with_a_reservation(offered, cast):
    with pytest.raises(refusals.IncompleteError, match="raad van commissarissen"):
        signing.sign(actor(cast.hugo), offered, now=NOW)

    signature = signing.sign(actor(cast.hugo), offered, reservation=reservation(), now=NOW)

    assert signature.state == "getekend_onder_voorbehoud"
    assert signature.reservation_until == TODAY + timedelta(days=30)


@pytest.mark.parametrize("until", [TODAY, date(2031, 1, 1)])
def test_reservation_ends_after_today_and_within_the_akkoord(offered, cast, until):
    with pytest.raises(refusals.WrongDateError):
        signing.sign(actor(cast.hugo), offered, reservation=reservation(until), now=NOW)


def test_lifted_reservation_is_a_plain_signature(in_force, cast):
    signing.lift_reservation(actor(cast.hugo), in_force, now=NOW)

    signature = in_force.signatures.get(organisation=cast.corporation)
    assert (signature.state, signature.snapshot) == ("getekend", in_force.snapshot)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "geen mandaat"),
        ({"starts_on": TODAY + timedelta(days=1)}, "geen mandaat"),
        ({"covers": "bijstelling"}, "geen mandaat"),
        ({"limit": Decimal(299_999)}, "€ 299.999"),
    ],
)
def test_mandate_that_does_not_cover_this_today_up_to_this_amount_signs_nothing(
    offered, cast, change, says
):
    Mandate.objects.filter(membership__person__account=cast.meryem).update(**change)

    with pytest.raises(refusals.NoMandateError, match=says):
        signing.sign(actor(cast.meryem), offered, now=NOW)


def test_limit_counts_what_the_party_pays_in_all_years(offered, cast):
    Mandate.objects.filter(membership__person__account=cast.meryem).update(limit=Decimal(300_000))

    assert signing.sign(actor(cast.meryem), offered, now=NOW).state == "getekend"


def test_who_holds_no_mandate_may_not_sign(offered, cast, municipality):
    colleague = make_account("karel", Role.BESTUURDER, municipality)
    with pytest.raises(refusals.NoMandateError):
        signing.sign(actor(colleague), offered, now=NOW)


def test_programme_manager_signs_for_nobody(offered, cast):
    with pytest.raises(NotAllowedError):
        signing.sign(actor(cast.sanne), offered, now=NOW)


def test_bestuurder_of_no_party_cannot_sign(offered, make_party):
    party = make_party("Langland", OrganisationKind.BELEGGER)
    other = make_account("olga", Role.BESTUURDER, party)
    give_mandate(other)

    with pytest.raises(NotAllowedError):
        signing.sign(actor(other), offered, now=NOW)


def test_party_signs_once(offered, cast):
    signing.sign(actor(cast.meryem), offered, now=NOW)
    with pytest.raises(WrongStateError):
        signing.sign(actor(cast.meryem), offered, now=NOW)


def test_refusal_gives_its_reason_and_keeps_a_required_party_waited_for(offered, cast):
    with pytest.raises(refusals.IncompleteError):
        signing.refuse(actor(cast.hugo), offered, " ", now=NOW)
    signing.refuse(actor(cast.hugo), offered, "Te onzeker.", now=NOW)
    signing.sign(actor(cast.meryem), offered, now=NOW)

    assert offered.state == "ter_ondertekening"
    assert signatories(offered) == [cast.municipality]


def test_refusal_of_a_party_that_is_not_needed_stops_nothing(drafted, cast, make_party):
    party = make_party("Langland", OrganisationKind.BELEGGER)
    other = make_account("olga", Role.BESTUURDER, party)
    give_mandate(other)
    drafting.add_party(actor(cast.sanne), drafted, party, required=False, now=NOW)
    signing.offer(actor(cast.sanne), drafted, now=NOW)
    signing.refuse(actor(other), drafted, "Rendement te onzeker.", now=NOW)
    signing.sign(actor(cast.meryem), drafted, now=NOW)
    signing.sign(actor(cast.hugo), drafted, reservation=reservation(), now=NOW)

    assert drafted.state == "van_kracht"


def test_taking_back_voids_every_signature_and_keeps_what_was_frozen(offered, cast):
    signing.sign(actor(cast.meryem), offered, now=NOW)
    signing.take_back(actor(cast.sanne), offered, now=NOW)

    assert (offered.state, offered.snapshot) == ("concept", None)
    signature = offered.signatures.get(organisation=cast.municipality)
    assert (signature.state, signature.snapshot, signature.signed_at) == ("gevraagd", None, None)
    assert Snapshot.objects.filter(object_id=offered.pk).count() == 1


def test_akkoord_in_force_cannot_be_taken_back(in_force, cast):
    with pytest.raises(WrongStateError):
        signing.take_back(actor(cast.sanne), in_force, now=NOW)


def test_nothing_of_an_offered_akkoord_can_be_edited(offered, cast, afspraak):
    sanne, ilse = actor(cast.sanne), actor(cast.ilse)
    text = drafting.AfspraakText(title="Anders", text="Anders", due_on=TODAY)
    fact = promising.Figure(Decimal(1), TODAY, "telling")
    money = promising.Money(cast.municipality, "wmo", "huur", TODAY, TODAY)
    own = promising.PledgeText(cast.corporation, PledgeRole.MEEWERKEND, "helpt")
    attempts = (
        lambda: drafting.edit_akkoord(
            sanne, offered, drafting.AkkoordText("convenant", "Anders", TODAY), now=NOW
        ),
        lambda: drafting.add_party(sanne, offered, cast.municipality, now=NOW),
        lambda: drafting.remove_party(sanne, offered.signatures.first(), now=NOW),
        lambda: drafting.draft_afspraak(ilse, offered, text, now=NOW),
        lambda: drafting.edit_afspraak(ilse, afspraak, text, now=NOW),
        lambda: drafting.strike_afspraak(ilse, afspraak, now=NOW),
        lambda: promising.give_pledge(ilse, afspraak, own, now=NOW),
        lambda: promising.remove_pledge(ilse, afspraak.pledges.first(), now=NOW),
        lambda: promising.add_funding(ilse, afspraak, money, now=NOW),
        lambda: promising.remove_funding(ilse, afspraak.funding.get(), now=NOW),
        lambda: promising.set_path(ilse, afspraak, {2030: Decimal(1)}, now=NOW),
        lambda: promising.begin_from_measurement(ilse, afspraak, fact, now=NOW),
    )
    for attempt in attempts:
        with pytest.raises(refusals.FrozenError):
            attempt()
    assert content.is_as_agreed(offered)


def test_measuring_goes_on_after_signing(in_force, afspraak, wei):
    promising.measure(actor(wei), afspraak, promising.Figure(Decimal(40), TODAY, "BAG"), now=NOW)

    assert Measurement.objects.get().value == 40
    assert content.is_as_agreed(in_force)


def test_party_does_not_measure_its_own_promise(in_force, cast, afspraak):
    figure = promising.Figure(Decimal(120), TODAY, "wij")
    with pytest.raises(NotAllowedError):
        promising.measure(actor(cast.ilse), afspraak, figure, now=NOW)


def test_only_the_party_itself_confirms_what_it_does(drafted, cast, afspraak):
    proposed = promising.propose_pledge(
        actor(cast.ilse),
        afspraak,
        promising.PledgeText(cast.municipality, PledgeRole.MEEWERKEND, "zoekt een plek"),
        now=NOW,
    )
    with pytest.raises(refusals.NotYourPledgeError, match="Gemeente Zwolle"):
        promising.pledge(actor(cast.ilse), proposed, now=NOW)
    with pytest.raises(refusals.NotYourPledgeError):
        promising.pledge(actor(cast.sanne), proposed, now=NOW)
    with pytest.raises(refusals.IncompleteError, match="nog niet zelf toegezegd"):
        signing.offer(actor(cast.sanne), drafted, now=NOW)

    promising.pledge(actor(cast.meryem), proposed, now=NOW)
    assert signing.offer(actor(cast.sanne), drafted, now=NOW).state == "ter_ondertekening"


def test_who_rewrites_a_promise_makes_the_others_confirm_again(drafted, cast, afspraak):
    text = drafting.AfspraakText(title="150 woningen", text="Meer.", due_on=date(2029, 12, 31))
    drafting.edit_afspraak(actor(cast.ilse), afspraak, text, now=NOW)

    confirmed = {pledge.organisation: pledge.pledged_at for pledge in afspraak.pledges.all()}
    assert confirmed[cast.municipality] is None
    assert confirmed[cast.corporation] is not None


def test_akkoord_without_promise_or_second_party_is_not_offered(zwolle, cast):
    akkoord = drafting.draft_akkoord(
        actor(cast.sanne), zwolle, drafting.AkkoordText("convenant", "Leeg", TODAY), now=NOW
    )
    with pytest.raises(refusals.IncompleteError, match="partijen"):
        signing.offer(actor(cast.sanne), akkoord, now=NOW)
    for party in (cast.municipality, cast.corporation):
        drafting.add_party(actor(cast.sanne), akkoord, party, now=NOW)
    with pytest.raises(refusals.IncompleteError, match="geen afspraak"):
        signing.offer(actor(cast.sanne), akkoord, now=NOW)


def test_party_outside_the_partnership_or_only_reading_along_is_no_party(
    drafted, cast, outsider, ruben
):
    for account in (outsider, ruben):
        party = actor(account).hat.organisation
        with pytest.raises(refusals.NotAPartyError):
            drafting.add_party(actor(cast.sanne), drafted, party, now=NOW)


def test_intentieovereenkomst_in_force_founds_the_partnership(zwolle, cast):
    zwolle.in_force_since = None
    zwolle.save()
    akkoord = drafting.draft_akkoord(
        actor(cast.sanne), zwolle,
        drafting.AkkoordText(AkkoordKind.INTENTIEOVEREENKOMST, "Intentie", date(2030, 1, 1)),
        now=NOW,
    )  # fmt: skip
    for party in (cast.municipality, cast.corporation):
        drafting.add_party(actor(cast.sanne), akkoord, party, now=NOW)
    signing.offer(actor(cast.sanne), akkoord, now=NOW)
    signing.sign(actor(cast.meryem), akkoord, now=NOW)
    signing.sign(actor(cast.hugo), akkoord, reservation=reservation(), now=NOW)

    zwolle.refresh_from_db()
    assert zwolle.in_force_since == TODAY


def test_late_joiner_signs_the_text_the_others_signed(in_force, cast, make_party):
    party = make_party("Buurtmaatjes", OrganisationKind.VRIJWILLIGERS)
    late = make_account("rosa", Role.BESTUURDER, party)
    give_mandate(late)
    drafting.add_party(actor(cast.sanne), in_force, party, now=NOW)
    signature = signing.sign(actor(late), in_force, now=NOW)

    assert (signature.joined_later, signature.snapshot) == (True, in_force.snapshot)
    assert content.is_as_agreed(in_force)


def test_party_that_leaves_is_no_longer_bound(in_force, cast, afspraak):
    assert set(bound_organisations(afspraak)) == {cast.municipality, cast.corporation}
    signing.withdraw(actor(cast.hugo), in_force, "Wij stoppen in Zwolle.", now=NOW)

    assert bound_organisations(Afspraak.objects.get(pk=afspraak.pk)) == [cast.municipality]
    assert in_force.signatures.get(organisation=cast.corporation).state == "uitgetreden"


def test_changed_byte_in_the_database_stops_the_next_signature(drafted, cast, monkeypatch):
    signing.offer(actor(cast.sanne), drafted, now=NOW)
    stored = content.content_of_akkoord(drafted)
    stored["afspraken"][0]["hoeveel"] = "12"
    monkeypatch.setattr(content, "content_of_akkoord", lambda akkoord: stored)

    with pytest.raises(refusals.NotAsAgreedError, match="Teken niet"):
        signing.sign(actor(cast.meryem), drafted, now=NOW)


def test_every_step_is_written_in_the_log_for_the_organisation_that_did_it(in_force, cast):
    signed = AuditEvent.objects.filter(verb__startswith="signature.").order_by("id")

    assert [event.verb for event in signed] == [
        "signature.sign", "signature.sign_with_reservation",
    ]  # fmt: skip
    assert [event.organisation_id for event in signed] == [
        cast.municipality.pk, cast.corporation.pk,
    ]  # fmt: skip


def test_parties_and_numbers_are_kept_when_a_promise_is_struck(drafted, cast, afspraak):
    make_promise(drafted, cast, "Tweede")
    drafting.strike_afspraak(actor(cast.ilse), afspraak, now=NOW)

    assert Akkoord.objects.get().afspraken.get().number == 2
    assert Signature.objects.count() == 2
