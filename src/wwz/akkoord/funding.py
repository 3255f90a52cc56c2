"""Whether the money lasts as long as the promise."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from wwz.akkoord.models import Afspraak, FundingLine
from wwz.beside import below


@dataclass(frozen=True)
class FundingGap:
    """From ``starts_on`` to ``ends_on`` nobody pays for what ``text`` names."""

    text: str
    organisation: str
    starts_on: date
    ends_on: date


def promise_ends_on(afspraak: Afspraak) -> date:
    """The last day of the promise: when it is done, or the end of its promised path."""
    years = [target.year for target in below(afspraak, "path")]
    last = date(max(years), 12, 31) if years else afspraak.due_on
    return max(last, afspraak.due_on)


def funding_gap(afspraak: Afspraak) -> FundingGap | None:
    """The first purpose for which the money stops before the promise does.

    Lines with the same purpose follow each other: Wmo until 2028 and then the Rijk is no gap.
    """
    ends_on = promise_ends_on(afspraak)
    last: dict[str, FundingLine] = {}
    purposes: dict[str, list[FundingLine]] = defaultdict(list)
    for line in below(afspraak, "funding"):
        purposes[line.text].append(line)
    for text, lines in purposes.items():
        last[text] = max(lines, key=lambda line: line.ends_on)
    short = [line for line in last.values() if line.ends_on < ends_on]
    if not short:
        return None
    first = min(short, key=lambda line: line.ends_on)
    return FundingGap(
        text=first.text,
        organisation=str(first.organisation),
        starts_on=first.ends_on + timedelta(days=1),
        ends_on=ends_on,
    )
