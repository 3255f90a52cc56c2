"""From a press to what somebody reads, by the clock and over HTTP, on the demo of Zwolle.

The demo is made anew, with its site and both workers. What is pressed: twenty pairs of projects at
the table of the board, limits that clash, and a first answer. Between two looks is as long as the
page itself waits. And twenty changes of a scenario, over all that can be changed in sight of the
form, with what the page waits after the last key.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from benchmarks.processes import PYTHON, ROOT, WWZ, MeasuredCommandError, environment

PORT, TIMES, ASKED = 8391, 20, 3
MOST_SECONDS = 1.0
PATIENCE = 120.0
WHO, PASSWORD = "sanne@demo.example", "rode-draad-2040"
AFTER_A_KEY = re.compile(r"input delay:(\d+)ms")
OUTCOME = re.compile(r"/scenario/uitkomst/[0-9a-f-]{36}/")
# Of each kind four values: field, first value, step.
CHANGES = (
    ("gezond_ouder_worden.jaren_per_decennium", 0.5, 0.5),
    ("plannen_later.jaren", 1, 1),
    ("plannen_later.deel_zacht", 20, 5),
    ("doorstroming.punten", 5, 5),
    ("migratie.personen_per_jaar", 100, 50),
)
PAUSE = re.compile(r"(?:delay:|every )(\d+)(ms|s)")
SWAPPED = re.compile(r"/voorstel/[0-9a-f-]{36}/bestuurstafel/[0-9a-f-]{36}/")
OPTION = re.compile(r'<option value="([^"]+)"')
CHOICE = re.compile(r'<select[^>]*name="([^"]+)"(.*?)</select>', re.DOTALL)
FIELD = re.compile(r'<input\b[^>]*\bname="([^"]+)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')

Row = dict[str, object]


class NoAnswerError(RuntimeError):
    """A page that said nothing in the time there is."""


class Visitor:
    """A browser without a screen: cookies, the token, and what htmx sends along."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str, *, part: bool = False) -> tuple[str, str]:
        """Where it led to, and the page."""
        return self.asked(path, None, part=part)

    def post(self, path: str, told: dict[str, str], *, part: bool = False) -> tuple[str, str]:
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        data = urlencode(told | {"csrfmiddlewaretoken": token or ""}).encode()
        return self.asked(path, data, part=part)

    def asked(self, path: str, data: bytes | None, *, part: bool) -> tuple[str, str]:
        headers = {"Referer": self.site + path} | ({"HX-Request": "true"} if part else {})
        request = Request(self.site + path, data, headers)  # noqa: S310 - on this machine
        with self.opener.open(request, timeout=PATIENCE) as answer:
            return answer.url.removeprefix(self.site), unescape(answer.read().decode())

    def log_in(self) -> None:
        self.get("/inloggen/")
        self.post("/inloggen/", {"login": WHO, "password": PASSWORD})


def until(visitor: Visitor, where: str, page: str, says: re.Pattern[str]) -> str:
    """Look again, each time after the pause that the page gives, until it says this."""
    until_then = time.perf_counter() + PATIENCE
    while not says.search(page):
        pause = PAUSE.search(page)
        if pause is None or time.perf_counter() > until_then:
            raise NoAnswerError(" ".join(re.sub(r"<[^>]+>", " ", page).split())[:300])
        time.sleep(int(pause[1]) / (1000 if pause[2] == "ms" else 1))
        page = visitor.get(where, part=True)[1]
    return page


def pressed(visitor: Visitor) -> Iterator[Row]:
    """Every measure, one after the other."""
    yield from scenarios(visitor)
    _, listed = visitor.get("/samen/zwolle/voorstellen/")
    proposal = re.findall(r"/voorstel/[0-9a-f-]{36}/", listed)[-1]
    yield swaps(visitor, f"{proposal}bestuurstafel/")
    clash = re.compile("Deze grenzen gaan niet samen")
    yield weighed(visitor, "limits that clash, named in a sentence", clash, building="0")
    first = re.compile("minder tekort aan woningen dan")
    yield weighed(visitor, "a first answer, with its bound", first)


def scenarios(visitor: Visitor) -> Iterator[Row]:
    """A number changed in the form, until its figures stand there: together, and per field."""
    seconds: dict[str, list[float]] = {name: [] for name, *_ in CHANGES}
    _, page = visitor.get("/samen/zwolle/scenarios/probeer/")
    typed = AFTER_A_KEY.search(page)
    if typed is None:
        raise NoAnswerError("no form of a scenario")
    changed(visitor, {})
    for turn in range(TIMES):
        name, first, step = CHANGES[turn % len(CHANGES)]
        value = first + step * (turn // len(CHANGES))
        began = time.perf_counter()
        time.sleep(int(typed[1]) / 1000)
        changed(visitor, {name: f"{value:g}"})
        seconds[name].append(time.perf_counter() - began)
    every = [one for some in seconds.values() for one in some]
    yield row("scenario changed on the form, with its figures", every, MOST_SECONDS)
    for name, some in seconds.items():
        yield row(f"of which {name}", some, MOST_SECONDS)


def changed(visitor: Visitor, told: dict[str, str]) -> str:
    """The figures of a scenario, as the page gets them."""
    asked = {"gemeente": "GM0193"} | told
    _, part = visitor.post("/samen/zwolle/scenarios/reken/", asked, part=True)
    where = OUTCOME.search(part)
    return until(visitor, where[0] if where else "", part, re.compile('id="cijfers"'))


def swaps(visitor: Visitor, table: str) -> Row:
    """Pairs of projects, spread over both lists; the first is warmed up as the page does."""
    _, page = visitor.get(table)
    out, into = (OPTION.findall(one) for one in re.findall(r"<select.*?</select>", page, re.DOTALL))
    visitor.post(table, {"out": "", "into": ""}, part=True)
    time.sleep(3)
    done = re.compile("Wat de ruil doet|Deze ruil kan niet")
    seconds, told = [], 0
    for turn in range(TIMES):
        pair = {"out": out[turn * 5 % len(out)], "into": into[turn * 7 % len(into)], "ruil": "ja"}
        began = time.perf_counter()
        _, part = visitor.post(table, pair, part=True)
        found = SWAPPED.search(part)
        where = found[0] if found else table
        part = until(visitor, where, part, done)
        seconds.append(time.perf_counter() - began)
        told += "Deze ruil geeft" in part
    name = "swap at the table of the board, with what it changes"
    return row(name, seconds, MOST_SECONDS, with_difference=told)


def weighed(visitor: Visitor, name: str, says: re.Pattern[str], **changed: str) -> Row:
    """A question from the form as it stands, with these values changed."""
    seconds, form = [], "/samen/zwolle/afwegen/"
    for _ in range(ASKED):
        _, page = visitor.get(form)
        told = filled(page)
        began = time.perf_counter()
        where, page = visitor.post(f"{form}reken/", told | changed)
        until(visitor, where, page, says)
        seconds.append(time.perf_counter() - began)
        while "Wij zoeken nu verder" in visitor.get(where)[1]:
            time.sleep(1)
    return row(name, seconds, None)


def filled(page: str) -> dict[str, str]:
    """The fields of the form of limits with the values that stand in them."""
    form = re.search(r'<form[^>]*id="grenzen".*?</form>', page, re.DOTALL)
    if form is None:
        raise NoAnswerError("no form of limits")
    told = {}
    for field in FIELD.finditer(form[0]):
        value = VALUE.search(field[0])
        told[field[1]] = value[1] if value else ""
    for name, options in CHOICE.findall(form[0]):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        told[name] = chosen[1] if chosen else ""
    return told


def row(name: str, seconds: list[float], goal: float | None, **more: object) -> Row:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {
        "measure": name,
        "runs": len(seconds),
        "wall_median_s": round(statistics.median(seconds), 3),
        "wall_p95_s": round(late, 3),
        "wall_range_s": [round(ordered[0], 3), round(ordered[-1], 3)],
        "goal_s": goal,
        "goal_met": None if goal is None else late <= goal,
        **more,
    }


@contextmanager
def demo(var: Path) -> Iterator[str]:
    """The address of a demo of its own, with its workers; stopped afterwards."""
    made = subprocess.run(
        [WWZ, "demo", "--no-serve"], cwd=ROOT, env=environment(var), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise MeasuredCommandError(["wwz demo"], made.stderr)
    site = f"http://127.0.0.1:{PORT}"
    serving = subprocess.Popen(
        [WWZ, "serve", "--port", str(PORT)], cwd=ROOT, env=environment(var),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(site)
        yield site
    finally:
        serving.terminate()
        serving.wait(30)


def wait_for(site: str) -> None:
    for _ in range(120):
        try:
            build_opener().open(site, timeout=5).close()
        except (HTTPError, URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise NoAnswerError(site)


def rows() -> list[Row]:
    """All of it, from a process of its own."""
    done = subprocess.run(
        [PYTHON, "-m", "benchmarks.pressing"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise MeasuredCommandError(["benchmarks.pressing"], done.stderr)
    found: list[Row] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(site: str) -> None:
    visitor = Visitor(site)
    visitor.log_in()
    print(json.dumps(list(pressed(visitor))))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as address:
            main(address)
