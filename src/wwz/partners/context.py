"""The hat somebody wears, and the partnership of this page: shown in the head of every page."""

from __future__ import annotations

from django.http import HttpRequest

from wwz.partners.access import actor_of
from wwz.partners.models import Membership, Partnership


def hat(request: HttpRequest) -> dict[str, object]:
    """Template context: ``hat`` (empty when there is none), ``hats`` and ``own_partnership``."""
    actor = actor_of(request)
    return {
        "actor": actor,
        "hat": described(actor.hat, actor.hat) if actor.hat is not None else {},
        "hats": [described(one, actor.hat) for one in actor.hats],
    }


def described(one: Membership, worn: Membership | None) -> dict[str, object]:
    return {
        "id": str(one.pk),
        "organisation": str(one.organisation),
        "role": one.get_role_display(),
        "current": worn is not None and one.pk == worn.pk,
    }


def of_page(request: HttpRequest, partnership: Partnership) -> Partnership:
    """Remember which partnership this page is about, so that the steps lead there."""
    request.wwz_partnership = partnership  # type: ignore[attr-defined]  # read by the frame
    return partnership
