"""Writing a text together: versions, passages, and edits that never overwrite each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from simple_history.utils import bulk_create_with_history

from wwz.audit.log import record
from wwz.audit.models import Snapshot
from wwz.audit.states import move
from wwz.documents.errors import EditConflictError, EmptyTextError, TextClosedError
from wwz.documents.models import Document, DocumentVersion, Passage, VersionState
from wwz.documents.queries import text_at
from wwz.partners.access import require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership, Visibility

WRITABLE = (VersionState.CONCEPT, VersionState.TER_INZAGE)


@dataclass(frozen=True)
class NewPassage:
    """A passage as it is added: the chapter it stands in, and its text."""

    chapter: int
    chapter_title: str
    text: str


# --- documents and versions ---


@transaction.atomic
def start_document(
    actor: Actor, partnership: Partnership, title: str, *, visibility: str, now: datetime
) -> DocumentVersion:
    """A new document with an empty concept 1."""
    require_in(actor, Action.EDIT_TEXT, partnership)
    document = Document.objects.create(
        partnership=partnership, title=title, visibility=Visibility(visibility)
    )
    record(document, "start", by=actor.by(), now=now)
    return DocumentVersion.objects.create(document=document, number=1, made_at=now)


@transaction.atomic
def start_version(actor: Actor, document: Document, *, now: datetime) -> DocumentVersion:
    """The next concept: the passages of the newest version, each with the number it had.

    Raises
    ------
    TextClosedError
        The newest version was adopted: then a revision begins with a document of its own.
    """
    require(actor, Action.EDIT_TEXT, document)
    newest = document.versions.select_for_update().latest("number")
    if newest.state not in (*WRITABLE, VersionState.TER_INSTEMMING):
        raise TextClosedError(
            f"‘{document}’ is vastgesteld en krijgt geen nieuwe versie meer. Begin een herziening."
        )
    made = DocumentVersion.objects.create(document=document, number=newest.number + 1, made_at=now)
    copy_passages(newest, made, now=now)
    record(made, "start", by=actor.by(), now=now, after={"number": made.number})
    return made


def copy_passages(
    source: DocumentVersion, target: DocumentVersion, *, now: datetime
) -> dict[str, Passage]:
    """Take over every passage with its number; gives the new one per id of the old one."""
    copies = {
        str(passage.pk): Passage(
            version=target,
            chapter=passage.chapter,
            chapter_title=passage.chapter_title,
            number=passage.number,
            text=passage.text,
            edited_by_id=passage.edited_by_id,
            edited_at=now,
        )
        for passage in source.passages.all()
    }
    bulk_create_with_history(list(copies.values()), Passage, default_date=now)
    return copies


@transaction.atomic
def move_version(
    actor: Actor,
    version: DocumentVersion,
    verb: str,
    *,
    now: datetime,
    open_until: date | None = None,
) -> None:
    """Lay open for reactions, ask for assent, or make it a concept again."""
    require(actor, Action.EDIT_TEXT, version.document)
    move(version, verb, by=actor.by(), now=now, changes={"open_until": open_until})


@transaction.atomic
def adopt_version(
    actor: Actor, version: DocumentVersion, snapshot: Snapshot, *, today: date, now: datetime
) -> None:
    """Make it final, with the snapshot that was taken of it."""
    require(actor, Action.ADOPT, version.document)
    changes = {"adopted_on": today, "snapshot": snapshot}
    move(version, "adopt", by=actor.by(), now=now, changes=changes)


def lock_open(version: DocumentVersion) -> DocumentVersion:
    """The version as stored, locked: so that nothing slips in while it is being adopted.

    Raises
    ------
    TextClosedError
        It is final.
    """
    stored = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    if stored.state not in (*WRITABLE, VersionState.TER_INSTEMMING):
        raise TextClosedError(
            f"Deze tekst is {stored.get_state_display()} en verandert niet meer. Begin een "
            "herziening."
        )
    return stored


def lock_writable(version: DocumentVersion) -> DocumentVersion:
    """The same for who writes in the text: not while organisations are asked for assent.

    Raises
    ------
    TextClosedError
    """
    stored = lock_open(version)
    if stored.state not in WRITABLE:
        raise TextClosedError(
            f"Deze tekst is {stored.get_state_display()}. Schrijven kan alleen in een concept of "
            "in een tekst die ter inzage ligt."
        )
    return stored


# --- passages ---


@transaction.atomic
def add_passage(
    actor: Actor, version: DocumentVersion, new: NewPassage, *, now: datetime
) -> Passage:
    """A passage at the end of its chapter."""
    require(actor, Action.EDIT_TEXT, version.document)
    stored = lock_writable(version)
    inside = stored.passages.filter(chapter=new.chapter)
    last = inside.aggregate(last=Max("number"))["last"] or 0
    passage = Passage(
        version=stored,
        chapter=new.chapter,
        chapter_title=new.chapter_title,
        number=last + 1,
        text=written(new.text),
        edited_by_id=actor.person_id,
        edited_at=now,
    )
    passage._history_date = now
    passage.save()
    return passage


@transaction.atomic
def save_passage(actor: Actor, passage: Passage, *, text: str, edit: int, now: datetime) -> Passage:
    """Save a new text, written on top of edit number ``edit``; every saved text is kept.

    Raises
    ------
    EditConflictError
        Somebody saved in between. Nothing was written.
    """
    version = passage.version
    require(actor, Action.EDIT_TEXT, version.document)
    text = written(text)
    lock_writable(version)
    # Checking and claiming the number are one statement: of two writers one finds no row.
    claimed = Passage.objects.filter(pk=passage.pk, edit=edit).update(edit=F("edit") + 1)
    stored = Passage.objects.select_related("version__document").get(pk=passage.pk)
    if not claimed:
        raise EditConflictError(
            mine=text, theirs=stored.text, base=text_at(stored, edit), edit=stored.edit
        )
    stored.text = text
    stored.edited_by_id = actor.person_id
    stored.edited_at = now
    stored._history_date = now
    stored.save()
    return stored


def written(text: str) -> str:
    """The text without space around it.

    Raises
    ------
    EmptyTextError
    """
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise EmptyTextError("Schrijf een tekst. Een lege passage kan niet worden bewaard.")
    return text
