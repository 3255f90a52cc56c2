"""What pages read of texts and of how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wwz.documents.diff import Piece, difference, readable
from wwz.documents.models import DocumentVersion, Passage
from wwz.partners.models import Person


@dataclass(frozen=True)
class Edit:
    """One saved text of a passage, and how it differs from the one before."""

    number: int
    text: str
    at: datetime
    who: str
    pieces: list[Piece]
    current: bool


def text_at(passage: Passage, edit: int) -> str:
    """The text as edit number ``edit`` saved it; empty when there was none."""
    texts = passage.history.filter(edit=edit).values_list("text", flat=True)
    return str(texts.first() or "")


def history_of(passage: Passage) -> list[Edit]:
    """Every text that was ever saved, the newest first."""
    rows = list(passage.history.order_by("edit").values("edit", "text", "edited_at", "edited_by"))
    names = dict(
        Person.objects.filter(pk__in={row["edited_by"] for row in rows}).values_list("pk", "name")
    )
    edits, before = [], ""
    for row in rows:
        edits.append(
            Edit(
                number=row["edit"],
                text=row["text"],
                at=row["edited_at"],
                who=names.get(row["edited_by"], ""),
                pieces=readable(difference(before, row["text"])),
                current=row["edit"] == passage.edit,
            )
        )
        before = row["text"]
    return edits[::-1]


def newest_version(document_id: UUID) -> DocumentVersion | None:
    found = DocumentVersion.objects.filter(document=document_id)
    return found.select_related("document", "snapshot").order_by("-number").first()
