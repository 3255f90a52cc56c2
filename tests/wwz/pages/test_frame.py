"""The frame around every page: where the six steps lead, the search box, the hat, the foot."""

from __future__ import annotations

import pytest

from tests.cast import GEMEENTE, PASSWORD, make_account
from wwz.areas.models import Area, Level
from wwz.pages.frame import STEPS
from wwz.partners.choosing import MOST
from wwz.partners.models import Organisation, Participation, Partnership, Role

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.fixture
def zwolle(study):
    made = Partnership.objects.create(slug="zwolle", name="Zwolle")
    made.areas.add(study.gemeente)
    return made


@pytest.fixture
def drenthe():
    made = Partnership.objects.create(slug="zuidoost-drenthe", name="Zuidoost-Drenthe")
    for code, name in (("GM0114", "Emmen"), ("GM0109", "Coevorden")):
        made.areas.add(Area.objects.create(code=code, year=2022, level=Level.GEMEENTE, name=name))
    return made


def steps(page):
    nav = page.split('<ol class="wwz-steps">')[1].split("</ol>")[0]
    return [part.split('"')[0] for part in nav.split('href="')[1:]]


def test_without_a_partnership_every_step_lets_one_choose(client):
    page = text(client.get("/over/"))
    assert steps(page) == ["/#kies", *["/#samenwerkingen"] * 5]
    assert 'id="samenwerkingen"' in text(client.get("/"))
    assert "volgt later" not in page


def test_steps_of_a_partnership_lead_to_its_own_pages(client, zwolle, drenthe):
    page = text(client.get(f"/opgave/{GEMEENTE.code}/"))
    assert steps(page) == [
        f"/opgave/{GEMEENTE.code}/",
        *(f"/samen/zwolle/{path}" for *_, path in STEPS[1:]),
    ]


def test_a_partnership_of_several_gemeenten_opens_at_its_home(client, rf, drenthe):
    from wwz.pages.frame import frame_of

    request = rf.get("/")
    assert frame_of(request, drenthe).steps()[0].address == "/samen/zuidoost-drenthe/"


def test_a_site_with_one_partnership_asks_for_no_choice(client, zwolle):
    assert steps(text(client.get("/over/")))[1] == "/samen/zwolle/visie/"


def test_place_menu_names_every_partnership_and_where_one_is(client, zwolle, drenthe):
    page = text(client.get("/over/"))
    assert 'href="/samen/zuidoost-drenthe/">Zuidoost-Drenthe</a>' in page
    assert "hier bent u" not in page
    assert "hier bent u" in text(client.get(f"/opgave/{GEMEENTE.code}/"))


def test_a_partnership_of_one_gemeente_is_named_after_it_in_the_menu(client, zwolle, drenthe):
    zwolle.name = "Samen verder in Zwolle en omgeving"
    zwolle.save()
    menu = (
        text(client.get(f"/opgave/{GEMEENTE.code}/")).split("<summary>")[1].split("</summary>")[0]
    )
    assert menu.endswith("Zwolle")
    assert "Samen verder" not in menu


def test_frame_asks_one_query(client, zwolle, drenthe, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        client.get("/over/")


# --- the search box ---


def test_search_finds_areas_and_partnerships(client, zwolle):
    page = text(client.get("/zoek/", {"q": "zwol"}))
    assert f'href="/opgave/{GEMEENTE.code}/"' in page
    assert 'href="/samen/zwolle/"' in page


@pytest.mark.parametrize("typed", ["", "qqqq", "<script>alert(1)</script>", "x" * 500])
def test_search_answers_whatever_is_typed(client, typed):
    response = client.get("/zoek/", {"q": typed})
    assert response.status_code == 200
    assert "<script>alert" not in text(response)


# --- the hat ---


@pytest.fixture
def two_hats(zwolle, client):
    gemeente = Organisation.objects.create(name="Gemeente Zwolle", kind="gemeente", demo=True)
    other = Organisation.objects.create(name="De Stadspoort", kind="corporatie", demo=True)
    account = make_account("sanne", Role.PROGRAMMAMANAGER, gemeente)
    first = account.person.membership_set.get()
    second = account.person.membership_set.create(
        organisation=other, role=Role.ANALIST, starts_on=first.starts_on
    )
    client.login(email="sanne@demo.example", password=PASSWORD)
    return first, second


def test_hat_says_for_whom_and_in_which_role(client, two_hats):
    page = text(client.get("/over/"))
    assert "U werkt namens " in page
    assert page.count("dit bent u nu") == 1


def test_another_hat_is_one_button_that_works_without_script(client, two_hats):
    page = text(client.get("/over/"))
    # The hats stand in the order of the organisations; the first one is worn.
    worn, other = sorted(two_hats, key=lambda one: one.organisation.name)
    assert '<form method="post" action="/pet/">' in page
    assert f'name="membership" value="{other.pk}"' in page
    assert f'name="membership" value="{worn.pk}"' not in page


def test_pressing_another_hat_puts_it_on_and_stays_on_the_page(client, two_hats):
    other = max(two_hats, key=lambda one: one.organisation.name)
    response = client.post("/pet/", {"membership": str(other.pk), "terug": "/over/"}, follow=True)
    page = text(response)
    assert response.redirect_chain[-1][0] == "/over/"
    assert f"{other.get_role_display()}, dit bent u nu" in page


def test_foot_has_three_columns_and_the_rules(client, zwolle):
    foot = text(client.get("/over/")).split("<footer")[1]
    for words in (
        "Lezen op uw manier",
        "Vragen of iets melden",
        "Over dit platform",
        "Toegankelijkheid",
        "Privacy",
        "Beveiliging",
    ):
        assert words in foot


def test_more_partnerships_than_anybody_reads_stand_on_the_front_page_only(client):
    made = [Partnership(slug=f"regio-{n}", name=f"Regio {n}") for n in range(MOST + 1)]
    Partnership.objects.bulk_create(made)
    page = text(client.get("/over/"))
    assert "/samen/regio-1/" not in page
    assert 'href="/#samenwerkingen"' in page
    assert "/samen/regio-1/" in text(client.get("/"))

    Partnership.objects.filter(slug="regio-0").delete()
    assert "/samen/regio-1/" in text(client.get("/over/"))


def test_monitor_leads_who_works_elsewhere_to_what_is_public(client, zwolle, drenthe, corporation):
    ilse = make_account("ilse", Role.ORGANISATIEBEHEERDER, corporation)
    Participation.objects.create(
        partnership=zwolle, organisation=corporation, role="partner", starts_on="2025-01-01"
    )
    client.force_login(ilse)
    assert steps(text(client.get("/samen/zwolle/")))[-1] == "/samen/zwolle/monitor/"
    assert steps(text(client.get("/samen/zuidoost-drenthe/")))[-1] == "/samen/zuidoost-drenthe/"
    assert client.get("/samen/zuidoost-drenthe/monitor/").status_code == 403
