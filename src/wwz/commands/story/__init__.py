"""The story of the demo (`docs/story.md`): one cast, one thread, chapter by chapter.

Parties and people come first; the chapters follow once there are figures to cite. Everything is
invented and says so; places and figures are real when there is open data.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wwz.commands.story import (
    akkoord,
    housing,
    meetings,
    monitor,
    own_rows,
    partnerships,
    proposals,
    scenarios,
    uitvoering,
    visie,
    werkplaats,
)
from wwz.commands.story.narrator import Story
from wwz.commands.story.parties import CAST, DOMAIN, PASSWORD, has_logins, seed
from wwz.partners.models import Account, Organisation, Partnership

__all__ = ["CAST", "DOMAIN", "PASSWORD", "has_logins", "only_demo_inside", "seed", "tell"]

CHAPTERS = (
    partnerships.tell,
    own_rows.tell,
    scenarios.tell,
    visie.tell,
    meetings.tell,
    akkoord.tell,
    uitvoering.tell,
    proposals.tell,
    housing.tell,
    werkplaats.tell,
    monitor.tell,
)
"""In the order of the chain: a chapter builds on those before it."""


@transaction.atomic
def tell(*, now: datetime) -> bool:
    """Tell the whole story, unless it stands there already; whether it was told now."""
    if Partnership.objects.exists():
        return False
    story = Story(now=now)
    for chapter in CHAPTERS:
        chapter(story)
    return True


def only_demo_inside() -> bool:
    """Whether the database holds nothing but what a demo made, or nothing at all."""
    from wwz.opgave.models import Study

    real_organisations = Organisation.objects.filter(demo=False).exists()
    real_accounts = Account.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
    if real_organisations or real_accounts:
        return False
    return Account.objects.exists() or not Study.objects.exists()
