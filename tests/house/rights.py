"""docs/rights.md follows from the permission matrix; `make lock` writes it again."""

from __future__ import annotations

from pathlib import Path

PAGE = Path("docs") / "rights.md"
HEAD = """# Rights

Who may do what. `make lock` writes this page from the table in `src/wwz/partners/matrix.py`, which
the site itself reads: the decorator `needs` refuses a role before anything is fetched, `visible_to`
and `allows` say how far a right reaches, and `tests/wwz/rights` asks every address as every role.
On the site the same table is at `/rechten/`.

Rights come from a membership: a person acts for an organisation, in a role, for a period, and wears
one hat at a time. An organisation that only reads along in a partnership gives its people no more
than the role *meelezer* there. What is foreign looks like what is not there."""
MARKS = """`x` everything in the partnership, `o` own organisation, zone, document or traject,
`a` own items, `h` after confirmation by mail and held for review, `-` not at all."""


def page() -> str:
    """The document as it follows from the table."""
    from wwz.partners.matrix import COLUMNS, MATRIX, Action

    lines = [*HEAD.splitlines(), "", "## Roles", "", "| short | role |", "|---|---|"]
    lines += [f"| {short} | {role!s} |" for short, role in COLUMNS.items()]
    lines += ["", "## Matrix", "", *MARKS.splitlines(), ""]
    lines += ["| action | " + " | ".join(COLUMNS) + " |"]
    lines += ["|---" * (len(COLUMNS) + 1) + "|"]
    for action in Action:
        marks = [MATRIX[action][role].value for role in COLUMNS.values()]
        lines.append(f"| {action.name}: {action.value} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def rights_out_of_date(root: Path) -> list[str]:
    """A document that says something else than the table."""
    path = root / PAGE
    if not path.exists() or path.read_text(encoding="utf-8") != page():
        return ["docs/rights.md: out of date; run make lock"]
    return []


def write(root: Path) -> None:
    (root / PAGE).write_text(page(), encoding="utf-8")
