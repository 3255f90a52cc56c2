"""The talk under a lesson, as the comments app wants it described."""

from __future__ import annotations

from django.urls import reverse

from wwz.comments.services import About
from wwz.werkplaats.models import Insight


def about_insight(insight: Insight) -> About:
    return About(
        partnership=insight.partnership,
        visibility=insight.visibility,
        kind=insight._meta.label,
        object_id=insight.pk,
        title=insight.title,
        address=reverse("werkplaats:insight", args=[insight.pk]),
        scope_id=insight.initiative.zone_id if insight.initiative is not None else None,
    )
