"""A facility tried out on the site: figures as counted door by door, and nothing that is hidden."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from math import hypot
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, counted_queries, logged_in, publish_result
from tests.partnership import actor
from wwz.areas.models import Area, Level
from wwz.areas.services import NewArea, store_areas
from wwz.opgave import jobs, services
from wwz.opgave.jobs import reach_live as live
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Fact, Study
from wwz.opgave.own import rows
from wwz.opgave.own.models import OwnRow
from wwz.opgave.presentation.areamap import outlines_of
from wwz_engine import parameters
from wwz_engine.facts import Fact as EngineFact
from wwz_engine.reach.table import STREETS, street_table
from wwz_engine.sources import fictional
from wwz_engine.sources.beside import WithOwn
from wwz_engine.sources.fictional.streets import invented_streets
from wwz_engine.study import StudyRequest, StudyResult, run_study

CODE = "GM9999"
PAGE = "/samen/zwolle/bereik/"
COMPUTE, SEARCH = f"{PAGE}reken/", f"{PAGE}zoek/"
GIVEN = {"gemeente": CODE, "profiel": "algemeen", "soort": "huisarts"}
BASICS = ("huisarts", "apotheek", "supermarkt", "ontmoetingsplek", "halte")
NORM = 800
DRAWS = 100
LATER = NOW + timedelta(hours=1)
FIGURES = ("before", "after", "people_before", "people_after")

NUMBERS = (
    "aandeel nu (procent)", "aandeel straks (procent)", "mensen nu", "verschil in mensen"
)  # fmt: skip


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture(scope="module")
def result() -> StudyResult:
    return run_study(StudyRequest(CODE, 2025, DRAWS), fictional.catalogue())


@pytest.fixture
def place(zwolle) -> Area:
    """The made-up gemeente, in the partnership of the cast."""
    (area,) = store_areas([NewArea(CODE, 2024, Level.GEMEENTE, "Verzonnendam")]).values()
    zwolle.areas.add(area)
    return area


@pytest.fixture
def base(place, result) -> Study:
    wanted = services.Wanted(to_year=2025, draws=DRAWS)
    study = services.enqueue_study(place, wanted, requested_by=None, now=NOW)
    return publish_result(study, result)


@pytest.fixture
def client(sanne, place) -> Client:
    return logged_in(sanne)


@pytest.fixture
def facilities(base, sanne, zwolle) -> dict[str, tuple[float, float]]:
    """One of each basic kind near the door in the middle, and a second practice."""
    doors = live.ready(CODE, "algemeen").found.ground.doors
    x, y = float(doors.x.mean()), float(doors.y.mean())
    found = {kind: (round(x + 40.0 * n), round(y - 30.0 * n)) for n, kind in enumerate(BASICS)}
    spots = {**found, "tweede": (round(x + 500), round(y + 300))}
    for name, (east, north) in spots.items():
        kind = "huisarts" if name == "tweede" else name
        cells = {"id": name, "kind": kind, "name": name, "x": str(east), "y": str(north),
                 "area": CODE, "area_year": "2024", "wheelchair": "onbekend",
                 "origin": "verzonnen"}  # fmt: skip
        rows.add(actor(sanne), zwolle, "voorzieningen", cells, now=NOW)
    return {name: (float(east), float(north)) for name, (east, north) in spots.items()}


def answered(client: Client, address: str = COMPUTE, **given: str) -> dict[str, Any]:
    client.post(address, GIVEN | given)
    question = LiveQuestion.objects.latest("asked_at")
    while jobs.answer_next(now=question.asked_at):
        pass
    question.refresh_from_db()
    assert question.is_answered(), question.message
    return question.answer


def counted_by_hand(
    base: Study, facilities: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Per unit area its people of 75 and older with every basic near, and all of them.

    Door by door and facility by facility, from the numbers that everybody can read.
    """
    doors = live.ready(CODE, "algemeen").found.ground.doors
    units = [unit.code for unit in live.ready(CODE, "algemeen").places.units]
    factor = parameters.load("detour_factor").number(live.ready(CODE, "algemeen").found.ground.day)
    year = live.ready(CODE, "algemeen").found.ground.day.year
    shown = dict(
        Fact.objects.filter(study=base, indicator__key="inwoners_75plus", year=year, hidden="")
        .values_list("area__code", "shown_value")
    )  # fmt: skip
    at = [units[unit] if unit >= 0 else "" for unit in doors.unit.tolist()]
    homes: dict[str, float] = {}
    for code, many in zip(at, doors.addresses.tolist(), strict=True):
        homes[code] = homes.get(code, 0) + many
    found: dict[str, tuple[float, float]] = {}
    for code, x, y, many in zip(
        at, doors.x.tolist(), doors.y.tolist(), doors.addresses.tolist(), strict=True
    ):
        people = many * (shown.get(code) or 0.0) / homes[code] if code else 0.0
        near = all(
            any(
                hypot(x - east, y - north) * factor <= NORM + 0.005
                for name, (east, north) in facilities.items()
                if (("huisarts" if name == "tweede" else name) == kind)
            )
            for kind in BASICS
        )
        inside, whole = found.get(code, (0.0, 0.0))
        found[code] = inside + people * near, whole + people
    return found


def agrees(answer: dict[str, Any], by_hand: dict[str, tuple[float, float]], moment: str) -> int:
    """Check every unit area and the gemeente; how many were told."""
    suffix = {"before": "people_before", "after": "people_after"}[moment]
    told = {one["code"]: one for one in answer["areas"]}
    checked = 0
    for code, (inside, whole) in by_hand.items():
        if code in told and told[code][suffix] is not None:
            assert abs(told[code][suffix] - inside) <= 2.5 + 1e-6, (code, inside)
            assert (
                told[code][moment] is None or abs(told[code][moment] - 100 * inside / whole) < 0.1
            )
            checked += 1
    everybody = sum(inside for inside, _ in by_hand.values())
    assert abs(told[CODE][suffix] - everybody) <= 2.5 + 1e-6
    return checked


# --- the figures ---


def test_moved_facility_changes_figures_as_counted_door_by_door(client, base, facilities):
    before = counted_by_hand(base, facilities)
    x, y = facilities["supermarkt"]
    moved = (x + 600.0, y + 250.0)
    answer = answered(client, soort="supermarkt", wat="verplaats:supermarkt",
                      x=f"{moved[0]:g}", y=f"{moved[1]:g}")  # fmt: skip
    after = counted_by_hand(base, facilities | {"supermarkt": moved})
    assert sum(one for one, _ in before.values()) != sum(one for one, _ in after.values())
    assert agrees(answer, before, "before") > 2
    assert agrees(answer, after, "after") > 2
    assert answer["straight"]
    assert answer["fictional"]


def test_opened_and_closed_facility_change_figures_as_counted_door_by_door(
    client, base, facilities
):
    closed = answered(client, wat="sluit:huisarts")
    left = {name: at for name, at in facilities.items() if name != "huisarts"}
    agrees(closed, counted_by_hand(base, left), "after")
    # Nobody has everything near when the last one goes.
    halted = answered(client, soort="halte", wat="sluit:halte")
    assert halted["areas"][0]["people_after"] is None
    assert halted["areas"][0]["people_before"] is not None
    # A second pharmacy in the middle of a buurt, chosen by its name.
    buurt = live.ready(CODE, "algemeen").places.units[0].code
    opened = answered(client, soort="apotheek", wat="open", gebied=buurt)
    spot = (opened["spot"]["x"], opened["spot"]["y"])
    doors = live.ready(CODE, "algemeen").found.ground.doors
    assert spot in set(zip(doors.x.round(1).tolist(), doors.y.round(1).tolist(), strict=True))
    pharmacies = counted_by_hand(base, facilities)
    assert answered(client, soort="apotheek")["areas"][0]["people_after"] == pytest.approx(
        sum(one for one, _ in pharmacies.values()), abs=2.5
    )


def test_nothing_rests_on_numbers_that_are_hidden(client, place, base, facilities, result):
    at = live.ready(CODE, "algemeen")
    unit, older = at.found.ground.doors.unit, at.found.ground.doors.older
    number = max(range(len(at.places.units)), key=lambda one: older[unit == one].sum())
    code = at.places.units[number].code
    assert older[unit == number].sum() > 5

    few = replace(result, facts=tuple(with_few(fact, code) for fact in result.facts))
    study = services.enqueue_study(
        place, services.Wanted(draws=DRAWS), requested_by=None, now=LATER
    )
    publish_result(study, few, now=LATER)
    answer = answered(client, soort="apotheek", wat="open", gebied=code)
    (told,) = [one for one in answer["areas"] if one["code"] == code]
    assert set(told) - {"code", "name", "level"} == set(FIGURES)
    assert [told[key] for key in FIGURES] == [None] * 4
    (of_kind,) = [one for one in answer["of_kind"] if one["code"] == code]
    assert [of_kind[key] for key in FIGURES] == [None] * 4
    # Nor do they count in a whole: a facility among them alone tells nothing.
    doors = live.ready(CODE, "algemeen").found.ground.doors
    assert doors.older[doors.unit == number].sum() == 0
    assert "verborgen" in text(client.get(outcome_of()))
    (line,) = [
        one
        for one in lines_of(client, f"{outcome_of()}gebieden.csv?vorm=rfc4180")
        if one["gebiedscode"] == code
    ]
    assert [line[key] for key in NUMBERS] == [""] * 4
    assert "te weinig mensen" in line["opmerking"]


def with_few(fact: EngineFact, code: str) -> EngineFact:
    """The same fact; of this area too few people to be shown."""
    few = fact.indicator.key == "inwoners_75plus" and fact.area.code == code
    return replace(fact, value=3.0, low=None, high=None) if few else fact


def outcome_of() -> str:
    return f"/bereik/uitkomst/{LiveQuestion.objects.latest('asked_at').pk}/"


# --- the page ---


def test_page_says_before_and_after_and_leads_on_to_a_row(client, base, facilities):
    buurt = live.ready(CODE, "algemeen").places.units[0]
    answered(client, soort="supermarkt", wat="open", gebied=buurt.code)
    answer = client.get(outcome_of())
    said = text(answer)
    assert "Alles op loopafstand in Verzonnendam:" in said
    assert "Supermarkt op loopafstand:" in said
    assert "hemelsbreed" in said
    assert "bevat verzonnen invoer" in said
    found = re.search(
        r'href="(/samen/zwolle/eigen/voorzieningen/nieuw/[^"]*)"', answer.content.decode()
    )
    form = client.get(unescape(found.group(1))).content.decode()
    assert '<option value="supermarkt" selected' in form
    assert f'<option value="{buurt.code}" selected' in form
    shared = re.search(
        r'href="(/samen/zwolle/bereik/[?][^"]*wat=open[^"]*)"', answer.content.decode()
    )
    assert '<option value="open" selected' in client.get(unescape(shared.group(1))).content.decode()


# --- files ---


def lines_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def links_to(answer: Any, folder: str) -> list[str]:
    return re.findall(rf'href="({folder}[^"]*)" download', answer.content.decode())


def test_outcome_is_there_as_csv_and_excel_with_the_rows_of_the_page(client, base, facilities):
    x, y = facilities["supermarkt"]
    answer = answered(client, soort="supermarkt", wat="verplaats:supermarkt",
                      x=f"{x + 600:g}", y=f"{y + 250:g}")  # fmt: skip
    page = client.get(outcome_of(), headers={"HX-Request": "true"})
    files = links_to(page, outcome_of())
    assert [one.rpartition("/")[2] for one in files] == [
        "verandering.csv", "verandering.xlsx", "gebieden.csv", "gebieden.xlsx"
    ]  # fmt: skip

    lines = lines_of(client, f"{files[2]}?vorm=rfc4180")
    assert [line["gebiedscode"] for line in lines] == [one["code"] for one in answer["areas"]]
    for line, one in zip(lines, answer["areas"], strict=True):
        told = None not in (one["people_before"], one["people_after"])
        assert line["mensen nu"] == (f"{one['people_before']:g}" if told else "")
        more = one["people_after"] - one["people_before"] if told else 0
        assert line["verschil in mensen"] == (f"{more:g}" if told else "")
        assert told or "verborgen" in line["opmerking"]
        assert "bevat verzonnen invoer" in line["opmerking"]
        assert line["bron"].startswith("eigen berekening") and line["berekend op"]
        assert line["peildatum"] == f"{answer['year']}-01-01"
        assert "hemelsbreed" in line["omschrijving"]
        assert line["proef"].startswith("supermarkt (supermarkt) verplaatst (x ")
    changed = lines_of(client, f"{files[0]}?vorm=rfc4180")
    assert 1 < len(changed) < len(lines)
    assert client.get(files[3]).getvalue().startswith(b"PK")


def test_best_places_are_there_as_files(client, base, facilities):
    found = answered(client, SEARCH, aantal="2")
    page = client.get(places_page(), headers={"HX-Request": "true"})
    files = links_to(page, places_page())
    assert [one.rpartition("/")[2] for one in files[-2:]] == ["soort.csv", "soort.xlsx"]
    lines = lines_of(client, f"{files[-2]}?vorm=rfc4180")
    assert [line["75-plussers erbij"] for line in lines] == [
        f"{one['people']:g}" for one in found["of_kind"]
    ]
    assert all("verzonnen" in line["opmerking"] and line["bron"] for line in lines)
    assert lines_of(client, f"{places_page()}samen.csv") == []


def test_file_is_only_of_who_asked_and_only_when_there_is_an_answer(
    client, base, facilities, wei, outsider
):
    client.post(COMPUTE, GIVEN | {"wat": "sluit:halte", "soort": "halte"})
    early = client.get(f"{outcome_of()}gebieden.csv")
    assert (early.status_code, early["Location"]) == (302, outcome_of())
    answered(client, soort="halte", wat="sluit:halte")
    assert client.get(f"{outcome_of()}gebieden.csv").status_code == 200
    for odd in ("niets.csv", "gebieden.pdf"):
        assert client.get(f"{outcome_of()}{odd}").status_code == 404
    assert logged_in(wei).get(f"{outcome_of()}gebieden.csv").status_code in (403, 404)
    assert logged_in(outsider).get(f"{outcome_of()}gebieden.csv").status_code in (403, 404)
    assert Client().get(f"{outcome_of()}gebieden.csv").status_code in (302, 403)


def test_press_on_the_map_lands_where_the_drawing_says(client, base, facilities):
    x, y = facilities["apotheek"]
    at = live.in_degrees(x, y)
    shapes = outlines_of(base.pk, "buurt")
    spot = shapes.spot(at["lon"], at["lat"])
    answer = answered(
        client, soort="apotheek", wat="open", kaart_x=f"{spot[0]:.1f}", kaart_y=f"{spot[1]:.1f}"
    )
    # A tenth of a unit of the drawing is a few metres.
    assert hypot(answer["spot"]["x"] - x, answer["spot"]["y"] - y) < 20


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"wat": "open"}, "Zeg waar: kies een buurt"),
        ({"wat": "open", "x": "abc", "y": "1"}, "Vul x en y in als getal"),
        ({"wat": "open", "x": "nan", "y": "1"}, "Vul x en y in als getal"),
        ({"wat": "open", "kaart_x": "99999", "kaart_y": "5"}, "buiten de kaart"),
        ({"wat": "sluit:niets"}, "Kies uit de lijst wat er verandert"),
    ],
)
def test_odd_place_is_told(client, base, given, words):
    answer = client.post(COMPUTE, GIVEN | given)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not LiveQuestion.objects.exists()


def test_place_far_away_is_refused_in_a_sentence(client, base, facilities):
    client.post(COMPUTE, GIVEN | {"wat": "open", "x": "10", "y": "10"})
    question = LiveQuestion.objects.latest("asked_at")
    jobs.answer_next(now=question.asked_at)
    assert "ver buiten de gemeente" in text(client.get(outcome_of()))


def test_best_place_is_as_good_as_the_figures_say(client, base, facilities):
    found = answered(client, SEARCH, aantal="2")
    assert found["several"] is None
    assert "is een wegennet nodig" in text(client.get(places_page()))
    best = found["of_kind"][0]
    tried = answered(client, wat="open", x=str(best["x"]), y=str(best["y"]))
    (whole,) = [one for one in tried["of_kind"] if one["code"] == CODE]
    assert abs(whole["people_after"] - whole["people_before"] - best["people"]) <= 5


@pytest.fixture
def walked(base, facilities, monkeypatch):
    """Somebody loaded streets around the doors."""
    doors = live.ready(CODE, "algemeen").found.ground.doors
    streets = street_table(invented_streets(doors.x, doors.y), CODE)

    def with_streets(tables, code, *, invented):
        return WithOwn(tables, {STREETS: streets})

    for kept in (live.GROUNDS, live.WALKED, live.PLACED):
        kept.things.clear()
    monkeypatch.setattr(live, "with_streets", with_streets)
    yield
    for kept in (live.GROUNDS, live.WALKED, live.PLACED):
        kept.things.clear()


@pytest.mark.parametrize("goal", ["meeste_bereik", "minste_lopen", "onzin"])
def test_several_places_are_found_for_the_goal_that_is_chosen(client, walked, goal):
    found = answered(client, SEARCH, soort="huisarts", aantal="2", doel=goal)["several"]
    page = text(client.get(places_page()))

    assert len(found["places"]) == 2
    if goal == "minste_lopen":
        assert found["metres"] < found["before"]
        assert f"gemiddeld {found['metres']} meter" in page.replace(".", "")
        assert "Nu is dat" in page
    else:
        assert found["people"] > 0
        assert "erbij: huisarts op loopafstand" in page
    lines = lines_of(client, f"{places_page()}samen.csv?vorm=rfc4180")
    assert len(lines) == 2
    assert ("gemiddeld" in lines[0]["omschrijving"]) == (goal == "minste_lopen")


def places_page() -> str:
    question = LiveQuestion.objects.filter(kind="bereik_plekken").latest("asked_at")
    return f"/bereik/plekken/{question.pk}/"


def test_row_that_moves_is_filled_in_with_its_new_place(client, base, facilities):
    x, y = facilities["apotheek"]
    answered(client, soort="halte", wat="verplaats:halte", x=f"{x + 1:g}", y=f"{y:g}")
    row = OwnRow.objects.get(number="halte")
    where = re.search(
        r'href="(/eigen/[^"]*/wijzig/[^"]*)"', client.get(outcome_of()).content.decode()
    )
    assert where.group(1).startswith(f"/eigen/{row.pk}/wijzig/")
    assert f'value="{x + 1:.0f}"' in client.get(unescape(where.group(1))).content.decode()


def test_row_that_closes_is_filled_in_with_this_year(client, base, facilities):
    answered(client, soort="halte", wat="sluit:halte")
    row = OwnRow.objects.get(number="halte")
    where = re.search(
        r'href="(/eigen/[^"]*/wijzig/[^"]*)"', client.get(outcome_of()).content.decode()
    )
    this_year = str(timezone.localdate().year)
    assert unescape(where.group(1)) == f"/eigen/{row.pk}/wijzig/?sluit={this_year}"
    form = client.get(unescape(where.group(1)))
    fields = form.context["form"]
    assert fields["closed_from"].value() == this_year
    assert f'value="{this_year}"' in form.content.decode()

    sent = {name: fields[name].value() or "" for name in fields.fields}
    assert client.post(f"/eigen/{row.pk}/wijzig/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.cells["closed_from"], row.cells["kind"]) == (this_year, "halte")


def test_without_a_study_the_page_says_what_to_do(client, place):
    assert "Er is nog geen raming" in text(client.get(PAGE))
    assert client.post(SEARCH, GIVEN).status_code == 422


def test_pages_ask_few_questions(client, base, facilities):
    with counted_queries() as asked:
        client.get(PAGE)
    assert len(asked) <= 22
    answered(client, soort="halte", wat="sluit:halte")
    with counted_queries() as asked:
        client.get(outcome_of(), headers={"HX-Request": "true"})
    assert len(asked) <= 16
