"""The glossary guards the names in code: docs/glossary.md alone says what stays Dutch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import parse, place, python_files

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Spellings that Dutch has and English does not; the exceptions are English all the same.
DUTCH_SPELLING = re.compile(
    r"(?<!^)(ij|aa|ieu|eeu|uu)|^(aa|ij)|(heid|heden|schap|schappen|lijke?|ingen|aties?|iteit)$"
)
ENGLISH_ALL_THE_SAME = {"uuid", "uuids", "vacuum", "bijection", "hijack", "isaac", "bazaar", "aaa"}
CHOICES = {"TextChoices", "StrEnum"}
MODEL_BASES = {"Model", "AbstractBaseUser", "AbstractUser"}


class GlossaryMissingError(RuntimeError):
    def __init__(self) -> None:
        super().__init__("docs/glossary.md lacks a part that the checks of names read.")


def section(root: Path, title: str) -> str:
    """The text of one section of the glossary, up to the next of the same level."""
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise GlossaryMissingError
    return found[1]


def quoted(root: Path, title: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", section(root, title)))


def words(identifier: str) -> list[str]:
    """The words of an identifier, in lower case: `homesNeeded_2040` gives homes, needed."""
    return [word.lower() for word in WORD.findall(identifier)]


def _targets(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id, node.lineno
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr, node.lineno


def identifiers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that a module gives itself, with their lines; names of others' APIs are not its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        else:
            yield from _targets(node)


def dutch_identifiers(root: Path) -> list[str]:
    """Dutch words in names that the glossary does not let stay Dutch."""
    allowed = quoted(root, "Words that stay Dutch")
    stored = quoted(root, "Stored values")
    listed = Path(__file__).with_name("dutch_words.txt").read_text(encoding="utf-8").split()
    dutch = set(listed) - allowed
    found = []
    for path in python_files(root / "src"):
        names = [(path.stem, 0), (path.parent.name, 0), *identifiers(parse(path))]
        for name, line in names:
            bad = [word for word in words(name) if _is_dutch(word, dutch, allowed)]
            # BESTUURDER = "bestuurder": the constant of a stored value may carry its name.
            if bad and not (name.isupper() and name.lower() in stored):
                found.append(
                    f"{place(root, path, line)} {name}: {', '.join(bad)} is Dutch and not among "
                    "the words that stay Dutch (docs/glossary.md)"
                )
    return sorted(set(found))


def _is_dutch(word: str, dutch: set[str], allowed: set[str]) -> bool:
    if word in allowed or word in ENGLISH_ALL_THE_SAME:
        return False
    return word in dutch or bool(DUTCH_SPELLING.search(word))


def classes(tree: ast.Module, bases: set[str]) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names = {
                base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
                for base in node.bases
            }
            if names & bases:
                yield node


def models_outside_glossary(root: Path) -> list[str]:
    """Classes of the database that the glossary does not know."""
    known = quoted(root, "Names")
    return [
        f"{place(root, path, node.lineno)} {node.name}: not in docs/glossary.md, Names"
        for path in python_files(root / "src")
        if path.name == "models.py" or path.parent.name == "models"
        for node in classes(parse(path), MODEL_BASES)
        if node.name not in known and not _is_abstract(node)
    ]


def _is_abstract(node: ast.ClassDef) -> bool:
    """Whether the class makes no table of its own."""
    return any("abstract = True" in ast.unparse(part) for part in node.body)


def stored_values_outside_glossary(root: Path) -> list[str]:
    """Values that the site stores and users see, but the glossary does not list."""
    known = quoted(root, "Stored values")
    found = []
    for path in python_files(root / "src" / "wwz"):
        for node in classes(parse(path), CHOICES):
            for value in _values(node):
                if value and value not in known:
                    found.append(
                        f"{place(root, path, node.lineno)} {node.name}: ‘{value}’ is not in "
                        "docs/glossary.md, Stored values"
                    )
    return found


def _values(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            value = statement.value
            if isinstance(value, ast.Tuple) and value.elts:
                value = value.elts[0]
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
