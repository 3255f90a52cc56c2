"""Adopting a visie: what must be done first, and what is frozen then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from wwz.audit.models import Snapshot
from wwz.audit.snapshots import canonical, content_of, freeze, is_whole, sha256
from wwz.audit.states import may_move, move
from wwz.documents import services as documents
from wwz.documents.models import DocumentVersion, VersionState
from wwz.documents.queries import newest_version
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, SourceRecord
from wwz.partners.access import require
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.visie.citations import as_text, numbers_in
from wwz.visie.errors import NotReadyError
from wwz.visie.models import Amendment, AmendmentState, Citation, Position, Theme, Visie
from wwz.visie.queries.renewals import renewals
from wwz.visie.services.texts import open_to_all

FINAL_PARTS = ("tekst", "themas")
"""Parts of a frozen visie that must still equal what the database holds."""


def obstacles(version: DocumentVersion) -> list[str]:
    """What stands in the way of adopting, in sentences."""
    found = []
    if version.state != VersionState.TER_INSTEMMING:
        found.append("De tekst is nog niet ter instemming voorgelegd.")
    undecided = Amendment.objects.filter(
        passage__version=version, state=AmendmentState.INGEDIEND
    ).count()
    if undecided:
        found.append(f"Nog te besluiten: {undecided} wijzigingsvoorstel(len).")
    used = used_citations(version)
    open_ones = [one for one in renewals(used).values() if not one.answered]
    found += [
        f"In passage {one.citation.passage.chapter}.{one.citation.passage.number} is een cijfer "
        "vernieuwd. Neem het over, of laat het staan met een reden."
        for one in open_ones
    ]
    if not version.passages.exists():
        found.append("Er staat nog geen tekst in.")
    return found


def used_citations(version: DocumentVersion) -> list[Citation]:
    """Citations that their passage really shows, with all that is needed to say them."""
    rows = Citation.objects.filter(passage__version=version).select_related(
        "passage", "fact__indicator", "fact__area", "fact__study"
    )
    ordered = rows.defer("fact__area__geometry").order_by(
        "passage__chapter", "passage__number", "number"
    )
    return [one for one in ordered if one.number in numbers_in(one.passage.text)]


@transaction.atomic
def adopt(actor: Actor, visie: Visie, *, today: date, now: datetime) -> Snapshot:
    """Freeze the text with its facts, themes and positions, and supersede what it follows.

    Raises
    ------
    NotReadyError, NotAllowedError, WrongStateError
    """
    require(actor, Action.ADOPT, visie)
    # Locked: no text, position or citation may slip in between looking and freezing.
    version = (
        DocumentVersion.objects.select_for_update(of=("self",))
        .select_related("document")
        .filter(document=visie.document_id)
        .latest("number")
    )
    problems = obstacles(version)
    if problems:
        raise NotReadyError("Vaststellen kan nog niet. " + " ".join(problems))
    snapshot = freeze(version, content(visie, version, adopted_on=today), now=now)
    open_to_all(visie)
    documents.adopt_version(actor, version, snapshot, today=today, now=now)
    visie.adopted_on = today
    visie.save(update_fields=["adopted_on"])
    if visie.traject is not None and may_move(visie.traject, "finish"):
        move(visie.traject, "finish", by=actor.by(), now=now)
    supersede(actor, visie.follows, now=now)
    return snapshot


def supersede(actor: Actor, older: Visie | None, *, now: datetime) -> None:
    version = newest_version(older.document_id) if older is not None else None
    if version is not None and may_move(version, "supersede"):
        move(version, "supersede", by=actor.by(), now=now)


# --- what is frozen ---


def content(visie: Visie, version: DocumentVersion, *, adopted_on: date) -> dict[str, object]:
    """All that was adopted. Organisations by name; no persons."""
    return {
        "soort": "visie",
        "titel": visie.title,
        "samenwerkingsverband": visie.partnership.name,
        "versie": version.number,
        "vastgesteld_op": adopted_on,
        "tekst": text_content(version),
        "themas": theme_content(themes_of(visie)),
        "standpunten": position_content(version),
    }


def text_content(version: DocumentVersion) -> list[dict[str, object]]:
    used = used_citations(version)
    sources = sources_of(used)
    by_passage: dict[object, list[Citation]] = {}
    for one in used:
        by_passage.setdefault(one.passage_id, []).append(one)
    return [
        {
            "hoofdstuk": passage.chapter,
            "titel": passage.chapter_title,
            "nummer": passage.number,
            "bewerking": passage.edit,
            "tekst": passage.text,
            "gelezen": as_text(
                passage.text, {one.number: one.fact for one in by_passage.get(passage.pk, [])}
            ),
            "feiten": [citation_content(one, sources) for one in by_passage.get(passage.pk, [])],
        }
        for passage in version.passages.all()
    ]


def sources_of(used: Iterable[Citation]) -> dict[int, SourceRecord]:
    return SourceRecord.objects.in_bulk({n for one in used for n in one.fact.source_ids})


def citation_content(one: Citation, sources: dict[int, SourceRecord]) -> dict[str, object]:
    """A cited fact as it was shown, with what it rests on."""
    return {
        "nummer": one.number,
        **fact_content(one.fact, sources),
        "blijft_staan_omdat": one.kept_because,
    }


def fact_content(fact: Fact, sources: Mapping[int, SourceRecord]) -> dict[str, object]:
    """A fact as it is shown, in words and numbers that can be frozen."""
    shown = disclose(fact)
    return {
        "feit": fact.pk,
        "kenmerk": fact.engine_id,
        "indicator": fact.indicator.key,
        "indicatorversie": fact.indicator.version,
        "naam": fact.indicator.label,
        "omschrijving": fact.indicator.definition,
        "eenheid": fact.indicator.unit,
        "gebied": f"{fact.area.code} ({fact.area.year})",
        "gebiedsnaam": fact.area.name,
        "jaar": fact.year,
        "scenario": fact.scenario,
        "soort": fact.kind,
        "waarde": exact(shown.value),
        "laag": exact(shown.low),
        "hoog": exact(shown.high),
        "ontbreekt": shown.absent,
        "rekenversie": fact.study.engine_version,
        "bronnen": [source_content(sources[n]) for n in fact.source_ids if n in sources],
    }


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def source_content(source: SourceRecord) -> dict[str, object]:
    return {
        "uitgever": source.publisher,
        "tabel": source.table,
        "titel": source.title,
        "peildatum": source.as_of,
        "sha256": source.sha256,
    }


def themes_of(visie: Visie) -> list[Theme]:
    return list(visie.themes.prefetch_related("ambitions"))


def theme_content(themes: Iterable[Theme]) -> list[dict[str, object]]:
    return [
        {
            "nummer": theme.number,
            "naam": theme.name,
            "ambities": [one.text for one in theme.ambitions.all()],
        }
        for theme in themes
    ]


def position_content(version: DocumentVersion) -> list[dict[str, object]]:
    rows = Position.objects.filter(version=version).select_related("organisation", "amendment")
    return [
        {
            "organisatie": str(one.organisation),
            "standpunt": one.stance,
            "reden": one.reason,
            "over_voorstel": one.amendment_id,
            "gegeven_op": one.given_at,
        }
        for one in rows.order_by("given_at", "pk")
    ]


def is_intact(
    visie: Visie, version: DocumentVersion, themes: Iterable[Theme] | None = None
) -> bool:
    """Whether the frozen copy is whole, and the database still says the same.

    ``themes`` with their ambitions, for who has just read them.
    """
    snapshot = version.snapshot
    if snapshot is None or not is_whole(snapshot):
        return False
    frozen = content_of(snapshot)
    there = themes_of(visie) if themes is None else themes
    now_there = {"tekst": text_content(version), "themas": theme_content(there)}
    return all(
        sha256(canonical({part: frozen.get(part)})) == sha256(canonical({part: now_there[part]}))
        for part in FINAL_PARTS
    )
