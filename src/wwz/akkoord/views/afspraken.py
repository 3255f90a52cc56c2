"""One promise: read, and written while it is a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.akkoord.access import afspraak_for, akkoord_for, funding_in, permit, pledge_in
from wwz.akkoord.forms import (
    AfspraakForm,
    EvidenceForm,
    FigureForm,
    MoneyForm,
    PathForm,
    PledgeForm,
    SearchForm,
    typed,
)
from wwz.akkoord.later_steps import said_of, sections_of
from wwz.akkoord.measured import funding_gap, measured
from wwz.akkoord.models import Afspraak, Akkoord, AkkoordState
from wwz.akkoord.presentation import afspraak as says
from wwz.akkoord.presentation.lines import differs
from wwz.akkoord.presentation.path_chart import path_chart
from wwz.akkoord.queries import pages
from wwz.akkoord.services import drafting, ending, promising
from wwz.akkoord.views.forms_shown import FormPage, answer, sent
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.queries.published import published_fact
from wwz.partners.access import allows, needs
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action


@needs(Action.READ_PUBLIC)
@require_safe
def afspraak(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = afspraak_for(request, pk)
    return show(request, actor, found)


def show(
    request: HttpRequest, actor: Actor, found: Afspraak, *, problem: str = "", status: int = 200
) -> HttpResponse:
    figures = measured(found, timezone.localdate())
    said = said_of([found], actor)[found.pk]
    gap, revised = funding_gap(found), list(pages.revisions_of(actor, found))
    context = {
        "afspraak": found,
        "akkoord": found.akkoord,
        "partnership": found.partnership,
        "problem": problem,
        "kicker": says.kicker(found),
        "said": said,
        "measured": figures,
        "measured_words": says.measured_words(figures),
        "measured_note": says.measured_note(figures),
        "differ": says.differ_words(figures) if differs(said.light, figures.light) else "",
        "chart": path_chart(found, says.place_words(found)),
        "pledges": [(one, says.pledge_amount(one), promising.is_own_pledge(actor, one))
                    for one in says.ordered_pledges(found)],
        "totals": says.totals(found),
        "money": says.money_lines(found),
        "gap": says.gap_words(gap) if gap else "",
        "revisions": [(one, says.change_lines(one)) for one in revised],
        "revised": revised,
        "pledged": says.ordered_pledges(found),
        "sections": sections_of(found, actor),
        "crumbs": crumbs(found),
        **rights(actor, found),
    }  # fmt: skip
    return render(request, "akkoord/afspraak.html", context, status=status)


def rights(actor: Actor, found: Afspraak) -> dict[str, bool]:
    draft = found.akkoord.state == AkkoordState.CONCEPT
    may_draft = allows(actor, Action.DRAFT_COMMITMENT, found)
    may_pledge = actor.may(Action.PLEDGE) and (
        allows(actor, Action.PLEDGE, found) or allows(actor, Action.PLEDGE, found.akkoord)
    )
    running = found.state in ("vastgesteld", "in_uitvoering")
    return {
        "may_edit": draft and may_draft,
        "may_pledge": draft and may_pledge,
        "may_revise": running and may_draft and found.akkoord.state == AkkoordState.VAN_KRACHT,
        "may_measure": allows(actor, Action.RUN_ANALYSIS, found),
        "may_end": running and allows(actor, Action.APPROVE_REPORT, found),
    }


def crumbs(found: Afspraak) -> list[tuple[str, str]]:
    return [
        ("Akkoorden", reverse("akkoord:index", args=[found.partnership.slug])),
        (found.akkoord.title, reverse("akkoord:akkoord", args=[found.akkoord_id])),
        (f"Afspraak {found.number}", ""),
    ]


# --- writing ---

Act = Callable[[Actor, Afspraak, Any], object]


def form_page(
    request: HttpRequest,
    pk: UUID,
    action: Action,
    words: tuple[str, str, str],
    make: Callable[[Any, Actor, Afspraak], forms.Form],
    act: Act,
    **context: Any,
) -> HttpResponseBase:
    """A form about one promise: title, button and what is said when it is done."""
    actor, found = afspraak_for(request, pk)
    if not (action is Action.PLEDGE and allows(actor, action, found.akkoord)):
        permit(actor, action, found)
    title, button, done = words
    page = FormPage(title, button, reverse("akkoord:afspraak", args=[pk]), kicker=str(found),
                    done=done)  # fmt: skip
    form = make(sent(request), actor, found)
    return answer(
        request, form, page, lambda given: act(actor, found, given),
        partnership=found.partnership, afspraak=found, **context,
    )  # fmt: skip


@needs(Action.DRAFT_COMMITMENT)
def new(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A new promise in a draft."""
    actor, akkoord = akkoord_for(request, pk)
    permit(actor, Action.DRAFT_COMMITMENT, akkoord)
    page = FormPage(
        "Schrijf een afspraak", "Voeg toe aan het concept",
        reverse("akkoord:akkoord", args=[pk]), kicker=akkoord.title,
        lead="Wie wat doet, het geld en het pad voegt u daarna toe.",
        done="De afspraak staat in het concept.",
    )  # fmt: skip
    return answer(
        request, afspraak_form(sent(request), akkoord), page,
        lambda form: drafting.draft_afspraak(actor, akkoord, form.result(), now=timezone.now()),
        partnership=akkoord.partnership,
    )  # fmt: skip


def afspraak_form(data: Any, akkoord: Akkoord, **initial: Any) -> AfspraakForm:
    return AfspraakForm(data, pages.themes_of(akkoord), pages.areas_of(akkoord), **initial)


@needs(Action.DRAFT_COMMITMENT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return form_page(
        request, pk, Action.DRAFT_COMMITMENT,
        ("Verander de afspraak", "Bewaar", "Bewaard. Anderen bevestigen hun inzet opnieuw."),
        lambda data, _, found: afspraak_form(data, found.akkoord, **typed(found)),
        lambda actor, found, form: drafting.edit_afspraak(
            actor, found, form.result(), now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.DRAFT_COMMITMENT)
@require_POST
def strike(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = afspraak_for(request, pk)
    akkoord = found.akkoord_id
    try:
        drafting.strike_afspraak(actor, found, now=timezone.now())
    except RuleBrokenError as error:
        return refused(request, actor, found, error)
    return redirect("akkoord:akkoord", akkoord)


def refused(
    request: HttpRequest, actor: Actor, found: Afspraak, error: RuleBrokenError
) -> HttpResponse:
    status = 403 if isinstance(error, NotAllowedError) else 422
    found.refresh_from_db()
    return show(request, actor, found, problem=str(error), status=status)


def parties_of(found: Afspraak) -> list[Any]:
    return [one.organisation for one in pages.signing_of(found.akkoord).signatures]


@needs(Action.DRAFT_COMMITMENT)
def propose_pledge(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return form_page(
        request, pk, Action.DRAFT_COMMITMENT,
        ("Schrijf op wat een partij doet", "Leg het haar voor",
         "Voorgelegd. Het telt zodra de partij het zelf toezegt."),
        lambda data, _, found: PledgeForm(data, parties_of(found)),
        lambda actor, found, form: promising.propose_pledge(
            actor, found, form.result(), now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.PLEDGE)
def give_pledge(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What the reader's own organisation does: counts at once."""

    def own(data: Any, actor: Actor, found: Afspraak) -> forms.Form:
        mine = [one for one in parties_of(found) if one.pk == actor.organisation_id]
        return PledgeForm(data, mine, organisation=str(actor.organisation_id))

    return form_page(
        request, pk, Action.PLEDGE,
        ("Zeg toe wat uw organisatie doet", "Zeg toe", "Toegezegd."), own,
        lambda actor, found, form: promising.give_pledge(
            actor, found, form.result(), now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.PLEDGE)
@require_POST
def confirm_pledge(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = afspraak_for(request, pk)
    pledge = pledge_in(found, request.POST.get("inzet", ""))
    return do(request, actor, found, lambda: promising.pledge(actor, pledge, now=timezone.now()))


@needs(Action.DRAFT_COMMITMENT)
@require_POST
def remove_pledge(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = afspraak_for(request, pk)
    pledge = pledge_in(found, request.POST.get("inzet", ""))
    return do(
        request, actor, found, lambda: promising.remove_pledge(actor, pledge, now=timezone.now())
    )


def do(
    request: HttpRequest, actor: Actor, found: Afspraak, act: Callable[[], object]
) -> HttpResponseBase:
    try:
        act()
    except RuleBrokenError as error:
        return refused(request, actor, found, error)
    return redirect("akkoord:afspraak", found.pk)


@needs(Action.DRAFT_COMMITMENT)
def add_funding(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return form_page(
        request, pk, Action.DRAFT_COMMITMENT,
        ("Schrijf op wie betaalt", "Voeg toe", "Toegevoegd."),
        lambda data, _, found: MoneyForm(data, parties_of(found)),
        lambda actor, found, form: promising.add_funding(
            actor, found, form.result(), now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.DRAFT_COMMITMENT)
@require_POST
def remove_funding(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = afspraak_for(request, pk)
    line = funding_in(found, request.POST.get("geld", ""))
    return do(
        request, actor, found, lambda: promising.remove_funding(actor, line, now=timezone.now())
    )


@needs(Action.DRAFT_COMMITMENT)
def set_path(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    def present(data: Any, _: Actor, found: Afspraak) -> forms.Form:
        lines = [f"{one.year}: {one.value:f}".replace(".00", "") for one in found.path.all()]
        return PathForm(data, initial={"path": "\n".join(lines)})

    return form_page(
        request, pk, Action.DRAFT_COMMITMENT,
        ("Leg het pad vast", "Bewaar", "Het pad staat er."), present,
        lambda actor, found, form: promising.set_path(
            actor, found, form.cleaned_data["path"], now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.DRAFT_COMMITMENT)
def baseline(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Where the promise begins: a published fact, searched by name, or an own measurement."""
    actor, found = afspraak_for(request, pk)
    words = request.GET.get("zoek", "")[:100]
    chosen = request.POST.get("feit", "")
    if request.method == "POST" and chosen:
        fact = published_fact(UUID(chosen)) if is_uuid(chosen) else None
        if fact is not None:
            return do(
                request, actor, found,
                lambda: promising.begin_from_fact(actor, found, fact, now=timezone.now()),
            )  # fmt: skip
    return form_page(
        request, pk, Action.DRAFT_COMMITMENT,
        ("Waar begint de afspraak?", "Bewaar als nulmeting", "De nulmeting staat er."),
        lambda data, _actor, _found: FigureForm(data),
        lambda who, which, form: promising.begin_from_measurement(
            who, which, form.result(), now=timezone.now()
        ),
        search=words, search_form=SearchForm(request.GET), asks_fact=True,
        facts=pages.facts_like(words, found.partnership),
    )  # fmt: skip


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# --- while it runs ---


@needs(Action.RUN_ANALYSIS)
def measure(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return form_page(
        request, pk, Action.RUN_ANALYSIS,
        ("Voeg een meting toe", "Leg vast", "De meting staat er."),
        lambda data, _actor, _found: FigureForm(data),
        lambda actor, found, form: promising.measure(
            actor, found, form.result(), now=timezone.now()
        ),
    )  # fmt: skip


@needs(Action.APPROVE_REPORT)
def end(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return form_page(
        request, pk, Action.APPROVE_REPORT,
        ("Sluit de afspraak af", "Leg vast", "De afspraak is afgesloten."),
        lambda data, _actor, _found: EvidenceForm(data),
        lambda actor, found, form: ending.end(
            actor, found, form.cleaned_data["how"], form.cleaned_data["evidence"],
            now=timezone.now(),
        ),
    )  # fmt: skip
