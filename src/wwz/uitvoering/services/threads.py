"""What goes on in a thread: a step of its knelpunt, or a decision, a lesson, news from later on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from wwz.audit.states import move
from wwz.notifications.services import tell_followers
from wwz.partners.actor import Actor
from wwz.uitvoering.models import Knelpunt, ThreadEntry, Woonservicezone

NEWS = {
    "analyse": "wij zoeken uit wat er aan de hand is",
    "discuss": "bewoners hebben erover gepraat",
    "choose": "er is een oplossing gekozen",
    "carry_out": "wij voeren het uit",
    "solve": "het is opgelost",
    "accept": "wij doen hier niets aan; lees waarom",
}


@transaction.atomic
def take_step(
    actor: Actor,
    knelpunt: Knelpunt,
    verb: str,
    *,
    now: datetime,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Move the knelpunt, and tell who follows its thread."""
    move(knelpunt, verb, by=actor.by(), now=now, changes=changes)
    tell_who_follows(knelpunt, NEWS[verb], now=now)


@transaction.atomic
def add_entry(
    knelpunt: Knelpunt,
    step: str,
    *,
    happened_on: date,
    title: str,
    text: str,
    now: datetime,
    address: str = "",
) -> ThreadEntry:
    """One step more. Residents read the title and the text, partners also follow the address."""
    made = ThreadEntry.objects.create(
        knelpunt=knelpunt,
        step=step,
        happened_on=happened_on,
        title=title,
        text=text,
        address=address,
    )
    tell_who_follows(knelpunt, title, now=now)
    return made


def tell_who_follows(
    knelpunt: Knelpunt, news: str, *, now: datetime, of: Woonservicezone | None = None
) -> None:
    """Let who follows the thread, or the zone that it is ``of``, know."""
    title = knelpunt.thread_title or knelpunt.title
    address = reverse("uitvoering:thread", args=[knelpunt.pk])
    tell_followers(of or knelpunt, f"‘{title}’: {news}", address, now=now)
