"""Asking for a weighing: the question is kept with the rows as they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wwz.audit.log import record
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave import jobs
from wwz.opgave.own.models import OwnKind, OwnRow, OwnRowQuerySet
from wwz.opgave.queries.published import latest_study
from wwz.opgave.weighing.models import UNFINISHED, Weighing
from wwz.partners.access import refusal, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership

MOST_AT_ONCE = 5


class CannotWeighError(RuleBrokenError):
    """What is needed for an answer is not there yet."""


@transaction.atomic
def ask(
    actor: Actor, partnership: Partnership, question: Mapping[str, Any], *, now: datetime
) -> Weighing:
    """Keep the question with the rows as they stand, and let the worker answer it.

    Raises
    ------
    NotAllowedError, CannotWeighError, QuestionRefusedError, RowNotReadError
    """
    require_in(actor, Action.WEIGH, partnership)
    organisation = actor.organisation_id
    if organisation is None:
        raise NotAllowedError(refusal(actor, Action.WEIGH))
    # One after the other: two presses of the button must not pass each other.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if Weighing.objects.filter(partnership=partnership, state__in=UNFINISHED).count() >= (
        MOST_AT_ONCE
    ):
        raise CannotWeighError(f"Er lopen al {MOST_AT_ONCE} afwegingen. Wacht tot er een klaar is.")
    code = str(question["gemeente"])
    sites = site_cells(partnership, code)
    study = latest_study(code)
    if study is None:
        raise CannotWeighError("Er is nog geen analyse van deze gemeente. Vraag er eerst een aan.")
    if not sites:
        raise CannotWeighError("Er staan nog geen locaties in. Voeg eerst locaties toe.")
    jobs.check_question(question, sites)
    made = Weighing.objects.create(
        partnership=partnership,
        organisation_id=organisation,
        asked_by_id=actor.person_id,
        asked_at=now,
        study=study,
        question=dict(question),
        sites=sites,
        data_hash=hash_of(sites, study.data_hash),
        fictional=study.fictional or any(one.get("origin") == "verzonnen" for one in sites),
        message="De afweging wacht op de rekendienst.",
    )
    record(made, "ask", by=actor.by(), now=now, after={"data_hash": made.data_hash})
    jobs.weigh.enqueue(str(made.pk))
    return made


def sites_in(partnership: Partnership, code: str) -> OwnRowQuerySet:
    """The rows of projects of a partnership that count, in a gemeente."""
    return OwnRow.objects.standing().filter(
        partnership=partnership, kind=OwnKind.LOCATIES, area__code__regex=f"^..{code[2:]}"
    )


def site_cells(partnership: Partnership, code: str) -> list[dict[str, str]]:
    found = sites_in(partnership, code).order_by("number")
    return list(found.values_list("cells", flat=True))


def hash_of(sites: list[dict[str, str]], study: str) -> str:
    told = json.dumps([sites, study], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
