"""The talk under a passage, as the comments app wants it described."""

from __future__ import annotations

from django.urls import reverse

from wwz.comments.services import About
from wwz.documents.models import Passage
from wwz.partners.models import Visibility
from wwz.visie.models import Visie
from wwz.visie.queries.reading import FINAL


def about(visie: Visie, passage: Passage) -> About:
    """The discussion under a passage; of an adopted text it stays with who took part."""
    final = passage.version.state in FINAL
    return About(
        partnership=visie.partnership,
        visibility=Visibility.PARTNER if final else visie.visibility,
        kind="visie.Visie",
        object_id=passage.pk,
        title=f"{visie.title}, passage {passage.chapter}.{passage.number}",
        address=reverse("visie:passage", args=[passage.pk]),
        scope_id=visie.document_id,
    )
