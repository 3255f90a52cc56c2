"""Saying something, answering, reporting, deciding, taking back: one function per verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wwz.audit.log import record
from wwz.audit.states import move
from wwz.comments.models import AbuseReport, Comment, CommentState, Discussion, ReportDecision
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications import services as notifications
from wwz.partners.access import allows, refusal
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership, Person, Visibility

LONGEST = 4000
LONGEST_REASON = 1000
MOST_WAITING = 20
"""So many comments of visitors may wait in one partnership; people must be able to read them."""


class CannotSayError(RuleBrokenError):
    """This comment cannot be placed now."""


class CannotReportError(RuleBrokenError):
    """This comment cannot be reported."""


@dataclass(frozen=True)
class About:
    """The object that a discussion stands under, as the step that owns it describes it."""

    partnership: Partnership
    visibility: str
    kind: str
    object_id: UUID
    title: str
    address: str
    # The zone, document or traject it lies in: whoever has a role there may read or moderate.
    scope_id: UUID | None = None


# --- saying ---


@transaction.atomic
def say(
    actor: Actor,
    about: About,
    text: str,
    *,
    now: datetime,
    answers: Comment | None = None,
    name: str = "",
) -> Comment:
    """Place a comment; what a visitor says waits until somebody has looked at it.

    The caller fetched the object with `visible_to`. ``name`` is the first name of a visitor.

    Raises
    ------
    CannotSayError, NotAllowedError
    """
    reach = actor.reach(Action.COMMENT, about.partnership.pk)
    if reach is Reach.NONE:
        raise NotAllowedError(refusal(actor, Action.COMMENT))
    text, name = checked_text(text), shown_name(actor, name)
    discussion = discussion_of(about)
    if discussion.closed_at is not None:
        raise CannotSayError(
            f"Het gesprek over ‘{discussion}’ is gesloten. U kunt het nog wel lezen."
        )
    if reach is Reach.HELD:
        check_room(discussion)
    first = first_of(answers, discussion)
    comment = Comment.objects.create(
        discussion=discussion,
        answers=first,
        visibility=narrowest(about.visibility, first.visibility if first else about.visibility),
        author_id=actor.person_id,
        author_name=name,
        organisation_id=actor.organisation_id,
        text=text,
        state=CommentState.WACHT_OP_CONTROLE if reach is Reach.HELD else CommentState.ZICHTBAAR,
        made_at=now,
    )
    record(comment, "say", by=actor.by(), now=now, after={"state": comment.state})
    tell_who_was_answered(comment, now=now)
    return comment


def narrowest(*visibilities: str) -> str:
    """Seen by the fewest: an answer is read by nobody who cannot read what it answers."""
    return max(visibilities, key=Visibility.values.index)


def checked_text(text: str) -> str:
    text = text.strip()
    if not text:
        raise CannotSayError("Schrijf eerst wat u wilt zeggen.")
    if len(text) > LONGEST:
        raise CannotSayError(
            f"Uw reactie is {len(text)} tekens lang. Maak haar korter dan {LONGEST} tekens."
        )
    return text


def shown_name(actor: Actor, name: str) -> str:
    """The name of the person; of a visitor what was filled in."""
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    shown = person.name if person is not None else " ".join(name.split())
    if not shown:
        raise CannotSayError("Vul uw voornaam in, zodat anderen weten wie er spreekt.")
    return shown[:120]


def discussion_of(about: About) -> Discussion:
    """The discussion under the object, seen by whoever may see the object now."""
    found, _ = Discussion.objects.update_or_create(
        object_id=about.object_id,
        defaults={
            "partnership": about.partnership,
            "visibility": about.visibility,
            "kind": about.kind,
            "title": about.title[:200],
            "address": about.address[:300],
            "scope_id": about.scope_id,
        },
    )
    return found


def about_of(discussion: Discussion) -> About:
    """The object as it was described when somebody last spoke there."""
    return About(
        partnership=discussion.partnership,
        visibility=discussion.visibility,
        kind=discussion.kind,
        object_id=discussion.object_id,
        title=discussion.title,
        address=discussion.address,
        scope_id=discussion.scope_id,
    )


def check_room(discussion: Discussion) -> None:
    if discussion.visibility != Visibility.OPENBAAR:
        raise CannotSayError("Log in om hier te reageren.")
    waiting = Comment.objects.filter(
        discussion__partnership=discussion.partnership_id, state=CommentState.WACHT_OP_CONTROLE
    )
    if waiting.count() >= MOST_WAITING:
        raise CannotSayError(
            "Er wachten al veel reacties op controle. Probeer het morgen opnieuw, of bel of "
            "schrijf ons."
        )


def first_of(answers: Comment | None, discussion: Discussion) -> Comment | None:
    """What is answered: always the first comment, so that answers stay one level deep."""
    if answers is None:
        return None
    first = answers.answers or answers
    if first.discussion_id != discussion.pk or first.state not in CAN_BE_ANSWERED:
        raise CannotSayError("Op deze reactie kan niet meer worden geantwoord.")
    return first


CAN_BE_ANSWERED = (CommentState.ZICHTBAAR, CommentState.GEMELD)


def tell_who_was_answered(comment: Comment, *, now: datetime) -> None:
    """The writer above hears that there is an answer that can be read."""
    above = comment.answers
    if above is None or comment.state != CommentState.ZICHTBAAR:
        return
    if above.author is not None and above.author_id != comment.author_id:
        discussion = comment.discussion
        notifications.notify(
            above.author,
            f"{comment.author_name} antwoordde op uw reactie over ‘{discussion}’.",
            address_of(comment),
            partnership=discussion.partnership,
            now=now,
        )


def address_of(comment: Comment) -> str:
    return f"{comment.discussion.address}#reactie-{comment.pk}"


# --- taking back and closing ---


def withdraw(actor: Actor, comment: Comment, *, now: datetime) -> None:
    """Take back what one said oneself.

    Raises
    ------
    NotAllowedError, WrongStateError
    """
    if actor.person_id is None or comment.author_id != actor.person_id:
        raise NotAllowedError("Alleen de schrijver kan een reactie verwijderen.")
    move(comment, "withdraw", by=actor.by(), now=now)


@transaction.atomic
def close(actor: Actor, discussion: Discussion, *, now: datetime) -> None:
    """Let nobody say more; what was said stays."""
    require_moderation(actor, discussion)
    discussion.closed_at = now
    discussion.save(update_fields=["closed_at"])
    record(discussion, "close", by=actor.by(), now=now, after={"closed": True})


@transaction.atomic
def reopen(actor: Actor, discussion: Discussion, *, now: datetime) -> None:
    require_moderation(actor, discussion)
    discussion.closed_at = None
    discussion.save(update_fields=["closed_at"])
    record(discussion, "reopen", by=actor.by(), now=now, after={"closed": False})


# --- reporting and deciding ---


@transaction.atomic
def report(actor: Actor, comment: Comment, reason: str, *, now: datetime) -> AbuseReport:
    """Say that a comment should not stand there. It stays to be seen until somebody decides.

    Raises
    ------
    CannotReportError
    """
    reason = checked_reason(reason)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.state not in CAN_BE_ANSWERED:
        raise CannotReportError("Deze reactie staat er niet meer en hoeft niet gemeld te worden.")
    open_already = comment.reports.filter(
        reporter=actor.person_id, decision=ReportDecision.OPEN, reporter__isnull=False
    )
    if open_already.exists():
        raise CannotReportError("U hebt deze reactie al gemeld. Wij kijken ernaar.")
    made = AbuseReport.objects.create(
        comment=comment, reason=reason, reporter_id=actor.person_id, made_at=now
    )
    if comment.state == CommentState.ZICHTBAAR:
        move(comment, "report", by=actor.by(), now=now)
    return made


def checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise CannotReportError("Schrijf waarom. Zonder reden kunnen wij niets beslissen.")
    if len(reason) > LONGEST_REASON:
        raise CannotReportError(f"Maak de reden korter dan {LONGEST_REASON} tekens.")
    return reason


def release(actor: Actor, comment: Comment, *, now: datetime) -> None:
    """Show what a visitor said."""
    require_moderation(actor, comment.discussion)
    with transaction.atomic():
        move(comment, "release", by=actor.by(), now=now)
        tell_who_was_answered(comment, now=now)


@transaction.atomic
def keep(actor: Actor, comment: Comment, reason: str, *, now: datetime) -> None:
    """Let a reported comment stand, with a reason."""
    require_moderation(actor, comment.discussion)
    reason = checked_reason(reason)
    move(comment, "keep", by=actor.by(), now=now)
    decide(actor, comment, ReportDecision.BLIJFT_STAAN, reason, now=now)


@transaction.atomic
def hide(actor: Actor, comment: Comment, reason: str, *, now: datetime) -> None:
    """Show a comment no longer, with a reason that the writer is told."""
    require_moderation(actor, comment.discussion)
    reason = checked_reason(reason)
    held = comment.state == CommentState.WACHT_OP_CONTROLE
    move(comment, "hide", by=actor.by(), now=now)
    if not comment.reports.filter(decision=ReportDecision.OPEN).exists():
        AbuseReport.objects.create(
            comment=comment,
            reason="wachtte op controle" if held else "gezien door een moderator",
            reporter_id=actor.person_id,
            made_at=now,
        )
    decide(actor, comment, ReportDecision.VERBORGEN, reason, now=now)


def decide(
    actor: Actor, comment: Comment, decision: ReportDecision, reason: str, *, now: datetime
) -> None:
    """Answer every open report about a comment at once, and tell writer and reporters."""
    reports = comment.reports.filter(decision=ReportDecision.OPEN)
    told = [one.reporter for one in reports.select_related("reporter__account") if one.reporter]
    reports.update(
        decision=decision,
        decided_by=actor.person_id,
        decision_reason=reason,
        decided_at=now,
    )
    hidden = decision == ReportDecision.VERBORGEN
    people = {person for person in told if person.pk != actor.person_id}
    what = "is verborgen" if hidden else "blijft staan"
    for person in people:
        tell(comment, person, f"De reactie die u meldde {what}. {reason}", now=now)
    if hidden and comment.author is not None:
        tell(comment, comment.author, f"Uw reactie {what}. {reason}", now=now)


def tell(comment: Comment, person: Person, text: str, *, now: datetime) -> None:
    notifications.notify(
        person, text, address_of(comment), partnership=comment.discussion.partnership, now=now
    )


def require_moderation(actor: Actor, discussion: Discussion) -> None:
    if not may_moderate(actor, discussion):
        raise NotAllowedError(refusal(actor, Action.MODERATE))


def may_moderate(actor: Actor, discussion: Discussion) -> bool:
    """Moderators and programme managers everywhere; a wijkmanager in the own zone."""
    return allows(actor, Action.MODERATE, discussion)
