"""What waits for a party: a question about a promise, or words of a colleague to approve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from wwz.notifications.work import WorkLine, register
from wwz.partners.actor import Actor
from wwz.uitvoering.models import ReportState
from wwz.uitvoering.queries.progress import waiting_for


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


register("uitvoering.progress", progress_lines)
