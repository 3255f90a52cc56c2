"""One discussion with a comment, an answer and a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from wwz.comments.models import AbuseReport, Comment, Discussion
from wwz.partners.models import Organisation, Partnership

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
VERBS = ("answer", "report", "withdraw", "release", "keep", "hide")


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    discussion = Discussion.objects.create(
        partnership=partnership,
        kind="visie.Visie",
        object_id=uuid4(),
        title=f"Gesprek {secret()}",
        address=f"/geheim-{secret()}/",
    )
    comment = Comment.objects.create(
        discussion=discussion,
        author_name=f"Schrijver {secret()}",
        organisation=organisation,
        text=f"Reactie {secret()}",
        state="gemeld",
        made_at=AT,
    )
    Comment.objects.create(
        discussion=discussion,
        answers=comment,
        author_name=f"Antwoorder {secret()}",
        text=f"Antwoord {secret()}",
        made_at=AT,
    )
    AbuseReport.objects.create(
        comment=comment,
        reason=f"Melding {secret()}",
        made_at=AT,
        decision="blijft_staan",
        decision_reason=f"Besluit {secret()}",
        decided_at=AT,
    )
    named: dict[str, dict[str, object]] = {f"comments:{verb}": {"pk": comment.pk} for verb in VERBS}
    return named | {
        "comments:close": {"pk": discussion.pk},
        "comments:reopen": {"pk": discussion.pk},
    }
