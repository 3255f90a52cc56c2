"""Every address, every role: own, foreign, missing, by GET and by POST."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from tests.wwz.rights.walker import GROUPS, World, every_place, make_world, walk
from wwz.meetings.models import Meeting
from wwz.partners.access import needs
from wwz.partners.matrix import Action
from wwz.partners.models import Account, Membership, Organisation, Partnership
from wwz.partners.roles import EVERY_ROLE

MakeWorld = Callable[[tuple[str, ...]], World]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What breaks is told as a fault; a page of log per fault would hide it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(
    zwolle: Partnership, municipality: Organisation, nieuwegein: Partnership, outsider: Account,
    settings: Any, tmp_path: Path,
) -> MakeWorld:  # fmt: skip
    # With the tour of a demo and the look of a gemeente, so that their addresses are there too.
    Partnership.objects.filter(pk=zwolle.pk).update(demo=True)
    (tmp_path / "stil.css").write_text(":root { --wwz-thread: #00653d; }", encoding="utf-8")
    settings.WWZ_THEME_CSS = str(tmp_path / "stil.css")
    settings.WWZ_DEMO = True
    settings.WWZ_SECURITY_CONTACT = "veilig@gemeente.example"
    stranger = Membership.objects.get(person__account=outsider).organisation

    def make(roles: tuple[str, ...]) -> World:
        return make_world(zwolle, municipality, nieuwegein, stranger, roles)

    return make


@pytest.mark.parametrize("roles", GROUPS, ids=lambda roles: roles[0])
def test_every_address_keeps_to_the_matrix(roles: tuple[str, ...], world: MakeWorld) -> None:
    places = list(every_place())
    done = walk(world(roles), places)
    assert not done.faults, "\n".join(done.faults)
    assert done.asked == {(place.name, role) for place in places for role in roles}


def test_groups_of_the_walk_hold_every_role_once() -> None:
    assert sorted(role for group in GROUPS for role in group) == sorted(EVERY_ROLE)


# --- planted defects ---


@needs(Action.READ_PUBLIC)
def unscoped(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forgets to ask whose it is."""
    found = Meeting.objects.filter(pk=pk).first()
    return HttpResponse(found.title if found else "", status=200 if found else 404)


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@needs(Action.READ_PUBLIC)
def told_apart(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Says 404 to both, in other words."""
    words = "niet van u" if Meeting.objects.filter(pk=pk).exists() else "er niet"
    return HttpResponse(words, status=404)


def marked_only(request: HttpRequest) -> HttpResponse:
    """Has the mark, and lets everybody in."""
    return HttpResponse("open")


marked_only.needs = Action.SIGN  # type: ignore[attr-defined]  # the defect itself


@needs(Action.PLAN_MEETING)
def closed_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=403)


@needs(Action.PLAN_MEETING)
def deaf_to_its_form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Never finds the line that its form names."""
    return HttpResponse(status=404 if request.method == "POST" else 405)


@needs(Action.READ_PUBLIC)
def without_maker(request: HttpRequest, other: str) -> HttpResponse:
    return HttpResponse(other)


@pytest.mark.parametrize(
    ("defect", "says"),
    [
        (path("bijeenkomst/<uuid:pk>/", unscoped, name="meeting"), "foreign 200, missing 404"),
        (path("bijeenkomst/<uuid:pk>/", told_apart, name="meeting"), "reads otherwise"),
        (path("open/", undeclared, name="index"), "no row of the matrix"),
        (path("mijn-werk/", marked_only, name="index"), "not refused"),
        (path("bijeenkomsten/", closed_to_all, name="index"), "403 on its own"),
        (
            path("bijeenkomst/<uuid:pk>/", deaf_to_its_form, name="meeting"),
            "post as programmamanager: 404",
        ),
        (path("x/<str:other>/", without_maker, name="other"), "no module of tests/walk"),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.callback.__name__,
)
def test_walker_finds_planted_defect(
    defect: Any, says: str, world: MakeWorld, settings: Any
) -> None:
    settings.ROOT_URLCONF = planted(defect)
    resolver = URLResolver(RegexPattern(r"^/"), settings.ROOT_URLCONF)
    places = [place for place in every_place(resolver) if place.pattern is defect]
    done = walk(world(("bezoeker", "programmamanager", "analist")), places)
    assert any(says in fault for fault in done.faults), done.faults


def planted(defect: Any) -> Any:
    """The addresses of the site with one defect before them, under the namespace `meetings`."""
    import types

    from django.urls import include

    from wwz import urls

    module = types.ModuleType("planted_urls")
    first = path("", include(([defect], "meetings")))
    module.urlpatterns = [first, *urls.urlpatterns]
    return module
