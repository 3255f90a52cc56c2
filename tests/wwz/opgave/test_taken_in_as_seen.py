"""A file changed between the look at its lines and the press: nothing unseen is taken in."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from tests.cast import logged_in
from tests.partnership import actor
from tests.wwz.opgave.test_own_rows import HOMES, areas, brought, standing, take_in, text
from wwz.opgave.own import intakes

pytestmark = pytest.mark.django_db
__all__ = ["areas"]


@pytest.fixture
def client(sanne, zwolle, areas):
    return logged_in(sanne)


def test_who_takes_in_takes_what_was_on_the_page(client, sanne):
    more = HOMES.replace("jaar klaar", "nog meer").replace("bestaand;", "bestaand;7")
    intake = brought(client, more.replace("2030", "8"))
    page = client.get(f"/inlezing/{intake.pk}/").content.decode()
    (seen_at,) = set(re.findall(r"neem-over/\?gezien=(\d+)", page))
    named = {"id": 0, "complex": 1, "area": 2, "homes": 5}
    intakes.name_columns(actor(sanne), intake, named, now=timezone.now())

    for given in (seen_at, ""):
        answer = take_in(client, intake, seen_at=given)
        assert answer.status_code == 422
        assert "De gegevens zijn intussen veranderd. Bekijk ze hieronder opnieuw" in text(answer)
        assert standing() == {}

    # What the refusal shows can be taken in from there.
    (looked,) = set(re.findall(r"neem-over/\?gezien=(\d+)", answer.content.decode()))
    assert looked != seen_at
    take_in(client, intake, seen_at=looked)
    assert {number: cells["homes"] for number, cells in standing().items()} == {
        "L1": "7",
        "L2": "8",
    }
