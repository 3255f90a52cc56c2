"""Lists: the visies and trajects of a partnership, proposals to change a text, facts to cite."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wwz.areas.models import Area
from wwz.documents.models import DocumentVersion
from wwz.opgave.models import Fact, Indicator
from wwz.opgave.queries.published import latest_of
from wwz.partners.actor import Actor
from wwz.partners.models import Partnership
from wwz.visie.models import Amendment, Traject, Visie


@dataclass(frozen=True)
class VisieLine:
    """A visie with its newest version."""

    visie: Visie
    version: DocumentVersion


def visies_of(actor: Actor, partnership: Partnership) -> list[VisieLine]:
    """Visies of a partnership, the newest work first."""
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    seen = (
        Visie.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("traject", "follows")
        .annotate(newest=Subquery(newest.values("pk")[:1]))
    )
    visies = [visie for visie in seen if visie.newest is not None]
    versions = DocumentVersion.objects.select_related("snapshot").in_bulk(
        [visie.newest for visie in visies]
    )
    lines = [VisieLine(visie, versions[visie.newest]) for visie in visies]
    return sorted(lines, key=lambda line: line.version.made_at, reverse=True)


def loose_trajects(actor: Actor, partnership: Partnership) -> list[Traject]:
    """Trajects without a text yet."""
    seen = Traject.objects.visible_to(actor).filter(partnership=partnership, visie__isnull=True)
    return list(seen)


def proposals(
    actor: Actor, visie: Visie, *, state: str = "", chapter: str = ""
) -> QuerySet[Amendment]:
    """Every proposal about every version of a visie, the newest first."""
    rows = Amendment.objects.visible_to(actor).filter(passage__version__document=visie.document_id)
    if state:
        rows = rows.filter(state=state)
    if chapter.isdecimal() and len(chapter) < 5:
        rows = rows.filter(passage__chapter=int(chapter))
    together = rows.select_related("organisation", "author", "passage__version")
    return together.order_by("-made_at", "pk")


# --- facts to cite ---


def areas_to_cite(partnership: Partnership, words: str) -> list[Area]:
    """Gemeenten of the partnership, and their wijken and buurten with these words."""
    codes = list(partnership.areas.values_list("code", flat=True))
    studies = latest_of(codes)
    inside = Q(code__in=codes)
    if words.strip():
        named = Q(name__icontains=words.strip())
        inside = named & (Q(code__in=codes) | Q(gemeente__code__in=codes))
    rows = Area.objects.filter(inside, facts__study__in=studies).distinct()
    return list(rows.defer("geometry").order_by("name", "-year")[:30])


def indicators_to_cite(area: Area) -> list[Indicator]:
    rows = Indicator.objects.filter(facts__area=area).distinct()
    return list(rows.order_by("theme", "label"))


def facts_to_cite(partnership: Partnership, area: UUID, indicator: int) -> list[Fact]:
    """The newest published facts of one figure in one area, by year."""
    codes = list(partnership.areas.values_list("code", flat=True))
    rows = (
        Fact.objects.filter(
            study__in=latest_of(codes), area=area, indicator=indicator, missing="", hidden=""
        )
        .select_related("indicator", "area", "study")
        .defer("area__geometry", "value", "low", "high")
    )
    return list(rows.order_by("year"))


def fact_to_cite(pk: UUID) -> Fact | None:
    rows = Fact.objects.select_related("indicator", "area", "study").defer("area__geometry")
    return rows.filter(pk=pk).first()


def visie_of_traject(actor: Actor, traject: Traject) -> Visie | None:
    return Visie.objects.visible_to(actor).filter(traject=traject).first()
