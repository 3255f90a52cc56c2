"""One standing body with a meeting that was held: agenda, people, minutes and outcomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from wwz.meetings.models import AgendaItem, Attendance, Meeting, Minutes, Outcome, StandingBody
from wwz.partners.models import Organisation, Partnership, Person

OF_MEETING = (
    "meeting", "for_calendar", "change", "invite", "cancel", "reply", "begin", "close",
    "add_item", "minutes", "submit", "adopt", "add_outcome",
)  # fmt: skip


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    body = StandingBody.objects.create(partnership=partnership, name=f"Overleg {secret()}")
    meeting = Meeting.objects.create(
        partnership=partnership,
        body=body,
        organiser=organisation,
        kind="bestuurlijk_overleg",
        title=f"Bijeenkomst {secret()}",
        text=f"Waarover {secret()}",
        place=f"Plaats {secret()}",
        starts_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        ends_at=datetime(2026, 1, 5, 11, tzinfo=UTC),
        state="gehouden",
        cancelled_because=f"Reden {secret()}",
    )
    item = AgendaItem.objects.create(meeting=meeting, number=1, title=f"Punt {secret()}")
    person = Person.objects.create(name=f"Persoon {secret()}")
    Attendance.objects.create(meeting=meeting, person=person, organisation=organisation)
    Minutes.objects.create(partnership=partnership, meeting=meeting, text=f"Verslag {secret()}")
    outcome = Outcome.objects.create(
        partnership=partnership,
        meeting=meeting,
        item=item,
        kind="actie",
        text=f"Actie {secret()}",
        owner=organisation,
        due_on=date(2026, 2, 1),
        dropped_because=f"Vervallen {secret()}",
    )
    named: dict[str, dict[str, object]] = {
        f"meetings:{name}": {"pk": meeting.pk} for name in OF_MEETING
    }
    return named | {
        "meetings:table": {"slug": partnership.slug, "kind": "csv"},
        "meetings:points_table": {"slug": partnership.slug, "kind": "csv"},
        "meetings:body": {"pk": body.pk},
        "meetings:change_body": {"pk": body.pk},
        "meetings:move_item": {"pk": item.pk},
        "meetings:remove_item": {"pk": item.pk},
        "meetings:finish": {"pk": outcome.pk},
        "meetings:drop": {"pk": outcome.pk},
    }
