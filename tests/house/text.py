"""What may not stand in a tracked file, a template or a lock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.house.tree import files, matches, own_files, place

# The words are put together here, so that this file does not find itself.
_HOSTS = "|".join(("debian", "npm" + "js", "python" + "hosted", "py" + "pi"))
REGISTRY_HOST = re.compile(rf"https?://[^ ]*({_HOSTS})")
MACHINE_PATH = re.compile(r"(^|[^\w.~})/-])/(root|home|work|Users|mnt)/")
TEXT = (".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".lock", ".txt", ".svg")

INLINE = (
    (re.compile(r"<style\b"), "inline style"),
    (re.compile(r"\sstyle\s*="), "inline style"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)"), "inline script"),
    (re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*="), "inline handler"),
    (re.compile(r"javascript:", re.IGNORECASE), "inline script"),
    (re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"), "unescaped text"),
    (re.compile(r"<(script|link|img)\b[^>]*(src|href)=[\"']https?:"), "third-party origin"),
)
UNESCAPED = re.compile(r"\b(mark_safe|SafeString)\(|@html_safe\b")
NOT_RUN = re.compile(r"pytest\.skip\b|mark\.skip|\bskipif\b|mark\.xfail|pytest\.xfail|importorskip")
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|nosec)")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|\bNotImplementedError\b")
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def machine_paths_and_hosts(root: Path) -> list[str]:
    """Paths of one machine and hosts of package registries: neither means anything elsewhere."""
    found = []
    for pattern, what in ((MACHINE_PATH, "a machine's path"), (REGISTRY_HOST, "a registry's host")):
        found += [f"{where}: {what}: {line}" for where, line in matches(root, pattern, *TEXT)]
    for path in (root / "Makefile", root / ".ci" / "run"):
        if path.exists() and MACHINE_PATH.search(path.read_text(encoding="utf-8")):
            found.append(f"{place(root, path)}: a machine's path")
    return found


def inline_in_templates(root: Path) -> list[str]:
    """Style, script, handlers, unescaped text and foreign origins, which the CSP forbids."""
    return [
        f"{where}: {what}: {line}"
        for pattern, what in INLINE
        for where, line in matches(root, pattern, ".html", below="src")
    ]


def unescaped_in_code(root: Path) -> list[str]:
    """Text declared safe without a reason on the line above: who escaped it, and where?"""
    return [
        f"{place(root, path, number)}: text that is not escaped, without a reason"
        for path in own_files(root / "src", ".py")
        for number, line, above in _lines(path)
        if UNESCAPED.search(line) and not above.startswith("#")
    ]


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """Number, text, and the text of the line above, without blanks around it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        yield number, line, lines[number - 2].strip() if number > 1 else ""


def tests_not_run(root: Path) -> list[str]:
    """Tests that are skipped or expected to fail; the house's own patterns are left out."""
    return [
        f"{where}: a test that does not run proves nothing: {line}"
        for where, line in matches(root, NOT_RUN, ".py", below="tests")
        if not where.startswith(("tests/house/", "tests/test_house"))
    ]


def unfinished(root: Path) -> list[str]:
    return [
        f"{where}: unfinished: {line}"
        for where, line in matches(root, UNFINISHED, ".py", ".html", ".js", below="src")
    ]


def silenced_without_reason(root: Path) -> list[str]:
    """A silenced warning needs its reason on the line above, or behind it after a dash."""
    return [
        f"{place(root, path, number)}: silenced without a reason"
        for path in own_files(root, ".py")
        if not path.is_relative_to(root / "tests" / "house")
        for number, line, above in _lines(path)
        if SILENCED.search(line) and not above.startswith("#")
        if not re.search(r"\s(-|#) \w", SILENCED.split(line)[-1])
    ]


def pins(path: Path) -> dict[str, set[str]]:
    """Versions by package in a lock; some have two, for different Pythons."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(path.read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


def locks(root: Path) -> list[str]:
    """Locks name no host, have a hash for every pin, and agree with each other."""
    names = ("requirements.lock", "requirements-dev.lock", "requirements-engine.lock")
    found = []
    for name in names:
        text = (root / name).read_text(encoding="utf-8")
        if re.search(r"https?:|--(extra-)?index-url|--find-links", text):
            found.append(f"{name}: names a host")
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        found += [
            f"{name}: no hash for {block.splitlines()[0]}"
            for block in blocks
            if "--hash=sha256:" not in block
        ]
    dev = pins(root / "requirements-dev.lock")
    for name in names:
        for package, versions in pins(root / name).items():
            if versions != dev.get(package):
                found.append(f"{name}: {package} differs from requirements-dev.lock; run make lock")
    if any(pins(root / "requirements-engine.lock").get(name) for name in ("django", "psycopg")):
        found.append(
            "requirements-engine.lock: the engine's environment must not have the site's packages"
        )
    return found


def changelog_names(root: Path) -> list[str]:
    """A fragment is `<number of the change>-<subject>.md` and says something."""
    found = []
    for path in files(root / "changelog.d"):
        if path.name == "README.md":
            continue
        if not re.fullmatch(r"\d+-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name):
            found.append(f"{place(root, path)}: name it <number>-<subject>.md")
        elif not path.read_text(encoding="utf-8").strip():
            found.append(f"{place(root, path)}: empty")
    return found


def migration_names(root: Path) -> list[str]:
    """A migration is named by its intent, not by the moment it was made."""
    return [
        f"{place(root, path)}: name the migration by its intent"
        for path in files(root / "src", ".py")
        if path.parent.name == "migrations" and re.search(r"_auto_|_\d{8}_", path.name)
    ]


def vendored_hashes(root: Path) -> list[str]:
    """Vendored files that are not what SHA256SUMS says, or that it does not name."""
    folder = root / "src" / "wwz" / "static" / "wwz" / "vendor"
    sums = folder / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.exists() else []
    listed = {(folder / line[66:]).resolve(): line[:64] for line in lines}
    found = [
        f"{place(root, path)}: not in SHA256SUMS"
        for path in (files(folder) if folder.is_dir() else ())
        if path.suffix in (".css", ".js", ".mjs", ".woff2") and path.resolve() not in listed
    ]
    for path, expected in listed.items():
        if not path.exists() or sha256(path.read_bytes()).hexdigest() != expected:
            found.append(f"{path.name}: differs from SHA256SUMS")
    return found
