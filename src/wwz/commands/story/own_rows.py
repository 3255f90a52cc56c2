"""Homes, plans, figures, groups, sites and facilities, all invented and marked so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wwz.commands import demo_rows
from wwz.commands.story.narrator import HOME, Story
from wwz.opgave.jobs import own_columns
from wwz.opgave.own import intakes
from wwz.opgave.own.models import OwnKind
from wwz.opgave.own.reading import Content

FILES = (
    ("homes", OwnKind.WONINGEN, "verzonnen-woningen.xlsx"),
    ("figures", OwnKind.CIJFERS, "verzonnen-cijfers.xlsx"),
    ("groups", OwnKind.AANDACHTSGROEPEN, "verzonnen-groep.xlsx"),
    ("sites", OwnKind.LOCATIES, "verzonnen-locaties.xlsx"),
    ("facilities", OwnKind.VOORZIENINGEN, "verzonnen-voorzieningen.xlsx"),
)


def tell(story: Story) -> None:
    """Files that the gemeente brought: those before its study, and one with sites."""
    if story.gemeente.code != HOME:
        return
    kept = demo_rows.kept_rows()
    for key, kind, name in FILES:
        if kept.get(key):
            bring(story, kind, name, kept[key])


def bring(story: Story, kind: OwnKind, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    columns = own_columns(kind)
    lines = [[one.shown(cells.get(one.key, "")) for one in columns] for cells in rows]
    content = Content([one.label for one in columns], list(enumerate(lines, start=2)))
    sanne, now = story.actor("Sanne"), story.moment(demo_rows.BROUGHT.days)
    zwolle = story.partnerships["zwolle"]
    made = intakes.bring(sanne, zwolle, intakes.NewFile(kind, name, "0" * 64, content), now=now)
    intakes.take_in(sanne, made, now=now)
