"""The job that runs a study: the real engine on the invented gemeente, and what can go wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import GEMEENTE, NORTH, NOW, SOUTH, WIJK, make_fact, small_result
from tests.partnership import actor
from wwz.areas.models import Area, Level
from wwz.areas.queries import find_areas, gemeente_named
from wwz.opgave import jobs, services
from wwz.opgave.models import Fact, State, Study
from wwz.opgave.services import Wanted
from wwz_engine.disclosure import Shown
from wwz_engine.errors import EngineError
from wwz_engine.indicators import all_indicators
from wwz_engine.sources.registry import Catalogue


@pytest.fixture(scope="module")
def invented() -> Catalogue:
    return jobs.fictional_catalogue()


def request(name: str) -> Study:
    gemeente = gemeente_named(name)
    assert gemeente is not None
    wanted = Wanted(draws=100)
    return services.enqueue_study(gemeente, wanted, requested_by=None, now=NOW)


def test_job_runs_and_publishes_a_study(db: None, invented: Catalogue) -> None:
    assert jobs.store_gemeenten(invented) == 1
    study = request("Verzonnendam")

    jobs.run_study.call(str(study.pk), study.attempt)

    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    assert study.fictional
    assert study.facts.count() > 1000
    total = study.facts.get(indicator__key="inwoners", area__code="GM9999", year=2021)
    parts = study.facts.filter(indicator__key="inwoners", area__level="buurt", year=2021)
    assert sum(part.value for part in parts) == pytest.approx(total.value)


def test_job_stores_the_postcodes_of_the_gemeente(db: None, invented: Catalogue) -> None:
    jobs.store_gemeenten(invented)
    gemeente = gemeente_named("Verzonnendam")
    stored = jobs.store_postcodes(gemeente, invented)
    assert stored > 0
    codes = Area.objects.filter(level=Level.PC4)
    assert {area.gemeente for area in codes} == {gemeente}
    first = codes.first()
    assert find_areas(f"{first.code} AB").postcode == first


def test_job_finds_out_which_wijken_and_buurten_lie_in_a_postcode(
    db: None, invented: Catalogue
) -> None:
    jobs.store_gemeenten(invented)
    study = request("Verzonnendam")
    jobs.run_study.call(str(study.pk), study.attempt)
    # Verzonnendam has one postcode per wijk.
    found = find_areas(Area.objects.filter(level=Level.PC4).earliest("code").code)
    assert [area.level for area in found.areas].count(Level.WIJK) == 1
    wijk, *buurten = found.areas
    assert buurten
    assert {buurt.parent.code for buurt in buurten} == {wijk.code}
    study.refresh_from_db()
    assert jobs.locate_postcodes(study, Catalogue([])) == 0


def test_job_of_a_stopped_study_does_nothing(requested: Study) -> None:
    jobs.run_study.call(str(requested.pk), requested.attempt + 1)
    requested.refresh_from_db()
    assert requested.state == State.REQUESTED


def test_fault_in_the_data_reaches_the_requester_in_dutch(
    requested: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*args: object) -> None:
        raise EngineError("Het bestand x.csv is half. Haal het opnieuw op.")

    monkeypatch.setattr("wwz_engine.study.run_study", damaged)
    jobs.carry_out(requested.pk, 1, Catalogue([]))

    requested.refresh_from_db()
    assert requested.state == State.FAILED
    assert requested.message == "Het bestand x.csv is half. Haal het opnieuw op."


def test_unknown_fault_is_logged_under_a_reference_that_the_requester_gets(
    requested: Study, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("wwz_engine.study.run_study", broken)
    with pytest.raises(ZeroDivisionError):
        jobs.carry_out(requested.pk, 1, Catalogue([]))

    requested.refresh_from_db()
    assert requested.state == State.FAILED
    assert "secret detail" not in requested.message
    reference = requested.message.split("kenmerk ")[1].rstrip(".")
    assert reference in caplog.text
    assert not Fact.objects.exists()


def test_study_stopped_while_it_runs_stays_stopped(
    requested: Study, sanne: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped_meanwhile(*args: object) -> object:
        services.stop_study(actor(sanne), requested.pk, now=NOW)
        return small_result()

    monkeypatch.setattr("wwz_engine.study.run_study", stopped_meanwhile)
    jobs.carry_out(requested.pk, 1, Catalogue([]))

    requested.refresh_from_db()
    assert requested.state == State.FAILED
    assert "gestopt" in requested.message
    assert not Fact.objects.exists()


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_study_of_a_worker_that_is_told_to_end_is_taken_up_at_once(
    end: type[BaseException], requested: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*args: object) -> None:
        raise end

    monkeypatch.setattr("wwz_engine.study.run_study", ended)
    with pytest.raises(end):
        jobs.carry_out(requested.pk, 1, Catalogue([]))

    assert services.recover_lost_studies(now=NOW) == [requested]
    requested.refresh_from_db()
    assert (requested.state, requested.attempt) == (State.REQUESTED, 2)


# --- what may be shown, over a whole study ---


def test_counts_are_rounded_hidden_or_shown_as_a_band() -> None:
    result = small_result()
    shown = {
        (fact.indicator.key, fact.area.code, fact.year): each
        for fact, each in zip(result.facts, jobs.shown_of(result), strict=True)
    }
    limited = "beperking_bewegen_65plus"
    assert shown[limited, GEMEENTE.code, 2040].value == 4450
    assert shown[limited, WIJK.code, 2040].value == 90
    assert shown[limited, NORTH.code, 2040].hidden == "verborgen"
    band = shown[limited, SOUTH.code, 2040]
    assert (band.hidden, band.value, band.low, band.high) == ("band", None, 20, 25)


def shares_of(*counts: tuple[int, float]) -> list[Shown]:
    """What may be shown of a share of 2020, when these numbers of people are known by year."""
    count = all_indicators()["beperking_bewegen_65plus"]
    share = replace(all_indicators()["beperking_bewegen_65plus_aandeel"], counted_by=count.key)
    facts = [make_fact(count, NORTH, year, number) for year, number in counts]
    facts.append(make_fact(share, NORTH, 2020, 28.4, kind="geschat"))
    return jobs.shown_of(replace(small_result(), facts=tuple(facts)))


def test_percentage_is_hidden_with_the_people_behind_it() -> None:
    assert shares_of((2020, 7.3))[-1].hidden == "verborgen"
    assert shares_of((2020, 88.0))[-1].value == 28.4


def test_percentage_takes_the_number_of_the_nearest_year() -> None:
    assert shares_of((2021, 300.0), (2040, 3.0))[-1].value == 28.4
    assert shares_of((2021, 3.0), (2040, 300.0))[-1].hidden == "verborgen"


def homes_of(*people: tuple[str, float]) -> list[Shown]:
    """What may be shown of homes asked for, of 2020, when these people are known."""
    known = all_indicators()
    homes = known["vraag_geclusterd"]
    facts = [make_fact(known[key], NORTH, 2020, number, kind="geteld") for key, number in people]
    number = dict(people).get("inwoners_75plus", 79.0)
    facts.append(make_fact(homes, NORTH, 2020, 0.089 * number, kind="geschat"))
    return jobs.shown_of(replace(small_result(), facts=tuple(facts)))


def test_homes_do_not_give_back_the_number_of_people_they_are_for() -> None:
    """0.089 homes for each of 79 people are 7.031 homes: shown like that, it tells the 79."""
    assert homes_of(("inwoners_75plus", 79.0))[-1] == homes_of(("inwoners_75plus", 81.0))[-1]
    assert homes_of(("inwoners_75plus", 3.0))[-1].hidden == "verborgen"
    assert homes_of()[-1].hidden == "verborgen"


def test_share_of_an_age_is_hidden_with_the_people_of_that_age() -> None:
    known = all_indicators()
    facts = [
        make_fact(known["inwoners"], NORTH, 2020, 200.0, kind="geteld"),
        make_fact(known["inwoners_75plus"], NORTH, 2020, 3.0, kind="geteld"),
        make_fact(known["aandeel_75plus"], NORTH, 2020, 1.5, kind="geteld"),
    ]
    shown = jobs.shown_of(replace(small_result(), facts=tuple(facts)))

    assert shown[-1].hidden == "verborgen"
