"""Asks every address of the site as every role: of the own partnership, a foreign one, and none.

What a role may not do is refused before anything is fetched. What is foreign looks like what is
not there: the same status, body and headers. What a role may do with its own is never refused.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import make_account
from tests.walk import Arguments, make_all
from wwz.partners.matrix import Action, Reach, reach
from wwz.partners.models import Membership, Organisation, Partnership, Shared
from wwz.partners.roles import EVERY_ROLE, VISITOR, Role

METHODS = ("get", "post")
# The length of a body that holds an address, and the second in which a page was made.
UNSTEADY = ("Content-Length", "Expires")

# Reached by a secret in the link, or public by nature: who has the address may come from anywhere.
OPEN_BY_NATURE = {
    "account_reset_password_from_key",
    "notifications:confirm",
    "notifications:stop",
    "pages:log-in-as",
    "pages:theme",
    "pages:tour-step",
    "partners:accept",
    "partners:organisation",
    "uitvoering:received",
    "uitvoering:secret_reopen",
    "uitvoering:secret_thread",
}
# Of one person and no role: the walker's people hold another hat, key or notice. Still asked for
# what breaks and what is foreign; what the person itself may, tests/wwz/partners/ and
# tests/wwz/notifications/ say.
OF_ONE_PERSON = {
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
    "notifications:read",
    "notifications:unfollow",
    "partners:hat",
    "reach:outcome",
    "reach:places",
    "reach:places-table",
    "reach:table",
    "scenarios:outcome",
    "weighing:keep_swap",
    "weighing:swapped",
}
# Figures are of no partnership, so none is foreign; a study must have been run before one is there,
# which tests/wwz/opgave/ does.
FIGURES = "opgave:"
CHANGING = re.compile(
    r'name="(csrfmiddlewaretoken|begonnen|next|terug)" value="[^"]*"|nonce="[^"]*"'
)


@dataclass(frozen=True)
class Place:
    """One address pattern with its full name and its row of the matrix."""

    name: str
    pattern: URLPattern
    action: Action | None

    @property
    def arguments(self) -> set[str]:
        return set(self.pattern.pattern.regex.groupindex)


@dataclass
class World:
    """Two partnerships with the same in both, and somebody of every role in the first."""

    own: Partnership
    organisation: Organisation
    foreign: Partnership
    own_arguments: Arguments
    foreign_arguments: Arguments
    clients: dict[str, Client] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)


@dataclass
class Walk:
    """What was asked, and what was wrong."""

    faults: list[str] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)


def every_place(resolver: URLResolver | None = None, space: str = "") -> Iterator[Place]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from every_place(one, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            action = getattr(one.callback, "needs", None)
            yield Place(f"{space}{one.name or one.pattern}", one, action)


def make_world(own: Partnership, organisation: Organisation, foreign: Partnership,
               stranger: Organisation, roles: Iterable[str]) -> World:  # fmt: skip
    def secret() -> str:
        return f"geheim{uuid.uuid4().hex[:10]}"

    world = World(
        own, organisation, foreign,
        make_all(own, organisation, secret), make_all(foreign, stranger, secret),
    )  # fmt: skip
    for role in roles:
        client = world.clients[role] = Client(raise_request_exception=False)
        if role != VISITOR:
            account = make_account(f"loper-{role}", Role(role), organisation)
            held = Membership.objects.filter(person__account=account)
            held.update(partnership=own)
            world.memberships[role] = held.get()
            client.force_login(account)
    return world


# --- arguments: own, foreign, and of nothing ---


def arguments(place: Place, world: World, *, own: bool) -> dict[str, Any] | None:
    """What leads there in one partnership; nothing when no module of tests/walk says so."""
    if not place.arguments:
        return {}
    made = world.own_arguments if own else world.foreign_arguments
    if place.name in made:
        return dict(made[place.name])
    if place.arguments == {"slug"}:
        return {"slug": (world.own if own else world.foreign).slug}
    return None


def of_nothing(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same kind of arguments, of something that is not there."""
    nothing: dict[str, Any] = dict(given)
    for name, value in given.items():
        if isinstance(value, uuid.UUID):
            nothing[name] = uuid.uuid4()
        elif name == "slug":
            nothing[name] = "bestaat-niet"
        elif name == "pk":
            nothing[name] = 987_654
        elif name == "token":
            nothing[name] = "x" * 43
    return nothing


# --- asking ---


def ask(client: Client, method: str, place: Place, given: Mapping[str, Any]) -> Any:
    """The answer; whatever it changed is taken back."""
    address, sent = address_of(place, given), sent_along(place, given)
    # What an earlier press said would stand on this page.
    client.cookies.pop("messages", None)
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = client.post(address, sent) if method == "post" else client.get(address)
        transaction.set_rollback(True)
    # Also a log-out: the session stands again, so its cookie must.
    client.cookies = cookies
    return answer


def address_of(place: Place, given: Mapping[str, Any]) -> str:
    return reverse(place.name, kwargs={name: given[name] for name in place.arguments})


def sent_along(place: Place, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the form names beside its address, such as the line that goes."""
    return {name: value for name, value in given.items() if name not in place.arguments}


def content_of(answer: HttpResponseBase, given: Mapping[str, Any]) -> str:
    """The body without what differs between any two answers: tokens, and its own address."""
    if getattr(answer, "streaming", False):
        return "stream"
    text = CHANGING.sub("", answer.content.decode(errors="replace"))
    return without(text, given)


def without(text: str, given: Mapping[str, Any]) -> str:
    """A text with the arguments of its address taken out; a number only as part of an address."""
    for value in given.values():
        if str(value).isdigit():
            text = re.sub(rf"(/|%2F){value}(?=/|%2F)", r"\1", text)
        else:
            text = text.replace(str(value), "")
    return text


def headers_of(answer: HttpResponseBase, given: Mapping[str, Any]) -> dict[str, str]:
    """Headers, with the own address taken out of where one is sent on to."""
    return {
        name: without(value, given)
        for name, value in answer.headers.items()
        if name not in UNSTEADY
    }


@contextmanager
def uncopied() -> Iterator[None]:
    """Keep no copy of what each template was given: of thousands of pages that takes long."""
    with patch("django.test.client.store_rendered_templates", lambda *given, **more: None):
        yield


@uncopied()
def walk(world: World, places: Iterable[Place]) -> Walk:
    """Every place as every role of this world."""
    done = Walk()
    for place in places:
        if place.action is None:
            done.faults.append(f"{place.name}: no row of the matrix (needs)")
            continue
        own = arguments(place, world, own=True)
        foreign = arguments(place, world, own=False)
        if own is None or foreign is None:
            done.faults.append(f"{place.name}: no module of tests/walk makes its arguments")
            continue
        for role in world.clients:
            done.faults += faults_of(place, role, world, own, foreign)
            done.asked.add((place.name, role))
    return done


def faults_of(place: Place, role: str, world: World, own: dict[str, Any],
              foreign: dict[str, Any]) -> list[str]:  # fmt: skip
    assert place.action is not None
    if reach(place.action, role) is Reach.NONE:
        return refused(place, role, world, own)
    with_scope(world, role, own)
    return [*own_faults(place, role, world, own), *foreign_faults(place, role, world, foreign)]


def refused(place: Place, role: str, world: World, own: dict[str, Any]) -> list[str]:
    """A role without the action: to the login page, or 403; the same for what is not there."""
    client, faults, statuses = world.clients[role], [], []
    for method, given in (("get", own), ("post", own), ("get", of_nothing(own))):
        answer = ask(client, method, place, given)
        statuses.append(answer.status_code)
        to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/inloggen/")
        right = to_login if role == VISITOR else answer.status_code == 403
        if not right and answer.status_code != 405:
            faults.append(f"{place.name} {method} as {role}: {answer.status_code}, not refused")
    if statuses[:2] == [405, 405]:
        faults.append(f"{place.name} as {role}: takes neither GET nor POST")
    return faults


def own_faults(place: Place, role: str, world: World, own: dict[str, Any]) -> list[str]:
    """A role with the right, on its own: nothing breaks, and nothing is refused."""
    faults = []
    for method in METHODS:
        answer = ask(world.clients[role], method, place, own)
        status = answer.status_code
        if status >= 500:
            faults.append(f"{place.name} {method} as {role}: {status}, {why(answer)}")
        elif status in (403, 404) and is_strict(place, role, own):
            faults.append(f"{place.name} {method} as {role}: {status} on its own")
    return faults


def why(answer: Any) -> str:
    """What broke: the error that the page did not answer."""
    found = getattr(answer, "exc_info", None)
    return f"{found[0].__name__}: {str(found[1])[:120]}" if found else ""


def is_strict(place: Place, role: str, own: Mapping[str, Any]) -> bool:
    """Whether this role surely may do it with these objects."""
    if place.name in OF_ONE_PERSON or place.name.startswith(FIGURES):
        return False
    far = reach(place.action, role) is Reach.ALL  # type: ignore[arg-type]  # asked before
    reads = reach(Action.READ_PARTNER, role) is Reach.ALL
    if place.action is Action.READ_PUBLIC:
        return reads or "pk" not in own
    return far and reads


def foreign_faults(place: Place, role: str, world: World, foreign: dict[str, Any]) -> list[str]:
    """What is foreign looks like what is not there, or is refused as such."""
    if not foreign or place.name in OPEN_BY_NATURE or place.name.startswith(FIGURES):
        return []
    if set(foreign) == {"slug"} or "kind" in foreign:
        return outside_faults(place, role, world, foreign)
    faults, nothing = [], of_nothing(foreign)
    for method in METHODS:
        theirs = ask(world.clients[role], method, place, foreign)
        none = ask(world.clients[role], method, place, nothing)
        where = f"{place.name} {method} as {role}"
        if theirs.status_code != none.status_code:
            faults.append(f"{where}: foreign {theirs.status_code}, missing {none.status_code}")
        elif content_of(theirs, foreign) != content_of(none, nothing):
            faults.append(f"{where}: foreign reads otherwise than missing")
        elif headers_of(theirs, foreign) != headers_of(none, nothing):
            faults.append(f"{where}: foreign has other headers than missing")
    return faults


def outside_faults(place: Place, role: str, world: World, foreign: dict[str, Any]) -> list[str]:
    """A page of another partnership: that it exists is public, what one may do there is not."""
    assert place.action is not None
    outside = VISITOR if role == VISITOR else Role.BEWONER
    may = reach(place.action, outside) is not Reach.NONE
    if may or place.action in (Action.MANAGE_PLATFORM, Action.OWN_ACCOUNT):
        return []
    return [
        f"{place.name} {method} as {role}: {status} in a foreign partnership"
        for method in METHODS
        if (status := ask(world.clients[role], method, place, foreign).status_code)
        not in (403, 404, 405)
    ]


# --- whose object is it? ---


def with_scope(world: World, role: str, own: Mapping[str, Any]) -> None:
    """Let a role for one zone, text or traject be the role for this one."""
    if role not in (Role.WIJKMANAGER, Role.PROFESSIONAL, Role.REDACTEUR, Role.PROCESBEGELEIDER):
        return
    thing = shared_of(own.get("pk"))
    scope = scope_of(thing) if thing is not None else None
    Membership.objects.filter(pk=world.memberships[role].pk).update(scope_id=scope)


def shared_of(pk: object) -> Shared | None:
    """The object of a partnership that has this number."""
    if not isinstance(pk, uuid.UUID):
        return None
    for model in apps.get_models():
        if issubclass(model, Shared):
            found = model._base_manager.filter(pk=pk).first()
            if found is not None:
                return found
    return None


def scope_of(thing: Shared) -> object:
    model = type(thing)
    for path in model.scope_paths:
        values = model._base_manager.filter(pk=thing.pk).values_list(path, flat=True)
        found = next((value for value in values if value is not None), None)
        if found is not None:
            return found
    return None


GROUPS = tuple(EVERY_ROLE[start::4] for start in range(4))
"""The roles in four shares, so that the walk runs beside itself."""
