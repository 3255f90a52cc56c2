"""A visie that has gone all the way, and what it was made of."""

from __future__ import annotations

import pytest


@pytest.fixture
def ready(writer, visie, draft, opening, citation, bas, ilse):
    """Ter instemming: one theme, one cited figure, one proposal declined, one position given."""
    from tests.cast import NOW
    from tests.partnership import actor
    from wwz.documents.models import DocumentVersion
    from wwz.visie.services import texts, voices

    texts.add_theme(writer, visie, "Elkaar ontmoeten", ["Iemand mist u als u er niet bent."])
    opening.refresh_from_db()
    proposal = voices.propose(
        actor(bas), visie, opening, text="Iets anders.", reason="Korter.", now=NOW
    )
    decision = voices.Decision("decline", "Het cijfer moet erin blijven.")
    voices.decide(writer, visie, proposal, decision, now=NOW)
    texts.move_text(writer, visie, draft, "ask_assent", now=NOW)
    voices.give_position(
        actor(ilse), visie, draft, voices.Opinion("voorbehoud", "Eerst de raad."), now=NOW
    )
    return DocumentVersion.objects.select_related("document").get(pk=draft.pk)


@pytest.fixture
def adopted(ready, visie, meryem):
    """The visie, adopted by the wethouder."""
    from tests.cast import NOW, TODAY
    from tests.partnership import actor
    from wwz.visie.services import adoption

    adoption.adopt(actor(meryem), visie, today=TODAY, now=NOW)
    visie.refresh_from_db()
    return visie
