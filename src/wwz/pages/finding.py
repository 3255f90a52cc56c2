"""What the search box finds in the steps: only what this reader may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wwz.akkoord.models import Afspraak
from wwz.partners.actor import Actor
from wwz.uitvoering.models import Initiative, Knelpunt, Woonservicezone
from wwz.visie.models import Visie
from wwz.werkplaats.models import Insight

MOST_EACH = 8
SHORTEST = 3


@dataclass(frozen=True)
class FoundThing:
    """One thing by its title, with its kind and partnership in words."""

    title: str
    kind: str
    partnership: str
    address: str


# What is searched, which field holds its title, and where it is shown.
KINDS = (
    (Visie, "title", "visie", "visie:visie"),
    (Afspraak, "title", "afspraak", "akkoord:afspraak"),
    (Initiative, "title", "initiatief", "uitvoering:initiative"),
    (Knelpunt, "title", "knelpunt", "uitvoering:thread"),
    (Woonservicezone, "name", "woonservicezone", "uitvoering:zone"),
    (Insight, "title", "inzicht", "werkplaats:insight"),
)


def find_things(actor: Actor, typed: str) -> list[FoundThing]:
    """Things whose title holds what was typed; one query per kind, however many there are."""
    if len(typed) < SHORTEST:
        return []
    found = []
    for model, field, kind, name in KINDS:
        visible = model.objects.visible_to(actor).filter(**{f"{field}__icontains": typed})
        for thing in visible.select_related("partnership").order_by(field)[:MOST_EACH]:
            address = reverse(name, args=[thing.pk])
            found.append(FoundThing(getattr(thing, field), kind, str(thing.partnership), address))
    return found
