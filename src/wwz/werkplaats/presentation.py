"""The way back from a page of the werkplaats."""

from __future__ import annotations

from django.urls import reverse

from wwz.partners.models import Partnership


def trail(partnership: Partnership, here: str) -> list[tuple[str, str]]:
    """Crumbs: the werkplaats of this partnership, then this page."""
    index = reverse("werkplaats:index", args=[partnership.slug])
    return [(str(partnership), f"/samen/{partnership.slug}/"), ("Werkplaats", index), (here, "")]
