"""One question and one lesson, for every address of the werkplaats that needs one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from wwz.partners.models import Organisation, Partnership
from wwz.werkplaats.models import Insight, Question


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    question = Question.objects.create(
        partnership=partnership,
        text=f"Vraag {secret()}",
        answer=f"Antwoord {secret()}",
        answered_by=organisation,
        asked_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
    insight = Insight.objects.create(
        partnership=partnership,
        title=f"Inzicht {secret()}",
        lesson=f"Les {secret()}",
        evidence=f"Bewijs {secret()}",
        receipt=f"Ontvangst {secret()}",
        organisation=organisation,
        shared_on=date(2026, 1, 5),
    )
    return {
        "werkplaats:question": {"pk": question.pk},
        "werkplaats:answer": {"pk": question.pk},
        "werkplaats:insight": {"pk": insight.pk},
        "werkplaats:share": {"pk": insight.pk},
        "werkplaats:hand_over": {"pk": insight.pk},
        "werkplaats:receive": {"pk": insight.pk},
        "werkplaats:link": {"pk": insight.pk},
        "werkplaats:comment": {"pk": insight.pk},
        "werkplaats:question-file": {"slug": partnership.slug, "kind": "csv"},
        "werkplaats:insight-file": {"slug": partnership.slug, "kind": "csv"},
    }
