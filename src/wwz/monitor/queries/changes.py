"""What happened since a day, as the log and the figures tell it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from wwz.akkoord.models import Afspraak, Measurement
from wwz.audit.models import AuditEvent
from wwz.opgave.wording import in_full
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership
from wwz.uitvoering.models import Initiative, Milestone, ProgressReport
from wwz.uitvoering.progress_wording import in_unit, short_day

MOST = 6
VERBS = ("milestone.shift", "milestone.reach", "progressreport.approve")


@dataclass(frozen=True)
class Change:
    """One line: what, by whom and why, and where to read on."""

    on: date
    title: str
    meta: str
    address: str = ""


def changes_since(
    partnership: Partnership, actor: Actor, *, since: date, today: date
) -> list[Change]:
    """The newest first, at most six, only of what the actor may read."""
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    end = start + (today - since) + timedelta(days=1)
    events = list(
        AuditEvent.objects.filter(
            partnership_id=partnership.pk, verb__in=VERBS, at__gte=start, at__lt=end
        ).order_by("-id")[:200]
    )
    found = [
        *milestones(events, actor),
        *realised(events, actor),
        *measurements(partnership, actor, since=since, today=today),
    ]
    return sorted(found, key=lambda change: change.on, reverse=True)[:MOST]


def ids_of(events: Iterable[AuditEvent], verb: str) -> dict[UUID, date]:
    """The last day on which something happened to each."""
    found: dict[UUID, date] = {}
    for event in events:
        if event.verb.startswith(verb):
            found.setdefault(event.object_id, timezone.localtime(event.at).date())
    return found


def milestones(events: Iterable[AuditEvent], actor: Actor) -> list[Change]:
    on = ids_of(events, "milestone.")
    seen = Initiative.objects.visible_to(actor).values("pk")
    rows = Milestone.objects.filter(pk__in=list(on), initiative__in=seen).select_related(
        "initiative__organisation"
    )
    return [milestone_change(one, on[one.pk]) for one in rows]


def milestone_change(one: Milestone, on: date) -> Change:
    party = one.initiative.organisation
    if one.done_on is not None:
        title, why = f"{one.initiative.title}: {one.title} is gehaald", ""
    else:
        moved = f"schuift van {short_day(one.first_on)} naar {in_full(one.due_on)}"
        title = f"{one.initiative.title}: {one.title} {moved}"
        why = f" · reden: {one.shifted_because}" if one.shifted_because else ""
    address = reverse("uitvoering:initiative", args=[one.initiative_id])
    return Change(on, title, f"{party}, {short_day(on)}{why}", address)


def realised(events: Iterable[AuditEvent], actor: Actor) -> list[Change]:
    on = ids_of(events, "progressreport.approve")
    rows = (
        ProgressReport.objects.visible_to(actor)
        .filter(pk__in=list(on), light="gerealiseerd")
        .select_related("afspraak", "organisation")
    )
    return [
        Change(
            on[one.pk],
            f"Gerealiseerd: {one.afspraak.title}",
            f"{one.organisation}, {short_day(on[one.pk])}",
            reverse("uitvoering:report", args=[one.pk]),
        )
        for one in rows
    ]


def measurements(
    partnership: Partnership, actor: Actor, *, since: date, today: date
) -> list[Change]:
    """New figures, those of one day and one source on one line."""
    seen = Afspraak.objects.visible_to(actor).filter(partnership=partnership).values("pk")
    rows = (
        Measurement.objects.filter(afspraak__in=seen, measured_on__gt=since, measured_on__lte=today)
        .select_related("afspraak")
        .order_by("-measured_on")[:200]
    )
    together: dict[tuple[date, str], list[Measurement]] = {}
    for one in rows:
        together.setdefault((one.measured_on, one.source), []).append(one)
    return [measured_together(same, partnership) for same in list(together.values())[:3]]


def measured_together(same: list[Measurement], partnership: Partnership) -> Change:
    first = same[0]
    meta = f"{short_day(first.measured_on)} · bron: {first.source}"
    if len(same) > 1:
        address = reverse("monitor:promises", args=[partnership.slug])
        title = f"Nieuwe cijfers bij {len(same)} afspraken"
        return Change(first.measured_on, title, meta, address)
    unit = first.afspraak.measure_unit or first.afspraak.unit
    demo = " (demo-cijfer)" if first.demo else ""
    title = f"Nieuw cijfer bij afspraak {first.afspraak.number}: {in_unit(first.value, unit)}{demo}"
    address = reverse("akkoord:afspraak", args=[first.afspraak_id])
    return Change(first.measured_on, title, meta, address)
