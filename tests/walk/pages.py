"""Addresses around the six steps that name something, and what the tour tells about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wwz.pages.theme import theme
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import Initiative, Knelpunt, Programme, Woonservicezone


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    make_story(partnership, organisation, secret)
    Account.objects.get_or_create(email="sanne@demo.example")
    return {
        "pages:theme": {"address": theme().sheet or "geen.css"},
        "pages:tour-step": {"number": 1},
        "pages:log-in-as": {"name": "sanne"},
    }


def make_story(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> Knelpunt:
    """A thread as far as an initiatief: what the tour follows."""
    initiative = Initiative.objects.create(
        partnership=partnership, kind="project", title=secret(), text=secret(),
        programme=Programme.objects.create(partnership=partnership, name=secret()),
        organisation=organisation,
    )  # fmt: skip
    return Knelpunt.objects.create(
        partnership=partnership, title=secret(), raised_on=date(2026, 1, 5), initiative=initiative,
        zone=Woonservicezone.objects.create(partnership=partnership, name=secret()),
    )  # fmt: skip
