"""'Hoe goed zijn onze cijfers?': the answer first, every miss, nothing that was not measured."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest

from wwz.opgave.presentation import accuracy_national, evidence
from wwz.opgave.presentation.accuracy import lookback_of
from wwz.opgave.presentation.evidence import deviation, deviation_of_no_change, share_close
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import Past
from wwz_engine.backtest.results import FOLDER, read_all

pytestmark = pytest.mark.django_db
BUURT = "/opgave/GM0193/BU01933110/hoe-goed/"


def text(response):
    bare = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bare)))


def lines_of(response, **form):
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), **form))


def rows_of_book(content, sheet):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(f"xl/worksheets/sheet{sheet}.xml").decode().count("<row ")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A folder with results of our own, read as if they came along."""

    def make(change):
        for name in ("zwolle-buurten", "gemeenten"):
            content = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
            change(content)
            (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        monkeypatch.setattr(backtests, "FOLDER", tmp_path)

    return make


# --- the reader of the results ---


def test_site_reads_the_results_as_the_engine_does():
    for key, result in read_all().items():
        series = backtests.all_series()[key]
        assert series.names == result.names
        for score in result.scores:
            last = score.launch is None and not score.least
            if last and score.method == result.default:
                ours = series.ours(score.group, score.horizon)
                assert ours.wape == pytest.approx(score.errors.wape, abs=1e-3)
                assert ours.skill == pytest.approx(score.skill, abs=1e-3)


def test_deviation_of_a_place_is_the_wape_of_the_engine():
    """On the whole of Zwolle, where rounding to five weighs nothing."""
    series = backtests.all_series()["zwolle-buurten"]
    pasts = [
        past
        for buurt in series.pasts.values()
        for past in buurt
        if past.group == "totaal" and past.horizon == 3
    ]
    assert deviation(pasts) == pytest.approx(series.ours("totaal", 3).wape, abs=0.05)


def test_deviation_says_what_a_policy_officer_can_work_out():
    pasts = [
        Past("A", "85+", 2018, 3, 100.0, 110.0, 120.0),
        Past("A", "85+", 2017, 3, 80.0, 85.0, 80.0),
    ]
    assert deviation(pasts) == pytest.approx(100 * 15 / 200)
    assert deviation_of_no_change(pasts) == pytest.approx(100 * 20 / 200)
    assert share_close(pasts) == 100.0
    assert deviation([]) is None


def test_numbers_of_people_are_as_coarse_as_facts():
    for series in backtests.all_series().values():
        for past in (*series.whole, *(one for pasts in series.pasts.values() for one in pasts)):
            numbers = (past.at_launch, past.forecast, past.counted)
            assert all(number % 5 == 0 for number in numbers), past


# --- the page of a place ---


def test_page_of_a_buurt_begins_with_the_answer(client, study):
    page = text(client.get(BUURT))
    assert "Wie in 2018 voor Aa-landen-Noord vooruitkeek, zat er drie jaar later gemiddeld" in page
    assert "Wie had gezegd ‘alles blijft gelijk’" in page
    assert "Waar wij er het verst naast zaten" in page
    assert "Bron: Gemeente Zwolle" in page


def test_choices_stand_in_the_address_and_change_the_figure(client, study):
    page = text(client.get(BUURT, {"groep": "85+", "vooruit": "5"}))
    assert "Wie in 2016 voor" in page
    assert "85 jaar en ouder, Aa-landen-Noord" in page
    assert "5 jaar vooruit, Zwolle per buurt" in page
    # What is not there becomes the usual.
    assert "Wie in 2018 voor" in text(client.get(BUURT, {"groep": "x", "vooruit": "99"}))


def test_headline_is_the_deviation_of_the_table_behind_it(client, study):
    found = lookback_of(study, study.gemeente, {})
    assert found.evidence.summed
    (said,) = re.findall(r"gemiddeld (\S+)% naast", text(client.get("/opgave/GM0193/hoe-goed/")))[
        :1
    ]
    assert int(said) == round(deviation(found.told))
    assert {past.group for past in found.told} == {"65-74", "75-84", "85+"}


def test_gemeente_lists_every_buurt_with_the_largest_miss_on_top(client, study):
    page = client.get("/opgave/GM0193/hoe-goed/")
    rows = page.context["areas_table"].rows
    off = [row.cells[-1].sort for row in rows]
    assert len(rows) > 50
    assert off == sorted(off, reverse=True)
    assert page.context["misses"]


def test_only_one_launch_asks_nothing_and_speaks_of_no_others(client, study, written):
    def once(content):
        content["errors"]["rows"] = [row for row in content["errors"]["rows"] if row[2] == 2018]

    written(once)
    page = client.get(BUURT)
    assert [one for one in page.context["chart"].notes if "andere jaren" in one] == []
    assert "Dat gaat over mensen van 65 tot en met 74 jaar" in text(page)


def test_wijk_sends_the_reader_to_its_buurten(client, study):
    page = client.get("/opgave/GM0193/WK019331/hoe-goed/")
    assert "Dit is per buurt gemeten, en niet voor de hele wijk" in text(page)
    assert "/opgave/GM0193/BU01933110/hoe-goed/" in page.content.decode()


def test_place_that_no_series_knows_is_not_known_and_shows_what_is_like_it(
    client, study, monkeypatch
):
    every = backtests.all_series()
    monkeypatch.setattr(backtests, "all_series", lambda: {"gemeenten": replace(
        every["gemeenten"], pasts={}, names={})})  # fmt: skip
    page = text(client.get("/opgave/GM0193/hoe-goed/"))
    assert "Voor Zwolle is niet gemeten hoe goed onze cijfers zijn" in page
    assert "Wij vullen niets in" in page
    assert "Zo goed was het in de hele reeks ‘Nederlandse gemeenten’" in page
    assert client.get("/opgave/GM0193/GM0193/hoe-goed/groepen.csv").status_code == 404


def test_buurt_with_few_people_says_so(client, study, written):
    def few(content):
        content["errors"]["rows"] = [
            row for row in content["errors"]["rows"] if row[0] != "BU01933110"
        ]

    written(few)
    assert "te weinig mensen om dit voor één gebied te meten" in text(client.get(BUURT))


def test_band_that_nobody_scored_is_not_measured_yet(client, study, written):
    written(lambda content: content["bands"].update(rows=[]))
    rows = client.get(BUURT).context["series_table"].rows
    assert {row.cells[-1].words for row in rows} == {"nog niet gemeten"}


def test_how_often_the_band_held_is_shown_once_it_is_measured(client, study, written):
    def with_bands(content):
        columns = content["bands"]["columns"]
        given = {"method": content["default"], "group": "65-74", "horizon": 3, "level": 0.8,
                 "areas": 312, "coverage": 79.4, "width": 60.0, "winkler": 90.0}  # fmt: skip
        content["bands"]["rows"] = [[given.get(column) for column in columns]]

    written(with_bands)
    (row,) = [
        row for row in client.get(BUURT).context["series_table"].rows
        if row.head.words == "65 tot en met 74 jaar"
    ]  # fmt: skip
    assert row.cells[-1].words == "79%"


def test_projected_fact_and_area_lead_to_the_page(client, study):
    fact = study.facts.get(indicator__key="inwoners_75plus", area__code="BU01933110", year=2040)
    counted = study.facts.get(indicator__key="inwoners", area__code="BU01933110", year=2021)
    assert BUURT in client.get(f"/feit/{fact.pk}/").content.decode()
    assert BUURT not in client.get(f"/feit/{counted.pk}/").content.decode()
    assert BUURT in client.get("/opgave/GM0193/BU01933110/").content.decode()
    assert "/opgave/GM0193/hoe-goed/" in client.get("/opgave/GM0193/").content.decode()
    assert "/opgave/hoe-goed/" in client.get("/").content.decode()


# --- files ---


@pytest.mark.parametrize("name", ["groepen", "terugblik", "gebieden"])
def test_every_table_of_a_place_is_a_file(client, study, name):
    address = f"/opgave/GM0193/GM0193/hoe-goed/{name}"
    head, *rows = lines_of(client.get(f"{address}.csv"), delimiter=";")
    assert "leeftijd" in head
    assert len(rows) > 20
    plain = lines_of(client.get(f"{address}.csv?vorm=rfc4180"))
    assert [len(row) for row in plain] == [len(row) for row in [head, *rows]]
    content = b"".join(client.get(f"{address}.xlsx").streaming_content)
    listed, about = rows_of_book(content, 1), rows_of_book(content, 2)
    assert listed == len(rows) + 1
    assert about > 8


def test_drawing_is_a_file_with_its_source(client, study):
    drawn = client.get("/opgave/GM0193/BU01933110/hoe-goed/beeld.svg?groep=75-84").content.decode()
    assert "75 tot en met 84 jaar" in drawn
    assert "Bron: Gemeente Zwolle" in drawn
    assert client.get("/opgave/GM0193/BU01933110/hoe-goed/beeld.gif").status_code == 404


def test_drawing_shows_counts_as_a_line_and_every_launch_as_dots(client, study):
    drawn = client.get(BUURT).content.decode()
    (wide,) = re.findall(r"<svg[^>]*wwz-only-wide[\s\S]*?</svg>", drawn)
    assert wide.count("polyline") == 1 + 6
    assert wide.count("polygon") == 3


def test_what_is_not_there_is_404(client, study):
    for address in (
        "/opgave/GM0193/BU99999999/hoe-goed/", "/opgave/GM9998/hoe-goed/",
        "/opgave/GM0193/BU01933110/hoe-goed/onzin.csv", "/opgave/hoe-goed/reeks/onzin.csv",
        "/opgave/hoe-goed/doelen.pdf", "/opgave/GM0193/BU01933110/hoe-goed/gebieden.csv",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_series_and_age_are_asked_in_one_row(client, study):
    """One form, so that choosing an age keeps the series and the other way round."""
    page = client.get("/opgave/GM0193/hoe-goed/", {"groep": "75-84", "vooruit": "2"})
    (form,) = re.findall(r'<form [^>]*action="#terugblik".*?</form>', page.content.decode(), re.S)
    assert re.findall(r'<select [^>]*name="(\w+)"', form) == ["reeks", "groep"]
    assert form.count("<button") == 1
    assert "wwz-inline-form" in form
    assert '<option value="75-84" selected>' in form
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form) == [("vooruit", "2")]


# --- the country ---


def test_targets_stand_with_their_verdicts_and_a_miss_is_a_miss(client):
    page = text(client.get("/opgave/hoe-goed/"))
    missed = [one for one in backtests.targets() if one.state == "gemist"]
    assert missed
    assert all(one.target in page and one.found in page for one in backtests.targets())
    assert f"{len(missed)} gemist" in page
    _, *rows = lines_of(client.get("/opgave/hoe-goed/doelen.csv"), delimiter=";")
    assert [row[2] for row in rows] == [one.state for one in backtests.targets()]


def test_country_begins_calm_and_keeps_all_years_ahead_within_reach(client):
    page = client.get("/opgave/hoe-goed/").context
    series = page["series"]
    assert len(page["table"].rows) == len(evidence.groups_of(series))
    assert len(page["all_table"].rows) == len(page["table"].rows) * len(series.horizons())


def test_target_that_cannot_be_measured_says_why_and_stands_apart(client):
    page = client.get("/opgave/hoe-goed/").context
    shown = [one.target for one in (*page["targets"], *page["not_to_measure"])]
    assert sorted(shown, key=str) == sorted(backtests.targets(), key=str)
    assert {one.target.state for one in page["not_to_measure"]} == {"niet te meten"}
    assert "niet te meten" not in {one.target.state for one in page["targets"]}


def test_where_a_rule_of_thumb_was_better_is_said(client):
    series = backtests.all_series()["zwolle-buurten"]
    worse = accuracy_national.worse_of(series)
    assert len(worse) == sum(
        series.ours(group, horizon).skill < 0
        for group in evidence.groups_of(series)
        for horizon in series.horizons()
    )
    assert worse[0] in text(client.get("/opgave/hoe-goed/"))


def test_every_series_can_be_chosen_and_taken_along(client):
    for key, series in backtests.all_series().items():
        page = text(client.get("/opgave/hoe-goed/", {"reeks": key}))
        assert f"Gemiddelde afwijking per groep, {series.label}" in page.replace(
            f", {series.horizons()[0]} jaar vooruit", ""
        )
        _, *rows = lines_of(client.get(f"/opgave/hoe-goed/reeks/{key}.csv"), delimiter=";")
        assert len(rows) == len(series.scores)
        raw = b"".join(client.get(f"/opgave/hoe-goed/reeks/{key}.json").streaming_content)
        assert json.loads(raw)["series"] == key


def test_without_results_the_page_says_that_nothing_was_measured(client, tmp_path, monkeypatch):
    monkeypatch.setattr(backtests, "FOLDER", tmp_path)
    page = text(client.get("/opgave/hoe-goed/"))
    assert "Hoe goed onze cijfers zijn, is nog niet gemeten" in page


# --- words ---

SITE = FOLDER.parents[2] / "wwz"
# What parties agree that a figure may be behind is a margin: those words are of akkoord.
OF_OPGAVE = (
    *(path for path in SITE.glob("opgave/**/*.py")
      if "migrations" not in path.parts and path.name != "models.py"),
    *SITE.glob("templates/opgave/*.html"), *SITE.glob("templates/uitvoering/zone.html"),
    *(SITE / "templates" / name for name in ("base.html", "pages/about.html", "visie/cite.html")),
    SITE / "pages/tour.py", FOLDER.with_name("targets.py"), FOLDER.with_name("targets.json"),
)  # fmt: skip
JARGON = re.compile(r"\bmarges?\b|middelste afwijking|startja|winst|terugblik\b", re.IGNORECASE)


def other_words(content):
    return re.findall(r"\bmarges?\b", content, re.IGNORECASE)


def test_a_band_is_called_a_band_everywhere():
    assert len(OF_OPGAVE) > 60
    assert [path.name for path in OF_OPGAVE if other_words(path.read_text("utf-8"))] == []
    assert other_words("Cijfers per wijk en buurt, met bron en marge.")


def test_targets_are_said_in_plain_words():
    told = [words for one in backtests.targets() for words in (one.target, one.wanted, one.found)]
    assert [words for words in told if JARGON.search(words)] == []
    assert JARGON.search("middelste afwijking hoogstens 3,5% en winst minstens 5%")
