"""Who may do what inside an app: views fetch with rights, services change, queries read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.tree import matches, parse, place, python_files


def views_that_query(root: Path) -> list[str]:
    """Views that reach for `Model.objects` themselves, past the rights in access.py."""
    return [
        f"{place(root, path, node.lineno)}: a view does not query; move it to access or queries"
        for path in python_files(root / "src" / "wwz")
        if path.name == "views.py" or path.parent.name == "views"
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]


def django_signals(root: Path) -> list[str]:
    """Receivers of Django's signals: what happens must stand where it is done."""
    found = []
    for path in python_files(root / "src" / "wwz"):
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "") == "django.dispatch":
                found.append(f"{place(root, path, node.lineno)}: no Django signals between apps")
    return found


def blind_answers(root: Path) -> list[str]:
    """`except ...: pass`: an error that nobody answers."""
    return [
        f"{place(root, path, node.lineno)}: an error is swallowed; catch only what you can answer"
        for path in python_files(root / "src")
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ExceptHandler)
        and len(node.body) == 1
        and isinstance(node.body[0], ast.Pass)
    ]


# Publishing stores what the engine found; disclosure decides what leaves. Nobody else looks.
BEFORE_THE_DOOR = {"disclosure.py", "models.py", "publishing.py"}
JOBS = "jobs"
UNDISCLOSED = {"value", "low", "high", "shown_value", "shown_low", "shown_high"}


def figures_past_disclose(root: Path) -> list[str]:
    """Places that read the numbers of a fact themselves, past `disclose()`."""
    found = []
    for path in python_files(root / "src" / "wwz"):
        if path.name in BEFORE_THE_DOOR or path.parent.name == JOBS:
            continue
        for node in ast.walk(parse(path)):
            if not isinstance(node, ast.Attribute) or node.attr not in UNDISCLOSED:
                continue
            if re.search(r"(^|_|\.)facts?(\[.*\])?$", ast.unparse(node.value)):
                found.append(f"{place(root, path, node.lineno)}: a figure past disclose()")
    in_template = re.compile(r"\bfact\.(" + "|".join(sorted(UNDISCLOSED)) + r")\b")
    return found + [
        f"{where}: a figure past disclose()"
        for where, _ in matches(root, in_template, ".html", below="src")
    ]
