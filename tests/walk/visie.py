"""A visie in concept and an adopted one's frozen copy, with a secret word in every text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from tests.walk import opgave
from wwz.audit.snapshots import freeze
from wwz.documents.models import Document, DocumentVersion, Passage
from wwz.opgave.models import Fact
from wwz.partners.models import Organisation, Partnership
from wwz.visie.models import (
    Ambition,
    Amendment,
    Citation,
    Phase,
    Position,
    Theme,
    Traject,
    Visie,
)

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
Secret = Callable[[], str]


def make_text(partnership: Partnership, secret: Secret) -> Passage:
    """Two texts in the history of one passage."""
    document = Document.objects.create(partnership=partnership, title=f"Tekst {secret()}")
    version = DocumentVersion.objects.create(document=document, number=1, made_at=AT)
    passage = Passage.objects.create(
        version=version,
        chapter=1,
        chapter_title=f"Hoofdstuk {secret()}",
        number=1,
        text=f"Eerst {secret()} en [feit 1].",
        edited_at=AT,
    )
    passage.text, passage.edit = f"Daarna {secret()} en [feit 1].", 2
    passage.save()
    return passage


def make_traject(partnership: Partnership, secret: Secret) -> Phase:
    traject = Traject.objects.create(
        partnership=partnership,
        title=f"Traject {secret()}",
        adoption_on=date(2027, 2, 8),
        stopped_because=f"Omdat {secret()}",
    )
    return Phase.objects.create(
        traject=traject,
        name=f"Fase {secret()}",
        text=f"Wij {secret()}",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 2, 5),
        feedback=f"Gedaan {secret()}",
    )


def make_voices(
    partnership: Partnership, organisation: Organisation, passage: Passage, secret: Secret
) -> Amendment:
    amendment = Amendment.objects.create(
        partnership=partnership,
        passage=passage,
        organisation=organisation,
        old_text=f"Oud {secret()}",
        new_text=f"Nieuw {secret()}",
        reason=f"Want {secret()}",
        decision=f"Besluit {secret()}",
        made_at=AT,
    )
    for about in (None, amendment):
        Position.objects.create(
            partnership=partnership,
            version=passage.version,
            amendment=about,
            organisation=organisation,
            stance="bezwaar",
            reason=f"Bezwaar {secret()}",
            given_at=AT,
        )
    return amendment


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    passage, phase = make_text(partnership, secret), make_traject(partnership, secret)
    version = passage.version
    visie = Visie.objects.create(
        partnership=partnership,
        title=f"Visie {secret()}",
        document=version.document,
        traject=phase.traject,
    )
    theme = Theme.objects.create(visie=visie, number=1, name=f"Thema {secret()}")
    Ambition.objects.create(theme=theme, number=1, text=f"Ambitie {secret()}")
    fact = opgave.make(partnership, organisation, secret)["opgave:fact"]["pk"]
    citation = Citation.objects.create(
        passage=passage,
        number=1,
        fact=Fact.objects.get(pk=fact),
        kept_because=f"Blijft {secret()}",
    )
    amendment = make_voices(partnership, organisation, passage, secret)
    version.snapshot = freeze(version, {"tekst": f"Vast {secret()}"}, now=AT)
    version.save(update_fields=["snapshot"])
    return addresses(visie, passage, citation, amendment, phase)


def addresses(
    visie: Visie, passage: Passage, citation: Citation, amendment: Amendment, phase: Phase
) -> dict[str, dict[str, object]]:
    of_visie = ("visie", "position", "move", "new_version", "add_theme", "adopt", "add", "whole",
                "frozen", "answers")  # fmt: skip
    of_passage = ("passage", "edit", "cite", "propose", "comment", "history", "restore")
    of_amendment = ("amendment", "amendment_position", "decide", "withdraw")
    of_traject = ("traject", "start", "replan", "stop")
    named = (
        (of_visie, visie.pk),
        (of_passage, passage.pk),
        (("renew", "keep"), citation.pk),
        (of_amendment, amendment.pk),
        (of_traject, phase.traject_id),
        (("report_back",), phase.pk),
    )
    found: dict[str, dict[str, object]] = {
        f"visie:{name}": {"pk": pk} for names, pk in named for name in names
    }
    found["visie:chapter"] = {"pk": visie.pk, "chapter": 1}
    found["visie:answers_file"] = {"pk": visie.pk, "kind": "csv"}
    return found
