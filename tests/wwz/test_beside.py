"""What hangs below the rows of a list is read at once, and is what each row would have found."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import QuerySet

from tests.cast import counted_queries
from wwz import beside
from wwz.beside import read_beside
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import Initiative, Milestone

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(zwolle: Partnership, municipality: Organisation) -> QuerySet[Initiative]:
    """An initiative with two milestones, one with a single one, and one without."""
    for number in (2, 1, 0):
        made = Initiative.objects.create(
            partnership=zwolle, kind="project", title=f"Met {number}", organisation=municipality
        )
        for day in range(number, 0, -1):
            Milestone.objects.create(
                initiative=made, title=f"Dag {day}", first_on=date(2027, 1, day),
                due_on=date(2027, 1, day),
            )  # fmt: skip
    return Initiative.objects.order_by("title")


def titles(initiatives: list[Initiative]) -> list[list[str]]:
    return [[one.title for one in each.milestones.all()] for each in initiatives]


def test_each_row_has_what_prefetching_would_give_it(rows: QuerySet[Initiative]) -> None:
    found = list(rows)
    with counted_queries() as queries:
        read_beside(found, Milestone.objects.all(), "initiative")
        assert titles(found) == [[], ["Dag 1"], ["Dag 1", "Dag 2"]]
        assert all(one.initiative is each for each in found for one in each.milestones.all())
        assert [each.milestones.all().count() for each in found] == [0, 1, 2]
    assert len(queries) == 1
    assert titles(found) == titles(list(rows.prefetch_related("milestones")))


def test_what_was_read_is_not_read_again(rows: QuerySet[Initiative]) -> None:
    prefetched = list(rows.prefetch_related("milestones"))
    with counted_queries() as queries:
        read_beside(prefetched, Milestone.objects.all(), "initiative")
        read_beside([], Milestone.objects.all(), "initiative")
    assert len(queries) == 0


def test_asking_further_is_about_the_same_row(rows: QuerySet[Initiative]) -> None:
    found = list(rows)
    read_beside(found, Milestone.objects.all(), "initiative")
    assert [each.milestones.filter(title="Dag 1").count() for each in found] == [0, 1, 1]
    assert [one.title for one in found[2].milestones.order_by("-due_on")] == ["Dag 2", "Dag 1"]


def test_question_that_forgets_its_row_is_found(
    rows: QuerySet[Initiative], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: asked further, every row answers for all of them."""
    monkeypatch.delattr(beside.Answered, "_chain")
    found = list(rows)
    read_beside(found, Milestone.objects.all(), "initiative")
    assert [each.milestones.filter(title="Dag 1").count() for each in found] != [0, 1, 1]
