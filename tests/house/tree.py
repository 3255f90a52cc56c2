"""Files of a checkout, without what tools and people leave in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SKIPPED = {
    ".git", ".venv", ".venv-engine", ".uv", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    ".hypothesis", ".import_linter_cache", "__pycache__", "node_modules", "var", "build", "dist",
    "results",
}  # fmt: skip
# Made by others and kept byte for byte; their own checksums guard them.
VENDORED = ("static/wwz/vendor/", "static/wwz/dist/")


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """All files below ``root`` with one of these suffixes (all when none is given), in order."""
    for path in sorted(root.iterdir()):
        if path.name in SKIPPED or path.is_symlink():
            continue
        if path.is_dir():
            yield from files(path, *suffixes)
        elif not suffixes or path.suffix in suffixes:
            yield path


def own_files(root: Path, *suffixes: str) -> Iterator[Path]:
    """The same without what was vendored."""
    for path in files(root, *suffixes):
        if not any(part in path.as_posix() for part in VENDORED):
            yield path


def python_files(root: Path) -> Iterator[Path]:
    """Python that people wrote: not the migrations, which Django writes."""
    return (path for path in own_files(root, ".py") if "migrations" not in path.parts)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(root: Path, path: Path, line: int = 0) -> str:
    """`folder/file.py:12`, as editors and people read it."""
    name = path.relative_to(root).as_posix()
    return f"{name}:{line}" if line else name


def matches(
    root: Path, pattern: re.Pattern[str], *suffixes: str, below: str = ""
) -> Iterator[tuple[str, str]]:
    """Place and text of every line in own files below a folder that has the pattern."""
    for path in own_files(root / below, *suffixes):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield place(root, path, number), line.strip()
