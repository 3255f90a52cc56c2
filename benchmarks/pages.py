"""CPU time, queries and size of each page, in a process of its own. `make bench` calls it.

The database is new, in a temporary folder, with one published study: Zwolle with 1,000 draws when
its data are there, else the made-up gemeente. The last line of the output is JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.processes import environment

WARM, COUNTED = 3, 20
FILL = "fill"
ROWS = 10_000
LISTING_GOALS = {"queries": 12, "cpu_median_ms": 15, "kB": 60}


def published() -> tuple[str, str]:
    """Codes of a gemeente with a published study and of one wijk in it."""
    from datetime import UTC, datetime

    from wwz.areas.models import Area, Level
    from wwz.areas.services import NewArea, store_areas
    from wwz.opgave import jobs
    from wwz.opgave.models import State, Study
    from wwz_engine.sources import fictional
    from wwz_engine.sources.registry import default_catalogue

    tables, code, name = default_catalogue(), "GM0193", "Zwolle"
    if not tables.has("buurt_series", code):
        tables, code, name = fictional.catalogue(), "GM9999", "Verzonnendam"
    gemeente = store_areas([NewArea(code, 2024, Level.GEMEENTE, name)])[code, 2024]
    study = Study.objects.create(gemeente=gemeente, requested_at=datetime.now(UTC))
    jobs.carry_out(study.pk, study.attempt, tables)
    study.refresh_from_db()
    if study.state != State.PUBLISHED:
        raise RuntimeError(study.message)
    wijk = Area.objects.filter(gemeente__code=code, level=Level.WIJK).order_by("code")[0]
    return code, wijk.code


def measured(client: Any, path: str) -> dict[str, object]:
    """Medians over twenty requests, after three that fill caches."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu = []
    for number in range(WARM + COUNTED):
        started = time.process_time()
        answer = client.get(path)
        if number >= WARM:
            cpu.append(time.process_time() - started)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return {
        "measure": path,
        "runs": COUNTED,
        "cpu_median_ms": round(1000 * statistics.median(cpu), 1),
        "cpu_range_ms": [round(1000 * min(cpu), 1), round(1000 * max(cpu), 1)],
        "queries": len(queries),
        "kB": round(len(answer.content) / 1000, 1),
    }


def begin() -> None:
    import django

    django.setup()


def fill_database() -> None:
    """What the pages show, made in a process that ends: the site never loads the engine."""
    from django.core.management import call_command

    begin()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    from benchmarks.many import fill

    code, wijk = published()
    crowd = fill(ROWS)
    print(json.dumps([code, wijk, crowd.partnership.slug, crowd.reader.email]))


def filled() -> list[str]:
    argv = [sys.executable, "-m", "benchmarks.pages", FILL]
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True)
    told: list[str] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    code, wijk, slug, email = filled()
    begin()
    from django.test import Client

    from wwz.partners.models import Account
    from wwz.wsgi import spare_the_collector

    # Not in Django's test environment: there every template copies its context, which costs time.
    client = Client(SERVER_NAME="localhost")
    client.get("/")
    spare_the_collector()
    paths = ("/", f"/zoek/gebieden/?q={code}", f"/opgave/{code}/", f"/opgave/{code}/{wijk}/")
    rows = [measured(client, path) for path in paths]
    client.force_login(Account.objects.get(email=email))
    print(json.dumps(rows + listings(client, slug)))


def listings(client: Any, slug: str) -> list[dict[str, object]]:
    """Each list with ten thousand rows, as somebody who may read them all, against its goals."""
    from benchmarks.many import LISTINGS

    found = []
    for path in LISTINGS.values():
        row = measured(client, path.format(slug=slug))
        met = [float(str(row[name])) <= most for name, most in LISTING_GOALS.items()]
        found.append(row | {"goals": LISTING_GOALS, "goal_met": all(met)})
    return found


if __name__ == "__main__":
    if sys.argv[1:] == [FILL]:
        fill_database()
    else:
        with tempfile.TemporaryDirectory() as folder:
            os.environ.update(environment(Path(folder)))
            main()
