"""What people see and do on the pages of this step."""

from __future__ import annotations

import hashlib
import re
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.agreements import make_draft, make_promise, reservation
from tests.cast import counted_queries, logged_in
from tests.partnership import actor
from wwz.akkoord.models import Afspraak, Akkoord, Pledge, Revision
from wwz.akkoord.presentation.lines import differs
from wwz.akkoord.services import promising, revising, signing

pytestmark = pytest.mark.django_db


def just_here(account):
    """Logged in with a password a moment ago."""
    client = logged_in(account)
    session = client.session
    session["account_authentication_methods_user"] = str(account.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def read(client, name, *args, **query):
    answer = client.get(reverse(f"akkoord:{name}", args=args), query)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def running(drafted, cast):
    """In force since today, on the clock of the pages."""
    now = timezone.now()
    signing.offer(actor(cast.sanne), drafted, now=now)
    signing.sign(actor(cast.meryem), drafted, now=now)
    held = reservation(timezone.localdate() + timedelta(days=30))
    signing.sign(actor(cast.hugo), drafted, reservation=held, now=now)
    return drafted


def test_title_of_an_akkoord_is_its_finding(running, cast):
    page = read(logged_in(cast.ilse), "akkoord", running.pk)

    assert re.search(r"<h1[^>]*>Eén afspraak tussen twee partijen</h1>", page)
    assert "Van kracht sinds" in page
    assert "1 met voorbehoud" in page


def test_money_that_stops_early_is_said_in_the_list_and_with_the_promise(running, cast):
    client = logged_in(cast.ilse)

    assert "Geld stopt eerder" in read(client, "akkoord", running.pk)
    page = read(client, "afspraak", running.afspraken.get().pk)
    assert "Het geld stopt eerder dan de belofte." in page
    assert "Van 1 juli 2028 tot en met 31 december 2029 is niets geregeld: grondprijs." in page


def test_promised_path_stands_beside_what_was_measured_in_two_sizes_and_a_table(running, cast, wei):
    figure = promising.Figure(Decimal(12), timezone.localdate(), "BAG")
    promising.measure(actor(wei), running.afspraken.get(), figure, now=timezone.now())
    page = read(logged_in(cast.ilse), "afspraak", running.afspraken.get().pk)

    assert "Van 0 woningen naar 120 woningen: het afgesproken pad" in page
    assert page.count("Staafgrafiek. Afgesproken pad: 0 woningen in 2026") == 2
    assert "niet gemeten" in page


@pytest.mark.parametrize(
    ("said", "measured", "expected"),
    [
        ("op_koers", "loopt_achter", True),
        ("gerealiseerd", "aandacht", True),
        ("aandacht", "loopt_achter", False),
        ("niets_gehoord", "loopt_achter", False),
        ("op_koers", "nog_niet_te_meten", False),
    ],
)
def test_figures_contradict_only_who_says_that_it_goes_well(said, measured, expected):
    assert differs(said, measured) is expected


def test_visitor_reads_only_what_is_public(running, cast, client, zwolle):
    assert read(client, "akkoord", running.pk) == 404
    signing.show_to(actor(cast.sanne), running, "openbaar", now=timezone.now())

    assert "Ondertekening" in read(client, "akkoord", running.pk)
    assert "120 woningen" in read(client, "afspraken", zwolle.slug)


def test_frozen_text_has_the_number_that_the_page_shows(running, cast):
    client = logged_in(cast.ilse)
    content = client.get(reverse("akkoord:frozen", args=[running.pk])).content

    assert hashlib.sha256(content).hexdigest() in read(client, "akkoord", running.pk)


def test_who_signs_shows_first_who_it_is_and_loses_nothing(offered, cast):
    address = reverse("akkoord:sign", args=[offered.pk])
    typed = {"reservation": "besluit van de raad", "until": "2027-01-31"}
    answer = logged_in(cast.hugo).post(address, typed)

    assert answer.status_code == 302
    assert "inloggen/opnieuw" in answer["Location"]
    assert "besluit" in answer["Location"]
    assert not offered.signatures.exclude(state="gevraagd").exists()


def test_signing_refused_keeps_what_was_typed(offered, cast):
    address = reverse("akkoord:sign", args=[offered.pk])
    typed = {"reservation": "de raad", "until": "2020-01-01", "read": offered.snapshot.sha256}
    answer = just_here(cast.hugo).post(address, typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kies voor het einde van het voorbehoud een dag na vandaag" in page
    assert 'value="de raad"' in page


def test_both_parties_sign_through_the_page_and_it_is_in_force(offered, cast):
    address = reverse("akkoord:sign", args=[offered.pk])
    read = {"read": offered.snapshot.sha256}
    just_here(cast.meryem).post(address, read)
    until = timezone.localdate() + timedelta(days=30)
    held = {"reservation": "de raad", "until": until.isoformat()}
    just_here(cast.hugo).post(address, held | read)

    assert Akkoord.objects.get().state == "van_kracht"


def test_offering_too_early_says_on_the_page_what_is_missing(drafted, cast):
    Pledge.objects.update(pledged_at=None)
    answer = logged_in(cast.sanne).post(reverse("akkoord:offer", args=[drafted.pk]))

    assert answer.status_code == 422
    assert "nog niet zelf toegezegd" in answer.content.decode()


def test_party_confirms_with_one_button_what_was_written_for_it(drafted, cast):
    Pledge.objects.update(pledged_at=None)
    afspraak = drafted.afspraken.get()
    own = afspraak.pledges.get(organisation=cast.corporation)
    client = logged_in(cast.ilse)

    assert "Zeg dit toe" in read(client, "afspraak", afspraak.pk)
    client.post(reverse("akkoord:confirm-pledge", args=[afspraak.pk]), {"inzet": str(own.pk)})
    own.refresh_from_db()
    assert own.pledged_at is not None


def test_draft_is_written_with_forms_alone(zwolle, cast):
    manager = logged_in(cast.sanne)
    manager.post(
        reverse("akkoord:new", args=["zwolle"]),
        {"kind": "convenant", "title": "Nieuw", "ends_on": "2030-01-01", "visibility": "partner"},
    )
    akkoord = Akkoord.objects.get()
    for party in (cast.municipality, cast.corporation):
        manager.post(
            reverse("akkoord:add-party", args=[akkoord.pk]),
            {"organisation": str(party.pk), "required": "on"},
        )
    manager.post(
        reverse("akkoord:new-afspraak", args=[akkoord.pk]),
        {"title": "Banken", "text": "Om de 150 meter.", "due_on": "2029-01-01"},
    )
    afspraak = Afspraak.objects.get()
    logged_in(cast.ilse).post(
        reverse("akkoord:give-pledge", args=[afspraak.pk]),
        {"organisation": str(cast.corporation.pk), "role": "trekker", "text": "plaatst ze"},
    )
    manager.post(reverse("akkoord:path", args=[afspraak.pk]), {"path": "2027: 40\n2028: 80,5"})
    manager.post(reverse("akkoord:offer", args=[akkoord.pk]))

    akkoord.refresh_from_db()
    assert akkoord.state == "ter_ondertekening"
    assert [target.value for target in afspraak.path.all()] == [Decimal(40), Decimal("80.5")]


def test_path_that_nobody_understands_says_how_to_write_it(drafted, cast):
    address = reverse("akkoord:path", args=[drafted.afspraken.get().pk])
    answer = logged_in(cast.ilse).post(address, {"path": "veel in 2027"})

    assert answer.status_code == 422
    assert "Schrijf elk jaar als 2027: 40" in answer.content.decode()


def test_baseline_is_picked_from_the_facts_by_search(drafted, cast, study, zwolle):
    zwolle.areas.add(study.gemeente)
    afspraak = drafted.afspraken.get()
    client, address = logged_in(cast.ilse), reverse("akkoord:baseline", args=[afspraak.pk])
    page = client.get(address, {"zoek": "75 Aa-landen"}).content.decode()
    found = re.search(r'name="feit" value="([0-9a-f-]{36})"', page)
    client.post(address, {"feit": found[1]})

    afspraak.refresh_from_db()
    assert str(afspraak.baseline_fact_id) == found[1]
    assert afspraak.indicator == afspraak.baseline_fact.indicator


def test_change_shows_its_effect_before_anybody_consents(running, cast):
    afspraak = running.afspraken.get()
    logged_in(cast.ilse).post(
        reverse("akkoord:propose", args=[afspraak.pk]),
        {"words": "Twintig minder.", "reason": "Bouwkosten.", "quantity": "100"},
    )
    revision = Revision.objects.get()
    client = just_here(cast.meryem)
    page = read(client, "revision", revision.pk)
    assert "gaat de belofte van 120 woningen naar 100 woningen" in page
    assert "0 van 2 partijen stemden in" in page

    client.post(reverse("akkoord:consent", args=[revision.pk]))
    just_here(cast.hugo).post(reverse("akkoord:consent", args=[revision.pk]))
    assert Afspraak.objects.get().quantity == 100
    assert "was 120" in read(client, "afspraak", afspraak.pk)


def test_bestuurder_sees_on_the_list_of_akkoorden_what_waits_for_a_signature(running, cast, zwolle):
    change = revising.Change("Later.", "Grond.", due_on=date(2030, 1, 1))
    revising.propose(actor(cast.ilse), running.afspraken.get(), change, now=timezone.now())

    assert "Bijstelling van afspraak 1: Later." in read(
        logged_in(cast.meryem), "index", zwolle.slug
    )
    assert "Lees en teken" not in read(logged_in(cast.sanne), "index", zwolle.slug)


def test_realised_needs_what_proves_it(running, cast):
    address = reverse("akkoord:end", args=[running.afspraken.get().pk])
    client = logged_in(cast.ilse)
    assert client.post(address, {"how": "realise"}).status_code == 422
    client.post(address, {"how": "realise", "evidence": "BAG, 120 adressen"})

    assert running.afspraken.get().state == "gerealiseerd"


def test_partner_of_another_partnership_finds_nothing(running, cast, outsider, nieuwegein):
    client = logged_in(outsider)
    for name, pk in (("akkoord", running.pk), ("afspraak", running.afspraken.get().pk)):
        assert read(client, name, pk) == 404
    assert "120 woningen" not in read(client, "afspraken", "zwolle")


# --- the ledger ---


def test_ledger_finds_by_word_party_and_stand_and_keeps_them_in_the_address(zwolle, cast):
    akkoord = make_draft(zwolle, cast)
    make_promise(akkoord, cast, "Liften in twaalf flats")
    client = logged_in(cast.sanne)
    page = read(client, "afspraken", "zwolle", q="liften", stand="concept")

    assert "Liften in twaalf flats" in page
    assert "120 woningen</a>" not in page
    assert "lijst.csv?q=liften&amp;stand=concept" in page
    assert "Niets gevonden" in read(client, "afspraken", "zwolle", q="olifant")


def test_ledger_hands_out_what_it_shows(zwolle, cast):
    make_draft(zwolle, cast)
    answer = logged_in(cast.sanne).get(reverse("akkoord:afspraken-file", args=["zwolle", "csv"]))
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0].startswith("\ufeffAkkoord;Nr;Afspraak")
    assert "De Stadspoort (demo)" in lines[1]


@pytest.mark.parametrize("rows", [30, 3000])
def test_ledger_reads_in_twelve_queries_however_many_promises(zwolle, cast, rows):
    akkoord = make_draft(zwolle, cast)
    Afspraak.objects.bulk_create(
        Afspraak(partnership=zwolle, akkoord=akkoord, number=number, title=f"Afspraak {number}",
                 text="Tekst", due_on=date(2029, 1, 1), drafted_by=cast.corporation)
        for number in range(2, rows)
    )  # fmt: skip
    client = logged_in(cast.sanne)
    read(client, "afspraken", "zwolle")
    with counted_queries() as queries:
        page = read(client, "afspraken", "zwolle")

    assert len(queries) <= 12
    assert len(page) < 60_000
