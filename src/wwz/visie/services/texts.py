"""Beginning a visie or its revision, writing its text, and citing facts in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from wwz.audit.log import record
from wwz.documents import services as documents
from wwz.documents.models import DocumentVersion, Passage
from wwz.documents.queries import newest_version, text_at
from wwz.errors import NotAllowedError
from wwz.opgave.models import Fact, State
from wwz.partners.access import refusal, require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action, Reach
from wwz.partners.models import Partnership, Visibility
from wwz.visie import citations
from wwz.visie.errors import NotReadyError, ReasonMissingError, UnknownFactError
from wwz.visie.models import Ambition, Amendment, AmendmentState, Citation, Theme, Visie
from wwz.visie.queries.renewals import newer_of
from wwz.visie.services import trajects


@dataclass(frozen=True)
class NewVisie:
    """A visie as it is begun; with a day of adoption the way to it is planned back."""

    title: str
    adoption_on: date | None = None
    follows: Visie | None = None


@transaction.atomic
def start_visie(actor: Actor, partnership: Partnership, new: NewVisie, *, now: datetime) -> Visie:
    """A visie with an empty concept, or a revision with the text of what it follows."""
    if actor.reach(Action.EDIT_TEXT, partnership.pk) is not Reach.ALL:
        raise NotAllowedError(refusal(actor, Action.EDIT_TEXT))
    version = documents.start_document(
        actor, partnership, new.title, visibility=Visibility.PARTNER, now=now
    )
    traject = None
    if new.adoption_on is not None:
        traject = trajects.plan_traject(
            actor, partnership, new.title, adoption_on=new.adoption_on, now=now
        )
    visie = Visie.objects.create(
        partnership=partnership,
        title=new.title,
        document=version.document,
        traject=traject,
        follows=new.follows,
    )
    record(visie, "start", by=actor.by(), now=now)
    if new.follows is not None:
        take_over(new.follows, visie, version, now=now)
    return visie


def take_over(source: Visie, visie: Visie, version: DocumentVersion, *, now: datetime) -> None:
    """Give a revision the passages, citations, themes and ambitions of what it follows."""
    old = newest_version(source.document_id)
    if old is not None:
        documents.copy_passages(old, version, now=now)
        copy_citations(old, version)
    for theme in source.themes.prefetch_related("ambitions"):
        made = Theme.objects.create(visie=visie, number=theme.number, name=theme.name)
        Ambition.objects.bulk_create(
            Ambition(theme=made, number=one.number, text=one.text) for one in theme.ambitions.all()
        )


def copy_citations(source: DocumentVersion, target: DocumentVersion) -> None:
    """Every citation goes along with its passage; numbers of passages stay the same."""
    places = {(one.chapter, one.number): one for one in target.passages.all()}
    Citation.objects.bulk_create(
        Citation(
            passage=places[one.passage.chapter, one.passage.number],
            number=one.number,
            fact_id=one.fact_id,
            follows_newest=one.follows_newest,
            kept_because=one.kept_because,
            kept_against_id=one.kept_against_id,
        )
        for one in Citation.objects.filter(passage__version=source).select_related("passage")
    )


@transaction.atomic
def start_version(actor: Actor, visie: Visie, *, now: datetime) -> DocumentVersion:
    """The next concept; amendments that are still open must be decided first."""
    old = newest_version(visie.document_id)
    if old is not None:
        require_decided(old)
    version = documents.start_version(actor, visie.document, now=now)
    if old is not None:
        copy_citations(old, version)
    return version


@transaction.atomic
def move_text(
    actor: Actor,
    visie: Visie,
    version: DocumentVersion,
    verb: str,
    *,
    now: datetime,
    open_until: date | None = None,
    for_everybody: bool = False,
) -> None:
    """Lay the text open, ask for assent, or go back to a concept.

    A text that is laid open ``for_everybody`` can be read, and talked about, by residents too.

    Raises
    ------
    NotReadyError
        Assent is asked while there are undecided amendments.
    """
    require(actor, Action.EDIT_TEXT, visie)
    if verb == "ask_assent":
        require_decided(version)
    documents.move_version(actor, version, verb, now=now, open_until=open_until)
    if for_everybody:
        open_to_all(visie)


def open_to_all(visie: Visie) -> None:
    """Let everybody read the text; what was said about it before stays with the parties."""
    for thing in (visie, visie.document):
        thing.visibility = Visibility.OPENBAAR
        thing.save(update_fields=["visibility"])


def require_decided(version: DocumentVersion) -> None:
    open_ones = Amendment.objects.filter(
        passage__version=version, state=AmendmentState.INGEDIEND
    ).count()
    if open_ones:
        what = "één wijzigingsvoorstel" if open_ones == 1 else f"{open_ones} wijzigingsvoorstellen"
        raise NotReadyError(f"Over {what} is nog niet besloten. Besluit daar eerst over.")


# --- passages ---


def save_text(actor: Actor, passage: Passage, *, text: str, edit: int, now: datetime) -> Passage:
    """Save a passage; every `[feit n]` in it must be a fact that the passage cites.

    Raises
    ------
    UnknownFactError, EditConflictError
    """
    known = set(passage.citations.values_list("number", flat=True))
    for number in citations.numbers_in(text):
        if number not in known:
            raise UnknownFactError(
                f"In uw tekst staat {citations.marker(number)}, maar deze passage heeft geen feit "
                f"{number}. Haal het weg, of kies ‘Haal een feit aan’."
            )
    return documents.save_passage(actor, passage, text=text, edit=edit, now=now)


def restore_text(
    actor: Actor, passage: Passage, *, to_edit: int, edit: int, now: datetime
) -> Passage:
    """Bring an earlier text back, as a new edit."""
    return save_text(actor, passage, text=text_at(passage, to_edit), edit=edit, now=now)


@transaction.atomic
def cite(
    actor: Actor,
    passage: Passage,
    fact: Fact,
    *,
    edit: int,
    follows_newest: bool = False,
    now: datetime,
) -> Citation:
    """Put a published fact in the text, at `[feit]` or at its end."""
    require(actor, Action.EDIT_TEXT, passage.version.document)
    if fact.study.state != State.PUBLISHED:
        raise UnknownFactError("Dit feit is niet gepubliceerd. Kies een ander feit.")
    documents.lock_writable(passage.version)
    last = passage.citations.aggregate(last=Max("number"))["last"] or 0
    citation = Citation.objects.create(
        passage=passage, number=last + 1, fact=fact, follows_newest=follows_newest
    )
    text = citations.with_marker(passage.text, citation.number)
    save_text(actor, passage, text=text, edit=edit, now=now)
    return citation


@transaction.atomic
def renew(actor: Actor, citation: Citation, *, now: datetime) -> Citation:
    """Take over the newest figure.

    Raises
    ------
    NotReadyError
        There is no newer figure, or the text is closed.
    """
    version = citation.passage.version
    require(actor, Action.EDIT_TEXT, version.document)
    documents.lock_writable(version)
    found = newer_of(citation)
    if found is None:
        raise NotReadyError("Er is geen nieuwer cijfer meer. Laad de pagina opnieuw.")
    before = citation.fact_id
    citation.fact = found.newer
    citation.kept_because, citation.kept_against = "", None
    citation.save(update_fields=["fact", "kept_because", "kept_against"])
    log_citation(actor, citation, "renew", before=before, now=now)
    return citation


@transaction.atomic
def keep(actor: Actor, citation: Citation, reason: str, *, now: datetime) -> Citation:
    """Let the cited figure stand beside a newer one, with a reason.

    Raises
    ------
    ReasonMissingError, NotReadyError
    """
    version = citation.passage.version
    require(actor, Action.EDIT_TEXT, version.document)
    documents.lock_open(version)
    reason = reason.strip()
    if not reason:
        raise ReasonMissingError("Schrijf waarom het oude cijfer blijft staan.")
    found = newer_of(citation)
    if found is None:
        raise NotReadyError("Er is geen nieuwer cijfer meer. Laad de pagina opnieuw.")
    citation.kept_because, citation.kept_against = reason[:300], found.newer
    citation.save(update_fields=["kept_because", "kept_against"])
    log_citation(actor, citation, "keep", before=citation.fact_id, now=now)
    return citation


def log_citation(
    actor: Actor, citation: Citation, verb: str, *, before: object, now: datetime
) -> None:
    record(
        citation,
        verb,
        by=actor.by(),
        now=now,
        before={"fact": before},
        after={"fact": citation.fact_id},
    )


# --- themes ---


@transaction.atomic
def add_theme(actor: Actor, visie: Visie, name: str, ambitions: list[str]) -> Theme:
    """A theme with what it aims at."""
    require(actor, Action.EDIT_TEXT, visie)
    last = visie.themes.aggregate(last=Max("number"))["last"] or 0
    theme = Theme.objects.create(visie=visie, number=last + 1, name=name.strip())
    Ambition.objects.bulk_create(
        Ambition(theme=theme, number=number, text=text.strip())
        for number, text in enumerate(ambitions, start=1)
        if text.strip()
    )
    return theme
