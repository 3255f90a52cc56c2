"""The talk under an initiative, as the comments app wants it described."""

from __future__ import annotations

from django.urls import reverse

from wwz.comments.services import About
from wwz.uitvoering.models import Initiative


def about_initiative(initiative: Initiative) -> About:
    return About(
        partnership=initiative.partnership,
        visibility=initiative.visibility,
        kind=initiative._meta.label,
        object_id=initiative.pk,
        title=initiative.title,
        address=reverse("uitvoering:initiative", args=[initiative.pk]),
        scope_id=initiative.zone_id,
    )
