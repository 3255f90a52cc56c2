"""Scenarios on the site: tried out live, kept, shared, worked out whole, laid side by side."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, counted_queries, logged_in, publish_result
from tests.partnership import actor
from wwz.areas.models import Area, Level
from wwz.areas.services import NewArea, store_areas
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.commands import scenario_studies
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs, services
from wwz.opgave.jobs import scenarios as live
from wwz.opgave.jobs.scenarios import YEARS
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Fact, State, Study
from wwz.opgave.own.counting import OwnRows
from wwz.opgave.queries.published import latest_studies, latest_study
from wwz.opgave.scenarios import making
from wwz.opgave.scenarios.kinds import FIGURES
from wwz.opgave.scenarios.models import Scenario, ScenarioState
from wwz.opgave.scenarios.presentation import key_of
from wwz.opgave.scenarios.unlike import OWN_TABLES
from wwz_engine.cli import main
from wwz_engine.scenarios.files import of_json
from wwz_engine.sources import fictional
from wwz_engine.study import StudyRequest, StudyResult, run_study

LIST, BUILD = "/samen/zwolle/scenarios/", "/samen/zwolle/scenarios/probeer/"
COMPUTE, KEEP = "/samen/zwolle/scenarios/reken/", "/samen/zwolle/scenarios/bewaar/"
BESIDE = "/samen/zwolle/scenarios/naast-elkaar"
CODE = "GM9999"
HEALTHY: dict[str, Any] = {"soort": "gezond_ouder_worden", "jaren_per_decennium": 1.0}
FROZEN: dict[str, Any] = {"soort": "verpleeghuis", "beleid": "bevriezen"}
FORM = {"gemeente": CODE, "gezond_ouder_worden.jaren_per_decennium": "1"}
DRAWS = 100


def text(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture(scope="module")
def result() -> StudyResult:
    """What the engine works out: once for all tests here."""
    return run_study(StudyRequest(CODE, 2040, DRAWS), fictional.catalogue())


@pytest.fixture
def place(zwolle) -> Area:
    """The made-up gemeente, in the partnership of the cast."""
    (area,) = store_areas([NewArea(CODE, 2024, Level.GEMEENTE, "Verzonnendam")]).values()
    zwolle.areas.add(area)
    return area


@pytest.fixture
def base(place, result) -> Study:
    """Its published study."""
    wanted = services.Wanted(draws=DRAWS)
    study = services.enqueue_study(place, wanted, requested_by=None, now=NOW)
    return publish_result(study, result)


@pytest.fixture
def client(sanne, place) -> Client:
    return logged_in(sanne)


@pytest.fixture
def kept(sanne, zwolle, place) -> Scenario:
    new = making.NewScenario(place, "Langer gezond", "Wat doet preventie?", [HEALTHY])
    return making.keep(actor(sanne), zwolle, new, now=NOW)


def answered(client: Client, **given: str) -> dict[str, Any]:
    client.post(COMPUTE, FORM | given)
    question = LiveQuestion.objects.latest("asked_at")
    while jobs.answer_next(now=question.asked_at):
        pass
    question.refresh_from_db()
    assert question.is_answered(), question.message
    return question.answer


def whole_study(*changes: dict[str, Any]) -> dict[tuple[str, str, int], float | None]:
    """The raw figures of a run on the command line."""
    scenario = of_json({"naam": "zelf", "veranderingen": list(changes)})
    request = StudyRequest(CODE, 2040, DRAWS, 1, scenario)
    facts = run_study(request, fictional.catalogue_for(CODE)).facts
    return {(one.indicator.key, one.area.code, one.year): one.value for one in facts}


# --- trying out ---


def test_live_figures_are_those_of_a_run_on_the_command_line(client, base):
    answer = answered(client)
    raw, before = whole_study(HEALTHY), whole_study()
    shown = [row for row in answer["rows"] if row["scenario"]["value"] is not None]

    assert len(shown) >= 4
    assert {row["year"] for row in answer["rows"]} == set(YEARS)
    for row in shown:
        key = "wlz_vv_thuis_meegroeien" if row["figure"] == "wlz_vv_thuis_" else row["figure"]
        place = (key, row["area"], row["year"])
        # People leave rounded to five, homes to whole ones.
        assert abs(row["scenario"]["value"] - raw[place]) <= 2.5, row
        assert abs(row["base"]["value"] - before[place]) <= 2.5, row
    less = [row for row in shown if row["figure"] == "wlz_vv_clienten"]
    assert all(row["scenario"]["value"] < row["base"]["value"] for row in less)

    # The base beside it is what was published.
    for row in answer["rows"]:
        key = "wlz_vv_thuis_meegroeien" if row["figure"] == "wlz_vv_thuis_" else row["figure"]
        fact = Fact.objects.get(
            study=base, indicator__key=key, area__code=row["area"], year=row["year"]
        )
        assert row["base"]["value"] == fact.shown_value
        assert (row["base"]["absent"] == "verborgen") == (fact.hidden == "verborgen")

    # And what is hidden in it is hidden in every scenario.
    loaded = live.loaded_of(CODE)
    scenario = live.engine_scenario([HEALTHY], "proef", "proef")
    shown = live.shown_side_by_side(loaded, scenario, live.earlier_of(CODE))
    places = set(
        Fact.objects.filter(study=base, hidden="verborgen", year__in=YEARS)
        .values_list("indicator__key", "area__code", "year")
    )  # fmt: skip
    told = [
        place for place, (fact, one) in shown.items()
        if place[1:] in places and fact.value is not None and not one.hidden
    ]  # fmt: skip
    assert told == []
    assert {place[1:] for place in shown} & places


def test_form_says_what_is_wrong_in_a_sentence(client):
    wrong = {"gezond_ouder_worden.jaren_per_decennium": "99"}
    answer = client.post(COMPUTE, FORM | wrong, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "‘Later zorg nodig’ is ‘99’. Geef een getal van -2 tot en met 3" in text(answer)
    assert not LiveQuestion.objects.exists()


def test_address_holds_the_changes_and_fills_the_form(client, base):
    answer = client.post(COMPUTE, FORM, headers={"HX-Request": "true"})
    address = answer["HX-Replace-Url"]
    assert "gezond_ouder_worden.jaren_per_decennium=1" in address
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="gezond_ouder_worden.jaren_per_decennium" value="1' in page.content.decode()


def test_without_script_the_outcome_is_a_page(client, base):
    answer = client.post(COMPUTE, FORM)
    assert answer.status_code == 302
    waiting = client.get(answer.url)
    assert "Toon de uitkomst" in text(waiting)
    while jobs.answer_next(now=LiveQuestion.objects.get().asked_at):
        pass
    page = text(client.get(answer.url))
    assert "Wat er dan gebeurt" in page
    assert "Mensen die verpleging nodig hebben" in page
    assert "Later zorg nodig" in page or "later zorg nodig" in page


def test_outcome_of_another_is_not_there(client, wei, ilse):
    where = client.post(COMPUTE, FORM).url
    assert logged_in(wei).get(where).status_code == 404


def test_who_may_not_try_is_told_so(place, kees):
    assert logged_in(kees).post(COMPUTE, FORM).status_code == 403


# --- keeping and sharing ---


def test_kept_scenario_is_of_its_organisation_until_it_is_shared(kept, sanne, bas, zwolle):
    assert not Scenario.objects.visible_to(actor(bas)).exists()
    making.share(actor(sanne), kept, now=NOW)
    assert Scenario.objects.visible_to(actor(bas)).get() == kept
    assert AuditEvent.objects.filter(object_id=kept.pk).count() == 2


def test_second_click_keeps_nothing_more_and_a_change_is_a_next_version(kept, sanne, zwolle, place):
    new = making.NewScenario(place, kept.name, kept.reason, [HEALTHY])
    assert making.keep(actor(sanne), zwolle, new, now=NOW) == kept
    more = replace(new, changes=[HEALTHY, FROZEN], follows=kept)
    second = making.keep(actor(sanne), zwolle, more, now=NOW)
    assert (second.version, second.follows) == (2, kept)
    assert str(second) == "Langer gezond (versie 2)"


def test_scenario_that_changes_nothing_is_not_kept(sanne, zwolle, place):
    new = making.NewScenario(place, "Niets", "Zomaar", [{**HEALTHY,
                             "jaren_per_decennium": 0}])  # fmt: skip
    with pytest.raises(making.NothingChangedError):
        making.keep(actor(sanne), zwolle, new, now=NOW)


def test_kept_scenario_is_never_changed(kept):
    with pytest.raises(DatabaseError, match="next version"), transaction.atomic():
        Scenario.objects.filter(pk=kept.pk).update(changes=[])


def test_shared_version_is_not_replaced_by_another_next_one(kept, sanne, zwolle, place):
    changes = making.NewScenario(place, "Gezond", "Nog eens.", [HEALTHY, FROZEN], kept)
    later = making.keep(actor(sanne), zwolle, changes, now=NOW)
    making.share(actor(sanne), later, now=NOW)
    columns = [one.column for one in Scenario._meta.concrete_fields if one.column != "id"]
    listed = ", ".join(columns)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{verb} INTO opgave_scenario (id, {listed}) "  # noqa: S608 - our own names
            f"SELECT %s, {listed} FROM opgave_scenario WHERE follows_id IS NOT NULL",
            [uuid4().hex if connection.vendor == "sqlite" else uuid4()],
        )
    assert Scenario.objects.filter(pk=later.pk).exists()


def test_withdrawn_scenario_is_not_shared_or_worked_out(kept, sanne):
    making.withdraw(actor(sanne), kept, now=NOW)
    with pytest.raises(WrongStateError):
        making.share(actor(sanne), kept, now=NOW)
    with pytest.raises(RuleBrokenError, match="Deel dit scenario eerst"):
        making.work_out(actor(sanne), kept, now=NOW)


def test_who_may_not_keep_keeps_nothing(kept, kees, zwolle, place):
    new = making.NewScenario(place, "x", "y", [HEALTHY])
    with pytest.raises(NotAllowedError):
        making.keep(actor(kees), zwolle, new, now=NOW)
    with pytest.raises(NotAllowedError):
        making.share(actor(kees), kept, now=NOW)


def test_page_keeps_what_stands_in_the_form(client, base):
    answer = client.post(KEEP, FORM | {"name": "Fit", "reason": "Preventie"})
    made = Scenario.objects.get()
    assert answer.url == f"/scenario/{made.pk}/"
    assert made.changes == [HEALTHY]
    page = text(client.get(answer.url))
    assert "Preventie" in page
    assert "later zorg nodig: 1,0 jaar per tien jaar" in page
    assert "Fit" in text(client.get(LIST))
    wrong = client.post(KEEP, FORM | {"name": "", "reason": ""})
    assert wrong.status_code == 422
    assert "Geef het scenario een naam" in text(wrong)


# --- a whole study of it ---


@pytest.fixture
def worked_out(base, kept, sanne) -> Study:
    making.share(actor(sanne), kept, now=NOW)
    study = making.work_out(actor(sanne), kept, now=NOW + timedelta(hours=1))
    jobs.carry_out(study.pk, study.attempt)
    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    return study


def test_study_of_a_scenario_equals_a_run_and_leaves_the_pages_of_the_base_alone(
    worked_out, kept, base, client
):
    raw = whole_study(HEALTHY)
    facts = Fact.objects.filter(study=worked_out).select_related("indicator", "area")
    assert {fact.scenario for fact in facts} == {kept.key}
    assert {(fact.indicator.key, fact.area.code, fact.year): fact.value for fact in facts} == raw
    assert latest_study(CODE) == base
    assert latest_studies() == [base]

    # Side by side: the figures of two runs, as they may be shown.
    page = client.get(f"{BESIDE}/?s={kept.pk}")
    assert page.context["table"].columns[2].label == "Langer gezond"
    for place, year in (("wlz_vv_clienten", 2040), ("vraag_geclusterd", 2040)):
        published = facts.get(indicator__key=place, area__code=CODE, year=year)
        assert str(published.pk) in page.content.decode()
    assert client.get(f"{BESIDE}.csv?s={kept.pk}").status_code == 200
    assert "Wat dat doet" in text(client.get(f"/scenario/{kept.pk}/"))
    assert client.get(f"/opgave/{CODE}/").context["study"] == base

    # What the base hides is hidden here as well.
    def places(study: Study, **wanted: Any) -> set[tuple[str, str, int]]:
        found = Fact.objects.filter(study=study, missing="", **wanted)
        return set(found.values_list("indicator__key", "area__code", "year"))

    hidden = places(base, hidden="verborgen")
    assert hidden
    shown = places(worked_out) - places(worked_out, hidden="verborgen")
    assert sorted(hidden & shown) == []


def facts_of_command(
    scenario: Scenario | None, folder: Path
) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Value and band of every fact that ``wwz opgave`` writes, with ``--scenario`` or without."""
    output = folder / "cijfers.csv"
    asked = ["opgave", CODE, "--draws", str(DRAWS), "--format", "csv", "--output", str(output)]
    if scenario is not None:
        told = {"versie": 1, "naam": scenario.name, "veranderingen": scenario.changes}
        file = folder / f"{scenario.pk}.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        asked += ["--scenario", str(file)]
    assert main(asked) == 0
    lines = csv.DictReader(io.StringIO(output.read_text(encoding="utf-8")))
    return {
        (one["indicator"], one["area_code"], one["year"]): (one["value"], one["low"], one["high"])
        for one in lines
    }


def facts_of_site(study: Study) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    found = Fact.objects.filter(study=study).values_list(
        "indicator__key", "area__code", "year", "value", "low", "high"
    )
    return {
        (key, code, str(year)): tuple("" if one is None else str(one) for one in numbers)
        for key, code, year, *numbers in found
    }


def test_comparison_on_the_site_is_that_of_runs_on_the_command_line(
    worked_out, kept, base, client, sanne, zwolle, place, tmp_path
):
    """Fact by fact: base and two scenarios, and then each cell of the table."""
    coming = {"soort": "migratie", "personen_per_jaar": 60, "van_leeftijd": 55}
    coming |= {"tot_leeftijd": 75}
    new = making.NewScenario(place, "Meer mensen", "Als er ouderen komen", [coming, FROZEN])
    second = making.keep(actor(sanne), zwolle, new, now=NOW)
    making.share(actor(sanne), second, now=NOW)
    assert scenario_studies.missing() == [second]
    scenario_studies.work_out(second)
    assert scenario_studies.missing() == []
    studies = {None: base, kept: worked_out, second: Study.objects.get(scenario=second.key)}

    runs = {one: facts_of_command(one, tmp_path) for one in studies}
    for one, study in studies.items():
        assert facts_of_site(study) == runs[one]
    assert runs[kept] != runs[None] != runs[second] != runs[kept]

    # Each column of the page is of the run that it names, rounded as it may be shown.
    table = client.get(f"{BESIDE}/?s={kept.pk}&s={second.pk}").context["table"]
    assert [column.label for column in table.columns[2::2]] == [str(kept), str(second)]
    seen = 0
    for figure, row in zip(FIGURES, table.rows, strict=True):
        for at, one in ((1, None), (2, kept), (4, second)):
            if row.cells[at].sort is not None:
                raw = float(runs[one][key_of(figure, one), CODE, "2040"][0])
                assert abs(row.cells[at].sort - raw) <= 2.5, (figure, one)
                seen += 1
        for at in (2, 4):
            told = [row.cells[each] for each in (1, at, at + 1)]
            if None not in [cell.sort for cell in told]:
                first, after = (int(cell.words.replace(".", "")) for cell in told[:2])
                assert told[2].sort == after - first, (figure, at)
    # Shortages are not known of a gemeente that told nothing of its homes.
    assert seen >= 3 * 5


def test_pages_ask_few_questions(client, kept, sanne, base):
    making.share(actor(sanne), kept, now=NOW)
    for address in (LIST, BUILD, f"/scenario/{kept.pk}/", f"{BESIDE}/?s={kept.pk}"):
        client.get(address)
        with counted_queries() as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 16, address


# --- whether only the scenario differs ---

CARE = "Niet zomaar te vergelijken"
FIGURE = {
    "id": "1", "area": CODE, "area_year": "2024", "kind": "wlz_vv_wachtlijst", "number": "120",
    "unit": "", "as_of": "2024-01-01", "source": "Telling",
}  # fmt: skip
OWN = OwnRows(figures=[FIGURE], publisher="Zwolle", as_of=NOW.date())


def base_again(place: Area, hours: int = 2, **told: Any) -> Study:
    """The base worked out as the worker does it, after what is there."""
    rows = told.pop("own", None)
    wanted = services.Wanted(**{"draws": DRAWS} | told)
    now = NOW + timedelta(hours=hours)
    study = services.enqueue_study(place, wanted, requested_by=None, now=now)
    jobs.carry_out(study.pk, study.attempt, own=rows)
    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    return study


def told_of(client: Client, kept: Scenario) -> list[str]:
    """What the page of a scenario, the comparison and its file say."""
    page, beside = client.get(f"/scenario/{kept.pk}/"), client.get(f"{BESIDE}/?s={kept.pk}")
    (words,) = [words for _, words in page.context["unlike"]] or [""]
    assert (CARE in text(page)) == (CARE in text(beside)) == bool(words)
    assert words in text(page) and words in text(beside)
    assert ("op dezelfde trekkingen" in text(page)) == (not words)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{BESIDE}.xlsx?s={kept.pk}").getvalue())) as book:
        file = b"".join(map(book.read, book.namelist())).decode()
    assert ("Let op bij Langer gezond" in file) == bool(words)
    return words.split(". ") if words else []


def test_base_that_was_made_again_from_the_same_data_needs_no_warning(
    worked_out, kept, place, client
):
    assert told_of(client, kept) == []
    again = base_again(place)
    assert latest_study(CODE) == again
    assert told_of(client, kept) == []
    for address in (f"/scenario/{kept.pk}/", f"{BESIDE}/?s={kept.pk}"):
        with counted_queries() as queries:
            assert client.get(address).context["table"] is not None
        assert len(queries) <= 16, address


def test_other_draws_or_rows_of_the_base_are_told_with_what_to_do(worked_out, kept, place, client):
    base_again(place, seed=2)
    first, why, advice = told_of(client, kept)
    assert first.startswith("De raming van ")
    assert " is gemaakt met andere trekkingen dan de analyse van dit scenario van " in first
    assert why == "Het verschil komt dus niet alleen door het scenario"
    assert advice == "Laat de analyse van dit scenario opnieuw maken."

    base_again(place, 3, own=OWN)
    assert "gemaakt met andere gegevens dan" in told_of(client, kept)[0]


def test_scenario_with_newer_rows_than_the_base_asks_for_a_newer_base(
    base, kept, sanne, place, client
):
    base_again(place)
    making.share(actor(sanne), kept, now=NOW)
    study = making.work_out(actor(sanne), kept, now=NOW + timedelta(hours=3))
    jobs.carry_out(study.pk, study.attempt, own=OWN)
    assert told_of(client, kept)[2] == "Laat de raming opnieuw maken."


def test_every_table_of_own_rows_is_looked_at():
    from wwz_engine.care.own import KEY as FIGURES_TABLE
    from wwz_engine.groups.own import KEY as GROUPS
    from wwz_engine.reach.rows import KEY as FACILITIES
    from wwz_engine.supply.table import KEY as HOMES

    assert set(OWN_TABLES) == {FIGURES_TABLE, GROUPS, HOMES, FACILITIES}


def test_newer_base_of_which_the_data_were_not_kept_may_differ(
    worked_out, kept, place, client, result
):
    wanted = services.Wanted(draws=DRAWS)
    now = timezone.now()
    study = services.enqueue_study(place, wanted, requested_by=None, now=now)
    publish_result(study, result, now=now)
    first, why, _ = told_of(client, kept)
    assert " is nieuwer dan de analyse van dit scenario" in first
    assert why == "Het verschil kan dus ook van iets anders zijn"


def test_states_follow_the_table(kept, sanne):
    assert kept.state == ScenarioState.CONCEPT
    making.share(actor(sanne), kept, now=NOW)
    assert kept.state == ScenarioState.GEDEELD
    making.withdraw(actor(sanne), kept, now=NOW)
    assert kept.is_withdrawn()
