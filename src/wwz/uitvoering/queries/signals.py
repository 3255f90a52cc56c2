"""Lists of signalen for the team that works on them, and what one of them needs on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.access import team_signalen, zones_for
from wwz.uitvoering.models import (
    ContactDetail,
    Knelpunt,
    KnelpuntState,
    Signaal,
    SignaalState,
    Terugkoppeling,
    Woonservicezone,
)
from wwz.uitvoering.queries.pages import PAGE
from wwz.uitvoering.services.signals import CLOSED, may_reopen

# What a row of the list shows; the rest of a signaal is read on its own page.
SHOWN = ("subject", "channel", "state", "answer_by", "closed_on", "zone__name", "knelpunt__title")
EVERYTHING = "alle"
OPEN_STATES = tuple(state for state in SignaalState.values if state not in CLOSED)
UNSOLVED = tuple(
    state for state in KnelpuntState.values
    if state not in (KnelpuntState.VERHOLPEN, KnelpuntState.AANVAARD)
)  # fmt: skip


@dataclass(frozen=True)
class SignaalPage:
    signaal: Signaal
    letters: Sequence[Terugkoppeling]
    may_answer: bool
    may_see_contact: bool
    has_contact: bool
    may_reopen: bool
    late: bool
    open: bool


def listed(
    actor: Actor, partnership: Partnership, wanted: Mapping[str, Any], *, today: date
) -> QuerySet[Signaal]:
    """The signalen of the team, the one to be answered first on top."""
    found = team_signalen(actor, partnership).select_related("zone", "knelpunt")
    state = wanted.get("stand", "")
    if wanted.get("zone"):
        found = found.filter(zone=wanted["zone"])
    if wanted.get("kanaal"):
        found = found.filter(channel=wanted["kanaal"])
    if not state:
        found = found.filter(state__in=OPEN_STATES)
    elif state != EVERYTHING:
        found = found.filter(state=state)
    if wanted.get("te_laat"):
        found = found.filter(is_late(today))
    return found.order_by("answer_by", "received_on", "id")


def ticked(actor: Actor, partnership: Partnership, keys: Sequence[UUID]) -> list[Signaal]:
    """The ones that were ticked in the list, as far as the team works on them."""
    return list(team_signalen(actor, partnership).filter(pk__in=keys))


def is_late(today: date) -> Q:
    return Q(state__in=OPEN_STATES, answer_by__lt=today)


def due_signalen(actor: Actor, *, until: date) -> list[Signaal]:
    """Open signalen of the own zone to be answered by then; who sees all is not told of each."""
    if actor.scope_id is None or not actor.may(Action.GIVE_FEEDBACK):
        return []
    found = Signaal.objects.visible_to(actor).filter(
        zone=actor.scope_id, state__in=OPEN_STATES, answer_by__lte=until
    )
    return list(found.select_related("zone").order_by("answer_by", "id")[:PAGE])


def signaal_page(actor: Actor, signaal: Signaal, *, today: date) -> SignaalPage:
    is_open = signaal.state in OPEN_STATES
    return SignaalPage(
        signaal=signaal,
        letters=list(signaal.feedback.order_by("sent_on", "id")),
        may_answer=allows(actor, Action.GIVE_FEEDBACK, signaal),
        may_see_contact=allows(actor, Action.SEE_CONTACT, signaal),
        has_contact=ContactDetail.objects.filter(signaal=signaal).exists(),
        may_reopen=may_reopen(signaal, today=today)
        and allows(actor, Action.SUBMIT_ON_BEHALF, signaal),
        late=is_open and signaal.answer_by < today,
        open=is_open,
    )


def knelpunten_to_join(actor: Actor, partnership: Partnership) -> list[Knelpunt]:
    """Knelpunten that a signaal can still be put with."""
    found = Knelpunt.objects.visible_to(actor).filter(partnership=partnership, state__in=UNSOLVED)
    if actor.scope_id is not None:
        found = found.filter(Q(zone=actor.scope_id) | Q(zone=None))
    return list(found.order_by("title"))


def partners_of(partnership: Partnership) -> list[Organisation]:
    """The organisations that take part, by name."""
    return list(Organisation.objects.filter(participation__partnership=partnership).distinct())


def zones_to_filter(actor: Actor, partnership: Partnership) -> list[Woonservicezone]:
    return zones_for(actor, Action.TRIAGE, partnership)
