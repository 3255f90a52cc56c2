"""Publishing a study: everything or nothing, once, with its definitions and sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW, counted_queries, request_and_publish, small_result
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.opgave import jobs, publishing, running, services
from wwz.opgave.models import Fact, Indicator, SourceRecord, State, Study


def test_published_study_has_every_fact_with_area_definition_and_source(study: Study) -> None:
    result = small_result()

    assert study.facts.count() == len(result.facts)
    fact = study.facts.get(indicator__key="inwoners_75plus", area__code="BU01933130", year=2021)
    assert fact.value == pytest.approx(8964 * 0.009)
    assert fact.shown_value == 80
    assert fact.kind == "geteld"
    assert fact.indicator.definition
    assert fact.area.parent.name == "Aa-landen"
    assert fact.area.gemeente.code == "GM0193"
    records = SourceRecord.objects.filter(pk__in=fact.source_ids)
    assert [record.publisher for record in records] == ["Gemeente Zwolle"]


def test_published_study_says_when_from_what_and_what_is_unknown(study: Study) -> None:
    assert study.state == State.PUBLISHED
    assert study.finished_at == NOW
    assert study.engine_version == "0.1.0"
    assert len(study.data_hash) == 64
    assert study.gaps == ["Er is geen open bron voor de voorraad nultredenwoningen."]
    assert study.gemeente.year == 2024
    assert not study.fictional


def test_unknown_figure_has_a_reason_and_no_value(study: Study) -> None:
    fact = study.facts.get(indicator__key="voorraad_nultreden")
    assert (fact.value, fact.missing) == (None, "onbekend")


def test_border_is_stored_with_its_area(study: Study) -> None:
    assert Area.objects.get(code="BU01933110").geometry["type"] == "Polygon"


def test_second_study_uses_the_same_definitions_and_sources(study: Study) -> None:
    before = Indicator.objects.count(), SourceRecord.objects.count(), Area.objects.count()

    second = request_and_publish(study.gemeente, small_result(factor=1.1), now=NOW)

    after = Indicator.objects.count(), SourceRecord.objects.count(), Area.objects.count()
    assert after == before
    assert second.data_hash == study.data_hash
    assert Fact.objects.filter(study=second).count() == study.facts.count()


def test_changed_definition_is_a_new_version_and_old_facts_keep_theirs(study: Study) -> None:
    result = small_result()
    changed = replace(result.facts[0].indicator, definition="Anders geteld.")
    facts = [
        replace(f, indicator=changed) if f.indicator.key == changed.key else f for f in result.facts
    ]
    indicators = [changed if i.key == changed.key else i for i in result.indicators]

    second = request_and_publish(
        study.gemeente, replace(result, facts=tuple(facts), indicators=tuple(indicators))
    )

    old = study.facts.filter(indicator__key=changed.key).first()
    new = second.facts.filter(indicator__key=changed.key).first()
    assert (old.indicator.version, new.indicator.version) == (1, 2)
    assert new.indicator.definition == "Anders geteld."
    assert old.indicator.definition != "Anders geteld."


def test_equal_input_gives_equal_engine_ids(study: Study) -> None:
    second = request_and_publish(study.gemeente, small_result())
    first_ids = set(study.facts.values_list("engine_id", flat=True))
    assert set(second.facts.values_list("engine_id", flat=True)) == first_ids


def test_invented_input_marks_study_and_every_fact(gemeente: Area) -> None:
    study = request_and_publish(gemeente, small_result(fictional=True))
    assert study.fictional
    assert not study.facts.filter(fictional=False).exists()


def test_nothing_is_published_when_one_fact_is_wrong(requested: Study) -> None:
    result = small_result()
    broken = replace(result, facts=(*result.facts, result.facts[0]))

    running.start(requested.pk, 1, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        publishing.publish(requested, broken, jobs.shown_of(broken), attempt=1, now=NOW)

    requested.refresh_from_db()
    assert requested.state == State.RUNNING
    assert not Fact.objects.exists()
    assert not Indicator.objects.exists()


def test_stopped_study_publishes_nothing(requested: Study, sanne: object) -> None:
    result = small_result()
    running.start(requested.pk, requested.attempt, now=NOW)
    services.stop_study(actor(sanne), requested.pk, now=NOW)

    with pytest.raises(publishing.StudyStoppedError):
        publishing.publish(
            requested, result, jobs.shown_of(result), attempt=requested.attempt, now=NOW
        )

    assert not Fact.objects.exists()


def test_number_of_queries_does_not_grow_with_the_number_of_facts(gemeente: Area) -> None:
    result = small_result()
    extra = [
        replace(fact, year=fact.year + 100 + step)
        for step in range(0, 600, 60)
        for fact in result.facts
    ]
    with counted_queries() as few:
        request_and_publish(gemeente, result)
    with counted_queries() as many:
        more = replace(result, facts=(*result.facts, *extra))
        request_and_publish(gemeente, more, now=NOW + timedelta(days=1))
    # The second finds its definitions there already, so it may only need fewer.
    assert len(many) <= len(few)


def test_real_gemeente_with_invented_homes_is_not_called_invented(gemeente):
    result = small_result()
    facts = [
        replace(fact, sources=tuple(replace(one, fictional=True) for one in fact.sources))
        if fact.indicator.key == "voorraad_nultreden"
        else fact
        for fact in result.facts
    ]
    study = request_and_publish(gemeente, replace(result, facts=tuple(facts)))
    assert not study.fictional
    marked = study.facts.filter(fictional=True)
    assert {fact.indicator.key for fact in marked} == {"voorraad_nultreden"}
