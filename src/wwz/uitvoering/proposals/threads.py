"""The thread of a proposal: figure, weighing, proposal, decision, commitments and initiatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.timezone import localtime

from wwz.akkoord.models import Afspraak
from wwz.opgave.models import Fact
from wwz.opgave.weighing.models import Proposal, ProposalState
from wwz.opgave.weighing.presentation import lead_of, title_of
from wwz.opgave.weighing.words import FORMS
from wwz.opgave.wording import how_many, listing, upper_first
from wwz.partners.actor import Actor
from wwz.uitvoering.models import Initiative
from wwz.uitvoering.proposals.models import ProposalWork
from wwz.uitvoering.queries.thread_steps import Step, fact_line
from wwz.uitvoering.wording import ended

SHORT = "tekort_"
MOST_NAMED = 12
WAITS = {
    ProposalState.CONCEPT: "Het voorstel wordt nog gemaakt",
    ProposalState.VOORGELEGD: "De bestuurders besluiten",
    ProposalState.UITGESTELD: "Het voorstel komt later terug",
}
DECIDED = {
    ProposalState.BESLOTEN: "De bestuurders besluiten: wij doen dit",
    ProposalState.AFGEWEZEN: "De bestuurders besluiten: wij doen dit niet",
    ProposalState.UITGESTELD: "De bestuurders stellen het uit",
}


def works_of(actor: Actor, proposal: Proposal) -> list[ProposalWork]:
    """What was made of it, as far as this reader may see it."""
    found = ProposalWork.objects.visible_to(actor).filter(proposal=proposal)
    return list(found.select_related("afspraak__akkoord", "initiative__organisation"))


def steps_of(actor: Actor, proposal: Proposal) -> list[Step]:
    """Every step, from the figure that it begins with to what is being done."""
    works = works_of(actor, proposal)
    steps = [facts_step(proposal), weighing_step(proposal), proposal_step(proposal)]
    steps += decision_steps(proposal)
    steps += [afspraken_step(works), initiatives_step(works)] if works else []
    if proposal.is_decided() and not works:
        steps.append(Step("afspraak", "Organisaties spreken af wie wat doet", state="next"))
    return steps


def facts_step(proposal: Proposal) -> Step:
    facts = Fact.objects.filter(
        study=proposal.weighing.study_id,
        area=proposal.weighing.study.gemeente_id,
        indicator__key__in=[f"{SHORT}{form}" for form in FORMS],
        year__lte=proposal.weighing.question["last_year"],
    ).select_related("indicator", "area", "study")
    # A figure is not published of every year: the last of each woonvorm before the end.
    last = {one.indicator.key: one for one in facts.defer("area__geometry").order_by("year")}
    lines = tuple(fact_line(one) for one in last.values())
    finished = proposal.weighing.study.finished_at
    return Step(
        kind="feit",
        word="Cijfers",
        title=f"Zo groot is het tekort in {proposal.weighing.study.gemeente.name}",
        on=localtime(finished).date() if finished else None,
        bullets=lines,
        links=(("Bekijk de analyse", reverse("opgave:study", args=[proposal.weighing.study_id])),),
    )


def weighing_step(proposal: Proposal) -> Step:
    weighing = proposal.weighing
    return Step(
        kind="oplossing",
        word="Afweging",
        title=title_of(proposal.answer.content),
        on=localtime(weighing.asked_at).date(),
        paragraphs=(f"{weighing.organisation} liet projecten afwegen.",
                    lead_of(proposal.answer.content)),
        links=(("Bekijk de afweging", reverse("weighing:weighing", args=[weighing.pk])),),
    )  # fmt: skip


def proposal_step(proposal: Proposal) -> Step:
    swap = (ended(proposal.swap["sentence"]),) if proposal.swap else ()
    return Step(
        kind="oplossing",
        word="Voorstel",
        title=proposal.title,
        on=localtime(proposal.made_at).date(),
        paragraphs=(ended(proposal.reason), *swap),
        links=(("Bekijk het voorstel", reverse("weighing:proposal", args=[proposal.pk])),),
    )


def decision_steps(proposal: Proposal) -> list[Step]:
    state = ProposalState(proposal.state)
    steps = []
    if state in DECIDED:
        where = f"{proposal.decided_in}: " if proposal.decided_in else ""
        steps.append(
            Step("besluit", DECIDED[state], on=proposal.decided_on,
                 paragraphs=(ended(f"{where}{proposal.because}"),))
        )  # fmt: skip
    if state in WAITS:
        steps.append(Step("besluit", WAITS[state], state="now"))
    return steps


def afspraken_step(works: Sequence[ProposalWork]) -> Step:
    afspraken = [one.afspraak for one in works if one.afspraak is not None]
    many = how_many(len(afspraken), "afspraak staat", "afspraken staan")
    akkoorden = listing(sorted({str(one.akkoord) for one in afspraken}))
    title = f"{upper_first(many)} in {akkoorden}" if afspraken else "De afspraken zijn vervallen"
    return Step(
        kind="afspraak",
        title=title,
        on=localtime(works[0].made_at).date(),
        paragraphs=("Een partij zegt zelf toe wat zij doet.",),
        bullets=named((str(one), reverse("akkoord:afspraak", args=[one.pk])) for one in afspraken),
    )


def initiatives_step(works: Sequence[ProposalWork]) -> Step:
    many = how_many(len(works), "initiatief staat", "initiatieven staan")
    return Step(
        kind="initiatief",
        title=f"{upper_first(many)} in het programma",
        on=localtime(works[0].made_at).date(),
        bullets=named(
            (str(one.initiative), reverse("uitvoering:initiative", args=[one.initiative_id]))
            for one in works
        ),
        state="now",
    )


def named(lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The first of many lines, and how many more there are."""
    found = tuple(lines)
    more = len(found) - MOST_NAMED
    return (*found[:MOST_NAMED], (f"en nog {more}", "")) if more > 0 else found


def proposal_threads(
    actor: Actor, *, afspraak: Afspraak | None = None, initiative: Initiative | None = None
) -> list[tuple[str, str]]:
    """The proposals that a commitment or an initiative came from: title and address."""
    found = ProposalWork.objects.visible_to(actor).select_related("proposal")
    found = found.filter(afspraak=afspraak) if afspraak else found.filter(initiative=initiative)
    return [
        (f"voorstel {one.proposal}", reverse("uitvoering:proposal_thread", args=[one.proposal_id]))
        for one in found
    ]
