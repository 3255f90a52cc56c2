"""Pages and verbs of a discussion that are the same under every object."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wwz.comments import queries, services
from wwz.comments.access import get_comment, get_discussion, get_moderated
from wwz.comments.forms import ReasonForm, reason_form, say_form
from wwz.comments.models import Comment, Discussion
from wwz.comments.posting import posted
from wwz.errors import RuleBrokenError
from wwz.partners.access import actor_of, get_partnership, needs
from wwz.partners.context import of_page
from wwz.partners.matrix import Action
from wwz.partners.pressing import done
from wwz.partners.public_forms import NO_ROOM, has_room

ON_A_PAGE = 25
MOST_REPORTS_IN_AN_HOUR = 10


# --- what everybody may do ---


@needs(Action.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer somebody."""
    actor, now = actor_of(request), timezone.now()
    comment = get_comment(actor, pk)
    form: forms.Form | None
    if request.method == "POST":
        about = services.about_of(comment.discussion)
        form = posted(request, about, now=now, answers=comment)
        if form is None:
            return redirect(services.address_of(comment))
    else:
        form = say_form(actor, now=now)
    title, button = f"Antwoord op {comment.author_name}", "Plaats antwoord"
    return page_about(request, comment, form, title=title, button=button)


@needs(Action.REPORT_COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a comment should not stand there."""
    actor, now = actor_of(request), timezone.now()
    comment = get_comment(actor, pk)
    form = reason_form(actor, request.POST if request.method == "POST" else None, now=now)
    if request.method == "POST" and form.is_valid():
        if actor.account is None and not has_room(request, "melding", most=MOST_REPORTS_IN_AN_HOUR):
            form.add_error(None, NO_ROOM)
        elif tried(
            form, lambda: services.report(actor, comment, form.cleaned_data["reason"], now=now)
        ):
            messages.success(request, "Dank u wel. Een moderator leest de reactie en beslist.")
            return redirect(services.address_of(comment))
    return page_about(
        request, comment, form, title="Deze reactie melden", button="Meld deze reactie"
    )


def page_about(
    request: HttpRequest, comment: Comment, form: forms.Form, *, title: str, button: str
) -> HttpResponse:
    """A page with one comment and one form."""
    of_page(request, comment.discussion.partnership)
    context = {"comment": comment, "form": form, "page_title": title, "button": button}
    status = 422 if form.is_bound else 200
    return render(request, "comments/about_comment.html", context, status=status)


def tried(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Do it; when it is refused the sentence stands on the form."""
    try:
        verb()
    except RuleBrokenError as error:
        form.add_error(None, str(error))
        return False
    return True


@needs(Action.COMMENT)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one said oneself."""
    actor = actor_of(request)
    comment = get_comment(actor, pk)
    return done(
        request,
        lambda: services.withdraw(actor, comment, now=timezone.now()),
        "Uw reactie is verwijderd.",
        f"{comment.discussion.address}#gesprek",
    )


# --- moderators ---


@needs(Action.MODERATE)
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    return with_discussion(request, pk, services.close, "Het gesprek is gesloten.")


@needs(Action.MODERATE)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    return with_discussion(request, pk, services.reopen, "Het gesprek is weer open.")


def with_discussion(
    request: HttpRequest, pk: UUID, verb: Callable[..., None], said: str
) -> HttpResponse:
    actor = actor_of(request)
    discussion: Discussion = get_discussion(actor, pk)
    address = f"{discussion.address}#gesprek"
    return done(request, lambda: verb(actor, discussion, now=timezone.now()), said, address)


@needs(Action.MODERATE)
@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    partnership = of_page(request, get_partnership(slug))
    actor = actor_of(request)
    waiting = Paginator(queries.to_moderate(partnership, actor), ON_A_PAGE)
    decided = Paginator(queries.decided(partnership, actor), ON_A_PAGE)
    context = {
        "partnership": partnership,
        "waiting": waiting.get_page(request.GET.get("bladzijde")),
        "decided": decided.get_page(1),
    }
    return render(request, "comments/queue.html", context)


@needs(Action.MODERATE)
@require_POST
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    comment = get_moderated(actor, pk)
    return done(
        request,
        lambda: services.release(actor, comment, now=timezone.now()),
        "De reactie is nu te zien.",
        queue_address(comment),
    )


@needs(Action.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(request, pk, services.keep, "Laat deze reactie staan", "De reactie blijft staan.")


@needs(Action.MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    return decide(request, pk, services.hide, "Verberg deze reactie", "De reactie is verborgen.")


def decide(
    request: HttpRequest,
    pk: UUID,
    verb: Callable[..., None],
    title: str,
    said: str,
) -> HttpResponse:
    """Ask the reason, then decide; the writer and who reported it are told."""
    actor = actor_of(request)
    comment = get_moderated(actor, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: verb(actor, comment, reason, now=timezone.now())):
            messages.success(request, said)
            return redirect(queue_address(comment))
    return page_about(request, comment, form, title=title, button=title)


def queue_address(comment: Comment) -> str:
    return reverse("comments:queue", args=[comment.discussion.partnership.slug])
