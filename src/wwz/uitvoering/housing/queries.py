"""What the pages of the programme read."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404

from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Outcome, OutcomeKind
from wwz.opgave.jobs.groups import group_labels
from wwz.opgave.own.checking import areas_of
from wwz.opgave.own.models import OwnKind
from wwz.partners.access import get_visible
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Organisation, Participation, Partnership
from wwz.uitvoering.housing.forms import LineChoices
from wwz.uitvoering.housing.lines import may_keep
from wwz.uitvoering.housing.models import HousingLine, HousingProgramme, HousingState
from wwz.uitvoering.models import Initiative

BESIDE = ("partnership", "snapshot", "follows__snapshot", "follows__partnership", "adopted_for")
MOST_OUTCOMES = 50


def programme_for(actor: Actor, pk: UUID) -> HousingProgramme:
    return get_visible(HousingProgramme.objects.select_related(*BESIDE), actor, pk)


def versions_of(actor: Actor, partnership: Partnership) -> list[HousingProgramme]:
    """All versions that this actor may read, the newest first."""
    found = HousingProgramme.objects.visible_to(actor).filter(partnership=partnership)
    return list(found.select_related("adopted_for", "partnership", "snapshot"))


def in_force(actor: Actor, partnership: Partnership) -> HousingProgramme | None:
    found = HousingProgramme.objects.visible_to(actor).filter(partnership=partnership)
    return found.filter(state=HousingState.VASTGESTELD).first()


def waiting_to_adopt(actor: Actor) -> list[HousingProgramme]:
    """Versions that wait for a decision of this bestuurder; for others nothing is asked."""
    own = [pk for pk in actor.partnership_ids
           if actor.reach(Action.ADOPT_HOUSING, pk) is not Reach.NONE]  # fmt: skip
    if not own:
        return []
    found = HousingProgramme.objects.visible_to(actor).filter(partnership__in=own)
    return list(found.filter(state=HousingState.VOORGELEGD))


def line_for(actor: Actor, pk: UUID, number: int) -> HousingLine:
    """A line of a version that the actor may read."""
    programme = programme_for(actor, pk)
    beside = ("area", "organisation", "supported_by", "initiative", "afspraak",
              "fact__indicator", "fact__area", "fact__study")  # fmt: skip
    found = programme.lines.filter(number=number).select_related(*beside)
    line = found.defer("area__geometry", "fact__area__geometry").first()
    if line is None:
        raise Http404
    line.programme = programme
    return line


def choices_for(actor: Actor, programme: HousingProgramme, *, today: date) -> LineChoices:
    """What this actor can put in a line: only the own party when the right reaches no further."""
    partnership = programme.partnership
    everyone = parties_of(partnership, today)
    areas = areas_of(partnership, OwnKind.CIJFERS)
    areas = areas or {area.code: area for area in partnership.areas.defer("geometry")}
    groups = dict(group_labels(today))
    # What stands in a line stays to be chosen there, also when nobody would choose it anew.
    for line in programme.lines.select_related("area", "organisation", "supported_by"):
        groups.setdefault(line.group, line.group.replace("_", " "))
        areas.setdefault(line.area.code, line.area)
        for party in (line.organisation, line.supported_by):
            if party is not None:
                everyone.setdefault(str(party.pk), party)
    initiatives = Initiative.objects.visible_to(actor).filter(partnership=partnership)
    afspraken = Afspraak.objects.visible_to(actor).filter(partnership=partnership)
    return LineChoices(
        groups=groups,
        areas=areas,
        parties={key: one for key, one in everyone.items() if may_keep(actor, programme, one.pk)},
        everyone=everyone,
        initiatives={str(one.pk): one for one in initiatives.only("title", "partnership")},
        afspraken={str(one.pk): one for one in afspraken.only("number", "title", "partnership")},
    )


def parties_of(partnership: Partnership, today: date) -> dict[str, Organisation]:
    there = Participation.objects.valid(on=today).filter(partnership=partnership)
    found = Organisation.objects.filter(pk__in=there.values("organisation")).order_by("name")
    return {str(one.pk): one for one in found}


def decisions_of(actor: Actor, partnership: Partnership) -> list[Outcome]:
    """Decisions of meetings that an adoption can follow from, the newest first."""
    found = Outcome.objects.visible_to(actor).filter(
        partnership=partnership, kind=OutcomeKind.BESLUIT
    )
    return list(found.select_related("meeting").order_by("-meeting__starts_at")[:MOST_OUTCOMES])
