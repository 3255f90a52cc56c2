"""Running a study in the background, publishing it, and saying why its figures differ."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from wwz.opgave.changes import Change, Explained, earlier_facts, shown_number
from wwz.opgave.jobs.own_rows import with_own
from wwz.opgave.jobs.places import locate_postcodes, store_postcodes
from wwz.opgave.jobs.reach import with_streets
from wwz.opgave.jobs.scenarios import scenario_of
from wwz.opgave.models import Fact, Study, StudyRecipe
from wwz.opgave.own.counting import OwnRows, own_rows_of
from wwz.opgave.publishing import StudyStoppedError, publish
from wwz.opgave.queries.published import latest_study
from wwz.opgave.releases import Released, released
from wwz.opgave.running import fail, in_hand, let_go, reporter, start
from wwz.opgave.scenarios.kinds import BASE
from wwz.opgave.wording import as_spoken, step_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wwz_engine.disclosure import Shown
    from wwz_engine.explain import KeptStudy, Store
    from wwz_engine.facts import Fact as EngineFact
    from wwz_engine.sources.registry import Catalogue
    from wwz_engine.study import StudyResult

    Report = Callable[[float, str], None]

logger = logging.getLogger(__name__)

EXPLAINING = "Verschillen met de vorige analyse uitleggen"


@task()
def run_study(study_id: str, attempt: int) -> None:
    """Run one study and publish what it finds. A stopped study is left as it is."""
    carry_out(UUID(study_id), attempt)


def carry_out(
    pk: UUID, attempt: int, catalogue: Catalogue | None = None, own: OwnRows | None = None
) -> None:
    """Run, publish, or say in the study what went wrong. Unknown faults are raised as well.

    ``own`` are rows that count instead of those in the database.
    """
    from wwz_engine.errors import EngineError

    try:
        study = start(pk, attempt, now=timezone.now())
    except StudyStoppedError:
        return
    with in_hand(pk):
        try:
            compute_and_publish(study, catalogue, own)
        except StudyStoppedError:
            logger.info("Study %s was stopped", pk)
        except (KeyboardInterrupt, SystemExit):
            let_go(pk, attempt)
            raise
        except EngineError as error:
            fail(pk, attempt, str(error), now=timezone.now())
        except Exception:
            reference = secrets.token_hex(4)
            logger.exception("Study %s failed, reference %s", pk, reference)
            fail(pk, attempt, unknown_fault(reference), now=timezone.now())
            raise


def unknown_fault(reference: str) -> str:
    return (
        "De analyse is mislukt door een fout in het systeem. Er is niets gepubliceerd. Probeer het "
        f"opnieuw; lukt het weer niet, geef de beheerder dan kenmerk {reference}."
    )


def compute_and_publish(
    study: Study, catalogue: Catalogue | None = None, own: OwnRows | None = None
) -> None:
    from wwz_engine.explain import Recorder, kept_from
    from wwz_engine.sources import fictional
    from wwz_engine.study import StudyRequest
    from wwz_engine.study import run_study as run_engine

    report = reporter(study.pk, study.attempt)
    tables = catalogue or fictional.catalogue_for(study.gemeente.code)
    request = StudyRequest(
        gemeente=study.gemeente.code,
        to=study.to_year,
        draws=study.draws,
        seed=study.seed,
        scenario=scenario_of(study),
    )
    own, code = own or own_rows_of(study.gemeente.code), study.gemeente.code
    recorder = Recorder(with_streets(with_own(tables, own), code, invented=own.invented_streets))
    result = run_engine(request, recorder, report)
    shown = shown_of(result, released(study.gemeente.code))
    kept = kept_from(recorder, request, result, kept_inputs())
    explained = explained_since(study, kept, (result, shown), report)
    report(0.95, "Cijfers publiceren")
    published = publish(
        study, result, shown, attempt=study.attempt, now=timezone.now(), explained=explained
    )
    store_postcodes(published.gemeente, tables)
    locate_postcodes(published, tables)


def shown_of(result: StudyResult, before: Released | None = None) -> list[Shown]:
    """For each fact, in order, what may leave the server, beside what was published before."""
    from wwz_engine.disclosure.earlier import Earlier
    from wwz_engine.shown_facts import shown_facts

    earlier = Earlier.of(before.hidden, before.shown) if before else Earlier()
    return shown_facts(result.facts, result.indicators, earlier)


# --- why figures differ from those of the study before ---


def kept_inputs() -> Store:
    """Where the tables lie that studies rest on; studies with equal input share them."""
    from wwz_engine.explain import Store

    return Store(settings.VAR / "invoer")


def explained_since(
    study: Study, kept: KeptStudy, found: tuple[StudyResult, list[Shown]], report: Report
) -> Explained:
    """What to store beside a study: its recipe, and why its figures are others than before.

    A study before this one that cannot be run again leaves its differences unexplained; that
    is no reason not to publish.
    """
    from wwz_engine.errors import EngineError

    recipe = kept.recipe.as_json()
    # What a scenario changes is no difference with the study before: compare tells that.
    earlier = latest_study(study.gemeente.code) if study.scenario == BASE else None
    before = StudyRecipe.objects.filter(study=earlier).first() if earlier else None
    if earlier is None or before is None:
        return Explained(recipe)
    try:
        changes = changes_since(earlier, before, kept, found, report)
    except EngineError as error:
        logger.warning("Study %s is not explained against %s: %s", study.pk, earlier.pk, error)
        return Explained(recipe)
    return Explained(recipe, earlier.pk, changes)


def changes_since(
    earlier: Study,
    before: StudyRecipe,
    kept: KeptStudy,
    found: tuple[StudyResult, list[Shown]],
    report: Report,
) -> list[Change]:
    """Every figure that is shown otherwise than in the earlier study, with the parts of that."""
    from wwz_engine.explain import Recipe, Reruns, recall

    facts = {(one.indicator.key, one.area.code, one.year): one for one in earlier_facts(earlier)}
    values = {place: one.value for place, one in facts.items() if one.value is not None}
    old = recall(Recipe.of_json(before.content), kept_inputs(), values)
    runs = Reruns(old, kept, progress=lambda share: report(0.8 + 0.1 * share, EXPLAINING))
    changes = []
    result, shown_now = found
    for fact, now in zip(result.facts, shown_now, strict=True):
        place = (fact.indicator.key, fact.area.code, fact.year)
        then = facts.get(place)
        ends = shown_ends(then, fact, now) if then else None
        if ends is not None and ends[0] != ends[1]:
            explanation = runs.explain(place)
            shown = explanation.shown(*ends, step_of(fact.indicator.unit))
            parts = [(part.key, part.label, value) for part, value in shown if value]
            changes.append(Change(place, parts, explanation.notes))
    return changes


def shown_ends(then: Fact, fact: EngineFact, now: Shown) -> tuple[float, float] | None:
    """Both numbers as the pages write them; nothing when one of them is not shown."""
    before = shown_number(then)
    if before is None or now.value is None or now.hidden:
        return None
    unit = fact.indicator.unit
    return as_spoken(before, unit, then.kind), as_spoken(now.value, unit, fact.kind)
