"""The hat somebody wears: shown in the head of every page."""

from django.http import HttpRequest
from django.utils import timezone

from wwz.partners.access import memberships


def hat(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Template context ``hat``: the organisation somebody acts for, and in which role."""
    user = getattr(request, "user", None)
    held = memberships(user, timezone.localdate()) if user is not None else []
    if not held:
        return {"hat": {}}
    first = held[0]
    described = {"organisation": str(first.organisation), "role": first.get_role_display()}
    return {"hat": described}
