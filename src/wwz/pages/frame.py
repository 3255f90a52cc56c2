"""Where the frame around a page leads: the six steps, and the partnerships to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from wwz.addresses import address_of
from wwz.pages.queries import Place, places
from wwz.partners.actor import Actor
from wwz.partners.choosing import MOST
from wwz.partners.matrix import Action, Reach

# Name of the step, its word, its question, and where it lives below the partnership.
STEPS = (
    ("opgave", "Opgave", "wat is nodig", ""),
    ("visie", "Visie", "wat willen we", "visie/"),
    ("akkoord", "Akkoord", "wat beloven we", "akkoorden/"),
    ("uitvoering", "Uitvoering", "wat doen we", "uitvoering/"),
    ("werkplaats", "Werkplaats", "wat leren we", "werkplaats/"),
    ("monitor", "Monitor", "wat komt ervan", "monitor/"),
)


@dataclass(frozen=True)
class Step:
    """A stop on the thread, with its address; without a partnership one has to be chosen first."""

    key: str
    word: str
    question: str
    address: str


@dataclass(frozen=True)
class Frame:
    """Worked out once per request: every place, and the one this page is about."""

    places: Sequence[Place]
    here: Place | None
    # The steps that are shut to who asks: their stop leads to the page about the partnership.
    shut: frozenset[str] = frozenset()

    @property
    def offered(self) -> Sequence[Place]:
        """What the menu of every page can list; more of them stand on the front page."""
        return self.places if len(self.places) <= MOST else ()

    def home(self) -> str:
        return home_of(self.here.slug) if self.here else ""

    def steps(self, gemeente: Any = None) -> list[Step]:
        return [
            Step(
                key,
                word,
                question,
                self._opgave(gemeente) if key == "opgave" else self._to(key, path),
            )
            for key, word, question, path in STEPS
        ]

    def _to(self, key: str, path: str) -> str:
        if key in self.shut:
            return self.home()
        return f"{self.home()}{path}" if self.here else f"{address_of('pages:home')}#samenwerkingen"

    def _opgave(self, gemeente: Any) -> str:
        codes = [gemeente.code] if gemeente else list(self.here.codes) if self.here else []
        if len(codes) == 1:
            return address_of("opgave:gemeente", codes[0])
        return self.home() or f"{address_of('pages:home')}#kies"


def home_of(slug: str) -> str:
    return f"/samen/{slug}/"


def frame_of(request: HttpRequest, partnership: Any = None, gemeente: Any = None) -> Frame:
    """The frame of a page about this partnership or gemeente, or else about who asks.

    One query per request, however often it is asked.
    """
    known: list[Place] | None = getattr(request, "wwz_places", None)
    if known is None:
        known = places()
        request.wwz_places = known  # type: ignore[attr-defined]  # remembered on the request
    partnership = partnership or getattr(request, "wwz_partnership", None)
    here = _here(known, request, partnership, gemeente)
    return Frame(known, here, _shut(request, here))


def _shut(request: HttpRequest, here: Place | None) -> frozenset[str]:
    """The monitor is for partners: who is logged in for another place would be refused there."""
    actor: Actor | None = getattr(request, "wwz_actor", None)
    if here is None or actor is None or actor.account is None:
        return frozenset()
    closed = actor.reach(Action.READ_PARTNER, here.id) is Reach.NONE
    return frozenset({"monitor"}) if closed else frozenset()


def _here(known: Sequence[Place], request: HttpRequest, page: Any, gemeente: Any) -> Place | None:
    if page is not None:
        return next((place for place in known if place.slug == page.slug), None)
    if gemeente is not None:
        return next((place for place in known if gemeente.code in place.codes), None)
    actor = getattr(request, "wwz_actor", None)
    own = set(actor.partnership_ids) if actor is not None else set()
    # Who works in one partnership only, and a site with only one, need not choose.
    mine = [place for place in known if place.id in own] or list(known)
    return mine[0] if len(mine) == 1 else None
