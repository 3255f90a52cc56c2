"""docs/states.md follows from the tables of states; `make lock` writes it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz.audit.states import Machine, Transition

PAGE = Path("docs") / "states.md"
HEAD = """# States

How everything goes on. `make lock` writes this page from the tables in `src/wwz/<app>/states.py`,
which the site itself reads: `wwz.audit.states.move` is the only way to another state, and writes
who did it.
A link never changes a state. *Who* names the roles of the [matrix](rights.md) that may do such
things at all; how far the right reaches, and what else must be so, the service of the app checks.
*the clock* is nobody's button: the worker does it when the day has come."""
COLUMNS = "| verb | from | to | who | needs |"


def machines() -> dict[str, Machine]:
    """Every declared machine by the label of its model, in the order of the alphabet."""
    from django.apps import apps

    if not apps.ready:
        import django

        django.setup()
    from wwz.audit.states import MACHINES

    return dict(sorted(MACHINES.items()))


def page() -> str:
    """The document as it follows from the tables."""
    lines = [*HEAD.splitlines()]
    for label, machine in machines().items():
        lines += ["", f"## {label}", "", *diagram(machine), "", COLUMNS, "|---|---|---|---|---|"]
        lines += [row(transition) for transition in machine.transitions]
    return "\n".join(lines) + "\n"


def diagram(machine: Machine) -> Iterator[str]:
    """A drawing in the words of Mermaid, which code hosts and editors show."""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for beginning in machine.beginnings:
        yield f"    [*] --> {beginning}"
    for transition in machine.transitions:
        for source in transition.sources:
            yield f"    {source} --> {transition.target}: {transition.verb}"
    left = {source for transition in machine.transitions for source in transition.sources}
    for state in machine.states:
        if state not in left:
            yield f"    {state} --> [*]"
    yield "```"


def row(transition: Transition) -> str:
    cells = (
        f"`{transition.verb}`",
        ", ".join(f"`{source}`" for source in transition.sources),
        f"`{transition.target}`",
        ", ".join(who(transition)),
        transition.requires or "-",
    )
    return f"| {' | '.join(cells)} |"


def who(transition: Transition) -> tuple[str, ...]:
    from wwz.partners.matrix import Action, roles_that_may

    if not isinstance(transition.action, Action):
        return ("the clock",)
    return tuple(str(role) for role in roles_that_may(transition.action))


def states_out_of_date(root: Path) -> list[str]:
    """A document that says something else than the tables."""
    path = root / PAGE
    if not path.exists() or path.read_text(encoding="utf-8") != page():
        return ["docs/states.md: out of date; run make lock"]
    return []


def write(root: Path) -> None:
    (root / PAGE).write_text(page(), encoding="utf-8")
