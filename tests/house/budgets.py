"""How long a function and a file may be, and what a file may be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import own_files, parse, place, python_files

LONGEST_FUNCTION = 60
USUAL_FUNCTION = 40
USUAL_SHARE = 0.95
LONGEST_FILE = 400
NAMED_AFTER_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(function: Function) -> int:
    """Lines of a function without its docstring and decorators."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def functions(root: Path) -> Iterator[tuple[str, str, int]]:
    """Place, name and length of every function."""
    for path in python_files(root):
        for node in ast.walk(parse(path)):
            if isinstance(node, Function):
                yield place(root, path, node.lineno), node.name, length(node)


def long_functions(root: Path) -> list[str]:
    found = [
        f"{where} {name}: {lines} lines, the limit is {LONGEST_FUNCTION}"
        for where, name, lines in functions(root)
        if lines > LONGEST_FUNCTION
    ]
    lengths = sorted((lines, where, name) for where, name, lines in functions(root))
    over = [entry for entry in lengths if entry[0] > USUAL_FUNCTION]
    if len(over) > (1 - USUAL_SHARE) * len(lengths):
        found += [
            f"{where} {name}: {lines} lines; more than 5% exceed 40" for lines, where, name in over
        ]
    return found


def long_files(root: Path) -> list[str]:
    found = []
    for path in (*python_files(root), *own_files(root, ".html", ".js")):
        lines = sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        if lines > LONGEST_FILE:
            found.append(f"{place(root, path)}: {lines} lines, the limit is {LONGEST_FILE}")
    return found


def names_of_nothing(root: Path) -> list[str]:
    return [
        f"{place(root, path)}: named after nothing; name it after its subject"
        for path in python_files(root)
        if path.stem in NAMED_AFTER_NOTHING or path.parent.name in NAMED_AFTER_NOTHING
    ]
