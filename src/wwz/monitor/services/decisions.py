"""What the board is asked, what each bestuurder answers beforehand, and what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from wwz.akkoord.models import Afspraak
from wwz.akkoord.queries import bound_organisations
from wwz.audit.log import record
from wwz.audit.states import move
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.meetings.models import Meeting, MeetingState, OutcomeKind
from wwz.meetings.services import NewOutcome, add_outcome
from wwz.monitor.models import Answer, DecisionAnswer, DecisionRequest, DecisionState
from wwz.notifications.services import notify_organisation
from wwz.partners.access import refusal, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Role, Visibility
from wwz.uitvoering.models import Knelpunt, ThreadStep
from wwz.uitvoering.services.threads import add_entry

DECIDED = "Het bestuur heeft besloten"
"""What stands above a decision on the thread: the question itself was put to the board alone."""
WHO_HEARS = (Role.ORGANISATIEBEHEERDER, Role.ORGANISATIEMEDEWERKER, Role.BESTUURDER)


class DecisionRefusedError(RuleBrokenError):
    """A decision cannot be asked, answered or recorded like this."""


@dataclass(frozen=True)
class NewDecision:
    """A question to the board; ``yes_words`` replace the words of the first button."""

    question: str
    text: str
    afspraak: Afspraak | None = None
    knelpunt: Knelpunt | None = None
    yes_words: str = ""


@transaction.atomic
def ask_decision(
    actor: Actor, meeting: Meeting, wanted: NewDecision, *, now: datetime
) -> DecisionRequest:
    """Put a question on the board's page, as the next number of that meeting."""
    require_in(actor, Action.FREEZE_PACK, meeting.partnership)
    if meeting.state in (MeetingState.GEHOUDEN, MeetingState.AFGELAST):
        raise DecisionRefusedError(
            f"‘{meeting}’ is {meeting.get_state_display()}. Kies een overleg dat nog komt."
        )
    about = wanted.knelpunt or (knelpunt_of(wanted.afspraak) if wanted.afspraak else None)
    last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
    made = DecisionRequest.objects.create(
        partnership=meeting.partnership,
        visibility=Visibility.BESTUUR,
        meeting=meeting,
        number=last + 1,
        question=wanted.question.strip(),
        text=wanted.text.strip(),
        yes_words=wanted.yes_words.strip(),
        afspraak=wanted.afspraak,
        knelpunt=about,
    )
    record(made, "ask", by=actor.by(), now=now, after={"number": made.number})
    return made


def knelpunt_of(afspraak: Afspraak) -> Knelpunt | None:
    """The thread that led to a promise."""
    return Knelpunt.objects.filter(afspraak=afspraak).first()


@transaction.atomic
def give_answer(
    actor: Actor, request: DecisionRequest, answer: str, *, now: datetime
) -> DecisionAnswer:
    """What one bestuurder says beforehand for the own organisation; it may change until then."""
    if actor.reach(Action.DECIDE, request.partnership_id) is not Reach.OWN:
        raise NotAllowedError(refusal(actor, Action.DECIDE))
    if actor.organisation_id is None or answer not in Answer.values:
        raise DecisionRefusedError("Kies akkoord, niet akkoord of bespreken.")
    locked = DecisionRequest.objects.select_for_update().select_related("meeting")
    request = locked.get(pk=request.pk)
    if request.state != DecisionState.GEVRAAGD or request.meeting.starts_at <= now:
        raise DecisionRefusedError(
            "Het overleg is begonnen of het besluit is genomen. Zeg het in het overleg zelf."
        )
    known = request.answers.filter(organisation=actor.organisation_id).first()
    before = known.answer if known else None
    given, _ = DecisionAnswer.objects.update_or_create(
        request=request,
        organisation_id=actor.organisation_id,
        defaults={"person_id": actor.person_id, "answer": answer, "given_at": now},
    )
    by = actor.by()
    record(request, "answer", by=by, now=now, before={"answer": before}, after={"answer": answer})
    return given


def is_public_matter(request: DecisionRequest) -> bool:
    """Whether what is decided on is public: only then do residents read of the decision."""
    thread = request.knelpunt
    about = request.afspraak or (thread.initiative or thread if thread is not None else None)
    return about is not None and about.visibility == Visibility.OPENBAAR


def reaches_residents(request: DecisionRequest) -> bool:
    return request.knelpunt is not None and is_public_matter(request)


@transaction.atomic
def decide(
    actor: Actor, request: DecisionRequest, decision: str, *, public: str = "", now: datetime
) -> DecisionRequest:
    """Record what the board decided: in the meeting, on the thread, and to who is bound.

    ``public`` is what residents read on the thread instead of the decision itself; of a matter
    that is not public they read nothing.
    """
    require_in(actor, Action.FREEZE_PACK, request.partnership)
    require_begun(request, now)
    words = decision.strip()
    if not words:
        raise DecisionRefusedError("Schrijf op wat het bestuur heeft besloten.")
    today = timezone.localtime(now).date()
    new = NewOutcome(
        kind=OutcomeKind.BESLUIT, text=f"{request.question} {words}",
        visibility=seen_in_meeting(request),
    )  # fmt: skip
    outcome = add_outcome(actor, request.meeting, new, now=now)
    changes = {"outcome_id": outcome.pk, "decided_on": today, "decision": words}
    move(request, "decide", by=actor.by(), now=now, changes=changes)
    if request.knelpunt is not None and reaches_residents(request):
        add_entry(
            request.knelpunt,
            ThreadStep.BESLUIT,
            happened_on=today,
            title=DECIDED,
            text=public.strip() or words,
            now=now,
            address=reverse("meetings:meeting", args=[request.meeting_id]),
        )
    tell_bound(request, words, now=now)
    return request


def seen_in_meeting(request: DecisionRequest) -> str:
    """Who reads the decision in the meeting: not everybody when the matter is not public."""
    seen: str = request.meeting.visibility
    if seen == Visibility.OPENBAAR and not is_public_matter(request):
        return Visibility.PARTNER
    return seen


@transaction.atomic
def leave(actor: Actor, request: DecisionRequest, reason: str, *, now: datetime) -> DecisionRequest:
    """Record that the board did not decide, and why."""
    require_in(actor, Action.FREEZE_PACK, request.partnership)
    require_begun(request, now)
    words = reason.strip()
    if not words:
        raise DecisionRefusedError("Schrijf op waarom er niet is besloten.")
    changes = {"decided_on": timezone.localtime(now).date(), "decision": words}
    move(request, "leave", by=actor.by(), now=now, changes=changes)
    return request


def require_begun(request: DecisionRequest, now: datetime) -> None:
    if request.meeting.starts_at > now:
        starts = timezone.localtime(request.meeting.starts_at)
        raise DecisionRefusedError(
            f"Het overleg is op {starts:%d-%m-%Y}. Leg het besluit vast als het is genomen."
        )


def tell_bound(request: DecisionRequest, words: str, *, now: datetime) -> None:
    """Who is bound by the promise hears what was decided about it."""
    if request.afspraak is None:
        return
    for organisation in bound_organisations(request.afspraak):
        notify_organisation(
            organisation,
            WHO_HEARS,
            f"Besluit over afspraak {request.afspraak}: {words}",
            reverse("akkoord:afspraak", args=[request.afspraak_id]),
            partnership=request.partnership,
            today=timezone.localtime(now).date(),
            now=now,
        )
