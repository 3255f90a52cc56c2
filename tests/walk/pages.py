"""Addresses around the six steps that name something."""

from __future__ import annotations

from collections.abc import Callable

from wwz.partners.models import Organisation, Partnership


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    return {
        "pages:theme": {"address": "geen.css"},
        "pages:tour-step": {"number": 1},
        "pages:log-in-as": {"name": "sanne"},
    }
