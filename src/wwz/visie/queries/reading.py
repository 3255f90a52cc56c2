"""Everything that the pages of one version need, read in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wwz.comments.models import Comment, Discussion
from wwz.comments.services import CAN_BE_ANSWERED
from wwz.documents.models import DocumentVersion, Passage, VersionState
from wwz.opgave.models import Fact
from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Organisation, Participation, ParticipationRole
from wwz.visie.citations import numbers_in
from wwz.visie.models import Amendment, AmendmentState, Citation, Phase, Position, Visie
from wwz.visie.queries.renewals import Renewal, renewals

FINAL = (VersionState.VASTGESTELD, VersionState.VERVANGEN)


@dataclass
class Reading:
    """One version as one actor may read it."""

    visie: Visie
    version: DocumentVersion
    passages: list[Passage]
    citations: dict[UUID, list[Citation]] = field(default_factory=dict)
    renewals: dict[UUID, Renewal] = field(default_factory=dict)
    amendments: dict[UUID, list[Amendment]] = field(default_factory=dict)
    positions: list[Position] = field(default_factory=list)
    amendment_positions: dict[UUID, list[Position]] = field(default_factory=dict)
    parties: list[Organisation] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)

    @property
    def is_final(self) -> bool:
        return self.version.state in FINAL

    def chapter(self, number: int) -> list[Passage]:
        return [passage for passage in self.passages if passage.chapter == number]

    def chapters(self) -> dict[int, str]:
        """Numbers and titles of the chapters."""
        return {passage.chapter: passage.chapter_title for passage in self.passages}

    def facts(self, passage: Passage) -> dict[int, Fact]:
        """The cited facts by their number in the passage."""
        return {one.number: one.fact for one in self.citations.get(passage.pk, [])}

    def open_renewals(self, passage: Passage) -> list[Renewal]:
        """Newer figures about which nobody has decided."""
        found = [self.renewals.get(one.pk) for one in self.citations.get(passage.pk, [])]
        return [one for one in found if one is not None and not one.answered]

    def open_amendments(self, passage: Passage) -> list[Amendment]:
        mine = self.amendments.get(passage.pk, [])
        return [one for one in mine if one.state == AmendmentState.INGEDIEND]

    def open_points(self, passages: Iterable[Passage]) -> int:
        """What must be decided before this text can be adopted."""
        return sum(
            len(self.open_renewals(one)) + len(self.open_amendments(one)) for one in passages
        )

    @property
    def everybody_agrees(self) -> bool:
        stances = {one.stance for one in self.positions}
        return (
            bool(self.parties)
            and stances == {"instemming"}
            and (
                {one.organisation_id for one in self.positions} >= {one.pk for one in self.parties}
            )
        )


def read(actor: Actor, visie: Visie, version: DocumentVersion, *, today: date) -> Reading:
    """The whole version: text, facts, proposals, positions and plan."""
    found = Reading(visie, version, list(version.passages.all()))
    found.citations = citations_of(version)
    if not found.is_final:
        every = [one for listed in found.citations.values() for one in listed]
        found.renewals = renewals(every)
    found.amendments = amendments_of(actor, version)
    for position in newest(positions_of(actor, version)):
        if position.amendment_id is None:
            found.positions.append(position)
        else:
            found.amendment_positions.setdefault(position.amendment_id, []).append(position)
    found.parties = parties_of(visie.partnership_id, today)
    if visie.traject is not None:
        found.phases = list(visie.traject.phases.all())
    return found


def citations_of(version: DocumentVersion) -> dict[UUID, list[Citation]]:
    """The citations that the text really shows, by passage."""
    rows = (
        Citation.objects.filter(passage__version=version)
        .select_related("passage", "fact__indicator", "fact__area", "fact__study")
        .defer("fact__area__geometry", "fact__value", "fact__low", "fact__high")
    )
    found: dict[UUID, list[Citation]] = {}
    for one in rows:
        if one.number in numbers_in(one.passage.text):
            found.setdefault(one.passage_id, []).append(one)
    return found


def amendments_of(actor: Actor, version: DocumentVersion) -> dict[UUID, list[Amendment]]:
    rows = Amendment.objects.visible_to(actor).filter(passage__version=version)
    found: dict[UUID, list[Amendment]] = {}
    for one in rows.select_related("organisation", "author").order_by("made_at", "pk"):
        found.setdefault(one.passage_id, []).append(one)
    return found


def positions_of(actor: Actor, version: DocumentVersion) -> list[Position]:
    """Positions on the version and on its amendments, the newest first."""
    rows = Position.objects.visible_to(actor).filter(version=version)
    return list(rows.select_related("organisation").order_by("-given_at", "pk"))


def newest(positions: Iterable[Position]) -> list[Position]:
    """Of each organisation only what it said last; by name."""
    last: dict[tuple[UUID | None, UUID], Position] = {}
    for one in positions:
        last.setdefault((one.amendment_id, one.organisation_id), one)
    return sorted(last.values(), key=lambda one: one.organisation.name)


def parties_of(partnership_id: UUID, today: date) -> list[Organisation]:
    """Organisations that take part; who only reads along has no position."""
    rows = Participation.objects.valid(on=today).filter(partnership=partnership_id)
    taking_part = rows.exclude(role=ParticipationRole.MEELEZER).select_related("organisation")
    return [row.organisation for row in taking_part.order_by("organisation__name")]


def comments_under(actor: Actor, reading: Reading, chapter: int) -> dict[UUID, list[Comment]]:
    """What people said about the passages of a chapter, oldest first, by passage.

    Whoever may read a text in the making may read the talk about it; of an adopted text, which
    everybody reads, the talk stays with the parties.
    """
    if reading.is_final and not allows(actor, Action.READ_PARTNER, reading.visie):
        return {}
    under = Discussion.objects.filter(object_id__in=[one.pk for one in reading.chapter(chapter)])
    rows = Comment.objects.seen_by(actor).filter(discussion__in=under, state__in=CAN_BE_ANSWERED)
    found: dict[UUID, list[Comment]] = {}
    for one in rows.select_related("discussion", "organisation").order_by("made_at", "pk"):
        found.setdefault(one.discussion.object_id, []).append(one)
    return found
