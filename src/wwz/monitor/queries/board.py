"""What lies before one bestuurder: the count, the decisions, and what waits for a signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from wwz.akkoord.models import Consent, ConsentState, Revision, RevisionState
from wwz.meetings.models import Meeting
from wwz.monitor.models import BoardPack, DecisionAnswer, DecisionRequest, DecisionState
from wwz.monitor.queries.meetings import next_meeting
from wwz.monitor.queries.packs import pack_for
from wwz.monitor.queries.promises import counts, promises
from wwz.partners.access import get_visible
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership


@dataclass(frozen=True)
class Asked:
    """A decision with the answer of the own organisation, empty while there is none."""

    request: DecisionRequest
    answer: DecisionAnswer | None


@dataclass(frozen=True)
class ToSign:
    """A revision that waits for the own consent; of how many parties some consented."""

    revision: Revision
    consented: int
    asked: int


@dataclass(frozen=True)
class Board:
    meeting: Meeting | None
    counts: Mapping[str, int]
    decisions: Sequence[Asked]
    to_sign: Sequence[ToSign]
    pack: BoardPack | None


def board(partnership: Partnership, actor: Actor, *, today: date) -> Board:
    meeting = next_meeting(partnership, actor)
    return Board(
        meeting=meeting,
        counts=counts(promises(partnership, actor, today=today, meeting=meeting)),
        decisions=decisions_of(meeting, actor) if meeting else [],
        to_sign=to_sign(partnership, actor),
        pack=pack_for(partnership, actor, meeting.pk) if meeting else None,
    )


def decisions_of(meeting: Meeting, actor: Actor) -> list[Asked]:
    """What is asked in a meeting and not decided yet."""
    asked = requests_of(meeting, actor).filter(state=DecisionState.GEVRAAGD)
    own = {
        one.request_id: one
        for one in DecisionAnswer.objects.filter(
            request__meeting=meeting, organisation=actor.organisation_id
        )
    }
    return [Asked(one, own.get(one.pk)) for one in asked]


def requests_of(meeting: Meeting, actor: Actor) -> QuerySet[DecisionRequest]:
    return (
        DecisionRequest.objects.visible_to(actor)
        .filter(meeting=meeting)
        .select_related("afspraak", "knelpunt", "partnership", "meeting")
        .order_by("number")
    )


def all_requests(partnership: Partnership, actor: Actor) -> list[DecisionRequest]:
    """Everything asked of the board, with the answers given so far; the next meeting first."""
    found = (
        DecisionRequest.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("meeting", "afspraak", "partnership", "knelpunt__initiative")
        .prefetch_related("answers__organisation")
    )
    return list(found.order_by("-meeting__starts_at", "number"))


def get_request(actor: Actor, pk: UUID) -> DecisionRequest:
    related = ("meeting", "partnership", "afspraak__akkoord", "knelpunt__initiative")
    return get_visible(DecisionRequest.objects.select_related(*related), actor, pk)


def to_sign(partnership: Partnership, actor: Actor) -> list[ToSign]:
    """Revisions that wait for the consent of the own organisation."""
    waiting = Consent.objects.filter(
        organisation=actor.organisation_id, state=ConsentState.GEVRAAGD
    )
    found = (
        Revision.objects.visible_to(actor)
        .filter(
            partnership=partnership,
            state=RevisionState.INSTEMMING_GEVRAAGD,
            pk__in=waiting.values("revision"),
        )
        .select_related("afspraak")
        .prefetch_related("consents")
    )
    made = []
    for revision in found:
        said = [one.state for one in revision.consents.all()]
        made.append(ToSign(revision, said.count(ConsentState.INGESTEMD), len(said)))
    return made


def unanswered(actor: Actor, today: date) -> list[DecisionRequest]:
    """What the own organisation has not answered yet, for meetings that are still to come."""
    if not actor.may(Action.DECIDE):
        return []
    found = (
        DecisionRequest.objects.visible_to(actor)
        .filter(
            partnership__in=actor.partnership_ids,
            state=DecisionState.GEVRAAGD,
            meeting__starts_at__date__gt=today,
        )
        .exclude(answers__organisation=actor.organisation_id)
    )
    related = ("meeting", "partnership")
    return list(found.select_related(*related).order_by("meeting__starts_at", "number"))
