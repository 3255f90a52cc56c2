"""The first command, as a newcomer meets it: a fresh clone, an empty home, empty caches.

Holds when `make demo` serves within three minutes, a second start within five seconds, and, with
no data folder and the publishers out of reach, the demo still serves and says on its page that
its input is made up.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS, NEXT_SECONDS = 180.0, 5.0
MADE_UP = "verzonnen invoer"
ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+/?")
NOWHERE = "http://127.0.0.1:9"


class NotServingError(RuntimeError):
    def __init__(self, seconds: float, said: str) -> None:
        super().__init__(f"nothing was served within {seconds:.0f} s: {said[-600:]}")


@contextmanager
def clone(shared: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """A new clone of HEAD and the environment of a newcomer; ../shared beside it or not."""
    with tempfile.TemporaryDirectory(prefix="wwz-clone-") as folder:
        place = Path(folder) / "main"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(place)], check=True)
        if shared and (ROOT.parent / "shared").is_dir():
            (Path(folder) / "shared").symlink_to((ROOT.parent / "shared").resolve())
        home = Path(folder) / "home"
        home.mkdir()
        left_out = ("VIRTUAL_ENV", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
        env = {
            key: value
            for key, value in os.environ.items()
            if key not in left_out and not key.startswith(("WWZ_", "XDG_", "MAKE"))
        }
        yield place, env | {"HOME": str(home), "UV_CACHE_DIR": str(home / "uv")}


@contextmanager
def demo(place: Path, env: dict[str, str], limit: float) -> Iterator[tuple[float, str, str]]:
    """`make demo` until its first page: seconds, address and page; stopped afterwards.

    Raises
    ------
    NotServingError
    """
    log = place.parent / "demo.log"
    started = time.monotonic()
    with log.open("wb") as said:
        process = subprocess.Popen(
            ["make", "demo"], cwd=place, env=env, stdout=said, stderr=said, start_new_session=True
        )
    try:
        address, page = wait_for_page(log, process, started, limit)
        yield time.monotonic() - started, address, page
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def wait_for_page(
    log: Path, process: subprocess.Popen[bytes], started: float, limit: float
) -> tuple[str, str]:
    opener = build_opener(ProxyHandler({}))
    while time.monotonic() - started < limit and process.poll() is None:
        found = ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            try:
                with opener.open(found[0], timeout=5) as answer:
                    return found[0], answer.read().decode()
            except (URLError, OSError):
                # Its address is printed before it listens.
                time.sleep(0.1)
        time.sleep(0.1)
    raise NotServingError(time.monotonic() - started, log.read_text(errors="replace"))


def problems() -> Iterator[str]:
    try:
        with clone(shared=True) as (place, env):
            yield from starts(place, env)
        with clone(shared=False) as (place, env):
            yield from without_data(place, env)
    except NotServingError as error:
        yield str(error)


def starts(place: Path, env: dict[str, str]) -> Iterator[str]:
    """The first start, and the next, which must be quick and keep what there was."""
    for name, limit in (("first", FIRST_SECONDS), ("second", NEXT_SECONDS)):
        with demo(place, env, limit=FIRST_SECONDS * 2) as (seconds, address, page):
            print(f"   {name} start: {seconds:.1f} s, {address}", flush=True)
            if seconds > limit:
                yield f"the {name} start took {seconds:.1f} s, the limit is {limit:g} s"
            if "Zwolle" not in page:
                yield f"the home page of the {name} start does not name Zwolle"


def without_data(place: Path, env: dict[str, str]) -> Iterator[str]:
    """No folder with data, and the publishers out of reach; packages can still be installed."""
    subprocess.run(["make", "env"], cwd=place, env=env, stdout=subprocess.DEVNULL, check=True)
    cut_off = env | {"HTTPS_PROXY": NOWHERE, "HTTP_PROXY": NOWHERE}
    cut_off |= {"https_proxy": NOWHERE, "http_proxy": NOWHERE}
    with demo(place, cut_off, limit=FIRST_SECONDS) as (seconds, address, page):
        print(f"   without data: {seconds:.1f} s, {address}", flush=True)
        yield from not_marked(page)


def not_marked(page: str) -> list[str]:
    return [] if MADE_UP in page else ["the page does not say that its input is made up"]


def planted_problems() -> list[str]:
    """A page without the mark must be found."""
    return not_marked("<p>Zwolle</p>")
