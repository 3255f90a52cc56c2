"""Rows of a partnership in a study; and a file of which the taking in is killed half way."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection, transaction

from tests.cast import NOW, request_and_publish, small_result
from tests.partnership import actor, join
from tests.wwz.opgave.test_two_at_once import at_once
from wwz.areas.models import Area
from wwz.areas.queries import gemeente_named
from wwz.opgave import jobs, services
from wwz.opgave.models import State, StudyRecipe
from wwz.opgave.own import intakes
from wwz.opgave.own.counting import own_rows_of
from wwz.opgave.own.models import OwnRow
from wwz.opgave.own.reading import Content
from wwz.opgave.services import Wanted
from wwz.partners.models import Partnership

CODE = "GM9999"
HEADINGS = ["kenmerk", "complex", "gebied", "woningen", "in een cluster", "eigen indeling"]


def bring(somebody, partnership, area, lines, *, numbers="R"):
    cells = [[f"{numbers}{one}", f"Complex {one}", area, "10", "ja", "geclusterd"]
             for one in range(lines)]  # fmt: skip
    content = Content(HEADINGS, list(enumerate(cells, start=2)))
    file = intakes.NewFile("woningen", "lijst.csv", "0" * 64, content)
    return intakes.bring(actor(somebody), partnership, file, now=NOW)


# --- a study ---


@pytest.fixture
def invented(db):
    tables = jobs.fictional_catalogue()
    jobs.store_gemeenten(tables)
    return tables


def study_of(name, invented):
    wanted = Wanted(draws=100)
    study = services.enqueue_study(gemeente_named(name), wanted, requested_by=None, now=NOW)
    jobs.carry_out(study.pk, study.attempt, invented)
    study.refresh_from_db()
    assert study.state == State.PUBLISHED, study.message
    return study


def test_rows_of_the_partnership_of_a_gemeente_are_in_its_next_study(invented, zwolle, sanne):
    first = study_of("Verzonnendam", invented)
    assert not first.sources.filter(key="supply").exists()
    zwolle.areas.add(gemeente_named("Verzonnendam"))
    buurt = Area.objects.filter(gemeente__code=CODE, level="buurt").order_by("code").first()
    intakes.take_in(actor(sanne), bring(sanne, zwolle, buurt.code, 2), now=NOW)

    second = study_of("Verzonnendam", invented)
    source = second.sources.get(key="supply")
    assert source.publisher == "Platform WWZ Zwolle"
    assert any(source.pk in ids for ids in second.facts.values_list("source_ids", flat=True))
    # The recipe keeps the table, so that the study can be run again.
    assert "supply" in str(StudyRecipe.objects.get(study=second).content)


def test_rows_of_another_gemeente_or_taken_out_do_not_count(gemeente, zwolle, sanne, nieuwegein):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    intakes.take_in(actor(sanne), bring(sanne, zwolle, "BU01933110", 3), now=NOW)
    assert len(own_rows_of("GM0193").homes) == 3
    assert own_rows_of("GM0193").fictional
    assert own_rows_of("GM0356").homes == ()

    OwnRow.objects.filter(number="R1").update(taken_out_at=NOW, revision=2)
    assert [cells["id"] for cells in own_rows_of("GM0193").homes] == ["R0", "R2"]


def test_rows_of_two_partnerships_all_count_with_their_numbers_kept_apart(
    gemeente, zwolle, sanne, municipality
):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    region = Partnership.objects.create(slug="regio", name="Regio IJssel")
    region.areas.add(gemeente)
    join(region, municipality)
    for partnership in (zwolle, region):
        intakes.take_in(actor(sanne), bring(sanne, partnership, "BU01933110", 1), now=NOW)

    own = own_rows_of("GM0193")
    numbers = [cells["id"] for cells in own.homes]
    assert len(set(numbers)) == 2
    assert all(number.startswith("R0-") for number in numbers)
    assert own.publisher == "Platform WWZ Zwolle en Regio IJssel"


def figure_of(somebody, partnership, number):
    heads = ["nummer", "gebied", "jaar van de indeling", "soort", "aantal", "peildatum", "bron"]
    cells = [number, "GM0193", "2024", "wmo_hulp_clienten", "60", "2026-01-01", "Telling"]
    file = intakes.NewFile("cijfers", "cijfers.csv", "0" * 64, Content(heads, [(2, cells)]))
    intakes.take_in(actor(somebody), intakes.bring(actor(somebody), partnership, file, now=NOW),
                    now=NOW)  # fmt: skip


def test_invented_figure_marks_all_beside_it_also_those_of_a_real_partnership(
    gemeente, zwolle, sanne, municipality
):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    region = Partnership.objects.create(slug="regio", name="Regio IJssel")
    region.areas.add(gemeente)
    join(region, municipality)
    intakes.take_in(actor(sanne), bring(sanne, zwolle, "BU01933110", 1), now=NOW)
    figure_of(sanne, region, "F1")
    # Invented homes do not make a figure that was counted an invented one.
    assert not own_rows_of("GM0193").fictional
    figure_of(sanne, zwolle, "F2")
    assert own_rows_of("GM0193").fictional


@pytest.mark.django_db(transaction=True)
def test_study_waits_for_who_is_taking_rows_in(gemeente, zwolle, sanne):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    intake = bring(sanne, zwolle, "BU01933110", 2)
    writing = threading.Event()

    def take_in():
        with transaction.atomic():
            intakes.take_in(actor(sanne), intake, now=NOW)
            writing.set()
            time.sleep(0.5)

    def count():
        assert writing.wait(30)
        return len(own_rows_of("GM0193").homes)

    _, counted = at_once(take_in, count)
    assert counted == 2


# --- killed half way ---

KILLED = """
import django; django.setup()
import os, signal, sys
from django.utils import timezone
from wwz.opgave.own import intakes
from wwz.opgave.own.models import Intake, OwnRow
from wwz.partners.access import actor_for
from wwz.partners.models import Account
if sys.argv[1] == "kill":
    written = intakes.save_lines
    def kill(lines, fields):
        if lines and fields == intakes.TAKEN:
            assert OwnRow.objects.count() == 1000
            os.kill(os.getpid(), signal.SIGKILL)
        written(lines, fields)
    intakes.save_lines = kill
who = actor_for(Account.objects.get(email="sanne@demo.example"), today=timezone.localdate())
intakes.take_in(who, Intake.objects.get(), now=timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_kill_in_the_middle_of_taking_in_leaves_none_of_it(gemeente, zwolle, sanne, tmp_path):
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    bring(sanne, zwolle, "BU01933110", 1000)

    place = elsewhere(tmp_path)
    assert taken_by(place, "kill") == -signal.SIGKILL
    assert rows_there(place) == 0
    assert taken_by(place, "live") == 0
    assert rows_there(place) == 1000


def elsewhere(folder):
    """The address of this database for another process; of one in memory, of a copy as a file."""
    if connection.vendor == "sqlite":
        path = folder / "wwz.sqlite3"
        connection.connection.execute("VACUUM INTO ?", [str(path)])
        return f"sqlite:///{path}"
    whole = urlsplit(os.environ["DATABASE_URL"])
    return whole._replace(path=f"/{quote(str(connection.settings_dict['NAME']))}").geturl()


def taken_by(place, how):
    env = os.environ | {"DATABASE_URL": place}
    return subprocess.run([sys.executable, "-c", KILLED, how], env=env, check=False).returncode


def rows_there(place):
    if place.startswith("sqlite"):
        with sqlite3.connect(place.removeprefix("sqlite:///")) as database:
            return database.execute("SELECT count(*) FROM opgave_ownrow").fetchone()[0]
    return OwnRow.objects.count()
