"""The classification of groups on screen: own numbers, own groups, ends, and back again."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import counted_queries, logged_in
from tests.partnership import actor
from tests.wwz.opgave.test_own_rows import areas, brought, standing, take_in, text
from wwz.opgave import jobs
from wwz.opgave.own import rows
from wwz.opgave.own.counting import own_rows_of
from wwz.opgave.own.models import Difference, OwnRow

pytestmark = pytest.mark.django_db
PAGE = "/samen/zwolle/groepen/"
LIST = "/samen/zwolle/eigen/groepen/"
CODE = "GM0193"
__all__ = ["areas"]


@pytest.fixture
def client(sanne, zwolle, areas):
    return logged_in(sanne)


def cells(group="dakloos", **given):
    usual = {
        "id": f"{group}-1", "area": CODE, "area_year": "2024", "group": group, "name": "",
        "meaning": "", "since": "2026-01-01", "until": "", "stock": "", "inflow": "120",
        "stay": "0,5", "independent": "50", "clustered": "", "supported": "",
        "source": "Aanmeldpunt", "year": "2025", "confidence": "A",
    }  # fmt: skip
    return usual | given


def bare(group, **given):
    """A row without numbers: an own group, or an end."""
    nothing = dict.fromkeys(("inflow", "stay", "independent", "source", "year", "confidence"), "")
    return cells(group, **nothing | given)


def send(client, given):
    answer = client.post(f"{LIST}nieuw/", given)
    assert answer.status_code == 302, text(answer)
    return OwnRow.objects.get(number=given["id"])


def test_page_shows_every_group_with_where_its_numbers_come_from(client):
    page = text(client.get(PAGE))

    assert "Aandachtsgroepen in Zwolle" in page
    assert "Mensen zonder eigen woning 1 mei 2022 30.600 mensen in heel Nederland" in page
    assert "Mantelzorgers 1 januari 2015 per buurt geschat" in page
    assert "Mensen met problematische schulden 1 januari 2015 onbekend onbekend onbekend" in page
    assert "Alle getallen zijn de landelijke standaard" in page


def test_own_number_is_filled_in_shown_and_counted(client):
    form = client.get(f"{LIST}nieuw/?groep=dakloos&gemeente={CODE}").content.decode()
    assert 'value="dakloos" selected' in form
    assert "Eigen cijfers: mensen zonder eigen woning" in form
    assert "Alleen bij een eigen groep" not in form
    assert f'value="{timezone.localdate().isoformat()}"' in form
    send(client, cells())

    page = text(client.get(f"{PAGE}dakloos/?gemeente={CODE}"))
    assert "Erbij per jaar 120 mensen eigen cijfer: Aanmeldpunt 2025 A, geteld in een" in page
    assert "Hoe lang iemand blijft 0,5 jaar eigen cijfer" in page
    assert "Aantal nu 30.600 mensen in heel Nederland landelijke standaard" in page
    assert "Vraagt een geclusterde woning onbekend onbekend" in page
    assert "eigen cijfer" in text(client.get(PAGE))
    assert [one["inflow"] for one in own_rows_of(CODE).groups] == ["120"]


def test_rows_stand_beside_the_open_data_of_a_study_marked_as_whose_they_are(client):
    send(client, cells())
    tables = jobs.with_own(jobs.fictional_catalogue(), own_rows_of(CODE))

    table = tables.load("own_groups", CODE)
    assert table.extra.select("group", "inflow", "stay").rows() == [("dakloos", 120.0, 0.5)]
    assert (table.source.publisher, table.source.own) == ("Platform WWZ Zwolle", True)
    # Of a demo all is invented.
    assert table.source.fictional
    assert not tables.has("own_groups", "GM0356")


def test_change_is_told_with_who_when_from_what_to_what(client):
    row = send(client, cells())
    answer = client.post(f"/eigen/{row.pk}/wijzig/", cells(inflow="140") | {"revision": 1})
    assert answer.url == PAGE

    page = text(client.get(f"/eigen/{row.pk}/"))
    assert "Erbij per jaar: was 120, is 140" in page
    assert "Sanne, Gemeente Zwolle" in page


def test_going_back_to_the_default_keeps_what_happened(client):
    row = send(client, cells())
    assert "Terug naar de landelijke standaard" in text(client.get(f"{PAGE}dakloos/"))
    client.post(f"/eigen/{row.pk}/weg/", {"versie": "1"})

    page = text(client.get(f"{PAGE}dakloos/"))
    assert "Erbij per jaar onbekend" in page
    assert "Vul eigen cijfers in" in page
    assert own_rows_of(CODE).groups == ()
    assert OwnRow.objects.get(pk=row.pk).taken_out_at is not None


def test_own_group_has_a_page_and_an_ended_one_stays_to_be_found(client):
    send(client, bare("eigen", name="Jongeren op de bank", meaning="Zij slapen bij vrienden"))
    today = timezone.localdate().isoformat()
    send(client, bare("schulden", since=today, until=today))

    page = text(client.get(PAGE))
    assert "Jongeren op de bank 1 januari 2026 onbekend" in page
    assert "Telt niet meer mee Mensen met problematische schulden" in page
    own = text(client.get(f"{PAGE}eigen_jongeren_op_de_bank/"))
    assert "Zij slapen bij vrienden" in own
    assert "niet in een wet of landelijk programma" in own
    assert "niet meer mee" in text(client.get(f"{PAGE}schulden/"))


def test_number_of_a_later_day_waits_for_that_day(client):
    later = timezone.localdate() + timedelta(days=30)
    send(client, cells())
    send(client, cells(id="dakloos-2", since=later.isoformat(), inflow="300"))

    page = text(client.get(PAGE))
    assert "120 mensen" in page
    assert "300 mensen" not in page
    assert "Gaat later in" in page
    assert "gaat later in" in text(client.get(f"{PAGE}dakloos/"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"inflow": "veel"}, "‘veel’ is geen getal"),
        ({"source": ""}, "Zeg waar de getallen vandaan komen"),
        ({"confidence": ""}, "A, B, C of D"),
        ({"clustered": "40", "supported": "40"}, "samen meer dan 100 procent"),
        ({"until": "2025-01-01"}, "niet eindigen voor"),
        ({"name": "Anders"}, "Laat dit leeg"),
    ],
)
def test_wrong_cell_is_told_beside_its_field_and_nothing_is_kept(client, given, says):
    answer = client.post(f"{LIST}nieuw/", cells(**given))

    assert answer.status_code == 422
    assert says in text(answer)
    assert standing() == {}


def test_one_group_has_one_row_per_day(client):
    send(client, cells())
    answer = client.post(f"{LIST}nieuw/", cells(id="dakloos-2"))

    assert "Bij kenmerk dakloos-1 staat deze groep al, vanaf dezelfde dag" in text(answer)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_go_out_as_a_file_and_come_back_unchanged(client, kind):
    send(client, cells(independent="12,5"))
    send(client, bare("eigen", name="007", meaning="=Zij"))
    exported = client.get(f"{LIST}lijst.{kind}").getvalue()
    intake = brought(client, exported, name=f"weer.{kind}", address=LIST)

    assert [line.difference for line in intake.lines.all()] == [Difference.SAME] * 2


def test_file_with_a_group_is_taken_in_and_undone(client):
    heads = "kenmerk;gebied;jaar van de indeling;groep;geldt vanaf;aantal nu;bron;jaar van de bron"
    line = "S1;Zwolle;2024;Studenten die een kamer of woning zoeken;1-1-2026;1.500;DUO;2025"
    intake = brought(client, f"{heads};zekerheid\n{line};B\n", address=LIST)
    take_in(client, intake)
    assert "1.500 mensen" in text(client.get(f"{PAGE}studenten/"))

    client.post(f"/inlezing/{intake.pk}/ongedaan/")
    assert standing() == {}


def test_classification_is_a_file_to_read_too(client):
    send(client, cells())
    content = client.get(f"{PAGE}indeling.csv?gemeente={CODE}").getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content), delimiter=";"))

    (own,) = [one for one in lines if one["wat"] == "Erbij per jaar" and one["getal"]]
    assert own["herkomst"] == "eigen cijfer van Platform WWZ Zwolle, verzonnen voor de demo"
    assert (own["bron"], own["jaar"], own["zekerheid"]) == ("Aanmeldpunt", "2025", "A")
    assert len(lines) == 20 * 6
    assert client.get(f"{PAGE}indeling.xlsx").status_code == 200


def test_others_read_and_strangers_find_nothing(client, bas, zwolle, outsider):
    send(client, cells())
    reader = logged_in(bas)
    page = text(reader.get(f"{PAGE}dakloos/"))
    assert "Aanmeldpunt" in page
    assert "Wijzig deze cijfers" not in page

    stranger = logged_in(outsider)
    assert stranger.get(PAGE).status_code == 403
    assert stranger.get(f"{PAGE}dakloos/").status_code == 403


def test_pages_ask_few_questions_however_many_rows(client, sanne, zwolle):
    send(client, cells())
    for address in (PAGE, f"{PAGE}dakloos/"):
        with counted_queries() as few:
            client.get(address)
        for number in range(2, 12):
            given = cells(id=f"r{address}{number}".replace("/", "x"),
                          since=f"2025-{number:02}-{len(address) % 28 + 1:02}")  # fmt: skip
            rows.add(actor(sanne), zwolle, "groepen", given, now=timezone.now())
        with counted_queries() as many:
            client.get(address)
        assert len(many) <= len(few) <= 18
