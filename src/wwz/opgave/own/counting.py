"""Which rows of partnerships count in a study of a gemeente, and what changed since the last.

The rule: those of the partnership whose gemeente it is. Of two partnerships all rows count, each
under the organisation that brought it; their numbers are kept apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils.timezone import localtime

from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.opgave.own.models import COUNTED, OwnKind, OwnRow, OwnRowQuerySet
from wwz.opgave.wording import listing
from wwz.partners.models import Partnership

# Of a study without rows of anybody this day is never shown.
NO_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class OwnRows:
    """Rows that count, as text per column.

    publisher : whose they are
    as_of : the day of the last change
    groups : what was changed last comes last
    invented_streets : of a demo, that walks invented streets where no others are loaded
    """

    homes: Sequence[Mapping[str, str]] = ()
    figures: Sequence[Mapping[str, str]] = ()
    groups: Sequence[Mapping[str, str]] = ()
    facilities: Sequence[Mapping[str, str]] = ()
    publisher: str = ""
    as_of: date = NO_DAY
    fictional: bool = False
    invented_streets: bool = False


def rows_in(code: str) -> OwnRowQuerySet:
    """All rows, also those taken out, that a study of this gemeente counts with."""
    partnerships = Partnership.objects.filter(areas__code=code)
    # The four digits of a gemeente stand in the codes of its wijken and buurten.
    return OwnRow.objects.filter(
        kind__in=COUNTED, partnership__in=partnerships, area__code__regex=f"^..{code[2:]}"
    )


@transaction.atomic
def own_rows_of(code: str) -> OwnRows:
    """What partnerships brought of the gemeente with this code: two queries."""
    # Who is changing a list began before this study did: no page would tell that it lacks them.
    list(
        Partnership.objects.select_for_update(of=("self",)).filter(areas__code=code).order_by("pk")
    )
    found = list(
        rows_in(code)
        .standing()
        .select_related("partnership")
        .order_by("partnership__name", "kind", "number", "pk")
    )
    if not found:
        return OwnRows()
    figures = [row for row in found if row.kind == OwnKind.CIJFERS]
    facilities = [row for row in found if row.kind == OwnKind.VOORZIENINGEN]
    groups = [row for row in found if row.kind == OwnKind.AANDACHTSGROEPEN]
    names = sorted({str(row.partnership) for row in found})
    last = max(row.changed_at for row in found)
    told = OwnRows(
        publisher=listing(names)[:120],
        as_of=localtime(last).date(),
        # One invented figure among others is enough: who reads cannot tell which it is.
        fictional=any(row.partnership.demo for row in [*figures, *groups] or found),
    )
    return replace(
        told,
        homes=apart([row for row in found if row.kind == OwnKind.WONINGEN]),
        figures=newest(apart_by_row(figures)),
        groups=apart(sorted(groups, key=lambda row: (row.changed_at, row.pk))),
        facilities=apart(facilities),
        invented_streets=any(row.partnership.demo for row in facilities),
    )


def apart(rows: Sequence[OwnRow]) -> list[dict[str, str]]:
    return [cells for _, cells in apart_by_row(rows)]


def apart_by_row(rows: Sequence[OwnRow]) -> list[tuple[OwnRow, dict[str, str]]]:
    """Cells of rows with their own number; where two partnerships use the same, with more."""
    times = Counter(row.number for row in rows)
    return [
        (
            row,
            row.cells
            | {"id": row.number if times[row.number] == 1 else f"{row.number}-{row.pk.hex[:8]}"},
        )
        for row in rows
    ]


def newest(rows: Sequence[tuple[OwnRow, dict[str, str]]]) -> list[dict[str, str]]:
    """Where two partnerships give the same figure of the same day, the one changed last counts."""
    kept: dict[tuple[str, str, str], dict[str, str]] = {}
    for _, cells in sorted(rows, key=lambda one: (one[0].changed_at, one[0].pk)):
        kept[cells["area"], cells["kind"], cells["as_of"]] = cells
    return sorted(kept.values(), key=lambda cells: cells["id"])


@dataclass(frozen=True)
class Waiting:
    """Rows of a gemeente that changed after its last study, or that never were in one."""

    gemeente: Area
    rows: int
    since: datetime
    study: Study | None


def waiting_of(partnership: Partnership) -> list[Waiting]:
    """Gemeenten of a partnership whose figures are older than its rows."""
    found = []
    for gemeente in newest_areas(partnership):
        study = (
            Study.objects.without_scenario()
            .of_gemeente(gemeente.code)
            .select_related("gemeente")
            .order_by("-finished_at")
            .first()
        )
        changed = rows_in(gemeente.code).filter(partnership=partnership)
        if study is not None and study.started_at is not None:
            # By its start: what changed while it ran is not in it.
            changed = changed.filter(changed_at__gt=study.started_at)
        told = changed.aggregate(rows=Count("pk"), since=Min("changed_at"), last=Max("changed_at"))
        if told["rows"]:
            found.append(Waiting(gemeente, told["rows"], told["since"], study))
    return found


def newest_areas(partnership: Partnership) -> list[Area]:
    """The gemeenten of a partnership, newest year of each."""
    by_code: dict[str, Area] = {}
    for area in partnership.areas.defer("geometry").order_by("name", "year"):
        by_code[area.code] = area
    return list(by_code.values())
