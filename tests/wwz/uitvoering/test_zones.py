"""A zone shows its figures with band and source, and only what its reader may see."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import NOW, counted_queries, logged_in, request_and_publish, small_result
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.partners.models import Account, Organisation, Person, Visibility
from wwz.uitvoering.models import Knelpunt, Woonservicezone, ZoneMember
from wwz.uitvoering.presentation.zones import zone_figures
from wwz.uitvoering.queries.zones import zone_page
from wwz.uitvoering.services.signals import Received


@pytest.fixture
def studied(zone: Woonservicezone, gemeente: Area) -> Woonservicezone:
    """Both buurten of the wijk, with a published study."""
    request_and_publish(gemeente, small_result())
    zone.areas.set(Area.objects.filter(code__in=("BU01933110", "BU01933130"), facts__isnull=False))
    return zone


def test_whole_wijk_has_key_figures_with_band_and_source(
    studied: Woonservicezone, client: Client
) -> None:
    figures = zone_figures(studied)
    assert figures is not None
    assert figures.whole == "de wijk Aa-landen"
    assert all(key.range_words.startswith("tussen") for key in figures.keys)
    page = client.get(f"/zone/{studied.pk}/").text
    assert "Bron:" in page
    assert "/feit/" in page
    assert "Aa-landen-Zuid" in page


def test_part_of_a_wijk_gets_no_total_because_bands_do_not_add_up(
    studied: Woonservicezone, client: Client
) -> None:
    studied.areas.set(studied.areas.filter(code="BU01933110"))
    figures = zone_figures(studied)
    assert figures is not None
    assert not figures.keys
    assert "niet optellen" in client.get(f"/zone/{studied.pk}/").text


def test_hidden_figure_stays_hidden(studied: Woonservicezone) -> None:
    figures = zone_figures(studied)
    assert figures is not None
    words = {cell.words for row in figures.table.rows for cell in row.cells}
    assert "7,3" not in words


def test_distance_without_an_open_source_is_unknown(
    studied: Woonservicezone, client: Client
) -> None:
    assert "Onbekend: er is geen open bron" in client.get(f"/zone/{studied.pk}/").text


def test_zone_without_figures_says_what_to_do(zone: Woonservicezone, client: Client) -> None:
    page = client.get(f"/zone/{zone.pk}/")
    assert page.status_code == 200
    assert "nog geen cijfers" in page.text


def test_visitor_sees_no_signaal_and_no_knelpunt_of_partners(
    knelpunt: Knelpunt, letter: Received, zone: Woonservicezone, client: Client, fatima: Account
) -> None:
    page = client.get(f"/zone/{zone.pk}/").text
    assert knelpunt.title not in page
    assert letter.signaal.subject not in page
    assert knelpunt.title in logged_in(fatima).get(f"/zone/{zone.pk}/").text

    Knelpunt.objects.update(visibility=Visibility.OPENBAAR)
    assert knelpunt.title in client.get(f"/zone/{zone.pk}/").text


def test_zone_of_partners_is_not_there_for_a_visitor(
    zone: Woonservicezone, client: Client, bas: Account
) -> None:
    Woonservicezone.objects.update(visibility=Visibility.PARTNER)
    assert client.get(f"/zone/{zone.pk}/").status_code == 404
    assert logged_in(bas).get(f"/zone/{zone.pk}/").status_code == 200
    assert zone.name not in client.get("/samen/zwolle/zones/").text


def test_zone_page_takes_few_queries(studied: Woonservicezone, fatima: Account) -> None:
    client = logged_in(fatima)
    client.get(f"/zone/{studied.pk}/")
    with counted_queries() as queries:
        client.get(f"/zone/{studied.pk}/")
    assert len(queries) <= 26


def test_team_names_the_wijkmanager_first(
    zone: Woonservicezone, fatima: Account, home_care: Organisation, municipality: Organisation
) -> None:
    zone.manager = Person.objects.get(account=fatima)
    zone.save()
    ZoneMember.objects.create(zone=zone, work="Aan huis", organisation=home_care)
    ZoneMember.objects.create(
        zone=zone, work="Wijkmanager", organisation=municipality, person=zone.manager
    )
    page = zone_page(actor(fatima), zone, now=NOW)
    assert [member.work for member in page.team] == ["Wijkmanager", "Aan huis"]


def test_programme_at_a_glance_is_public(zone: Woonservicezone, client: Client) -> None:
    assert client.get("/samen/zwolle/uitvoering/").status_code == 200
