"""The first command, as a newcomer meets it: a fresh clone, an empty home, empty caches.

Holds when `make demo` serves within three minutes, a second start within five seconds, and, with
no data folder and the publishers out of reach, the demo still serves and says on its page that
its input is made up.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.demo import NotServingError, served

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS, NEXT_SECONDS = 180.0, 5.0
MADE_UP = "verzonnen invoer"
DEMO = ("make", "demo")
NOWHERE = "http://127.0.0.1:9"


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
        with served(DEMO, cwd=place, env=env, limit=FIRST_SECONDS * 2) as site:
            print(f"   {name} start: {site.seconds:.1f} s, {site.address}", flush=True)
            if site.seconds > limit:
                yield f"the {name} start took {site.seconds:.1f} s, the limit is {limit:g} s"
            if "Zwolle" not in site.page:
                yield f"the home page of the {name} start does not name Zwolle"


def without_data(place: Path, env: dict[str, str]) -> Iterator[str]:
    """No folder with data, and the publishers out of reach; packages can still be installed."""
    subprocess.run(["make", "env"], cwd=place, env=env, stdout=subprocess.DEVNULL, check=True)
    cut_off = env | {"HTTPS_PROXY": NOWHERE, "HTTP_PROXY": NOWHERE}
    cut_off |= {"https_proxy": NOWHERE, "http_proxy": NOWHERE}
    with served(DEMO, cwd=place, env=cut_off, limit=FIRST_SECONDS) as site:
        print(f"   without data: {site.seconds:.1f} s, {site.address}", flush=True)
        yield from not_marked(site.page)


def not_marked(page: str) -> list[str]:
    return [] if MADE_UP in page else ["the page does not say that its input is made up"]


def planted_problems() -> list[str]:
    """A page without the mark must be found."""
    return not_marked("<p>Zwolle</p>")
