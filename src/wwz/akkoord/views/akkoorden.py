"""The agreements of a partnership, and one of them with its promises and parties."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.akkoord.access import akkoord_for, permit, signature_in
from wwz.akkoord.forms import AkkoordFilter, AkkoordForm, PartyForm
from wwz.akkoord.models import Akkoord
from wwz.akkoord.presentation.akkoord import (
    COLUMNS,
    groups_of,
    lead_of_page,
    party_lines,
    pledge_grid,
    state_words,
    title_of,
)
from wwz.akkoord.presentation.lines import lines_of
from wwz.akkoord.queries import ledger, pages
from wwz.akkoord.services import drafting, signing
from wwz.akkoord.services.content import is_as_agreed
from wwz.akkoord.views.forms_shown import FormPage, answer, sent
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.partners.access import actor_of, allows, allows_in, get_partnership, needs
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Visibility

# A grid of forty promises by twenty parties is no overview; the rest is one click away.
GRID_ROWS = 10


@needs(Action.READ_PUBLIC)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every agreement of a partnership, and what waits for the reader's own organisation."""
    actor, partnership = actor_of(request), of_page(request, get_partnership(slug))
    may_sign = actor.may(Action.SIGN)
    context = {
        "partnership": partnership,
        "akkoorden": pages.akkoorden_of(actor, partnership),
        "to_sign": pages.to_sign(actor, partnership) if may_sign else [],
        "to_consent": pages.to_consent(actor, partnership) if may_sign else [],
        "may_draft": allows_in(actor, Action.OFFER_FOR_SIGNING, partnership),
    }
    return render(request, "akkoord/index.html", context)


@needs(Action.READ_PUBLIC)
@require_safe
def akkoord(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, found = akkoord_for(request, pk)
    return show(request, actor, found)


def show(
    request: HttpRequest, actor: Actor, akkoord: Akkoord, *, problem: str = "", status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    parties = pages.signing_of(akkoord)
    everything = ledger.akkoord_rows(actor, akkoord)
    names = [one.organisation for one in parties.signatures]
    places = {area.code: area.name for row in everything for area in row.areas.all()}
    filters = AkkoordFilter(request.GET, names, sorted(places.items(), key=lambda pair: pair[1]))
    wanted, stand = filters.wanted()
    lines = lines_of(everything, actor, today, ledger.facts_of(everything, today))
    kept = [line for line in lines if ledger.is_wanted(line.afspraak, wanted)]
    kept = [line for line in kept if not stand or stand in line.kinds]
    context = {
        "akkoord": akkoord,
        "partnership": akkoord.partnership,
        "problem": problem,
        "title": title_of(akkoord, len(lines), parties),
        "lead": lead_of_page(akkoord, lines),
        "state_words": state_words(akkoord),
        "filter": filters,
        "columns": COLUMNS,
        "lines": kept,
        "of": len(lines),
        "grid": pledge_grid(kept if request.GET.get("wie") == "alle" else kept[:GRID_ROWS]),
        "grid_is_part": len(kept) > GRID_ROWS and request.GET.get("wie") != "alle",
        "groups": groups_of(parties, akkoord),
        "parties": party_lines(parties, today),
        "signed": parties.signatures,
        "holds": akkoord.snapshot is not None and is_as_agreed(akkoord),
        "crumbs": crumbs(akkoord),
        **rights(actor, akkoord, parties),
    }
    return render(request, "akkoord/akkoord.html", context, status=status)


def rights(actor: Actor, akkoord: Akkoord, parties: pages.Signing) -> dict[str, Any]:
    """What this reader may do here now."""
    own = parties.of(actor)
    may_manage = allows(actor, Action.OFFER_FOR_SIGNING, akkoord)
    may_sign = own is not None and allows(actor, Action.SIGN, akkoord)
    return {
        "own": own,
        "may_manage": may_manage,
        "may_draft": allows(actor, Action.DRAFT_COMMITMENT, akkoord),
        "may_sign": may_sign and akkoord.state in ("ter_ondertekening", "van_kracht"),
        "visibilities": Visibility.choices,
    }


def crumbs(akkoord: Akkoord) -> list[tuple[str, str]]:
    return [
        ("Akkoorden", reverse("akkoord:index", args=[akkoord.partnership.slug])),
        (akkoord.title, ""),
    ]


# --- drafting ---


@needs(Action.OFFER_FOR_SIGNING)
def new(request: HttpRequest, slug: str) -> HttpResponseBase:
    actor, partnership = actor_of(request), of_page(request, get_partnership(slug))
    page = FormPage(
        "Begin een akkoord", "Maak het concept",
        reverse("akkoord:index", args=[partnership.slug]), kicker=partnership.name,
        lead="U schrijft eerst een concept. Daarna vraagt u partijen en schrijft u afspraken.",
        done="Het concept staat klaar.",
    )  # fmt: skip
    return answer(
        request, AkkoordForm(sent(request)), page,
        lambda form: drafting.draft_akkoord(
            actor, partnership, form.result(), now=timezone.now()
        ),
        partnership=partnership,
    )  # fmt: skip


@needs(Action.OFFER_FOR_SIGNING)
def edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    permit(actor, Action.OFFER_FOR_SIGNING, found)
    typed = {name: getattr(found, name) for name in AkkoordForm.base_fields}
    page = FormPage("Verander het concept", "Bewaar", reverse("akkoord:akkoord", args=[pk]),
                    kicker=found.title, done="Bewaard.")  # fmt: skip
    return answer(
        request, AkkoordForm(sent(request), initial=typed), page,
        lambda form: drafting.edit_akkoord(actor, found, form.result(), now=timezone.now()),
        partnership=found.partnership,
    )  # fmt: skip


@needs(Action.OFFER_FOR_SIGNING)
def add_party(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    permit(actor, Action.OFFER_FOR_SIGNING, found)
    possible = pages.possible_parties(found, timezone.localdate())
    by_id = {str(party.pk): party for party in possible}
    page = FormPage("Vraag een partij", "Voeg toe", reverse("akkoord:akkoord", args=[pk]),
                    kicker=found.title, done="De partij is toegevoegd.")  # fmt: skip

    def act(form: PartyForm) -> object:
        given = form.cleaned_data
        return drafting.add_party(
            actor, found, by_id[given["organisation"]], required=given["required"],
            now=timezone.now(),
        )  # fmt: skip

    form = PartyForm(sent(request), possible)
    return answer(request, form, page, act, partnership=found.partnership)


# --- single verbs: one button each ---


@needs(Action.OFFER_FOR_SIGNING)
@require_POST
def remove_party(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    party = signature_in(found, request.POST.get("partij", ""))
    return do(request, actor, found, lambda: drafting.remove_party(actor, party, now=now()))


@needs(Action.OFFER_FOR_SIGNING)
@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    return do(request, actor, found, lambda: signing.offer(actor, found, now=now()))


@needs(Action.OFFER_FOR_SIGNING)
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    return do(request, actor, found, lambda: signing.take_back(actor, found, now=now()))


@needs(Action.OFFER_FOR_SIGNING)
@require_POST
def show_to(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = akkoord_for(request, pk)
    chosen = request.POST.get("zichtbaar", "")
    wanted = Visibility(chosen) if chosen in Visibility.values else Visibility.PARTNER
    return do(request, actor, found, lambda: signing.show_to(actor, found, wanted, now=now()))


def now() -> Any:
    return timezone.now()


def do(request: HttpRequest, actor: Actor, akkoord: Akkoord, act: Any) -> HttpResponseBase:
    """One verb, and the page again; with the reason on top when it was refused."""
    try:
        act()
    except RuleBrokenError as error:
        status = 403 if isinstance(error, NotAllowedError) else 422
        akkoord.refresh_from_db()
        return show(request, actor, akkoord, problem=str(error), status=status)
    return redirect("akkoord:akkoord", akkoord.pk)
