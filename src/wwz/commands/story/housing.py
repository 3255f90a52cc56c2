"""The huisvestingsprogramma of Zwolle: last year's, adopted, and this year's, still a concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from wwz.areas.models import Area, Level
from wwz.commands.story.narrator import Story
from wwz.uitvoering.housing import lines, versions
from wwz.uitvoering.housing.lines import LineText
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme
from wwz.uitvoering.housing.versions import VersionText
from wwz.uitvoering.models import Initiative

FILE = Path(__file__).with_name("housing_zwolle.yaml")
Told = Mapping[str, Any]
BEGUN, SUBMITTED, ADOPTED, REVISED = -372, -351, -340, -45
INTRODUCTION = (
    "Niet iedereen vindt vanzelf een woning die past. Dit programma zegt voor wie er woningen "
    "komen, hoeveel, waar, wanneer, van welke partij, met welke begeleiding en met welk geld."
)


def tell(story: Story) -> None:
    """A version that was adopted, what was delivered of it, and the next one."""
    told: dict[str, list[Told]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    year = story.today.year
    first = begin(story, VersionText(year, year + 3, text=INTRODUCTION), BEGUN)
    for row in told["first"]:
        add(story, first, row, BEGUN + 5)
    adopt(story, first)
    for row in told["told"]:
        lines.tell(
            story.actor("Sanne"), line_of(first, row), row["delivered"], text=row.get("text", ""),
            told_on=story.day(row["day"]), now=story.moment(row["day"]), demo=True,
        )  # fmt: skip
    second = begin(story, VersionText(year + 1, year + 4, text=INTRODUCTION), REVISED)
    for row in told["changed"]:
        change(story, second, row)
    for row in told["dropped"]:
        found = line_of(second, row)
        lines.drop_line(story.actor("Sanne"), found, row["because"], now=story.moment(-24))
    for row in told["new"]:
        add(story, second, row, -22)


def begin(story: Story, wanted: VersionText, offset: int) -> HousingProgramme:
    zwolle = story.partnerships["zwolle"]
    return versions.begin(story.actor("Sanne"), zwolle, wanted, now=story.moment(offset))


def adopt(story: Story, one: HousingProgramme) -> None:
    now, today = story.moment(SUBMITTED), story.day(SUBMITTED)
    versions.submit(story.actor("Sanne"), one, now=now, today=today)
    now, today = story.moment(ADOPTED), story.day(ADOPTED)
    versions.adopt(story.actor("Meryem"), one, today=today, now=now)


def add(story: Story, one: HousingProgramme, row: Told, offset: int) -> None:
    """A line, with its figure when that was published."""
    text = LineText(
        group=row["group"],
        woonvorm=row["woonvorm"],
        year=story.today.year + row["year"],
        area=place(story, row["area"]),
        organisation=story.organisation(row["party"]),
        homes=row.get("homes"),
        support_places=row.get("places"),
        support_hours=Decimal(row["hours"]) if "hours" in row else None,
        supported_by=story.organisation(row["by"]) if "by" in row else None,
        amount=Decimal(row["amount"]) if "amount" in row else None,
        regime=row.get("regime", ""),
        initiative=Initiative.objects.filter(title=row.get("project", "")).first(),
        text=row.get("text", ""),
        demo=True,
    )
    fact = story.fact(row["need"][0], story.gemeente, row["need"][1]) if "need" in row else None
    lines.add_line_from(story.actor("Sanne"), one, text, fact=fact, now=story.moment(offset))


def place(story: Story, name: str) -> Area:
    """A wijk by its name; without it, and without a name, the whole gemeente."""
    inside = Area.objects.filter(gemeente__code=story.gemeente.code, level=Level.WIJK, name=name)
    return inside.order_by("-year").first() or story.gemeente


def line_of(one: HousingProgramme, row: Told) -> HousingLine:
    return one.lines.select_related("area", "organisation").get(number=row["line"])


def change(story: Story, one: HousingProgramme, row: Told) -> None:
    found = line_of(one, row)
    text = LineText(**{name: getattr(found, name) for name in lines.WRITTEN})
    given = {name: row[name] for name in ("homes", "because") if name in row}
    if "year" in row:
        given["year"] = story.today.year + row["year"]
    if "hours" in row:
        given["support_hours"] = Decimal(row["hours"])
    text = replace(text, **given)
    lines.change_line(story.actor("Sanne"), found, text, now=story.moment(-25))
