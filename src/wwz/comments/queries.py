"""Reading a discussion, and what waits for a moderator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from wwz.comments.models import AbuseReport, Comment, CommentState, Discussion, ReportDecision
from wwz.comments.services import CAN_BE_ANSWERED, About, may_moderate
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership, Visibility

GONE = {
    CommentState.VERBORGEN: "Deze reactie is verborgen door een moderator.",
    CommentState.VERWIJDERD_DOOR_AUTEUR: "De schrijver heeft deze reactie verwijderd.",
}


@dataclass(frozen=True)
class Line:
    """One comment as somebody sees it; ``gone`` says instead of the text why it is not there."""

    pk: UUID
    who: str
    organisation: str
    when: datetime
    text: str
    gone: str
    reported: bool
    waits: bool
    may_answer: bool
    may_report: bool
    may_withdraw: bool
    replies: Sequence[Line] = ()


@dataclass(frozen=True)
class Talk:
    """The discussion under one object, for one reader."""

    about: About
    lines: Sequence[Line] = ()
    count: int = 0
    closed: bool = False
    may_say: bool = False
    held: bool = False
    may_moderate: bool = False
    discussion: UUID | None = None


def talk(about: About, actor: Actor) -> Talk:
    """The comments under an object that the caller fetched with `visible_to`: two queries."""
    reach = actor.reach(Action.COMMENT, about.partnership.pk)
    found = Discussion.objects.filter(object_id=about.object_id).first()
    closed = found is not None and found.closed_at is not None
    held = reach is Reach.HELD
    may_say = reach is not Reach.NONE and not closed
    if held and about.visibility != Visibility.OPENBAAR:
        may_say = False
    if found is None:
        return Talk(about, may_say=may_say, held=held)
    moderates = may_moderate(actor, found)
    lines = lines_of(found, actor, may_say=may_say, moderates=moderates)
    return Talk(
        about,
        lines=lines,
        count=sum(not line.gone for top in lines for line in (top, *top.replies)),
        closed=closed,
        may_say=may_say,
        held=held,
        may_moderate=moderates,
        discussion=found.pk,
    )


def lines_of(discussion: Discussion, actor: Actor, *, may_say: bool, moderates: bool) -> list[Line]:
    """First comments with their answers, oldest first."""
    everything = list(
        Comment.objects.seen_by(actor)
        .filter(discussion=discussion)
        .select_related("organisation")
        .order_by("made_at", "pk")
    )
    shown = [one for one in everything if is_shown(one, actor, moderates)]
    answers: dict[UUID, list[Line]] = {}
    for one in shown:
        if one.answers_id is not None:
            answers.setdefault(one.answers_id, []).append(line_of(one, actor, (), may_say))
    tops = [one for one in shown if one.answers_id is None]
    lines = [line_of(one, actor, answers.get(one.pk, []), may_say) for one in tops]
    # What is gone leaves a mark only where somebody answered it.
    return [line for line in lines if line.replies or not line.gone]


def is_shown(comment: Comment, actor: Actor, moderates: bool) -> bool:
    """What waits is seen by its writer and by moderators; a hidden answer by nobody."""
    if comment.state == CommentState.WACHT_OP_CONTROLE:
        return moderates or (comment.author_id is not None and is_mine(comment, actor))
    return comment.answers_id is None or comment.state in CAN_BE_ANSWERED


def is_mine(comment: Comment, actor: Actor) -> bool:
    return actor.person_id is not None and comment.author_id == actor.person_id


def line_of(comment: Comment, actor: Actor, replies: Sequence[Line], may_say: bool) -> Line:
    stands = comment.state in CAN_BE_ANSWERED
    gone = (
        ""
        if stands or comment.state == CommentState.WACHT_OP_CONTROLE
        else GONE[CommentState(comment.state)]
    )
    return Line(
        pk=comment.pk,
        who="" if gone else comment.author_name,
        organisation="" if gone or comment.organisation is None else str(comment.organisation),
        when=comment.made_at,
        text="" if gone else comment.text,
        gone=gone,
        reported=comment.state == CommentState.GEMELD,
        waits=comment.state == CommentState.WACHT_OP_CONTROLE,
        may_answer=stands and may_say,
        may_report=stands and not is_mine(comment, actor),
        may_withdraw=not gone and is_mine(comment, actor),
        replies=replies,
    )


# --- for moderators ---


def to_moderate(partnership: Partnership, actor: Actor) -> QuerySet[Comment]:
    """What waits or was reported, in discussions that this moderator may read, oldest first."""
    return (
        Comment.objects.filter(
            discussion__in=moderated(partnership, actor),
            state__in=(CommentState.WACHT_OP_CONTROLE, CommentState.GEMELD),
        )
        .select_related("discussion", "organisation")
        .prefetch_related(
            Prefetch("reports", AbuseReport.objects.filter(decision=ReportDecision.OPEN))
        )
        .order_by("made_at", "pk")
    )


def decided(partnership: Partnership, actor: Actor) -> QuerySet[AbuseReport]:
    """What was decided about reports, newest first."""
    return (
        AbuseReport.objects.filter(comment__discussion__in=moderated(partnership, actor))
        .exclude(decision=ReportDecision.OPEN)
        .select_related("comment__discussion", "decided_by")
        .order_by("-decided_at", "pk")
    )


def moderated(partnership: Partnership, actor: Actor) -> QuerySet[Discussion]:
    """The discussions that somebody moderates: all of a partnership, or those of the own zone."""
    seen = Discussion.objects.visible_to(actor).filter(partnership=partnership)
    reach = actor.reach(Action.MODERATE, partnership.pk)
    if reach is Reach.ALL:
        return seen
    return seen.filter(scope_id=actor.scope_id) if reach is Reach.OWN else seen.none()


def waiting_by_partnership(actor: Actor) -> list[tuple[Partnership, int]]:
    """How many comments wait for this moderator, in each partnership of the hat."""
    if not actor.may(Action.MODERATE):
        return []
    own = Partnership.objects.filter(pk__in=actor.partnership_ids)
    counted = [(partnership, to_moderate(partnership, actor).count()) for partnership in own]
    return [(partnership, number) for partnership, number in counted if number]
