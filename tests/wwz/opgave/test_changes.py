"""Why a figure differs from the study before: worked out by the job, told on its page."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tests.cast import GEMEENTE, NORTH, NOW, request_and_publish, small_result
from tests.engine.altered import AlteredTables, scaled
from wwz.areas.queries import gemeente_named
from wwz.opgave import jobs, services
from wwz.opgave.final import PublishedIsFinalError
from wwz.opgave.models import Fact, FactChange, StudyRecipe
from wwz.opgave.services import Wanted
from wwz.opgave.wording import as_spoken

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def invented():
    return jobs.fictional_catalogue()


def run(tables, **wanted):
    gemeente = gemeente_named("Verzonnendam")
    asked = Wanted(**({"draws": 100, "to_year": 2030} | wanted))
    study = services.enqueue_study(gemeente, asked, requested_by=None, now=NOW)
    jobs.carry_out(study.pk, study.attempt, tables)
    study.refresh_from_db()
    assert study.is_published(), study.message
    return study


@pytest.fixture
def two(invented):
    """A study, and one with more people in a buurt, fewer deaths and another seed."""
    jobs.store_gemeenten(invented)
    first = run(invented)
    return first, run(with_more_people(first, invented), seed=2)


def with_more_people(study, tables):
    """The same tables, with twice the people in the largest buurt, and lower death rates."""
    counts = study.facts.filter(area__level="buurt", indicator__key="inwoners_75plus", year=2021)
    largest = counts.order_by("-value").first().area.code
    edits = {"buurt_series": scaled(largest, 2.0), "national_rates": fewer_deaths}
    return AlteredTables(tables, edits)


def fewer_deaths(rows):
    lower = pl.when(pl.col("measure") == "sterfte").then(pl.col("value") * 0.8)
    return rows.with_columns(value=lower.otherwise(pl.col("value")))


def older(study):
    return study.facts.get(indicator__key="inwoners_75plus", area__code="GM9999", year=2030)


def test_first_study_keeps_what_it_rests_on_and_has_nothing_to_explain(invented):
    jobs.store_gemeenten(invented)
    study = run(invented)

    recipe = StudyRecipe.objects.get(study=study)
    assert recipe.content["request"]["gemeente"] == "GM9999"
    digests = {digest for *_, digest in recipe.content["tables"]}
    assert digests == {path.name for path in (settings.VAR / "invoer").iterdir()}
    assert not FactChange.objects.exists()


def test_job_explains_every_figure_that_is_shown_otherwise(two):
    before, after = two
    changes = FactChange.objects.select_related("fact__indicator", "earlier")

    assert changes.count() > 200
    for change in changes:
        now, then = change.fact, change.earlier
        assert (now.study_id, then.study_id) == (after.pk, before.pk)
        assert now.shown_value is not None
        assert not now.hidden
        ends = [as_spoken(one.shown_value, now.indicator.unit, one.kind) for one in (then, now)]
        assert sum(size for _, _, size in change.parts) == pytest.approx(ends[1] - ends[0])
        assert {key for key, _, _ in change.parts} <= {"gegevens", "kengetallen"}
    refuses_every_change()


def refuses_every_change():
    for model in (FactChange, StudyRecipe):
        with pytest.raises(PublishedIsFinalError):
            model.objects.first().save()
        with pytest.raises(PublishedIsFinalError):
            model.objects.all().delete()
        for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
            with (
                pytest.raises(IntegrityError, match="published is final"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement.format(model._meta.db_table))


def test_page_tells_why_with_drawing_table_source_and_files(client, two):
    then, now = map(older, two)
    page = client.get(f"/feit/{now.pk}/").content.decode()

    part = page.split('id="verandering"')[1].split("</section>")[0]
    assert "Waarom is dit getal veranderd?" in page
    assert re.search(r'role="img" aria-label="Waterval van [\d.]+ naar [\d.]+: ', part)
    assert "Nieuwe of verbeterde gegevens" in part
    assert "Andere kengetallen" in part
    assert str(then.pk) in part
    assert "Bron: " in part

    text = b"".join(
        client.get(f"/feit/{now.pk}/verandering.csv?vorm=rfc4180").streaming_content
    ).decode()
    first, *parts, last = [float(row[2]) for row in list(csv.reader(io.StringIO(text)))[1:]]
    assert sum(parts) == pytest.approx(last - first)
    workbook = client.get(f"/feit/{now.pk}/verandering.xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    picture = client.get(f"/feit/{now.pk}/beeld/verandering.svg")
    assert "Analyse van" in picture.content.decode()

    assert "Waarom is dit getal veranderd?" not in client.get(f"/feit/{then.pk}/").content.decode()
    assert client.get(f"/feit/{then.pk}/verandering.csv").status_code == 404


@pytest.mark.parametrize("harm", ["no recipe", "input gone"])
def test_study_before_that_cannot_be_run_again_is_named_and_not_hidden(client, invented, harm):
    jobs.store_gemeenten(invented)
    first = run(invented)
    if harm == "input gone":
        shutil.rmtree(settings.VAR / "invoer")
    else:
        with connection.cursor() as cursor:
            on_table = " ON opgave_studyrecipe" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER opgave_studyrecipe_no_delete{on_table}")
            cursor.execute("DELETE FROM opgave_studyrecipe")
    second = run(with_more_people(first, invented))

    page = client.get(f"/feit/{older(second).pk}/").content.decode()
    assert not FactChange.objects.exists()
    assert "Niet te herleiden" in page
    assert "niet bewaard" in page


def test_revised_figure_without_recipes_still_says_what_it_was(client, area_of_the_study):
    first = request_and_publish(area_of_the_study, small_result(), now=NOW)
    later = request_and_publish(
        area_of_the_study, small_result(factor=1.25), now=NOW + timedelta(days=30)
    )

    now = Fact.objects.get(
        study=later, indicator__key="inwoners_75plus", area__code=NORTH.code, year=2040
    )
    page = client.get(f"/feit/{now.pk}/").content.decode()
    assert "hoger dan in de vorige analyse" in page
    assert str(first.facts.get(indicator__key="inwoners_75plus", area__code=NORTH.code,
                               year=2040).pk) in page  # fmt: skip


@pytest.fixture
def area_of_the_study(db):
    from wwz.areas.models import Area, Level

    return Area.objects.create(
        code=GEMEENTE.code, year=GEMEENTE.year, level=Level.GEMEENTE, name=GEMEENTE.name
    )


def test_result_of_an_engine_that_says_less_can_still_be_published(area_of_the_study):
    study = request_and_publish(
        area_of_the_study, replace(small_result(), engine_version="0.0.1"), now=NOW
    )

    assert study.is_published()
    assert not StudyRecipe.objects.exists()


def test_page_of_the_gemeente_leads_to_a_figure_that_says_why_it_changed(client, two):
    before, after = two
    page = client.get("/opgave/GM9999/").content.decode()
    (address,) = re.findall(r'href="(/feit/[^"#]+/)#verandering"', page)
    told = client.get(address).content.decode()
    assert "Waarom is dit getal veranderd?" in told
    assert str(after.pk) != str(before.pk)


def test_page_of_a_gemeente_with_one_study_does_not_speak_of_change(client, study):
    assert "Waarom zijn cijfers veranderd?" not in client.get("/opgave/GM0193/").content.decode()
