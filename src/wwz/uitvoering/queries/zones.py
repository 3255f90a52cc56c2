"""What is going on in a zone, for this reader, and the zones of a partnership."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership
from wwz.uitvoering.access import team_signalen
from wwz.uitvoering.models import Initiative, Knelpunt, Signaal, Woonservicezone, ZoneMember
from wwz.uitvoering.queries.initiatives import RUNNING, Lit, lit
from wwz.uitvoering.queries.signals import OPEN_STATES, UNSOLVED

MOST = 8


@dataclass(frozen=True)
class ZonePage:
    zone: Woonservicezone
    knelpunten: Sequence[Knelpunt]
    signalen: Sequence[Signaal]
    initiatives: Sequence[Lit]
    team: Sequence[ZoneMember]
    meeting: Meeting | None
    others: Sequence[Woonservicezone]


def zone_page(actor: Actor, zone: Woonservicezone, *, now: datetime) -> ZonePage:
    knelpunten = Knelpunt.objects.visible_to(actor).filter(zone=zone, state__in=UNSOLVED)
    signalen = team_signalen(actor, zone.partnership).filter(
        zone=zone, knelpunt=None, state__in=OPEN_STATES
    )
    initiatives = Initiative.objects.visible_to(actor).filter(zone=zone, state__in=RUNNING)
    meetings = Meeting.objects.visible_to(actor).filter(
        zone_id=zone.pk,
        kind=MeetingKind.WIJKPLATFORM,
        state=MeetingState.UITGENODIGD,
        ends_at__gte=now,
    )
    others = Woonservicezone.objects.visible_to(actor).filter(partnership=zone.partnership_id)
    return ZonePage(
        zone=zone,
        knelpunten=list(
            knelpunten.annotate(number=Count("signalen")).select_related("afspraak", "chosen")[
                :MOST
            ]
        ),
        signalen=list(signalen.order_by("answer_by")[:MOST]),
        initiatives=lit(initiatives.order_by("title")[:MOST], today=now.date()),
        team=team_of(zone),
        meeting=meetings.order_by("starts_at").first(),
        others=list(others.exclude(pk=zone.pk)),
    )


def team_of(zone: Woonservicezone) -> list[ZoneMember]:
    """The wijkmanager first, then the others by their work."""
    members = list(zone.team.select_related("organisation", "person"))
    return sorted(members, key=lambda one: (one.person_id != zone.manager_id, one.work))


def zones_with_numbers(actor: Actor, partnership: Partnership) -> list[Woonservicezone]:
    """The zones with how much is going on in each that this reader may see."""
    knelpunten = Knelpunt.objects.visible_to(actor).filter(state__in=UNSOLVED)
    initiatives = Initiative.objects.visible_to(actor).filter(state__in=RUNNING)
    zones = Woonservicezone.objects.visible_to(actor).filter(partnership=partnership)
    return list(
        zones.annotate(
            knelpunten=Count("knelpunt", filter=Q(knelpunt__in=knelpunten), distinct=True),
            initiatives=Count("initiative", filter=Q(initiative__in=initiatives), distinct=True),
        ).prefetch_related(
            Prefetch("team", ZoneMember.objects.select_related("organisation").order_by("work")),
            "areas",
        )
    )
