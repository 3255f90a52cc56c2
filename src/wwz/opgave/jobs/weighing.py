"""Weighing: start values of the form, and the answer to a question, first quick, then exact."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from wwz.errors import RuleBrokenError
from wwz.opgave.jobs.futures import SharedScenario, in_scenarios, shared_scenarios
from wwz.opgave.jobs.live import LIVE, Kept, LiveKind
from wwz.opgave.jobs.needs import needs_of_study
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.weighing import running
from wwz.opgave.weighing.models import Proposal, Weighing
from wwz.opgave.weighing.shown import may_be_shown
from wwz.partners.matrix import Action

if TYPE_CHECKING:
    from datetime import date

    from wwz_engine.proposals.answer import Answer, Swap
    from wwz_engine.proposals.rows import SiteRow
    from wwz_engine.proposals.weighing import Weighing as EngineWeighing

logger = logging.getLogger(__name__)
# How an answer says that there is a programme, and no limits that clash.
PROGRAMME = "programma"
Cells = Mapping[str, str]
# So long may the search for the exact answer keep the worker from other work.
EXACT_SECONDS = 60.0
# And so long the reasons why each other project is left out.
REASONS_SECONDS = 60.0
# After this much in all the worker stops, well before it would be taken for gone.
WORK_SECONDS = 600.0
# And so long a swap may keep the one live worker from what others ask.
SWAP_SECONDS = 10.0
DEMO_SECONDS = 5.0
# Which part of its value an exact answer may still miss.
CLOSE_ENOUGH = 0.001


class ProposalGoneError(RuleBrokenError):
    def __init__(self) -> None:
        super().__init__("Dit voorstel is er niet meer. Kies een ander voorstel.")


class ClashingSwapError(RuleBrokenError):
    """With this swap the limits cannot hold together; the engine words why."""


class RowNotReadError(RuleBrokenError):
    """A row of a project that was fine once, and that the engine can no longer read."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Regel {number} kan niet meer worden gelezen. Kijk hem na in de lijst van locaties."
        )


class QuestionRefusedError(RuleBrokenError):
    """A question that the engine cannot read; its sentence says what to do."""


@dataclass(frozen=True)
class Start:
    """The question to begin with, and everybody whose money it asks for."""

    question: dict[str, Any]
    payers: Sequence[str]


def start_question(gemeente: str, sites: Sequence[Cells], first_year: int, last_year: int) -> Start:
    """Limits that follow from the plans themselves; asks for no numpy."""
    from wwz_engine.proposals.starting import payers_of
    from wwz_engine.proposals.starting import start_question as engine_start

    rows = [row for row in map(site_row, sites) if row is not None]
    day = timezone.localdate()
    asked = engine_start(rows, gemeente, first_year, last_year, day)
    return Start(asked.as_json(), payers_of(rows))


def check_question(question: Mapping[str, Any], sites: Sequence[Cells]) -> None:
    """Refuse in a sentence what the engine cannot answer.

    Raises
    ------
    QuestionRefusedError, RowNotReadError
    """
    from wwz_engine.errors import EngineError
    from wwz_engine.proposals.question import question_of

    try:
        question_of(question)
    except EngineError as error:
        raise QuestionRefusedError(str(error)) from error
    site_rows(sites)


def site_rows(sites: Sequence[Cells]) -> list[SiteRow]:
    """The rows as the engine reads them, all of them.

    Raises
    ------
    RowNotReadError
    """
    found = []
    for cells in sites:
        row = site_row(cells)
        if row is None:
            raise RowNotReadError(cells["id"])
        found.append(row)
    return found


def site_row(cells: Cells) -> SiteRow | None:
    """A row as the engine reads it; it was checked when it was brought."""
    from wwz_engine.proposals.checks import check_row

    return check_row(cells, {cells["area"]: cells["area"]}, 0, hints=False).row


# --- the answer ---


@task()
def weigh(weighing_id: str) -> None:
    """Answer one question: at once, and then as well as it can be in a while."""
    answer_question(UUID(weighing_id))


def answer_question(pk: UUID, *, seconds: float = EXACT_SECONDS) -> None:
    """Keep the first answer, then the exact one, or say what went wrong.

    ``seconds`` is how long the search for the exact answer may take.
    """
    from wwz_engine.errors import EngineError

    found = running.take(pk, now=timezone.now())
    if found is None:
        return
    try:
        work_out(found, seconds)
    except (EngineError, RuleBrokenError) as error:
        running.failed(pk, str(error), now=timezone.now())
    except Exception:
        reference = secrets.token_hex(4)
        logger.exception("Weighing %s failed, reference %s", pk, reference)
        running.failed(
            pk,
            "Er ging iets mis in het systeem. Reken het opnieuw; lukt het weer niet, geef de "
            f"beheerder dan kenmerk {reference}.",
            now=timezone.now(),
        )
        raise


def work_out(found: Weighing, seconds: float) -> None:
    running.heard(found.pk, 20, "Wij bepalen wat er tekort is.", now=timezone.now())
    posed = engine_weighing(found)
    posed.until = perf_counter() + WORK_SECONDS
    running.heard(found.pk, 40, "Wij zoeken de beste projecten.", now=timezone.now())
    first = posed.certified()
    over = first.status != PROGRAMME
    store(found, first, last=over)
    if not over:
        best = posed.explained(exactly(posed, seconds), within=REASONS_SECONDS)
        running.heard(found.pk, 90, "Wij kijken hoe het gaat in uw scenario’s.", now=timezone.now())
        scenarios = in_scenarios(posed, found.study_id, shared_scenarios(found))
        store(found, best, last=True, scenarios=scenarios)


def exactly(posed: EngineWeighing, seconds: float) -> Answer:
    """The exact answer, or the best that was found in the time.

    With one thread: another worker answers swaps meanwhile.
    """
    return posed.exact(seconds, gap=CLOSE_ENOUGH, threads=1)


def store(
    found: Weighing, answer: Answer, *, last: bool, scenarios: Sequence[dict[str, Any]] = ()
) -> None:
    content = may_be_shown(found.study_id, answer.as_json()) | {"scenarios": list(scenarios)}
    running.answered(found, content, version=version("wwz-platform"), last=last, now=timezone.now())


def engine_weighing(found: Weighing) -> EngineWeighing:
    """The question with its rows and needs, as the engine answers it."""
    day = timezone.localtime(found.asked_at).date()
    return posed_by(found.study_id, found.question, found.sites, day)


def posed_by(
    study: UUID, question: Mapping[str, Any], sites: Sequence[Cells], day: date
) -> EngineWeighing:
    from wwz_engine.proposals.question import question_of
    from wwz_engine.proposals.weighing import weighing

    asked = question_of(question)
    return weighing(asked, site_rows(sites), needs_of_study(study, asked.draws), day)


def weighed_beforehand(
    study: UUID,
    question: Mapping[str, Any],
    sites: Sequence[Cells],
    scenarios: Sequence[SharedScenario],
) -> dict[str, Any]:
    """Both answers to a question that is not asked yet, and one swap: for the story of a demo."""
    posed = posed_by(study, question, sites, timezone.localdate())
    first = posed.certified()
    best = posed.explained(exactly(posed, DEMO_SECONDS), effort=0)
    told: dict[str, Any] = {
        "first": may_be_shown(study, first.as_json()),
        "exact": may_be_shown(study, best.as_json())
        | {"scenarios": in_scenarios(posed, study, scenarios)},
        "swap": None,
        "version": version("wwz-platform"),
    }  # fmt: skip
    inside = [one.id for one in best.chosen if not one.fixed]
    outside = [one.id for one in best.why_not if one.costs is not None]
    if inside and outside:
        swap = posed.swapped(outside[:1], inside[-1:])
        told["swap"] = swap_json(study, swap) if swap.answer.status == PROGRAMME else None
    return told


def swap_json(study: UUID, swap: Swap) -> dict[str, Any]:
    return {**asdict(swap), "answer": may_be_shown(study, swap.answer.as_json())}


# --- a swap, at the table of the board ---

WARM = Kept(4)


def answer_swap(asked: LiveQuestion) -> dict[str, Any]:
    """What changes when one project of a proposal goes out and another comes in.

    In a limited time; what was loaded by then stays, so that another try begins from there.
    """
    until = perf_counter() + SWAP_SECONDS
    key = asked.question["proposal"]
    proposals = Proposal.objects.filter(partnership=asked.partnership_id, pk=key)
    proposal = proposals.select_related("weighing").first()
    if proposal is None:
        raise ProposalGoneError
    known = WARM.get(proposal.weighing_id, lambda: engine_weighing(proposal.weighing))
    known.until = until
    begin_from(known, proposal.chosen)
    if "into" not in asked.question:
        # Asked when the page opened, so that everything is warm when somebody presses.
        return {"warm": True}
    swap = known.swapped([asked.question["into"]], [asked.question["out"]])
    return swap_told(proposal.weighing.study_id, swap)


def swap_told(study: UUID, swap: Swap) -> dict[str, Any]:
    """What is kept of a swap.

    Raises
    ------
    ClashingSwapError
    """
    if swap.answer.status != PROGRAMME:
        raise ClashingSwapError(swap.sentence)
    return swap_json(study, swap)


def begin_from(known: EngineWeighing, chosen: Sequence[Mapping[str, Any]]) -> None:
    """Put the search at a programme: its projects, each with the year that it starts in."""
    import numpy as np

    from wwz_engine.proposals.choosing import chooser

    if known.chooser is None:
        known.chooser = chooser(known.posed.instance, until=known.until)
    wanted = {(one["id"], one["start"]) for one in chosen}
    rows, options = known.posed.rows, known.posed.instance.options
    starts = zip(options.row.tolist(), options.start.tolist(), strict=True)
    taken = [
        number
        for number, (row, start) in enumerate(starts)
        if (rows[row].id, known.posed.year(start)) in wanted
    ]
    known.best = known.chooser.choice(np.array(taken, dtype=np.int64))


LIVE["ruil"] = LiveKind(Action.TRY_SWAP, answer_swap)
