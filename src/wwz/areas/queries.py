"""Areas by name or postcode."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from wwz.areas.models import Area, Level, PostcodeOverlap
from wwz.areas.names import folded

MOST_SHOWN = 12
# Looser than this and Emmen is also taken for Rhenen.
NEAR_ENOUGH = 0.7
LEVEL_ORDER: tuple[str, ...] = (Level.GEMEENTE, Level.WIJK, Level.BUURT, Level.PC4)


@dataclass(frozen=True)
class Found:
    """What a search gave: areas, and whether their names are only near what was typed.

    Of a postcode that is known ``postcode`` is its area, and ``areas`` are the wijken and buurten
    that lie in it; none when no map says which.
    """

    areas: list[Area]
    near: bool = False
    postcode: Area | None = None
    # Whether letters were typed after the four digits: they are not looked at.
    letters: bool = False

    @property
    def count(self) -> int:
        return len(self.areas) + (self.postcode is not None)


def find_areas(typed: str, *, most: int = MOST_SHOWN) -> Found:
    """Areas whose name begins with, holds, or else comes near what was typed.

    A postcode (8032 or 8032 AB) gives the wijken and buurten that lie in it. Of an area with
    several years the newest is given. At most three queries, however many areas there are.
    """
    wanted = folded(typed)
    if not wanted:
        return Found([])
    if postcode := digits_of_postcode(wanted):
        return in_postcode(postcode, letters=len(wanted) > len(postcode))
    exact = newest(by_closeness(searchable(), wanted))[:most]
    if exact:
        return Found(exact)
    return Found(near_names(wanted, most), near=True)


def in_postcode(digits: str, *, letters: bool) -> Found:
    """The wijken and buurten that a postcode lies in, first those that hold most of it."""
    known = newest(searchable().filter(level=Level.PC4, code=digits))
    if not known:
        return Found([])
    overlaps = PostcodeOverlap.objects.filter(postcode=known[0]).select_related("area__gemeente")
    lying = overlaps.defer("area__geometry", "area__gemeente__geometry").order_by("-share")
    areas = sorted((one.area for one in lying), key=lambda area: LEVEL_ORDER.index(area.level))
    return Found(areas, postcode=known[0], letters=letters)


def known_postcodes(gemeente: Area, codes: Iterable[str]) -> list[Area]:
    """These postcode areas of a gemeente, newest year."""
    found = Area.objects.filter(level=Level.PC4, gemeente__code=gemeente.code, code__in=list(codes))
    return newest(found.defer("geometry"))


def digits_of_postcode(wanted: str) -> str:
    """The four digits of a Dutch postcode, or nothing."""
    digits, letters = wanted[:4], wanted[4:].strip()
    letters_fit = not letters or (len(letters) <= 2 and letters.isalpha())
    return digits if digits.isdigit() and len(digits) == 4 and letters_fit else ""


def searchable() -> QuerySet[Area]:
    """Areas with ``inside`` (whether smaller areas are known), without their geometry.

    A gemeente of which only the name is known has nothing to show yet.
    """
    smaller = Area.objects.filter(gemeente__code=OuterRef("code"))
    return (
        Area.objects.filter(level__in=LEVEL_ORDER)
        .annotate(inside=Exists(smaller))
        .select_related("gemeente")
        .defer("geometry", "gemeente__geometry")
    )


def by_closeness(areas: QuerySet[Area], wanted: str) -> QuerySet[Area]:
    """Equal names first, then names that begin so, then names with a word that begins so."""
    closeness = Case(
        When(search_name=wanted, then=Value(0)),
        When(search_name__startswith=wanted, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    level = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(LEVEL_ORDER)),
        default=Value(len(LEVEL_ORDER)),
        output_field=IntegerField(),
    )
    named = Q(search_name__startswith=wanted) | Q(search_name__contains=f" {wanted}")
    # Many more than are shown: an area may be there for several years.
    return (
        areas.exclude(level=Level.PC4)
        .filter(named)
        .annotate(closeness=closeness, level_order=level)
        .order_by("closeness", "level_order", "name", "code", "-year")[: MOST_SHOWN * 10]
    )


def newest(areas: Iterable[Area]) -> list[Area]:
    """One area per code: that of the newest year."""
    by_code: dict[str, Area] = {}
    for area in areas:
        known = by_code.get(area.code)
        if known is None or known.year < area.year:
            by_code[area.code] = area
    return list(by_code.values())


def near_names(wanted: str, most: int) -> list[Area]:
    """Areas whose names look like what was typed, best first."""
    names = searchable().exclude(level=Level.PC4).values_list("search_name", flat=True).distinct()
    near = difflib.get_close_matches(wanted, names, n=most, cutoff=NEAR_ENOUGH)
    found = newest(searchable().exclude(level=Level.PC4).filter(search_name__in=near))
    place = {name: index for index, name in enumerate(near)}
    return sorted(found, key=lambda area: (place[area.search_name], area.level != Level.GEMEENTE))[
        :most
    ]


def gemeenten() -> list[Area]:
    """Every gemeente that is known, newest year, by name."""
    found = Area.objects.filter(level=Level.GEMEENTE).defer("geometry").order_by("name")
    return sorted(newest(found), key=lambda area: area.search_name)


def gemeente_named(typed: str) -> Area | None:
    """The gemeente with exactly this name or code, newest year."""
    same = Q(search_name=folded(typed)) | Q(code__iexact=typed.strip())
    found = newest(Area.objects.filter(same, level=Level.GEMEENTE).defer("geometry"))
    return found[0] if found else None


def near_gemeenten(typed: str) -> list[str]:
    """Names of gemeenten that look like what was typed."""
    names = {folded(area.name): area.name for area in gemeenten()}
    near = difflib.get_close_matches(folded(typed), names, n=3, cutoff=NEAR_ENOUGH)
    return [names[name] for name in near]
