"""Who may do what: one actor per request, one decorator per view, one question per object."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from wwz.errors import NotAllowedError
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach, reach
from wwz.partners.models import (
    Account,
    Membership,
    Participation,
    Partnership,
    Shared,
    SharedQuerySet,
)
from wwz.partners.roles import VISITOR, Role

HAT = "pet"
"""Key of the session that holds the membership somebody acts through."""
REMEMBERED = "_memberships"
"""Where an account keeps, during one request, the memberships that were read with it."""
OF_NO_PARTNERSHIP = (Action.MANAGE_PLATFORM, Action.OWN_ACCOUNT)
"""What is about the platform or about oneself, whatever partnership a page is in."""


User = AbstractBaseUser | AnonymousUser
View = Callable[..., HttpResponseBase]
S = TypeVar("S", bound=Shared)


# --- who is here ---


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request: three queries at most, however often it is asked."""
    known: Actor | None = getattr(request, "wwz_actor", None)
    if known is None:
        session = getattr(request, "session", {})
        known = actor_for(
            getattr(request, "user", AnonymousUser()),
            today=timezone.localdate(),
            hat=session.get(HAT, ""),
        )
        request.wwz_actor = known  # type: ignore[attr-defined]  # remembered on the request
    return known


def actor_for(user: User, *, today: date, hat: str = "") -> Actor:
    """Somebody with the hat chosen, or the first one of today when none was chosen.

    A hat that ended meanwhile is not changed for another: nothing is done for the wrong one.
    """
    held = tuple(memberships(user, today))
    if not isinstance(user, Account) or not user.is_active:
        return Actor()
    chosen = (one for one in held if not hat or str(one.pk) == hat)
    worn = next(chosen, None)
    if worn is None:
        return Actor(account=user, hats=held)
    taken = participations(worn, today)
    return Actor(
        account=user,
        hat=worn,
        hats=held,
        participations={one.partnership_id: one.role for one in taken},
        partnerships={one.partnership.slug: one.partnership for one in taken},
    )


def memberships(user: User, today: date) -> list[Membership]:
    """Valid memberships with their organisation; remembered on the account of this request."""
    if not isinstance(user, Account) or not user.is_active:
        return []
    # Asked as an attribute: who is logged in stands behind a proxy with a __dict__ of its own.
    remembered: dict[date, list[Membership]] = getattr(user, REMEMBERED, {})
    if today not in remembered:
        remembered |= {today: list(hats_of(user.pk, today))}
        setattr(user, REMEMBERED, remembered)
    return remembered[today]


def hats_of(account_id: UUID, today: date) -> QuerySet[Membership]:
    return (
        Membership.objects.valid(on=today)
        .filter(person__account=account_id)
        .select_related("organisation", "person")
        .order_by("organisation__name", "role", "starts_on")
    )


def account_with_hats(account_id: UUID, today: date) -> Account | None:
    """Who is logged in, with the memberships that every page asks for, in one query."""
    held = list(hats_of(account_id, today).select_related("person__account"))
    account = held[0].person.account if held else None
    if account is None:
        return Account.objects.filter(pk=account_id).first()
    setattr(account, REMEMBERED, {today: held})
    return account


def participations(hat: Membership, today: date) -> list[Participation]:
    """The part that the organisation of this hat has today, in each partnership of the hat."""
    found = Participation.objects.valid(on=today).filter(organisation=hat.organisation_id)
    if hat.partnership_id is not None:
        found = found.filter(partnership=hat.partnership_id)
    return list(found.select_related("partnership").order_by("partnership__name"))


def own_hat(actor: Actor, wanted: str) -> Membership:
    """The membership of today that the actor asks for; nobody wears another's hat."""
    found = next((one for one in actor.hats if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


# --- the first gate: does this role do such things at all? ---


def needs(action: Action) -> Callable[[View], View]:
    """Mark a view with its row of the matrix, and refuse other roles before anything is fetched.

    Every address of the site carries this mark; the walker over all of them reads it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if not actor.may(action):
                if actor.account is None:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(refusal(actor, action))
            if "slug" in kwargs:
                stay_inside(actor, action, kwargs["slug"])
            return view(request, *args, **kwargs)

        guarded.needs = action  # type: ignore[attr-defined]  # read by the walker
        return guarded

    return decorate


def stay_inside(actor: Actor, action: Action, slug: str) -> None:
    """Refuse in another partnership what only its own people may do there."""
    outside = Role.BEWONER if actor.account is not None else VISITOR
    if reach(action, outside) is not Reach.NONE or action in OF_NO_PARTNERSHIP:
        return
    if actor.reach(action, get_partnership(slug, actor).pk) is Reach.NONE:
        raise PermissionDenied(
            "Dit is een ander samenwerkingsverband dan waarvoor u nu werkt. Kies een andere pet "
            "als u er ook daar een hebt."
        )


def open_to_all(view: View) -> View:
    """Mark a view that is the same for everybody, without asking the session who it is."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked.needs = Action.READ_PUBLIC  # type: ignore[attr-defined]  # read by the walker
    return marked


def refusal(actor: Actor, action: Action) -> str:
    role = actor.hat.get_role_display() if actor.hat is not None else "bewoner"
    return (
        f"Als {role} kunt u dit niet doen: {action.value}. Kies een andere pet of vraag uw "
        "organisatiebeheerder om deze rol."
    )


# --- the second gate: this object? ---


def get_visible(objects: SharedQuerySet[S], actor: Actor, pk: UUID) -> S:
    """The object when this actor may read it; what is foreign looks like what is not there."""
    found = objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def allows(actor: Actor, action: Action, thing: Shared) -> bool:
    """Whether the actor may do this with this object."""
    far = actor.reach(action, thing.partnership_id)
    if far is Reach.ALL:
        return True
    if far is Reach.OWN:
        return is_own(actor, thing)
    if far is Reach.ITEMS:
        return has_made(actor, thing)
    return False


def require(actor: Actor, action: Action, thing: Shared) -> None:
    """Refuse with a sentence what `allows` does not allow.

    Raises
    ------
    NotAllowedError
    """
    if not allows(actor, action, thing):
        raise NotAllowedError(refusal(actor, action))


def is_own(actor: Actor, thing: Shared) -> bool:
    """Whether it belongs to the actor's organisation, zone, document or traject."""
    return type(thing)._base_manager.filter(pk=thing.pk).filter(own(actor, thing)).exists()


def own(actor: Actor, thing: Shared) -> Any:
    return SharedQuerySet(type(thing)).own(actor)


def has_made(actor: Actor, thing: Shared) -> bool:
    if actor.person_id is None:
        return False
    made = type(thing)._base_manager.filter(pk=thing.pk)
    return any(made.filter(**{path: actor.person_id}).exists() for path in type(thing).author_paths)


# --- who was here a moment ago ---


def recently_authenticated(request: HttpRequest) -> bool:
    """Whether somebody gave a password, code or passkey in the last minutes of this session.

    What binds an organisation asks for it: an unguarded screen signs nothing.
    """
    records = get_authentication_records(request, request.user)
    newest = max((float(one["at"]) for one in records), default=0.0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest, back: str) -> HttpResponseRedirect:
    """To the page that asks for the password again, and then on to ``back``."""
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


# --- partnerships themselves ---


def get_partnership(slug: str, actor: Actor | None = None) -> Partnership:
    """A partnership by its name in the address: that it exists is public.

    Those of the actor were read with the hat, and are not asked for again.
    """
    if actor is not None and slug in actor.partnerships:
        return actor.partnerships[slug]
    found = Partnership.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def partnership_and_actor(request: HttpRequest, slug: str) -> tuple[Partnership, Actor]:
    """What a page of a partnership begins with; of one's own partnership without a query."""
    actor = actor_of(request)
    return get_partnership(slug, actor), actor


def allows_in(actor: Actor, action: Action, partnership: Partnership) -> bool:
    """Whether the actor may do this in the partnership as such: to make something new there."""
    return actor.reach(action, partnership.pk) is not Reach.NONE


def require_in(actor: Actor, action: Action, partnership: Partnership) -> None:
    if not allows_in(actor, action, partnership):
        raise NotAllowedError(refusal(actor, action))


def roles(user: User, today: date) -> frozenset[str]:
    """The roles of an account today, whatever hat it wears."""
    return frozenset(membership.role for membership in memberships(user, today))
