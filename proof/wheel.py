"""The package as others install it: built from a clean clone, used without the repository.

Holds when the wheel has every file of the packages, `wwz opgave` works where only the engine's
dependencies are installed (no Django), and the site's command says which version it is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = str(ROOT / ".uv" / "bin" / "uv")
MADE_UP = "Verzonnendam"


def run(*argv: str, cwd: Path) -> str:
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(argv[:4])}: {(done.stdout + done.stderr).strip()[-400:]}")
    return done.stdout


def packaged(clone: Path) -> list[str]:
    """Files of both packages that git knows, as a wheel names them."""
    listed = run("git", "ls-files", "src", cwd=clone).splitlines()
    return [name.removeprefix("src/") for name in listed]


def missing(expected: Iterable[str], wheel: Iterable[str]) -> list[str]:
    there = set(wheel)
    return [f"the wheel lacks {name}" for name in expected if name not in there]


def problems() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        clone = place / "clone"
        run("git", "clone", "-q", str(ROOT), str(clone), cwd=place)
        try:
            run(UV, "build", "--quiet", "--wheel", "--out-dir", str(place), str(clone), cwd=place)
            wheel = next(place.glob("*.whl"))
            with zipfile.ZipFile(wheel) as archive:
                yield from missing(packaged(clone), archive.namelist())
            yield from engine_alone(wheel, clone, place)
        except RuntimeError as error:
            yield str(error)


def engine_alone(wheel: Path, clone: Path, place: Path) -> Iterator[str]:
    """The wheel with the engine's lock only, in a folder that is no checkout."""
    env = place / "env"
    python = str(env / "bin" / "python")
    run(UV, "venv", "--quiet", "--python", sys.executable, str(env), cwd=place)
    install = (UV, "pip", "install", "--quiet", "--python", python)
    run(*install, "--require-hashes", "-r", str(clone / "requirements-engine.lock"), cwd=place)
    run(*install, "--no-deps", str(wheel), cwd=place)
    wwz = str(env / "bin" / "wwz")
    if "Django" in run(UV, "pip", "list", "--python", python, cwd=place):
        yield "Django is installed beside the engine"
    if not run(wwz, "--version", cwd=place).strip():
        yield "wwz --version says nothing"
    if "inwoners" not in run(wwz, "opgave", MADE_UP, "--draws", "50", "--format", "csv", cwd=place):
        yield f"wwz opgave {MADE_UP} gave no inhabitants"


def planted_problems() -> list[str]:
    """A wheel without one template must be found."""
    expected = packaged(ROOT)
    return missing(expected, [name for name in expected if not name.endswith("base.html")])
