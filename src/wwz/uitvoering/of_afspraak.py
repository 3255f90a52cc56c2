"""What this step adds to the page of a promise: its initiatives and its thread."""

from __future__ import annotations

from django.utils import timezone

from wwz.akkoord.later_steps import Section
from wwz.akkoord.models import Afspraak
from wwz.partners.actor import Actor
from wwz.uitvoering.proposals.threads import proposal_threads
from wwz.uitvoering.queries.initiatives import of_afspraak
from wwz.uitvoering.queries.threads import threads_of

TEMPLATE = "uitvoering/_of_afspraak.html"


def section(afspraak: Afspraak, actor: Actor) -> Section:
    context = {
        "initiatives": of_afspraak(actor, afspraak, today=timezone.localdate()),
        "threads": threads_of(actor, afspraak=afspraak)
        + proposal_threads(actor, afspraak=afspraak),
    }
    return Section(TEMPLATE, context)
