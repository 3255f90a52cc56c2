"""One group or woonvorm over a whole gemeente."""

from __future__ import annotations

import re

import pytest

from tests.cast import GEMEENTE, NORTH, SOUTH, WIJK

pytestmark = pytest.mark.django_db
GROUP = f"/opgave/{GEMEENTE.code}/groep/beperking_bewegen_65plus/"
HOMES = f"/opgave/{GEMEENTE.code}/woonvorm/vraag_nultreden/"


def text(response):
    bare = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare))


def test_group_says_how_many_where_and_what_is_unknown(client, study):
    page = text(client.get(GROUP, {"niveau": "buurt"}))
    assert "In 2040 zijn er in Zwolle naar verwachting ongeveer 4.450 65-plussers die" in page
    assert "Het aandeel in 2020 was ongeveer 21,2%, in heel Nederland 20,9%." in page
    assert "28,4%" in page
    # One buurt has 7,3 people, the other no share.
    assert "7,3" not in page
    assert "Van 1 van de 2 buurten is het cijfer verborgen" in page
    assert "Van 1 van de 2 buurten geeft de bron geen cijfer (het aandeel in 2020)." in page


def test_group_can_be_put_in_order_and_taken_along(client, study):
    page = client.get(GROUP, {"volgorde": "straks", "richting": "af"}).content.decode()
    assert 'aria-sort="descending"' in page
    (address,) = set(re.findall(r'href="([^"]*tabel/groep\.csv[^"]*)"', page))
    lines = client.get(address).getvalue().decode().splitlines()
    assert {line.split(";")[0] for line in lines[1:]} == {
        "Nederland", GEMEENTE.name, WIJK.name, NORTH.name, SOUTH.name
    }  # fmt: skip
    assert {line.split(";")[5] for line in lines[1:]} == {"personen", "procent"}


def test_woonvorm_says_that_nobody_knows_the_stock(client, study):
    page = text(client.get(HOMES))
    assert "In 2040 is er in Zwolle naar verwachting vraag naar ongeveer 3.120" in page
    assert "Voorraad nultredenwoningen" in page
    assert "onbekend" in page


@pytest.mark.parametrize(
    "path",
    [
        f"/opgave/{GEMEENTE.code}/groep/vraag_nultreden/",
        f"/opgave/{GEMEENTE.code}/groep/inwoners/",
        f"/opgave/{GEMEENTE.code}/groep/beperking_bewegen_65plus_aandeel/",
        f"/opgave/{GEMEENTE.code}/woonvorm/voorraad_nultreden/",
        "/opgave/GM9998/groep/beperking_bewegen_65plus/",
    ],
)
def test_only_what_is_a_group_or_woonvorm_has_a_page(client, study, path):
    assert client.get(path).status_code == 404


def test_pages_of_gemeente_and_area_lead_to_groups_and_woonvormen(client, study):
    page = client.get(f"/opgave/{GEMEENTE.code}/").content.decode()
    assert f'href="{GROUP}"' in page
    assert f'href="{HOMES}"' in page
    assert f'href="{GROUP}"' in client.get(f"/opgave/{GEMEENTE.code}/{WIJK.code}/").content.decode()


def test_development_can_be_that_of_a_woonvorm_or_group(client, study):
    page = client.get(f"/opgave/{GEMEENTE.code}/", {"groep": "vraag_nultreden"}).content.decode()
    # One year only: nothing develops, so the standard group stays.
    assert '<option value="inwoners_75plus" selected>' in page


def test_buurten_of_one_wijk_are_a_file(client, study):
    page = client.get(f"/opgave/{GEMEENTE.code}/{WIJK.code}/").content.decode()
    address = f"/opgave/{GEMEENTE.code}/tabel/wijk.csv?gebied={WIJK.code}"
    assert address in page
    lines = client.get(address).getvalue().decode().splitlines()
    assert {line.split(";")[0] for line in lines[1:]} == {WIJK.name, NORTH.name, SOUTH.name}
