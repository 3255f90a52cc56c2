"""What waits for a party: a question about a promise, or words of a colleague to approve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from wwz.notifications.work import WorkLine, register
from wwz.opgave.wording import in_full
from wwz.partners.actor import Actor
from wwz.uitvoering.housing.queries import waiting_to_adopt
from wwz.uitvoering.models import ReportState
from wwz.uitvoering.queries.progress import waiting_for
from wwz.uitvoering.queries.signals import due_signalen

SOON = timedelta(days=7)


def progress_lines(actor: Actor, today: date) -> Iterable[WorkLine]:
    """One line per report; the page behind it takes a minute."""
    for report in waiting_for(actor):
        about = f"afspraak {report.afspraak}"
        if report.state == ReportState.TER_ACCORDERING:
            text = f"Accordeer wat uw collega schreef over {about}"
        else:
            text = f"Zeg hoe het gaat met {about}"
        yield WorkLine(
            text=text,
            address=reverse("uitvoering:report", args=[report.pk]),
            due_on=report.period.due_on,
            meta=str(report.period),
        )


def signal_lines(actor: Actor, today: date) -> Iterable[WorkLine]:
    """What the team of a zone must answer within a week, the most urgent first."""
    for signaal in due_signalen(actor, until=today + SOON):
        yield WorkLine(
            text=f"Geef antwoord op een signaal: {signaal.subject}",
            address=reverse("uitvoering:signal", args=[signaal.pk]),
            due_on=signaal.answer_by,
            meta=f"{signaal.get_channel_display()}, {signaal.zone or 'nog geen zone'}",
        )


def housing_lines(actor: Actor, today: date) -> Iterable[WorkLine]:
    """A programme that lies before the board, for who may adopt it."""
    for one in waiting_to_adopt(actor):
        yield WorkLine(
            text=f"Beslis over het huisvestingsprogramma, versie {one.number}",
            address=reverse("housing:programme", args=[one.pk]),
            due_on=None,
            meta=f"voorgelegd op {in_full(one.submitted_on)}",
        )


register("uitvoering.progress", progress_lines)
register("uitvoering.housing", housing_lines)
register("uitvoering.signals", signal_lines)
