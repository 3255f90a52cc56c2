"""The home of a partnership, the list of who takes part, and making a partnership."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.cast import counted_queries, logged_in
from wwz.areas.models import Area
from wwz.audit.models import AuditEvent
from wwz.notifications.models import OutgoingMail
from wwz.partners.models import (
    Account,
    Invitation,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationRole,
    Partnership,
    Role,
)


def test_home_tells_who_takes_part_and_leads_to_the_six_steps(
    client: Client, zwolle: Partnership, gemeente: Area
) -> None:
    zwolle.areas.add(gemeente)
    page = client.get("/samen/zwolle/").content.decode()
    assert "van kracht sinds 1 januari 2025" in page
    assert "2 organisaties werken hier samen" in page
    for address in ("/opgave/GM0193/", "visie/", "akkoorden/", "uitvoering/", "monitor/"):
        assert address in page


def test_partnership_without_an_agreement_in_force_is_in_oprichting(
    client: Client, nieuwegein: Partnership
) -> None:
    assert "in oprichting" in client.get("/samen/nieuwegein/").content.decode()
    assert client.get("/samen/bestaat-niet/").status_code == 404


def fill(partnership: Partnership, first: int, last: int) -> None:
    made = Organisation.objects.bulk_create(
        Organisation(name=f"Partij {one:05d}", kind=OrganisationKind.OVERIG)
        for one in range(first, last)
    )
    Participation.objects.bulk_create(
        Participation(
            partnership=partnership,
            organisation=one,
            role=ParticipationRole.PARTNER,
            starts_on=date(2025, 1, 1),
        )
        for one in made
    )


def test_ten_thousand_parties_cost_as_many_queries_as_ten(
    sanne: Account, zwolle: Partnership
) -> None:
    counts = []
    client = logged_in(sanne)
    client.get("/samen/zwolle/partijen/")
    for first, last in ((0, 30), (30, 10_000)):
        fill(zwolle, first, last)
        with counted_queries() as captured:
            answer = client.get("/samen/zwolle/partijen/?bladzijde=2")
        counts.append(len(captured))
        assert answer.status_code == 200
    assert counts[0] == counts[1] <= 12
    assert len(answer.content) < 60_000
    assert "26 tot en met 50 van 10002 partijen" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?soort=gemeente", "Gemeente Zwolle"),
        ("?rol=trekker", "Gemeente Zwolle"),
        ("?naam=poort", "De Stadspoort"),
    ],
)
def test_list_and_file_are_narrowed_by_the_address(
    asked: str, found: str, client: Client, zwolle: Partnership
) -> None:
    other = {"Gemeente Zwolle", "De Stadspoort"} - {found}
    page = client.get(f"/samen/zwolle/partijen/{asked}").content.decode()
    rows = client.get(f"/samen/zwolle/partijen.csv{asked}").getvalue().decode()
    for text in (page.split("<tbody>")[1], rows):
        assert found in text
        assert not any(name in text for name in other)


def test_filter_that_finds_nothing_says_what_to_do(client: Client, zwolle: Partnership) -> None:
    page = client.get("/samen/zwolle/partijen/?naam=qqq").content.decode()
    assert "Maak het filter ruimer" in page
    assert client.get("/samen/zwolle/partijen/?soort=onzin&bladzijde=x").status_code == 200


def test_workbook_of_parties_opens(client: Client, zwolle: Partnership) -> None:
    answer = client.get("/samen/zwolle/partijen.xlsx")
    assert answer.getvalue()[:2] == b"PK"
    assert client.get("/samen/zwolle/partijen.exe").status_code == 404


# --- the administrator of the platform ---

NEW = {
    "name": "Wonen in Zwolle",
    "slug": "wonen-zwolle",
    "areas": "GM0193",
    "lead": "Gemeente Zwolle",
    "lead_kind": "gemeente",
    "manager": "Sofie",
    "manager_email": "sofie@zwolle.example",
}


def test_administrator_makes_a_partnership_and_invites_who_leads_it(
    petra: Account, gemeente: Area
) -> None:
    client = logged_in(petra)
    assert client.post("/beheer/nieuw/", NEW).url == "/beheer/"
    made = Partnership.objects.get()
    assert (made.slug, made.in_force_since) == ("wonen-zwolle", None)
    assert list(made.areas.all()) == [gemeente]
    assert Participation.objects.get().role == ParticipationRole.TREKKER
    assert Invitation.objects.get().role == Role.PROGRAMMAMANAGER
    assert OutgoingMail.objects.get().to == "sofie@zwolle.example"
    assert "uitgenodigd: Sofie" in client.get("/beheer/").content.decode()
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "partnership.found", "participation.join", "invitation.invite",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slug": "zwolle"}, "Er is al een samenwerkingsverband"),
        ({"areas": ""}, "Kies ten minste één gemeente"),
        ({"manager_email": "sofie"}, "Vul een e-mailadres in"),
    ],
)
def test_partnership_that_cannot_be_is_refused_with_all_that_was_typed(
    change: dict[str, str], says: str, petra: Account, zwolle: Partnership, gemeente: Area
) -> None:
    answer = logged_in(petra).post("/beheer/nieuw/", NEW | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert 'value="Wonen in Zwolle"' in page
    assert Partnership.objects.count() == 1


def test_only_the_administrator_sees_these_pages(sanne: Account, zwolle: Partnership) -> None:
    assert logged_in(sanne).get("/beheer/").status_code == 403
    assert Client().get("/beheer/").url == "/inloggen/?next=/beheer/"


def test_organisation_stands_in_the_frame_of_the_one_place_where_it_takes_part(
    client: Client, zwolle: Partnership, nieuwegein: Partnership, corporation: Organisation,
    ilse: Account,
) -> None:  # fmt: skip
    address = f"/organisatie/{corporation.pk}/"
    assert "/samen/zwolle/monitor/" in client.get(address).content.decode()

    Participation.objects.create(
        partnership=nieuwegein, organisation=corporation, role=ParticipationRole.PARTNER,
        starts_on=date(2025, 1, 1),
    )  # fmt: skip
    elsewhere = client.get(address).content.decode()
    assert "/samen/zwolle/monitor/" not in elsewhere
    assert "/samen/nieuwegein/monitor/" not in elsewhere
