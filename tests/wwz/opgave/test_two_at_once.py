"""Two workers, or two people, at the same moment: nothing is doubled and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import GEMEENTE, NOW, publish_result, request_and_publish, small_result
from tests.partnership import actor
from tests.weighed import weigh
from wwz.areas.models import Area, Level
from wwz.areas.services import NewArea, store_areas
from wwz.opgave import running, services
from wwz.opgave.models import Indicator, SourceRecord, State, Study
from wwz.opgave.publishing import StudyStoppedError
from wwz.opgave.services import StudyRunsAlreadyError, Wanted
from wwz.opgave.weighing import deciding
from wwz.opgave.weighing.models import Proposal
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.housing import intake, lines, queries
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz_engine.study import StudyResult

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("GM0193", "GM0114", "GM0637")


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do these at the same moment, each in a thread of its own; results or errors, in order."""
    found: list[object] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def do(number: int) -> None:
        try:
            gate.wait(10)
            found[number] = works[number]()
        except Exception as error:  # noqa: BLE001 - the test looks at what came
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def make_gemeente(code: str) -> Area:
    return Area.objects.create(code=code, year=2022, level=Level.GEMEENTE, name=f"Dam {code}")


def result_of(code: str) -> StudyResult:
    """The small study, moved to another gemeente and without its smaller areas."""
    area = replace(GEMEENTE, code=code, name=f"Dam {code}")
    result = small_result()
    facts = [replace(f, area=area) for f in result.facts if f.area.code == GEMEENTE.code]
    return replace(result, gemeente=area, areas=(area,), facts=tuple(facts), shapes={})


def test_studies_published_at_once_share_definitions_and_sources() -> None:
    studies = [
        services.enqueue_study(make_gemeente(code), Wanted(), requested_by=None, now=NOW)
        for code in CODES
    ]
    found = at_once(
        *(
            lambda study=study, code=code: publish_result(study, result_of(code))
            for study, code in zip(studies, CODES, strict=True)
        )
    )
    assert [getattr(each, "state", each) for each in found] == [State.PUBLISHED] * 3
    assert set(Indicator.objects.values_list("version", flat=True)) == {1}
    assert SourceRecord.objects.count() == 2


def test_one_of_two_requests_at_once_is_refused() -> None:
    gemeente = make_gemeente("GM0193")
    work = [lambda: services.enqueue_study(gemeente, Wanted(), requested_by=None, now=NOW)] * 2
    found = at_once(*work)
    kinds = sorted(type(each).__name__ for each in found)
    assert kinds == ["Study", StudyRunsAlreadyError.__name__]
    assert Study.objects.count() == 1


def test_one_of_two_workers_gets_the_study() -> None:
    gemeente = make_gemeente("GM0193")
    study = services.enqueue_study(gemeente, Wanted(), requested_by=None, now=NOW)
    found = at_once(*[lambda: running.start(study.pk, 1, now=NOW)] * 2)
    kinds = sorted(type(each).__name__ for each in found)
    assert kinds == ["Study", StudyStoppedError.__name__]


def test_one_of_two_workers_puts_a_lost_study_back() -> None:
    gemeente = make_gemeente("GM0193")
    study = services.enqueue_study(gemeente, Wanted(), requested_by=None, now=NOW)
    running.start(study.pk, 1, now=NOW)
    later = NOW + 2 * running.LEASE
    found = at_once(*[lambda: services.recover_lost_studies(now=later)] * 2)
    assert sorted(len(each) for each in found if isinstance(each, list)) == [0, 1]
    study.refresh_from_db()
    assert (study.state, study.attempt) == (State.REQUESTED, 2)


def test_areas_stored_at_once_are_there_once() -> None:
    new = [NewArea(f"GM{n:04}", 2024, Level.GEMEENTE, f"Dam {n}") for n in range(200)]
    found = at_once(*[lambda: store_areas(new)] * 2)
    assert [len(each) if isinstance(each, dict) else each for each in found] == [200, 200]
    assert Area.objects.count() == 200
    assert {area.pk for area in Area.objects.all()} == {
        area.pk for each in found if isinstance(each, dict) for area in each.values()
    }


def test_proposal_that_is_kept_twice_at_once_is_there_once(
    sanne: Account, gemeente: Area, zwolle: Partnership, corporation: Organisation
) -> None:
    zwolle.areas.add(gemeente)
    weighing = weigh(zwolle, corporation, request_and_publish(gemeente, small_result()))
    words, who = deciding.Words("Kade", "Het meeste."), actor(sanne)
    found = at_once(*[lambda: deciding.keep(who, weighing, words, now=NOW)] * 4)
    assert len({getattr(each, "pk", each) for each in found}) == 1
    other = deciding.keep(who, weighing, deciding.Words("Kade", "Iets anders."), now=NOW)
    assert set(Proposal.objects.all()) == {found[0], other}


def test_line_of_a_housing_programme_that_is_sent_at_once_is_there_once(
    sanne: Account, concept: HousingProgramme, line_text: LineText
) -> None:
    who = actor(sanne)

    def press() -> HousingLine:
        one = HousingProgramme.objects.select_related("partnership").get(pk=concept.pk)
        return lines.add_line_once(who, one, line_text, now=NOW)[0]

    found = at_once(*[press] * 4)
    assert found == [HousingLine.objects.get()] * 4


def test_file_that_is_taken_in_at_once_makes_its_lines_once(
    sanne: Account, concept: HousingProgramme, line_text: LineText
) -> None:
    who, today = actor(sanne), timezone.localdate(NOW)
    file = [
        (2, {"group": "Ouderen", "woonvorm": "geclusterde woning", "year": "2028",
             "area": str(line_text.area), "organisation": str(line_text.organisation)}),
    ]  # fmt: skip

    def press() -> int:
        one = HousingProgramme.objects.select_related("partnership").get(pk=concept.pk)
        choices = queries.choices_for(who, one, today=today)
        return intake.take_in(who, one, file, choices, seen={}, now=NOW)

    assert sorted(at_once(*[press] * 4), key=str) == [0, 0, 0, 1]
    assert HousingLine.objects.count() == 1
