"""Sites and projects of a partnership: brought like homes and figures, and no part of a study."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.wwz.opgave.test_own_rows import areas, brought, client, take_in, text  # noqa: F401 - fixtures
from wwz.opgave.own.counting import own_rows_of, waiting_of
from wwz.opgave.own.models import OwnKind, OwnRow

pytestmark = pytest.mark.django_db
LIST = "/samen/zwolle/eigen/locaties/"
HEAD = (
    "kenmerk;locatie;naam;variant;gebied;geclusterd;nultreden;sociale huur;partij;"
    "status van het plan;vroegste start;bouwtijd in jaren;herkomst"
)
SITES = (
    f"{HEAD}\n"
    "K1;K;De Kade;laag;Aa-landen-Noord;12;12;;De Stadspoort;zacht plan;2028;2;verzonnen voorbeeld\n"
    "K2;K;De Kade;hoog;Aa-landen-Noord;24;24;20;De Stadspoort;zacht plan;2029;3;eigen opgave\n"
)


def test_variants_of_a_site_are_brought_listed_and_exported(client):  # noqa: F811 - a fixture
    take_in(client, brought(client, SITES, address=LIST))

    listed = text(client.get(LIST))
    assert "De Kade Aa-landen-Noord laag 24 De Stadspoort zacht plan 2028 nee verzonnen" in listed
    assert "De Kade Aa-landen-Noord hoog 48 De Stadspoort" in listed
    again = client.get(f"{LIST}lijst.xlsx").getvalue()
    intake = brought(client, again, name="weer.xlsx", address=LIST)
    assert "verandert niets" in text(client.get(f"/inlezing/{intake.pk}/"))


def test_site_is_added_on_screen_and_a_wrong_one_is_told_at_its_field(client):  # noqa: F811 - fixture
    one = {
        "id": "L1", "site": "L", "name": "De Loods", "area": "BU01933110", "nultreden": "30",
        "social": "31", "party": "Vechtwonen", "status": "hard", "earliest": "2027", "lead": "2",
        "land_owner": "gemeente", "fixed": "nee", "origin": "eigen",
    }  # fmt: skip
    refused = client.post(f"{LIST}nieuw/", one)
    assert refused.status_code == 422
    assert "dit plan heeft 30 woningen. Zoveel zijn er niet." in text(refused)

    client.post(f"{LIST}nieuw/", one | {"social": "30"})
    row = OwnRow.objects.get(kind=OwnKind.LOCATIES)
    assert (str(row), row.cells["nultreden"]) == ("De Loods", "30")


def test_list_is_filtered_by_words_and_by_status(client):  # noqa: F811 - a fixture
    take_in(client, brought(client, SITES, address=LIST))

    assert "De Kade" in text(client.get(f"{LIST}?zoek=stadspoort&status=zacht"))
    assert "Niets gevonden" in text(client.get(f"{LIST}?status=hard"))


def test_sites_are_no_part_of_a_study(client, areas, zwolle):  # noqa: F811 - fixtures
    take_in(client, brought(client, SITES, address=LIST))

    assert own_rows_of("GM0193").publisher == ""
    assert waiting_of(zwolle) == []
    assert OwnRow.objects.filter(changed_at__gt=NOW - timedelta(days=1)).count() == 2
