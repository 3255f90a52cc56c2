"""What the documents must say: settings, parameters, targets of make, licence, publiccode.yml."""

from __future__ import annotations

import ast
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.house.tree import files, parse, place, python_files

TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)\s]*)?(?:\s+\"[^\"]*\")?\)")
PAGE = re.compile(r"\bdocs/[a-z0-9/-]+\.md\b")
METHOD = re.compile(r"\bmethod=\"([a-z-]+)\"")
PUBLICCODE = {
    "publiccodeYmlVersion", "name", "url", "softwareVersion", "releaseDate", "platforms",
    "categories", "developmentStatus", "softwareType", "description", "legal", "maintenance",
    "localisation",
}  # fmt: skip
DESCRIPTION = {"shortDescription", "longDescription", "features"}
PARAMETERS_HEAD = """# Parameters

Every number that the engine assumes. `make lock` writes this page from the files in
`src/wwz_engine/parameters/`; one without label, unit, date and source does not load. The basis
tells what a value rests on: *gepubliceerd* (published), *berekend* (worked out from published
figures) or *oordeel* (judgement, open to discussion)."""
MOST_TARGETS = 12
MOST_DEPENDENCIES = 40


def environment_names(root: Path) -> Iterator[tuple[str, str]]:
    """Names that the code reads from the environment, each with its place."""
    for path in python_files(root / "src"):
        for node in ast.walk(parse(path)):
            name = _read_by_call(node) or _read_by_key(node)
            if name:
                yield name, place(root, path, getattr(node, "lineno", 0))


def _read_by_call(node: ast.AST) -> str:
    """`env("X")`, `env.bool("X")`, `os.environ.get("X")`, `os.getenv("X")`, `environ.pop("X")`."""
    if not isinstance(node, ast.Call) or not node.args:
        return ""
    first, function = node.args[0], ast.unparse(node.func)
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return ""
    if re.fullmatch(r"(self\.)?_?env(\.\w+)?|(os\.)?environ\.\w+|(os\.)?getenv", function):
        return first.value
    return ""


def _read_by_key(node: ast.AST) -> str:
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
        return ""
    if ast.unparse(node.value) in ("os.environ", "environ"):
        return str(node.slice.value)
    return ""


def undocumented_settings(root: Path) -> list[str]:
    """Settings that docs/howto/settings.md lacks, and rows of it that no code reads."""
    text = (root / "docs" / "howto" / "settings.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\|\s*`([A-Z][A-Z0-9_]+)`", text, re.MULTILINE))
    read = dict(environment_names(root))
    found = [
        f"{where}: setting {name} is not in docs/howto/settings.md"
        for name, where in read.items()
        if name not in rows
    ]
    return found + [
        f"docs/howto/settings.md: no code reads {name}" for name in sorted(rows - set(read))
    ]


def parameter_files(root: Path) -> list[Path]:
    return sorted((root / "src" / "wwz_engine" / "parameters").glob("*.yaml"))


def undocumented_parameters(root: Path) -> list[str]:
    """Parameters that do not load, or that docs/methods does not list with their source."""
    from wwz_engine.errors import EngineError
    from wwz_engine.parameters import parse as parse_parameter

    page = root / "docs" / "methods" / "parameters.md"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    found = []
    for path in parameter_files(root):
        try:
            parse_parameter(path.stem, path.read_text(encoding="utf-8"))
        except EngineError as error:
            found.append(f"{place(root, path)}: {error}")
            continue
        if f"`{path.stem}`" not in text:
            found.append(f"{place(root, path)}: not in docs/methods/parameters.md")
    if not found and text != parameters_page(root):
        found.append("docs/methods/parameters.md: out of date; run make lock")
    return found


def parameters_page(root: Path) -> str:
    """The page that lists every parameter, as it follows from the files."""
    from wwz_engine.parameters import parse as parse_parameter

    lines = [*PARAMETERS_HEAD.splitlines(), ""]
    for path in parameter_files(root):
        parameter = parse_parameter(path.stem, path.read_text(encoding="utf-8"))
        lines += [f"## `{path.stem}`", "", f"**{parameter.label}** ({parameter.unit}). "]
        lines[-1] += " ".join(parameter.description.split())
        lines += ["", "| from | value | basis | published | source |", "|---|---|---|---|---|"]
        for dated in parameter.values:
            source = " ".join(dated.source.split()).replace("|", "/")
            lines.append(
                f"| {dated.start} | {_shown(dated.value)} | {dated.basis} | {dated.published} "
                f"| {source} |"
            )
        lines.append("")
    return "\n".join(lines)


def _shown(value: float | dict[str, float]) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {number:g}" for key, number in value.items())
    return f"{value:g}"


def targets(root: Path) -> list[str]:
    return TARGET.findall((root / "Makefile").read_text(encoding="utf-8"))


def make_targets(root: Path) -> list[str]:
    """At most twelve targets of make, all in CONTRIBUTING.md."""
    names = targets(root)
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = [
        f"Makefile: CONTRIBUTING.md does not name `make {name}`"
        for name in names
        if f"make {name}`" not in text
    ]
    if len(names) > MOST_TARGETS:
        found.append(f"Makefile: {len(names)} targets, the limit is {MOST_TARGETS}")
    return found


def broken_links(root: Path) -> list[str]:
    """Links between documents that lead nowhere."""
    found = []
    for path in files(root, ".md"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for target in LINK.findall(line):
                if not (path.parent / target).exists():
                    found.append(f"{place(root, path, number)}: {target} does not exist")
    return found


def pages_not_written(root: Path) -> list[str]:
    """Pages of docs/ that the code or an indicator points to, but that are not there."""
    found = []
    for path in python_files(root / "src"):
        text = path.read_text(encoding="utf-8")
        named = [*PAGE.findall(text)]
        named += [f"docs/methods/{method}.md" for method in METHOD.findall(text)]
        found += [
            f"{place(root, path)}: {name} is not written"
            for name in sorted(set(named))
            if not (root / name).exists()
        ]
    return found


def publiccode(root: Path) -> list[str]:
    """publiccode.yml has what catalogues of public software read, and agrees with the package."""
    content = yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [f"publiccode.yml: lacks {key}" for key in sorted(PUBLICCODE - set(content))]
    for language in ("nl", "en"):
        texts = content.get("description", {}).get(language, {})
        found += [
            f"publiccode.yml: description.{language} lacks {key}"
            for key in sorted(DESCRIPTION - set(texts))
        ]
        if len(texts.get("shortDescription", "")) > 150:
            found.append(f"publiccode.yml: shortDescription in {language} exceeds 150 characters")
    if content.get("softwareVersion") != project["version"]:
        found.append("publiccode.yml: softwareVersion differs from pyproject.toml")
    if content.get("legal", {}).get("license") != project["license"]:
        found.append("publiccode.yml: legal.license differs from pyproject.toml")
    return found


def licence(root: Path) -> list[str]:
    """The licence is the EUPL 1.2, whole."""
    text = (root / "LICENSE").read_text(encoding="utf-8")
    parts = ("EUROPEAN UNION PUBLIC LICENCE v. 1.2", "Appendix", "15. Applicable Law")
    return [f"LICENSE: lacks ‘{part}’" for part in parts if part not in text]


def dependencies(root: Path) -> list[str]:
    """At most forty direct dependencies at run time."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    direct = [*project["dependencies"], *optional["web"], *optional["postgres"]]
    if len(direct) > MOST_DEPENDENCIES:
        return [f"pyproject.toml: {len(direct)} dependencies, the limit is {MOST_DEPENDENCIES}"]
    return []


if __name__ == "__main__":
    from tests import environment
    from tests.house import rights, states

    ROOT = Path(__file__).resolve().parents[2]
    TARGET_PAGE = ROOT / "docs" / "methods" / "parameters.md"
    TARGET_PAGE.write_text(parameters_page(ROOT), encoding="utf-8")
    rights.write(ROOT)
    for name, value in environment.SITE.items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("WWZ_VAR", folder)
        states.write(ROOT)
