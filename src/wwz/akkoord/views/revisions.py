"""Changing a promise in force: propose, read the effect, consent or not."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.akkoord.access import afspraak_for, permit, revision_for
from wwz.akkoord.forms import ChangeForm, ReasonForm
from wwz.akkoord.models import Revision
from wwz.akkoord.presentation.afspraak import change_lines, effect_of, effect_total
from wwz.akkoord.services import revising
from wwz.akkoord.views.forms_shown import FormPage, answer, sent
from wwz.partners.access import allows, ask_again, needs, recently_authenticated
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action


@needs(Action.DRAFT_COMMITMENT)
def propose(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    actor, found = afspraak_for(request, pk)
    permit(actor, Action.DRAFT_COMMITMENT, found)
    page = FormPage(
        "Stel een bijstelling voor", "Vraag instemming", reverse("akkoord:afspraak", args=[pk]),
        kicker=str(found),
        lead="Wat u leeg laat, blijft zoals het is getekend. Elke partij die gebonden is, moet "
        "instemmen.",
        done="Voorgesteld. De partijen is om instemming gevraagd.",
    )  # fmt: skip
    return answer(
        request, ChangeForm(sent(request)), page,
        lambda form: revising.propose(actor, found, form.result(), now=timezone.now()),
        partnership=found.partnership,
    )  # fmt: skip


@needs(Action.READ_PUBLIC)
@require_safe
def revision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changes, what that does to the whole, and who has consented."""
    actor, found = revision_for(request, pk)
    consents = list(found.consents.select_related("organisation").order_by("organisation__name"))
    own = next((one for one in consents if one.organisation_id == actor.organisation_id), None)
    asked = own is not None and own.state == "gevraagd" and found.state == "instemming_gevraagd"
    context = {
        "revision": found,
        "afspraak": found.afspraak,
        "partnership": found.partnership,
        "changes": change_lines(found),
        "effects": effect_of(found, effect_total(list(found.afspraak.akkoord.afspraken.all()))),
        "consents": consents,
        "given": sum(one.state == "ingestemd" for one in consents),
        "may_decide": asked and allows(actor, Action.SIGN, found.afspraak.akkoord),
        "crumbs": crumbs(found),
    }
    return render(request, "akkoord/revision.html", context)


def crumbs(found: Revision) -> list[tuple[str, str]]:
    afspraak = found.afspraak
    return [
        (afspraak.akkoord.title, reverse("akkoord:akkoord", args=[afspraak.akkoord_id])),
        (f"Afspraak {afspraak.number}", reverse("akkoord:afspraak", args=[afspraak.pk])),
        ("Bijstelling", ""),
    ]


@needs(Action.SIGN)
def consent(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Read what changes once more, and say yes for the reader's organisation."""
    return decide(
        request, pk, ("Stem in met de bijstelling", "Lees en teken", "U hebt ingestemd."),
        forms.Form, lambda actor, found, form: revising.consent(actor, found, now=timezone.now()),
    )  # fmt: skip


@needs(Action.SIGN)
def object_to(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return decide(
        request, pk, ("Stem niet in met de bijstelling", "Stem niet in", "Uw antwoord staat er."),
        ReasonForm, lambda actor, found, form: revising.object_to(
            actor, found, form.cleaned_data["reason"], now=timezone.now()
        ),
    )  # fmt: skip


Decision = Callable[[Actor, Revision, forms.Form], object]


def decide(
    request: HttpRequest, pk: UUID, words: tuple[str, str, str], form: type[forms.Form],
    act: Decision,
) -> HttpResponseBase:  # fmt: skip
    actor, found = revision_for(request, pk)
    permit(actor, Action.SIGN, found.afspraak.akkoord)
    if not recently_authenticated(request):
        return ask_again(request, request.path)
    title, button, done = words
    page = FormPage(title, button, reverse("akkoord:revision", args=[pk]),
                    kicker=str(found.afspraak), lead=found.words, done=done,
                    template="akkoord/decide.html")  # fmt: skip
    return answer(
        request, form(sent(request)), page,
        lambda given: act(actor, found, given), partnership=found.partnership,
        revision=found, changes=change_lines(found),
    )  # fmt: skip
