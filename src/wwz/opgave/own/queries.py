"""What the pages of own rows read."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404

from wwz.areas.names import folded
from wwz.opgave import jobs
from wwz.opgave.own.models import Difference, Intake, IntakeLine, OwnRow, OwnRowQuerySet
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Partnership

PER_PAGE = 50
MOST_INTAKES = 5
MISSING = "ontbreekt"


def readable(actor: Actor, partnership: Partnership, kind: str) -> OwnRowQuerySet:
    """The rows of a kind that count and that this actor may see."""
    return (
        OwnRow.objects.visible_to(actor)
        .standing()
        .filter(partnership=partnership, kind=kind)
        .select_related("area", "organisation")
        .defer("area__geometry")
        .order_by("area__name", "number", "pk")
    )


def chosen(rows: OwnRowQuerySet, wanted: Mapping[str, str]) -> OwnRowQuerySet:
    """Those that the filters in the address ask for."""
    if wanted.get("zoek"):
        rows = rows.filter(search_text__contains=folded(wanted["zoek"]))
    if wanted.get("gebied"):
        rows = rows.filter(area__code=wanted["gebied"])
    if wanted.get("van"):
        rows = rows.filter(organisation__id=UUID(wanted["van"]))
    if wanted.get("leefgebied"):
        area = wanted["leefgebied"]
        kinds = [one.key for one in jobs.facility_kinds() if one.area == area]
        rows = rows.filter(cells__kind__in=kinds)
    for key in ("status", "kind", "group"):
        if wanted.get(key):
            rows = rows.filter(**{f"cells__{key}": wanted[key]})
    return rows


def page_of(rows: OwnRowQuerySet, number: str) -> Page[OwnRow]:
    return Paginator(rows, PER_PAGE).get_page(number)


def organisations_in(rows: OwnRowQuerySet) -> list[tuple[str, str]]:
    found = Organisation.objects.filter(pk__in=rows.order_by().values("organisation"))
    return [(str(one.pk), str(one)) for one in found]


def row_for(actor: Actor, pk: UUID) -> OwnRow:
    """One row, also one that was taken out; what is foreign looks like what is not there."""
    found = OwnRow.objects.visible_to(actor).select_related("organisation", "partnership", "area")
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def intake_for(actor: Actor, pk: UUID) -> Intake:
    found = Intake.objects.visible_to(actor).select_related("organisation", "partnership")
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def newest_intakes(actor: Actor, partnership: Partnership, kind: str) -> list[Intake]:
    found = Intake.objects.visible_to(actor).filter(partnership=partnership, kind=kind)
    return list(found.select_related("organisation")[:MOST_INTAKES])


def line_for(intake: Intake, pk: UUID) -> IntakeLine:
    one = intake.lines.select_related("row").filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def tally(intake: Intake) -> dict[str, int]:
    """How many lines of each difference, and how many were taken in: one query."""
    found = {str(value): 0 for value in Difference.values} | {"overgenomen": 0}
    counted = intake.lines.order_by().values("difference").annotate(
        all=Count("pk"), taken=Count("taken_at")
    )  # fmt: skip
    for one in counted:
        found[one["difference"]] = one["all"] - one["taken"]
        found["overgenomen"] += one["taken"]
    return found


def lines_page(intake: Intake, shown: str, number: str) -> Page[IntakeLine]:
    lines = intake.lines.select_related("row").order_by("line")
    if shown == "overgenomen":
        lines = lines.exclude(taken_at=None)
    else:
        lines = lines.filter(taken_at=None, difference=shown)
    return Paginator(lines, PER_PAGE).get_page(number)


def wrong_lines(intake: Intake) -> list[IntakeLine]:
    return list(intake.lines.filter(taken_at=None, difference=Difference.WRONG).order_by("line"))
