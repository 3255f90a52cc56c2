"""What every chapter uses: the cast by name, days counted from today, and published figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from wwz.areas.models import Area, Level
from wwz.opgave.models import Fact
from wwz.partners.access import actor_for
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Organisation, Partnership, Person
from wwz.uitvoering.models import Woonservicezone

HOME = "GM0193"
HOME_WIJK = "WK019331"
FICTIONAL = "GM9999"


@dataclass
class Story:
    """All dates are counted from ``now``, so that the demo is always in the middle of things."""

    now: datetime
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    zones: dict[str, Woonservicezone] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, hour: int = 10) -> datetime:
        """A moment in local time; summer time does not shift it."""
        zone = timezone.get_current_timezone()
        return datetime.combine(self.day(offset), time(hour), tzinfo=zone)

    def organisation(self, name: str) -> Organisation:
        return Organisation.objects.get(name=name)

    def person(self, name: str) -> Person:
        return Person.objects.get(name=name)

    def actor(self, name: str) -> Actor:
        """One of the cast, with the hat of today."""
        account = Account.objects.get(person__name=name)
        return actor_for(account, today=self.today)

    # --- places and figures: real ones, or those of the fictional gemeente ---

    @cached_property
    def gemeente(self) -> Area:
        """Zwolle; without open data the fictional Verzonnendam."""
        found = newest_with_facts(HOME) or newest_with_facts(FICTIONAL)
        return found or Area.objects.filter(level=Level.GEMEENTE).order_by("-year")[0]

    @cached_property
    def wijk(self) -> Area:
        """Aa-landen, or the first wijk of the fictional gemeente."""
        inside = Area.objects.filter(gemeente__code=self.gemeente.code, level=Level.WIJK)
        known = newest_with_facts(HOME_WIJK) if self.gemeente.code == HOME else None
        return known or inside.order_by("-year", "code")[0]

    @cached_property
    def buurten(self) -> list[Area]:
        """The buurten of the zone."""
        inside = Area.objects.filter(parent__code=self.wijk.code, level=Level.BUURT)
        newest = inside.order_by("-year")[:1].values("year")
        return list(inside.filter(year__in=newest).defer("geometry").order_by("name"))

    def fact(self, indicator: str, area: Area, year: int) -> Fact | None:
        """The newest published figure, or nothing when there is none."""
        found = Fact.objects.filter(
            indicator__key=indicator, area__code=area.code, year=year, missing="", hidden=""
        )
        return found.order_by("-study__finished_at").first()


def newest_with_facts(code: str) -> Area | None:
    return Area.objects.filter(code=code, facts__isnull=False).order_by("-year").first()
