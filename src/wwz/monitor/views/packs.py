"""The pack of the board: made, frozen, released, discussed, made public, and compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wwz.audit.snapshots import SnapshotBrokenError
from wwz.errors import RuleBrokenError
from wwz.monitor import sheets
from wwz.monitor.access import get_pack
from wwz.monitor.contents import gather
from wwz.monitor.difference import difference as difference_of
from wwz.monitor.files import pack_file as file_of
from wwz.monitor.forms import ErratumForm
from wwz.monitor.freezing import freeze_now
from wwz.monitor.models import BoardPack, PackState
from wwz.monitor.queries.meetings import next_meeting
from wwz.monitor.queries.packs import earlier_pack, frozen_content, packs_in
from wwz.monitor.services import packs as services
from wwz.opgave.paper.rendering import PdfNotPossibleError
from wwz.partners.access import actor_of, allows, allows_in, get_partnership, needs
from wwz.partners.actor import Actor
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.uitvoering.queries.progress import current_period

VERBS = {
    PackState.CONCEPT: ("monitor:freeze", "Bevries de stukken"),
    PackState.BEVROREN: ("monitor:release", "Geef vrij aan het bestuur"),
    PackState.VRIJGEGEVEN: ("monitor:discuss", "Het overleg is gehouden"),
}
Extra = dict[str, Any]


# --- the list ---


@needs(Action.READ_BOARD)
@require_safe
def packs(request: HttpRequest, slug: str) -> HttpResponse:
    """All packs, newest first."""
    return show_list(request, get_partnership(slug))


@needs(Action.FREEZE_PACK)
@require_POST
def make_pack(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Begin the pack for the next meeting."""
    partnership, actor = get_partnership(slug), actor_of(request)
    try:
        made = make(actor, partnership)
    except RuleBrokenError as error:
        return show_list(request, partnership, problem=str(error), status=422)
    return redirect("monitor:pack", made.pk)


def make(actor: Actor, partnership: Partnership) -> BoardPack:
    meeting, period = next_meeting(partnership, actor), current_period(partnership)
    if meeting is None or period is None:
        raise services.PackRefusedError(
            "Voor stukken zijn een bestuurlijk overleg en een half jaar nodig. Plan het overleg "
            "en vraag om voortgang."
        )
    return services.make(actor, period, meeting, now=timezone.now())


def show_list(
    request: HttpRequest, partnership: Partnership, *, problem: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    of_page(request, partnership)
    context = {
        "partnership": partnership,
        "packs": packs_in(partnership, actor),
        "meeting": next_meeting(partnership, actor),
        "period": current_period(partnership),
        "may_freeze": allows_in(actor, Action.FREEZE_PACK, partnership),
        "problem": problem,
    }
    return render(request, "monitor/packs.html", context, status=status)


# --- one pack ---


@needs(Action.READ_PUBLIC)
@require_safe
def pack(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The stack itself: live while it is a concept, as it was frozen after."""
    return show(request, get_pack(actor_of(request), pk), {})


def show(
    request: HttpRequest, found: BoardPack, extra: Extra, *, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    of_page(request, found.partnership)
    context: Extra = {
        "partnership": found.partnership,
        "pack": found,
        "previous": earlier_pack(found.partnership, than=found),
        "errata": list(found.errata.all()),
        "erratum": ErratumForm(),
        "verbs": verbs_of(found, actor),
        "may_correct": found.state != PackState.CONCEPT
        and allows(actor, Action.FREEZE_PACK, found),
    } | extra
    try:
        context["sheets"] = sheets_of(found, actor)
    except SnapshotBrokenError as error:
        context["broken"], status = str(error), 409
    return render(request, "monitor/pack.html", context, status=status)


def sheets_of(found: BoardPack, actor: Actor) -> str:
    if found.state != PackState.CONCEPT:
        return sheets.kept_sheets(found)
    return sheets.fresh_sheets(gather(found, actor, today=timezone.localdate()))


def verbs_of(found: BoardPack, actor: Actor) -> list[tuple[str, str, str]]:
    """What can be done with it now, as buttons."""
    made = []
    if found.state in VERBS and allows(actor, Action.FREEZE_PACK, found):
        name, words = VERBS[PackState(found.state)]
        made.append((name, words, "primary"))
    if found.state == PackState.BESPROKEN and allows(actor, Action.PUBLISH_PACK, found):
        made.append(("monitor:publish", "Maak openbaar", "secondary"))
    return made


@needs(Action.FREEZE_PACK)
@require_POST
def freeze(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Keep it as it is now, for good."""
    return change(request, pk, freeze_now, "Bevroren. Deze stukken veranderen niet meer.")


@needs(Action.FREEZE_PACK)
@require_POST
def release(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return change(request, pk, services.release, "Vrijgegeven. Het bestuur kan ze nu lezen.")


@needs(Action.FREEZE_PACK)
@require_POST
def discuss(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return change(request, pk, services.discuss, "Genoteerd: de stukken zijn besproken.")


@needs(Action.PUBLISH_PACK)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return change(request, pk, services.publish, "Openbaar. Iedereen kan de stukken nu lezen.")


def change(
    request: HttpRequest, pk: UUID, verb: Callable[..., BoardPack], said: str
) -> HttpResponseBase:
    """Let one service change a pack, and show it or why not."""
    actor, found = actor_of(request), get_pack(actor_of(request), pk)
    try:
        verb(actor, found, now=timezone.now())
    except RuleBrokenError as error:
        return show(request, get_pack(actor, pk), {"problem": str(error)}, status=422)
    messages.success(request, said)
    return redirect("monitor:pack", pk)


@needs(Action.FREEZE_PACK)
@require_POST
def erratum(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Tell under a frozen pack what was wrong in it."""
    actor, found = actor_of(request), get_pack(actor_of(request), pk)
    form = ErratumForm(request.POST)
    if not form.is_valid():
        return show(request, found, {"erratum": form}, status=422)
    try:
        services.add_erratum(actor, found, form.cleaned_data["text"], now=timezone.now())
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return show(request, found, {"erratum": form}, status=422)
    return redirect("monitor:pack", pk)


@needs(Action.READ_PUBLIC)
@require_safe
def pack_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """A frozen pack as one file to take along."""
    found = get_pack(actor_of(request), pk)
    if found.state == PackState.CONCEPT:
        raise Http404
    try:
        return file_of(found, kind)
    except SnapshotBrokenError as error:
        return show(request, found, {"problem": str(error)}, status=409)
    except PdfNotPossibleError as error:
        return show(request, found, {"problem": str(error)}, status=503)


@needs(Action.READ_PUBLIC)
@require_safe
def difference(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What changed since the pack before; what did not is folded away."""
    actor = actor_of(request)
    found = get_pack(actor, pk)
    before = earlier_pack(found.partnership, than=found)
    if before is None:
        raise Http404
    get_pack(actor, before.pk)
    of_page(request, found.partnership)
    if found.state == PackState.CONCEPT:
        now = sheets.as_kept(gather(found, actor, today=timezone.localdate()))
    else:
        now = frozen_content(found)
    context = {
        "partnership": found.partnership,
        "pack": found,
        "previous": before,
        "found": difference_of(frozen_content(before), now),
    }
    return render(request, "monitor/difference.html", context)
